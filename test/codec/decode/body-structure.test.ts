import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BodyMultipart, BodyPart, BodyStructure } from '../../../src/codec/values.ts'
import { fetchOf, malformedOf } from './parse.ts'

function structureOf(text: string): BodyStructure {
  const { bodyStructure } = fetchOf(`BODYSTRUCTURE ${text}`).attributes
  assert.ok(bodyStructure !== undefined)
  return bodyStructure
}

function part(fields: Partial<BodyPart>): BodyPart {
  return {
    part: '1',
    type: 'text',
    subtype: 'plain',
    parameters: new Map(),
    disposition: undefined,
    language: undefined,
    location: undefined,
    extension: undefined,
    id: null,
    description: null,
    encoding: '7bit',
    size: 0,
    lines: undefined,
    envelope: undefined,
    body: undefined,
    md5: undefined,
    ...fields,
  }
}

function multipart(fields: Omit<Partial<BodyMultipart>, 'type'>): BodyMultipart {
  return {
    part: '',
    type: 'multipart',
    subtype: 'mixed',
    parameters: new Map(),
    disposition: undefined,
    language: undefined,
    location: undefined,
    extension: undefined,
    parts: [],
    ...fields,
  }
}

const TEXT = '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)'

/** The numbers one would fetch the parts by, in the order of the structure. */
function numbers(structure: BodyStructure): string[] {
  const inside = structure.parts ?? (structure.body === undefined ? [] : [structure.body])
  return [structure.part, ...inside.flatMap(numbers)]
}

const ANSWERS: Readonly<Record<string, BodyStructure>> = {
  // RFC 9051 §7.5.2
  '("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 2279 48)': part({
    parameters: new Map([['charset', 'US-ASCII']]),
    size: 2279,
    lines: 48,
  }),
  '(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 1152 23)("TEXT" "PLAIN" ("CHARSET" "US-ASCII" "NAME" "cc.diff") "<960723163407.20117h@cac.washington.edu>" "Compiler diff" "BASE64" 4554 73) "MIXED")':
    multipart({
      parts: [
        part({ parameters: new Map([['charset', 'US-ASCII']]), size: 1152, lines: 23 }),
        part({
          part: '2',
          parameters: new Map([
            ['charset', 'US-ASCII'],
            ['name', 'cc.diff'],
          ]),
          id: '<960723163407.20117h@cac.washington.edu>',
          description: 'Compiler diff',
          encoding: 'base64',
          size: 4554,
          lines: 73,
        }),
      ],
    }),
  '("image" "png" NIL NIL NIL "base64" 10 "md5==" ("attachment" ("filename" "a.png")) ("en" "de") "http://x/" 7 (a (NIL "b")))':
    part({
      type: 'image',
      subtype: 'png',
      encoding: 'base64',
      size: 10,
      md5: 'md5==',
      disposition: { type: 'attachment', parameters: new Map([['filename', 'a.png']]) },
      language: ['en', 'de'],
      location: 'http://x/',
      extension: ['7', ['a', [null, 'b']]],
    }),
  '("application" "pdf" ("__proto__" "x") NIL NIL "base64" 10 NIL ("inline" NIL) "en")': part({
    type: 'application',
    subtype: 'pdf',
    parameters: new Map([['__proto__', 'x']]),
    encoding: 'base64',
    size: 10,
    disposition: { type: 'inline', parameters: new Map() },
    language: ['en'],
  }),
  [`(${TEXT} "alternative" ("boundary" "x") ("inline" NIL) NIL "loc" 1 2)`]: multipart({
    subtype: 'alternative',
    parameters: new Map([['boundary', 'x']]),
    disposition: { type: 'inline', parameters: new Map() },
    location: 'loc',
    extension: ['1', '2'],
    parts: [part({ lines: 0 })],
  }),
  // Quirks of servers.
  '("text" "plain" NIL NIL NIL "7bit" 5)': part({ size: 5 }),
  '("text" "plain" NIL NIL NIL NIL NIL NIL)': part({ encoding: '' }),
  '("text" "plain" NIL NIL NIL "7bit" 5 NIL "attachment")': part({
    size: 5,
    disposition: { type: 'attachment', parameters: new Map() },
  }),
  '("mixed" ("boundary" "x") NIL NIL)': multipart({ parameters: new Map([['boundary', 'x']]) }),
  [`(${TEXT})`]: multipart({ subtype: '', parts: [part({ lines: 0 })] }),
  '("message" "rfc822" NIL NIL NIL "7bit" 99 NIL ("attachment" NIL) NIL)': part({
    type: 'message',
    subtype: 'rfc822',
    size: 99,
    disposition: { type: 'attachment', parameters: new Map() },
  }),
  '(text plain (charset utf-8) NIL NIL 7bit 5 1)': part({
    parameters: new Map([['charset', 'utf-8']]),
    size: 5,
    lines: 1,
  }),
}

for (const [text, structure] of Object.entries(ANSWERS)) {
  test(`BODYSTRUCTURE ${text.slice(0, 70)}`, () => assert.deepEqual(structureOf(text), structure))
}

test('BODY is the same without extension data', () => {
  const { body, bodyStructure } = fetchOf(`BODY (${TEXT} "MIXED")`).attributes
  assert.equal(bodyStructure, undefined)
  assert.deepEqual(body, multipart({ parts: [part({ lines: 0 })] }))
})

test('a message in a message has its envelope, its body and its lines', () => {
  const envelope = '(NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL)'
  const structure = structureOf(`("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 302 ${envelope} ${TEXT} 9 NIL NIL)`)
  assert.ok(structure.type === 'message')
  assert.equal(structure.envelope?.subject, 'inner')
  assert.deepEqual(structure.body, part({ part: '1.1', lines: 0 }))
  assert.equal(structure.lines, 9)
})

test('parts are numbered as BODY[…] wants them (RFC 9051 §6.4.5.1)', () => {
  const envelope = '(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)'
  const message = (body: string): string => `("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 1 ${envelope} ${body} 1)`
  const alternative = `(${TEXT}${TEXT} "ALTERNATIVE")`
  assert.deepEqual(numbers(structureOf(TEXT)), ['1'])
  assert.deepEqual(numbers(structureOf(`(${TEXT}${alternative}${TEXT} "MIXED")`)), ['', '1', '2', '2.1', '2.2', '3'])
  assert.deepEqual(numbers(structureOf(`(${TEXT}${message(TEXT)} "MIXED")`)), ['', '1', '2', '2.1'])
  assert.deepEqual(numbers(structureOf(`(${message(alternative)}${message(message(TEXT))} "MIXED")`)), [
    '',
    '1',
    '1',
    '1.1',
    '1.2',
    '2',
    '2.1',
    '2.1.1',
  ])
  assert.deepEqual(numbers(structureOf(message(alternative))), ['1', '1', '1.1', '1.2'])
})

for (const text of [
  '("text")',
  '("text" "plain" NIL NIL NIL "7bit" x)',
  '("text" "plain" "charset" NIL NIL "7bit" 5 1)',
  `(${TEXT} "mixed" "x")`,
  `(${TEXT}`,
  '()',
  'x',
]) {
  test(`BODYSTRUCTURE ${text} makes the row malformed`, () => void malformedOf(`* 1 FETCH (BODYSTRUCTURE ${text})`))
}
