/** What others do to the selected mailbox shows up in user code: while commands run, and while none does. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { NumberSet, type EventReader, type ImapConnection, type ImapEvent } from '../../src/index.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { message, messages, openAccount, type Account } from './account.ts'

/** More than Dovecot ever takes; it looks for changes of others every half second or so. */
const PATIENCE_MS = 10_000

async function withDeadline<T>(what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController()
  const late = sleep(PATIENCE_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new Error(`${what}: nothing for ${PATIENCE_MS} ms`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
}

/** Reads until everything wanted has been told; returns the events that told it. */
async function untilTold<Event extends ImapEvent & { readonly uids: NumberSet }>(
  reader: EventReader<Event>,
  wanted: NumberSet,
): Promise<readonly Event[]> {
  const events: Event[] = []
  let told = NumberSet.empty
  while (!wanted.isSubsetOf(told)) {
    const { value, done } = await withDeadline(`waiting for ${wanted.difference(told).toString()}`, reader.next())
    if (done === true) throw new Error('the stream ended')
    assert.ok(told.isDisjointFrom(value.uids), 'nothing is told twice')
    events.push(value)
    told = told.union(value.uids)
  }
  return events
}

/** Keeps commands in flight until it is told to stop. */
function busy(imap: ImapConnection): () => Promise<number> {
  let stopped = false
  let count = 0
  const work = async (): Promise<void> => {
    while (!stopped) {
      await Promise.all([imap.fetch('1:*', { envelope: true }), imap.search({ seen: false }), imap.list()])
      count += 3
    }
  }
  const workers = Promise.all([work(), work()])
  return async () => {
    stopped = true
    await workers
    return count
  }
}

const figures = (latencies: readonly number[]): string => {
  const sorted = latencies.toSorted((a, b) => a - b)
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1)
  return `median ${at(0.5)} ms, largest ${at(1)} ms of ${sorted.length}`
}

async function selected(t: TestContext): Promise<Account | undefined> {
  const account = await openAccount(t, { messages: messages(5) })
  await account?.imap.select('INBOX')
  return account
}

async function idling(imap: ImapConnection): Promise<void> {
  while (imap.inFlight + imap.queued > 0) await sleep(5)
  await sleep(200)
}

for (const state of ['idle', 'busy'] as const) {
  test(`mail delivered by another session is messageNew with its UID, connection ${state}`, async (t) => {
    const account = await selected(t)
    if (account === undefined) return
    const { imap, raw } = account
    const arrivals = imap.events({ types: ['messageNew'] }) as EventReader<Extract<ImapEvent, { type: 'messageNew' }>>
    const stop = state === 'busy' ? busy(imap) : undefined
    if (stop === undefined) await idling(imap)
    const latencies: number[] = []
    for (let uid = 6; uid < 14; uid++) {
      const started = performance.now()
      await deliver(raw, `delivered ${uid}`)
      for (const { mailbox, cause } of await untilTold(arrivals, NumberSet.of(uid))) {
        assert.deepEqual([mailbox, cause], ['INBOX', 'unsolicited'])
      }
      latencies.push(performance.now() - started)
      const [row] = await imap.fetch(uid, { headers: ['subject'] })
      assert.equal(row?.headers.get('subject'), `delivered ${uid}`)
    }
    const commands = await stop?.()
    t.diagnostic(`${figures(latencies)}${commands === undefined ? '' : `, ${commands} commands meanwhile`}`)
  })

  test(`flags and removals by another session are flagChange and messageExpunge with UIDs, connection ${state}`, async (t) => {
    const account = await selected(t)
    if (account === undefined) return
    const { imap, raw } = account
    const changes = imap.events({ types: ['flagChange'] }) as EventReader<Extract<ImapEvent, { type: 'flagChange' }>>
    const removals = imap.events({ types: ['messageExpunge'] }) as EventReader<
      Extract<ImapEvent, { type: 'messageExpunge' }>
    >
    const stop = state === 'busy' ? busy(imap) : undefined
    await raw.ok('SELECT INBOX')
    if (stop === undefined) await idling(imap)
    const flagged = performance.now()
    await raw.ok('UID STORE 2,4 +FLAGS (\\Flagged $Theirs)')
    for (const { cause, flags, unidentified } of await untilTold(changes, NumberSet.of(2, 4))) {
      assert.deepEqual([cause, unidentified], ['unsolicited', 0])
      assert.ok(flags?.includes('\\Flagged') && flags.includes('$Theirs'))
    }
    const removed = performance.now()
    await raw.ok('UID STORE 1,4 +FLAGS.SILENT (\\Deleted)')
    await raw.ok('UID EXPUNGE 1,4')
    for (const { cause, unidentified } of await untilTold(removals, NumberSet.of(1, 4))) {
      assert.deepEqual([cause, unidentified], ['unsolicited', 0])
    }
    t.diagnostic(`flags ${(removed - flagged).toFixed(0)} ms, removal ${(performance.now() - removed).toFixed(0)} ms`)
    await stop?.()
    assert.equal(imap.selected?.messages, 3)
    assert.equal(String(await imap.search({ all: true })), '2:3,5')
  })
}

test('a hundred messages delivered while commands run are all told, each once', async (t) => {
  const account = await selected(t)
  if (account === undefined) return
  const { imap, raw } = account
  const arrivals = imap.events({ types: ['messageNew'] }) as EventReader<Extract<ImapEvent, { type: 'messageNew' }>>
  const stop = busy(imap)
  for (let n = 0; n < 100; n++) await deliver(raw, `one of many ${n}`)
  const events = await untilTold(arrivals, NumberSet.range(6, 105))
  const commands = await stop()
  await imap.noop()
  assert.equal(imap.selected?.messages, 105)
  t.diagnostic(`${events.length} events, ${commands} commands meanwhile`)
})

test('what the connection itself does has the command as its cause', async (t) => {
  const account = await selected(t)
  if (account === undefined) return
  const { imap } = account
  const types = ['messageNew', 'messageExpunge', 'flagChange'] as const
  const reader = imap.events({ types }) as EventReader<ImapEvent & { readonly uids: NumberSet }>
  const appended = imap.append('INBOX', message('own'))
  await appended
  const copied = imap.copy('1', 'INBOX')
  await copied
  const stored = imap.store('2', { add: ['\\Deleted'] })
  await stored
  const expunged = imap.expunge('2')
  await expunged
  const doers = new Map<unknown, string>([
    [appended, 'append'],
    [copied, 'copy'],
    [stored, 'store'],
    [expunged, 'expunge'],
  ])
  const found = new Set<string>()
  while (found.size < 4) {
    const { value } = await withDeadline('an event', reader.next())
    if (value !== undefined && 'cause' in value) found.add(`${value.type} ${value.uids} by ${doers.get(value.cause)}`)
  }
  const expected = [
    'messageNew 6 by append',
    'messageNew 7 by copy',
    'flagChange 2 by store',
    'messageExpunge 2 by expunge',
  ]
  assert.deepEqual([...found].toSorted(), expected.toSorted())
})

async function deliver(raw: RawImap, subject: string): Promise<void> {
  const text = message(subject)
  await raw.ok(`APPEND INBOX {${text.length}+}\r\n${text}`)
}
