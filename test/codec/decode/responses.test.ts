import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NumberList } from '../../../src/codec/number-list.ts'
import { NumberSet } from '../../../src/codec/number-set.ts'
import type { Response } from '../../../src/codec/values.ts'
import { octets, one, utf8 } from './parse.ts'

const NO_NAME = { wireName: undefined }
const PLAIN_LIST = { childInfo: undefined, oldName: undefined, extended: [] }
const NOTHING_FOUND = {
  mailbox: undefined,
  wireName: undefined,
  uidValidity: undefined,
  min: undefined,
  max: undefined,
  count: undefined,
  all: undefined,
  order: undefined,
  modSeq: undefined,
  partial: undefined,
  updates: [],
  relevancy: undefined,
}

/** Known answers: a line as a server sends it, and its value. */
const ANSWERS: Readonly<Record<string, Response>> = {
  '+ idling': { type: 'continuation', text: 'idling' },
  '+ ': { type: 'continuation', text: '' },
  '+': { type: 'continuation', text: '' },
  '+ YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEFoQMCAQ8=': {
    type: 'continuation',
    text: 'YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEFoQMCAQ8=',
  },
  '+ send {5} more': { type: 'continuation', text: 'send {5} more' },

  'a1 OK done': { type: 'tagged', tag: 'a1', status: 'OK', code: undefined, text: 'done' },
  'a1 NO [TRYCREATE] no such mailbox': {
    type: 'tagged',
    tag: 'a1',
    status: 'NO',
    code: { name: 'TRYCREATE' },
    text: 'no such mailbox',
  },
  'A.7-x BAD what?': { type: 'tagged', tag: 'A.7-x', status: 'BAD', code: undefined, text: 'what?' },
  'a1 BYE': { type: 'tagged', tag: 'a1', status: 'BYE', code: undefined, text: '' },
  'a1 XYZ what is that': {
    type: 'tagged',
    tag: 'a1',
    status: 'UNKNOWN',
    code: undefined,
    text: 'XYZ what is that',
  },
  'a1 OKAY then': { type: 'tagged', tag: 'a1', status: 'UNKNOWN', code: undefined, text: 'OKAY then' },
  'HTTP/1.1 400 Bad Request': {
    type: 'tagged',
    tag: 'HTTP/1.1',
    status: 'UNKNOWN',
    code: undefined,
    text: '400 Bad Request',
  },

  '* OK IMAP4rev2 ready': { type: 'status', status: 'OK', code: undefined, text: 'IMAP4rev2 ready' },
  '* NO Disk is 98% full': { type: 'status', status: 'NO', code: undefined, text: 'Disk is 98% full' },
  '* BAD Invalid': { type: 'status', status: 'BAD', code: undefined, text: 'Invalid' },
  '* PREAUTH [CAPABILITY IMAP4rev1] hi': {
    type: 'status',
    status: 'PREAUTH',
    code: { name: 'CAPABILITY', capabilities: ['IMAP4REV1'] },
    text: 'hi',
  },
  '* BYE': { type: 'status', status: 'BYE', code: undefined, text: '' },
  '* OK text that ends in {12}': { type: 'status', status: 'OK', code: undefined, text: 'text that ends in {12}' },

  '* CAPABILITY IMAP4rev1 LITERAL- auth=PLAIN': {
    type: 'capability',
    capabilities: ['IMAP4REV1', 'LITERAL-', 'AUTH=PLAIN'],
  },
  '* ENABLED CONDSTORE QRESYNC': { type: 'enabled', capabilities: ['CONDSTORE', 'QRESYNC'] },
  '* ENABLED': { type: 'enabled', capabilities: [] },

  '* FLAGS (\\Answered \\Seen $Forwarded a]b)': {
    type: 'flags',
    flags: ['\\Answered', '\\Seen', '$Forwarded', 'a]b'],
  },
  '* FLAGS ()': { type: 'flags', flags: [] },

  '* 23 EXISTS': { type: 'exists', number: 23 },
  '* 0 EXISTS': { type: 'exists', number: 0 },
  '* 5 RECENT': { type: 'recent', number: 5 },
  '* 44 EXPUNGE': { type: 'expunge', number: 44 },

  '* LIST (\\HasNoChildren \\Sent) "/" "Sent Mail"': {
    type: 'list',
    command: 'LIST',
    attributes: ['\\HasNoChildren', '\\Sent'],
    delimiter: '/',
    mailbox: 'Sent Mail',
    ...NO_NAME,
    ...PLAIN_LIST,
  },
  '* LIST () NIL inbox': {
    type: 'list',
    command: 'LIST',
    attributes: [],
    delimiter: null,
    mailbox: 'INBOX',
    ...NO_NAME,
    ...PLAIN_LIST,
  },
  '* LSUB (\\Noselect) "\\\\" &U,BTFw-': {
    type: 'list',
    command: 'LSUB',
    attributes: ['\\Noselect'],
    delimiter: '\\',
    mailbox: '台北',
    ...NO_NAME,
    ...PLAIN_LIST,
  },
  '* LIST () "." {5}\r\na "b"': {
    type: 'list',
    command: 'LIST',
    attributes: [],
    delimiter: '.',
    mailbox: 'a "b"',
    ...NO_NAME,
    ...PLAIN_LIST,
  },
  '* LIST () "/" "Foo" ("CHILDINFO" ("SUBSCRIBED") X-COLOR (red (1 NIL "two")))': {
    type: 'list',
    command: 'LIST',
    attributes: [],
    delimiter: '/',
    mailbox: 'Foo',
    ...NO_NAME,
    childInfo: ['SUBSCRIBED'],
    oldName: undefined,
    extended: [{ name: 'X-COLOR', value: ['red', ['1', null, 'two']] }],
  },
  '* LIST () "/" new (OLDNAME ("old &- name"))': {
    type: 'list',
    command: 'LIST',
    attributes: [],
    delimiter: '/',
    mailbox: 'new',
    ...NO_NAME,
    childInfo: undefined,
    oldName: { mailbox: 'old & name', wireName: undefined },
    extended: [],
  },
  '* LIST () "/" &AEkATgBCAE8AWA-': {
    type: 'list',
    command: 'LIST',
    attributes: [],
    delimiter: '/',
    mailbox: '&AEkATgBCAE8AWA-',
    wireName: '&AEkATgBCAE8AWA-',
    ...PLAIN_LIST,
  },

  '* SEARCH 2 84 882': { type: 'search', numbers: NumberSet.parse('2,84,882'), modSeq: undefined },
  '* SEARCH': { type: 'search', numbers: NumberSet.empty, modSeq: undefined },
  '* SEARCH 2 5 6 (MODSEQ 917162500)': {
    type: 'search',
    numbers: NumberSet.parse('2,5:6'),
    modSeq: 917162500n,
  },

  '* ESEARCH (TAG "A282") MIN 2 COUNT 3': {
    type: 'esearch',
    tag: 'A282',
    uid: false,
    ...NOTHING_FOUND,
    min: 2,
    count: 3,
    extended: [],
  },
  '* ESEARCH (TAG a567) UID COUNT 17 ALL 4:18,21,28 MAX 28 MODSEQ 9223372036854775807': {
    type: 'esearch',
    tag: 'a567',
    uid: true,
    ...NOTHING_FOUND,
    count: 17,
    all: NumberSet.parse('4:18,21,28'),
    max: 28,
    modSeq: 9223372036854775807n,
    extended: [],
  },
  '* ESEARCH': { type: 'esearch', tag: undefined, uid: false, ...NOTHING_FOUND, extended: [] },
  '* ESEARCH (TAG "x") UID': { type: 'esearch', tag: 'x', uid: true, ...NOTHING_FOUND, extended: [] },
  '* ESEARCH (TAG "C01") UID PARTIAL (1:500 10,20:30)': {
    type: 'esearch',
    tag: 'C01',
    uid: true,
    ...NOTHING_FOUND,
    partial: { from: 1, to: 500, numbers: NumberList.from([10, ...NumberSet.range(20, 30)]) },
    extended: [],
  },
  '* ESEARCH (TAG "t" MAILBOX "a b" UIDVALIDITY 7) UID ALL 1': {
    type: 'esearch',
    tag: 't',
    uid: true,
    ...NOTHING_FOUND,
    mailbox: 'a b',
    uidValidity: 7,
    all: NumberSet.of(1),
    extended: [],
  },
  '* ESEARCH (TAG "s") ALL 7:9,1,16,13': {
    type: 'esearch',
    tag: 's',
    uid: false,
    ...NOTHING_FOUND,
    all: NumberSet.parse('1,7:9,13,16'),
    order: NumberList.from([7, 8, 9, 1, 16, 13]),
    extended: [],
  },

  '* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)': {
    type: 'mailboxStatus',
    mailbox: 'blurdybloop',
    ...NO_NAME,
    items: { messages: 231, uidNext: 44292 },
    extended: [],
  },
  '* STATUS "x" (RECENT 1 UIDVALIDITY 2 UNSEEN 3 DELETED 4 SIZE 9007199254740991 HIGHESTMODSEQ 0 APPENDLIMIT NIL MAILBOXID (F2-1) X-NEW (1 2) DELETED-STORAGE 8)':
    {
      type: 'mailboxStatus',
      mailbox: 'x',
      ...NO_NAME,
      items: {
        recent: 1,
        uidValidity: 2,
        unseen: 3,
        deleted: 4,
        deletedStorage: 8,
        size: 9007199254740991,
        highestModSeq: 0n,
        appendLimit: null,
        mailboxId: 'F2-1',
      },
      extended: [{ name: 'X-NEW', value: ['1', '2'] }],
    },
  '* STATUS x (MESSAGES 1 MAILBOXID (+g\x7fÍ))': {
    type: 'mailboxStatus',
    mailbox: 'x',
    ...NO_NAME,
    items: { messages: 1 },
    extended: [],
  },
  '* STATUS x ()': { type: 'mailboxStatus', mailbox: 'x', ...NO_NAME, items: {}, extended: [] },
  '* STATUS x (APPENDLIMIT 257890)': {
    type: 'mailboxStatus',
    mailbox: 'x',
    ...NO_NAME,
    items: { appendLimit: 257890 },
    extended: [],
  },

  '* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1" "FLAG2"))) NIL (("~" NIL))': {
    type: 'namespace',
    personal: [
      { prefix: '', delimiter: '/', extended: [] },
      { prefix: '#mh/', delimiter: '/', extended: [{ name: 'X-PARAM', value: ['FLAG1', 'FLAG2'] }] },
    ],
    otherUsers: null,
    shared: [{ prefix: '~', delimiter: null, extended: [] }],
  },

  '* ID NIL': { type: 'id', parameters: null },
  '* ID ("Name" "Cyrus" "os" NIL "__proto__" "x")': {
    type: 'id',
    parameters: new Map([
      ['name', 'Cyrus'],
      ['os', null],
      ['__proto__', 'x'],
    ]),
  },

  '* VANISHED 405,407,410:425': { type: 'vanished', earlier: false, uids: NumberSet.parse('405,407,410:425') },
  '* VANISHED (EARLIER) 1:4294967295': {
    type: 'vanished',
    earlier: true,
    uids: NumberSet.range(1, 4294967295),
  },

  '* 7 GROW {3}\r\na\r\n': { type: 'unknown', name: 'GROW', bytes: octets('* 7 GROW {3}\r\na\r\n') },
  '': { type: 'unknown', name: '', bytes: octets('') },
}

