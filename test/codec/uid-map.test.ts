import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { numberAt, setOf, UidMap, type OrderedRanges } from '../../src/codec/uid-map.ts'

test('the nth UID of one set became the nth of the other, whatever the order of the sets', () => {
  const map = UidMap.of(
    [
      [7, 9],
      [2, 3],
    ],
    [
      [100, 100],
      [60, 62],
      [5, 5],
    ],
  )!
  assert.deepEqual(
    [...map],
    [
      [7, 100],
      [8, 60],
      [9, 61],
      [2, 62],
      [3, 5],
    ],
  )
  assert.deepEqual(
    [map.get(7), map.get(2), map.get(3), map.get(4), map.get(1), map.get(10)],
    [100, 62, 5, undefined, undefined, undefined],
  )
  assert.deepEqual([map.inverse.get(62), map.inverse.get(7)], [2, undefined])
  assert.deepEqual([String(map.source), String(map.destination), map.size], ['2:3,7:9', '5,60:62,100', 5])
  assert.equal(JSON.stringify(map), '"7=100,8:9=60:61,2=62,3=5"')
})

test('sets that do not correspond are no mapping', () => {
  assert.equal(UidMap.of([[1, 3]], [[7, 8]]), undefined)
  assert.equal(UidMap.of([[1, 2]], [[7, 9]]), undefined)
  assert.equal(UidMap.of([], [[1, 1]]), undefined)
  const twice: OrderedRanges = [
    [1, 1],
    [1, 1],
  ]
  assert.equal(UidMap.of(twice, [[7, 8]]), undefined)
  assert.equal(UidMap.of([[7, 8]], twice), undefined)
})

test('nothing became nothing', () => {
  assert.deepEqual(UidMap.of([], []), UidMap.empty)
  assert.ok(UidMap.empty.isEmpty)
  assert.equal(UidMap.empty.get(1), undefined)
})

test('billions of UIDs cost no more than their ranges', () => {
  const map = UidMap.of([[1, 4294967295]], [[1, 4294967295]])!
  assert.deepEqual([map.size, map.get(4294967295), map.inverse.get(77)], [4294967295, 4294967295, 77])
})

test('a number is found at its place in ranges of any order', () => {
  const ranges: OrderedRanges = [
    [7, 8],
    [3, 3],
  ]
  assert.deepEqual(
    [0, 1, 2, 3].map((place) => numberAt(ranges, place)),
    [7, 8, 3, undefined],
  )
  assert.equal(String(setOf(ranges)), '3,7:8')
})

test('a map made of ranges is the map made of pairs', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 0, maxLength: 20 })
  fc.assert(
    fc.property(numbers, numbers, (some, others) => {
      const length = Math.min(some.length, others.length)
      const [from, to] = [some.slice(0, length), others.slice(0, length)]
      const map = UidMap.of(rangesOf(from), rangesOf(to))!
      assert.deepEqual(
        [...map],
        from.map((uid, i) => [uid, to[i]]),
      )
      for (let uid = 1; uid <= 61; uid++) {
        const place = from.indexOf(uid)
        assert.equal(map.get(uid), place < 0 ? undefined : to[place])
      }
      assert.deepEqual(
        [...map.inverse],
        to.map((uid, i) => [uid, from[i]]),
      )
    }),
  )
})

/** Ascending neighbours share a range. */
function rangesOf(numbers: readonly number[]): OrderedRanges {
  const ranges: [number, number][] = []
  for (const n of numbers) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] + 1 === n) last[1] = n
    else ranges.push([n, n])
  }
  return ranges
}
