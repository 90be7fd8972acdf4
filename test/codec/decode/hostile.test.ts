/** Servers that mean harm, or are broken in the same ways. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ProtocolError } from '../../../src/errors.ts'
import { defaultLimits, preAuthLimits } from '../../../src/codec/limits.ts'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import type { Response } from '../../../src/codec/values.ts'
import { drain, fetchOf, malformedOf, octets, one, parseAll, parserOf } from './parse.ts'

const MiB = 1024 * 1024

/** Feeds the same piece again and again until the parser gives up; how many octets that took. */
function feedUntilFatal(parser: ResponseParser, first: string, piece: string, most: number): number {
  parser.feed(octets(first))
  const chunk = octets(piece)
  for (let fed = first.length; fed <= most; fed += chunk.length) {
    try {
      parser.feed(chunk)
      drain(parser)
    } catch (error) {
      assert.ok(error instanceof ProtocolError)
      assert.equal(error.code, 'ERR_IMAP_LIMIT')
      return fed
    }
  }
  return assert.fail(`still alive after ${most} octets`)
}

test('no memory is taken for a literal that is only announced', () => {
  const limits = { ...defaultLimits, body: Infinity, literal: Infinity, response: Infinity }
  for (const item of ['BODY[] ', 'X ']) {
    const parser = parserOf({ limits })
    parser.feed(octets(`* 1 FETCH (${item}{4294967295}\r\n0123456789`))
    const before = process.memoryUsage().arrayBuffers
    assert.equal(parser.next(), undefined)
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 * MiB)
  }
})

test('an endless line ends at the limit, before authentication at 64 KiB', () => {
  const piece = 'a'.repeat(16_384)
  const before = process.memoryUsage().arrayBuffers
  assert.ok(feedUntilFatal(new ResponseParser(), '* OK ', piece, 9 * MiB) > 7.9 * MiB)
  assert.ok(feedUntilFatal(parserOf({ limits: preAuthLimits }), '* OK ', piece, 81_920) >= 49_152)
  assert.ok(process.memoryUsage().arrayBuffers - before < 40 * MiB)
})

test('endless small literals end at the limit', () => {
  assert.ok(feedUntilFatal(new ResponseParser(), '* X (', '{0}\r\n', 60_000) >= 49_990)
  assert.ok(feedUntilFatal(parserOf({ limits: preAuthLimits }), '* X (', '{0}\r\n', 400) >= 310)
  assert.ok(
    feedUntilFatal(new ResponseParser(), '* 1 FETCH (', `X {4000}\r\n${'x'.repeat(4000)} `, 34 * MiB) > 31 * MiB,
  )
})

test('an endless list ends at the limit of tokens', () => {
  const parser = parserOf({ limits: { ...defaultLimits, tokens: 1000 } })
  parser.feed(octets(`* FLAGS (${'a '.repeat(2000)})\r\n`))
  assert.throws(() => parser.next(), { code: 'ERR_IMAP_LIMIT' })
})

test('nesting: 100 parentheses, that of the row among them, are read; with 101 the row is malformed and the next one is read', () => {
  const body = (depth: number): string =>
    `${'('.repeat(depth)}"text" "plain" NIL NIL NIL "7bit" 0 0)${' "mixed")'.repeat(depth - 1)}`
  const value = (depth: number): string => '('.repeat(depth) + ')'.repeat(depth)
  for (const [item, nested] of Object.entries({ BODYSTRUCTURE: body, BODY: body, 'X-NEW': value })) {
    for (const [depth, type] of [
      [99, 'fetch'],
      [100, 'malformed'],
      [101, 'malformed'],
    ] as const) {
      const row = `* 1 FETCH (UID 7 ${item} ${nested(depth)})\r\n`
      const types = parseAll(`${row}* 2 FETCH (UID 8)\r\n`).map((response) => response.type)
      assert.deepEqual(types, [type, 'fetch'], `${item} ${depth}`)
    }
  }
})

test('nesting beyond 10,000 ends the connection, whatever the limit of nesting', () => {
  for (const item of ['BODYSTRUCTURE', 'X-NEW']) {
    const parser = new ResponseParser()
    parser.feed(octets(`* 1 FETCH (${item} ${'('.repeat(10_001)})\r\n`))
    assert.throws(() => parser.next(), { code: 'ERR_IMAP_LIMIT' }, item)
  }
})

test('200,000 parentheses need no stack', () => {
  const limits = { ...defaultLimits, nesting: Infinity, tokens: Infinity, line: Infinity }
  const depth = 200_000
  const deep = one(`* 1 FETCH (X ${'('.repeat(depth)}${')'.repeat(depth)})`, { limits })
  assert.equal(deep.type, 'fetch')
  const body = `${'('.repeat(depth)}"a" "b" NIL NIL NIL "7bit" 0)${' "m")'.repeat(depth - 1)}`
  assert.equal(one(`* 1 FETCH (BODY ${body})`, { limits }).type, 'fetch')
  assert.equal(one(`* 1 FETCH (BODY ${'('.repeat(depth)})`, { limits }).type, 'malformed')
})

