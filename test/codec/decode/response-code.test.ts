import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NumberSet } from '../../../src/codec/number-set.ts'
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
  '[BADCHARSET (UTF-8 "us ascii")]': { name: 'BADCHARSET', charsets: ['UTF-8', 'us ascii'] },
  '[BADCHARSET ({5}\r\nUTF-8 X)]': { name: 'BADCHARSET', charsets: ['UTF-8', 'X'] },
  '[APPENDUID 38505 3955]': { name: 'APPENDUID', uidValidity: 38505, uids: NumberSet.of(3955) },
  '[APPENDUID 38505 3955:3957]': { name: 'APPENDUID', uidValidity: 38505, uids: NumberSet.range(3955, 3957) },
  '[COPYUID 38505 304,319:320 3956:3958]': {
    name: 'COPYUID',
    uidValidity: 38505,
    source: NumberSet.parse('304,319:320'),
    destination: NumberSet.parse('3956:3958'),
  },
  '[COPYUID 1 1:4294967295 1:4294967295]': {
    name: 'COPYUID',
    uidValidity: 1,
    source: NumberSet.range(1, 4294967295),
    destination: NumberSet.range(1, 4294967295),
  },
  '[MODIFIED 7,9]': { name: 'MODIFIED', numbers: NumberSet.parse('7,9') },
  '[MAILBOXID (F2212ea87-6097-4256-9d51-71338625)]': {
    name: 'MAILBOXID',
    id: 'F2212ea87-6097-4256-9d51-71338625',
  },
  '[INUSE by somebody]': { name: 'INUSE' },
  '[URLMECH INTERNAL]': { name: 'OTHER', atom: 'URLMECH', text: 'INTERNAL' },
  '[UIDREQUIRED]': { name: 'OTHER', atom: 'UIDREQUIRED', text: undefined },
  '[BADEVENT (MessageNew FlagChange)]': { name: 'OTHER', atom: 'BADEVENT', text: '(MessageNew FlagChange)' },
  '[BADURL "imap://x]y"]': { name: 'OTHER', atom: 'BADURL', text: '"imap://x]y"' },
  '[REFERRAL imap://h/[x]/]': { name: 'OTHER', atom: 'REFERRAL', text: 'imap://h/[x]/' },
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
