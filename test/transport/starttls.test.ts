import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { certificates } from '../support/certificates.ts'
import { tcpPeer } from '../support/tcp-peer.ts'
import type { PeerSocket } from '../support/tcp-peer.ts'
import { open, turn } from './recorder.ts'
import type { Opened } from './recorder.ts'

const OK = 't1 OK begin TLS\r\n'
const EVIL = '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n'
const nothing = new Uint8Array()

const injected = { name: 'ProtocolError', code: 'ERR_IMAP_STARTTLS_INJECTION' }

test('after the upgrade octets go both ways inside TLS', async (t) => {
  const { transport, recorder, server } = await beforeUpgrade(t)
  const [secured] = await Promise.all([server.startTls(certificates().good), transport.startTls(nothing)])
  assert.equal(transport.secure, true)
  assert.equal(transport.tls?.protocol, 'TLSv1.3')
  assert.equal(transport.tls?.fingerprint256, certificates().good.fingerprint256)
  secured.send('* CAPABILITY IMAP4rev1\r\n')
  await recorder.receives('* CAPABILITY')
  transport.write(['t2 NOOP\r\n'])
  await secured.receives('t2 NOOP\r\n')
  assert.equal(server.received, 't1 STARTTLS\r\n', 'nothing else was ever written in the clear')
})

test('what is written during the handshake waits for TLS', async (t) => {
  const { transport, server } = await beforeUpgrade(t)
  const upgrading = transport.startTls(nothing)
  transport.write(['t2 LOGIN me secret\r\n'])
  const accepting = server.startTls(certificates().good)
  await turn()
  assert.equal(transport.unsent, 20)
  const secured = await accepting
  await upgrading
  await secured.receives('t2 LOGIN me secret\r\n')
  assert.doesNotMatch(server.received, /secret/)
})

test('a pause that spans the upgrade holds afterwards', async (t) => {
  const { transport, recorder, server } = await beforeUpgrade(t)
  const upgrading = transport.startTls(nothing)
  transport.pause()
  const secured = await server.startTls(certificates().good)
  await upgrading
  secured.send('* OK inside\r\n')
  await new Promise((resolve) => setTimeout(resolve, 30))
  assert.doesNotMatch(recorder.text, /inside/)
  transport.resume()
  await recorder.receives('inside')
})

test('leftover octets after the OK are an injection, wherever the segments were cut', async (t) => {
  const whole = Buffer.from(OK + EVIL)
  for (let at = 1; at < whole.length; at += 7) {
    const { transport, recorder, server, peer } = await beforeUpgrade(t, { answered: false })
    const failed = new Promise<unknown>((resolve) => {
      recorder.onText = () => {
        const end = recorder.text.indexOf(OK) + OK.length
        if (end < OK.length) return
        recorder.onText = () => {}
        transport.startTls(Buffer.from(recorder.text.slice(end), 'latin1')).catch(resolve)
      }
    })
    server.send(whole.subarray(0, at))
    await turn()
    server.send(whole.subarray(at))
    // With the cut before EVIL the rest reaches OpenSSL or the socket's buffer instead of `leftover`.
    const error = await failed
    assert.deepEqual(pick(error), injected, `cut at ${at}`)
    assert.deepEqual((await recorder.closed) === error, true)
    assert.equal(transport.secure, false)
    assert.equal(peer.sockets.length, 1)
  }
})

test('plaintext that the socket holds back when the upgrade begins is an injection', async (t) => {
  const { transport, recorder, server } = await beforeUpgrade(t)
  transport.pause()
  server.send(EVIL)
  await new Promise((resolve) => setTimeout(resolve, 30))
  await assert.rejects(transport.startTls(nothing), injected)
  assert.doesNotMatch(recorder.text, /AUTH=PLAIN/)
})

for (const delay of [0, 10, 60]) {
  test(`plaintext ${delay} ms after the OK is an injection`, async (t) => {
    const { transport, recorder, server } = await beforeUpgrade(t)
    const upgrading = transport.startTls(nothing)
    setTimeout(() => server.send(EVIL), delay)
    await assert.rejects(upgrading, injected)
    const closed = (await recorder.closed) as Error & { code: string }
    assert.equal(closed.code, injected.code)
    assert.doesNotMatch(recorder.text, /AUTH=PLAIN/)
    assert.equal(recorder.closes.length, 1)
  })
}

