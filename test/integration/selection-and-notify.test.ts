/** Selection, NOTIFY and what is enabled, on servers that differ in just these. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError, type EventReader, type ImapEvent } from '../../src/index.ts'
import type { ServerName } from '../support/servers/shared.ts'
import { message, messages, openAccount } from './account.ts'

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

for (const on of ['dovecot', 'dovecot24', 'cyrus'] as const satisfies readonly ServerName[]) {
  test(`${on}: QRESYNC tells what a second connection did meanwhile`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(9) })
    if (account === undefined) return
    const { imap, raw } = account
    const { uidValidity, highestModSeq } = await imap.select('INBOX')
    assert.ok(uidValidity !== undefined && highestModSeq !== undefined)
    await imap.unselect()
    await raw.ok('SELECT INBOX')
    await raw.ok('UID STORE 2,4:5 +FLAGS.SILENT (\\Deleted)')
    await raw.ok('UID EXPUNGE 2,4:5')
    await raw.ok('UID STORE 7 +FLAGS.SILENT (kept)')
    const { resync, messages: count } = await imap.select('INBOX', { resync: { uidValidity, highestModSeq } })
    assert.deepEqual([count, resync?.outcome, resync?.vanished.toString()], [6, 'resynced', '2,4:5'])
    assert.deepEqual(
      resync?.changed.map(({ uid, flags }) => [uid, flags.includes('kept')]),
      [[7, true]],
    )
  })

  test(`${on}: NOTIFY tells of mail in other mailboxes, and of names`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(1) })
    if (account === undefined) return
    const { imap, raw, server, user } = account
    const [lists, made, moved] = [server.nameOf('Lists'), server.nameOf('Made'), server.nameOf('Moved')]
    await raw.ok(`CREATE ${lists}`)
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
    assert.deepEqual([states.get('INBOX'), states.get(lists)], [1, 0])
    await server.deliver(user, lists, message('news'))
    await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === lists && items.messages === 1)
    await raw.ok(`SELECT ${lists}`)
    await raw.ok('STORE 1 +FLAGS (\\Seen)')
    await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === lists && items.highestModSeq !== undefined)
    await raw.ok('STORE 1 +FLAGS (\\Deleted)')
    await raw.ok('EXPUNGE')
    await until(reader, 'mailboxStatus', ({ mailbox, items }) => mailbox === lists && items.messages === 0)
    await raw.ok(`CREATE ${made}`)
    await until(reader, 'mailboxName', ({ mailbox, change }) => mailbox === made && change === 'created')
    await raw.ok(`SUBSCRIBE ${made}`)
    await until(reader, 'subscriptionChange', ({ mailbox, subscribed }) => mailbox === made && subscribed)
    await raw.ok(`UNSUBSCRIBE ${made}`)
    await until(reader, 'subscriptionChange', ({ mailbox, subscribed }) => mailbox === made && !subscribed)
    await raw.ok(`RENAME ${made} ${moved}`)
    const renamed = await until(reader, 'mailboxName', ({ change }) => change === 'renamed')
    assert.deepEqual([renamed.mailbox, renamed.oldName], [moved, made])
    await raw.ok(`DELETE ${moved}`)
    // With delete_mode immediate Cyrus does not tell.
    if (on === 'cyrus') return
    await until(reader, 'mailboxName', ({ mailbox, change }) => mailbox === moved && change === 'deleted')
  })

  test(`${on}: NOTIFY tells of each message of the selected mailbox once`, async (t) => {
    const account = await openAccount(t, { on, messages: messages(2) })
    if (account === undefined) return
    const { imap, raw, server, user } = account
    await imap.select('INBOX')
    const reader = imap.events()
    const arrivals = imap.events({ types: ['messageNew'] })
    await imap.notify({ groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }] })
    for (const uid of [3, 4, 5]) {
      await server.deliver(user, 'INBOX', message(`m${uid}`))
      await until(reader, 'messageNew', ({ uids }) => uids.has(uid))
    }
    await raw.ok('SELECT INBOX')
    await raw.ok('UID STORE 4 +FLAGS.SILENT (kept)')
    await until(reader, 'flagChange', ({ uids, flags }) => uids.has(4) && flags?.includes('kept') === true)
    await raw.ok('UID STORE 1 +FLAGS.SILENT (\\Deleted)')
    await raw.ok('UID EXPUNGE 1')
    await until(reader, 'messageExpunge', ({ uids }) => uids.has(1))
    assert.equal(arrivals.unread, 3)
  })

  test(`${on}: an event it cannot tell of is refused with a code`, async (t) => {
    const account = await openAccount(t, { on })
    if (account === undefined) return
    const asked = account.imap.notify({
      selected: { events: ['messageNew', 'messageExpunge', 'annotationChange'] },
    })
    await assert.rejects(asked, (error) => {
      assert.ok(error instanceof CommandError)
      assert.equal(error.typedCode?.name, 'BADEVENT')
      return true
    })
  })
}

test('cyrus: with UIDONLY everything goes by UID', async (t) => {
  const account = await openAccount(t, { on: 'cyrus', enable: ['UIDONLY'], messages: messages(5) })
  if (account === undefined) return
  const { imap, raw, server, user } = account
  assert.deepEqual([...imap.enabled], ['UIDONLY'])
  const { messages: count } = await imap.select('INBOX')
  assert.equal(count, 5)
  const reader = imap.events()
  const rows = await imap.fetch('2:4', { flags: true, envelope: true })
  assert.deepEqual(
    rows.map(({ uid, sequence }) => [uid, sequence]),
    [
      [2, undefined],
      [3, undefined],
      [4, undefined],
    ],
  )
  assert.equal((await imap.fetch('100:*', { size: true })).length, 1, 'the last message')
  await imap.store('2', { add: ['\\Deleted'] })
  const { uids } = await imap.expunge('2')
  assert.equal(uids?.toString(), '2')
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 4 +FLAGS.SILENT (\\Deleted)')
  await raw.ok('UID EXPUNGE 4')
  await server.deliver(user, 'INBOX', message('m6'))
  await imap.noop()
  await until(reader, 'messageExpunge', (event) => event.uids.has(4))
  await until(reader, 'messageNew', (event) => event.uids.has(6))
  assert.equal((await imap.search({ all: true })).toString(), '1,3,5:6')
  await assert.rejects(imap.fetch('1', { flags: true }, { by: 'sequence' }), { code: 'ERR_IMAP_STATE' })
})

test('cyrus: with IMAP4rev2 names go both ways in UTF-8', async (t) => {
  const account = await openAccount(t, { on: 'cyrus', enable: ['IMAP4rev2', 'QRESYNC'], messages: messages(1) })
  if (account === undefined) return
  const { imap, raw, server } = account
  assert.ok(imap.enabled.has('IMAP4REV2'))
  const name = server.nameOf('Entwürfe & mehr')
  await imap.create(name)
  assert.ok((await imap.list()).some(({ mailbox }) => mailbox === name))
  const { untagged } = await raw.ok('LIST "" *')
  assert.ok(untagged.some((line) => line.includes('Entw&APw-rfe &- mehr')))
  // Cyrus sends RECENT all the same.
  assert.equal((await imap.select('INBOX')).messages, 1)
  assert.equal((await imap.search({ subject: 'm1' })).toString(), '1')
})

test('courier: UNSELECT by EXAMINE and CLOSE removes nothing', async (t) => {
  const account = await openAccount(t, { on: 'courier', messages: messages(3) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  await imap.store('2', { add: ['\\Deleted'] })
  await imap.unselect()
  assert.equal(imap.selected, undefined)
  const { untagged } = await raw.ok('SELECT INBOX')
  assert.ok(untagged.includes('* 3 EXISTS'), untagged.join('\n'))
})

test('courier: with UTF8=ACCEPT names go both ways in UTF-8', async (t) => {
  const account = await openAccount(t, { on: 'courier' })
  if (account === undefined) return
  const { imap, raw, server } = account
  assert.deepEqual(await imap.enable(['UTF8=ACCEPT']), ['UTF8=ACCEPT'])
  const name = server.nameOf('Entwürfe')
  await imap.create(name)
  assert.ok((await imap.list()).some(({ mailbox }) => mailbox === name))
  const { untagged } = await raw.ok('LIST "" "*"')
  assert.ok(untagged.some((line) => line.includes('Entw&APw-rfe')))
  await imap.select(name)
})
