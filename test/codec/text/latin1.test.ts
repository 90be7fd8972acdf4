import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EightBitProbe, indexOfLf, latin1, portableLatin1 } from '../../../src/codec/text/latin1.ts'

const chunk = fc.uint8Array({ maxLength: 300 })

test('latin1 gives one char an octet, with and without a Buffer to help', () => {
  fc.assert(
    fc.property(chunk, fc.nat(300), fc.nat(300), (octets, a, b) => {
      const [start, end] = [Math.min(a, b, octets.length), Math.min(Math.max(a, b), octets.length)]
      const expected = Buffer.from(octets).toString('latin1', start, end)
      assert.equal(latin1(octets, start, end), expected)
      assert.equal(portableLatin1.call(octets, start, end), expected)
    }),
  )
  const long = new Uint8Array(100_000).fill(0xe9)
  assert.equal(portableLatin1.call(long, 1, 99_999), 'é'.repeat(99_998))
})

test('indexOfLf finds the first LF from a place on', () => {
  const octets = Uint8Array.of(10, 1, 2, 10)
  assert.deepEqual(
    [0, 1, 3, 4].map((from) => indexOfLf(octets, from)),
    [0, 3, 3, -1],
  )
})

test('the probe sees an octet above 0x7F wherever it is, and only in its range', () => {
  const probe = new EightBitProbe()
  const memory = new Uint8Array(64)
  fc.assert(
    fc.property(fc.nat(40), fc.nat(20), fc.nat(20), fc.nat(63), (offset, a, b, high) => {
      memory.fill(0x7f)
      memory[high] = 0x80
      const octets = memory.subarray(offset, offset + 21)
      const [start, end] = [Math.min(a, b), Math.max(a, b)]
      assert.equal(probe.found(octets, start, end), high >= offset + start && high < offset + end)
    }),
    { numRuns: 2000 },
  )
})

test('the probe reads memory whose length is no multiple of four', () => {
  for (let length = 1; length < 9; length++) {
    const octets = new Uint8Array(new ArrayBuffer(length))
    octets[length - 1] = 0xff
    assert.equal(new EightBitProbe().found(octets, 0, length), true)
    assert.equal(new EightBitProbe().found(octets, 0, length - 1), false)
  }
})
