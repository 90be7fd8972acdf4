import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { headerDate } from '../../../src/codec/mime/header-date.ts'

const DATES: Readonly<Record<string, string>> = {
  'Fri, 21 Nov 1997 09:55:06 -0600': '1997-11-21T15:55:06Z',
  '1 Jul 2003 10:52:37 +0200': '2003-07-01T08:52:37Z',
  'Thu, 13 Feb 1969 23:32 -0330': '1969-02-14T03:02:00Z',
  // RFC 5322 §A.5, §A.6.2
  'Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 (Newfoundland Time)':
    '1969-02-14T03:02:00Z',
  '21 Nov 97 09:55:06 GMT': '1997-11-21T09:55:06Z',
  // Obsolete and odd.
  'Mon, 1 Jan 49 00:00 UT': '2049-01-01T00:00:00Z',
  'Mon, 1 Jan 50 00:00 Z': '1950-01-01T00:00:00Z',
  'Mon, 1 Jan 103 00:00:00 EST': '2003-01-01T05:00:00Z',
  'tue, 2 JANUARY 2024 10:00:60 pdt': '2024-01-02T17:01:00Z',
  'Tue, 2 Jan 2024 10:00:00': '2024-01-02T10:00:00Z',
  'Tue, 2 Jan 2024 10:00:00 +02:00': '2024-01-02T08:00:00Z',
  'Tue, 2 Jan 2024 10:00:00 GMT+0200 (CEST (summer))': '2024-01-02T08:00:00Z',
  'Tue, 2 Jan 2024 10:00:00.250 +0200': '2024-01-02T08:00:00Z',
  'Tue, 2-Jan-2024 10.00.00 A': '2024-01-02T10:00:00Z',
  'Tuesday, 02 Sept. 2024 9:05 +0000': '2024-09-02T09:05:00Z',
  'Tue 29 Feb 2000 00:00:00 -0000': '2000-02-29T00:00:00Z',
}

for (const [text, date] of Object.entries(DATES)) {
  test(JSON.stringify(text), () => assert.deepEqual(headerDate(text), new Date(date)))
}

test('what is no date is none', () => {
  const texts = ['', 'yesterday', '30 Feb 2024 10:00 +0000', '29 Feb 1900 10:00 +0000', '0 Jan 2024 10:00 +0000']
  const more = [
    '1 Foo 2024 10:00 +0000',
    '1 Jan 2024 24:00 +0000',
    '1 Jan 2024 10:60 +0000',
    '1 Jan 2024',
    '1'.repeat(300),
  ]
  for (const text of [...texts, ...more, null, undefined]) assert.equal(headerDate(text), undefined, String(text))
})

test('a date that was written is the date that is read', () => {
  const date = fc.date({
    min: new Date('1900-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(date, (instant) => {
      instant.setUTCMilliseconds(0)
      assert.deepEqual(headerDate(instant.toUTCString()), instant)
    }),
  )
})

test('any text is read without an exception', () => {
  fc.assert(fc.property(fc.string({ maxLength: 220 }), (text) => void headerDate(text)))
})
