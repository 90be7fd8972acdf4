import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberSet } from '../../src/codec/number-set.ts'
import type { Fetch } from '../../src/codec/values.ts'
import { EventReader, type EventOptions } from '../../src/client/event-reader.ts'
import type { ImapEvent } from '../../src/client/events.ts'

type Without<E> = E extends unknown ? Omit<E, 'at' | 'connection'> : never

function event(parts: Without<ImapEvent>): ImapEvent {
  return { at: 0, connection: 1, ...parts } as ImapEvent
}

const base = { mailbox: 'INBOX', cause: 'unsolicited' } as const
const arrived = (...uids: number[]): ImapEvent =>
  event({ type: 'messageNew', ...base, uidValidity: 7, uids: NumberSet.of(...uids), row: undefined })
const gone = (...uids: number[]): ImapEvent =>
  event({ type: 'messageExpunge', ...base, uids: NumberSet.of(...uids), unidentified: 0, earlier: false })
const flagged = (...uids: number[]): ImapEvent =>
  event({ type: 'flagChange', ...base, uids: NumberSet.of(...uids), flags: ['k'], modSeq: 5n, unidentified: 0 })
const counts = (messages: number, mailbox = 'INBOX'): ImapEvent =>
  event({ type: 'mailboxStatus', mailbox, cause: 'unsolicited', items: { messages } })
const notice = (text: string): ImapEvent => event({ type: 'notice', status: 'OK', code: undefined, text })
const reset = (uidValidity: number): ImapEvent => event({ type: 'mailboxReset', ...base, previous: 1, uidValidity })
const row = (uid: number, octets = 100): ImapEvent =>
  event({ type: 'fetch', ...base, uid, row: { type: 'fetch', octets } as Fetch })

function reader(options: EventOptions, ...events: readonly ImapEvent[]): EventReader {
  const made = new EventReader(options, () => {})
  for (const each of events) made.push(each)
  return made
}

async function unread(from: EventReader): Promise<readonly ImapEvent[]> {
  const found: ImapEvent[] = []
  from.end()
  for await (const each of from) found.push(each)
  return found
}

function shown(events: readonly ImapEvent[]): readonly string[] {
  return events.map((each) => {
    if ('uids' in each) return `${each.type} ${each.uids}`
    if (each.type === 'mailboxStatus') return `${each.mailbox} ${JSON.stringify(each.items)}`
    if (each.type === 'notice') return each.text
    if (each.type === 'fetch') return `fetch ${each.uid}`
    if (each.type === 'overflow') {
      const lost = [...each.lost].map(([type, count]) => `${count} ${type}`)
      return `overflow ${lost.join(', ')} in ${each.mailboxes.join(' ')}`
    }
    return each.type
  })
}

test('up to the limit events are kept as they are', async () => {
  const events = [arrived(1), arrived(2), flagged(1)]
  assert.deepEqual(await unread(reader({ limit: 3 }, ...events)), events)
})

test('past the limit state events keep their newest value', async () => {
  const kept = await unread(reader({ limit: 2 }, notice('a'), counts(1), counts(2), counts(3)))
  assert.deepEqual(shown(kept), ['a', 'INBOX {"messages":3}'])
})

test('items of one mailbox come together, mailboxes stay apart', async () => {
  const recent = event({ type: 'mailboxStatus', mailbox: 'INBOX', cause: 'unsolicited', items: { recent: 1 } })
  const kept = await unread(reader({ limit: 2 }, counts(1), counts(1, 'A'), recent, counts(9, 'A')))
  assert.deepEqual(shown(kept), ['INBOX {"messages":1,"recent":1}', 'A {"messages":9}'])
})

test('past the limit message events of one kind merge into one set of UIDs', async () => {
  const kept = await unread(reader({ limit: 1 }, arrived(5), arrived(6), arrived(8)))
  assert.deepEqual(shown(kept), ['messageNew 5:6,8'])
})

test('merged flag changes say to read the flags again', async () => {
  const [kept] = await unread(reader({ limit: 1 }, flagged(5), flagged(6)))
  assert.ok(kept?.type === 'flagChange')
  assert.deepEqual([String(kept.uids), kept.flags, kept.modSeq], ['5:6', undefined, undefined])
})

test('messages that come and go are never merged across each other', async () => {
  const kept = await unread(reader({ limit: 2 }, arrived(5), gone(5), arrived(6), gone(6)))
  assert.deepEqual(shown(kept), [
    'messageNew 5',
    'messageExpunge 5',
    'overflow 1 messageNew, 1 messageExpunge in INBOX',
  ])
})

test('a new UIDVALIDITY is never merged across: UIDs of before and after name other messages', async () => {
  const kept = await unread(reader({ limit: 2 }, arrived(5), reset(8), arrived(1)))
  assert.deepEqual(shown(kept), ['messageNew 5', 'mailboxReset', 'overflow 1 messageNew in INBOX'])
})

test('a removal is never merged across a row of the same message', async () => {
  const kept = await unread(reader({ limit: 2 }, gone(3), row(4), gone(4)))
  assert.deepEqual(shown(kept), ['messageExpunge 3', 'fetch 4', 'overflow 1 messageExpunge in INBOX'])
})

test('what was opened or closed in between is a boundary for merging', async () => {
  const selected = event({ type: 'mailboxSelected', ...base, readOnly: false, uidValidity: 7, messages: 3 } as never)
  const kept = await unread(reader({ limit: 2 }, gone(3), selected, gone(4)))
  assert.deepEqual(shown(kept), ['messageExpunge 3', 'mailboxSelected', 'overflow 1 messageExpunge in INBOX'])
})

