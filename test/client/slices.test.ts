/** Stretches of a section: whatever a server makes of them, the content is whole or it is an error. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Slices, type Slice } from '../../src/client/download/slices.ts'
import { runs } from '../support/property.ts'

interface Situation {
  readonly size: number
  readonly announced: number | undefined
  /** The server gives no more at a time. */
  readonly cap: number
  readonly length: number
  readonly from: number
  /** Which of the stretches asked for is answered next. */
  readonly order: readonly number[]
  readonly ahead: number
}

/** Asks, answers in any order and takes, until nothing is left to do. */
function played({ size, announced, cap, length, from, order, ahead }: Situation): { slices: Slices; got: number[] } {
  const content = Uint8Array.from({ length: size }, (_, i) => i % 251)
  const slices = new Slices(from)
  const open: Slice[] = []
  const got: number[] = []
  const ask = (): void => {
    while (open.length < ahead) {
      const slice = slices.ask(length)
      if (slice === undefined) return
      open.push(slice)
    }
  }
  open.push(slices.ask(length)!)
  slices.announce(announced)
  for (let turn = 0; turn < 10_000; turn++) {
    ask()
    if (open.length === 0) break
    const [slice] = open.splice((order[turn % order.length] ?? 0) % open.length, 1)
    const { start } = slice!
    slices.answered(slice!, content.slice(start, start + Math.min(cap, slice!.length)))
    for (let octets = slices.take(); octets !== undefined; octets = slices.take()) got.push(...octets)
  }
  return { slices, got }
}

const situation = fc.record({
  size: fc.nat(300),
  lie: fc.option(fc.integer({ min: -40, max: 40 })),
  cap: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 60 })),
  length: fc.integer({ min: 1, max: 80 }),
  start: fc.nat(300),
  order: fc.array(fc.nat(9), { minLength: 1, maxLength: 20 }),
  ahead: fc.integer({ min: 1, max: 6 }),
})

test('in whatever order answers come, and whatever size was announced, all octets are handed out once and in order', () => {
  fc.assert(
    fc.property(situation, ({ size, lie, start, ...rest }) => {
      const from = Math.min(start, size)
      const announced = lie === null ? undefined : Math.max(from, size + lie)
      // Both together: what it says is all there is, and so much it gives. Nobody can tell that from the truth.
      fc.pre(announced === undefined || announced >= size || rest.cap === Infinity)
      const { slices, got } = played({ size, announced, from, ...rest })
      assert.equal(slices.done, true)
      assert.deepEqual(
        got,
        Array.from({ length: size - from }, (_, i) => (from + i) % 251),
      )
      assert.equal(slices.held, 0)
    }),
    { numRuns: 3000, ...runs() },
  )
})

test('an honest server is asked for no stretch more than there are', () => {
  const slices = new Slices(0)
  const first = slices.ask(100)!
  slices.announce(250)
  const more = [slices.ask(100)!, slices.ask(100)!]
  assert.equal(slices.ask(100), undefined)
  assert.deepEqual(
    [first, ...more].map(({ start, length }) => [start, length]),
    [
      [0, 100],
      [100, 100],
      // one octet more than there should be
      [200, 51],
    ],
  )
})

test('a size that falls on the end of a stretch is proved, too', () => {
  const slices = new Slices(0)
  slices.announce(100)
  const first = slices.ask(100)!
  slices.answered(first, new Uint8Array(100))
  assert.equal(slices.done, false)
  const probe = slices.ask(100)!
  assert.deepEqual([probe.start, probe.length], [100, 1])
  slices.take()
  slices.answered(probe, new Uint8Array(0))
  assert.equal(slices.done, true)
})

test('what comes from behind an end that was proved is an error', () => {
  const slices = new Slices(0)
  slices.announce(150)
  const [first, second] = [slices.ask(100)!, slices.ask(100)!]
  slices.answered(second, new Uint8Array(0))
  slices.answered(first, new Uint8Array(100))
  assert.equal(slices.done, false)
  const other = new Slices(0)
  const [a, b] = [other.ask(10)!, (other.announce(15), other.ask(10)!)]
  other.answered(b, new Uint8Array(6))
  other.announce(5)
  assert.throws(() => other.answered(a, new Uint8Array(5)), { code: 'ERR_IMAP_INCOMPLETE' })
})
