/** SELECT with QRESYNC on a real server: what a second connection did meanwhile is in the answer, whole. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { messages, openAccount } from './account.ts'

test('what was removed and changed while a mailbox was closed is told on opening it', async (t) => {
  const account = await openAccount(t, { messages: messages(9) })
  if (account === undefined) return
  const { imap, raw } = account
  const { uidValidity, highestModSeq } = await imap.select('INBOX')
  assert.ok(uidValidity !== undefined && highestModSeq !== undefined)
  await imap.unselect()
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 2,4:5 +FLAGS.SILENT (\\Deleted)')
  await raw.ok('UID EXPUNGE 2,4:5')
  await raw.ok('UID STORE 7 +FLAGS.SILENT (kept)')
  const events = imap.events({ types: ['messageExpunge', 'flagChange'] })
  const opening = imap.select('INBOX', {
    resync: { uidValidity, highestModSeq, knownUids: '1:9', sequenceMatch: { sequences: '1', uids: '1' } },
  })
  const { resync, messages: count } = await opening
  assert.equal(count, 6)
  assert.equal(resync?.outcome, 'resynced')
  assert.equal(resync.vanished.toString(), '2,4:5')
  assert.deepEqual(
    resync.changed.map(({ uid, flags }) => [uid, flags.includes('kept')]),
    [[7, true]],
  )
  const told = [(await events.next()).value, (await events.next()).value]
  assert.ok(told.every((event) => event !== undefined && 'cause' in event && event.cause === opening))
})

test('a stale UIDVALIDITY is told, and nothing else is', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  const { resync } = await imap.examine('INBOX', { resync: { uidValidity: 1, highestModSeq: 1n } })
  assert.equal(resync?.outcome, 'uidValidityChanged')
  assert.deepEqual([resync.vanished.size, resync.changed.length], [0, 0])
})

test('mod-sequences by CONDSTORE alone', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  const { highestModSeq, resync } = await imap.select('INBOX', { condstore: true })
  assert.ok(highestModSeq !== undefined && highestModSeq > 0n)
  assert.equal(resync, undefined)
})
