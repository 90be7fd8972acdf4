/** Each command about mailboxes on a real server, its effect seen by a second connection. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { CommandError, UsageError } from '../../src/index.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { message, messages, openAccount } from './account.ts'

/** Names as LIST has them on the wire, quoted or not, without those that are there from the start. */
async function listed(raw: RawImap, command = 'LIST'): Promise<readonly string[]> {
  const { untagged } = await raw.ok(`${command} "" *`)
  return untagged.flatMap((line) => {
    const [, name] = /^\* \w+ \([^)]*\) "\/" (.*)$/s.exec(line) ?? []
    return name === undefined || /^(INBOX|Sent|Drafts|Trash)$/.test(name) ? [] : [name]
  })
}

/** A code of the refusal that a token must end with. */
function refused(status: 'NO' | 'BAD', responseCode?: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof CommandError, String(error))
    assert.deepEqual([error.status, error.responseCode, error.outcome], [status, responseCode, 'answered'])
    return true
  }
}

test('CREATE, RENAME and DELETE change what a second connection lists', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  await Promise.all([imap.create('Work'), imap.create('Work/2026'), imap.create('Play')])
  assert.deepEqual((await listed(raw)).toSorted(), ['Play', 'Work', 'Work/2026'])
  await Promise.all([imap.rename('Work', 'Job'), imap.delete('Play')])
  assert.deepEqual((await listed(raw)).toSorted(), ['Job', 'Job/2026'])
})

test('what cannot be created, deleted, renamed, selected or subscribed is refused with the code of the server', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap } = account
  await Promise.all([imap.create('Here'), imap.create('There')])
  await assert.rejects(imap.create('Here'), refused('NO', 'ALREADYEXISTS'))
  await assert.rejects(imap.delete('Nowhere'), refused('NO', 'NONEXISTENT'))
  await assert.rejects(imap.rename('Nowhere', 'Elsewhere'), refused('NO', 'NONEXISTENT'))
  await assert.rejects(imap.rename('Here', 'There'), refused('NO', 'ALREADYEXISTS'))
  await assert.rejects(imap.rename('INBOX', 'Old'), refused('NO', 'CANNOT'))
  await assert.rejects(imap.select('Nowhere'), refused('NO'))
  await assert.rejects(imap.subscribe('Nowhere'), refused('NO'))
  await assert.rejects(imap.status('Nowhere', ['messages']), refused('NO'))
  await assert.rejects(imap.append('Nowhere', message('lost')), refused('NO', 'TRYCREATE'))
  for (const name of ['a//b', 'tab\there']) await assert.rejects(imap.create(name), refused('NO', 'CANNOT'))
})

test('SUBSCRIBE and UNSUBSCRIBE change what LSUB and LIST tell', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const made = ['News', 'Other'].flatMap((name) => [imap.create(name), imap.subscribe(name)])
  await Promise.all([...made, imap.create('Quiet')])
  assert.deepEqual((await listed(raw, 'LSUB')).toSorted(), ['News', 'Other'])
  const [lsub, subscribed, all] = await Promise.all([
    imap.lsub(),
    imap.list('*', { subscribed: true }),
    imap.list('*', { subscriptions: true }),
  ])
  assert.deepEqual(lsub.map(({ mailbox }) => mailbox).toSorted(), ['News', 'Other'])
  assert.deepEqual(subscribed.map(({ mailbox }) => mailbox).toSorted(), ['News', 'Other'])
  const marked = all.filter(({ attributes }) => attributes.includes('\\Subscribed'))
  assert.deepEqual(marked.map(({ mailbox }) => mailbox).toSorted(), ['News', 'Other'])
  await imap.unsubscribe('News')
  assert.deepEqual(await listed(raw, 'LSUB'), ['Other'])
})

test('LIST: patterns, several at once, a reference, attributes, delimiter, STATUS in the same round trip', async (t) => {
  const account = await openAccount(t, { messages: messages(3) })
  if (account === undefined) return
  const { imap } = account
  await Promise.all([imap.create('A/b/c'), imap.create('B')])
  const names = async (...args: Parameters<typeof imap.list>): Promise<readonly string[]> =>
    (await imap.list(...args)).map(({ mailbox }) => mailbox).toSorted()
  assert.deepEqual(await names('A*'), ['A', 'A/b', 'A/b/c'])
  assert.deepEqual(await names('A/%'), ['A/b'])
  assert.deepEqual(await names(['B', 'A/b']), ['A/b', 'B'])
  assert.deepEqual(await names('%', { reference: 'A/' }), ['A/b'])
  assert.deepEqual(await names('none*'), [])
  const entries = await imap.list('*', { status: ['messages', 'uidNext', 'unseen'] })
  const of = new Map(entries.map((entry) => [entry.mailbox, entry]))
  assert.deepEqual(of.get('INBOX')?.status, { messages: 3, uidNext: 4, unseen: 3 })
  assert.equal(of.get('A')?.status, undefined)
  assert.equal(of.get('B')?.delimiter, '/')
  const sent = (await imap.list('Sent'))[0]
  assert.ok(sent?.attributes.includes('\\Sent'))
  assert.ok((await imap.list('A'))[0]?.attributes.some((attribute) => /noselect|nonexistent/i.test(attribute)))
})

