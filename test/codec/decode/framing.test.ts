import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProtocolError } from '../../../src/errors.ts'
import type { ProtocolErrorCode } from '../../../src/errors.ts'
import { defaultLimits } from '../../../src/codec/limits.ts'
import type { Limits } from '../../../src/codec/limits.ts'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import { attributesOf, drain, octets, one, parseAll, parserOf } from './parse.ts'

/** The error that ends the parser, the same whether the octets come at once or one by one. */
function fatal(text: string, limits: Partial<Limits> = {}): ProtocolError {
  const errors = [octets(text).length, 1].map((size) => {
    const parser = parserOf({ limits: { ...defaultLimits, ...limits } })
    return thrown(() => {
      for (let at = 0; at < text.length; at += size) {
        parser.feed(octets(text.slice(at, at + size)))
        drain(parser)
      }
    })
  })
  assert.equal(errors[0]?.code, errors[1]?.code)
  assert.equal(errors[0]?.message, errors[1]?.message)
  return errors[0] ?? assert.fail()
}

function thrown(run: () => void): ProtocolError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error))
    assert.ok(error.message.length <= 256)
    assert.doesNotMatch(error.message, /[\0-\x1f\x7f-\x9f]/)
    return error
  }
  return assert.fail('an error expected')
}

const LITERALS: Readonly<Record<string, string>> = {
  '{3}\r\nabc': 'abc',
  '{0}\r\n': '',
  '{03}\r\nabc': 'abc',
  '{0000000000000000003}\r\nabc': 'abc',
  '~{3}\r\na\0c': 'a\0c',
  '{3}\nabc': 'abc',
  '{5}\r\n{1}\r\n': '{1}\r\n',
  '{6}\r\na1 OK ': 'a1 OK ',
  '{4}\r\n\r\n)\r': '\r\n)\r',
}

for (const [literal, content] of Object.entries(LITERALS)) {
  test(`${JSON.stringify(literal)} is a literal of ${content.length} octets`, () => {
    const [section] = attributesOf(`BODY[] ${literal}`).sections ?? []
    assert.deepEqual(section?.value, octets(content))
  })
}

for (const marker of [
  '{-1}',
  '{}',
  '{3 }',
  '{0x3}',
  '{5+}',
  '~{5+}',
  '{ 5}',
  '{5a}',
  '{00000000000000000003}',
  '{99999999999999999999}',
  `{${'9'.repeat(100)}}`,
]) {
  test(`a line that ends in ${marker.slice(0, 24)} ends the connection`, () => {
    assert.equal(fatal(`* 1 FETCH (BODY[] ${marker}\r\n`).code, 'ERR_IMAP_SYNTAX')
  })
}

test('a literal that no number of this language can count ends the connection', () => {
  assert.equal(fatal('* 1 FETCH (BODY[] {9223372036854775807}\r\n', { body: Infinity }).code, 'ERR_IMAP_LIMIT')
})

test('braces at the end of an atom or of text announce nothing', () => {
  const list = one('* LIST () "/" a{b}')
  assert.equal(list.type === 'list' && list.mailbox, 'a{b}')
  for (const line of [
    '* OK {5}',
    '* BYE {5+}',
    '* NO [ALERT] {0}',
    'a1 OK x {5}',
    'a1 NO [BADCHARSET (X)] {5}',
    '+ {5}',
  ]) {
    assert.equal(parseAll(`${line}\r\n`.repeat(2)).length, 2, line)
  }
})

test('a response inside of a literal is content', () => {
  const content = '\r\na1 OK [READ-WRITE] done\r\n* BYE\r\n'
  const responses = parseAll(`* 1 FETCH (BODY[] {${content.length}}\r\n${content})\r\na1 OK x\r\n`)
  assert.deepEqual(
    responses.map(({ type }) => type),
    ['fetch', 'tagged'],
  )
})

test('LF alone ends a line, CR alone is data (lenient)', () => {
  assert.deepEqual(
    parseAll('* OK a\n* OK b\rc\r\r\n\n\r\n').map((response) =>
      response.type === 'status' ? response.text : response.type,
    ),
    ['a', 'b\rc\r', 'unknown', 'unknown'],
  )
})

