import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NumberSet } from '../../../src/codec/number-set.ts'
import { UidMap } from '../../../src/codec/uid-map.ts'
import type { ResponseCode } from '../../../src/codec/values.ts'
import { one } from './parse.ts'

function codeAndText(resp: string): [ResponseCode | undefined, string] {
  const response = one(`a1 OK ${resp}`)
  assert.ok(response.type === 'tagged' && response.status === 'OK')
  return [response.code, response.text]
}

const CODES: Readonly<Record<string, ResponseCode>> = {
  '[ALERT]': { name: 'ALERT' },
  '[READ-ONLY]': { name: 'READ-ONLY' },
  '[UNKNOWN-CTE]': { name: 'UNKNOWN-CTE' },
  '[UIDNEXT 4392]': { name: 'UIDNEXT', value: 4392 },
  '[UIDVALIDITY 3857529045]': { name: 'UIDVALIDITY', value: 3857529045 },
  '[UNSEEN 12]': { name: 'UNSEEN', value: 12 },
  '[UNSEEN 0]': { name: 'UNSEEN', value: 0 },
  '[HIGHESTMODSEQ 715194045007]': { name: 'HIGHESTMODSEQ', value: 715194045007n },
  '[HIGHESTMODSEQ 9223372036854775807]': { name: 'HIGHESTMODSEQ', value: 9223372036854775807n },
  '[PERMANENTFLAGS (\\Deleted \\Seen \\*)]': {
    name: 'PERMANENTFLAGS',
    flags: ['\\Deleted', '\\Seen', '\\*'],
  },
  '[PERMANENTFLAGS ()]': { name: 'PERMANENTFLAGS', flags: [] },
  '[PERMANENTFLAGS NIL]': { name: 'PERMANENTFLAGS', flags: [] },
  '[PERMANENTFLAGS (a]b \\Seen)]': { name: 'PERMANENTFLAGS', flags: ['a]b', '\\Seen'] },
  '[CAPABILITY IMAP4rev1 idle AUTH=PLAIN]': {
    name: 'CAPABILITY',
    capabilities: ['IMAP4REV1', 'IDLE', 'AUTH=PLAIN'],
  },
  '[BADCHARSET]': { name: 'BADCHARSET', charsets: [] },
  '[BADCHARSET UTF-8 KOI8-R]': { name: 'BADCHARSET', charsets: ['UTF-8', 'KOI8-R'] },
  '[BADCHARSET (UTF-8 "us ascii")]': { name: 'BADCHARSET', charsets: ['UTF-8', 'us ascii'] },
  '[BADCHARSET ({5}\r\nUTF-8 X)]': { name: 'BADCHARSET', charsets: ['UTF-8', 'X'] },
  '[APPENDUID 38505 3955]': {
    name: 'APPENDUID',
    uidValidity: 38505,
    uids: NumberSet.of(3955),
    order: [[3955, 3955]],
  },
  '[APPENDUID 38505 3957:3958,3955]': {
    name: 'APPENDUID',
    uidValidity: 38505,
    uids: NumberSet.parse('3955,3957:3958'),
    order: [
      [3957, 3958],
      [3955, 3955],
    ],
  },
  '[COPYUID 38505 304,319:320 3956:3958]': {
    name: 'COPYUID',
    uidValidity: 38505,
    uids: UidMap.of(
      [
        [304, 304],
        [319, 320],
      ],
      [[3956, 3958]],
    ),
    source: NumberSet.parse('304,319:320'),
    destination: NumberSet.parse('3956:3958'),
  },
  '[COPYUID 1 1:4294967295 1:4294967295]': {
    name: 'COPYUID',
    uidValidity: 1,
    uids: UidMap.of([[1, 4294967295]], [[1, 4294967295]]),
    source: NumberSet.range(1, 4294967295),
    destination: NumberSet.range(1, 4294967295),
  },
  '[COPYUID 14  ]': {
    name: 'COPYUID',
    uidValidity: 14,
    uids: UidMap.empty,
    source: NumberSet.empty,
    destination: NumberSet.empty,
  },
  '[COPYUID 14 1:3 7:8]': {
    name: 'COPYUID',
    uidValidity: 14,
    uids: undefined,
    source: NumberSet.range(1, 3),
    destination: NumberSet.range(7, 8),
  },
  '[MODIFIED 7,9]': { name: 'MODIFIED', numbers: NumberSet.parse('7,9') },
  '[MAILBOXID (F2212ea87-6097-4256-9d51-71338625)]': {
    name: 'MAILBOXID',
    id: 'F2212ea87-6097-4256-9d51-71338625',
  },
  '[INUSE by somebody]': { name: 'INUSE' },
  '[URLMECH INTERNAL]': { name: 'URLMECH', mechanisms: [] },
  '[URLMECH INTERNAL XSAMPLE=P34OKhO7VEkCbsiYY8rGEg==]': {
    name: 'URLMECH',
    mechanisms: ['XSAMPLE=P34OKhO7VEkCbsiYY8rGEg=='],
  },
  '[UIDREQUIRED]': { name: 'UIDREQUIRED' },
  '[BADEVENT (MessageNew FlagChange)]': { name: 'BADEVENT', events: ['MessageNew', 'FlagChange'] },
  // Dovecot
  '[BADEVENT AnnotationChange MailboxMetadataChange]': {
    name: 'BADEVENT',
    events: ['AnnotationChange', 'MailboxMetadataChange'],
  },
  '[BADEVENT]': { name: 'BADEVENT', events: [] },
  '[BADURL "imap://x]y"]': { name: 'BADURL', url: 'imap://x]y' },
  '[BADURL "/INBOX;UIDVALIDITY=785799047/;UID=113330;section=1.5.9"]': {
    name: 'BADURL',
    url: '/INBOX;UIDVALIDITY=785799047/;UID=113330;section=1.5.9',
  },
  '[REFERRAL IMAP://user;AUTH=*@SERVER2/]': { name: 'REFERRAL', url: 'IMAP://user;AUTH=*@SERVER2/' },
  '[REFERRAL imap://[2001:db8::1]/FOO]': { name: 'REFERRAL', url: 'imap://[2001:db8::1]/FOO' },
  '[WEBALERT https://accounts.example.org/signin]': {
    name: 'WEBALERT',
    url: 'https://accounts.example.org/signin',
  },
  '[UNDEFINED-FILTER on-the-road]': { name: 'UNDEFINED-FILTER', filter: 'on-the-road' },
  '[NOUPDATE "B02"]': { name: 'NOUPDATE', tag: 'B02' },
  '[INPROGRESS]': { name: 'INPROGRESS', tag: null, progress: null, goal: null },
  '[INPROGRESS ("tag" NIL NIL)]': { name: 'INPROGRESS', tag: 'tag', progress: null, goal: null },
  '[INPROGRESS ("A001" 454 1000)]': { name: 'INPROGRESS', tag: 'A001', progress: 454, goal: 1000 },
  '[inprogress (NIL 175 nil)]': { name: 'INPROGRESS', tag: null, progress: 175, goal: null },
  '[MESSAGELIMIT 1000]': { name: 'MESSAGELIMIT', limit: 1000, lastUid: undefined },
  '[MESSAGELIMIT 1000 23221]': { name: 'MESSAGELIMIT', limit: 1000, lastUid: 23221 },
  '[METADATA LONGENTRIES 2199]': { name: 'METADATA', problem: 'LONGENTRIES', octets: 2199 },
  '[METADATA MAXSIZE 1024]': { name: 'METADATA', problem: 'MAXSIZE', octets: 1024 },
  '[METADATA TOOMANY]': { name: 'METADATA', problem: 'TOOMANY' },
  '[METADATA NOPRIVATE]': { name: 'METADATA', problem: 'NOPRIVATE' },
  '[ANNOTATE TOOBIG]': { name: 'ANNOTATE', problem: 'TOOBIG' },
  '[ANNOTATIONS NONE]': { name: 'ANNOTATIONS', maxSize: 'NONE', privateAnnotations: false },
  '[ANNOTATIONS 20480 NOPRIVATE]': { name: 'ANNOTATIONS', maxSize: 20480, privateAnnotations: false },
  '[ANNOTATIONS READ-ONLY]': { name: 'ANNOTATIONS', maxSize: 'READ-ONLY', privateAnnotations: true },
  '[MAXCONVERTMESSAGES 5]': { name: 'MAXCONVERTMESSAGES', limit: 5 },
  '[BADCOMPARATOR]': { name: 'BADCOMPARATOR' },
  '[TEMPFAIL]': { name: 'TEMPFAIL' },
  '[TOOBIG]': { name: 'TOOBIG' },
  '[COMPRESSIONACTIVE]': { name: 'COMPRESSIONACTIVE' },
  '[USEATTR]': { name: 'USEATTR' },
  '[OVERQUOTA]': { name: 'OVERQUOTA' },
  '[REFERRAL imap://h/[x]/]': { name: 'REFERRAL', url: 'imap://h/[x]/' },
  '[X (]': { name: 'OTHER', atom: 'X', text: '(' },
  '[X a [b]': { name: 'OTHER', atom: 'X', text: 'a [b' },
  '[X "a]': { name: 'OTHER', atom: 'X', text: '"a' },
}

