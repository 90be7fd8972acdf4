import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Address, Envelope } from '../../../src/codec/values.ts'
import { fetchOf, malformedOf, utf8 } from './parse.ts'

function envelopeOf(text: string): Envelope {
  const { envelope } = fetchOf(`ENVELOPE ${text}`).attributes
  assert.ok(envelope !== undefined)
  return envelope
}

function person(name: string | null, mailbox: string, host: string): Address {
  return { name, adl: null, mailbox, host, address: `${mailbox}@${host}` }
}

test('the ENVELOPE of RFC 9051 §8', () => {
  const gray = person('Terry Gray', 'gray', 'cac.washington.edu')
  assert.deepEqual(
    envelopeOf(
      '("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" ' +
        '(("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) ' +
        '(("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) ' +
        '((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL ' +
        '"<B27397-0100000@cac.washington.ed>")',
    ),
    {
      date: 'Wed, 17 Jul 1996 02:23:25 -0700 (PDT)',
      subject: 'IMAP4rev2 WG mtg summary and minutes',
      from: [gray],
      sender: [gray],
      replyTo: [gray],
      to: [person(null, 'imap', 'cac.washington.edu')],
      cc: [person(null, 'minutes', 'CNRI.Reston.VA.US'), person('John Klensin', 'KLENSIN', 'MIT.EDU')],
      bcc: [],
      inReplyTo: null,
      messageId: '<B27397-0100000@cac.washington.ed>',
    },
  )
})

test('an ENVELOPE of NILs is an envelope', () => {
  assert.deepEqual(envelopeOf('(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)'), {
    date: null,
    subject: null,
    from: [],
    sender: [],
    replyTo: [],
    to: [],
    cc: [],
    bcc: [],
    inReplyTo: null,
    messageId: null,
  })
})

test('an ENVELOPE of nothing, and one that ends before its Message-ID', () => {
  const nothing = envelopeOf('()')
  assert.deepEqual(nothing, envelopeOf('(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)'))
  const { inReplyTo, messageId } = envelopeOf('(NIL NIL NIL NIL NIL NIL NIL NIL "<a@b>" )')
  assert.deepEqual([inReplyTo, messageId], ['<a@b>', null])
  malformedOf('* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL))')
  malformedOf('* 1 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))')
})

test('a group opens with a mailbox and no host, and closes with neither', () => {
  const { to } = envelopeOf(
    '(NIL NIL NIL NIL NIL ((NIL NIL "=?UTF-8?Q?Fre=C3=BCnde?=" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)) NIL NIL NIL NIL)',
  )
  const marker = { name: null, adl: null, host: null, address: null }
  assert.deepEqual(to, [{ ...marker, mailbox: 'Freünde' }, person(null, 'a', 'b'), { ...marker, mailbox: null }])
})

test('sender and reply-to that differ from the sender only at the end are read as they are', () => {
  const { from, sender, replyTo } = envelopeOf(
    '(NIL NIL ((NIL NIL "a" "b")) ((NIL NIL "a" "b")(NIL NIL "c" "d")) ((NIL NIL "a" "bb")) NIL NIL NIL NIL NIL)',
  )
  assert.deepEqual(from, [person(null, 'a', 'b')])
  assert.deepEqual(sender, [person(null, 'a', 'b'), person(null, 'c', 'd')])
  assert.deepEqual(replyTo, [person(null, 'a', 'bb')])
})

test('literals, large ones too, stand where strings may', () => {
  const [long, other] = ['x'.repeat(5000), 'y'.repeat(5000)]
  const { subject, from, sender } = envelopeOf(
    `(NIL {5000}\r\n${long} (({3}\r\n"a" {1}\r\nr {4}\r\na(b) {5000}\r\n${long})) (({3}\r\n"a" {1}\r\nr {4}\r\na(b) {5000}\r\n${other})) NIL NIL NIL NIL NIL NIL)`,
  )
  assert.equal(subject, long)
  assert.deepEqual(from, [{ name: '"a"', adl: 'r', mailbox: 'a(b)', host: long, address: `a(b)@${long}` }])
  assert.deepEqual(sender, [{ ...from[0], host: other, address: `a(b)@${other}` }])
})

test('encoded words are decoded in subject and names and nowhere else', () => {
  const word = '=?ISO-8859-1?Q?caf=E9?='
  const { date, subject, from, inReplyTo, messageId } = envelopeOf(
    `("${word}" "Re: ${word}" (("${word}" "${word}" "${word}" "${word}")) NIL NIL NIL NIL NIL "${word}" "${word}")`,
  )
  assert.deepEqual([date, inReplyTo, messageId], [word, word, word])
  assert.equal(subject, 'Re: café')
  assert.deepEqual(from, [{ name: 'café', adl: word, mailbox: word, host: word, address: `${word}@${word}` }])
})

test('encoded words and 8-bit text are decoded in a large literal', () => {
  const { subject } = envelopeOf(
    `(NIL {5020}\r\n${'x'.repeat(5000)}=?UTF-8?Q?=C3=A9?=${utf8('ö')} NIL NIL NIL NIL NIL NIL NIL NIL)`,
  )
  assert.equal(subject, `${'x'.repeat(5000)}éö`)
})

test('raw 8-bit text is UTF-8 where it can be, else windows-1252, string by string', () => {
  const { subject, from } = envelopeOf(
    `(NIL "${utf8('Ünïcode 😀')}" (("Andr\xe9 \x96" NIL "${utf8('jürgen')}" "${utf8('münchen.example')}")) NIL NIL NIL NIL NIL NIL NIL)`,
  )
  assert.equal(subject, 'Ünïcode 😀')
  assert.deepEqual(from, [person('André –', 'jürgen', 'münchen.example')])
})

for (const text of [
  '(NIL NIL)',
  '("a" "b" "c" NIL NIL NIL NIL NIL NIL NIL)',
  '(NIL NIL ((NIL NIL "a")) NIL NIL NIL NIL NIL NIL NIL)',
  '"x"',
  '(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)',
]) {
  test(`ENVELOPE ${text} makes the row malformed`, () => void malformedOf(`* 1 FETCH (ENVELOPE ${text})`))
}
