/** The Date header as an instant. */

/** Longer ones are none. */
const DATE_MAX = 200
const MONTHS: readonly string[] = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** RFC 5322 §4.3: the zones with names that mean something. Every other is as good as unknown, and read as UTC. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['edt', -4],
  ['est', -5],
  ['cdt', -5],
  ['cst', -6],
  ['mdt', -6],
  ['mst', -7],
  ['pdt', -7],
  ['pst', -8],
])

/**
 *     date-time   = [ day-of-week "," ] day month year hour ":" minute [ ":" second ] zone    ; RFC 5322 §3.3, §4.3
 *
 * Undefined for what is no date. Read with comments, with dashes for blanks, with dots in the time, with a year of two
 * or three digits, without a zone (UTC then). What `envelope.date` and `headers.get('date')` hold can be given as it is.
 */
export function headerDate(text: string | null | undefined): Date | undefined {
  if (text === null || text === undefined || text.length > DATE_MAX) return undefined
  const match =
    /^ *(?:[a-z]+[ ,]+)?(\d{1,2})[ -]+([a-z]{3})[a-z]*\.?[ -]+(\d{2,4}) +(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(.*)$/i.exec(
      withoutComments(text).replaceAll(/\s+/g, ' '),
    )
  if (match === null) return undefined
  const [, day, monthName, year, hours, minutes, seconds = '0', zone = ''] = match
  const month = MONTHS.indexOf(monthName!.toLowerCase())
  const fields = [fullYear(year!), month, Number(day), Number(hours), Number(minutes), Number(seconds)] as const
  if (!exists(...fields)) return undefined
  return new Date(Date.UTC(...fields) - zoneMinutes(zone) * 60_000)
}

/** Comments nest; what is inside first. */
function withoutComments(text: string): string {
  let rest = text
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replaceAll(/\([^()]*\)/g, ' ')
  }
  return rest
}

/** RFC 5322 §4.3. */
function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}

/** A second of 60 is a leap second. */
function exists(year: number, month: number, day: number, hours: number, minutes: number, seconds: number): boolean {
  if (month < 0 || hours > 23 || minutes > 59 || seconds > 60) return false
  return day >= 1 && day <= new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
}

/** `+0200`, `+02:00`, `GMT+0200`, `PST`. */
function zoneMinutes(zone: string): number {
  const [, sign, hours, minutes] = /^(?:[a-z]*) *([+-])(\d{2}):?(\d{2})/i.exec(zone.trim()) ?? []
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  const [name = ''] = /^[a-z]+/i.exec(zone.trim()) ?? []
  return (ZONES.get(name.toLowerCase()) ?? 0) * 60
}
