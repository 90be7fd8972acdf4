import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { NodeTransport } from '../../src/transport/node/node-transport.ts'
import { targetOf } from '../../src/transport/node/target.ts'
import { certificates } from '../support/certificates.ts'
import { tcpPeer } from '../support/tcp-peer.ts'
import type { PeerSocket } from '../support/tcp-peer.ts'
import { Recorder, cut, localOptions, open, turn } from './recorder.ts'
import type { Opened } from './recorder.ts'
import { VirtualClock } from './virtual-clock.ts'

const nothing = new Uint8Array()

test('octets are compressed both ways, each write up to a flush point', async (t) => {
  const { transport, recorder, server } = await compressed(t)
  for (const command of ['a1 NOOP\r\n', 'a2 NOOP\r\n']) {
    transport.write([command])
    // Liveness: the whole command arrives although nothing follows it.
    await until(server, () => inflated(server).endsWith(command))
    server.send(deflated(`${command.slice(0, 2)} OK\r\n`))
    await recorder.receives(`${command.slice(0, 2)} OK\r\n`)
  }
  assert.equal(inflated(server), 'a1 NOOP\r\na2 NOOP\r\n')
})

test('it works inside TLS', async (t) => {
  const { transport, recorder, server } = await compressed(t, 'tls')
  transport.write(['a1 NOOP\r\n'])
  await until(server, () => inflated(server) === 'a1 NOOP\r\n')
  server.send(deflated('* 3 EXISTS\r\n'))
  await recorder.receives('* 3 EXISTS\r\n')
})

test('what was queued before compress stays plain, what follows is compressed, in order', async (t) => {
  const peer = await tcpPeer(t)
  const { transport } = await open(t, { port: peer.port })
  const server = await peer.accepted()
  transport.write(['plain 1\r\n'])
  transport.write([Buffer.alloc(300_000, 'p'), '\r\n'])
  transport.compress(nothing)
  transport.write(['deflated\r\n'])
  const head = 'plain 1\r\n'.length + 300_002
  await until(server, () => server.received.length > head && inflated(server, head) === 'deflated\r\n')
  assert.ok(server.received.startsWith('plain 1\r\nppp'))
})

test('a large upload arrives whole', async (t) => {
  const { transport, server } = await compressed(t)
  // Noise, which grows: all of a slice's output has to fit before the slice counts as written.
  const message = randomBytes(200_000)
  transport.write(['a1 APPEND x {200000+}\r\n', message, '\r\n'])
  const whole = `a1 APPEND x {200000+}\r\n${message.toString('latin1')}\r\n`
  await until(server, () => inflated(server).length === whole.length)
  assert.equal(inflated(server), whole)
})

test('leftover is the beginning of the compressed stream, wherever the segments were cut', async (t) => {
  const stream = deflated('* 1 EXISTS\r\n* 2 EXISTS\r\n')
  for (let at = 0; at <= stream.length; at++) {
    const [leftover, rest] = cut(stream, at)
    const { recorder, server } = await compressed(t, 'insecure-plaintext', leftover)
    server.send(rest)
    await recorder.receives('* 1 EXISTS\r\n* 2 EXISTS\r\n')
  }
})

test('octets that arrive with the OK are inflated when compress is called from onData', async (t) => {
  const ok = 'a1 OK DEFLATE active\r\n'
  const peer = await tcpPeer(t, (server) => server.send(Buffer.concat([Buffer.from(ok), deflated('* BYE\r\n')])))
  const { transport, recorder } = await open(t, { port: peer.port })
  recorder.onText = (text, chunk) => {
    if (text.startsWith(ok)) transport.compress(chunk.subarray(ok.length))
  }
  await recorder.receives('* BYE\r\n')
})

test('all that was sent is delivered before onClose', async (t) => {
  const { recorder, server } = await compressed(t)
  const text = '* 1 FETCH (FLAGS ())\r\n'.repeat(20_000)
  server.socket.end(deflated(text))
  assert.equal(await recorder.closed, undefined)
  assert.equal(recorder.octets, text.length)
})

