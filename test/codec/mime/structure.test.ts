import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import {
  attachmentParts,
  fileName,
  leafParts,
  partByContentId,
  partByNumber,
  textPart,
  walkParts,
} from '../../../src/codec/mime/structure.ts'
import type { BodyStructure } from '../../../src/codec/values.ts'
import { fetchOf, one } from '../decode/parse.ts'

const FOLDER = new URL('../../transcripts/', import.meta.url)

/** The structures a server sent for the corpus, by UID. */
function recorded(server: string): ReadonlyMap<number, BodyStructure> {
  const structures = new Map<number, BodyStructure>()
  for (const json of readFileSync(new URL(`${server}-03-fetch.jsonl`, FOLDER), 'utf8')
    .trimEnd()
    .split('\n')) {
    const { dir, line } = JSON.parse(json) as { dir: string; line: string }
    if (dir !== 'S' || !/^\* \d+ FETCH \(UID \d+ BODYSTRUCTURE /.test(line)) continue
    const row = one(line)
    assert.ok(row.type === 'fetch')
    structures.set(row.attributes.uid!, row.attributes.bodyStructure!)
  }
  return structures
}

function structureOf(text: string): BodyStructure {
  return fetchOf(`BODYSTRUCTURE ${text}`).attributes.bodyStructure!
}

const numbers = (parts: Iterable<BodyStructure>): string[] => [...parts].map(({ part }) => part)

for (const server of ['dovecot23', 'cyrus310', 'courier']) {
  const structures = recorded(server)

  test(`${server}: a related text, a PDF whose name RFC 2231 encodes, a calendar`, () => {
    const structure = structures.get(4)!
    assert.deepEqual(numbers(walkParts(structure)), ['', '1', '1.1', '1.2', '2', '3'])
    assert.deepEqual(numbers(leafParts(structure)), ['1.1', '1.2', '2', '3'])
    assert.equal(textPart(structure), undefined)
    assert.equal(textPart(structure, 'html')?.part, '1.1')
    assert.deepEqual(attachmentParts(structure).map(fileName), ['€ rates and more.pdf'])
    const picture = partByContentId(structure, 'cid:dot@example.org')
    assert.equal(picture?.part, '1.2')
    assert.equal(fileName(picture), 'dot.png')
    assert.equal(partByContentId(structure, '<dot@example.org>'), picture)
    assert.equal(partByContentId(structure, 'other@example.org'), undefined)
  })

  test(`${server}: a message in a message in a message`, () => {
    const structure = structures.get(5)!
    assert.deepEqual(numbers(walkParts(structure)), ['', '1', '2', '2', '2.1', '2.2', '2.2.1'])
    assert.deepEqual(numbers(walkParts(structure, { messages: false })), ['', '1', '2'])
    assert.deepEqual(numbers(leafParts(structure)), ['1', '2'])
    assert.deepEqual(numbers(leafParts(structure, { messages: true })), ['1', '2', '2.1', '2.2', '2.2.1'])
    assert.deepEqual(numbers(attachmentParts(structure)), ['2'])
    assert.equal(textPart(structure)?.part, '1')
    assert.equal(partByNumber(structure, '2')?.subtype, 'rfc822')
    assert.equal(partByNumber(structure, '2.2')?.subtype, 'rfc822')
    assert.equal(partByNumber(structure, '2.2.1')?.subtype, 'plain')
    assert.equal(partByNumber(structure, '')?.subtype, 'mixed')
    assert.equal(partByNumber(structure, '3'), undefined)
  })

  test(`${server}: alternatives, a report, a multipart without parts, one part alone`, () => {
    assert.deepEqual([textPart(structures.get(3)!)?.part, textPart(structures.get(3)!, 'html')?.part], ['1', '2'])
    assert.deepEqual(attachmentParts(structures.get(3)!), [])
    assert.deepEqual(numbers(attachmentParts(structures.get(6)!)), ['2'])
    assert.deepEqual(attachmentParts(structures.get(13)!), [])
    assert.deepEqual(numbers(leafParts(structures.get(1)!)), ['1'])
    assert.equal(textPart(structures.get(1)!)?.part, '1')
  })
}

const PLAIN = '("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)'
const file = (type: string, disposition = 'NIL', name = 'NIL', id = 'NIL'): string =>
  `("${type.replace('/', '" "')}" ${name} ${id} NIL "base64" 5 ${type.startsWith('text/') ? '1 ' : ''}NIL ${disposition} NIL NIL)`

const ATTACHED: Readonly<Record<string, readonly string[]>> = {
  [`(${PLAIN}${file('text/plain', '("attachment" NIL)')} "mixed")`]: ['2'],
  [`(${PLAIN}${file('text/x-patch', 'NIL', '("name" "a.diff")')} "mixed")`]: ['2'],
  [`(${PLAIN}${file('text/plain', '("inline" ("filename" "notes.txt"))')} "mixed")`]: ['2'],
  [`(${PLAIN}${PLAIN} "mixed")`]: [],
  [`(${PLAIN}${file('application/pgp-signature', '("attachment" ("filename" "a.asc"))')} "signed")`]: [],
  [`((${PLAIN}${file('image/png')} "mixed")${file('application/pkcs7-signature')} "signed")`]: ['1.2'],
  [`(${PLAIN}${file('image/png', '("inline" NIL)', 'NIL', '"<a>"')} "related")`]: [],
  [`(${PLAIN}${file('image/png', '("attachment" NIL)', 'NIL', '"<a>"')} "related")`]: ['2'],
  [`(${PLAIN}${file('image/png')} "related")`]: ['2'],
  [`((${PLAIN}${PLAIN} "alternative")(${file('image/png', 'NIL', 'NIL', '"<a>"')} "mixed") "related")`]: [],
  // A picture with a Content-ID that nothing has beside it, as Apple Mail sends them.
  [`(${PLAIN}${file('image/png', '("inline" NIL)', 'NIL', '"<a>"')} "mixed")`]: ['2'],
  [file('application/pdf')]: ['1'],
}

for (const [structure, attached] of Object.entries(ATTACHED)) {
  test(`attached in ${structure.slice(0, 160)}: ${attached.join() || 'nothing'}`, () => {
    assert.deepEqual(numbers(attachmentParts(structureOf(structure))), attached)
  })
}

const NAMES: Readonly<Record<string, string | undefined>> = {
  [file('image/png', '("attachment" ("filename" "a.png"))', '("name" "b.png")')]: 'a.png',
  [file('image/png', '("attachment" NIL)', '("name" "b.png")')]: 'b.png',
  [file('image/png', '("attachment" ("filename" ""))', '("name" "b.png")')]: 'b.png',
  [file('image/png', '("attachment" ("filename" NIL))')]: undefined,
  [file('image/png', 'NIL', '("NAME" "=?utf-8?Q?Gr=C3=BC=C3=9Fe=2Epng?=")')]: 'Grüße.png',
  [file('image/png', '("attachment" ("filename" {10}\r\n\xe2\x82\xac rates.))')]: '€ rates.',
  [file('image/png')]: undefined,
}

for (const [structure, name] of Object.entries(NAMES)) {
  test(`the file name in ${JSON.stringify(structure)} is ${name}`, () => {
    assert.equal(fileName(structureOf(structure)), name)
  })
}

test('servers that say -1, NIL or nothing where a number is due (Exchange, others)', () => {
  const text = structureOf('("text" "plain" NIL NIL NIL NIL -1 -1 NIL NIL NIL NIL)')
  assert.ok(text.parts === undefined)
  assert.deepEqual([text.size, text.lines, text.encoding], [0, undefined, ''])
  const spaced = structureOf(`(${PLAIN} ${PLAIN} "MIXED" ("boundary" NIL) NIL)`)
  assert.deepEqual(numbers(leafParts(spaced)), ['1', '2'])
  assert.equal(spaced.parameters.get('boundary'), '')
  const attached = structureOf('("application" "pdf" NIL NIL NIL "base64" -1 NIL ("attachment" NIL))')
  assert.deepEqual(numbers(attachmentParts(attached)), ['1'])
})

test('a Content-ID in a URL has its percent signs (RFC 2392)', () => {
  const structure = structureOf(`(${PLAIN}${file('image/png', 'NIL', 'NIL', '"<a+b@c>"')} "related")`)
  assert.equal(partByContentId(structure, 'cid:a%2Bb@c')?.part, '2')
  assert.equal(partByContentId(structure, 'CID:a+b@c')?.part, '2')
  assert.equal(partByContentId(structure, 'cid:%zz'), undefined)
})
