/** ACL, quota, METADATA, URLAUTH, LANGUAGE, COMPARATOR and JMAPACCESS. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import { encodeResponse } from '../../../src/codec/encode/response.ts'
import { defaultLimits } from '../../../src/codec/limits.ts'
import type { Response } from '../../../src/codec/values.ts'
import { malformedOf, octets, one, utf8 } from './parse.ts'

const INBOX = { mailbox: 'INBOX', wireName: undefined }

/** Known answers: a line as a server sends it, and its value. */
const ANSWERS: Readonly<Record<string, Response>> = {
  '* METADATA "INBOX" (/private/comment "My own comment")': {
    type: 'metadata',
    ...INBOX,
    entries: new Map([['/private/comment', octets('My own comment')]]),
  },
  '* METADATA foo (/private/comment {2}\r\nhi /shared/comment {3}\r\na\r\n /private/x NIL)': {
    type: 'metadata',
    mailbox: 'foo',
    wireName: undefined,
    entries: new Map([
      ['/private/comment', octets('hi')],
      ['/shared/comment', octets('a\r\n')],
      ['/private/x', null],
    ]),
  },
  '* METADATA "" (/shared/vendor/x ~{3}\r\n\0\xff\n)': {
    type: 'metadata',
    mailbox: '',
    wireName: undefined,
    entries: new Map([['/shared/vendor/x', octets('\0\xff\n')]]),
  },
  '* METADATA INBOX ()': { type: 'metadata', ...INBOX, entries: new Map() },
  '* METADATA "INBOX" /shared/comment /private/comment': {
    type: 'metadataNews',
    ...INBOX,
    entries: ['/shared/comment', '/private/comment'],
  },
  '* METADATA "" /shared/comment': {
    type: 'metadataNews',
    mailbox: '',
    wireName: undefined,
    entries: ['/shared/comment'],
  },

  '* ACL INBOX Fred rwipslda -Chris wetd': {
    type: 'acl',
    ...INBOX,
    items: [
      { identifier: 'Fred', rights: 'rwipslda' },
      { identifier: '-Chris', rights: 'wetd' },
    ],
  },
  '* ACL INBOX': { type: 'acl', ...INBOX, items: [] },
  '* ACL INBOX "two words" ""': { type: 'acl', ...INBOX, items: [{ identifier: 'two words', rights: '' }] },
  '* LISTRIGHTS INBOX smith la r swicdkxte': {
    type: 'listRights',
    ...INBOX,
    identifier: 'smith',
    required: 'la',
    optional: ['r', 'swicdkxte'],
  },
  '* LISTRIGHTS INBOX anyone ""': {
    type: 'listRights',
    ...INBOX,
    identifier: 'anyone',
    required: '',
    optional: [],
  },
  '* MYRIGHTS INBOX rwiptsldaex': { type: 'myRights', ...INBOX, rights: 'rwiptsldaex' },

  '* QUOTA "" (STORAGE 10 512)': {
    type: 'quota',
    root: '',
    resources: new Map([['STORAGE', { usage: 10, limit: 512 }]]),
  },
  // Archiveopteryx
  '* QUOTA "" (STORAGE 0 2147483647 MESSAGE 0  2147483647)': {
    type: 'quota',
    root: '',
    resources: new Map([
      ['STORAGE', { usage: 0, limit: 2147483647 }],
      ['MESSAGE', { usage: 0, limit: 2147483647 }],
    ]),
  },
  '* QUOTA "User quota" (storage 1 -1 X-NEW 5 18446744073709551615 )': {
    type: 'quota',
    root: 'User quota',
    resources: new Map([
      ['STORAGE', { usage: 1, limit: null }],
      ['X-NEW', { usage: 5, limit: null }],
    ]),
  },
  // Courier
  '* QUOTA "ROOT"': { type: 'quota', root: 'ROOT', resources: new Map() },
  '* QUOTA root ()': { type: 'quota', root: 'root', resources: new Map() },
  '* QUOTAROOT INBOX ""': { type: 'quotaRoot', ...INBOX, roots: [''] },
  '* QUOTAROOT INBOX "a b" c': { type: 'quotaRoot', ...INBOX, roots: ['a b', 'c'] },
  '* QUOTAROOT INBOX': { type: 'quotaRoot', ...INBOX, roots: [] },

  '* GENURLAUTH "imap://joe@example.com/INBOX/;uid=20;urlauth=anonymous:internal:91" imap://x': {
    type: 'genUrlAuth',
    urls: ['imap://joe@example.com/INBOX/;uid=20;urlauth=anonymous:internal:91', 'imap://x'],
  },
  '* URLFETCH imap://a {3}\r\n\xe4)\n imap://b NIL': {
    type: 'urlFetch',
    items: [
      { url: 'imap://a', body: octets('\xe4)\n'), binary: undefined, structure: undefined },
      { url: 'imap://b', body: null, binary: undefined, structure: undefined },
    ],
  },
  '* URLFETCH imap://a (BODY "x") (BINARY ~{2}\r\n\0\0) (BODYPARTSTRUCTURE NIL)': {
    type: 'urlFetch',
    items: [{ url: 'imap://a', body: octets('x'), binary: octets('\0\0'), structure: null }],
  },

  '* LANGUAGE (EN DE i-default)': { type: 'language', tags: ['EN', 'DE', 'i-default'] },
  '* COMPARATOR i;basic': { type: 'comparator', active: 'i;basic', matching: [] },
  '* COMPARATOR i;basic (i;basic "i;unicode-casemap")': {
    type: 'comparator',
    active: 'i;basic',
    matching: ['i;basic', 'i;unicode-casemap'],
  },
  '* JMAPACCESS "https://jmap.example.org/.s/session"': {
    type: 'jmapAccess',
    url: 'https://jmap.example.org/.s/session',
  },
}

