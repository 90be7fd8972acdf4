import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { ConnectionError, UsageError } from '../../src/errors.ts'
import { connectBy, connectTransport } from '../../src/transport/node/connect.ts'
import type { Clock } from '../../src/transport/transport.ts'
import { certificates } from '../support/certificates.ts'
import { proxyPeer } from '../support/proxy-peer.ts'
import { closedPort, tcpPeer } from '../support/tcp-peer.ts'
import { Recorder, localOptions, open } from './recorder.ts'

const run = promisify(execFile)
const never = new AbortController().signal
const PASSWORD = 'p@ss:word'

async function fails(options: Parameters<typeof localOptions>[0], signal = never): Promise<ConnectionError> {
  let error: unknown
  await connectTransport(localOptions(options), new Recorder(), signal).catch((reason: unknown) => (error = reason))
  assert.ok(error instanceof ConnectionError, String(error))
  assert.ok(!error.message.includes(PASSWORD) && !error.message.includes(encodeURIComponent(PASSWORD)))
  return error
}

async function closing(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket, 'close')
}

for (const kind of ['socks5', 'socks4', 'http'] as const) {
  test(`${kind}: octets go both ways in plaintext and in TLS, by name and by address`, async (t) => {
    for (const security of ['insecure-plaintext', 'tls'] as const) {
      const tls = security === 'tls' ? certificates().good : undefined
      const server = await tcpPeer(t, (socket) => socket.send('* OK hello\r\n'), tls)
      const proxy = await proxyPeer(t, { port: server.port })
      const options = { port: 993, security, proxy: `${kind}://127.0.0.1:${proxy.port}` }
      for (const host of ['mail.example.org', '127.0.0.1']) {
        const ca = { ca: certificates().authority.cert, servername: 'localhost' }
        const { transport, recorder } = await open(t, { ...options, host, tls: ca })
        assert.equal(recorder.text, '', 'no handler runs before the promise is fulfilled')
        const accepted = await server.accepted()
        await recorder.receives('* OK hello\r\n')
        transport.write(['A1 NOOP\r\n'])
        await accepted.receives('A1 NOOP\r\n')
        assert.equal(transport.secure, security === 'tls')
        transport.destroy()
        await recorder.closed
      }
      assert.deepEqual(proxy.asked, [`${kind} mail.example.org:993`, `${kind} 127.0.0.1:993`])
    }
  })
}

test('an IPv6 address is sent in full, and SOCKS 4 has none', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port })
  const by = (kind: string) => ({ port: 143, proxy: `${kind}://127.0.0.1:${proxy.port}` })
  for (const host of ['2001:db8::1:0:ff', '::', '::ffff:1.2.3.4']) await open(t, { ...by('socks5'), host })
  await open(t, { ...by('http'), host: '2001:db8::1' })
  assert.deepEqual(proxy.asked, [
    'socks5 20010db80000000000000001000000ff:143',
    `socks5 ${'0'.repeat(32)}:143`,
    'socks5 00000000000000000000ffff01020304:143',
    'http [2001:db8::1]:143',
  ])
  assert.match((await fails({ ...by('socks4'), host: '::1' })).message, /has no IPv6/)
})

test('STARTTLS works through a proxy, and the certificate is checked for the server', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port })
  const options = {
    port: 143,
    host: 'localhost',
    security: 'starttls',
    proxy: `socks5://127.0.0.1:${proxy.port}`,
  } as const
  const { transport, recorder } = await open(t, options)
  const plain = await server.accepted()
  const upgraded = transport.startTls(new Uint8Array(0))
  const secured = await plain.startTls(certificates().good)
  await upgraded
  secured.send('* OK inside\r\n')
  await recorder.receives('* OK inside\r\n')
  assert.equal(transport.secure, true)
})

test('what is meant to stay plaintext does so through a proxy, too', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port })
  const { transport } = await open(t, { port: 143, proxy: `http://127.0.0.1:${proxy.port}` })
  await assert.rejects(transport.startTls(new Uint8Array(0)), { code: 'ERR_IMAP_STATE' })
})

test('in TLS the certificate is that of the server, whatever the proxy is', async (t) => {
  const server = await tcpPeer(t, () => {}, certificates().good)
  const proxy = await proxyPeer(t, { port: server.port })
  const error = await fails({
    ...{ port: 993, host: 'mail.example.org', security: 'tls' },
    proxy: `http://127.0.0.1:${proxy.port}`,
  })
  assert.equal(error.code, 'ERR_IMAP_CERTIFICATE')
})

