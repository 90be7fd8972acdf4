/**
 * What every runtime must be able to do with the installed package. Run by scripts/runtimes.ts, with the types taken
 * out, as a program of its own: no test runner, so that nothing but the runtime differs.
 */
import assert from 'node:assert/strict'
import { subscribe } from 'node:diagnostics_channel'
import process from 'node:process'
import {
  AuthenticationError,
  CommandError,
  ConnectionError,
  ImapConnection,
  traceEvents,
  TRACED,
  type DiagnosticsMessages,
  type TlsOptions,
} from 'imaplex'
import { startScriptedServer, type ScriptedServer } from './scripted-server.ts'

const AT_ONCE = 30
const key = process.env['SMOKE_KEY'] ?? ''
const cert = process.env['SMOKE_CERTIFICATE'] ?? ''

type Check = (server: ScriptedServer, imap: ImapConnection) => Promise<void>

async function withServer(check: Check, tls?: TlsOptions): Promise<void> {
  const server = await startScriptedServer({ hold: AT_ONCE, ...(tls && { tls: { key, cert } }) })
  try {
    const imap = await ImapConnection.open({
      host: '127.0.0.1',
      port: server.port,
      // Without TLS by SCRAM, for which the runtime must have the hashes and the example of RFC 7677 §3 must come out.
      ...(tls === undefined
        ? { security: 'insecure-plaintext', auth: { user: 'user', password: 'pencil' } }
        : { security: 'tls', tls, auth: { user: 'me', password: 'secret', mechanism: 'LOGIN' } }),
      randomNonce: () => 'rOprNGfwEbeRWgbNEkqO',
    })
    await check(server, imap)
    await imap.logout()
    imap.close()
    assert.ok(imap.closed)
  } finally {
    await server.close()
  }
}

const manyAtOnce: Check = async (server, imap) => {
  await imap.select('INBOX')
  const tokens = Array.from({ length: AT_ONCE }, (_, n) => imap.fetch(n + 1, { flags: true, size: true }))
  const search = imap.search({ seen: false })
  const status = imap.status('Archive', ['messages', 'unseen'])
  const rows = (await Promise.all(tokens)).flat()
  assert.equal(server.mostWaiting, AT_ONCE)
  assert.deepEqual(
    rows.map(({ uid, size, flags }) => ({ uid, size, flags })),
    Array.from({ length: AT_ONCE }, (_, n) => ({ uid: n + 1, size: 10 * (n + 1), flags: ['\\Seen'] })),
  )
  assert.deepEqual([...(await search)], [1, 2, 3, 7])
  assert.deepEqual({ ...(await status) }, { messages: 3, unseen: 1 })
}

async function phases(imap: ImapConnection): Promise<readonly string[]> {
  const all: string[] = []
  for await (const { ph } of traceEvents(imap.events({ types: TRACED }))) all.push(ph)
  return all
}

const checks: Readonly<Record<string, () => Promise<void>>> = {
  'many commands in flight': () => withServer(manyAtOnce),

  'the same over TLS': () => withServer(manyAtOnce, { ca: cert }),

  'rows by iteration, commands within the loop': () =>
    withServer(async (_server, imap) => {
      await imap.select('INBOX')
      let rows = 0
      for await (const row of imap.fetch(100, { flags: true })) {
        assert.equal(row.uid, 100)
        assert.equal((await imap.status('Archive', ['messages'])).messages, 3)
        rows++
      }
      assert.equal(rows, 1)
    }),

  'mail that arrives while idling is an event with its UID': () =>
    withServer(async (server, imap) => {
      await imap.select('INBOX')
      const events = imap.events({ types: ['messageNew'] })
      const timer = setInterval(() => server.addMessage(), 200)
      for await (const event of events) {
        assert.equal(event.type, 'messageNew')
        break
      }
      clearInterval(timer)
    }),

  'what is in flight can be watched from outside, and drawn': async () => {
    const done: string[] = []
    subscribe('imaplex:command:done', (message) => {
      const { name, status, origin } = message as DiagnosticsMessages['imaplex:command:done']
      if (origin === 'caller') done.push(`${name} ${status}`)
    })
    let drawn: Promise<readonly string[]> | undefined
    await withServer(async (_server, imap) => {
      drawn = phases(imap)
      await imap.select('INBOX')
      await imap.fetch(100, { flags: true })
    })
    assert.deepEqual(done, ['SELECT OK', 'UID FETCH OK', 'LOGOUT OK'])
    assert.equal((await drawn)!.filter((ph) => ph === 'B').length, 6)
  },

  'a certificate nobody vouches for is refused': () =>
    assert.rejects(
      withServer(async () => assert.fail('connected'), {}),
      ConnectionError,
    ),

  'a port where nobody listens is an error': () =>
    assert.rejects(
      ImapConnection.open({ host: '127.0.0.1', port: 1, auth: { user: 'me', password: 'secret' } }),
      ConnectionError,
    ),

  'errors are what instanceof says': async () => {
    assert.ok(AuthenticationError.prototype instanceof CommandError)
  },
}

let failed = 0
for (const [name, check] of Object.entries(checks)) {
  try {
    await check()
  } catch (error) {
    failed++
    console.error(`✖ ${name}\n`, error)
  }
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
