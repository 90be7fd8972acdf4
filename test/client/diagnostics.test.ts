import assert from 'node:assert/strict'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Diagnostics, type DiagnosticsMessages } from '../../src/client/diagnostics.ts'
import { root } from '../../scripts/project.ts'
import { Entry } from '../../src/session/entry.ts'
import { connected, MODERN, PLAIN, selected, started } from '../support/scripted-peer.ts'

type Name = keyof DiagnosticsMessages
type Told = { [K in Name]: { readonly channel: K } & DiagnosticsMessages[K] }[Name]

const CHANNELS: Readonly<Record<Name, true>> = {
  'imaplex:connection:connect': true,
  'imaplex:connection:open': true,
  'imaplex:connection:close': true,
  'imaplex:command:queued': true,
  'imaplex:command:sent': true,
  'imaplex:command:done': true,
}

let watchers = 0

/** All that is told of one connection, which the prefix of its tags identifies. */
function watched(t: TestContext): { readonly told: Told[]; readonly options: { randomTag: () => string } } {
  const id = `D${++watchers}X`
  const told: Told[] = []
  for (const channel of Object.keys(CHANNELS)) {
    const listen = (message: unknown): void => {
      if ((message as Told).connection.id === id) told.push({ channel, ...(message as object) } as Told)
    }
    subscribe(channel, listen)
    t.after(() => unsubscribe(channel, listen))
  }
  return { told, options: { randomTag: () => id } }
}

/** One line each: `command:done UID FETCH OK`. */
function lines(told: readonly Told[]): readonly string[] {
  return told.map((message) => {
    const parts: unknown[] = [message.channel.replace('imaplex:', '')]
    if ('name' in message) parts.push(message.name)
    if ('text' in message) parts.push(`"${message.text}"`)
    if ('status' in message) parts.push(message.status)
    if ('error' in message && message.error !== undefined) parts.push(message.error.code)
    return parts.join(' ')
  })
}

test('a connection and its commands are told from connecting to the close, without the password', async (t) => {
  const { told, options } = watched(t)
  const { imap } = await connected(t, { options })
  imap.close()
  assert.deepEqual(lines(told), [
    'connection:connect',
    'command:queued LOGIN',
    'command:queued ENABLE',
    'command:sent LOGIN "LOGIN <secret> <secret>"',
    'command:sent ENABLE "ENABLE CONDSTORE QRESYNC"',
    'command:done LOGIN OK',
    'command:done ENABLE OK',
    'connection:open',
    'connection:close ERR_IMAP_CLOSED',
  ])
  const [connect] = told
  assert.deepEqual(connect!.connection, {
    id: options.randomTag(),
    host: 'mail.example.org',
    port: 993,
    security: 'tls',
  })
  assert.ok(Object.isFrozen(connect!.connection))
  for (const { connection } of told) assert.equal(connection, connect!.connection, 'one object for all')
  assert.doesNotMatch(JSON.stringify(told), /secret-word/)
  const close = told.at(-1)!
  assert.ok(close.channel === 'imaplex:connection:close' && close.received > 0 && close.sent > 0)
})

test('a connection that never comes up is told to connect and to close', async (t) => {
  const { told, options } = watched(t)
  const { imap, plays } = started(t, { options })
  await plays('S: * BYE not today')
  await assert.rejects(imap.ready)
  assert.deepEqual(lines(told), ['connection:connect', 'connection:close ERR_IMAP_BYE'])
})

test('times tell how long a command waited and how long the server took', async (t) => {
  const { told, options } = watched(t)
  const { imap, plays, clock } = await selected(t, { options })
  told.length = 0
  const begin = clock.now()
  const storing = imap.store(5, { add: ['\\Seen'] })
  const reading = imap.fetch(5, { flags: true })
  await clock.pass(50)
  await plays(`
    C: t1 UID STORE 5 +FLAGS (\\Seen)
    S: t1 OK stored
  `)
  await clock.pass(30)
  await plays(`
    C: t2 UID FETCH 5 (UID FLAGS)
    S: * 4 FETCH (UID 5 FLAGS (\\Seen))
    S: t2 OK fetched
  `)
  await Promise.all([storing, reading])
  const done = told.find((message) => message.channel === 'imaplex:command:done' && message.name === 'UID FETCH')
  assert.ok(done?.channel === 'imaplex:command:done')
  const { queuedAt, sentAt, at, mailbox, origin, partOf } = done
  assert.deepEqual([queuedAt - begin, sentAt! - begin, at - begin], [0, 50, 80])
  assert.deepEqual([mailbox, origin, partOf], ['INBOX', 'caller', undefined])
})

