/** Recorded sessions of Dovecot, Cyrus and Courier: every chunking gives the same responses. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import type { Response } from '../../../src/codec/values.ts'
import { drain, octets } from './parse.ts'

const FOLDER = new URL('../../transcripts/', import.meta.url)

interface Line {
  readonly dir: 'S' | 'C'
  readonly conn?: number
  /** Without CRLF; literals are in it, one char an octet. */
  readonly line: string
}

interface Session {
  readonly name: string
  /** What the server sent on one connection, response by response. */
  readonly responses: readonly string[]
}

function sessions(): Session[] {
  return readdirSync(FOLDER).flatMap((file) => {
    const lines = readFileSync(new URL(file, FOLDER), 'utf8').trimEnd().split('\n')
    const recorded = lines.map((line) => JSON.parse(line) as Line).filter(({ dir }) => dir === 'S')
    const connections = Map.groupBy(recorded, ({ conn }) => conn ?? 1)
    return [...connections].map(([connection, sent]) => ({
      name: `${file.replace('.jsonl', '')}, connection ${connection}`,
      responses: sent.map(({ line }) => `${line}\r\n`),
    }))
  })
}

const SESSIONS = sessions()
/** Each response that any server sent, once. */
const RESPONSES = [...new Set(SESSIONS.flatMap(({ responses }) => responses))]

/** Reads pieces in memory that is overwritten as soon as the parser has let go of it. */
function read(pieces: Iterable<Uint8Array>): Response[] {
  const parser = new ResponseParser()
  const responses: Response[] = []
  for (const piece of pieces) {
    const chunk = piece.slice()
    parser.feed(chunk)
    responses.push(...drain(parser))
    chunk.fill(0)
  }
  return responses
}

function* pieces(whole: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
}

test('there are transcripts', () => assert.ok(SESSIONS.length >= 31 && RESPONSES.length > 1500))

for (const { name, responses } of SESSIONS) {
  const whole = octets(responses.join(''))
  test(`${name}: as many responses as recorded, whole and octet by octet`, () => {
    const read1 = read([whole])
    assert.equal(read1.length, responses.length)
    assert.deepEqual(read(pieces(whole, 1)), read1)
    assert.deepEqual(read(pieces(whole, 1460)), read1)
  })
}

test('all that was recorded is understood, but for one line that Cyrus garbled', () => {
  const read1 = read([octets(RESPONSES.join(''))])
  const malformed = RESPONSES.filter((_, i) => read1[i]?.type === 'malformed')
  assert.deepEqual(malformed, [
    '* STATUS Sent (MESSAGES 0 MAILBOXID ()+q\x7fDV) SIZE 0 HIGHESTMODSEQ 10 DELETED 0)\r\n',
  ])
  const names = new Set(read1.map((response) => (response.type === 'unknown' ? response.name : 'known')))
  const untyped: string[] = []
  assert.deepEqual([...names].sort(), [...untyped, 'known'].sort())
  assert.ok(!read1.some((response) => response.type === 'tagged' && response.status === 'UNKNOWN'))
})

/** All places of a short response; of a long one those near its ends and some between. */
function* places(length: number): Generator<number> {
  for (let at = 1; at < length; at++) {
    if (length < 4000 || at < 150 || at > length - 150 || at % 9973 === 0) yield at
  }
}

/** As isDeepStrictEqual for what a parser makes, many times as fast; whatever it is not sure of is not the same. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime()
  if (a instanceof Map) return b instanceof Map && isSame([...a], [...b])
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && isSame(Reflect.get(a, key), Reflect.get(b, key)))
}

// Between responses the parser remembers nothing but names of items, so that cuts within one are all there is to try.
test('every response, cut in two at every octet, is the same', () => {
  // Responses that differ in digits only are cut once.
  const kinds = new Map(RESPONSES.map((response) => [response.replace(/[0-9]+/g, '0'), response]))
  for (const response of kinds.values()) {
    const both = octets(`${response}* 7 EXISTS\r\n`)
    const expected = read([both])
    for (const at of places(both.length)) {
      const cut = read([both.subarray(0, at), both.subarray(at)])
      if (!isSame(cut, expected)) assert.deepEqual(cut, expected, `cut at ${at}: ${response}`)
    }
  }
})

test('whole sessions in random chunks are the same', () => {
  const small = SESSIONS.filter(({ responses }) => responses.join('').length < 40_000)
  const chunking = fc.tuple(
    fc.nat(small.length - 1),
    fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }),
  )
  fc.assert(
    fc.property(chunking, ([place, sizes]) => {
      const whole = octets(small[place]?.responses.join('') ?? '')
      const cuts: Uint8Array[] = []
      for (let at = 0, i = 0; at < whole.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        cuts.push(whole.subarray(at, at + size))
        at += size
      }
      assert.deepEqual(read(cuts), read([whole]))
    }),
    { numRuns: 60 },
  )
})
