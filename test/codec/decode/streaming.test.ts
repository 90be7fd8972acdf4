import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLimits } from '../../../src/codec/limits.ts'
import type { LiteralStart, ResponseParser } from '../../../src/codec/decode/parser.ts'
import type { Response } from '../../../src/codec/values.ts'
import { drain, octets, parserOf } from './parse.ts'

interface Streamed {
  readonly starts: LiteralStart[]
  /** What each sink took. */
  readonly contents: string[]
  readonly responses: Response[]
}

/** Reads `text` in pieces of `size`, in memory that is overwritten after each, streaming all literals from `from` on. */
function stream(text: string, from: number, size: number, parser: ResponseParser = parserOf()): Streamed {
  const streamed: Streamed = { starts: [], contents: [], responses: [] }
  parser.streamFrom = from
  parser.onLiteral = (start) => {
    const place = streamed.starts.push(start) - 1
    streamed.contents.push('')
    return (chunk) => void (streamed.contents[place] += Buffer.from(chunk).toString('latin1'))
  }
  for (let at = 0; at < text.length; at += size) {
    const piece = octets(text.slice(at, at + size))
    parser.feed(piece)
    streamed.responses.push(...drain(parser))
    piece.fill(0)
  }
  return streamed
}

const START = { sequence: 12, uid: undefined, item: 'BODY', section: '', origin: undefined, size: 4 } as const

/** What stands before `{4}`, and what the listener is told; null where it is not to be asked. */
const OFFERS: Readonly<Record<string, Partial<LiteralStart> | null>> = {
  '* 12 FETCH (BODY[] ': {},
  '* 12 FETCH (UID 7 BODY[] ': { uid: 7 },
  '*  12 fetch  ( uid 7  body[] ': { uid: 7 },
  '* 12 FETCH (FLAGS (\\Seen UID 9) UID 7 MODSEQ (5) BODY[1.2.MIME]<100> ': {
    uid: 7,
    section: '1.2.MIME',
    origin: 100,
  },
  '* 12 FETCH (BODY[HEADER.FIELDS (To "From")] ': { section: 'HEADER.FIELDS (FROM TO)' },
  '* 12 FETCH (BINARY[2] ~': { item: 'BINARY', section: '2' },
  '* 12 FETCH (RFC822 ': { item: 'RFC822' },
  '* 12 FETCH (RFC822.HEADER ': { item: 'RFC822.HEADER' },
  '* 12 FETCH (RFC822.TEXT ': { item: 'RFC822.TEXT' },
  '* 12 UIDFETCH (BODY[] ': { sequence: undefined, uid: 12 },
  '* 12 FETCH (X "a \\" UID 8 (" UID 7 BODY[] ': { uid: 7 },
  '* 12 FETCH (X "UID 8" BODY[] ': {},
  '* 12 FETCH (X {6}\r\nUID 8  BODY[] ': {},
  '* 12 FETCH (UID 7 X ({1}\r\n) {1}\r\n() BODY[] ': { uid: 7 },
  '* 12 FETCH (FLAGS (\\Seen)BODY[] ': {},
  '* 12 FETCH (X ': null,
  '* 12 FETCH (X BODY[] ': null,
  '* 12 FETCH (X (BODY[] ': null,
  '* 12 FETCH (ENVELOPE (NIL ': null,
  '* 12 FETCH (BODY[]<x> ': null,
  '* 12 FETCH (BODY[ ': null,
  '* 12 FETCH (BODY[]) ': null,
  '* 12 FETCH (X "BODY[] ': null,
  '* 12 FETCHX (BODY[] ': null,
  '* X 12 FETCH (BODY[] ': null,
  '* LIST () "/" ': null,
}

for (const [prefix, offered] of Object.entries(OFFERS)) {
  const text = `${prefix}{4}\r\nabcd)\r\n`
  test(`${JSON.stringify(prefix)} is ${offered === null ? 'not ' : ''}offered to the listener`, () => {
    for (const size of [text.length, 1, 5]) {
      const { starts, contents, responses } = stream(text, 4, size)
      const isLonger = prefix.includes('{6}')
      assert.deepEqual(starts, offered === null ? [] : [{ ...START, ...offered }])
      assert.deepEqual(contents, offered === null ? [] : ['abcd'])
      assert.equal(responses.length, 1, isLonger ? 'the inner literal is content' : undefined)
    }
  })
}

