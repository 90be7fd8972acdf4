import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charsetOf } from '../../../src/codec/text/charset-table.ts'
import { decodeEncodedWords } from '../../../src/codec/text/encoded-word.ts'

const ANSWERS: Readonly<Record<string, string>> = {
  'no words': 'no words',
  // RFC 2047 §8
  '=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=': 'Keld Jørn Simonsen',
  '=?ISO-8859-1?Q?a?= b': 'a b',
  '=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=': 'ab',
  '=?ISO-8859-1?Q?a?=  \t\r\n =?ISO-8859-1?Q?b?=': 'ab',
  '=?ISO-8859-1?Q?a_b?=': 'a b',
  '=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=': 'a b',
  '=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=':
    'If you can read this you understand the example.',
  // RFC 2231 §5
  '=?US-ASCII*EN?Q?Keith_Moore?=': 'Keith Moore',

  'x =?utf-8?q?=c3=a9?= y': 'x é y',
  '=?UTF-8?Q?a?==?UTF-8?Q?b?=': 'ab',
  '=?UTF-8?Q?a?=b=?UTF-8?Q?c?=': 'abc',
  '=?UTF-8?Q?a?= b =?UTF-8?Q?c?= ': 'a b c ',
  '=?UTF-8?Q??=': '',
  '=?UTF-8?B??=': '',
  '=?UTF-8?B?w6k?=': 'é',
  '=?UTF-8?B?w6k=w6k=?=': 'éé',
  '=?UTF-8?B?w 6\tk=?=': 'é',
  '=?UTF-8?Q?with blanks in it?=': 'with blanks in it',
  '=?UTF-8?Q?=ZZ=4?=': '=ZZ=4',
  '=?UTF-8?Q?=3D=3F=3d?=': '=?=',
  '=?UTF-8?Q?raw é 😀?=': 'raw é 😀',
  // A character split over words, in both encodings.
  '=?UTF-8?Q?=F0=9F?= =?UTF-8?Q?=98=80?=': '😀',
  '=?UTF-8?B?8J8=?= =?utf-8?Q?=98=80?=': '😀',
  '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= =?ISO-2022-JP?B?GyRCOGwbKEI=?=': '日本語',
  '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= =?ISO-2022-JP?Q?ab?=': '日本ab',
  '=?windows-1252?Q?=80_=96?=': '€ –',
  '=?iso-8859-1?Q?=80?=': '€',
  '=?koi8-r?B?8NLJ18XU?=': 'Привет',
  '=?gb2312?B?xOO6ww==?=': '你好',
  '=?cp932?B?k/qWew==?=': '日本',
  '=?MS932?B?k/qWew==?=': '日本',
  '=?unknown-8bit?Q?=C3=A9?= =?x-unknown?Q?=E9?=': 'Ã©é',
  '=?unknown-8bit?Q?=C3=A9?=': 'é',
  '=?UTF-8?Q?=FF?=': '\ufffd',

  // What is no encoded word stays.
  '=?klingon?Q?a?=': '=?klingon?Q?a?=',
  '=?utf-7?Q?a+-?=': '=?utf-7?Q?a+-?=',
  '=?UTF-8?X?a?=': '=?UTF-8?X?a?=',
  '=?UTF-8?QQ?a?=': '=?UTF-8?QQ?a?=',
  '=??Q?a?=': '=??Q?a?=',
  '=?UTF-8?Q?a': '=?UTF-8?Q?a',
  '=?UTF-8?Q?a?b?=': '=?UTF-8?Q?a?b?=',
  '=?UTF-8?Q': '=?UTF-8?Q',
  '=?': '=?',
  '=?=?=?=?UTF-8?Q?a?=': '=?=?=?a',
  '=?UTF-8?Q?a?= =?klingon?Q?b?= =?UTF-8?Q?c?=': 'a =?klingon?Q?b?= c',
  'a ?= b': 'a ?= b',
}

for (const [text, decoded] of Object.entries(ANSWERS)) {
  test(`${JSON.stringify(text)} is ${JSON.stringify(decoded)}`, () => assert.equal(decodeEncodedWords(text), decoded))
}

test('a word longer than any scratch memory is decoded', () => {
  const text = 'é'.repeat(3000)
  const base64 = Buffer.from(text).toString('base64')
  assert.ok(decodeEncodedWords(`=?UTF-8?Q?${'=C3=A9'.repeat(3000)}?=`) === text)
  assert.ok(decodeEncodedWords(`=?UTF-8?B?${base64}?=`) === text)
})

test('every name of a charset that the runtime knows too means the same to it', () => {
  const known = [
    'utf8',
    'latin1',
    'iso-8859-15',
    'windows-1251',
    'koi8-r',
    'gb2312',
    'sjis',
    'ks_c_5601-1987',
    'tis-620',
  ]
  for (const label of known) assert.equal(charsetOf(label), new TextDecoder(label).encoding)
  assert.equal(charsetOf('CP932'), 'shift_jis')
  assert.equal(charsetOf('constructor'), undefined)
})
