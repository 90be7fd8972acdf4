/** Ten times the octets may take at most 25 times as long: the classical ways to make a parser quadratic. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeEncodedWords } from '../../../src/codec/text/encoded-word.ts'
import type { Limits } from '../../../src/codec/limits.ts'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import { octets } from './parse.ts'

const UNLIMITED: Limits = {
  line: Infinity,
  literal: Infinity,
  body: Infinity,
  response: Infinity,
  tokens: Infinity,
  literals: Infinity,
  nesting: Infinity,
}

const GROWTH_MAX = 25
/** A run shorter than this many milliseconds is measured several times over. */
const LEAST = 2

/** Of several measurements: whatever else the machine does only adds. */
function fastest(run: () => void): number {
  let best = Infinity
  for (let i = 0; i < 7; i++) {
    let runs = 0
    const start = performance.now()
    do {
      run()
      runs++
    } while (performance.now() - start < LEAST)
    best = Math.min(best, (performance.now() - start) / runs)
  }
  return best
}

/** What `input` makes of a size, read in chunks of so many octets. */
function parse(text: string, chunk: number): () => void {
  const whole = octets(text)
  return () => {
    const parser = new ResponseParser({ limits: UNLIMITED })
    parser.streamFrom = 1
    parser.onLiteral = () => () => undefined
    for (let at = 0; at < whole.length; at += chunk) {
      parser.feed(whole.subarray(at, at + chunk))
      while (parser.next() !== undefined);
    }
  }
}

/** As `parse`, but all chunks are fed before any is read. */
function feedFirst(text: string, chunk: number): () => void {
  const whole = octets(text)
  return () => {
    const parser = new ResponseParser({ limits: UNLIMITED })
    for (let at = 0; at < whole.length; at += chunk) parser.feed(whole.subarray(at, at + chunk))
    while (parser.next() !== undefined);
  }
}

const WHOLE = Infinity

