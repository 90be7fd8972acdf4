/**
 * Quirks of the decoder: each line of its transcript is read, and means what the line behind `=:` does; with the quirk
 * switched off it is unreadable. ␀ is NUL, · a blank at the end, ⏎ a line end within, ␊ a line end of LF alone.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ResponseParser } from '../../src/codec/decode/parser.ts'
import { CODEC_QUIRKS, type CodecQuirkName } from '../../src/codec/quirks/table.ts'
import type { Response } from '../../src/codec/values.ts'
import { UsageError } from '../../src/errors.ts'

const NAMES = Object.keys(CODEC_QUIRKS) as CodecQuirkName[]

function wire(line: string): Uint8Array {
  const text = line.replaceAll('␀', '\0').replaceAll('·', ' ').replaceAll('⏎', '\r\n')
  return Buffer.from(text.endsWith('␊') ? `${text.slice(0, -1)}\n` : `${text}\r\n`)
}

/** What a line is; how many octets it took is of no interest. */
function read(line: string, strict: readonly CodecQuirkName[] = []): Response {
  const parser = new ResponseParser({ strict })
  parser.feed(wire(line))
  const response = parser.next()
  assert.ok(response !== undefined, `incomplete: ${line}`)
  assert.equal(parser.takeRest().length, 0, line)
  return response.type === 'fetch' ? { ...response, octets: 0 } : response
}

function isBroken(response: Response): boolean {
  return response.type === 'malformed' || (response.type === 'tagged' && response.status === 'UNKNOWN')
}

function transcriptOf(name: string): readonly (readonly [sloppy: string, correct: string | undefined])[] {
  const text = readFileSync(new URL(`${name}.transcript`, import.meta.url), 'utf8')
  const pairs: [string, string | undefined][] = []
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('S: ')) pairs.push([line.slice(3), undefined])
    else if (line.startsWith('=: ')) pairs.at(-1)![1] = line.slice(3)
    else assert.fail(`neither S: nor =: ${line}`)
  }
  assert.ok(pairs.length > 0)
  return pairs
}

for (const name of NAMES) {
  test(`${name}: ${CODEC_QUIRKS[name].effect}`, () => {
    for (const [sloppy, correct] of transcriptOf(name)) {
      const response = read(sloppy)
      assert.ok(!isBroken(response), `${sloppy}: ${'reason' in response ? response.reason : ''}`)
      if (correct !== undefined) assert.deepEqual(response, read(correct, NAMES), sloppy)
      const strict = read(sloppy, [name])
      assert.ok(isBroken(strict), `not strict about ${sloppy}`)
      assert.ok(strict.type === 'tagged' || (strict.type === 'malformed' && strict.reason.includes(name)))
    }
  })
}

test('whoever is strict about everything still reads what is correct', () => {
  for (const line of CORRECT) assert.deepEqual(read(line, NAMES), read(line), line)
})

const CORRECT = [
  '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello  world (here)',
  '* OK [UIDVALIDITY 7] valid',
  '* OK [PERMANENTFLAGS (\\Seen \\*)] limited',
  '* NO [BADCHARSET (UTF-8 US-ASCII)] no',
  'a1 OK [COPYUID 7 1:3 4:6] done',
  'a1 OK [READ-WRITE] done',
  '+ ',
  '+ ready',
  '* SEARCH',
  '* SEARCH 1 2 3',
  '* ESEARCH (TAG "a") UID ALL 1:5 COUNT 5',
  '* THREAD (2)(3 6 (4 23)(44 7 96))',
  '* LIST (\\HasNoChildren) "/" INBOX',
  '* LIST () NIL "a b" (CHILDINFO ("SUBSCRIBED"))',
  '* STATUS INBOX ()',
  '* STATUS "a (b" (MESSAGES 1 UIDNEXT 2)',
  '* NAMESPACE (("" "/")("#mh/" "/")) NIL NIL',
  '* ID ("name" "x" "version" NIL)',
  '* ID NIL',
  '* FLAGS (\\Seen $Forwarded)',
  '* VANISHED (EARLIER) 1:3',
  '* 3 EXISTS',
  '* QUOTA "" (STORAGE 5 10)',
  '* 1 FETCH (UID 5 FLAGS (\\Seen) INTERNALDATE " 6-May-2023 10:00:00 +0000" RFC822.SIZE 5)',
  '* 1 FETCH (BODY[HEADER.FIELDS ("A" B)]<0> {5}⏎a  ( )',
  '* 1 FETCH (BODY[] NIL PREVIEW NIL THREADID NIL EMAILID (M1))',
  '* 1 FETCH (ENVELOPE ("x" "y" (("a" NIL "b" "c")(NIL NIL "d" "e")) NIL NIL NIL NIL NIL NIL "<i>"))',
  '* 1 FETCH (BODYSTRUCTURE (("text" "plain" ("charset" "x") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)("message" "rfc822" NIL NIL NIL "7bit" 50 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" NIL NIL NIL "7bit" 5 1) 3 NIL ("attachment" ("filename" "f")) NIL NIL) "mixed" ("boundary" "x") NIL NIL NIL))',
].map((line) => line.replace(/ $/, '·'))

test('a quirk that does not exist cannot be switched off', () => {
  const strict = ['no-such'] as unknown[] as CodecQuirkName[]
  assert.throws(() => new ResponseParser({ strict }), UsageError)
})

test('of a row that is unreadable for a quirk its number and UID are known', () => {
  const row = read('* 9 FETCH (UID 5 FLAGS  (\\Seen))', ['blank-runs'])
  assert.ok(row.type === 'malformed')
  assert.deepEqual([row.name, row.sequence, row.uid], ['FETCH', 9, 5])
})
