/** Whoever reads slowly, or not at all, delays nobody else; what waits for him is bounded. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { ImapConnection } from '../../src/index.ts'
import { appendAll, bulkMessage } from '../support/mail.ts'
import { openAccount, optionsFor } from './account.ts'

const MESSAGES = 400
const MESSAGE_OCTETS = 25_000
const MIB = 1024 * 1024

function samples(): Generator<ReturnType<typeof bulkMessage>> {
  return (function* () {
    for (let n = 0; n < MESSAGES; n++) yield bulkMessage(n, MESSAGE_OCTETS)
  })()
}

/** Round trips of small commands, one at a time, for that long: how long each took, ascending. */
async function roundTrips(imap: ImapConnection, forMs: number): Promise<readonly number[]> {
  const took: number[] = []
  const end = performance.now() + forMs
  for (let n = 1; performance.now() < end; n++) {
    const started = performance.now()
    const [row] = await imap.fetch((n % MESSAGES) + 1, { envelope: true })
    assert.equal(row?.uid, (n % MESSAGES) + 1)
    took.push(performance.now() - started)
  }
  return took.toSorted((a, b) => a - b)
}

const median = (sorted: readonly number[]): number => sorted[sorted.length >> 1]!

/** Memory outside the heap that is really held: received octets and copies of bodies. */
function outsideHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().arrayBuffers
}

test('a FETCH read a row every 50 ms and an event reader that never reads delay no other command', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  await appendAll(raw, 'INBOX', samples())
  await imap.select('INBOX')
  const alone = await roundTrips(imap, 500)

  const never = imap.events({ limit: 100 })
  const before = outsideHeap()
  const slow = imap.fetch('1:*', { source: true, envelope: true })
  let read = 0
  let stop = false
  const reading = (async () => {
    for await (const row of slow) {
      assert.equal(row.uid, ++read)
      assert.ok(row.source.length > 0.9 * MESSAGE_OCTETS)
      if (stop) return
      await sleep(50)
    }
  })()
  const beside = await roundTrips(imap, 1000)
  stop = true
  await reading
  const grown = (outsideHeap() - before) / MIB

  t.diagnostic(
    `median round trip ${median(alone).toFixed(2)} ms alone (${alone.length}), ${median(beside).toFixed(2)} ms beside (${beside.length}); ` +
      `${read} rows read, ${never.unread} events unread, ${grown.toFixed(1)} MiB more outside the heap`,
  )
  // One every 50 ms would be 20 of them.
  assert.ok(beside.length > 100, `${beside.length} round trips`)
  assert.ok(median(beside) < Math.max(5 * median(alone), 10))
  assert.ok(read < 40)
  assert.ok(never.unread <= 101)
  assert.ok(grown < (2.5 * MESSAGES * MESSAGE_OCTETS) / MIB)
})

test('rows that nobody takes end in an error at their bound and the memory is given back', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { server, user, raw } = account
  await appendAll(raw, 'INBOX', samples())
  await using imap = await ImapConnection.open({ ...optionsFor(server, user), maxUnreadOctets: 2 * MIB })
  await imap.select('INBOX')
  const before = outsideHeap()
  const slow = imap.fetch('1:*', { source: true })
  const rows = slow[Symbol.asyncIterator]()
  assert.equal((await rows.next()).value?.uid, 1)
  const beside = await roundTrips(imap, 300)
  // What is dead is not always gone after one collection.
  let held = Infinity
  for (let turn = 0; turn < 50 && held >= 4; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    held = Math.min(held, (outsideHeap() - before) / MIB)
  }
  t.diagnostic(
    `${held.toFixed(1)} MiB held of ${((MESSAGES * MESSAGE_OCTETS) / MIB).toFixed(1)}; ${beside.length} round trips`,
  )
  assert.equal(slow.state, 'cancelled')
  // Three times the bound: what was read ahead of it, and memory that is not yet given back.
  assert.ok(held < 6, `${held} MiB held`)
  await assert.rejects(
    async () => {
      for (;;) if ((await rows.next()).done === true) return
    },
    { code: 'ERR_IMAP_CONSUMER_TOO_SLOW' },
  )
  assert.equal((await imap.fetch('1:*', { size: true })).length, MESSAGES)
})

test('a reader that never reads has the newest state and one overflow that says what to read again', async (t) => {
  const account = await openAccount(t, { messages: ['Subject: one\r\n\r\n.\r\n'] })
  if (account === undefined) return
  const { imap } = account
  await imap.select('INBOX')
  const never = imap.events({ limit: 50 })
  const reader = imap.events({ types: ['commandDone'], limit: 100_000 })
  const COMMANDS = 2000
  await Promise.all(Array.from({ length: COMMANDS }, (_, n) => (n % 2 ? imap.noop() : imap.fetch(1, { flags: true }))))
  assert.equal(reader.unread, COMMANDS)
  assert.ok(never.unread <= 51, `${never.unread} unread`)
  const types = new Map<string, number>()
  const left = never.unread
  for (let n = 0; n < left; n++) {
    const { value } = await never.next()
    types.set(value!.type, (types.get(value!.type) ?? 0) + 1)
    if (value?.type === 'overflow') assert.ok((value.lost.get('commandDone') ?? 0) > COMMANDS / 2)
  }
  assert.equal(types.get('overflow'), 1)
})