test('every command that is queued is done exactly once: refused, cancelled, and lost with the connection', async (t) => {
  const { told, options } = watched(t)
  const { imap, plays, clock } = await connected(t, { options })
  told.length = 0
  const refused = imap.select('Nowhere')
  await plays(`
    C: t1 SELECT Nowhere
    S: t1 NO there is none
  `)
  await assert.rejects(Promise.resolve(refused))
  const cancelled = imap.noop()
  cancelled.cancel()
  const early = imap.fetch(1, { flags: true })
  await assert.rejects(Promise.resolve(early))
  const lost = imap.noop()
  await plays('C: t2 NOOP')
  await clock.pass(7)
  imap.close()
  await assert.rejects(Promise.resolve(lost))
  assert.deepEqual(
    lines(told).filter((line) => !line.startsWith('command:sent')),
    [
      'command:queued SELECT',
      'command:done SELECT NO ERR_IMAP_NO',
      'command:queued NOOP',
      'command:done NOOP cancelled',
      'command:queued UID FETCH',
      'command:done UID FETCH failed ERR_IMAP_STATE',
      'command:queued NOOP',
      'command:done NOOP failed ERR_IMAP_CLOSED',
      'connection:close ERR_IMAP_CLOSED',
    ],
  )
  const last = told.at(-2)!
  assert.ok(last.channel === 'imaplex:command:done')
  assert.equal(last.at - last.sentAt!, 7, 'the close, not what was heard last')
})

test('commands of the library itself are told as such, and steps name the command they are part of', async (t) => {
  const { told, options } = watched(t)
  const { imap, plays } = await selected(t, { options, capabilities: PLAIN })
  const own = told.filter((message) => 'origin' in message && message.origin === 'library')
  assert.deepEqual(lines(own), [
    'command:queued UID SEARCH',
    'command:sent UID SEARCH "UID SEARCH ALL"',
    'command:done UID SEARCH OK',
  ])
  told.length = 0
  const moving = imap.move(5, 'Archive')
  await plays(`
    C: t1 UID COPY 5 Archive
    S: t1 NO no such mailbox
  `)
  await assert.rejects(Promise.resolve(moving))
  const whole = told.find((message) => 'name' in message && message.name === 'UID MOVE')
  const step = told.find((message) => 'name' in message && message.name === 'UID COPY')
  assert.ok(whole !== undefined && 'tag' in whole && step !== undefined && 'partOf' in step)
  assert.equal(step.partOf, whole.tag)
})

test('without subscribers nothing is read of a command, let alone written out', () => {
  const entry = new Entry(1, 'A1', { name: 'NOOP', adapts: false, plan: () => assert.fail() }, {})
  const connection = { id: 'A', host: 'h', port: 993, security: 'tls' } as const
  const silent = new Diagnostics(connection, () => assert.fail('the clock was read'))
  for (const property of ['line', 'mailbox', 'tag'] as const) {
    Object.defineProperty(entry, property, { get: () => assert.fail(`${property} was read`) })
  }
  for (const stage of ['queued', 'sent', 'done'] as const) silent.command(entry, stage, 'OK', undefined)
  silent.opened(true)
  silent.closed(undefined, { received: 1, sent: 1 })
})

test('a token tells its command as it was written, without the literal', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: MODERN })
  const appending = imap.append('Drafts', 'private words\r\n', { flags: ['\\Draft'] })
  assert.equal(appending.text, undefined)
  await plays('C: t1 APPEND Drafts (\\Draft) {15+}')
  assert.match(appending.text!, /^APPEND Drafts \(\\Draft\) \{15\}$/)
  imap.close()
})

test('docs/diagnostics.md names every channel there is, and no other', () => {
  const text = readFileSync(join(root, 'docs', 'diagnostics.md'), 'utf8')
  const named = [...text.matchAll(/^\| `(imaplex:[a-z:]+)`/gm)].map(([, name]) => name)
  assert.deepEqual(named, Object.keys(CHANNELS))
})
