import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import process from 'node:process'
import { test } from 'node:test'
import { UsageError } from '../../src/errors.ts'
import { connectTransport } from '../../src/transport/node/connect.ts'
import { STANDARD_PORT, looksLikeTls } from '../../src/transport/transport.ts'
import { certificates } from '../support/certificates.ts'
import { closedPort, tcpPeer } from '../support/tcp-peer.ts'
import { Recorder, localOptions, open } from './recorder.ts'

const never = new AbortController().signal

test('a plaintext connection delivers the greeting and sends what is written', async (t) => {
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'))
  const { transport, recorder } = await open(t, { port: peer.port })
  assert.equal(recorder.text, '', 'no handler runs before the promise is fulfilled')
  const server = await peer.accepted()
  await recorder.receives('* OK hello\r\n')
  transport.write(['a1 LOGIN me ', Buffer.from('{3}\r\n'), 'é\r\n'])
  await server.receives('é\r\n')
  assert.equal(server.received, 'a1 LOGIN me {3}\r\né\r\n')
  assert.equal(transport.secure, false)
  assert.equal(transport.tls, undefined)
})

test('a TLS greeting sent at once never arrives before the promise is fulfilled', async (t) => {
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), certificates().good)
  for (let i = 0; i < 20; i++) {
    const { transport, recorder } = await open(t, { port: peer.port, security: 'tls' })
    assert.equal(recorder.text, '')
    await recorder.receives('* OK hello\r\n')
    transport.destroy()
  }
})

test('a host name with several addresses is tried until one answers', async (t) => {
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'))
  const { recorder } = await open(t, { port: peer.port, host: 'localhost' })
  await recorder.receives('* OK hello\r\n')
})

test('the connection comes from the address that was chosen', { skip: process.platform !== 'linux' }, async (t) => {
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'))
  for (const host of ['127.0.0.1', 'localhost']) {
    await open(t, { port: peer.port, host, localAddress: '127.0.0.2' })
    assert.equal((await peer.accepted()).socket.remoteAddress, '127.0.0.2', host)
  }
})

test('an address to connect from that is none is an error before anything happens', async () => {
  const options = { ...localOptions({ port: 1 }), localAddress: 'eth0' }
  await assert.rejects(connectTransport(options, new Recorder(), never), UsageError)
})

test('large input arrives whole and in order, whatever the reads', async (t) => {
  const sent = Buffer.alloc(
    3_000_000,
    Uint8Array.from({ length: 251 }, (_, i) => i),
  )
  const peer = await tcpPeer(t, (server) => server.send(sent))
  for (const security of ['insecure-plaintext', 'starttls'] as const) {
    const { recorder } = await open(t, { port: peer.port, security })
    const chunks: Buffer[] = []
    recorder.onText = (_, chunk) => chunks.push(Buffer.from(chunk))
    await recorder.receivesOctets(sent.length)
    assert.ok(Buffer.concat(chunks).equals(sent), security)
  }
})

test('while paused nothing is delivered, and nothing is lost', async (t) => {
  const peer = await tcpPeer(t)
  for (const security of ['insecure-plaintext', 'starttls'] as const) {
    const { transport, recorder } = await open(t, { port: peer.port, security })
    const server = await peer.accepted()
    transport.pause()
    server.send('* 1 EXISTS\r\n')
    await new Promise((resolve) => setTimeout(resolve, 30))
    assert.equal(recorder.text, '')
    transport.resume()
    await recorder.receives('* 1 EXISTS\r\n')
  }
})

test('pausing inside onData stops the chunks after it', async (t) => {
  const peer = await tcpPeer(t)
  const { transport, recorder } = await open(t, { port: peer.port })
  let chunks = 0
  recorder.onText = () => {
    chunks++
    transport.pause()
  }
  ;(await peer.accepted()).send(Buffer.alloc(2_000_000))
  await recorder.receivesOctets(1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.equal(chunks, 1)
  recorder.onText = () => {}
  transport.resume()
  await recorder.receivesOctets(2_000_000)
})

test('a port where nobody listens is ERR_IMAP_CONNECT, naming host and port', async (t) => {
  const port = await closedPort()
  for (const security of ['tls', 'insecure-plaintext'] as const) {
    await assert.rejects(open(t, { port, security }), {
      name: 'ConnectionError',
      code: 'ERR_IMAP_CONNECT',
      outcome: 'unsent',
      message: `127.0.0.1:${port} refused the connection: check host and port`,
    })
  }
  await assert.rejects(open(t, { port, host: 'localhost' }), { code: 'ERR_IMAP_CONNECT' })
})

test('a host without address is ERR_IMAP_DNS, naming the host', async (t) => {
  for (const security of ['tls', 'insecure-plaintext'] as const) {
    await assert.rejects(
      open(t, { port: 993, host: 'nowhere.invalid', security }),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_IMAP_DNS')
        assert.match(error.message, /nowhere\.invalid/)
        return true
      },
    )
  }
})

