import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CommandLine } from '../../../src/codec/encode/command-line.ts'
import { fetchRequest } from '../../../src/codec/encode/fetch-item.ts'
import type { FetchQuery } from '../../../src/codec/encode/fetch-query.ts'
import { sectionName } from '../../../src/codec/decode/fetch-section.ts'
import { sequenceSet } from '../../../src/codec/sequence-set.ts'
import { BASIC, accepts, isUsageError, itemsOf, nastyText, received, wire } from './wire.ts'

function line(query: FetchQuery): CommandLine {
  const fetch = new CommandLine('UID FETCH').set(sequenceSet(1, 'uids'))
  fetchRequest(query).put(fetch)
  return fetch
}

function items(query: FetchQuery): string {
  received(line(query), BASIC)
  return wire(line(query)).slice('T1 UID FETCH 1 ('.length, -3)
}

const range = { start: 5, length: 10 }

test('every item has its word, the UID comes first, and bodies are peeked at (H9)', () => {
  const table: readonly (readonly [FetchQuery, string])[] = [
    [{}, 'UID'],
    [{ flags: true, envelope: true, bodyStructure: true }, 'UID FLAGS ENVELOPE BODYSTRUCTURE'],
    [{ size: true, internalDate: true, modSeq: true }, 'UID RFC822.SIZE INTERNALDATE MODSEQ'],
    [{ headers: true }, 'UID BODY.PEEK[HEADER]'],
    [{ headers: ['subject', 'From', 'SUBJECT'] }, 'UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]'],
    [{ headers: ['NIL', 'a"b', 'x)'] }, 'UID BODY.PEEK[HEADER.FIELDS ("A\\"B" "NIL" "X)")]'],
    [{ headers: { except: ['Received'] } }, 'UID BODY.PEEK[HEADER.FIELDS.NOT (RECEIVED)]'],
    [
      { headerLists: { list: { fields: ['List-Id'] }, inner: { except: ['a'], part: '2' } } },
      'UID BODY.PEEK[HEADER.FIELDS (LIST-ID)] BODY.PEEK[2.HEADER.FIELDS.NOT (A)]',
    ],
    [{ body: true }, 'UID BODY'],
    [{ preview: true, saveDate: true }, 'UID PREVIEW SAVEDATE'],
    [{ preview: 'lazy', emailId: true, threadId: true }, 'UID PREVIEW (LAZY) EMAILID THREADID'],
    [{ gmailMessageId: true, gmailThreadId: true, gmailLabels: true }, 'UID X-GM-MSGID X-GM-THRID X-GM-LABELS'],
    [
      { annotations: { entries: '/comment', attributes: ['value.priv', 'size'] } },
      'UID ANNOTATION (("/comment") (value.priv size))',
    ],
    [{ annotations: { entries: ['/*', '/1/%'], attributes: 'value' } }, 'UID ANNOTATION (("/*" "/1/%") (value))'],
    [{ source: true }, 'UID BODY.PEEK[]'],
    [{ source: range }, 'UID BODY.PEEK[]<5.10>'],
    [{ text: true }, 'UID BODY.PEEK[TEXT]'],
    [
      { parts: ['1', '2.1', '1.mime', '3.HEADER', '3.TEXT', { part: '4', ...range }] },
      'UID BODY.PEEK[1] BODY.PEEK[2.1] BODY.PEEK[1.MIME] BODY.PEEK[3.HEADER] BODY.PEEK[3.TEXT] BODY.PEEK[4]<5.10>',
    ],
    [
      { binary: ['1', { part: '2.3', ...range }], binarySize: ['1'] },
      'UID BINARY.PEEK[1] BINARY.PEEK[2.3]<5.10> BINARY.SIZE[1]',
    ],
    [{ markSeen: true, source: true, binary: ['1'] }, 'UID BODY[] BINARY[1]'],
  ]
  for (const [query, expected] of table) assert.equal(items(query), expected)
})