test('STATUS tells exactly what was asked for, of the selected mailbox, too', async (t) => {
  const account = await openAccount(t, { messages: messages(4) })
  if (account === undefined) return
  const { imap, raw } = account
  const { untagged } = await raw.ok('STATUS INBOX (UIDVALIDITY SIZE)')
  const [, validity, size] = /UIDVALIDITY (\d+) SIZE (\d+)/.exec(untagged[0]!) ?? []
  const status = await imap.status('inbox', ['messages', 'uidNext', 'uidValidity', 'unseen', 'size', 'recent'])
  assert.deepEqual(
    { ...status, recent: undefined },
    { messages: 4, uidNext: 5, uidValidity: Number(validity), unseen: 4, size: Number(size), recent: undefined },
  )
  assert.equal(typeof (await imap.status('INBOX', ['highestModSeq'])).highestModSeq, 'bigint')
  await assert.rejects(imap.status('INBOX', ['deleted']), { code: 'ERR_IMAP_CAPABILITY', outcome: 'unsent' })
  await imap.select('INBOX')
  assert.deepEqual(await imap.status('INBOX', ['messages']), { messages: 4 })
})

test('names that are hard to write come back as they were given', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const onTheWire: Record<string, string> = {
    'Entwürfe & mehr': '"Entw&APw-rfe &- mehr"',
    日本語: '&ZeVnLIqe-',
    '🎉 party': '"&2DzfiQ- party"',
    'R&D': 'R&-D',
    'say "hi"': '"say \\"hi\\""',
    'back\\slash': '"back\\\\slash"',
    '100%': '"100%"',
    'a*b': '"a*b"',
    '(brackets) {5}': '"(brackets) {5}"',
    ' ends with spaces ': '" ends with spaces "',
    NIL: '"NIL"',
    ['x'.repeat(200)]: 'x'.repeat(200),
  }
  const names = Object.keys(onTheWire)
  await Promise.all(names.map((name) => imap.create(name)))
  assert.deepEqual(new Set(await listed(raw)), new Set(Object.values(onTheWire)))
  const entries = new Map((await imap.list()).map((entry) => [entry.mailbox, entry]))
  for (const name of names) {
    assert.equal(entries.get(name)?.wireName, undefined, name)
    const [appended, { messages: count }, selected] = await Promise.all([
      imap.append(name, message('x')),
      imap.status(name, ['messages']),
      imap.select(name),
    ])
    assert.deepEqual([appended.mailbox, count, selected.mailbox, selected.messages], [name, 1, name, 1])
  }
  await imap.unselect()
  await Promise.all(names.map((name) => imap.delete(name)))
  assert.deepEqual(await listed(raw), [])
})

test('a % or * in a LIST pattern that stands for itself still matches by its meaning as a wildcard', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap } = account
  await Promise.all([imap.create('100%'), imap.create('1000'), imap.create('100x/y')])
  const found = await imap.list('100%')
  assert.deepEqual(found.map(({ mailbox }) => mailbox).toSorted(), ['100%', '1000', '100x'])
})