test('numbers out of range make the response malformed', () => {
  for (const line of [
    '* 4294967296 EXISTS',
    '* 99999999999 EXISTS',
    `* ${'9'.repeat(1000)} EXISTS`,
    '* 00000000001 EXISTS',
    '* 0 EXPUNGE',
    '* 0 FETCH (UID 1)',
    '* 4294967296 FETCH (UID 1)',
    '* 0 UIDFETCH (FLAGS ())',
    '* SEARCH 0',
    '* SEARCH 4294967296',
    '* SEARCH 1 2x',
    '* SEARCH 1 (MODSEQ 9223372036854775808)',
    '* SEARCH 1 (MODSEQ 00000000000000000001)',
    '* ESEARCH (TAG "a") UID MIN 0',
    '* ESEARCH (TAG "a") UID ALL 1:*',
    '* ESEARCH (TAG "a") UID ALL 1,,2',
    '* ESEARCH (TAG "a") UID COUNT -1',
    '* VANISHED 0:1',
    '* VANISHED',
    '* VANISHED (EARLY) 1',
    '* STATUS x (MESSAGES 4294967296)',
    '* STATUS x (SIZE 9007199254740992)',
    '* STATUS x (HIGHESTMODSEQ 99999999999999999999)',
    '* STATUS x (MESSAGES "1")',
  ]) {
    const { name, bytes } = malformedOf(line)
    assert.equal(name, /[A-Z]{2,}/.exec(line)?.[0], line)
    assert.deepEqual(bytes, octets(line))
  }
})

test('broken grammar makes the response malformed and the next one is read', () => {
  for (const line of [
    '*',
    '* ',
    '* (x)',
    '* 5',
    '* LIST',
    '* LIST ()',
    '* LIST () "/"',
    '* LIST () "/" x "y"',
    '* LIST () "/" x (OLDNAME',
    '* LIST (a "/" x',
    '* LIST () "/" "x',
    '* LIST () "/" "x" ("A"',
    '* FLAGS',
    '* FLAGS \\Seen',
    '* FLAGS (\\Seen',
    '* STATUS x',
    '* STATUS (MESSAGES 1)',
    '* STATUS x (MESSAGES)',
    '* NAMESPACE NIL NIL',
    '* NAMESPACE (("" "/" X)) NIL NIL',
    '* NAMESPACE x NIL NIL',
    '* ID',
    '* ID ("a")',
    '* ID x',
    '* ESEARCH (TAG',
    '* ESEARCH (TAG "a") MIN',
    '* ESEARCH UID COUNT 1x',
    '* 1 FETCH',
    '* 1 FETCH UID 5',
    '* 1 EXISTS x',
    '* 1 EXPUNGE (',
    '\xe9 OK what',
    '(a) OK',
    ' a1 OK',
    '"a1" OK',
  ]) {
    const types = parseAll(`${line}\r\na1 OK\r\n`).map((response) => response.type)
    assert.deepEqual(types, ['malformed', 'tagged'], line)
  }
})

test('NUL is content in literals and makes strings and atoms unreadable', () => {
  for (const line of [
    '* LIST () "/" "a\0"',
    '* LIST () "/" a\0b',
    '* FLAGS (a\0)',
    '* 1 FETCH (ENVELOPE ("\0" NIL NIL NIL NIL NIL NIL NIL NIL NIL))',
    'a\0 OK',
  ]) {
    malformedOf(line)
  }
  assert.equal(fetchOf('BODY[] {3}\r\n\0\0\0').attributes.sections?.length, 1)
  const status = one('* OK a\0b')
  assert.equal(status.type === 'status' && status.text, 'a\0b')
})

test('a quote that is never closed does not reach into the next literal', () => {
  assert.equal(malformedOf('* LIST () "/" "a {3}\r\nb" ').name, 'LIST')
  assert.equal(malformedOf('* LIST () "/" a{3}\r\nb"c').name, 'LIST')
})

test('a row with a literal one octet short or long is malformed', () => {
  assert.equal(malformedOf('* 1 FETCH (UID 5 BODY[] {3}\r\nabcd)').uid, 5)
  assert.equal(malformedOf('* 1 FETCH (UID 5 BODY[] {3}\r\nab)').uid, 5)
  assert.equal(malformedOf(`* 1 FETCH (UID 5 BODY[] {5000}\r\n${'x'.repeat(5001)})`).uid, 5)
})