for (const [line, answer] of Object.entries(ANSWERS)) {
  test(JSON.stringify(line), () => assert.deepEqual(one(line), answer))
  test(`written by a server: ${JSON.stringify(line)}`, () => {
    const written = encodeResponse(answer)
      .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
      .join('')
    assert.deepEqual(one(written.slice(0, -2)), answer)
  })
}

test('identifiers of an ACL are UTF-8 (RFC 4314 §3)', () => {
  const response = one(`* ACL INBOX "${utf8('jürgen')}" lr`)
  assert.ok(response.type === 'acl')
  assert.deepEqual(response.items, [{ identifier: 'jürgen', rights: 'lr' }])
})

test('BODYPARTSTRUCTURE is read as the structure of a body', () => {
  const response = one('* URLFETCH imap://a (BODYPARTSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 4 1))')
  assert.ok(response.type === 'urlFetch')
  assert.equal(response.items[0]?.structure?.subtype, 'plain')
})

for (const line of [
  '* METADATA INBOX (/private/comment)',
  '* METADATA INBOX (/private/comment "x"',
  '* ACL INBOX fred',
  '* MYRIGHTS INBOX',
  '* MYRIGHTS INBOX lr x',
  '* QUOTA "" (STORAGE 10)',
  '* QUOTA "" (STORAGE x 10)',
  '* QUOTA "" (STORAGE 1 -2)',
  '* QUOTA',
  '* GENURLAUTH',
  '* URLFETCH imap://a',
  '* URLFETCH imap://a (XBODY NIL)',
  '* LANGUAGE DE',
  '* JMAPACCESS',
]) {
  test(`${line} is malformed, and known by its name`, () => {
    assert.equal(malformedOf(line).name, line.split(' ')[1])
  })
}

test('what URLFETCH brings may be as large as the content of a message, values of METADATA may not', () => {
  const limits = { ...defaultLimits, literal: 10_000, body: 30_000 }
  const read = (head: string, size: number): Response | undefined => {
    const parser = new ResponseParser({ limits })
    parser.feed(octets(`${head}{${size}}\r\n${'x'.repeat(size)}`))
    parser.feed(octets(head.includes('(') ? ')\r\n' : '\r\n'))
    return parser.next()
  }
  const response = read('* URLFETCH imap://a ', 30_000)
  assert.ok(response?.type === 'urlFetch')
  assert.equal(response.items[0]?.body?.length, 30_000)
  assert.throws(() => read('* URLFETCH imap://a ', 30_001), { code: 'ERR_IMAP_LIMIT' })
  assert.throws(() => read('* METADATA a (/private/b ', 10_001), { code: 'ERR_IMAP_LIMIT' })
})
