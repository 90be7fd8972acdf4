/** A download of 30 MB from a real server, and small commands beside it on the same connection. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ImapConnection } from '../../src/index.ts'
import { startDelayProxy } from '../support/delay-proxy.ts'
import { appendAll, bulkMessage } from '../support/mail.ts'
import { openAccount, optionsFor } from './account.ts'

const MIB = 1024 * 1024
const WINDOW = 2 * MIB

/** Memory outside the heap that is really held. */
function outsideHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().arrayBuffers
}

const digest = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex')

test('30 MB come whole while small commands go on being answered, and a window of them is in memory', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { raw, server, user } = account
  const small = bulkMessage(1, 2000)
  const large = bulkMessage(2, 30 * MIB)
  await appendAll(raw, 'INBOX', [small, large])
  const wanted = digest(large.bytes)
  const size = large.bytes.length
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 10, bytesPerSecond: 20e6 })
  t.after(() => proxy.close())
  await using imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
  await imap.select('INBOX')
  // What the server has to find out about the message, it finds out once.
  await imap.fetch(2, { size: true, bodyStructure: true })
  const before = outsideHeap()
  let most = 0
  let over = false
  const took: number[] = []
  const others = (async () => {
    for (; !over; await sleep(10)) {
      const started = performance.now()
      assert.equal((await imap.fetchOne(1, { flags: true }))?.uid, 1)
      took.push(performance.now() - started)
    }
  })()
  const hash = createHash('sha256')
  const { meta, content } = await imap.download(2, undefined, { window: WINDOW })
  let chunks = 0
  for await (const chunk of content) {
    hash.update(chunk)
    if (++chunks % 20 === 0) most = Math.max(most, outsideHeap() - before)
  }
  over = true
  await others
  took.sort((a, b) => a - b)
  const middle = took[took.length >> 1]!
  t.diagnostic(
    `${took.length} small commands, ${middle.toFixed(0)} ms in the middle, ${took.at(-1)!.toFixed(0)} ms the longest; ` +
      `${chunks} chunks, ${(most / MIB).toFixed(1)} MiB outside the heap at most`,
  )
  assert.equal(meta.size, size)
  assert.equal(hash.digest('hex'), wanted)
  // One literal of all would let none of them through for a second and a half.
  assert.ok(took.length > 5, `${took.length} small commands`)
  assert.ok(middle < 500, `${middle} ms`)
  assert.ok(most < 3 * WINDOW, `${most / MIB} MiB`)
})

test('a reader that pauses has the server wait, and nobody else', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { raw, imap } = account
  const large = bulkMessage(2, 12 * MIB)
  await appendAll(raw, 'INBOX', [large])
  await imap.select('INBOX')
  const { received } = imap.octets
  const { content } = await imap.download(1, undefined, { window: MIB })
  for (let n = 0; n < 50; n++) await imap.noop()
  const ahead = imap.octets.received - received
  assert.ok(ahead < 1.1 * MIB, `${ahead} octets`)
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  assert.equal(digest(Buffer.concat(chunks)), digest(large.bytes))
})

test('a message that another connection removes ends its download, and the connection goes on', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { raw, imap } = account
  await appendAll(raw, 'INBOX', [bulkMessage(2, 6 * MIB)])
  await imap.select('INBOX')
  const { content } = await imap.download(1, undefined, { window: 256 * 1024 })
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 1 +FLAGS (\\Deleted)')
  await raw.ok('EXPUNGE')
  await imap.noop()
  const reading = async (): Promise<void> => {
    let octets = 0
    for await (const chunk of content) octets += chunk.length
    assert.fail(`${octets} octets and no error`)
  }
  await assert.rejects(reading(), { code: 'ERR_IMAP_NO_MESSAGE' })
  await imap.noop()
})