test('names like those of Object.prototype are names', () => {
  const keys = ['__proto__', 'constructor', 'hasOwnProperty', 'toString']
  const row = fetchOf(keys.map((key) => `${key} (${key} "${key}")`).join(' '))
  assert.deepEqual(
    row.attributes.extended,
    keys.map((key) => ({ name: key.toUpperCase(), value: [key, key] })),
  )
  assert.equal(Object.getPrototypeOf(row.attributes), Object.prototype)
  assert.deepEqual(
    keys.map((key) => one(`* ${key} 1`).type),
    keys.map(() => 'unknown'),
  )
})

/** Pieces of which servers' lines are made, good and bad. */
const PIECES = [
  '* ',
  'a1 ',
  '+ ',
  '1 ',
  '0 ',
  'FETCH ',
  '(',
  ')',
  'UID ',
  'FLAGS ',
  'ENVELOPE ',
  'BODYSTRUCTURE ',
  'BODY[] ',
  'BODY[1.HEADER.FIELDS (A)]<0> ',
  'INTERNALDATE ',
  'NIL ',
  '"a" ',
  '"',
  '\\',
  '\\Seen ',
  '{1}\r\n',
  '{03}\r\n',
  '~{2}\r\n',
  '{9}',
  '\r\n',
  '\n',
  '\r',
  ' ',
  '[',
  ']',
  'OK ',
  '[UIDNEXT 4] ',
  '[X ',
  'LIST ',
  'STATUS ',
  'SEARCH ',
  'ESEARCH ',
  'VANISHED ',
  '1:4,9 ',
  '9999999999 ',
  '"text" ',
  '"=?utf-8?q?=C3=A9?=" ',
  '\0',
  '\xe9',
  '\xc3\xa9',
  'x ',
]

const server = fc
  .array(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 3, unit: 'binary-ascii' })),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''))

/** All that comes of the octets: responses, then the error if it ended so. */
function outcome(text: string, cuts: readonly number[]): unknown[] {
  const parser = new ResponseParser()
  const found: (Response | string)[] = []
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b)
  try {
    places.forEach((from, i) => {
      const piece = octets(text.slice(from, places[i + 1] ?? from))
      parser.feed(piece)
      for (let response = parser.next(); response !== undefined; response = parser.next()) found.push(response)
      piece.fill(0x58)
    })
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error))
    found.push(error.code)
  }
  return found
}

test('whatever a server sends is a list of responses or a ProtocolError, the same for every chunking', () => {
  fc.assert(
    fc.property(server, fc.array(fc.nat(400), { maxLength: 8 }), (text, cuts) => {
      assert.deepEqual(outcome(`${text}\r\n`, cuts), outcome(`${text}\r\n`, []))
    }),
    { numRuns: 4000 },
  )
})

/** A nested value of an item, with NIL in any place. */
function orNil<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | 'NIL'> {
  return fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constant('NIL' as const) })
}

const text = orNil(fc.constantFrom('"a"', '""', '"=?x?="', '{2}\r\n"(', '"\\""'))
const list = (of: fc.Arbitrary<string>, minLength: number): fc.Arbitrary<string> =>
  orNil(fc.array(of, { minLength, maxLength: 3 }).map((items) => `(${items.join(' ')})`))
const sequence = (...of: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...of).map((items) => `(${items.join(' ')})`)
const addresses = list(sequence(text, text, text, text), 1)
const envelope = orNil(
  sequence(text, text, addresses, addresses, addresses, addresses, addresses, addresses, text, text),
)
const parameters = list(
  fc.tuple(text, text).map((pair) => pair.join(' ')),
  1,
)
const number = orNil(fc.nat(99_999).map(String))
const disposition = orNil(fc.tuple(text, parameters).map(([type, rest]) => `(${type} ${rest})`))
const part = sequence(text, text, parameters, text, text, text, number, text, disposition, orNil(list(text, 1)), text)
const body = orNil(
  fc.oneof(
    part,
    fc.tuple(part, part, parameters).map(([a, b, c]) => `(${a}${b} "mixed" ${c} NIL NIL NIL)`),
  ),
)

test('NIL in any place of a row costs nothing but that place', () => {
  const row = fc.tuple(
    envelope,
    body,
    list(fc.constant('\\Seen'), 0),
    number,
    orNil(fc.constant('(5)')),
    orNil(fc.constant('" 1-Jan-2026 00:00:00 +0000"')),
  )
  fc.assert(
    fc.property(row, ([e, b, flags, size, modSeq, date]) => {
      const { attributes } = fetchOf(
        `ENVELOPE ${e} BODYSTRUCTURE ${b} FLAGS ${flags} RFC822.SIZE ${size} MODSEQ ${modSeq} INTERNALDATE ${date} UID 9`,
      )
      assert.equal(attributes.uid, 9)
      assert.equal(attributes.envelope === undefined, e === 'NIL')
      assert.equal(attributes.bodyStructure === undefined, b === 'NIL')
      assert.equal(attributes.internalDate === undefined, date === 'NIL')
    }),
    { numRuns: 1000 },
  )
})