test('a streamed literal leaves its size where its octets would be', () => {
  const text = '* 12 FETCH (UID 7 BODY[1] {3}\r\nabc BODY[2] {5}\r\nabcde FLAGS ())\r\n'
  const { responses, contents } = stream(text, 4, 3)
  const [row] = responses
  assert.ok(row?.type === 'fetch')
  assert.deepEqual(row.attributes.sections, [
    { item: 'BODY', section: '1', origin: undefined, value: octets('abc') },
    { item: 'BODY', section: '2', origin: undefined, value: { streamed: 5 } },
  ])
  assert.deepEqual(contents, ['abcde'])
  assert.deepEqual(row.attributes.flags, [])
  assert.equal(row.octets, text.length)
})

test('an empty literal is offered too, and its sink gets nothing', () => {
  const { starts, contents, responses } = stream('* 12 FETCH (BODY[] {0}\r\n)\r\n', 0, 100)
  assert.deepEqual(starts, [{ ...START, size: 0 }])
  assert.deepEqual(contents, [''])
  assert.deepEqual(responses[0]?.type === 'fetch' && responses[0].attributes.sections?.[0]?.value, { streamed: 0 })
})

test('without a sink the octets are kept', () => {
  const parser = parserOf()
  parser.streamFrom = 1
  parser.onLiteral = () => undefined
  parser.feed(octets('* 12 FETCH (BODY[] {4}\r\nabcd)\r\n'))
  const [row] = drain(parser)
  assert.deepEqual(row?.type === 'fetch' && row.attributes.sections?.[0]?.value, octets('abcd'))
})

test('a listener is asked from 64 KiB on unless told otherwise', () => {
  const parser = parserOf()
  const sizes: number[] = []
  parser.onLiteral = ({ size }) => void sizes.push(size)
  for (const size of [65_535, 65_536]) parser.feed(octets(`* 1 FETCH (BODY[] {${size}}\r\n${'x'.repeat(size)})\r\n`))
  drain(parser)
  assert.deepEqual(sizes, [65_536])
})

test('limits of literals do not count for streamed ones', () => {
  const limits = { ...defaultLimits, body: 0, literal: 0, response: 100 }
  const { responses } = stream(
    `* 1 FETCH (BODY[] {9000}\r\n${'x'.repeat(9000)})\r\n`.repeat(3),
    1,
    500,
    parserOf({ limits }),
  )
  assert.equal(responses.length, 3)
})

test('a malformed row with a streamed literal has the bytes that are left', () => {
  const { responses } = stream('* 12 FETCH (BODY[1] {3}\r\nabc BODY[2] {5}\r\nabcde FLAGS x)\r\n', 4, 100)
  assert.ok(responses[0]?.type === 'malformed')
  assert.equal(
    Buffer.from(responses[0].bytes).toString('latin1'),
    '* 12 FETCH (BODY[1] {3}\r\nabc BODY[2] {5}\r\n FLAGS x)',
  )
})

test('large literals that are kept are put back into the bytes of a malformed response', () => {
  const content = 'x'.repeat(5000)
  const line = `* 12 FETCH (BODY[1] {5000}\r\n${content} BODY[2] {5000}\r\n${content} FLAGS x)`
  const parser = parserOf()
  parser.feed(octets(`${line}\r\n`))
  const [row] = drain(parser)
  assert.ok(row?.type === 'malformed')
  assert.ok(Buffer.from(row.bytes).toString('latin1') === line)
})

test('what a listener or a sink throws ends the parser: nobody knows where the next response begins', () => {
  const error = new Error('disk full')
  const throwing = (): never => {
    throw error
  }
  for (const listener of [throwing, () => throwing]) {
    const parser = parserOf()
    parser.streamFrom = 1
    parser.onLiteral = listener
    parser.feed(octets('* 12 FETCH (BODY[] {4}\r\na1 OK)\r\n'))
    assert.throws(() => parser.next(), error)
    assert.throws(() => parser.next(), error)
  }
})

test('a literal of several MiB arrives whole, whatever the chunks', () => {
  const content = Uint8Array.from({ length: 3 * 1024 * 1024 + 5 }, (_, i) => i * 7)
  const whole = Buffer.concat([octets(`* 1 FETCH (BODY[] {${content.length}}\r\n`), content, octets(')\r\n')])
  for (const size of [whole.length, 65_536, 1_000_003]) {
    const parser = parserOf()
    const responses: Response[] = []
    for (let at = 0; at < whole.length; at += size) {
      parser.feed(whole.subarray(at, at + size))
      responses.push(...drain(parser))
    }
    const [row] = responses
    const value = row?.type === 'fetch' ? row.attributes.sections?.[0]?.value : undefined
    assert.ok(value instanceof Uint8Array && Buffer.compare(value, content) === 0)
    assert.equal(value.buffer.byteLength, content.length, 'no memory held beside the content')
  }
})
