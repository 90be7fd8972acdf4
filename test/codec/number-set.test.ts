import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { MAX_NUMBER, NumberSet, NumberSetBuilder } from '../../src/codec/number-set.ts'
import { isUsageError } from './encode/wire.ts'

const MANY = { numRuns: 500 }
const small = fc.integer({ min: 1, max: 60 })
const numbers = fc.oneof(
  fc.array(small, { maxLength: 40 }),
  fc.array(fc.integer({ min: MAX_NUMBER - 30, max: MAX_NUMBER })),
)
const sorted = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b)

test('a NumberSet holds the numbers it was made of, ascending and once', () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const set = NumberSet.from(list)
      const expected = sorted(list)
      assert.deepEqual([...set], expected)
      assert.equal(set.size, expected.length)
      assert.equal(set.isEmpty, expected.length === 0)
      assert.deepEqual([set.min, set.max], [expected[0], expected.at(-1)])
      expected.forEach((n, i) => assert.deepEqual([set.at(i), set.indexOf(n)], [n, i]))
      assert.deepEqual([set.at(-1), set.at(expected.length), set.at(0.5)], [undefined, undefined, undefined])
      for (let n = 0; n <= 61; n++) {
        assert.equal(set.has(n), expected.includes(n))
        if (!expected.includes(n)) assert.equal(set.indexOf(n), -1)
        assert.equal(set.countThrough(n), expected.filter((m) => m <= n).length)
      }
      assert.equal(set.has((expected[0] ?? 1) + 0.5), false)
    }),
    MANY,
  )
})

test('ranges are sorted, apart from each other, and as few as can be', () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const set = NumberSet.from(list)
      const ranges = [...set.ranges()]
      assert.equal(ranges.length, set.rangeCount)
      ranges.forEach(([low, high], i) => {
        assert.ok(low <= high)
        if (i > 0) assert.ok(low > ranges[i - 1]![1] + 1)
      })
    }),
    MANY,
  )
})

test('set algebra agrees with sets of numbers', () => {
  fc.assert(
    fc.property(numbers, numbers, (left, right) => {
      const a = NumberSet.from(left)
      const b = NumberSet.from(right)
      const inB = (n: number): boolean => right.includes(n)
      assert.deepEqual([...a.union(b)], sorted([...left, ...right]))
      assert.deepEqual([...a.intersection(b)], sorted(left.filter(inB)))
      assert.deepEqual([...a.difference(b)], sorted(left.filter((n) => !inB(n))))
      assert.equal(a.isSubsetOf(b), left.every(inB))
      assert.equal(a.isDisjointFrom(b), !left.some(inB))
      assert.equal(a.equals(b), sorted(left).join() === sorted(right).join())
      assert.ok(a.intersection(b).isSubsetOf(a))
      assert.ok(a.difference(b).isDisjointFrom(b))
      for (const result of [a.union(b), a.intersection(b), a.difference(b)]) {
        assert.deepEqual(result, NumberSet.from([...result]), 'results are normal too')
      }
    }),
    MANY,
  )
})

test('text and set are each other’s inverse', () => {
  fc.assert(
    fc.property(numbers, (list) => {
      const set = NumberSet.from(list)
      if (set.isEmpty) return
      assert.ok(NumberSet.parse(set.toString()).equals(set))
      assert.equal(JSON.stringify({ set }), `{"set":"${set.toString()}"}`)
    }),
  )
})

test('1:4,7,9:8 is read as ranges, in any order', () => {
  const set = NumberSet.parse('1:4,7,9:8')
  assert.deepEqual(
    [...set.ranges()],
    [
      [1, 4],
      [7, 9],
    ],
  )
  assert.equal(NumberSet.parse('5,1:3,4,2').toString(), '1:5')
  assert.equal(inspect(set), 'NumberSet(7) { 1:4,7:9 }')
})

test('text that is no set of numbers is refused', () => {
  for (const text of [
    '',
    '*',
    '1:*',
    '0',
    '01',
    '1,',
    ',1',
    '1:2:3',
    '4294967296',
    '1 ',
    '1\r\n',
    '-1',
    '1.5',
    'a',
    '１',
  ]) {
    assert.throws(() => NumberSet.parse(text), isUsageError, text)
  }
})

test('only integers from 1 to 4294967295 get in', () => {
  for (const n of [0, -0, -1, 1.5, NaN, Infinity, 2 ** 32, '1' as never, 1n as never]) {
    assert.throws(() => NumberSet.of(n), isUsageError, String(n))
  }
  assert.throws(() => NumberSet.range(1, 2 ** 32), isUsageError)
  assert.throws(() => NumberSet.from([1, 0]), isUsageError)
  assert.throws(() => new NumberSetBuilder().addRange(0, 5), isUsageError)
})

test('1:4294967295 is one range: made, counted and cut without walking it', () => {
  const all = NumberSet.range(4294967295, 1)
  assert.equal(all.size, 4294967295)
  assert.equal(all.at(4294967294), 4294967295)
  assert.equal(all.indexOf(2 ** 31), 2 ** 31 - 1)
  assert.equal(all.difference(NumberSet.of(5)).toString(), '1:4,6:4294967295')
  assert.ok(all.union(NumberSet.of(7)).equals(all))
  assert.equal(NumberSet.parse('1:4294967295,1:4294967295').rangeCount, 1)
})

test('a builder takes numbers in any order and can go on after build', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(small, small)), fc.array(small), (ranges, more) => {
      const builder = new NumberSetBuilder()
      const model: number[] = []
      for (const [a, b] of ranges) {
        builder.addRange(a, b)
        for (let n = Math.min(a, b); n <= Math.max(a, b); n++) model.push(n)
      }
      const before = builder.build()
      assert.deepEqual([...before], sorted(model))
      more.forEach((n) => builder.add(n))
      assert.deepEqual([...builder.build()], sorted([...model, ...more]))
      assert.deepEqual([...before], sorted(model), 'a set once built does not change')
    }),
    MANY,
  )
})

test('sets of other members are not deeply equal', () => {
  assert.notDeepEqual(NumberSet.of(1), NumberSet.of(2))
  assert.deepEqual(NumberSet.of(1, 2, 3), NumberSet.range(1, 3))
  const indexed = NumberSet.range(1, 3)
  indexed.at(1)
  assert.deepEqual(indexed, NumberSet.range(1, 3))
})