test('what a row must have is named as the answer will name it', () => {
  const query: FetchQuery = {
    flags: true,
    envelope: true,
    headers: ['b', 'A'],
    source: { start: 0, length: 1 },
    parts: ['1.mime', { part: '1', ...range }],
    binary: ['2'],
    binarySize: ['2'],
  }
  assert.deepEqual(fetchRequest(query).expected, [
    { kind: 'flags' },
    { kind: 'envelope' },
    { kind: 'section', item: 'BODY', section: 'HEADER.FIELDS (A B)' },
    { kind: 'section', item: 'BODY', section: '', origin: 0 },
    { kind: 'section', item: 'BODY', section: '1.MIME' },
    { kind: 'section', item: 'BODY', section: '1', origin: 5 },
    { kind: 'section', item: 'BINARY', section: '2' },
    { kind: 'binarySize', part: '2' },
  ])
})

test('a section asked for is the section the response parser finds in the echo', () => {
  const field = fc.constantFrom('Subject', 'from', 'X-(A)', 'a"b', 'a\\b', 'x]', 'NIL', '[x', 'é', 'a b')
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 5 }), fc.option(fc.nat()), (headers, start) => {
      const query: FetchQuery = { headers, parts: ['1.HEADER', start === null ? '2' : { part: '2', start, length: 5 }] }
      if (!accepts(() => line(query))) return assert.ok(headers.some((name) => /[é ]/.test(name)))
      const asked = received(line(query), BASIC)
      const echoes = items(query)
        .slice(4)
        .replaceAll('BODY.PEEK', 'BODY')
        .replaceAll(/<(\d+)\.\d+>/g, '<$1>')
      const names = echoes.match(/BODY\[(?:\((?:"(?:\\.|[^"\\])*"|[^")])*\)|[^\]])*\](?:<\d+>)?/g) ?? []
      assert.equal(names.length, itemsOf(asked.args[1]).length - 1)
      const expected = fetchRequest(query).expected.map((item) => (item.kind === 'section' ? item : assert.fail()))
      names.forEach((name, i) => {
        const { item, section, origin } = expected[i]!
        assert.deepEqual(sectionName(name), { item, section, origin })
      })
    }),
    { numRuns: 300 },
  )
})

test('header field names cannot leave their list (C6)', () => {
  fc.assert(
    fc.property(fc.array(nastyText, { minLength: 1, maxLength: 3 }), (headers) => {
      if (!accepts(() => line({ headers }))) return assert.ok(headers.some((name) => !/^[!-9;-~]{1,998}$/.test(name)))
      const [, section] = itemsOf(received(line({ headers }), BASIC).args[1])
      assert.ok(section?.type === 'section')
      assert.deepEqual(section.fields, [...new Set(headers.map((name) => name.toUpperCase()))].sort())
    }),
    { numRuns: 1000 },
  )
})

test('parts are part numbers and nothing else (C6)', () => {
  fc.assert(
    fc.property(nastyText, (part) => {
      if (!accepts(() => line({ parts: [part] }))) return
      assert.match(part, /^[1-9][\d.]*\d?(\.[a-z]+)?$/i)
      received(line({ parts: [part] }), BASIC)
    }),
    { numRuns: 1000 },
  )
  for (const part of [
    '',
    '0',
    '01',
    '1.',
    '.1',
    '1..2',
    '1.0',
    'MIME',
    'TEXT',
    '1.FOO',
    '1.MIME.2',
    '1]',
    '1\r\n',
    '1.'.repeat(300) + '1',
    7,
  ]) {
    assert.throws(() => line({ parts: [part as string] }), isUsageError, String(part))
    assert.throws(() => line({ binary: [part as string] }), isUsageError, String(part))
    assert.throws(() => line({ binarySize: [part as string] }), isUsageError, String(part))
  }
  for (const part of ['1.MIME', '1.TEXT']) assert.throws(() => line({ binary: [part] }), isUsageError)
})

