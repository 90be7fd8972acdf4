/** INTERNALDATE: a date, a time and a zone (RFC 9051 §2.3.3). */
import { bytesOf } from '../text/octets.ts'

/** Months by their letters in lower case, eight bits each. */
const MONTHS: ReadonlyMap<number, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [
    letters(bytesOf(name), 0),
    i,
  ]),
)
/** Octets of a date-time without its quotes. */
export const DATE_TIME_LENGTH: number = 'dd-Mmm-yyyy hh:mm:ss +zzzz'.length
const MINUTE = 60_000

/**
 *     date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
 *     date-day-fixed = (SP DIGIT) / 2DIGIT
 *
 * Reads what stands between the quotes from `at` on. Undefined for anything else, and for a date no calendar has.
 */
export function internalDate(octets: Uint8Array, at: number = 0): Date | undefined {
  if (!isPunctuated(octets, at)) return undefined
  const day = octets[at] === 0x20 ? digits(octets, at + 1, 1) : digits(octets, at, 2)
  const month = MONTHS.get(letters(octets, at + 3)) ?? NaN
  const year = digits(octets, at + 7, 4)
  const hours = inRange(digits(octets, at + 12, 2), 23)
  const minutes = hours * 60 + inRange(digits(octets, at + 15, 2), 59) - zoneMinutes(octets, at + 21)
  const seconds = inRange(digits(octets, at + 18, 2), 60)
  if (!(day >= 1 && day <= daysOf(year, month) && year >= YEAR_MIN)) return undefined
  const time = Date.UTC(year, month, day) + minutes * MINUTE + seconds * 1000
  return Number.isNaN(time) ? undefined : new Date(time)
}

function isPunctuated(octets: Uint8Array, at: number): boolean {
  return (
    octets[at + 2] === 0x2d &&
    octets[at + 6] === 0x2d &&
    octets[at + 11] === 0x20 &&
    octets[at + 14] === 0x3a &&
    octets[at + 17] === 0x3a &&
    octets[at + 20] === 0x20
  )
}

function letters(octets: Uint8Array, at: number): number {
  return (((octets[at] ?? 0) | 0x20) << 16) | (((octets[at + 1] ?? 0) | 0x20) << 8) | ((octets[at + 2] ?? 0) | 0x20)
}

/** Below, Date.UTC adds 1900. */
const YEAR_MIN = 100
const DAYS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** How many days the month has that is `month` months after January; NaN when there is no such month. */
function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 1 && isLeap ? 29 : (DAYS[month] ?? NaN)
}

/** East of Greenwich is positive; NaN when there is no zone. */
function zoneMinutes(octets: Uint8Array, at: number): number {
  const sign = octets[at]
  const minutes = digits(octets, at + 1, 2) * 60 + inRange(digits(octets, at + 3, 2), 59)
  if (sign === 0x2b) return minutes
  return sign === 0x2d ? -minutes : NaN
}

/** The number that so many digits make; NaN when one of them is none. */
function digits(octets: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = (octets[i] ?? 0) - 0x30
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}

function inRange(value: number, max: number): number {
  return value <= max ? value : NaN
}