test('what comes in one piece with the reply of the proxy is the beginning of what the server says', async (t) => {
  for (const kind of ['socks5', 'http']) {
    const server = await tcpPeer(t, (socket) => socket.send('there\r\n'))
    const proxy = await proxyPeer(t, { port: server.port, behindReply: '* OK hello ' })
    for (let i = 0; i < 3; i++) {
      const { recorder } = await open(t, { port: 143, proxy: `${kind}://127.0.0.1:${proxy.port}` })
      await recorder.receives('* OK hello there\r\n')
    }
  }
})

test('user and password get in, percent-encoded in the URL; others do not', async (t) => {
  const server = await tcpPeer(t)
  for (const kind of ['socks5', 'http']) {
    // HTTP has nothing to tell a colon in the user name from the one behind it; in the password it may be.
    const password = kind === 'http' ? 'p@ssword' : PASSWORD
    const proxy = await proxyPeer(t, { port: server.port, password })
    const url = (login: string): string => `${kind}://${login}127.0.0.1:${proxy.port}`
    await open(t, { port: 143, host: 'h', proxy: url(`me:${encodeURIComponent(password)}@`) })
    assert.deepEqual(proxy.asked, [`${kind} h:143 as me`])
    for (const login of ['', 'me:wrong@']) {
      const error = await fails({ port: 143, host: 'h', proxy: url(login) })
      assert.equal(error.code, 'ERR_IMAP_PROXY')
      assert.match(error.message, /^the proxy 127\.0\.0\.1:\d+ (?:wants a login|refused user name)/)
    }
  }
  const proxy = await proxyPeer(t, { port: server.port })
  await open(t, { port: 143, host: 'h', proxy: `socks4://me@127.0.0.1:${proxy.port}` })
  assert.deepEqual(proxy.asked, ['socks4 h:143 as me'])
})

test('a host that the proxy does not reach, and a proxy that is not reached, are told apart from the server', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port })
  for (const [kind, words] of [
    ['socks5', /was refused by the host/],
    ['socks4', /refused or could not reach the host \(91\)/],
    ['http', /refused or could not reach the host \(502\)/],
  ] as const) {
    const error = await fails({ port: 143, host: 'refused.example', proxy: `${kind}://127.0.0.1:${proxy.port}` })
    assert.deepEqual([error.code, error.outcome], ['ERR_IMAP_PROXY', 'unsent'])
    assert.match(error.message, words)
  }
  const error = await fails({
    port: 143,
    proxy: `socks5://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:${await closedPort()}`,
  })
  assert.equal(error.code, 'ERR_IMAP_PROXY')
  assert.match(error.message, /ECONNREFUSED/)
  assert.equal(server.sockets.length, 0)
})

for (const [what, answer, words] of [
  ['nothing', '', /closed the connection/],
  ['an IMAP greeting', '* OK hello\r\n\r\n', /does not speak (?:SOCKS [45]|HTTP)/],
  ['SOCKS of another version', '\x06\0\x06\0\x06\0\x06\0\r\n\r\n', /does not speak (?:SOCKS [45]|HTTP)/],
] as const) {
  test(`${what} for a reply of a proxy is an error, and the socket is gone`, async (t: TestContext) => {
    for (const kind of ['socks5', 'socks4', 'http']) {
      const peer = await tcpPeer(t, (socket) => (answer === '' ? socket.socket.end() : socket.send(answer)))
      const error = await fails({ port: 143, proxy: `${kind}://127.0.0.1:${peer.port}` })
      assert.equal(error.code, 'ERR_IMAP_PROXY', kind)
      assert.match(error.message, words, kind)
      await closing(peer.sockets[0]!)
    }
  })
}

test('a header of HTTP that does not end is not kept for ever', async (t) => {
  const peer = await tcpPeer(t, (socket) => socket.send(`HTTP/1.1 200 ${'x'.repeat(40_000)}`))
  assert.match((await fails({ port: 143, proxy: `http://127.0.0.1:${peer.port}` })).message, /says too much/)
})

test('what does not fit into a field of SOCKS is not sent', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port, password: PASSWORD })
  for (const [login, words] of [
    [`me:${'x'.repeat(300)}`, /cannot take a password of 300 octets/],
    ['me', /cannot take a password of 0 octets/],
  ] as const) {
    const error = await fails({ port: 143, host: 'h', proxy: `socks5://${login}@127.0.0.1:${proxy.port}` })
    assert.match(error.message, words)
  }
  assert.deepEqual(proxy.asked, [])
})

