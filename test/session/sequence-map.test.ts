import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberSet } from '../../src/codec/number-set.ts'
import { SequenceMap } from '../../src/session/selection/sequence-map.ts'

/** One array element a message: what SequenceMap must be indistinguishable from. */
class NaiveMap {
  messages: (number | undefined)[] = []

  learn(sequence: number, uid: number): boolean {
    const longer = [...this.messages]
    while (longer.length < sequence) longer.push(undefined)
    if (longer[sequence - 1] === uid) return true
    if (longer[sequence - 1] !== undefined) return false
    longer[sequence - 1] = uid
    if (!hasRoom(longer)) return false
    this.messages = longer
    return true
  }

  learnAll(uids: readonly number[]): boolean {
    if (uids.length !== this.messages.length) return false
    if (this.messages.some((uid, i) => uid !== undefined && uid !== uids[i])) return false
    this.messages = [...uids]
    return true
  }

  expunge(sequence: number): number | undefined | false {
    if (sequence > this.messages.length) return false
    return this.messages.splice(sequence - 1, 1)[0]
  }

  vanish(uids: ReadonlySet<number>, uidsAreMembers: boolean): number[] {
    const left: (number | undefined)[] = []
    const removed: number[] = []
    let previous = 0
    for (let i = 0; i < this.messages.length;) {
      const uid = this.messages[i]
      if (uid !== undefined) {
        if (uids.has(uid)) removed.push(uid)
        else left.push(uid)
        previous = uid
        i++
        continue
      }
      let end = i
      while (end < this.messages.length && this.messages[end] === undefined) end++
      const next = this.messages[end] ?? Infinity
      const gone = uidsAreMembers ? [...uids].filter((n) => n > previous && n < next).length : 0
      for (let n = gone; n < end - i; n++) left.push(undefined)
      i = end
    }
    this.messages = left
    return removed
  }
}

function hasRoom(messages: readonly (number | undefined)[]): boolean {
  let sequence = 0
  let last = 0
  for (const [i, uid] of messages.entries()) {
    if (uid === undefined) continue
    if (uid - last < i + 1 - sequence) return false
    sequence = i + 1
    last = uid
  }
  return true
}

function check(map: SequenceMap, naive: NaiveMap, largest: number): void {
  const known = naive.messages.filter((uid) => uid !== undefined)
  assert.equal(map.exists, naive.messages.length)
  assert.equal(map.unknownCount, naive.messages.length - known.length)
  assert.deepEqual([...map.known], known)
  assert.equal(map.largestUid, known.at(-1))
  for (let n = 0; n <= naive.messages.length + 1; n++) assert.equal(map.uidOf(n), naive.messages[n - 1])
  for (let uid = 1; uid <= largest; uid++) {
    const at = naive.messages.indexOf(uid)
    assert.equal(map.sequenceOf(uid), at < 0 ? undefined : at + 1)
  }
}

type Step = (map: SequenceMap, naive: NaiveMap) => void

function steps(sequences: number, uids: number): fc.Arbitrary<Step> {
  const sequence = fc.integer({ min: 1, max: sequences })
  const uid = fc.integer({ min: 1, max: uids })
  const set = fc.uniqueArray(uid, { maxLength: 12 })
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(sequence, uid).map(
        ([n, u]): Step =>
          (map, naive) =>
            assert.equal(map.learn(n, u), naive.learn(n, u)),
      ),
    },
    {
      weight: 3,
      arbitrary: sequence.map(
        (n): Step =>
          (map, naive) =>
            assert.equal(map.expunge(n), naive.expunge(n)),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(set, fc.boolean()).map(
        ([list, members]): Step =>
          (map, naive) =>
            assert.deepEqual([...map.vanish(NumberSet.from(list), members)], naive.vanish(new Set(list), members)),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(uid, uid).map(([a, b]): Step => (map, naive) => {
        const range = NumberSet.range(a, b)
        assert.deepEqual([...map.vanish(range, true)], naive.vanish(new Set(range), true))
      }),
    },
    {
      weight: 1,
      arbitrary: sequence.map((n): Step => (map, naive) => {
        const grows = n >= naive.messages.length
        assert.equal(map.grow(n), grows)
        while (grows && naive.messages.length < n) naive.messages.push(undefined)
      }),
    },
    {
      weight: 1,
      arbitrary: set.map((list): Step => (map, naive) => {
        const fill = [...NumberSet.from(list)]
        assert.equal(map.learnAll(NumberSet.from(list)), naive.learnAll(fill))
      }),
    },
    {
      weight: 1,
      arbitrary: fc.constant<Step>((map, naive) => {
        const filled = naive.messages.map((uid, i) => uid ?? i + 1)
        if (filled.every((uid, i) => i === 0 || uid > filled[i - 1]!)) {
          assert.equal(map.learnAll(NumberSet.from(filled)), naive.learnAll(filled))
        }
      }),
    },
  )
}

