import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberSet } from '../../src/codec/number-set.ts'
import { sequenceSet, type SetInput } from '../../src/codec/sequence-set.ts'
import { isUsageError } from './encode/wire.ts'

test('numbers, lists, sets and text name messages alike', () => {
  for (const input of [
    [3, 1, 2],
    new Set([1, 2, 3]),
    NumberSet.range(1, 3),
    '1:3',
    '3,1:2',
    '3:1',
    sequenceSet('1:3', 'x'),
  ]) {
    assert.equal(sequenceSet(input, 'uids').toString(), '1:3')
  }
  assert.equal(sequenceSet(7, 'uids').toString(), '7')
})

test('a set that is empty, out of range or junk is refused, and the error names the argument (C5, C12, C13)', () => {
  const bad: unknown[] = [
    [],
    new Set(),
    NumberSet.empty,
    '',
    0,
    [1, 0],
    -1,
    1.5,
    NaN,
    Infinity,
    2 ** 32,
    '4294967296',
    '0:5',
    '01',
    '1:*\r\nA9 DELETE x',
    '1\n',
    ' 1',
    '1, 2',
    '1,,2',
    '*:',
    '**',
    '$',
    'all',
    ['1'],
    [undefined],
    null,
    undefined,
    {},
    { known: 1 },
    true,
    1n,
  ]
  for (const input of bad) {
    assert.throws(
      () => sequenceSet(input as SetInput, 'uids'),
      (error) => isUsageError(error) && (error as Error).message.startsWith('uids: '),
      String(input),
    )
  }
})

test('what an error shows of a bad set has no line breaks', () => {
  assert.throws(
    () => sequenceSet('1\r\nX', 'uids'),
    (error) => !/[\r\n]/.test((error as Error).message),
  )
})

test('n:* names everything from n on, and the last message even below n (RFC 9051 §9, seq-range)', () => {
  const set = sequenceSet('10:*,3', 'uids')
  assert.deepEqual([set.openFrom, set.star, set.usesStar, set.known.toString()], [10, false, true, '3'])
  assert.deepEqual(
    [3, 4, 9, 10, 4294967295].map((n) => set.matches(n, false)),
    [true, false, false, true, true],
  )
  assert.equal(set.matches(4, true), true)
  assert.equal(sequenceSet('*:10,3', 'uids').toString(), '3,10:*')
})

test('* names the last message alone', () => {
  const set = sequenceSet('*', 'uids')
  assert.deepEqual([set.openFrom, set.star, set.usesStar, set.known.size], [undefined, true, true, 0])
  assert.deepEqual([set.matches(5, false), set.matches(5, true)], [false, true])
  assert.equal(sequenceSet('*:*,2', 'uids').toString(), '2,*')
  assert.equal(sequenceSet('*,5:*', 'uids').toString(), '5:*')
})

test('the text of a set is read as the same set, and matches what its parts say', () => {
  const end = fc.oneof(fc.integer({ min: 1, max: 30 }).map(String), fc.constant('*'))
  const element = fc.oneof(
    end,
    fc.tuple(end, end).map((ends) => ends.join(':')),
  )
  fc.assert(
    fc.property(
      fc.array(element, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 35 }),
      (elements, largest) => {
        const set = sequenceSet(elements.join(','), 'uids')
        assert.deepEqual(sequenceSet(set.toString(), 'uids'), set)
        for (let n = 1; n <= largest; n++) {
          const named = elements.some((text) => {
            const [a, b] = text.split(':').map((part) => (part === '*' ? largest : Number(part)))
            return n >= Math.min(a!, b ?? a!) && n <= Math.max(a!, b ?? a!)
          })
          assert.equal(set.matches(n, n === largest), named, `${n} of ${largest} in ${elements.join()}`)
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('sets that share a message overlap, and * may be any message', () => {
  const overlap = (a: SetInput, b: SetInput): boolean => {
    const result = sequenceSet(a, 'a').overlaps(sequenceSet(b, 'b'))
    assert.equal(sequenceSet(b, 'b').overlaps(sequenceSet(a, 'a')), result)
    return result
  }
  assert.equal(overlap('1:5', '5:9'), true)
  assert.equal(overlap('1:5', '6:9'), false)
  assert.equal(overlap('1', '*'), true)
  assert.equal(overlap('1', '100:*'), true)
})
