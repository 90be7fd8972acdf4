/** Each command about messages on a real server, its effect seen by a second connection. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { CommandError, NumberSet } from '../../src/index.ts'
import { appendAll, corpus } from '../support/mail.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { message, messages, openAccount } from './account.ts'

/** UID → its flags in order, without \Recent. */
async function flagsOf(raw: RawImap, mailbox: string): Promise<Record<number, string>> {
  await raw.ok(`EXAMINE "${mailbox}"`)
  const { untagged } = await raw.ok('UID FETCH 1:* (UID FLAGS)')
  await raw.ok('UNSELECT')
  const flags: Record<number, string> = {}
  for (const line of untagged) {
    const [, uid, found] = /FETCH \(UID (\d+) FLAGS \(([^)]*)\)\)/.exec(line) ?? []
    const kept = (found ?? '').split(' ').filter((flag) => flag !== '\\Recent')
    if (uid !== undefined) flags[Number(uid)] = kept.toSorted().join(' ')
  }
  return flags
}

async function bodyOf(raw: RawImap, mailbox: string, uid: number): Promise<Buffer> {
  await raw.ok(`EXAMINE "${mailbox}"`)
  const { untagged } = await raw.ok(`UID FETCH ${uid} (UID BODY.PEEK[])`)
  await raw.ok('UNSELECT')
  const [, body] = /BODY\[\] (?:\{\d+\}\r\n|")([\s\S]*?)"?\)$/.exec(untagged.join('\n')) ?? []
  return Buffer.from(body ?? 'no body', 'latin1')
}

test('APPEND stores the octets, flags and date it was given and tells the UID', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const date = new Date('2026-02-03T04:05:06Z')
  const { untagged } = await raw.ok('STATUS INBOX (UIDVALIDITY)')
  const uidValidity = Number(/UIDVALIDITY (\d+)/.exec(untagged[0]!)?.[1])
  const text = message('Grüße 日本語', 'Ein Text mit Umlauten: äöü')
  const latin1 = Buffer.from(message('eight bits', 'caf\xe9 \x80\xff'), 'latin1')
  const results = await Promise.all([
    imap.append('INBOX', text, { flags: ['\\Seen', '$Label'], date }),
    imap.append('INBOX', latin1, { flags: [] }),
    imap.append('INBOX', new Uint8Array(300_000).fill(97)),
  ])
  assert.deepEqual(
    results,
    [1, 2, 3].map((uid) => ({ mailbox: 'INBOX', uidValidity, uid })),
  )
  assert.deepEqual(await flagsOf(raw, 'INBOX'), { 1: '$Label \\Seen', 2: '', 3: '' })
  assert.equal((await bodyOf(raw, 'INBOX', 1)).toString(), text)
  assert.deepEqual(await bodyOf(raw, 'INBOX', 2), latin1)
  assert.equal((await bodyOf(raw, 'INBOX', 3)).length, 300_000)
  await imap.examine('INBOX')
  assert.deepEqual((await imap.fetch('1', { internalDate: true }))[0]?.internalDate, date)
})

test('a message with NUL travels as BINARY and its part comes back by BINARY[1]', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const content = Uint8Array.from({ length: 256 }, (_, n) => n)
  const head =
    'Subject: nul\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n'
  const { uid } = await imap.append('INBOX', Buffer.concat([Buffer.from(head), content]))
  assert.equal(uid, 1)
  await imap.examine('INBOX')
  const [row] = await imap.fetch('1', { binary: ['1'], binarySize: ['1'] })
  assert.deepEqual(row?.binary.get('1'), content)
  assert.equal(row?.binarySize.get('1'), 256)
  // Dovecot keeps no NUL; it has made base64 of it.
  const stored = (await bodyOf(raw, 'INBOX', 1)).toString('latin1')
  assert.ok(stored.includes(Buffer.from(content).toString('base64').slice(0, 40)))
})

test('FETCH gives every message of the corpus back octet for octet, whatever else is asked for', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const samples = corpus()
  await appendAll(raw, 'INBOX', samples)
  await imap.examine('INBOX')
  const whole = imap.fetch('1:*', { source: true, flags: true, size: true, internalDate: true })
  const parts = imap.fetch('1:*', { headers: true, text: true, envelope: true, bodyStructure: true })
  const slices = imap.fetch('1:*', { source: { start: 10, length: 20 }, modSeq: true })
  const rows = await whole
  const partRows = await parts
  const sliceRows = await slices
  assert.deepEqual([rows.length, partRows.length, sliceRows.length], Array(3).fill(samples.length))
  for (const [n, sample] of samples.entries()) {
    const { name } = sample
    const bytes = Buffer.from(sample.bytes)
    const row = rows[n]!
    assert.deepEqual(Buffer.from(row.source), bytes, name)
    assert.equal(row.size, bytes.length, name)
    assert.deepEqual(row.internalDate, sample.internalDate, name)
    const flags = row.flags.filter((flag) => flag !== '\\Recent')
    assert.deepEqual(flags.toSorted(), [...sample.flags].toSorted(), name)
    const { headers, text } = partRows[n]!
    assert.deepEqual(Buffer.concat([headers.octets, text]), bytes, name)
    assert.deepEqual(Buffer.from(sliceRows[n]!.source), bytes.subarray(10, 30), name)
  }
})

