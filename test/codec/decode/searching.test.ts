/** ESEARCH and what extensions add to it, SORT, THREAD, UIDBATCHES. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberList } from '../../../src/codec/number-list.ts'
import { defaultLimits } from '../../../src/codec/limits.ts'
import type { ESearch, ThreadNode } from '../../../src/codec/values.ts'
import { walkThreads } from '../../../src/session/commands/searching/thread.ts'
import { malformedOf, one } from './parse.ts'

function esearch(line: string): ESearch {
  const response = one(`* ESEARCH ${line}`)
  assert.ok(response.type === 'esearch', response.type)
  return response
}

function threads(text: string): readonly ThreadNode[] {
  const response = one(`* THREAD ${text}`, { limits: { ...defaultLimits, tokens: 3_000_000 } })
  assert.ok(response.type === 'thread', response.type)
  return response.threads
}

const shape = (nodes: readonly ThreadNode[]): unknown =>
  nodes.map(({ number, children }) => (children.length === 0 ? number : [number, shape(children)]))

test('PARTIAL counts from the beginning or from the end, and may hold nothing (RFC 9394 §3.1)', () => {
  assert.equal(String(esearch('(TAG "a") UID PARTIAL (-1:-100 10,20:30)').partial?.numbers), '10,20:30')
  assert.deepEqual(esearch('(TAG "a") UID PARTIAL (-1:-100 9)').partial?.from, -1)
  assert.deepEqual(esearch('(TAG "a") UID PARTIAL (24000:24500 NIL)').partial, {
    from: 24000,
    to: 24500,
    numbers: NumberList.empty,
  })
  assert.equal(String(esearch('(TAG "a") PARTIAL (1:3 42,9,34)').partial?.numbers), '42,9,34')
})

test('ADDTO and REMOVEFROM are kept in the order in which they are to be applied (RFC 5267 §4.3.2)', () => {
  const { updates } = esearch('(TAG "C01") UID ADDTO (1 2733 1 2732) REMOVEFROM (0 32768) ADDTO (1 2731:2732)')
  assert.deepEqual(
    updates.map(({ change, position, numbers }) => `${change} ${position} ${numbers}`),
    ['added 1 2733', 'added 1 2732', 'removed 0 32768', 'added 1 2731:2732'],
  )
})

test('RELEVANCY are scores from 1 to 100 (RFC 6203 §7)', () => {
  assert.deepEqual(esearch('(TAG "B1") ALL 1,5,10 RELEVANCY (4 99 42)').relevancy, [4, 99, 42])
  assert.deepEqual(esearch('(TAG "B1") RELEVANCY ()').relevancy, [])
  malformedOf('* ESEARCH (TAG "B1") RELEVANCY (101)')
})

test('MAILBOX of MULTISEARCH is a name, read as names are (RFC 7377 §2.1)', () => {
  const { mailbox, uidValidity, uid } = esearch('(UIDVALIDITY 503 MAILBOX "Entw&APw-rfe" TAG "a") UID MIN 1')
  assert.deepEqual([mailbox, uidValidity, uid], ['Entwürfe', 503, true])
  assert.equal(esearch('(TAG "a" MAILBOX &bad UIDVALIDITY 1) UID').wireName, '&bad')
})

test('what no RFC has yet is kept, and what cannot be read costs only its response', () => {
  assert.deepEqual(esearch('(TAG "a" X y) UID NEW (1 (2))').extended, [
    { name: 'X', value: 'y' },
    { name: 'NEW', value: ['1', ['2']] },
  ])
  for (const line of ['ALL 0', 'ALL', 'PARTIAL (1 2)', 'PARTIAL (1:2)', 'ADDTO (1)', 'ADDTO 1', 'COUNT x', 'MIN 0']) {
    assert.equal(malformedOf(`* ESEARCH (TAG "a") UID ${line}`).name, 'ESEARCH')
  }
})

test('SORT keeps its order and takes a MODSEQ (RFC 5256 §4, RFC 7162 §7)', () => {
  const sorted = one('* SORT 5 3 4 1 2 2 (MODSEQ 99)')
  assert.ok(sorted.type === 'sort')
  assert.deepEqual([[...sorted.numbers], sorted.modSeq], [[5, 3, 4, 1, 2, 2], 99n])
  const none = one('* SORT ')
  assert.ok(none.type === 'sort' && none.numbers.isEmpty)
  malformedOf('* SORT 1 x')
})

test('THREAD makes trees (RFC 5256 §4)', () => {
  assert.deepEqual(shape(threads('(2)(3 6 (4 23)(44 7 96))')), [
    2,
    [
      3,
      [
        [
          6,
          [
            [4, [23]],
            [44, [[7, [96]]]],
          ],
        ],
      ],
    ],
  ])
  assert.deepEqual(shape(threads('((3)(5))')), [[undefined, [3, 5]]])
  assert.deepEqual(shape(threads('((1 2)(3 ((4)(5))))')), [
    [
      undefined,
      [
        [1, [2]],
        [3, [[undefined, [4, 5]]]],
      ],
    ],
  ])
  assert.deepEqual(shape(threads('')), [])
  for (const line of ['(1', '1', '(1))', '(a)', '(1)2', '(0)', ')']) malformedOf(`* THREAD ${line}`)
})

test('threads may be deeper than any stack, in answers and in parentheses', () => {
  const depth = 200_000
  const numbers = Array.from({ length: depth }, (_, i) => i + 1)
  const chain = threads(`(${numbers.join(' ')})`)
  const nested = threads(numbers.map((n) => `(${n} `).join('') + ')'.repeat(depth))
  for (const tree of [chain, nested]) {
    let deepest = 0
    for (const { depth: at } of walkThreads(tree)) deepest = Math.max(deepest, at)
    assert.equal(deepest, depth - 1)
  }
})

test('a THREAD of more tokens than the limit ends the connection', () => {
  const limits = { ...defaultLimits, tokens: 10 }
  assert.throws(() => one('* THREAD (1)(2)(3)(4)(5)(6)', { limits }), { code: 'ERR_IMAP_LIMIT' })
})

test('UIDBATCHES are ranges from the newest to the oldest (RFC 10022)', () => {
  const batches = one('* UIDBATCHES (TAG "A143") 215295:99696,99695:20351,20350')
  assert.ok(batches.type === 'uidBatches')
  assert.deepEqual([batches.tag, batches.batches.map(String)], ['A143', ['99696:215295', '20351:99695', '20350']])
  const none = one('* UIDBATCHES (TAG "A144")')
  assert.ok(none.type === 'uidBatches' && none.batches.length === 0)
  malformedOf('* UIDBATCHES (TAG "A144") 5:x')
})

test('NOUPDATE names the search (RFC 5267 §4.3.1)', () => {
  const refused = one('* NO [NOUPDATE "B02"] Too many contexts')
  assert.deepEqual(refused.type === 'status' && refused.code, { name: 'NOUPDATE', tag: 'B02' })
})

test('a NumberList is the list it was made of', () => {
  const lists = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 0xffff_ffff })))
  fc.assert(
    fc.property(lists, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (numbers, from, to) => {
      const list = NumberList.from(numbers)
      assert.deepEqual([...list], numbers)
      assert.deepEqual([list.size, list.first, list.last], [numbers.length, numbers[0], numbers.at(-1)])
      assert.deepEqual([...list.slice(from, to)], numbers.slice(from, to))
      assert.deepEqual(
        numbers.map((_, i) => list.at(i)),
        numbers,
      )
      assert.deepEqual([...list.concat(list)], [...numbers, ...numbers])
      assert.deepEqual(
        [...list.toSet()],
        [...new Set(numbers)].toSorted((a, b) => a - b),
      )
      if (numbers.length === 0) return
      const read = one(`* ESEARCH (TAG "a") PARTIAL (1:2 ${list})`)
      assert.deepEqual(read.type === 'esearch' && [...(read.partial?.numbers ?? [])], numbers)
    }),
  )
})

test('four thousand million numbers in a dozen octets stay a range', () => {
  const partial = esearch('(TAG "a") PARTIAL (1:2 5,1:4294967295)').partial!
  assert.equal(partial.numbers.size, 4294967296)
  assert.equal(String(partial.numbers.slice(1_000_000, 1_000_003)), '1000000:1000002')
})
