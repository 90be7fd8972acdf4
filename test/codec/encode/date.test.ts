import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  calendarDay,
  dateText,
  dateTimeText,
  parseDateText,
  type CalendarDate,
} from '../../../src/codec/encode/date.ts'
import { Scanner, PLAIN_DIALECT } from '../../support/command-grammar/scanner.ts'
import { isUsageError } from './wire.ts'

test('a day is written without zero before it, and read back', () => {
  assert.equal(dateText('2026-02-01', 'since'), '1-Feb-2026')
  assert.equal(dateText({ year: 1994, month: 12, day: 31 }, 'since'), '31-Dec-1994')
  assert.equal(dateText('0001-01-01', 'since'), '1-Jan-0001')
  assert.deepEqual(parseDateText('01-feb-2026'), { year: 2026, month: 2, day: 1 })
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, 10)
      const day = parseDateText(dateText(iso, 'since'))
      assert.deepEqual(day, { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() })
      assert.deepEqual(calendarDay(day!, 'since'), day)
    }),
  )
})

test('days that do not exist are refused (C16)', () => {
  const bad: unknown[] = [
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-1-1',
    '0000-01-01',
    '2024-01-01T00:00:00Z',
    '2024-01-01\r\n',
    '1-Feb-2024',
    '',
    { year: 2024, month: 2, day: 30 },
    { year: 2024.5, month: 2, day: 3 },
    { year: 10000, month: 1, day: 1 },
    { year: 2024, month: 2 },
    { year: '2024', month: 2, day: 3 },
    null,
    undefined,
    1_700_000_000_000,
  ]
  for (const date of bad) {
    assert.throws(
      () => calendarDay(date as CalendarDate, 'since'),
      (error) => isUsageError(error) && (error as Error).message.startsWith('since: '),
      JSON.stringify(date),
    )
  }
  assert.equal(dateText('2000-02-29', 'since'), '29-Feb-2000')
})

test('a Date is refused as a day, with the reason (C16)', () => {
  assert.throws(() => calendarDay(new Date() as never, 'since'), /time zone/)
})

test('an instant is written in UTC, its day two characters wide, and means the same to the grammar', () => {
  assert.equal(dateTimeText(new Date('1994-02-01T00:00:00Z'), 'date'), '" 1-Feb-1994 00:00:00 +0000"')
  assert.equal(dateTimeText(new Date('2026-11-23T23:59:59.999Z'), 'date'), '"23-Nov-2026 23:59:59 +0000"')
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      const read = new Scanner(dateTimeText(date, 'date'), PLAIN_DIALECT).dateTime()
      assert.ok(read.type === 'dateTime')
      assert.equal(read.value.getTime(), Math.floor(date.getTime() / 1000) * 1000)
    }),
  )
})

test('an instant that is none, or outside of the years 1 to 9999, is refused', () => {
  const year = (n: number): Date => new Date(new Date(0).setUTCFullYear(n))
  for (const date of [new Date(NaN), year(0), year(-5), year(10_000), '2020-01-01', 0, null]) {
    assert.throws(() => dateTimeText(date as Date, 'date'), isUsageError, String(date))
  }
})

test('text that is no date is not read', () => {
  for (const text of ['', '1-Foo-2020', '30-Feb-2020', '1-Feb-20', '1-Feb-2020 ', '001-Feb-2020']) {
    assert.equal(parseDateText(text), undefined, text)
  }
})