test('plaintext followed by a real handshake is an injection all the same', async (t) => {
  const { transport, recorder, server } = await beforeUpgrade(t)
  const upgrading = transport.startTls(nothing)
  server.send(EVIL)
  server.startTls(certificates().good).catch(() => {})
  await assert.rejects(upgrading, injected)
  assert.doesNotMatch(recorder.text, /AUTH=PLAIN/)
})

test('a handshake that never comes ends at the TLS deadline', async (t) => {
  const { transport, recorder } = await beforeUpgrade(t, { tlsTimeout: 150 })
  await assert.rejects(transport.startTls(nothing), {
    code: 'ERR_IMAP_TIMEOUT',
    message: /did not finish the TLS handshake within 150 ms$/,
  })
  assert.equal(((await recorder.closed) as { code: string }).code, 'ERR_IMAP_TIMEOUT')
})

test('a server that leaves during the handshake is ERR_IMAP_TLS', async (t) => {
  for (const leave of ['end', 'resetAndDestroy', 'destroy'] as const) {
    const { transport, recorder, server } = await beforeUpgrade(t)
    const upgrading = transport.startTls(nothing)
    server.socket[leave]()
    await assert.rejects(upgrading, { code: 'ERR_IMAP_TLS' }, leave)
    assert.equal(((await recorder.closed) as { code: string }).code, 'ERR_IMAP_TLS')
    assert.equal(recorder.closes.length, 1)
  }
})

test('destroy and end during the handshake close without error and reject the upgrade', async (t) => {
  for (const leave of ['destroy', 'end'] as const) {
    const { transport, recorder } = await beforeUpgrade(t)
    const upgrading = transport.startTls(nothing)
    await turn()
    transport[leave]()
    transport[leave]()
    await assert.rejects(upgrading, { code: 'ERR_IMAP_CLOSED' })
    assert.equal(await recorder.closed, undefined)
    assert.equal(recorder.closes.length, 1)
  }
})

test('nothing is written after a failed upgrade', async (t) => {
  const { transport, recorder, server } = await beforeUpgrade(t)
  await assert.rejects(transport.startTls(Buffer.from(EVIL)), injected)
  transport.write(['t2 APPEND secret\r\n'])
  transport.end()
  await recorder.closed
  await new Promise((resolve) => server.socket.once('close', resolve))
  assert.equal(server.received, 't1 STARTTLS\r\n')
  assert.equal(transport.unsent, 0)
})

test('STARTTLS is refused where it cannot be: twice, inside TLS, on a connection meant to stay plaintext', async (t) => {
  const state = { name: 'UsageError', code: 'ERR_IMAP_STATE' }
  const { transport, server } = await beforeUpgrade(t)
  const upgrading = transport.startTls(nothing)
  await assert.rejects(transport.startTls(nothing), state)
  await server.startTls(certificates().good)
  await upgrading
  await assert.rejects(transport.startTls(nothing), state)

  const plaintext = await open(t, { port: (await tcpPeer(t)).port })
  await assert.rejects(plaintext.transport.startTls(nothing), state)
  const tls = await open(t, { port: (await tcpPeer(t, () => {}, certificates().good)).port, security: 'tls' })
  await assert.rejects(tls.transport.startTls(nothing), state)
})

function pick(error: unknown): { name: string; code: string } {
  const { name, code } = error as { name: string; code: string }
  return { name, code }
}

/** A connection whose STARTTLS has been sent and, unless told otherwise, answered OK. */
async function beforeUpgrade(
  t: TestContext,
  { answered = true, tlsTimeout = 10_000 } = {},
): Promise<Opened & { server: PeerSocket; peer: Awaited<ReturnType<typeof tcpPeer>> }> {
  const peer = await tcpPeer(t)
  const opened = await open(t, { port: peer.port, security: 'starttls', tlsTimeout })
  const server = await peer.accepted()
  opened.transport.write(['t1 STARTTLS\r\n'])
  await server.receives('t1 STARTTLS\r\n')
  if (answered) {
    server.send(OK)
    await opened.recorder.receives(OK)
  }
  return { ...opened, server, peer }
}
