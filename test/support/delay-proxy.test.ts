import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { startDelayProxy, type DelayProxyOptions } from './delay-proxy.ts'
import { LOOPBACK } from './ports.ts'

/** A server behind a proxy. */
async function link(t: TestContext, options: Omit<DelayProxyOptions, 'port'>, serve: (socket: Socket) => void) {
  const server = createServer((socket) => serve(socket.setNoDelay(true).on('error', () => undefined)))
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve))
  const proxy = await startDelayProxy({ ...options, port: (server.address() as AddressInfo).port })
  t.after(async () => {
    await proxy.close()
    await new Promise((resolve) => server.close(resolve))
  })
  const socket = connect(proxy.port, LOOPBACK).setNoDelay(true)
  t.after(() => socket.destroy())
  return { proxy, socket }
}

const nextChunk = (socket: Socket): Promise<Buffer> => new Promise((resolve) => socket.once('data', resolve))

test('a greeting arrives two round trips after connect(), an answer one after the question', async (t) => {
  const greetings: number[] = []
  const answers: number[] = []
  for (let i = 0; i < 3; i++) {
    const { socket } = await link(t, { oneWayMs: 25 }, (peer) => {
      peer.write('hello')
      peer.on('data', (chunk) => peer.write(chunk))
    })
    const connecting = performance.now()
    await nextChunk(socket)
    greetings.push(performance.now() - connecting)
    for (let j = 0; j < 3; j++) {
      const asked = performance.now()
      socket.write('?')
      await nextChunk(socket)
      answers.push(performance.now() - asked)
    }
  }
  // the shortest: a busy machine makes any of them longer
  assert.ok(Math.min(...greetings) > 98 && Math.min(...greetings) < 112, `greetings after ${greetings.join(', ')} ms`)
  assert.ok(Math.min(...answers) >= 50 && Math.min(...answers) < 54, `answers after ${answers.join(', ')} ms`)
})

test('octets keep their order and number through a narrow link, and the end comes last', async (t) => {
  const sent = Buffer.alloc(1_000_000, 'imap')
  const started = performance.now()
  const { socket } = await link(t, { oneWayMs: 5, bytesPerSecond: 10_000_000 }, (peer) => peer.end(sent))
  const received: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) received.push(chunk)
  const took = performance.now() - started
  assert.deepEqual(Buffer.concat(received), sent)
  assert.ok(took > 115, `1 MB at 10 MB/s took ${took} ms`)
})

test('cut() resets the connection at both ends', async (t) => {
  const accepted = Promise.withResolvers<Socket>()
  const { proxy, socket } = await link(t, { oneWayMs: 1 }, (peer) => {
    peer.write('hello')
    accepted.resolve(peer)
  })
  await nextChunk(socket)
  const peer = await accepted.promise
  const closed = [socket, peer].map(
    (end) => new Promise((resolve) => end.on('error', () => undefined).once('close', resolve)),
  )
  proxy.cut()
  await Promise.all(closed)
})
