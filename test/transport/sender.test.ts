import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { UsageError } from '../../src/errors.ts'
import { Outbox } from '../../src/transport/node/outbox.ts'
import { Sender } from '../../src/transport/node/sender.ts'
import { turn } from './recorder.ts'
import { VirtualClock } from './virtual-clock.ts'

class Sunk {
  readonly clock = new VirtualClock()
  readonly writes: string[] = []
  readonly pending: (() => void)[] = []
  drained = 0
  stalled = 0
  /** Whether the operating system takes octets at once. */
  open = true
  readonly sink = (octets: Uint8Array, taken: () => void): void => {
    this.writes.push(Buffer.from(octets).toString('latin1'))
    if (this.open) process.nextTick(taken)
    else this.pending.push(taken)
  }
  readonly sender = new Sender(this.sink, this.clock, 30_000, {
    drained: () => this.drained++,
    stalled: () => this.stalled++,
  })
}

test('all pieces of one turn leave in one write, those of promise jobs included', async () => {
  const { sender, writes } = new Sunk()
  sender.write(['a1 NOOP\r\n'])
  sender.write([Buffer.from('a2 NOOP'), '\r\n'])
  const deep = (async () => {
    for (let i = 3; i < 20; i++) {
      await Promise.resolve()
      sender.write([`a${i} NOOP\r\n`])
    }
  })()
  assert.equal(writes.length, 0, 'nothing leaves within the call')
  await turn()
  await deep
  assert.equal(writes.length, 1)
  assert.equal(writes[0], Array.from({ length: 19 }, (_, i) => `a${i + 1} NOOP\r\n`).join(''))
})

test('from an I/O callback, too, promise jobs come before the write', async () => {
  const { sender, writes } = new Sunk()
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      sender.write(['first '])
      void Promise.resolve()
        .then(() => {})
        .then(() => sender.write(['second']))
      resolve()
    })
  })
  await turn()
  assert.deepEqual(writes, ['first second'])
})

test('8 KiB in one turn do not wait for its end, and the order is kept', async () => {
  const { sender, writes } = new Sunk()
  sender.write(['a'.repeat(8191)])
  assert.equal(writes.length, 0)
  sender.write(['b'])
  assert.deepEqual(writes.map(length), [8192])
  sender.write(['c'])
  await turn()
  assert.equal(writes.join(''), `${'a'.repeat(8191)}bc`)
  assert.equal(writes.length, 2)
})

test('octets leave in slices, the next one when the last was taken', async () => {
  const sunk = new Sunk()
  sunk.open = false
  sunk.sender.write(['x'.repeat(150_000)])
  await turn()
  assert.deepEqual(sunk.writes.map(length), [65_536])
  assert.equal(sunk.sender.unsent, 150_000)
  sunk.sender.write(['yy'])
  await turn()
  assert.equal(sunk.writes.length, 1)
  for (const left of [150_002 - 65_536, 150_002 - 131_072, 0]) {
    sunk.pending.shift()!()
    assert.equal(sunk.sender.unsent, left)
  }
  assert.deepEqual(sunk.writes.map(length), [65_536, 65_536, 18_930])
  assert.equal(sunk.drained, 1)
})

test('no progress for the write timeout is a stall, progress starts it anew', async () => {
  const sunk = new Sunk()
  sunk.open = false
  sunk.sender.write(['x'.repeat(100_000)])
  await turn()
  sunk.clock.pass(29_999)
  sunk.pending.shift()!()
  sunk.clock.pass(29_999)
  assert.equal(sunk.stalled, 0)
  sunk.clock.pass(1)
  assert.equal(sunk.stalled, 1)
})

test('progress of one of two slices in flight starts the write timeout anew', async () => {
  const sunk = new Sunk()
  sunk.open = false
  sunk.sender.write(['x'.repeat(100_000)])
  await turn()
  sunk.sender.switchTo(sunk.sink)
  assert.equal(sunk.pending.length, 2)
  sunk.clock.pass(29_999)
  sunk.pending.shift()!()
  sunk.clock.pass(29_999)
  assert.equal(sunk.stalled, 0)
  sunk.clock.pass(1)
  assert.equal(sunk.stalled, 1)
})

test('a connection with nothing to send never stalls and keeps no timer', async () => {
  const sunk = new Sunk()
  sunk.sender.write(['a1 NOOP\r\n'])
  await turn()
  sunk.clock.pass(100_000)
  assert.equal(sunk.stalled, 0)
  assert.equal(sunk.clock.timers, 0)
})

test('held octets leave through the next sink only', async () => {
  const sunk = new Sunk()
  sunk.sender.write(['early '])
  sunk.sender.hold()
  sunk.sender.write(['late'])
  await turn()
  assert.deepEqual(sunk.writes, [])
  const other: string[] = []
  sunk.sender.release((octets, taken) => {
    other.push(Buffer.from(octets).toString('latin1'))
    taken()
  })
  await turn()
  assert.deepEqual(other, ['early late'])
})

test('closing drops what waits, ends the timer, and nothing is called afterwards', async () => {
  const sunk = new Sunk()
  sunk.open = false
  sunk.sender.write(['x'.repeat(100_000)])
  await turn()
  sunk.sender.close()
  sunk.pending.shift()!()
  sunk.sender.write(['more'])
  await turn()
  sunk.clock.pass(100_000)
  assert.equal(sunk.writes.length, 1)
  assert.deepEqual([sunk.drained, sunk.stalled, sunk.sender.unsent, sunk.clock.timers], [0, 0, 0, 0])
})

test('a string beyond latin1 is refused whole: it cannot become a line break', () => {
  const outbox = new Outbox()
  for (const text of ['\u010d\u010a', 'a\u0100', '😀']) {
    assert.throws(() => outbox.push(['ok', text]), UsageError)
  }
  assert.equal(outbox.octets, 0)
  outbox.push(['\xff\x00\x7f\x80'])
  assert.deepEqual([...outbox.take(9)], [255, 0, 127, 128])
})

test('an outbox gives back what it got, in order, whatever the slices', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(new Uint8Array(20_000).fill(7), 'z'.repeat(3000), new Uint8Array()),
    ),
    { maxLength: 12 },
  )
  const steps = fc.array(fc.record({ pieces, limit: fc.constantFrom(1, 3, 64, 5000, 65_536) }), { maxLength: 8 })
  fc.assert(
    fc.property(steps, (script) => {
      const outbox = new Outbox()
      const put: Buffer[] = []
      const got: Uint8Array[] = []
      const take = (limit: number): void => {
        const slice = outbox.take(limit)
        assert.ok(slice.length <= limit)
        got.push(slice)
      }
      for (const { pieces, limit } of script) {
        outbox.push(pieces)
        put.push(
          ...pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece))),
        )
        take(limit)
      }
      while (outbox.octets > 0) take(65_536)
      assert.ok(Buffer.concat(put).equals(Buffer.concat(got)))
      assert.equal(outbox.take(10).length, 0)
    }),
  )
})

test('a hundred thousand small pieces cost time in proportion', () => {
  const outbox = new Outbox()
  const pieces = Array.from({ length: 100_000 }, (_, i) => `${i} `)
  outbox.push(pieces)
  const got: string[] = []
  while (outbox.octets > 100) {
    got.push(Buffer.from(outbox.take(100)).toString('latin1'))
    outbox.push(['!'])
  }
  got.push(Buffer.from(outbox.take(100)).toString('latin1'))
  assert.equal(got.join('').replaceAll('!', ''), pieces.join(''))
})

function length(text: string): number {
  return text.length
}