test('chunks may be fed ahead of being read', () => {
  const parser = new ResponseParser()
  for (const char of '* 1 FETCH (BODY[] {3}\r\nabc)\r\na1 OK\r\n') parser.feed(octets(char))
  const [row, tagged] = drain(parser)
  assert.deepEqual(row?.type === 'fetch' && row.attributes.sections?.[0]?.value, octets('abc'))
  assert.equal(tagged?.type, 'tagged')
})

test('a Buffer is a chunk, and what comes of it is no Buffer and shares no memory with it', () => {
  for (const length of [3, 5000]) {
    const chunk = Buffer.from(`* 1 FETCH (BODY[] {${length}}\r\n${'a'.repeat(length)})\r\n* X\r\n`)
    const parser = new ResponseParser()
    parser.feed(chunk)
    const [row, unknown] = drain(parser)
    chunk.fill(0)
    assert.ok(row?.type === 'fetch' && unknown?.type === 'unknown')
    const value = row.attributes.sections?.[0]?.value
    assert.deepEqual(value, octets('a'.repeat(length)))
    assert.deepEqual(unknown.bytes, octets('* X'))
  }
})

test('the memory of a chunk may be reused once next() has returned undefined', () => {
  const text =
    '* LIST () "/" "name"\r\n* 1 FETCH (BODY[] {6000}\r\n' + 'x'.repeat(6000) + ' FLAGS (\\Seen))\r\n* X {2}\r\nyz\r\n'
  const expected = parseAll(text)
  const memory = new Uint8Array(7)
  const parser = new ResponseParser()
  const responses = []
  for (let at = 0; at < text.length; at += 7) {
    const piece = octets(text.slice(at, at + 7))
    memory.set(piece)
    parser.feed(memory.subarray(0, piece.length))
    responses.push(...drain(parser))
    memory.fill(0)
  }
  assert.deepEqual(responses, expected)
})

test('values share no memory with the chunk', () => {
  const chunk = octets('* 1 FETCH (BODY[] {3}\r\nabc)\r\n* XX abc\r\n')
  const parser = new ResponseParser()
  parser.feed(chunk)
  const [row, unknown] = drain(parser)
  chunk.fill(0)
  assert.deepEqual(row?.type === 'fetch' && row.attributes.sections?.[0]?.value, octets('abc'))
  assert.deepEqual(unknown?.type === 'unknown' && unknown.bytes, octets('* XX abc'))
})

test('takeRest gives back what no response was made of, at any place, and leaves the parser empty', () => {
  const first = 'a1 OK begin\r\n'
  const rest = `* 1 FETCH (X {3}\r\nabc BODY[] {5000}\r\n${'y'.repeat(5000)} UID 7)\r\n\x16\x03\x01`
  for (const length of [0, 5, 15, 17, 19, 21, 30, 40, 43, 2000, 5039, 5040, 5042, rest.length - 3]) {
    for (const size of [1, 9, 10_000]) {
      const parser = new ResponseParser()
      const text = first + rest.slice(0, length)
      const responses = []
      for (let at = 0; at < text.length; at += size) {
        parser.feed(octets(text.slice(at, at + size)))
        if (responses.length === 0 || size < 10)
          responses.push(...[parser.next()].filter((response) => response !== undefined))
      }
      const taken = length === rest.length - 3 ? '' : rest.slice(0, length)
      while (length === rest.length - 3 && parser.next() !== undefined);
      assert.equal(Buffer.from(parser.takeRest()).toString('latin1'), taken, `${length} octets by ${size}`)
      parser.feed(octets('* 3 EXISTS\r\n'))
      assert.deepEqual(drain(parser), [{ type: 'exists', number: 3 }])
    }
  }
})

test('after a fatal error the parser throws the same again and reads nothing more', () => {
  const parser = new ResponseParser()
  parser.feed(octets('* 1 FETCH (BODY[] {x}\r\na1 OK forged\r\n'))
  const error = thrown(() => void parser.next())
  parser.feed(octets('* 3 EXISTS\r\n'))
  assert.equal(
    thrown(() => void parser.next()),
    error,
  )
})

