/** INTERNALDATE: a date, a time and a zone (RFC 9051 §2.3.3). */

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [name, i]),
)
const LENGTH = 'dd-Mmm-yyyy hh:mm:ss +zzzz'.length
const MINUTE = 60_000

/**
 *     date-time      = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE
 *     date-day-fixed = (SP DIGIT) / 2DIGIT
 *
 * Given without the quotes; a day of one digit may lack its blank. Undefined for anything else, and for a date no
 * calendar has.
 */
export function internalDate(quoted: string): Date | undefined {
  const text = quoted.length === LENGTH - 1 ? `0${quoted}` : quoted
  if (text.length !== LENGTH || !PUNCTUATION.every(([at, char]) => text.charAt(at) === char)) return undefined
  const day = text.charCodeAt(0) === 0x20 ? digits(text, 1, 2) : digits(text, 0, 2)
  const month = MONTHS.get(text.slice(3, 6).toLowerCase()) ?? NaN
  const zone = zoneMinutes(text)
  const seconds = digits(text, 18, 20)
  const clock = inRange(digits(text, 12, 14), 23) * 60 + inRange(digits(text, 15, 17), 59)
  const year = digits(text, 7, 11)
  const midnight = new Date(Date.UTC(year, month, day))
  if (midnight.getUTCDate() !== day || midnight.getUTCFullYear() !== year) return undefined
  const date = new Date(midnight.getTime() + (clock - zone) * MINUTE + inRange(seconds, 60) * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const PUNCTUATION: readonly (readonly [at: number, char: string])[] = [
  [2, '-'],
  [6, '-'],
  [11, ' '],
  [14, ':'],
  [17, ':'],
  [20, ' '],
]

/** East of Greenwich is positive; NaN when there is no zone. */
function zoneMinutes(text: string): number {
  const sign = text.charCodeAt(21)
  const minutes = digits(text, 22, 24) * 60 + inRange(digits(text, 24, 26), 59)
  if (sign === 0x2b) return minutes
  return sign === 0x2d ? -minutes : NaN
}

/** The number that the digits from `from` to `to` make; NaN when one of them is none. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 0x30
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : NaN
  }
  return value
}

function inRange(value: number, max: number): number {
  return value <= max ? value : NaN
}