const TRAPS: Readonly<Record<string, (n: number) => () => void>> = {
  'a long line, octet by octet': (n) => parse(`* OK ${'a'.repeat(n)}\r\n`, 1),
  'a long line, chunks fed ahead': (n) => feedFirst(`* OK ${'a'.repeat(n)}\r\n`, 1),
  'many short lines in one chunk': (n) => parse('* 1 EXISTS\r\n'.repeat(n / 10), WHOLE),
  'many malformed lines': (n) => parse('* 0 EXPUNGE\r\n'.repeat(n / 10), WHOLE),
  'a large literal, octet by octet': (n) => parse(`* X {${n}}\r\n${'a'.repeat(n)}\r\n`, 1),
  'many small literals': (n) => parse(`* X (${'{0}\r\n'.repeat(n / 5)})\r\n`, WHOLE),
  'many small literals, octet by octet': (n) => parse(`* X (${'{0}\r\n'.repeat(n / 5)})\r\n`, 1),
  'many small literals after a long beginning, streamed': (n) =>
    parse(
      `* 1 FETCH (X "${'a'.repeat(n)}" ${Array.from({ length: n / 40 }, (_, i) => `BODY[${i}] {1}\r\na`).join(' ')})\r\n`,
      WHOLE,
    ),
  'many literals in a list, not streamed': (n) => parse(`* 1 FETCH (X (${'{1}\r\na '.repeat(n / 10)}))\r\n`, WHOLE),
  'literals in a status line': (n) => parse(`a1 NO [BADCHARSET (${'{0}\r\n '.repeat(n / 10)})] x\r\n`, WHOLE),
  'lines that end in braces': (n) => parse('* OK x {5}\r\n* X a{b}\r\n'.repeat(n / 20), WHOLE),
  'deep lists': (n) => parse(`* 1 FETCH (X ${'('.repeat(n)}${')'.repeat(n)})\r\n`, WHOLE),
  'lists that are never closed': (n) => parse(`* 1 FETCH (X ${'('.repeat(n)}\r\n`, WHOLE),
  'deep body structures': (n) => parse(`* 1 FETCH (BODY ${'('.repeat(n / 4)}\r\n`, WHOLE),
  'wide body structures': (n) =>
    parse(`* 1 FETCH (BODY (${'("a" "b" NIL NIL NIL "" 0)'.repeat(n / 26)} "x"))\r\n`, WHOLE),
  'wide lists': (n) => parse(`* FLAGS (${'a '.repeat(n / 2)})\r\n`, WHOLE),
  'many empty lists': (n) => parse(`* 1 FETCH (X (${'()'.repeat(n / 2)}))\r\n`, WHOLE),
  'many addresses': (n) =>
    parse(
      `* 1 FETCH (ENVELOPE (NIL NIL (${'(NIL NIL "a" "b")'.repeat(n / 17)}) NIL NIL NIL NIL NIL NIL NIL))\r\n`,
      WHOLE,
    ),
  'many parameters': (n) =>
    parse(
      `* 1 FETCH (BODY ("a" "b" (${Array.from({ length: n / 10 }, (_, i) => `"${i}" ""`).join(' ')}) NIL NIL "" 0))\r\n`,
      WHOLE,
    ),
  'many items': (n) => parse(`* 1 FETCH (${'X 1 '.repeat(n / 4)})\r\n`, WHOLE),
  'many sections': (n) =>
    parse(`* 1 FETCH (${Array.from({ length: n / 12 }, (_, i) => `BODY[${i}] NIL`).join(' ')})\r\n`, WHOLE),
  'many sizes of binary parts': (n) =>
    parse(`* 1 FETCH (${Array.from({ length: n / 18 }, (_, i) => `BINARY.SIZE[${i}] 1`).join(' ')})\r\n`, WHOLE),
  'sections with many header fields': (n) =>
    parse(`* 1 FETCH (BODY[HEADER.FIELDS (${'"a" '.repeat(n / 4)})] NIL)\r\n`, WHOLE),
  'sections that are never closed': (n) => parse(`* 1 FETCH (${'BODY["'.repeat(n / 6)}\r\n`, WHOLE),
  'strings with many escapes': (n) => parse(`* LIST () "/" "${'\\a'.repeat(n / 2)}"\r\n`, WHOLE),
  'strings with many escapes that are never closed': (n) => parse(`* LIST () "/" "${'\\"'.repeat(n / 2)}\r\n`, WHOLE),
  'many strings and one far backslash': (n) => parse(`* 1 FETCH (X (${'"" '.repeat(n / 3)}"\\a"))\r\n`, WHOLE),
  'runs of digits': (n) => parse(`* ${'9'.repeat(n)} EXISTS\r\n* SEARCH ${'9'.repeat(n)}\r\n`, WHOLE),
  'runs of blanks': (n) => parse(`* 1 FETCH (${' '.repeat(n)}X${' '.repeat(n)}1${' '.repeat(n)})\r\n`, WHOLE),
  'sets that do not ascend': (n) =>
    parse(`* VANISHED ${Array.from({ length: n / 8 }, (_, i) => 3 * (n - i)).join(',')}\r\n`, WHOLE),
  'codes with many brackets': (n) => parse(`* OK [X ${'['.repeat(n)}\r\n* OK [X ${'['.repeat(n)}]\r\n`, WHOLE),
  'codes with many quotes': (n) =>
    parse(`* OK [X ${'"'.repeat(n)}\r\n* OK [CAPABILITY ${'a '.repeat(n / 2)}\r\n`, WHOLE),
  'STATUS of many items': (n) => parse(`* STATUS x (${'Y 1 '.repeat(n / 4)})\r\n`, WHOLE),
  'many beginnings of encoded words': (n) => () => void decodeEncodedWords('=?'.repeat(n / 2)),
  'many encoded words without an end': (n) => () => void decodeEncodedWords('=?a?q?'.repeat(n / 6)),
  'many encoded words in an unknown charset': (n) => () => void decodeEncodedWords('=?a?q?b?='.repeat(n / 9)),
  'many encoded words in one run': (n) => () => void decodeEncodedWords('=?utf-8?q?b?= '.repeat(n / 14)),
  'encoded words far apart': (n) => () => void decodeEncodedWords(`=?utf-8?q?b?=${' '.repeat(n)}=?utf-8?q?b?=`),
}

const SMALL = 12_000

for (const [name, trap] of Object.entries(TRAPS)) {
  test(`${name}: ten times the octets take at most ${GROWTH_MAX} times as long`, () => {
    const [small, large] = [trap(SMALL), trap(10 * SMALL)]
    small()
    large()
    // Another process may get in the way of one measurement, hardly of three.
    const growths: number[] = []
    do growths.push(fastest(large) / fastest(small))
    while (growths.length < 3 && (growths.at(-1) ?? 0) > GROWTH_MAX)
    assert.ok(Math.min(...growths) <= GROWTH_MAX, `grew ${growths.map((growth) => growth.toFixed(1)).join(', ')} times`)
  })
}