test('CAPABILITY, ID, NAMESPACE and ENABLE answer; NOOP does, too', async (t) => {
  const account = await openAccount(t, { id: { name: 'imaplex tests' } })
  if (account === undefined) return
  const { imap } = account
  const [capability, id, namespaces] = await Promise.all([
    imap.capability(),
    imap.id({ name: 'imaplex', 'support-url': null, quoted: 'a "b" \\ c', umlaut: 'ü' }),
    imap.namespace(),
    imap.noop(),
  ])
  assert.ok(capability.capabilities.includes('QRESYNC'))
  assert.deepEqual(new Set(capability.capabilities), new Set(imap.capabilities))
  assert.deepEqual([...(id.parameters ?? [])], [['name', 'Dovecot']])
  assert.deepEqual(
    namespaces.personal?.map(({ prefix, delimiter }) => [prefix, delimiter]),
    [['', '/']],
  )
  assert.deepEqual([...imap.enabled].toSorted(), ['CONDSTORE', 'QRESYNC'])
  assert.deepEqual(await imap.enable(['CONDSTORE', 'X-NOTHING']), ['CONDSTORE'])
  await imap.select('INBOX')
  await assert.rejects(imap.enable(['CONDSTORE']), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('SELECT and EXAMINE describe the mailbox; CLOSE and UNSELECT leave it', async (t) => {
  const account = await openAccount(t, { messages: messages(5) })
  if (account === undefined) return
  const { imap, raw } = account
  const opened = await imap.select('INBOX')
  assert.equal(opened.messages, 5)
  assert.equal(opened.uidNext, 6)
  assert.equal(opened.readOnly, false)
  assert.ok(opened.permanentFlags?.includes('\\*'))
  assert.equal(imap.selected?.mailbox, 'INBOX')
  await imap.store('2', { add: ['\\Deleted'] })
  await imap.unselect()
  assert.equal(imap.selected, undefined)
  assert.match((await raw.ok('STATUS INBOX (MESSAGES)')).untagged[0]!, /MESSAGES 5/)
  const examined = await imap.examine('INBOX')
  assert.equal(examined.readOnly, true)
  await imap.closeMailbox()
  assert.match((await raw.ok('STATUS INBOX (MESSAGES)')).untagged[0]!, /MESSAGES 5/)
  await imap.select('INBOX')
  await imap.closeMailbox()
  assert.match((await raw.ok('STATUS INBOX (MESSAGES)')).untagged[0]!, /MESSAGES 4/)
  await assert.rejects(imap.closeMailbox(), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('changes in a mailbox opened with EXAMINE are refused before anything is sent', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  await imap.examine('INBOX')
  const refusal = { name: 'UsageError', code: 'ERR_IMAP_READ_ONLY', outcome: 'unsent' }
  await assert.rejects(imap.store('1', { add: ['\\Seen'] }), refusal)
  await assert.rejects(imap.expunge('1'), refusal)
  await assert.rejects(imap.expunge({ everythingDeleted: true }), refusal)
  await assert.rejects(imap.fetch('1', { source: true, markSeen: true }), refusal)
  await assert.rejects(imap.move('1', 'Trash'), refusal)
  const [row] = await imap.fetch('1', { flags: true, source: true })
  assert.deepEqual(
    row?.flags.filter((flag) => flag !== '\\Recent'),
    [],
  )
  assert.ok((await imap.copy('1', 'Trash')).uids)
})

test('commands without a mailbox, and names that cannot be, fail unsent', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap } = account
  await assert.rejects(imap.search({ all: true }), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  for (const name of ['a\r\nb LOGOUT', 'nul\0', 'x'.repeat(1001)]) {
    await assert.rejects(imap.create(name), (error) => error instanceof UsageError && error.outcome === 'unsent')
  }
})

test('an APPEND to a mailbox whose SELECT fails is answered by the server, not failed with the SELECT', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap } = account
  const [selected, appended, searched] = await Promise.allSettled([
    imap.select('Nowhere'),
    imap.append('Nowhere', message('x')),
    imap.search({ all: true }),
  ])
  assert.equal(selected.status, 'rejected')
  assert.ok(appended.status === 'rejected' && refused('NO', 'TRYCREATE')(appended.reason))
  assert.ok(searched.status === 'rejected' && searched.reason.code === 'ERR_IMAP_DEPENDENCY')
})

test('APPENDs to one mailbox keep their order even when the first has to wait', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap } = account
  const listing = imap.list()
  const first = imap.append('INBOX', message('first'), { after: listing })
  const second = imap.append('INBOX', message('second'))
  assert.deepEqual([(await first).uid, (await second).uid], [1, 2])
})

for (const leave of ['select', 'unselect', 'closeMailbox'] as const) {
  test(`DELETE of the mailbox that is open waits until ${leave} has left it`, async (t) => {
    const account = await openAccount(t)
    if (account === undefined) return
    const { imap } = account
    await Promise.all([imap.create('Old'), imap.create('New')])
    await imap.select('Old')
    // An APPEND to where the SELECT goes holds it back, but not the DELETE.
    const appended = Array.from({ length: 3 }, () => imap.append('New', message('x', 'y'.repeat(100_000))))
    const left = leave === 'select' ? imap.select('New') : imap[leave]()
    await Promise.all([...appended, left, imap.delete('Old'), imap.noop()])
    assert.deepEqual(await imap.list('Old'), [])
  })
}