for (const [line, value] of Object.entries(ANSWERS)) {
  test(`${JSON.stringify(line)} is a ${value.type} response`, () => assert.deepEqual(one(line), value))
}

test('mailbox names are UTF-8 once that is enabled, and the prefix of a namespace is one', () => {
  const name = utf8('日本語')
  const list = one(`* LIST () "/" "${name}"`, { utf8: true })
  assert.deepEqual(list.type === 'list' && [list.mailbox, list.wireName], ['日本語', undefined])
  const modified = one('* NAMESPACE (("&U,BTFw-/" "/")) NIL NIL')
  assert.equal(modified.type === 'namespace' && modified.personal?.[0]?.prefix, '台北/')
})

test('a mailbox named __proto__ is a mailbox', () => {
  const list = one('* LIST () "/" __proto__ (hasOwnProperty (constructor))')
  assert.ok(list.type === 'list')
  assert.equal(list.mailbox, '__proto__')
  assert.deepEqual(list.extended, [{ name: 'HASOWNPROPERTY', value: ['constructor'] }])
  const status = one('* STATUS __proto__ (__PROTO__ 1 constructor 2)')
  assert.ok(status.type === 'mailboxStatus')
  assert.deepEqual(Object.keys(status.items), [])
  assert.equal(status.extended.length, 2)
})

test('text of status responses is UTF-8, or windows-1252 where it is not', () => {
  const texts = [`* OK ${utf8('Grüße')}`, '* OK Gr\xfc\xdfe \x80'].map((line) => one(line))
  assert.deepEqual(
    texts.map((response) => response.type === 'status' && response.text),
    ['Grüße', 'Grüße €'],
  )
})

test('keywords are read in any case', () => {
  assert.deepEqual(one('* ok [alert] x'), { type: 'status', status: 'OK', code: { name: 'ALERT' }, text: 'x' })
  assert.deepEqual(one('* 3 exists'), { type: 'exists', number: 3 })
  assert.deepEqual(one('a1 no x'), { type: 'tagged', tag: 'a1', status: 'NO', code: undefined, text: 'x' })
})
