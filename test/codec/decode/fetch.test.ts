import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noExtras } from '../../../src/codec/decode/fetch-extras.ts'
import type { FetchAttributes } from '../../../src/codec/values.ts'
import { attributesOf, fetchOf, malformedOf, octets, one, parseAll } from './parse.ts'

/** Known answers: the items of a row, and what of its attributes is there. */
const ITEMS: Readonly<Record<string, Partial<FetchAttributes>>> = {
  '': {},
  'UID 4827313': { uid: 4827313 },
  'FLAGS (\\Seen $Label1)': { flags: ['\\Seen', '$Label1'] },
  'FLAGS ()': { flags: [] },
  'MODSEQ (624140003)': { modSeq: 624140003n },
  'MODSEQ (9223372036854775807)': { modSeq: 9223372036854775807n },
  'RFC822.SIZE 44827': { size: 44827 },
  'RFC822.SIZE 9007199254740991': { size: 9007199254740991 },
  'INTERNALDATE "17-Jul-1996 02:44:25 -0700"': { internalDate: new Date('1996-07-17T02:44:25-07:00') },
  'INTERNALDATE " 7-Jul-1996 02:44:25 +0000"': { internalDate: new Date('1996-07-07T02:44:25Z') },

  'BODY[] {5}\r\nab\r\nc': {
    sections: [{ item: 'BODY', section: '', origin: undefined, value: octets('ab\r\nc') }],
  },
  'BODY[] ""': { sections: [{ item: 'BODY', section: '', origin: undefined, value: octets('') }] },
  'BODY[] "a\\"b\\\\"': { sections: [{ item: 'BODY', section: '', origin: undefined, value: octets('a"b\\') }] },
  'BODY[] "\xe9"': { sections: [{ item: 'BODY', section: '', origin: undefined, value: octets('\xe9') }] },
  'BODY[] NIL': { sections: [{ item: 'BODY', section: '', origin: undefined, value: null }] },
  'BODY[] {0}\r\n': { sections: [{ item: 'BODY', section: '', origin: undefined, value: octets('') }] },
  'body[1.2.mime]<2048> {1}\r\n\x00': {
    sections: [{ item: 'BODY', section: '1.2.MIME', origin: 2048, value: octets('\0') }],
  },
  'BODY[HEADER.FIELDS (To "From" subject)] {2}\r\n\r\n': {
    sections: [{ item: 'BODY', section: 'HEADER.FIELDS (FROM SUBJECT TO)', origin: undefined, value: octets('\r\n') }],
  },
  'BODY[2.HEADER.FIELDS.NOT ("X-]\\"(")]<0> "x"': {
    sections: [{ item: 'BODY', section: '2.HEADER.FIELDS.NOT (X-]"()', origin: 0, value: octets('x') }],
  },
  'BINARY[1.1] ~{4}\r\na\0\r\n': {
    sections: [{ item: 'BINARY', section: '1.1', origin: undefined, value: octets('a\0\r\n') }],
  },
  // Echoed as asked.
  'BODY[1]<5.10> "x"': { sections: [{ item: 'BODY', section: '1', origin: 5, value: octets('x') }] },
  'BINARY[2]<7> NIL': { sections: [{ item: 'BINARY', section: '2', origin: 7, value: null }] },
  'BINARY.SIZE[1] 10 BINARY.SIZE[2.3] 20': {
    binarySizes: new Map([
      ['1', 10],
      ['2.3', 20],
    ]),
  },
  'RFC822 {1}\r\na RFC822.HEADER {1}\r\nb RFC822.TEXT "c"': {
    sections: [
      { item: 'RFC822', section: '', origin: undefined, value: octets('a') },
      { item: 'RFC822.HEADER', section: '', origin: undefined, value: octets('b') },
      { item: 'RFC822.TEXT', section: '', origin: undefined, value: octets('c') },
    ],
  },
  'BODY[1] {1}\r\n) BODY[2] {1}\r\n(': {
    sections: [
      { item: 'BODY', section: '1', origin: undefined, value: octets(')') },
      { item: 'BODY', section: '2', origin: undefined, value: octets('(') },
    ],
  },

  'EMAILID (M1) THREADID (T2)': { extras: { ...noExtras(), emailId: 'M1', threadId: 'T2' } },
  'EMAILID M1 THREADID NIL': { extras: { ...noExtras(), emailId: 'M1', threadId: null } },
  'SAVEDATE "17-Jul-1996 02:44:25 -0700"': {
    extras: { ...noExtras(), saveDate: new Date('1996-07-17T02:44:25-07:00') },
  },
  'SAVEDATE NIL PREVIEW NIL': { extras: { ...noExtras(), saveDate: null, preview: null } },
  'SAVEDATE "x"': { extended: [{ name: 'SAVEDATE', value: 'x' }] },
  'PREVIEW {8}\r\ncaf\xc3\xa9 :)': { extras: { ...noExtras(), preview: 'café :)' } },
  'PREVIEW ""': { extras: { ...noExtras(), preview: '' } },
  'X-GM-MSGID 18446744073709551615 X-GM-THRID 1278455344230334865': {
    extras: { ...noExtras(), gmailMessageId: 18446744073709551615n, gmailThreadId: 1278455344230334865n },
  },
  'X-GM-LABELS (\\Inbox "\\\\Important" "a b" {1}\r\nc &AOk-t&AOk- NIL)': {
    extras: { ...noExtras(), gmailLabels: ['\\Inbox', '\\Important', 'a b', 'c', 'été', 'NIL'] },
  },
  'X-GM-LABELS ()': { extras: { ...noExtras(), gmailLabels: [] } },
  'EMAILID NIL X-GM-MSGID NIL': {
    extended: [
      { name: 'EMAILID', value: null },
      { name: 'X-GM-MSGID', value: null },
    ],
  },
  'ANNOTATION (/comment (value.priv "x" value.shared NIL) "/alt" (size.priv {1}\r\n7)) UID 3': {
    uid: 3,
    extras: {
      ...noExtras(),
      annotations: new Map([
        [
          '/comment',
          new Map([
            ['value.priv', 'x'],
            ['value.shared', null],
          ]),
        ],
        ['/alt', new Map([['size.priv', '7']])],
      ]),
    },
  },
  'ANNOTATION ()': { extras: { ...noExtras(), annotations: new Map() } },
  // Which have changed, RFC 5257 §4.4.
  'ANNOTATION (/comment /altsubject)': { extended: [{ name: 'ANNOTATION', value: ['/comment', '/altsubject'] }] },
  'BODYX[1]<2> (()) __proto__ constructor': {
    extended: [
      { name: 'BODYX[1]<2>', value: [[]] },
      { name: '__PROTO__', value: 'constructor' },
    ],
  },

  // NIL where there is no such thing: the item is left out, and that it was answered is kept.
  'ENVELOPE NIL BODYSTRUCTURE NIL INTERNALDATE NIL RFC822.SIZE NIL MODSEQ NIL FLAGS NIL BINARY.SIZE[1] NIL': {
    flags: [],
    extended: ['ENVELOPE', 'BODYSTRUCTURE', 'INTERNALDATE', 'RFC822.SIZE', 'MODSEQ', 'BINARY.SIZE[1]'].map((name) => ({
      name,
      value: null,
    })),
  },
  'INTERNALDATE "yesterday"': { extended: [{ name: 'INTERNALDATE', value: 'yesterday' }] },

  // Of what comes twice the last counts.
  'FLAGS (\\Seen) UID 7 FLAGS (\\Deleted) UID 7': { uid: 7, flags: ['\\Deleted'] },
}