test('a proxy that says nothing ends at the deadline, or with the signal', async (t) => {
  const peer = await tcpPeer(t)
  const proxy = `socks5://127.0.0.1:${peer.port}`
  const error = await fails({ port: 143, proxy, connectTimeout: 50 })
  assert.equal(error.code, 'ERR_IMAP_TIMEOUT')
  assert.match(error.message, /127\.0\.0\.1:\d+ made no connection to 127\.0\.0\.1:143 within 50 ms/)
  const abort = new AbortController()
  const reason = new Error('enough')
  const connecting = connectTransport(localOptions({ port: 143, proxy }), new Recorder(), abort.signal)
  await peer.accepted()
  abort.abort(reason)
  await assert.rejects(connecting, reason)
})

test('one deadline holds for all steps, and nothing of them is left', async (t) => {
  const server = await tcpPeer(t, () => {}, certificates().good)
  const proxy = await proxyPeer(t, { port: server.port })
  const delays: number[] = []
  let now = 0
  let left = 0
  // Each look at the clock finds it 100 ms later.
  const clock: Clock = {
    now: () => (now += 100),
    wall: () => 0,
    after: (ms) => {
      delays.push(ms)
      left++
      return () => void left--
    },
  }
  const by = { proxy: `socks5://127.0.0.1:${proxy.port}`, connectTimeout: 1000, tlsTimeout: 77 }
  const options = localOptions({ port: 993, host: 'localhost', security: 'tls', ...by })
  const transport = await connectBy(clock)(options, new Recorder(), never)
  assert.deepEqual([delays, left], [[900, 800, 700, 77], 0])
  transport.destroy()
})

test('an abort between two steps counts', async (t) => {
  for (const security of ['insecure-plaintext', 'tls'] as const) {
    const server = await tcpPeer(t, () => {}, security === 'tls' ? certificates().good : undefined)
    const proxy = await proxyPeer(t, { port: server.port })
    const abort = new AbortController()
    const reason = new Error('enough')
    let steps = 0
    // When the deadline of the handshake with the proxy is taken down, and before anything follows.
    const after = () => () => void (++steps === 2 && queueMicrotask(() => abort.abort(reason)))
    const dial = connectBy({ now: () => 0, wall: () => 0, after })
    const options = localOptions({ port: 1, host: 'localhost', security, proxy: `http://127.0.0.1:${proxy.port}` })
    await assert.rejects(dial(options, new Recorder(), abort.signal), reason)
    for (const socket of proxy.sockets) await closing(socket)
  }
})

test('https: the way to the proxy is TLS with a certificate of its own, which is checked', async (t) => {
  const server = await tcpPeer(t)
  const proxy = await proxyPeer(t, { port: server.port, tls: certificates().good })
  // The authority of these certificates is not one that the runtime knows, and `tls.ca` is about the server.
  const error = await fails({ port: 143, proxy: `https://localhost:${proxy.port}` })
  assert.equal(error.code, 'ERR_IMAP_PROXY')
  assert.match(error.message, /cannot be reached \(\w*(?:CERT|VERIFY|ISSUER)\w*\)/)
  assert.deepEqual(proxy.asked, [])
})

test('https: TLS with the server inside of TLS with the proxy; when it is closed nothing keeps the process', async (t) => {
  const { good, authority } = certificates()
  const server = await tcpPeer(t, (socket) => socket.send('* OK hello\r\n'), good)
  const proxy = await proxyPeer(t, { port: server.port, tls: good })
  const folder = await mkdtemp(join(tmpdir(), 'imaplex-'))
  t.after(() => rm(folder, { recursive: true }))
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.cert)
  const script = new URL('./child/connect-tls.ts', import.meta.url).pathname
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca }
  const { stdout } = await run(process.execPath, [script, '993', `https://localhost:${proxy.port}`], { env })
  assert.equal(stdout.trim(), 'connected')
  assert.deepEqual(proxy.asked, ['http localhost:993'])
})

test('what is no URL of a proxy is a UsageError that does not repeat it', async () => {
  for (const proxy of [
    '',
    'host:1080',
    `ftp://me:${PASSWORD}@host`,
    'socks5://',
    'http://host/path',
    'http://h?x',
    'socks5://%ff@h:1',
  ]) {
    await assert.rejects(connectTransport(localOptions({ port: 1, proxy }), new Recorder(), never), (error) => {
      assert.ok(error instanceof UsageError, proxy)
      assert.ok(!error.message.includes(PASSWORD))
      return true
    })
  }
})
