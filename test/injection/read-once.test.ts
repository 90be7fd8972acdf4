/** What was given when a method was called is what is written, whatever becomes of it afterwards. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ImapConnection } from '../../src/client/connection.ts'
import { EVERYTHING } from '../support/command-grammar.ts'
import { StrictServer } from '../support/strict-server.ts'
import { drain } from '../support/virtual-clock.ts'

/** The sets that are written when a method is given an iterator of UIDs. */
async function setsOf(t: TestContext, call: (imap: ImapConnection, uids: Iterable<number>) => PromiseLike<unknown>) {
  const server = await StrictServer.connected(t, { dialect: { ...EVERYTHING, utf8: false } })
  server.answer = ({ name }) => (name === 'NAMESPACE' ? undefined : ['NO refused'])
  await assert.rejects(Promise.resolve(call(server.imap, [1, 3].values())), { code: 'ERR_IMAP_NO' })
  return server.take().flatMap(({ args }) => JSON.stringify(args).match(/(?<="type":"set","value":")[^"]+/g) ?? [])
}

const WITH_SETS: Readonly<Record<string, (imap: ImapConnection, uids: Iterable<number>) => PromiseLike<unknown>>> = {
  search: (imap, uid) => imap.search({ uid }),
  sort: (imap, uid) => imap.sort(['date'], { uid }),
  thread: (imap, uid) => imap.thread('refs', { uid }),
  fetch: (imap, uids) => imap.fetch(uids, { size: true }),
  store: (imap, uids) => imap.store(uids, { add: ['x'] }),
  copy: (imap, uids) => imap.copy(uids, 'x'),
  'copy to a path': (imap, uids) => imap.copy(uids, ['x', 'y']),
  'move to a path': (imap, uids) => imap.move(uids, ['x', 'y']),
  expunge: (imap, uids) => imap.expunge(uids),
}

test('an iterator of UIDs, which can be read once, is a set like any other', async (t) => {
  for (const [name, call] of Object.entries(WITH_SETS)) assert.deepEqual(await setsOf(t, call), ['1,3'], name)
})

test('a query that is changed while the search waits is searched for as it was', async (t) => {
  const server = new StrictServer(t, { dialect: { ...EVERYTHING, utf8: false } })
  const query: { subject: string; seen?: boolean } = { subject: 'invoice', seen: false }
  void server.imap.select('INBOX')
  void server.imap.search(query)
  query.subject = 'é'
  delete query.seen
  await drain()
  server.peer.send('* OK [CAPABILITY IMAP4rev1] ready\r\n')
  await server.imap.ready
  for (let turns = 0; turns < 5; turns++) await drain()
  const searches = server.take().filter(({ name }) => name === 'UID SEARCH')
  const text = JSON.stringify(searches, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  assert.match(text, /"invoice"/)
  assert.match(text, /UNSEEN/)
})