test('a TLS handshake nobody answers fails at the handshake deadline, or at the deadline for all', async (t) => {
  const peer = await tcpPeer(t)
  const at = { port: peer.port, security: 'tls' as const }
  await assert.rejects(open(t, { ...at, tlsTimeout: 60 }), {
    code: 'ERR_IMAP_TIMEOUT',
    message: /127\.0\.0\.1:\d+ did not finish the TLS handshake within 60 ms/,
  })
  await assert.rejects(open(t, { ...at, connectTimeout: 70 }), { code: 'ERR_IMAP_TIMEOUT', message: /within 70 ms/ })
  for (const socket of peer.sockets) {
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  }
})

test('an abort rejects with its own reason, before and while connecting', async (t) => {
  const peer = await tcpPeer(t)
  const reason = new Error('changed my mind')
  await assert.rejects(open(t, { port: peer.port }, AbortSignal.abort(reason)), reason)
  assert.equal(peer.sockets.length, 0)

  const abort = new AbortController()
  const connecting = open(t, { port: peer.port, security: 'tls' }, abort.signal)
  setTimeout(() => abort.abort(reason), 30)
  await assert.rejects(connecting, reason)
})

test('an abort after connecting changes nothing', async (t) => {
  const peer = await tcpPeer(t)
  const abort = new AbortController()
  const { recorder } = await open(t, { port: peer.port }, abort.signal)
  assert.equal(getEventListeners(abort.signal, 'abort').length, 0)
  abort.abort()
  ;(await peer.accepted()).send('* OK hello\r\n')
  await recorder.receives('* OK hello\r\n')
})

test('a connection that fails calls no handler', async () => {
  const recorder = new Recorder()
  const connecting = connectTransport(localOptions({ port: await closedPort() }), recorder, never)
  await assert.rejects(connecting)
  await new Promise((resolve) => setTimeout(resolve, 10))
  assert.deepEqual([recorder.text, recorder.closes, recorder.drains], ['', [], 0])
})

test('options that cannot work are UsageErrors and open no connection', async (t) => {
  const peer = await tcpPeer(t)
  const { port } = peer
  const wrong = [
    { port: 0 },
    { port: 70_000 },
    { port: 1.5 },
    { port, host: '' },
    { port, host: '-oProxyCommand=x' },
    { port, host: 'a b' },
    { port, host: 'mail.example.org\r\nX' },
    { port, host: 'bücher.example\r\nX' },
    { port, host: 'user@mail.example.org' },
    { port, host: 7 as never },
    { port, security: 'none' as never },
    { port, connectTimeout: 0 },
    { port, tlsTimeout: Number.NaN },
    { port, security: 'tls' as const, tls: { ca: 'not PEM' } },
    { port, security: 'starttls' as const, tls: { ca: ['not PEM'] } },
    { port, security: 'tls' as const, tls: { fingerprint256: 'AB:CD' } },
    { port, security: 'tls' as const, tls: { fingerprint256: [] } },
    { port, security: 'tls' as const, tls: { servername: 'a/b' } },
  ]
  for (const options of wrong) {
    await assert.rejects(open(t, options), (error) => error instanceof UsageError, JSON.stringify(options))
  }
  assert.equal(peer.sockets.length, 0)
})

test('hosts are taken as URLs and people write them', async (t) => {
  const { port } = await tcpPeer(t)
  for (const host of ['[127.0.0.1]', 'LOCALHOST', 'localhost.']) await open(t, { port, host })
  await assert.rejects(open(t, { port, host: 'bücher.invalid' }), { message: /xn--bcher-kva\.invalid/ })
})

test('looksLikeTls knows an alert and a handshake from a greeting', () => {
  const alert = Uint8Array.of(0x15, 3, 3, 0, 2, 2, 40)
  assert.ok(looksLikeTls(alert))
  assert.ok(looksLikeTls(alert.subarray(0, 1)))
  assert.ok(looksLikeTls(Uint8Array.of(0x16, 3, 1)))
  assert.ok(!looksLikeTls(Buffer.from('* OK hello\r\n')))
  assert.ok(!looksLikeTls(Uint8Array.of(0x15, 0x41)))
  assert.ok(!looksLikeTls(new Uint8Array()))
})

test('standard ports are those of RFC 8314', () => {
  assert.deepEqual(STANDARD_PORT, { tls: 993, starttls: 143, 'insecure-plaintext': 143 })
})