test('a SequenceMap answers as an array of messages does, after any steps (I5)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.array(steps(24, 40), { maxLength: 60, size: 'max' }),
      (exists, list) => {
        const map = new SequenceMap()
        const naive = new NaiveMap()
        map.reset(exists)
        naive.messages = Array.from({ length: exists })
        for (const step of list) {
          step(map, naive)
          check(map, naive, 41)
        }
      },
    ),
    { numRuns: 400 },
  )
})

test('a SequenceMap of many blocks answers as an array of messages does', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (random) => {
      const below = (n: number): number => random.next().value % n
      const map = new SequenceMap()
      const naive = new NaiveMap()
      map.reset(3000)
      naive.messages = Array.from({ length: 3000 })
      for (let i = 0; i < 9000; i++) {
        const sequence = 1 + below(map.exists)
        if (below(3) > 0) assert.equal(map.learn(sequence, sequence * 3), naive.learn(sequence, sequence * 3))
        else if (i % 10 === 0) assert.equal(map.expunge(sequence), naive.expunge(sequence))
      }
      check(map, naive, 9001)
      for (let i = 0; i < 40; i++) {
        const low = 1 + below(9000)
        const range = NumberSet.range(low, low + below(400)).difference(NumberSet.of(low + 5))
        const members = below(2) === 0
        assert.deepEqual([...map.vanish(range, members)], naive.vanish(new Set(range), members))
        for (let j = 0; j < 20; j++) {
          const sequence = 1 + below(map.exists)
          assert.equal(map.expunge(sequence), naive.expunge(sequence))
          assert.equal(map.uidOf(sequence), naive.messages[sequence - 1])
        }
      }
      check(map, naive, 9001)
    }),
    { numRuns: 3 },
  )
})

test('unknown messages on both sides of where two blocks meet are one stretch', () => {
  for (const phase of [0, 1, 2]) {
    const map = new SequenceMap()
    const naive = new NaiveMap()
    map.reset(6000)
    naive.messages = Array.from({ length: 6000 })
    for (let n = 2; n <= 6000; n += 2) assert.equal(map.learn(n, n * 3), naive.learn(n, n * 3))
    const third = NumberSet.from([...map.known].filter((uid) => (uid / 6) % 3 === phase))
    map.vanish(third, false)
    naive.vanish(new Set(third), false)
    const missing = NumberSet.range(1, 18_000).difference(map.known)
    const some = NumberSet.from([...missing].filter((uid) => uid % 18 === 1))
    map.vanish(some, true)
    naive.vanish(new Set(some), true)
    check(map, naive, 0)
    map.vanish(missing, true)
    assert.deepEqual([map.exists, map.unknownCount], [2000, 0])
  }
})

/** A map of these messages, 0 for unknown. */
function mapOf(...uids: readonly number[]): SequenceMap {
  const map = new SequenceMap()
  map.reset(uids.length)
  uids.forEach((uid, i) => uid === 0 || assert.ok(map.learn(i + 1, uid)))
  return map
}

test('EXPUNGE 3 moves message 4 to 3', () => {
  const map = mapOf(10, 20, 30, 40)
  assert.equal(map.expunge(3), 30)
  assert.equal(map.uidOf(3), 40)
  assert.equal(map.sequenceOf(40), 3)
  assert.equal(map.sequenceOf(30), undefined)
  assert.equal(map.exists, 3)
})

test('EXPUNGE from the low end and from the high end leave the same messages (I6)', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 20 })), fc.nat(2), (doomed, sparse) => {
      const uids = Array.from({ length: 20 }, (_, i) => ((i + 1) % (sparse + 2) === 0 ? 0 : (i + 1) * 2))
      const ascending = mapOf(...uids)
      const descending = mapOf(...uids)
      const sorted = [...doomed].sort((a, b) => a - b)
      sorted.forEach((sequence, i) => ascending.expunge(sequence - i))
      sorted.toReversed().forEach((sequence) => descending.expunge(sequence))
      assert.deepEqual(ascending.known, descending.known)
      for (let n = 1; n <= 20; n++) assert.equal(ascending.uidOf(n), descending.uidOf(n))
    }),
  )
})

