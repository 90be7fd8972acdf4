/** What goes wrong while connecting has a name, in time, and shows no secret. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { ImapConnection, ImapError, type ConnectionOptions } from '../../src/index.ts'
import { tcpPeer, type PeerSocket } from '../support/tcp-peer.ts'

const PASSWORD = 'correct-horse-battery'

interface Case {
  readonly name: string
  readonly code: string
  readonly security?: ConnectionOptions['security']
  readonly options?: Partial<ConnectionOptions>
  readonly server: (peer: PeerSocket) => void | Promise<void>
}

const say = (text: string) => (peer: PeerSocket) => peer.send(text)

const CASES: readonly Case[] = [
  { name: 'BYE instead of a greeting', code: 'ERR_IMAP_BYE', server: say('* BYE too many connections\r\n') },
  { name: 'HTTP', code: 'ERR_IMAP_GREETING', server: say('HTTP/1.1 400 Bad Request\r\n\r\n') },
  { name: 'SSH', code: 'ERR_IMAP_GREETING', server: say('SSH-2.0-OpenSSH_9.2\r\n') },
  { name: 'a NO for a greeting', code: 'ERR_IMAP_GREETING', server: say('* NO\r\n') },
  { name: 'a TLS alert', code: 'ERR_IMAP_WRONG_PORT', server: say('\x15\x03\x01\x00\x02\x02\x46') },
  {
    name: 'plaintext where TLS is spoken',
    code: 'ERR_IMAP_WRONG_PORT',
    security: 'tls',
    server: say('* OK hello\r\n'),
  },
  { name: 'a server that hangs up', code: 'ERR_IMAP_CLOSED', server: (peer) => void peer.socket.end() },
  { name: 'silence', code: 'ERR_IMAP_TIMEOUT', options: { connectTimeout: 200 }, server: () => {} },
  {
    name: 'silence after the greeting',
    code: 'ERR_IMAP_TIMEOUT',
    options: { connectTimeout: 200 },
    server: say('* OK hello\r\n'),
  },
  {
    name: 'a rejected password',
    code: 'ERR_IMAP_AUTHENTICATION',
    server: async (peer) => {
      peer.send('* OK [CAPABILITY IMAP4rev1] hello\r\n')
      await peer.receives('LOGIN')
      peer.send(`${peer.received.split(' ')[0]} NO [AUTHENTICATIONFAILED] no\r\n`)
    },
  },
  {
    name: 'a server that repeats the password it rejects',
    code: 'ERR_IMAP_AUTHENTICATION',
    server: async (peer) => {
      peer.send('* OK [CAPABILITY IMAP4rev1] hello\r\n')
      await peer.receives('\r\n')
      peer.send(`${peer.received.split(' ')[0]} NO not this: ${peer.received.replace('\r\n', '')}\r\n`)
    },
  },
  {
    name: 'a server that repeats the base64 it rejects',
    code: 'ERR_IMAP_AUTHENTICATION',
    options: { auth: { user: 'me', password: PASSWORD, mechanism: 'PLAIN' } },
    server: async (peer) => {
      peer.send('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hello\r\n')
      await peer.receives('\r\n')
      peer.send(`${peer.received.split(' ')[0]} NO not this: ${peer.received.replace('\r\n', '')}\r\n`)
    },
  },
  {
    name: 'PREAUTH where TLS must come first (RFC 9051 §7.1.4)',
    code: 'ERR_IMAP_PREAUTH',
    security: 'starttls',
    server: say('* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n'),
  },
  {
    name: 'STARTTLS refused',
    code: 'ERR_IMAP_NO_STARTTLS',
    security: 'starttls',
    server: async (peer) => {
      peer.send('* OK [CAPABILITY IMAP4rev1] hello\r\n')
      await peer.receives('STARTTLS')
      peer.send(`${peer.received.split(' ')[0]} BAD no such command\r\n`)
    },
  },
  {
    name: 'a response injected behind the reply to STARTTLS',
    code: 'ERR_IMAP_STARTTLS_INJECTION',
    security: 'starttls',
    server: async (peer) => {
      peer.send('* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n')
      await peer.receives('STARTTLS')
      peer.send(`${peer.received.split(' ')[0]} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n`)
    },
  },
  {
    name: 'a completion of STARTTLS that comes before it was sent',
    code: 'ERR_IMAP_ORDER',
    security: 'starttls',
    server: say('* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\nXXXXXX1 OK go\r\n'),
  },
]

for (const { name, code, security = 'insecure-plaintext', options, server } of CASES) {
  test(`${name}: ${code}, in time, with nothing secret said`, async (t: TestContext) => {
    const peers: PeerSocket[] = []
    const { port } = await tcpPeer(t, (peer) => {
      peers.push(peer)
      void server(peer)
    })
    const from = performance.now()
    const imap = ImapConnection.start({
      host: '127.0.0.1',
      port,
      security,
      auth: { user: 'me', password: PASSWORD },
      ...options,
    })
    const early = imap.list()
    await assert.rejects(imap.ready, (error: unknown) => {
      assert.ok(ImapError.is(error), String(error))
      assert.equal(error.code, code, error.message)
      const shown = `${error.message}${error.stack}${JSON.stringify(error)}`
      assert.ok(!shown.includes(PASSWORD) && !shown.includes(btoa(`\0me\0${PASSWORD}`)), shown)
      return true
    })
    await assert.rejects(early, { outcome: 'unsent' })
    assert.ok(imap.closed)
    assert.ok(performance.now() - from < 5000)
    const written = peers.map(({ received }) => received).join('')
    if (security !== 'insecure-plaintext') assert.doesNotMatch(written, new RegExp(`${PASSWORD}|LOGIN|AUTHENTICATE`))
    // After the failure nothing is written any more.
    await assert.rejects(imap.append('INBOX', 'x'), { outcome: 'unsent' })
    assert.equal(peers.map(({ received }) => received).join(''), written)
  })
}

test('a host that does not exist: ERR_IMAP_DNS', async () => {
  const options = { host: 'no-such-host.invalid', auth: { user: 'me', password: PASSWORD } }
  await assert.rejects(ImapConnection.open(options), { code: 'ERR_IMAP_DNS', outcome: 'unsent' })
})

test('a wrong option is named, with what was given', async () => {
  const auth = { user: 'me', password: PASSWORD }
  assert.throws(() => ImapConnection.start({ host: '', auth }), /option host: expected a host name, got ""/)
  assert.throws(() => ImapConnection.start({ host: 'x', port: 99999, auth }), /option port: .* got 99999/)
  assert.throws(
    () => ImapConnection.start({ host: 'x', security: 'none' as 'tls', auth }),
    /option security: .* got "none"/,
  )
})