test('what is unknown, empty or ambiguous is refused (C13)', () => {
  const bad: readonly unknown[] = [
    { flag: true },
    { flags: false },
    { flags: undefined },
    { headers: [] },
    { headers: 'subject' },
    { headers: [''] },
    { headers: ['a:b'] },
    { headers: [7] },
    { headers: ['x'.repeat(999)] },
    { source: false },
    { source: {} },
    { source: { start: -1, length: 1 } },
    { source: { start: 0, length: 0 } },
    { source: { start: 0.5, length: 1 } },
    { source: { start: 0, length: Infinity } },
    { source: { start: '0', length: 1 } },
    { text: 1 },
    { parts: [] },
    { parts: '1' },
    { parts: [{ part: '1' }] },
    { parts: [{ start: 1, length: 2 }] },
    { parts: ['1', '1'] },
    { parts: ['1', { part: '1', start: 0, length: 5 }] },
    {
      binary: [
        { part: '1', start: 5, length: 5 },
        { part: '1', start: 0, length: 5 },
      ],
    },
    { parts: ['1.mime', '1.MIME'] },
    {
      parts: [
        { part: '1', start: 0, length: 5 },
        { part: '1', start: 0, length: 9 },
      ],
    },
    { binary: [] },
    { binary: ['1', '1'] },
    { binarySize: [] },
    { headers: {} },
    { headers: { except: [] } },
    { headers: { part: '1' } },
    { headers: { except: ['a'], part: '1' } },
    { headers: { except: ['a'], fields: ['b'] } },
    { headerLists: {} },
    { headerLists: [] },
    { headerLists: true },
    { headerLists: { a: {} } },
    { headerLists: { a: ['x'] } },
    { headerLists: { a: { part: '1' } } },
    { headerLists: { a: { fields: ['x'], part: undefined } } },
    { headerLists: { a: { fields: ['x'], part: '0' } } },
    { headerLists: { a: { fields: ['x'], except: ['y'] } } },
    { headerLists: { a: { fields: ['x'] }, b: { fields: ['X'] } } },
    { headers: ['x'], headerLists: { a: { fields: ['x'] } } },
    { preview: 'LAZY' },
    { preview: false },
    { saveDate: 1 },
    { gmailLabels: ['a'] },
    { body: false },
    { annotations: true },
    { annotations: {} },
    { annotations: { entries: '/comment' } },
    { annotations: { entries: [], attributes: 'value' } },
    { annotations: { entries: 'comment', attributes: 'value' } },
    { annotations: { entries: '/a b', attributes: 'value' } },
    { annotations: { entries: '/a\r\n', attributes: 'value' } },
    { annotations: { entries: '/a', attributes: 'va*' } },
    { annotations: { entries: '/a', attributes: '' } },
    { annotations: { entries: '/a', attributes: 'value', other: 1 } },
    { markSeen: true },
    { markSeen: true, flags: true, binarySize: ['1'] },
    { markSeen: false, source: true },
    { constructor: true },
    [],
    null,
    'ALL',
  ]
  for (const query of bad) {
    assert.throws(() => line(query as FetchQuery), isUsageError, JSON.stringify(query))
  }
  assert.equal(items({ parts: ['1', { part: '2', start: 0, length: 5 }] }), 'UID BODY.PEEK[1] BODY.PEEK[2]<0.5>')
})

test('a query tells what it reads, sets and needs', () => {
  assert.deepEqual(fetchRequest({}).traits, { readsFlags: false, setsSeen: false, needs: [] })
  assert.deepEqual(fetchRequest({ flags: true }).traits, { readsFlags: true, setsSeen: false, needs: [] })
  assert.deepEqual(fetchRequest({ modSeq: true }).traits, { readsFlags: true, setsSeen: false, needs: ['CONDSTORE'] })
  assert.deepEqual(fetchRequest({ source: true, markSeen: true }).traits, {
    readsFlags: false,
    setsSeen: true,
    needs: [],
  })
  assert.deepEqual(fetchRequest({ binary: ['1'] }).traits.needs, ['BINARY'])
  assert.deepEqual(fetchRequest({ binarySize: ['1'] }).traits.needs, ['BINARY'])
  const everything: FetchQuery = {
    preview: true,
    saveDate: true,
    emailId: true,
    threadId: true,
    gmailLabels: true,
    gmailThreadId: true,
  }
  assert.deepEqual(fetchRequest(everything).traits, {
    readsFlags: true,
    setsSeen: false,
    needs: ['PREVIEW', 'SAVEDATE', 'OBJECTID', 'X-GM-EXT-1'],
  })
})