for (const [code, value] of Object.entries(CODES)) {
  test(`${code.replace(/\s+/g, ' ')} before text is ${value.name}`, () => {
    assert.deepEqual(codeAndText(`${code} the text`), [value, 'the text'])
    assert.deepEqual(codeAndText(code), [value, ''], 'without text')
  })
}

const BROKEN = [
  '[ALERT the text',
  '[] text',
  '[',
  '[UIDNEXT] text',
  '[UIDNEXT 0] text',
  '[UIDNEXT x] text',
  '[UIDVALIDITY 4294967296] text',
  '[UIDVALIDITY 99999999999999999999] text',
  '[HIGHESTMODSEQ 9223372036854775808] text',
  '[PERMANENTFLAGS (a b] text',
  '[PERMANENTFLAGS (a)',
  '[COPYUID 1 1:2] text',
  '[COPYUID 1 * 2] text',
  '[APPENDUID 1] text',
  '[MODIFIED 1:*] text',
  '[MAILBOXID x] text',
  '[REFERRAL] text',
  '[MESSAGELIMIT] text',
  '[MESSAGELIMIT 0] text',
  '[INPROGRESS ("t" 1)] text',
  '[INPROGRESS (NIL x 5)] text',
  '[METADATA] text',
  '[METADATA MAXSIZE] text',
  '[ANNOTATE HUGE] text',
  '[ANNOTATIONS some] text',
  '[NOUPDATE] text',
]

for (const resp of BROKEN) {
  test(`${resp} is no code but text, and the status still counts`, () => {
    assert.deepEqual(codeAndText(resp), [undefined, resp])
  })
}

test('a code stands at the beginning of the text or nowhere', () => {
  assert.deepEqual(codeAndText('Success [THROTTLED]'), [undefined, 'Success [THROTTLED]'])
})

test('an untagged status takes codes like a tagged one', () => {
  assert.deepEqual(one('* OK [CLOSED]'), { type: 'status', status: 'OK', code: { name: 'CLOSED' }, text: '' })
})

test('a code in brackets as a line of its own is a response nobody knows (Exchange)', () => {
  assert.equal(one('[COPYUID 124 10 233]').type, 'unknown')
})

test('a bracket in a string does not end a code, whatever its name looks like', () => {
  const reply = one('a1 OK [Error="x y" Auth=0 Proxy="a]b"] done')
  assert.ok(reply.type === 'tagged')
  assert.equal(reply.text, 'done')
  assert.equal(reply.code?.name, 'OTHER')
})
