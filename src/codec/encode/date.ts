/**
 * Dates in commands (RFC 9051 §9: date, date-time).
 *
 * SEARCH compares calendar days and ignores time zones (RFC 9051 §6.4.4), so its dates are days here, never
 * a `Date`: which day an instant falls on depends on where one stands.
 */
import { UsageError } from '../../errors.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A day: `'2026-02-01'`, or its parts with January as month 1. */
export type CalendarDate = string | CalendarDay

export interface CalendarDay {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
}

/** @throws UsageError for a `Date`, for other text than `YYYY-MM-DD`, and for days that do not exist. */
export function calendarDay(date: CalendarDate, what: string): CalendarDay {
  if (date instanceof Date) {
    throw new UsageError(
      `${what}: a Date is an instant, and which day it falls on depends on a time zone; ` +
        `give the day as 'YYYY-MM-DD' or { year, month, day }`,
    )
  }
  const day = typeof date === 'string' ? parseDay(date) : date
  if (typeof day !== 'object' || day === null || !exists(day)) {
    throw new UsageError(`${what}: not a day; write it as 'YYYY-MM-DD' or { year, month, day }`)
  }
  return { year: day.year, month: day.month, day: day.day }
}

/**
 *     date-text = date-day "-" date-month "-" date-year   ; RFC 9051 §9
 *     date-day  = 1*2DIGIT
 */
export function dateText(date: CalendarDate, what: string): string {
  const { year, month, day } = calendarDay(date, what)
  return `${day}-${MONTHS[month - 1]!}-${digits(year, 4)}`
}

/** Reads date-text; undefined when it is none or no such day exists. */
export function parseDateText(text: string): CalendarDay | undefined {
  const match = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text)
  if (match === null) return undefined
  const month = MONTHS.findIndex((name) => name.toLowerCase() === match[2]!.toLowerCase()) + 1
  const day = { year: Number(match[3]), month, day: Number(match[1]) }
  return exists(day) ? day : undefined
}

/**
 *     date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE   ; RFC 9051 §9
 *     date-day-fixed = (SP DIGIT) / 2DIGIT
 *
 * In UTC: the zone of the instant is not known.
 */
export function dateTimeText(date: Date, what: string): string {
  const year = date instanceof Date ? date.getUTCFullYear() : NaN
  if (!(year >= 1 && year <= 9999)) throw new UsageError(`${what}: not a valid Date of the years 1 to 9999`)
  const day = String(date.getUTCDate()).padStart(2, ' ')
  const month = MONTHS[date.getUTCMonth()]!
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map((n) => digits(n, 2)).join(':')
  return `"${day}-${month}-${digits(year, 4)} ${time} +0000"`
}

function parseDay(text: string): CalendarDay | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return undefined
  return { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
}

function exists({ year, month, day }: CalendarDay): boolean {
  if (![year, month, day].every(Number.isInteger)) return false
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function digits(n: number, width: number): string {
  return String(n).padStart(width, '0')
}