test('FETCH changedSince gives the messages that have changed; STORE unchangedSince leaves changed ones alone', async (t) => {
  const account = await openAccount(t, { messages: messages(4) })
  if (account === undefined) return
  const { imap, raw } = account
  const { highestModSeq } = await imap.select('INBOX')
  assert.equal(typeof highestModSeq, 'bigint')
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 2,4 +FLAGS (\\Flagged)')
  await raw.ok('UNSELECT')
  const changed = await imap.fetch('1:*', { flags: true, modSeq: true }, { changedSince: highestModSeq! })
  assert.deepEqual(
    changed.map(({ uid }) => uid),
    [2, 4],
  )
  assert.ok(changed.every((row) => row.modSeq > highestModSeq! && row.flags.includes('\\Flagged')))
  const { modified } = await imap.store('1:*', { add: ['$Mine'] }, { unchangedSince: highestModSeq! })
  assert.equal(modified.toString(), '2,4')
  assert.deepEqual(await flagsOf(raw, 'INBOX'), { 1: '$Mine', 2: '\\Flagged', 3: '$Mine', 4: '\\Flagged' })
})

test('STORE adds, removes and replaces flags, and takes all away', async (t) => {
  const account = await openAccount(t, { messages: messages(4) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  await Promise.all([
    imap.store('1:3', { add: ['\\Seen', 'Keyword', '$Forwarded'] }),
    imap.store('2', { remove: ['\\Seen'] }),
    imap.store('3', { replace: ['\\Draft'] }),
    imap.store([4], { add: ['\\Answered'] }),
    imap.store(NumberSet.of(4), { replace: [] }),
  ])
  assert.deepEqual(await flagsOf(raw, 'INBOX'), {
    1: '$Forwarded Keyword \\Seen',
    2: '$Forwarded Keyword',
    3: '\\Draft',
    4: '',
  })
})

test('COPY and MOVE tell where each message went, gaps and all', async (t) => {
  const account = await openAccount(t, { messages: messages(6) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.create('Archive')
  const { uidValidity } = await imap.status('Archive', ['uidValidity'])
  await imap.select('INBOX')
  const copied = await imap.copy('1,3,5:9', 'Archive')
  assert.deepEqual(
    [copied.mailbox, copied.uidValidity, String(copied.uids)],
    ['Archive', uidValidity, '1=1,3=2,5:6=3:4'],
  )
  const moved = await imap.move('2,6', 'Archive')
  assert.equal(String(moved.uids), '2=5,6=6')
  assert.deepEqual(Object.keys(await flagsOf(raw, 'INBOX')), ['1', '3', '4', '5'])
  assert.deepEqual(Object.keys(await flagsOf(raw, 'Archive')), ['1', '2', '3', '4', '5', '6'])
  assert.match(String(await bodyOf(raw, 'Archive', 6)), /Subject: m6/)
  assert.deepEqual(await imap.copy('77', 'Archive'), {
    mailbox: 'Archive',
    uidValidity: undefined,
    uids: undefined,
  })
  for (const command of [imap.copy('1', 'Nowhere'), imap.move('1', 'Nowhere')]) {
    await assert.rejects(command, (error) => error instanceof CommandError && error.responseCode === 'TRYCREATE')
  }
})

test('UID EXPUNGE removes only what is named and flagged; EXPUNGE needs to be told that all go', async (t) => {
  const account = await openAccount(t, { messages: messages(6) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  await imap.store('2,4:6', { add: ['\\Deleted'] })
  assert.equal(String((await imap.expunge('1:4')).uids), '2,4')
  assert.deepEqual(Object.keys(await flagsOf(raw, 'INBOX')), ['1', '3', '5', '6'])
  // @ts-expect-error: a set, or the confirmation
  await assert.rejects(imap.expunge({}), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
  assert.equal(String((await imap.expunge({ everythingDeleted: true })).uids), '5:6')
  assert.deepEqual(Object.keys(await flagsOf(raw, 'INBOX')), ['1', '3'])
  assert.equal(imap.selected?.messages, 2)
})

test('SEARCH by every kind of key finds what the server finds', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  await appendAll(raw, 'INBOX', corpus())
  await imap.select('INBOX')
  const ids = async (query: Parameters<typeof imap.search>[0]): Promise<string> => String(await imap.search(query))
  await raw.ok('EXAMINE INBOX')
  const expected = async (keys: string): Promise<string> => {
    const { untagged } = await raw.ok(`UID SEARCH RETURN (ALL) CHARSET UTF-8 ${Buffer.from(keys).toString('latin1')}`)
    return / ALL (\S+)/.exec(untagged.find((line) => line.startsWith('* ESEARCH')) ?? '')?.[1] ?? ''
  }
  const pairs: readonly (readonly [Parameters<typeof imap.search>[0], string])[] = [
    [{ seen: false }, 'UNSEEN'],
    [{ flagged: true }, 'FLAGGED'],
    [{ keyword: '$Forwarded' }, 'KEYWORD $Forwarded'],
    [{ subject: 'Schöne Grüße' }, 'SUBJECT "Schöne Grüße"'],
    [{ subject: '日本語' }, 'SUBJECT "日本語"'],
    [{ from: 'Jürgen', not: { seen: true } }, 'FROM "Jürgen" NOT SEEN'],
    [{ body: 'Grüße' }, 'BODY "Grüße"'],
    [{ text: 'a "quoted' }, 'TEXT "a \\"quoted"'],
    [{ or: [{ larger: 10_000 }, { smaller: 30 }, { draft: true }] }, 'OR LARGER 10000 OR SMALLER 30 DRAFT'],
    [{ header: { 'x-empty': '' } }, 'HEADER X-Empty ""'],
    [{ since: '2026-01-05', before: '2026-01-06' }, 'SINCE 5-Jan-2026 BEFORE 6-Jan-2026'],
    [{ sentSince: '2026-01-05' }, 'SENTSINCE 5-Jan-2026'],
    [{ uid: '3:5,9' }, 'UID 3:5,9'],
    [{ sequence: '2:4' }, '2:4'],
    [{ and: [{ all: true }, { answered: true }] }, 'ALL ANSWERED'],
  ]
  for (const [query, keys] of pairs) assert.equal(await ids(query), await expected(keys), keys)
  const all = await Promise.all(pairs.map(([query]) => ids(query)))
  assert.ok(all.filter((found) => found !== '').length >= 12, 'most of them find something')
  const numbers = await imap.search({ seen: false }, { return: ['min', 'max', 'count', 'all'] })
  assert.deepEqual(numbers.count, numbers.all.size)
  assert.deepEqual([numbers.min, numbers.max], [numbers.all.min, numbers.all.max])
  const none = await imap.search({ subject: 'nothing of the kind' }, { return: ['min', 'max', 'count', 'all'] })
  assert.deepEqual([none.min, none.max, none.count, none.all.size], [undefined, undefined, 0, 0])
})

test('markSeen sets \\Seen and without it reading leaves no trace', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  await imap.fetch('1:2', { source: true, parts: ['1'], text: true })
  assert.deepEqual(await flagsOf(raw, 'INBOX'), { 1: '', 2: '' })
  await imap.fetch('2', { text: true, markSeen: true })
  assert.deepEqual(await flagsOf(raw, 'INBOX'), { 1: '', 2: '\\Seen' })
})

test('UIDs learned under another UIDVALIDITY are refused unsent', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  const { uidValidity } = await imap.select('INBOX')
  assert.equal((await imap.fetch('1', { size: true }, { uidValidity: uidValidity! })).length, 1)
  const stale = { code: 'ERR_IMAP_STALE_UID', outcome: 'unsent' }
  await assert.rejects(imap.store('1', { add: ['\\Deleted'] }, { uidValidity: uidValidity! + 1 }), stale)
  await imap.unselect()
  const [, rode] = await Promise.allSettled([
    imap.select('INBOX'),
    imap.fetch('1', { size: true }, { uidValidity: uidValidity! + 1 }),
  ])
  assert.ok(rode.status === 'rejected' && rode.reason.code === 'ERR_IMAP_STALE_UID')
})

test('`after` keeps what depends on a COPY from running when it fails', async (t) => {
  const account = await openAccount(t, { messages: messages(3) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  const copied = imap.copy('1:3', 'Nowhere')
  const flagged = imap.store('1:3', { add: ['\\Deleted'] }, { after: copied })
  const expunged = imap.expunge('1:3', { after: flagged })
  const results = await Promise.allSettled([copied, flagged, expunged])
  const codes = results.map((result) => (result.status === 'rejected' ? result.reason.code : 'OK'))
  assert.deepEqual(codes, ['ERR_IMAP_NO', 'ERR_IMAP_DEPENDENCY', 'ERR_IMAP_DEPENDENCY'])
  assert.deepEqual(await flagsOf(raw, 'INBOX'), { 1: '', 2: '', 3: '' })
})

test('bodies go to sinks octet for octet', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const samples = corpus()
  await appendAll(raw, 'INBOX', samples)
  await imap.examine('INBOX')
  const received = new Map<number, Buffer[]>()
  const bodies = await imap.fetchBodies('1:*', ({ uid }) => {
    const chunks: Buffer[] = []
    received.set(uid, chunks)
    return (chunk) => void chunks.push(Buffer.from(chunk))
  })
  assert.equal(bodies.length, samples.length)
  for (const [n, { bytes, name }] of samples.entries()) {
    assert.deepEqual(Buffer.concat(received.get(n + 1)!), Buffer.from(bytes), name)
  }
})
