/** FETCH and STORE with extensions on real servers, what was done seen by a second connection. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { attachmentParts, fileName, textPart } from '../../src/index.ts'
import { appendAll, corpus } from '../support/mail.ts'
import { SERVER_NAMES, type ServerName } from '../support/servers/shared.ts'
import { message, messages, openAccount } from './account.ts'

const MODERN: readonly ServerName[] = ['dovecot', 'dovecot24', 'cyrus']

for (const on of MODERN) {
  test(`${on}: PREVIEW is the beginning of the text, SAVEDATE is now`, async (t) => {
    const account = await openAccount(t, { on, messages: [message('a', 'Nothing special here.')] })
    if (account === undefined) return
    const { imap } = account
    await imap.examine('INBOX')
    const row = await imap.fetchOne(1, { preview: true, saveDate: true })
    // Cyrus makes previews only where it keeps conversations, and says NIL otherwise.
    assert.equal(row?.preview?.trim(), on === 'cyrus' ? undefined : 'Nothing special here.')
    assert.ok(row?.saveDate instanceof Date && Math.abs(row.saveDate.getTime() - Date.now()) < 3_600_000)
    const lazy = await imap.fetchOne(1, { preview: 'lazy' })
    assert.ok(lazy !== undefined && (lazy.preview === null || lazy.preview === row.preview))
    assert.equal(await imap.fetchOne(7, { preview: true }), undefined)
  })

  test(`${on}: CHANGEDSINCE with VANISHED gives what changed and what is gone`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(6) })
    if (account === undefined) return
    const { imap, raw } = account
    const { highestModSeq } = await imap.select('INBOX')
    await raw.ok('SELECT INBOX')
    await raw.ok('UID STORE 2,5 +FLAGS (\\Deleted)')
    await raw.ok('UID STORE 4 +FLAGS (\\Flagged)')
    await raw.ok('UID EXPUNGE 2,5')
    // Until it is told of a removal, a connection still has the messages, and rows of them.
    await imap.noop()
    const changes = { changedSince: highestModSeq!, vanished: true } as const
    const { rows, vanished } = await imap.fetch('1:*', { flags: true }, changes)
    assert.deepEqual(
      rows.map(({ uid }) => uid),
      [4],
    )
    assert.ok(rows[0]?.flags.includes('\\Flagged'))
    assert.equal(String(vanished), '2,5')
    assert.equal(imap.selected?.messages, 4, 'what had vanished is taken out once')
    const again = await imap.fetch('3:6', { size: true }, changes)
    assert.equal(String(again.vanished), '5')
  })

  test(`${on}: STORE UNCHANGEDSINCE tells which it left alone; silent works all the same`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(4) })
    if (account === undefined) return
    const { imap, raw } = account
    const { highestModSeq } = await imap.select('INBOX')
    await raw.ok('SELECT INBOX')
    await raw.ok('UID STORE 2 +FLAGS (\\Flagged)')
    await raw.ok('UNSELECT')
    const options = { unchangedSince: highestModSeq!, silent: true } as const
    const { modified } = await imap.store('1:3', { add: ['\\Answered'] }, options)
    assert.equal(String(modified), '2')
    await raw.ok('EXAMINE INBOX')
    const { untagged } = await raw.ok('UID SEARCH ANSWERED')
    assert.ok(untagged.includes('* SEARCH 1 3'), untagged.join('\n'))
  })
}

for (const on of SERVER_NAMES) {
  test(`${on}: by sequence number after removals, with UIDs`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(6) })
    if (account === undefined) return
    const { imap, raw } = account
    await imap.select('INBOX')
    await raw.ok('SELECT INBOX')
    await raw.ok('UID STORE 1:2 +FLAGS (\\Deleted)')
    await raw.ok('EXPUNGE')
    const noop = imap.noop()
    const rows = await imap.fetch('1,3:*', { size: true }, { by: 'sequence' })
    await noop
    assert.deepEqual(
      rows.map(({ uid, sequence }) => [uid, sequence]),
      [
        [3, 1],
        [5, 3],
        [6, 4],
      ],
    )
  })

  test(`${on}: several header lists, all fields but some, BODY without extensions`, async (t) => {
    const account = await openAccount(t, { on, messages: [message('lists')] })
    if (account === undefined) return
    const { imap } = account
    await imap.examine('INBOX')
    const row = await imap.fetchOne(1, {
      body: true,
      bodyStructure: true,
      headers: { except: ['Received', 'From'] },
      headerLists: { sender: { fields: ['from'] }, nobody: { fields: ['List-Id'] } },
    })
    assert.equal(row?.headers.get('subject'), 'lists')
    assert.equal(row.headers.get('from'), undefined)
    assert.equal(row.headerLists.sender.get('from'), 'Ada Sender <ada@example.org>')
    assert.equal(row.headerLists.nobody.get('list-id'), undefined)
    assert.equal(row.body.subtype, row.bodyStructure.subtype)
    assert.equal(row.body.disposition, undefined)
  })

  test(`${on}: texts and files of the corpus are found, and what is found can be fetched`, async (t) => {
    const account = await openAccount(t, { on })
    if (account === undefined) return
    const { imap, raw } = account
    await appendAll(raw, 'INBOX', corpus())
    await imap.examine('INBOX')
    let files = 0
    for (const { uid, bodyStructure } of await imap.fetch('1:*', { bodyStructure: true })) {
      const found = [...attachmentParts(bodyStructure), textPart(bodyStructure), textPart(bodyStructure, 'html')]
      const parts = [...new Set(found.flatMap((part) => part?.part ?? []))]
      files += found.filter((part) => part !== undefined && fileName(part) !== undefined).length
      if (parts.length === 0) continue
      const row = await imap.fetchOne(uid, { parts })
      for (const part of parts) assert.ok(row?.parts.get(part) instanceof Uint8Array, `UID ${uid}, part ${part}`)
    }
    assert.ok(files > 0)
  })
}

test('cyrus: EMAILID and THREADID', async (t) => {
  const account = await openAccount(t, { on: 'cyrus', messages: messages(5) })
  if (account === undefined) return
  const { imap } = account
  await imap.select('INBOX')
  const rows = await imap.fetch('1:*', { emailId: true, threadId: true })
  assert.equal(rows.length, 5)
  assert.equal(new Set(rows.map(({ emailId }) => emailId)).size, 5)
  assert.ok(rows.every(({ threadId }) => threadId === null || /^[A-Za-z0-9_-]+$/.test(threadId)))
})

test('cyrus: annotations of messages are set, read and taken away', async (t) => {
  const account = await openAccount(t, { on: 'cyrus', messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  await imap.select('INBOX', { annotate: true })
  const query = { annotations: { entries: ['/comment', '/altsubject'], attributes: 'value' } } as const
  await imap.store('1', { annotations: { '/comment': { 'value.priv': 'Grüße', 'value.shared': 'all' } } })
  const [first, second] = await imap.fetch('1:*', query)
  assert.equal(first?.annotations.get('/comment')?.get('value.priv'), 'Grüße')
  assert.equal(first.annotations.get('/comment')?.get('value.shared'), 'all')
  assert.ok(second !== undefined && !second.annotations.get('/comment')?.get('value.priv'))
  await imap.store('1', { annotations: { '/comment': { 'value.priv': null } } })
  const after = await imap.fetchOne(1, query)
  assert.equal(after?.annotations.get('/comment')?.get('value.priv'), null)
  assert.equal(after.annotations.get('/comment')?.get('value.shared'), 'all')
})