for (const [items, attributes] of Object.entries(ITEMS)) {
  test(`FETCH (${JSON.stringify(items).slice(1, -1)})`, () => assert.deepEqual(attributesOf(items), attributes))
}

test('all rows have the same fields in the same order', () => {
  const fields = Object.keys(fetchOf('').attributes)
  assert.deepEqual(Object.keys(fetchOf('UID 1 FLAGS () BODY[] NIL X 1').attributes), fields)
  assert.equal(fields.length, 12)
})

test('a row knows its sequence number and its octets on the wire', () => {
  const line = '* 12 FETCH (BODY[] {3}\r\nabc)'
  const row = one(line)
  assert.ok(row.type === 'fetch')
  assert.equal(row.sequence, 12)
  assert.equal(row.octets, line.length + 2)
})

test('UIDFETCH has a UID and no sequence number', () => {
  const row = one('* 25900 UIDFETCH (FLAGS (\\Seen))')
  assert.ok(row.type === 'fetch')
  assert.equal(row.sequence, undefined)
  assert.equal(row.attributes.uid, 25900)
})

test('rows with other items in another order are read as well as repeated ones', () => {
  const rows = ['UID 1 FLAGS ()', 'UID 2 FLAGS ()', 'FLAGS () UID 3', 'UIDX 4 FLAGS ()', 'uid 5', 'BODY[] NIL UID 6']
  const more = ['BODY[]<0> NIL UID 7', 'BODY[] NIL UID 8', 'UID(9)']
  const read = parseAll([...rows, ...more].map((items, i) => `* ${i + 1} FETCH (${items})\r\n`).join(''))
  assert.deepEqual(
    read.map((row) => row.type === 'fetch' && [row.attributes.uid, row.attributes.sections?.[0]?.origin]),
    [
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [undefined, undefined],
      [5, undefined],
      [6, undefined],
      [7, 0],
      [8, undefined],
      false,
    ],
  )
})

