import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageBlock, summaryLine } from '../../src/cli/output/message.ts'
import { displayWidth, fit, pad, table } from '../../src/cli/output/table.ts'
import { MessageHeaders } from '../../src/codec/mime/headers.ts'
import type { Address, BodyPart, Envelope } from '../../src/codec/values.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
const address = (name: string | null, mailbox: string | null, host: string | null): Address => ({
  name,
  adl: null,
  mailbox,
  host,
  address: mailbox === null || host === null ? null : `${mailbox}@${host}`,
})
const nobody = { from: [], sender: [], replyTo: [], to: [], cc: [], bcc: [] }
const envelope: Envelope = {
  ...nobody,
  date: 'Mon, 5 Jan 2026 09:00:00 +0000',
  subject: 'hello\r\n\x1b]0;owned\x07',
  from: [address('陳大文', 'chan', 'example.org')],
  to: [address(null, 'readers', null), address('Ben', 'ben', 'example.org'), address(null, null, null)],
  inReplyTo: null,
  messageId: '<1@example.org>',
}
const internalDate = new Date(2026, 0, 5, 9, 7, 3)

test('a summary is one line with aligned columns, whatever the message says', () => {
  const flags = ['\\flagged', '\\Deleted', '$Work']
  const line = summaryLine({ uid: 17, sequence: 1, flags, envelope, internalDate }, Infinity)
  assert.equal(line, '    17  2026-01-05 09:07  *!  D  陳大文                    hello \\x1b]0;owned\\x07')
  const cut = summaryLine({ uid: 17, sequence: 1, flags: ['\\Seen'], envelope, internalDate }, 60)
  assert.equal(displayWidth(cut), 60)
  assert.ok(cut.endsWith('…'))
})

test('a message nobody wrote about nothing still has a line', () => {
  const empty: Envelope = { ...envelope, ...nobody, subject: null }
  const line = summaryLine({ uid: 1, sequence: 1, flags: ['\\Seen'], envelope: empty, internalDate }, Infinity)
  assert.equal(line, '     1  2026-01-05 09:07         (nobody)                  (no subject)')
})

const part = (over: Partial<BodyPart>): BodyPart => ({
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
  size: 12,
  lines: 1,
  envelope: undefined,
  body: undefined,
  md5: undefined,
  ...over,
})

test('a block shows what was asked for, each on lines of its own', () => {
  const attached = { type: 'attachment', parameters: new Map([['filename', 'a\x1b"b.pdf']]) }
  const { md5: _md5, ...base } = part({ part: '', type: 'multipart', subtype: 'mixed' })
  const forwarded = part({ part: '3', type: 'message', subtype: 'rfc822', body: part({ part: '3.1' }) })
  const parts = [part({}), part({ part: '2', type: 'image', subtype: 'png', disposition: attached }), forwarded]
  const block = messageBlock({
    uid: 17,
    flags: ['\\Seen'],
    size: 1234,
    internalDate,
    envelope,
    bodyStructure: { ...base, type: 'multipart', parts },
    headers: new MessageHeaders(octets('Received: a\r\n b\r\nX: \x07\r\n\r\n')),
    source: octets('Subject: x\r\n\r\nbody\x9b\r\n'),
  })
  assert.deepEqual(block.split('\n'), [
    'UID 17',
    '  flags       \\Seen',
    '  size        1234 octets',
    '  date        2026-01-05 09:07:03',
    '  subject     hello \\x1b]0;owned\\x07',
    '  from        陳大文 <chan@example.org>',
    '  to          readers: Ben <ben@example.org>;',
    '  sent        Mon, 5 Jan 2026 09:00:00 +0000',
    '  message-id  <1@example.org>',
    '  structure',
    '    multipart/mixed',
    '      1  text/plain, 12 octets',
    '      2  image/png, 12 octets, attachment "a\\u001b\\"b.pdf"',
    '      3  message/rfc822, 12 octets',
    '        3.1  text/plain, 12 octets',
    '  headers',
    '    received: a b',
    '    x: \\x07',
    '  source',
    '    Subject: x',
    '',
    '    body\\x9b',
  ])
})

test('numbers stand to the right, marks take no room, emoji take two cells', () => {
  const rows = [
    ['MAILBOX', 'MESSAGES', 'ID'],
    ['INBOX', '7', 'a'],
    ['ü日', '1000', '-'],
  ]
  assert.deepEqual(table(rows), ['MAILBOX  MESSAGES  ID', 'INBOX           7  a', 'ü日          1000  -'])
  assert.equal(displayWidth('e\u0301\u200b❤️👩‍👩‍👧'), 5)
  assert.equal(pad('日', 4, 'right'), '  日')
  assert.equal(fit('abc', 3), 'abc')
})
