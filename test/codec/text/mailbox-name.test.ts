import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeMailboxName, encodeMailboxName } from '../../../src/codec/text/mailbox-name.ts'
import { decodeModifiedUtf7 } from '../../../src/codec/text/modified-utf7.ts'
import { mailboxText } from '../../support/command-grammar.ts'
import { isUsageError, nastyText } from '../encode/wire.ts'

const MANY = { numRuns: 2000 }

/** Names a mailbox can have. */
const name = nastyText.filter((text) => text.isWellFormed() && !/[\0\r\n]/.test(text) && text.length < 300)

test('the example of RFC 3501 §5.1.3 is encoded as there', () => {
  assert.equal(encodeMailboxName('~peter/mail/台北/日本語', false), '~peter/mail/&U,BTFw-/&ZeVnLIqe-')
  assert.deepEqual(decodeMailboxName('~peter/mail/&U,BTFw-/&ZeVnLIqe-', false), {
    mailbox: '~peter/mail/台北/日本語',
    wireName: undefined,
  })
})

test('a name survives the wire, and another decoder reads it alike (C18)', () => {
  fc.assert(
    fc.property(name, fc.boolean(), (text, utf8) => {
      const octets = encodeMailboxName(text, utf8)
      assert.match(octets, utf8 ? /^[\x01-\xff]*$/ : /^[\x20-\x7e]*$/)
      const { mailbox, wireName } = decodeMailboxName(octets, utf8)
      const expected = text.toLowerCase() === 'inbox' ? 'INBOX' : text
      assert.deepEqual({ mailbox, wireName }, { mailbox: expected, wireName: undefined })
      assert.equal(mailboxText(octets, utf8), expected)
    }),
    MANY,
  )
})

test('every code point survives the wire (C18)', () => {
  for (let start = 0x20; start < 0x110000; start += 64) {
    const points = Array.from({ length: 64 }, (_, i) => start + i).filter(
      (p) => p < 0xd800 || (p > 0xdfff && p < 0x110000),
    )
    const text = String.fromCodePoint(...points)
    for (const utf8 of [false, true]) {
      assert.equal(decodeMailboxName(encodeMailboxName(text, utf8), utf8).mailbox, text)
    }
  }
})

test('whatever octets a server calls a mailbox, they go back to it unchanged (I7)', () => {
  const octets = fc.oneof(
    fc.string({ unit: 'binary-ascii', maxLength: 20 }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc
      .array(fc.constantFrom('&', '-', 'AOk', 'A', ',', '2D3eAA', 'AAA', 'b', '\xc3\xa9', '\xe9', '2AA'), {
        maxLength: 6,
      })
      .map((p) => p.join('')),
    fc
      .array(fc.constantFrom('&AEkATgBCAE8AWA-', 'I', 'N', '&AEk-', 'BOX', '&AAo-', '&-'), { maxLength: 5 })
      .map((p) => p.join('')),
  )
  fc.assert(
    fc.property(octets, fc.boolean(), (raw, utf8) => {
      const { mailbox, wireName } = decodeMailboxName(raw, utf8)
      if (wireName !== undefined) assert.equal(wireName, raw)
      else if (raw.toUpperCase() === 'INBOX') assert.equal(mailbox, 'INBOX')
      else assert.equal(encodeMailboxName(mailbox, utf8), raw)
      if (mailbox === 'INBOX') assert.equal(raw.toUpperCase(), 'INBOX')
    }),
    MANY,
  )
})

test('octets that are not what we would write keep their own name (I7)', () => {
  const cases: readonly (readonly [octets: string, mailbox: string])[] = [
    ['&AEkATgBCAE8AWA-', '&AEkATgBCAE8AWA-'],
    ['&AGEAYgBj-', '&AGEAYgBj-'],
    ['&AOk', '&AOk'],
    ['&AOk-&AOk-', '&AOk-&AOk-'],
    ['&2AA-', '&2AA-'],
    ['&AOl-', '&AOl-'],
    ['&A-', '&A-'],
    ['&AOk=-', '&AOk=-'],
    ['&AO/-', '&AO/-'],
    ['caf\xc3\xa9', 'café'],
    ['caf\xe9', 'caf\xe9'],
    ['&AAo-', '&AAo-'],
    ['a\tb', 'a\tb'],
  ]
  for (const [octets, mailbox] of cases)
    assert.deepEqual(decodeMailboxName(octets, false), { mailbox, wireName: octets })
})

test('what is not modified UTF-7 is not decoded', () => {
  for (const text of ['&AOk', '&AOl-', '&A-', '&AA-', '&AOkA-', '&AO/-', '&AO=-', '&2AA-', '&-&', 'é', '\t']) {
    assert.equal(decodeModifiedUtf7(text), undefined, text)
  }
  assert.equal(decodeModifiedUtf7('&AGEAYg-&-'), 'ab&')
})

test('with UTF-8 enabled & is an ampersand (RFC 6855 §3)', () => {
  assert.deepEqual(decodeMailboxName('R&D &AOk-', true), { mailbox: 'R&D &AOk-', wireName: undefined })
  assert.equal(encodeMailboxName('R&D', true), 'R&D')
  assert.equal(encodeMailboxName('R&D', false), 'R&-D')
  assert.deepEqual(decodeMailboxName('caf\xc3\xa9', true), { mailbox: 'café', wireName: undefined })
  assert.deepEqual(decodeMailboxName('caf\xe9', true), { mailbox: 'caf\xe9', wireName: 'caf\xe9' })
})

test('INBOX ignores case, and only INBOX does', () => {
  for (const inbox of ['INBOX', 'inbox', 'InBoX']) {
    assert.equal(encodeMailboxName(inbox, false), 'INBOX')
    assert.deepEqual(decodeMailboxName(inbox, true), { mailbox: 'INBOX', wireName: undefined })
  }
  for (const other of ['ınbox', 'inbox/a', 'Inboxes', 'ｉnbox']) {
    assert.notEqual(encodeMailboxName(other, true), 'INBOX')
    assert.equal(decodeMailboxName(encodeMailboxName(other, false), false).mailbox, other)
  }
})

test('a name with CR, LF, NUL or half a surrogate pair is refused (C2)', () => {
  const bad = ['INBOX\r\nA001 DELETE victim', 'a\rb', 'a\nb', 'a\0b', 'a\ud800', '\udc00b']
  for (const text of bad)
    for (const utf8 of [false, true]) assert.throws(() => encodeMailboxName(text, utf8), isUsageError)
  assert.throws(() => encodeMailboxName(7 as never, false), isUsageError)
})

test('a name may have 1000 octets and no more (C2)', () => {
  assert.equal(encodeMailboxName('x'.repeat(1000), false).length, 1000)
  assert.throws(() => encodeMailboxName('x'.repeat(1001), false), isUsageError)
  assert.throws(() => encodeMailboxName('é'.repeat(501), true), isUsageError)
  const long = 'x'.repeat(1001)
  assert.deepEqual(decodeMailboxName(long, false), { mailbox: long, wireName: long })
})
