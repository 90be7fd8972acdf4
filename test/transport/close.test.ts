import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { connectBy } from '../../src/transport/node/connect.ts'
import { certificates } from '../support/certificates.ts'
import { tcpPeer } from '../support/tcp-peer.ts'
import { open, turn } from './recorder.ts'
import { VirtualClock } from './virtual-clock.ts'

const run = promisify(execFile)

const SECURITIES = ['tls', 'insecure-plaintext', 'starttls'] as const

for (const security of SECURITIES) {
  const certificate = security === 'tls' ? certificates().good : undefined

  test(`the server's last words come before onClose, which is called once without error (${security})`, async (t) => {
    const peer = await tcpPeer(t, ({ socket }) => socket.end('* BYE later\r\n'), certificate)
    const { transport, recorder } = await open(t, { port: peer.port, security })
    let atClose: string | undefined
    recorder.closed.then(() => (atClose = recorder.text)).catch(assert.ifError)
    assert.equal(await recorder.closed, undefined)
    await turn()
    assert.equal(atClose, '* BYE later\r\n')
    transport.destroy()
    transport.end()
    await turn()
    assert.equal(recorder.closes.length, 1)
  })

  test(`end sends what is queued, then closes; later writes are dropped (${security})`, async (t) => {
    const peer = await tcpPeer(t, ({ socket }) => socket.on('end', () => socket.end()), certificate)
    const { transport, recorder } = await open(t, { port: peer.port, security })
    const server = await peer.accepted()
    const large = 'x'.repeat(1_000_000)
    transport.write(['a1 APPEND ', large, '\r\n'])
    transport.end()
    transport.end()
    transport.write(['a2 NOOP\r\n'])
    assert.equal(await recorder.closed, undefined)
    assert.equal(server.received.length, 1_000_012)
    assert.equal(recorder.closes.length, 1)
    assert.equal(transport.unsent, 0)
  })

  test(`after destroy no octet is delivered, and onClose comes once, without error, not at once (${security})`, async (t) => {
    const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'.repeat(1000)), certificate)
    const { transport, recorder } = await open(t, { port: peer.port, security })
    let afterDestroy = 0
    let destroyed = false
    recorder.onText = () => {
      if (destroyed) afterDestroy++
      destroyed = true
      transport.destroy()
      transport.destroy()
      assert.equal(recorder.closes.length, 0)
    }
    assert.equal(await recorder.closed, undefined)
    transport.write(['a1 NOOP\r\n'])
    transport.pause()
    transport.resume()
    await turn()
    assert.equal(afterDestroy, 0)
    assert.equal(recorder.closes.length, 1)
  })

  test(`a reset is ERR_IMAP_CLOSED, once (${security})`, async (t) => {
    const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), certificate)
    const { transport, recorder } = await open(t, { port: peer.port, security })
    await recorder.receives('hello')
    peer.sockets[0]!.resetAndDestroy()
    transport.write(['a1 NOOP\r\n'])
    const error = (await recorder.closed) as Error & { code: string; outcome: string }
    assert.equal(error.name, 'ConnectionError')
    assert.equal(error.code, 'ERR_IMAP_CLOSED')
    assert.equal(error.outcome, 'unknown')
    assert.match(error.message, /^the connection to 127\.0\.0\.1:\d+ was lost \(E/)
    assert.equal(recorder.closes.length, 1)
  })
}

test('a server that takes no octets is ERR_IMAP_TIMEOUT after the write timeout', async (t) => {
  const peer = await tcpPeer(t, ({ socket }) => socket.pause())
  const { transport, recorder } = await open(t, { port: peer.port, writeTimeout: 150 })
  transport.write([new Uint8Array(40_000_000)])
  const error = (await recorder.closed) as Error & { code: string }
  assert.equal(error.code, 'ERR_IMAP_TIMEOUT')
  assert.match(error.message, /has taken no octets for 150 ms/)
  assert.equal(transport.unsent, 0)
})

test('unsent falls to 0 and onDrain is called when the server reads on', async (t) => {
  const peer = await tcpPeer(t, ({ socket }) => socket.pause())
  const { transport, recorder } = await open(t, { port: peer.port })
  transport.write([new Uint8Array(20_000_000)])
  assert.equal(transport.unsent, 20_000_000)
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.ok(transport.unsent > 0)
  assert.equal(recorder.drains, 0)
  const { socket } = await peer.accepted()
  const drained = new Promise<void>((resolve) => (recorder.onDrain = resolve))
  socket.resume()
  await drained
  assert.equal(transport.unsent, 0)
})

test('a closed connection keeps no timer', async (t) => {
  const clock = new VirtualClock()
  const peer = await tcpPeer(t)
  const { transport, recorder } = await open(t, { port: peer.port }, undefined, connectBy(clock))
  const server = await peer.accepted()
  transport.write(['a1 LOGOUT\r\n'])
  await server.receives('a1 LOGOUT\r\n')
  transport.end()
  assert.equal(await recorder.closed, undefined)
  assert.equal(clock.timers, 0)
})

test('a server that does not close after end is left behind after 3 s', async (t) => {
  const clock = new VirtualClock()
  const peer = await tcpPeer(t, ({ socket }) => (socket.allowHalfOpen = true))
  const { transport, recorder } = await open(t, { port: peer.port }, undefined, connectBy(clock))
  const { socket } = await peer.accepted()
  const ended = new Promise((resolve) => socket.once('end', resolve))
  transport.end()
  await ended
  clock.pass(2999)
  await turn()
  assert.equal(recorder.closes.length, 0)
  clock.pass(1)
  assert.equal(await recorder.closed, undefined)
  assert.equal(clock.timers, 0)
})

test('a server that closes one way only, and takes nothing more, is left behind after 3 s', async (t) => {
  const clock = new VirtualClock()
  const peer = await tcpPeer(t, ({ socket }) => {
    socket.allowHalfOpen = true
    socket.pause()
  })
  const { transport, recorder } = await open(t, { port: peer.port }, undefined, connectBy(clock))
  const { socket } = await peer.accepted()
  transport.write([new Uint8Array(20_000_000)])
  await turn()
  socket.end('* BYE\r\n')
  await recorder.receives('* BYE\r\n')
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(recorder.closes.length, 0)
  clock.pass(3000)
  assert.equal(await recorder.closed, undefined)
  assert.equal(clock.timers, 0)
})

test('when all is closed nothing keeps the process: no socket, timer or stream', async (t) => {
  const { good } = certificates()
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), good)
  const plain = await tcpPeer(t, (server) => server.send('* OK hello\r\n'))
  const script = new URL('./child/leaks.ts', import.meta.url).pathname
  const env = { ...process.env, CA: certificates().authority.cert }
  const { stdout } = await run(process.execPath, [script, String(peer.port), String(plain.port)], {
    env,
    timeout: 20_000,
  })
  assert.deepEqual(JSON.parse(stdout), [])
})