test('while paused nothing is delivered, the server is held back, and onClose waits', async (t) => {
  const { transport, recorder, server } = await compressed(t)
  const noise = randomBytes(100_000)
  const block = deflated(noise)
  let taken = 0
  transport.pause()
  for (let i = 0; i < 400; i++) server.socket.write(block, () => (taken += 1))
  server.socket.end()
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(recorder.octets, 0)
  assert.ok(taken < 400, 'the socket is not read on')
  assert.equal(recorder.closes.length, 0)
  transport.resume()
  assert.equal(await recorder.closed, undefined)
  assert.equal(recorder.octets, 400 * noise.length)
})

test('pausing inside onData stops the chunks after it', async (t) => {
  const { transport, recorder, server } = await compressed(t)
  let chunks = 0
  recorder.onText = () => {
    chunks++
    transport.pause()
  }
  server.send(deflated('x'.repeat(500_000)))
  await recorder.receivesOctets(1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.equal(chunks, 1)
  recorder.onText = () => {}
  transport.resume()
  await recorder.receivesOctets(500_000)
})

test('many small segments arrive intact: none is overwritten before it is inflated', async (t) => {
  const { recorder, server } = await compressed(t)
  const chunks: Buffer[] = []
  recorder.onText = (_, chunk) => chunks.push(Buffer.from(chunk))
  const pieces = Array.from({ length: 300 }, () => randomBytes(3000))
  for (const piece of pieces) {
    server.send(deflated(piece))
    await turn()
  }
  await recorder.receivesOctets(900_000)
  assert.ok(Buffer.concat(chunks).equals(Buffer.concat(pieces)))
})

test('the socket is not read faster than octets are inflated', async (t) => {
  const { recorder, server } = await compressed(t)
  const block = deflated(randomBytes(1_000_000))
  let most = 0
  recorder.onText = () => {
    const taken = server.socket.bytesWritten - server.socket.writableLength
    most = Math.max(most, taken - recorder.octets)
  }
  for (let i = 0; i < 60; i++) server.send(block)
  await recorder.receivesOctets(60_000_000)
  // What the kernel holds on both sides, at most about 10 MB.
  assert.ok(most < 20_000_000, `${most} octets between server and reader`)
})

test('destroy while octets are still being inflated: none is delivered, onClose comes once', async (t) => {
  const { transport, recorder, server } = await compressed(t)
  recorder.onText = () => transport.destroy()
  server.socket.end(deflated('x'.repeat(500_000)))
  assert.equal(await recorder.closed, undefined)
  const { octets } = recorder
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(recorder.octets, octets)
  assert.equal(recorder.closes.length, 1)
})

test('destroy after the socket has gone and before all is delivered still calls onClose', async () => {
  const socket = new Socket()
  const recorder = new Recorder()
  const transport = new NodeTransport({
    socket,
    session: undefined,
    intake: undefined,
    policy: undefined,
    target: targetOf(localOptions({ port: 143 })),
    handlers: recorder,
    clock: new VirtualClock(),
  })
  transport.compress(nothing)
  socket.push(deflated('x'.repeat(100_000)))
  socket.push(null)
  await new Promise((resolve) => socket.once('close', resolve))
  transport.pause()
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(recorder.closes.length, 0)
  transport.destroy()
  assert.equal(recorder.closes.length, 0, 'never within the call')
  assert.equal(await recorder.closed, undefined)
  assert.ok(recorder.octets < 100_000)
})

test('a corrupt stream is one ProtocolError', async (t) => {
  const good = deflated('* 1 EXISTS\r\n')
  for (const [name, octets] of [
    ['plaintext', Buffer.from('* BYE shutting down\r\n')],
    ['a reserved block type', Buffer.of(0x06, 0, 0, 0)],
    ['garbage after good octets', Buffer.concat([good, Buffer.of(0x06, 0xff, 0xff)])],
    ['a wrong stored length', Buffer.of(0x00, 1, 0, 1, 0, 65)],
  ] as const) {
    const { transport, recorder, server } = await compressed(t)
    server.send(octets)
    const error = (await recorder.closed) as Error & { code: string }
    assert.deepEqual([error.name, error.code], ['ProtocolError', 'ERR_IMAP_SYNTAX'], name)
    transport.destroy()
    await turn()
    assert.equal(recorder.closes.length, 1)
  }
})

test('a final block followed by anything is one ProtocolError', async (t) => {
  const { recorder, server } = await compressed(t)
  server.send(deflateRawSync('* BYE\r\n'))
  await recorder.receives('* BYE\r\n')
  server.send('more')
  const error = (await recorder.closed) as Error & { code: string }
  assert.equal(error.code, 'ERR_IMAP_SYNTAX')
  assert.match(error.message, /ended the compressed stream/)
})

test('a stream cut at any octet closes once, without a crash', async (t) => {
  const stream = deflated('* 1 EXISTS\r\na1 OK done\r\n')
  for (let at = 0; at < stream.length; at++) {
    for (const leave of ['end', 'reset'] as const) {
      const { recorder, server } = await compressed(t)
      if (leave === 'end') server.socket.end(stream.subarray(0, at))
      else server.socket.write(stream.subarray(0, at), () => server.socket.resetAndDestroy())
      await recorder.closed
      assert.equal(recorder.closes.length, 1)
      assert.ok('* 1 EXISTS\r\na1 OK done\r\n'.startsWith(recorder.text), `${leave} at ${at}`)
    }
  }
})

test('octets that expand more than 200-fold end the connection within 2 MiB', async (t) => {
  const { recorder, server } = await compressed(t)
  server.send(deflated(Buffer.alloc(64 * 1024 * 1024)))
  const error = (await recorder.closed) as Error & { code: string }
  assert.deepEqual([error.name, error.code], ['ProtocolError', 'ERR_IMAP_LIMIT'])
  assert.ok(recorder.octets <= 2 * 1024 * 1024, `${recorder.octets} octets`)
})

test('the same is fine inside a body literal, and the guard is back after it', async (t) => {
  const { recorder, server } = await compressed(t)
  const literal = 16 * 1024 * 1024
  recorder.expansion = true
  server.send(deflated(Buffer.alloc(literal)))
  await recorder.receivesOctets(literal)
  recorder.expansion = false
  server.send(deflated(Buffer.alloc(literal)))
  assert.equal(((await recorder.closed) as { code: string }).code, 'ERR_IMAP_LIMIT')
})

test('ordinary text in any amount passes the guard', async (t) => {
  const { recorder, server } = await compressed(t)
  const rows = Array.from({ length: 100_000 }, (_, i) => `* ${i} FETCH (UID ${i * 3} FLAGS (\\Seen))\r\n`).join('')
  server.send(deflated(rows))
  await recorder.receivesOctets(rows.length)
  assert.ok(rows.length > 3 * 1024 * 1024)
  assert.equal(recorder.closes.length, 0)
})

test('end sends what is queued, compressed, before it closes', async (t) => {
  const { transport, recorder, server } = await compressed(t)
  server.socket.on('end', () => server.socket.end())
  transport.write(['a9 LOGOUT\r\n'])
  transport.end()
  assert.equal(await recorder.closed, undefined)
  assert.equal(inflated(server), 'a9 LOGOUT\r\n')
})

test('compress is refused twice, and before STARTTLS is not undone by it', async (t) => {
  const state = { name: 'UsageError', code: 'ERR_IMAP_STATE' }
  const { transport } = await compressed(t, 'starttls')
  assert.throws(() => transport.compress(nothing), state)
  await assert.rejects(transport.startTls(nothing), state)
  transport.destroy()
  transport.compress(nothing)
})

/** A connection that has just been told to compress. */
async function compressed(
  t: TestContext,
  security: 'tls' | 'starttls' | 'insecure-plaintext' = 'insecure-plaintext',
  leftover: Uint8Array = nothing,
): Promise<Opened & { server: PeerSocket }> {
  const peer = await tcpPeer(t, () => {}, security === 'tls' ? certificates().good : undefined)
  const opened = await open(t, { port: peer.port, security })
  opened.transport.compress(leftover)
  return { ...opened, server: await peer.accepted() }
}

/** A stretch of a raw DEFLATE stream, byte-aligned and without a final block. */
function deflated(octets: string | Uint8Array): Buffer {
  return deflateRawSync(octets, { finishFlush: constants.Z_SYNC_FLUSH })
}

function inflated(server: PeerSocket, from = 0): string {
  const octets = Buffer.from(server.received.slice(from), 'latin1')
  return inflateRawSync(octets, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1')
}

function until(server: PeerSocket, met: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!met()) return
      server.socket.off('data', check)
      resolve()
    }
    server.socket.on('data', check)
    check()
  })
}