test('content of a literal over a limit is never read as responses', () => {
  const parser = parserOf({ limits: { ...defaultLimits, literal: 10 } })
  parser.feed(octets('* 1 FETCH (X {11}\r\n\r\na1 OK [READ-WRITE]\r\n'))
  assert.equal(thrown(() => void parser.next()).code, 'ERR_IMAP_LIMIT')
  assert.equal(thrown(() => void parser.next()).code, 'ERR_IMAP_LIMIT')
})

/** Text within a limit, text just beyond it. */
const LIMITS: Readonly<Record<string, [Partial<Limits>, within: string, beyond: string]>> = {
  line: [{ line: 20 }, `* OK ${'a'.repeat(13)}\r\n`, `* OK ${'a'.repeat(14)}\r\n`],
  'line, parts between literals added up': [
    { line: 20 },
    '* X {3}\r\nabc abcdefgh\r\n',
    '* X {3}\r\nabc abcdefghij\r\n',
  ],
  literal: [{ literal: 5 }, '* X {5}\r\nabcde\r\n', '* X {6}\r\n'],
  'literal of 0': [{ literal: 0 }, '* X {0}\r\n\r\n', '* X {1}\r\n'],
  'literal, large': [{ literal: 5000 }, `* X {5000}\r\n${'a'.repeat(5000)}\r\n`, '* X {5001}\r\n'],
  'literal that only looks like a body section': [
    { literal: 5000 },
    '* 1 FETCH (BODY[] NIL)\r\n',
    '* 1 FETCH (X (BODY[] {5001}\r\n',
  ],
  body: [
    { body: 9000, literal: 10 },
    `* 1 FETCH (BODY[] {9000}\r\n${'a'.repeat(9000)})\r\n`,
    '* 1 FETCH (BODY[] {9001}\r\n',
  ],
  'body, all of one response': [
    { body: 12_000 },
    `* 1 FETCH (BODY[1] {6000}\r\n${'a'.repeat(6000)} BODY[2] {6000}\r\n${'a'.repeat(6000)})\r\n`,
    `* 1 FETCH (BODY[1] {6000}\r\n${'a'.repeat(6000)} BODY[2] {6001}\r\n`,
  ],
  response: [{ response: 20 }, '* X {9}\r\nabcdefghi\r\n', '* X {9}\r\nabcdefghix\r\n'],
  'response, announced': [{ response: 20 }, '* X {9}\r\nabcdefghi\r\n', '* X {12}\r\n'],
  literals: [{ literals: 2 }, '* X ({0}\r\n {0}\r\n)\r\n', '* X ({0}\r\n {0}\r\n {0}\r\n'],
  tokens: [{ tokens: 6 }, '* FLAGS (a b c d)\r\n', '* FLAGS (a b c d e)\r\n'],
  'tokens of lists': [{ tokens: 6 }, '* LIST () NIL x\r\n', '* LIST () NIL x (y ((())))\r\n'],
}

for (const [name, [limits, within, beyond]] of Object.entries(LIMITS)) {
  test(`limit of ${name}: what is within is read, what is beyond ends the connection`, () => {
    const parser = parserOf({ limits: { ...defaultLimits, ...limits } })
    parser.feed(octets(within + within))
    assert.equal(drain(parser).length, 2, 'each response counts for itself')
    const code: ProtocolErrorCode = 'ERR_IMAP_LIMIT'
    assert.equal(fatal(beyond, limits).code, code)
  })
}

test('number lists do not count as tokens', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => i * 2 + 1).join(' ')
  const limits = { ...defaultLimits, tokens: 10 }
  assert.equal(parseAll(`* SEARCH ${numbers}\r\n* VANISHED ${numbers.replaceAll(' ', ',')}\r\n`, { limits }).length, 2)
})

test('limits may change between responses and within one', () => {
  const parser = new ResponseParser()
  parser.feed(octets('* OK a'))
  assert.equal(parser.next(), undefined)
  parser.limits = { ...defaultLimits, line: 10 }
  parser.feed(octets('bcdefgh\r\n'))
  assert.equal(thrown(() => void parser.next()).code, 'ERR_IMAP_LIMIT')
})
