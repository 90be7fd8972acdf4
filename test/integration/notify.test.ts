/** NOTIFY on a real server: what a second connection does becomes events, with nothing asked. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError, type EventReader, type ImapEvent } from '../../src/index.ts'
import { message, messages, openAccount } from './account.ts'

/** Dovecot looks for changes every half second, and tells of names a second or two later. */
const PATIENCE_MS = 15_000

async function until<Type extends ImapEvent['type']>(
  reader: EventReader,
  type: Type,
  fits: (event: Extract<ImapEvent, { type: Type }>) => boolean,
): Promise<Extract<ImapEvent, { type: Type }>> {
  const timer = new AbortController()
  const late = sleep(PATIENCE_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`no such ${type} within ${PATIENCE_MS} ms`)
  })
  late.catch(() => undefined)
  try {
    for (;;) {
      const { value, done } = await Promise.race([reader.next(), late])
      if (done === true) throw new Error('the stream ended')
      if (value.type === type && fits(value as Extract<ImapEvent, { type: Type }>)) {
        return value as Extract<ImapEvent, { type: Type }>
      }
    }
  } finally {
    timer.abort()
  }
}

test('news of other mailboxes: mail, names and subscriptions', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap, raw, server, user } = account
  await raw.ok('CREATE Lists')
  const reader = imap.events()
  const begun = await imap.notify({
    status: true,
    groups: [
      {
        filter: 'personal',
        events: ['messageNew', 'messageExpunge', 'flagChange', 'mailboxName', 'subscriptionChange'],
      },
    ],
  })
  const states = new Map(begun.map(({ mailbox, status }) => [mailbox, status.messages]))
  assert.deepEqual([states.get('INBOX'), states.get('Lists')], [2, 0])
  await server.deliver(user, 'Lists', message('news'))
  await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === 'Lists' && items.messages === 1)
  await raw.ok('SELECT Lists')
  await raw.ok('STORE 1 +FLAGS (\\Seen \\Deleted)')
  await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === 'Lists' && items.unseen === 0)
  await raw.ok('EXPUNGE')
  await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === 'Lists' && items.messages === 0)
  await raw.ok('CREATE Made')
  await until(reader, 'mailboxName', ({ mailbox, change }) => mailbox === 'Made' && change === 'created')
  await raw.ok('SUBSCRIBE Made')
  await until(reader, 'subscriptionChange', ({ mailbox, subscribed }) => mailbox === 'Made' && subscribed)
  await raw.ok('UNSUBSCRIBE Made')
  await until(reader, 'subscriptionChange', ({ mailbox, subscribed }) => mailbox === 'Made' && !subscribed)
  await raw.ok('RENAME Made Moved')
  const renamed = await until(reader, 'mailboxName', ({ change }) => change === 'renamed')
  assert.deepEqual([renamed.mailbox, renamed.oldName], ['Moved', 'Made'])
  await raw.ok('DELETE Moved')
  await until(reader, 'mailboxName', ({ mailbox, change }) => mailbox === 'Moved' && change === 'deleted')
})

test('news of the selected mailbox: arrivals once, with their flags; changes and removals', async (t) => {
  const account = await openAccount(t, { messages: messages(2) })
  if (account === undefined) return
  const { imap, raw, server, user } = account
  await imap.select('INBOX')
  const reader = imap.events()
  const arrivals = imap.events({ types: ['messageNew'] })
  await imap.notify({ groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }] })
  await server.deliver(user, 'INBOX', message('a'))
  await until(reader, 'messageNew', ({ uids }) => uids.toString() === '3')
  await server.deliver(user, 'INBOX', message('b'))
  const second = await until(reader, 'messageNew', ({ uids }) => uids.toString() === '4')
  assert.ok(second.row === undefined || second.row.attributes.flags !== undefined)
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 4 +FLAGS.SILENT (kept)')
  await until(reader, 'flagChange', ({ uids, flags }) => uids.has(4) && flags?.includes('kept') === true)
  await raw.ok('UID STORE 1 +FLAGS.SILENT (\\Deleted)')
  await raw.ok('UID EXPUNGE 1')
  await until(reader, 'messageExpunge', ({ uids }) => uids.has(1))
  assert.equal(arrivals.unread, 2, 'each arrival is told once')
  await assert.rejects(imap.fetch('1', { flags: true }, { by: 'sequence' }), { code: 'ERR_IMAP_STATE' })
  assert.equal((await imap.fetch('3:4', { flags: true })).length, 2, 'reading by UID goes on')
})

test('events this server has not are named in its refusal', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const asked = account.imap.notify({ groups: [{ filter: 'personal', events: ['serverMetadataChange'] }] })
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof CommandError)
    assert.deepEqual(error.typedCode, { name: 'BADEVENT', events: ['ServerMetadataChange'] })
    return true
  })
})