const BROKEN: Readonly<Record<string, number | undefined>> = {
  'UID 1 FLAGS (\\Seen)': 1,
  'UID 0)': undefined,
  'UID 4294967296)': undefined,
  'UID 5 UID 6)': 5,
  'UID 5x FLAGS ())': 5,
  'UID 5 FLAGS (a (b)))': 5,
  'UID 5 FLAGS \\Seen)': 5,
  'FLAGS (\\Seen UID 5)': undefined,
  'RFC822.SIZE 9007199254740992 UID 5)': 5,
  'RFC822.SIZE -1 UID 5)': 5,
  'MODSEQ (9223372036854775808) UID 5)': 5,
  'MODSEQ 5 UID 6)': 6,
  'X-GM-MSGID -1 UID 6)': 6,
  'X-GM-LABELS a UID 6)': 6,
  'EMAILID (a b) UID 6)': 6,
  'BODY[] NIL BODY[] NIL UID 5)': 5,
  'BODY[] NIL BODY[1] NIL BODY[] "x" UID 5)': 5,
  'BODY[ NIL UID 5)': undefined,
  'BODY[] (x) UID 5)': 5,
  'BODY[] atom UID 5)': 5,
  'ENVELOPE ("a" "b") UID 5)': 5,
  'X-NEW "a UID 5)': undefined,
  'UID 5) trailing': 5,
  'UID 5))': 5,
  ') UID 5': undefined,
}

for (const [items, uid] of Object.entries(BROKEN)) {
  const line = `* 9 FETCH (${items}`
  test(`${line} is malformed, with its sequence number${uid === undefined ? '' : ` and UID ${uid}`}`, () => {
    const { name, bytes, reason, sequence, uid: found } = malformedOf(line)
    assert.deepEqual([name, sequence, found], ['FETCH', 9, uid])
    assert.deepEqual(bytes, octets(line))
    assert.match(reason, /^octet \d+: /)
  })
}

test('a UID inside of a literal or a string is not taken for that of a broken row', () => {
  const items = ['BODY[] {8}\r\n UID 99  X "', 'ENVELOPE ("UID 99" UID 98) X "', 'X " UID 99 " BODY[ ']
  for (const item of items) assert.equal(malformedOf(`* 9 FETCH (${item})`).uid, undefined, item)
})