test('VANISHED of known UIDs does what EXPUNGE of each does, and ignores the others (I7)', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 50 })), (doomed) => {
      const uids = [3, 4, 5, 0, 0, 20, 22, 23, 0, 40]
      const vanished = mapOf(...uids)
      const expunged = mapOf(...uids)
      const removed = vanished.vanish(NumberSet.from(doomed), false)
      for (const uid of doomed) {
        const sequence = expunged.sequenceOf(uid)
        if (sequence !== undefined) assert.equal(expunged.expunge(sequence), uid)
      }
      assert.equal(vanished.exists, expunged.exists)
      assert.deepEqual(vanished.known, expunged.known)
      assert.deepEqual(removed, NumberSet.from(doomed).intersection(NumberSet.from(uids.filter((uid) => uid > 0))))
    }),
  )
})

test('a vanished UID that can be one of the unknown messages lowers exists, another does not', () => {
  const map = mapOf(10, 0, 0, 20, 21)
  assert.ok(map.vanish(NumberSet.of(15), true).isEmpty)
  assert.equal(map.exists, 4)
  assert.equal(map.sequenceOf(20), 3)
  assert.ok(map.vanish(NumberSet.of(5, 22), true).isEmpty)
  assert.equal(map.exists, 4)
  assert.ok(map.vanish(NumberSet.range(11, 19), true).isEmpty)
  assert.equal(map.exists, 3)
  assert.deepEqual([...map.known], [10, 20, 21])
})

test('EXISTS never shrinks the mailbox (I8)', () => {
  const map = mapOf(1, 2, 3)
  assert.equal(map.grow(2), false)
  assert.equal(map.exists, 3)
  assert.equal(map.grow(3), true)
  assert.equal(map.grow(5), true)
  assert.equal(map.unknownCount, 2)
  assert.equal(map.uidOf(3), 3)
})

test('a UID out of order is refused and changes nothing', () => {
  const map = mapOf(10, 0, 0, 13)
  for (const [sequence, uid] of [
    [2, 10],
    [2, 9],
    [2, 13],
    [2, 12],
    [3, 11],
    [1, 11],
    [4, 14],
    [5, 13],
    [9, 17],
    [0, 1],
  ] as const) {
    assert.equal(map.learn(sequence, uid), false, `${sequence} = ${uid}`)
  }
  assert.equal(map.exists, 4)
  assert.deepEqual([...map.known], [10, 13])
  assert.equal(map.learn(1, 10), true)
  assert.equal(map.learn(2, 11), true)
  assert.equal(map.learn(3, 12), true)
  assert.equal(map.learn(6, 15), true)
  assert.equal(map.exists, 6)
})

test('the complete set is refused when a known message would change its UID', () => {
  const map = mapOf(0, 7, 0)
  assert.equal(map.learnAll(NumberSet.of(5, 6, 7)), false)
  assert.equal(map.learnAll(NumberSet.of(5, 7)), false)
  assert.equal(map.unknownCount, 2)
  assert.equal(map.learnAll(NumberSet.of(5, 7, 9)), true)
  assert.equal(map.uidOf(3), 9)
})

test('EXPUNGE of a message that is not there says so', () => {
  const map = mapOf(1, 0)
  assert.equal(map.expunge(3), false)
  assert.equal(map.expunge(0), false)
  assert.equal(map.expunge(2), undefined)
  assert.equal(map.expunge(2), false)
  assert.equal(map.exists, 1)
})

test('4294967295 announced messages cost nothing until something is told of them', () => {
  const map = new SequenceMap()
  map.reset(4294967295)
  assert.equal(map.unknownCount, 4294967295)
  assert.equal(map.learn(4294967295, 4294967295), true)
  assert.equal(map.learn(2147483648, 2147483647), false)
  assert.equal(map.expunge(5), undefined)
  assert.equal(map.sequenceOf(4294967295), 4294967294)
  assert.ok(map.vanish(NumberSet.range(1, 4294967294), true).isEmpty)
  assert.deepEqual([map.exists, map.largestUid], [1, 4294967295])
})

test('learning, expunging and vanishing in a large mailbox stay cheap', () => {
  const map = new SequenceMap()
  map.reset(300_000)
  const started = performance.now()
  for (let n = 1; n <= 300_000; n++) map.learn(n, n * 2)
  for (let n = 1; n <= 20_000; n++) map.expunge(1)
  for (let n = 0; n < 20_000; n++) map.expunge(map.exists - n * 7)
  for (let n = 1; n <= 500; n++) map.vanish(NumberSet.of(n * 1000), true)
  const elapsed = performance.now() - started
  assert.equal(map.exists, map.known.size)
  assert.ok(elapsed < 2000, `${Math.round(elapsed)} ms`)
})
