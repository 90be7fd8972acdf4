import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateTimeText } from '../../../src/codec/encode/date.ts'
import { internalDate } from '../../../src/codec/decode/internal-date.ts'
import { attributesOf, octets } from './parse.ts'

const ANSWERS: Readonly<Record<string, string>> = {
  '17-Jul-1996 02:44:25 -0700': '1996-07-17T09:44:25.000Z',
  ' 1-Jan-2024 09:00:00 +0000': '2024-01-01T09:00:00.000Z',
  '01-JAN-2024 00:00:00 +0545': '2023-12-31T18:15:00.000Z',
  '29-feb-2000 12:00:00 +0000': '2000-02-29T12:00:00.000Z',
  '31-Dec-9999 23:59:60 -1200': '+010000-01-01T12:00:00.000Z',
  '01-Jan-0100 00:00:00 +0000': '0100-01-01T00:00:00.000Z',
}

for (const [text, iso] of Object.entries(ANSWERS)) {
  test(`"${text}" is ${iso}`, () => assert.equal(internalDate(octets(text))?.toISOString(), iso))
}

for (const text of [
  '',
  '29-Feb-1900 12:00:00 +0000',
  '31-Apr-2024 12:00:00 +0000',
  '00-Jan-2024 12:00:00 +0000',
  ' 0-Jan-2024 12:00:00 +0000',
  '01-Jux-2024 12:00:00 +0000',
  '01-anF-2024 12:00:00 +0000',
  '01-Jan-0099 12:00:00 +0000',
  '01-Jan-2024 24:00:00 +0000',
  '01-Jan-2024 12:60:00 +0000',
  '01-Jan-2024 12:00:61 +0000',
  '01-Jan-2024 12:00:00 +0060',
  '01-Jan-2024 12:00:00  0000',
  '01-Jan-2024 12:00:00 +000x',
  '01 Jan 2024 12:00:00 +0000',
  '01-Jan-2024 12:00:00',
]) {
  test(`"${text}" is no date`, () => assert.equal(internalDate(octets(text)), undefined))
}

test('a day of one digit may lack its blank', () => {
  assert.deepEqual(attributesOf('INTERNALDATE "7-Jul-1996 02:44:25 +0000"'), {
    internalDate: new Date('1996-07-07T02:44:25Z'),
  })
})

test('a date in a literal, or with an escape in it, is a date', () => {
  const internalDate = new Date('1996-07-07T02:44:25Z')
  assert.deepEqual(attributesOf('INTERNALDATE {26}\r\n07-Jul-1996 02:44:25 +0000'), { internalDate })
  assert.deepEqual(attributesOf('INTERNALDATE "0\\7-Jul-1996 02:44:25 +0000"'), { internalDate })
})

test('what our encoder writes is read back', () => {
  const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, (date) => {
      const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000)
      assert.deepEqual(internalDate(octets(dateTimeText(date, 'date').slice(1, -1))), seconds)
    }),
  )
})
