/** Every way to log in over every kind of connection to a real server, and what a failure is called. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import {
  AuthenticationError,
  ConnectionError,
  ImapConnection,
  type Auth,
  type ConnectionOptions,
} from '../../src/index.ts'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import { startDelayProxy } from '../support/delay-proxy.ts'
import { message, optionsFor } from './account.ts'

const SECURITIES = ['insecure-plaintext', 'starttls', 'tls'] as const

function optionsOver(
  server: Dovecot,
  security: (typeof SECURITIES)[number],
  auth: Auth,
): Omit<ConnectionOptions, 'compress'> {
  const port = security === 'tls' ? server.tlsPort : server.port
  const tls = security === 'insecure-plaintext' ? {} : { tls: { ca: server.certificate } }
  return { host: 'localhost', port, security, auth, ...tls }
}

/** Ways to log in by name. */
function logins(server: Dovecot, user: string): Readonly<Record<string, Auth>> {
  const { password } = server
  return {
    LOGIN: { user, password, mechanism: 'LOGIN' },
    PLAIN: { user, password, mechanism: 'PLAIN' },
    XOAUTH2: { user, accessToken: server.accessToken(user) },
    'a function': async (reason) => {
      assert.equal(reason, 'initial')
      return { user, password }
    },
  }
}

for (const security of SECURITIES) {
  for (const compress of [false, true]) {
    test(`LOGIN, PLAIN and XOAUTH2 over ${security}${compress ? ' with COMPRESS' : ''} carry commands and bodies`, async (t) => {
      const server = await sharedDovecot(t)
      if (server === undefined) return
      const user = `connecting-${security}-${compress}`
      for (const [name, auth] of Object.entries(logins(server, user))) {
        await using imap = await ImapConnection.open({ ...optionsOver(server, security, auth), compress })
        assert.equal(imap.secure, security !== 'insecure-plaintext', name)
        assert.ok(imap.enabled.has('QRESYNC'), name)
        // Large enough for many records and deflate blocks, and not the same twice.
        const text = message(name, Array.from({ length: 40_000 }, (_, n) => (n * n * 7919) % 1_000_003).join('\r\n'))
        const { uid } = await imap.append('INBOX', text)
        await imap.select('INBOX')
        const [[row], unseen] = await Promise.all([
          imap.fetch(uid!, { source: true }),
          imap.search({ seen: false }, { return: ['count'] }),
        ])
        assert.equal(Buffer.from(row!.source).toString(), text, name)
        assert.equal(unseen.count, uid, name)
      }
    })
  }
}

test('commands submitted before the connection is up go out with the login, in order', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  for (const security of SECURITIES) {
    const auth = { user: `connecting-early-${security}`, password: server.password }
    await using imap = ImapConnection.start({ ...optionsOver(server, security, auth) })
    const appended = imap.append('INBOX', message('early'))
    const selected = imap.select('INBOX')
    const found = imap.search({ all: true })
    assert.equal((await appended).uid, 1)
    assert.equal((await selected).messages, 1)
    assert.equal(String(await found), '1')
  }
})

test('passwords and user names beyond ASCII log in by PLAIN', async (t) => {
  if ((await sharedDovecot(t)) === undefined) return
  const password = 'pässwörd "€" \\ 日本'
  const quoted = password.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  const settings = `
    passdb {
      driver = static
      args = password=${quoted.replaceAll(' ', '_')}
    }
    auth_username_chars =`
  const server = await startDovecot({ settings })
  t.after(() => server.stop())
  await using imap = await ImapConnection.open({
    ...optionsFor(server, 'jürgen@köln'),
    auth: { user: 'jürgen@köln', password: quoted.replaceAll(' ', '_') },
  })
  assert.equal((await imap.append('INBOX', message('x'))).uid, 1)
})

test('a wrong password is an AuthenticationError that says so at once', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  for (const mechanism of ['LOGIN', 'PLAIN'] as const) {
    const auth = { user: 'connecting-wrong', password: 'not pw', mechanism }
    const imap = ImapConnection.start(optionsOver(server, 'tls', auth))
    const early = imap.select('INBOX')
    await assert.rejects(imap.ready, (error) => {
      assert.ok(error instanceof AuthenticationError)
      assert.deepEqual([error.code, error.responseCode], ['ERR_IMAP_AUTHENTICATION', 'AUTHENTICATIONFAILED'])
      assert.doesNotMatch(error.message, /not pw/)
      return true
    })
    await assert.rejects(async () => await early)
    assert.ok(imap.closed)
  }
  const expired = { user: 'connecting-wrong', accessToken: server.accessToken('connecting-wrong', -60) }
  await assert.rejects(ImapConnection.open(optionsOver(server, 'tls', expired)), AuthenticationError)
})

/** How opening fails, and within what time. */
async function failure(options: ConnectionOptions): Promise<{ code: string; outcome: string; ms: number }> {
  const started = performance.now()
  const error: unknown = await ImapConnection.open(options).then(
    (imap) => imap.close(),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ConnectionError, String(error))
  return { code: error.code, outcome: error.outcome, ms: performance.now() - started }
}

test('wrong ports, a strange certificate and a wrong name are told apart', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  const auth = { user: 'connecting-failures', password: server.password }
  const tls = optionsOver(server, 'tls', auth)
  const cases: readonly (readonly [string, ConnectionOptions])[] = [
    ['ERR_IMAP_WRONG_PORT', { ...tls, port: server.port }],
    [
      'ERR_IMAP_TIMEOUT',
      { ...optionsOver(server, 'insecure-plaintext', auth), port: server.tlsPort, connectTimeout: 500 },
    ],
    ['ERR_IMAP_CERTIFICATE', { ...tls, tls: {} }],
    ['ERR_IMAP_CERTIFICATE', { ...tls, tls: { ca: server.certificate, servername: 'mail.example.org' } }],
    ['ERR_IMAP_CONNECT', { ...tls, port: 1 }],
  ]
  for (const [code, options] of cases) {
    const { ms, ...found } = await failure(options)
    assert.deepEqual(found, { code, outcome: 'unsent' }, `${options.security} on ${options.port}`)
    t.diagnostic(`${code}: ${ms.toFixed(0)} ms`)
  }
})

test('connecting over a slow link fails at the deadline, not later', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 400 })
  t.after(() => proxy.close())
  const options = { ...optionsFor(server, 'connecting-slow'), port: proxy.port, connectTimeout: 300 }
  const { code, ms } = await failure(options)
  assert.equal(code, 'ERR_IMAP_TIMEOUT')
  assert.ok(ms < 1000, `${ms} ms`)
})