test('events with different causes are not merged', async () => {
  const token = {} as never
  const kept = await unread(reader({ limit: 1 }, arrived(5), { ...arrived(6), cause: token } as ImapEvent))
  assert.deepEqual(shown(kept), ['messageNew 5', 'overflow 1 messageNew in INBOX'])
})

test('what cannot be merged is counted in one overflow event that says where to read again', async () => {
  const kept = await unread(
    reader({ limit: 1 }, notice('a'), notice('b'), row(4), counts(3, 'A'), arrived(5), notice('c')),
  )
  assert.deepEqual(shown(kept), ['a', 'overflow 2 notice, 1 fetch, 1 mailboxStatus, 1 messageNew in INBOX A'])
})

test('after the overflow has been read, events come as they are again', async () => {
  const made = reader({ limit: 1 }, notice('a'), notice('b'))
  assert.deepEqual(shown([(await made.next()).value as ImapEvent, (await made.next()).value as ImapEvent]), [
    'a',
    'overflow 1 notice in ',
  ])
  made.push(notice('c'))
  made.push(notice('d'))
  assert.deepEqual(shown(await unread(made)), ['c', 'overflow 1 notice in '])
})

test('rows are counted by their octets: a reader nobody reads does not keep the bodies of a mailbox', async () => {
  const made = reader({})
  const mebibyte = 2 ** 20
  for (let uid = 1; uid <= 500; uid++) made.push(row(uid, mebibyte))
  const kept = await unread(made)
  assert.ok(kept.length <= 18, `${kept.length} rows of a mebibyte are kept`)
  const last = kept.at(-1)!
  assert.ok(last.type === 'overflow')
  assert.equal(kept.length - 1 + last.lost.get('fetch')!, 500)
})

test('one row larger than the bound is still told', async () => {
  const kept = await unread(reader({}, row(1, 2 ** 30)))
  assert.deepEqual(shown(kept), ['fetch 1'])
})

test('a reader of some types sees and counts no other', async () => {
  const kept = await unread(reader({ limit: 1, types: ['notice'] }, arrived(1), notice('a'), arrived(2), notice('b')))
  assert.deepEqual(shown(kept), ['a', 'overflow 1 notice in '])
})

test('readers that wait get events in the order they came', async () => {
  const made = reader({})
  const waiting = [made.next(), made.next()]
  made.push(notice('a'))
  made.push(notice('b'))
  assert.deepEqual(shown((await Promise.all(waiting)).map(({ value }) => value as ImapEvent)), ['a', 'b'])
})

test('leaving the loop or aborting the signal ends a reader for good', async () => {
  let detached = 0
  const left = new EventReader({}, () => detached++)
  left.push(notice('a'))
  for await (const each of left) {
    assert.equal(each.type, 'notice')
    break
  }
  left.push(notice('b'))
  assert.equal((await left.next()).done, true)
  const abort = new AbortController()
  const aborted = new EventReader({ signal: abort.signal }, () => detached++)
  const pending = aborted.next()
  abort.abort()
  assert.equal((await pending).done, true)
  assert.equal(detached, 2)
})

/** What a consumer that follows events believes of a mailbox. */
function follow(events: readonly ImapEvent[]): { readonly members: ReadonlySet<number>; readonly lost: boolean } {
  const members = new Set<number>()
  let lost = false
  for (const each of events) {
    if (each.type === 'overflow') lost = true
    if (each.type === 'mailboxReset') members.clear()
    if (each.type === 'messageNew') for (const uid of each.uids) members.add(uid)
    if (each.type === 'fetch') members.add(each.uid)
    if (each.type === 'messageExpunge') for (const uid of each.uids) members.delete(uid)
  }
  return { members, lost }
}

test('a reader however slow believes what a fast one does, or has been told that it missed something', async () => {
  const happening = fc.oneof(
    fc.nat(6).map((uid) => arrived(uid + 1)),
    fc.nat(6).map((uid) => gone(uid + 1)),
    fc.nat(6).map((uid) => row(uid + 1)),
    fc.nat(6).map((uid) => flagged(uid + 1)),
    fc.nat(9).map((n) => counts(n)),
    fc.constant(reset(9)),
    fc.constant('read' as const),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 9 }), fc.integer({ min: 1, max: 4 }), async (steps, limit) => {
      const made = reader({ limit })
      const read: ImapEvent[] = []
      for (const step of steps) {
        if (step !== 'read') made.push(step)
        else if (made.unread > 0) read.push((await made.next()).value as ImapEvent)
        assert.ok(made.unread <= limit + 1)
      }
      read.push(...(await unread(made)))
      const truth = follow(steps.filter((step) => step !== 'read'))
      const seen = follow(read)
      if (!seen.lost) assert.deepEqual(new Set(seen.members), new Set(truth.members))
      const told = read.flatMap((each) => (each.type === 'overflow' ? [...each.lost.values()] : []))
      const dropped = told.reduce((sum, count) => sum + count, 0)
      assert.ok(dropped <= steps.length)
    }),
    { numRuns: 1500 },
  )
})

test('a hundred thousand events that nobody reads cost no more than they are worth', async () => {
  const slow = reader({ limit: 1 })
  const started = performance.now()
  for (let n = 0; n < 100_000; n++) slow.push(flagged(2 * n + 1))
  assert.ok(performance.now() - started < 10_000, 'a minute and more when each merges all before it')
  const [merged] = await unread(slow)
  assert.equal(merged?.type === 'flagChange' && merged.uids.size, 100_000)
})
