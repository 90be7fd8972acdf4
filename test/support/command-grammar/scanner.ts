/**
 * The lexical rules of client commands, to the letter (RFC 9051 §9).
 *
 * Written from the RFC and not from the encoder, so that one can judge the other. Nothing is tolerated: one
 * space is one space, and a number too large is an error.
 */

/** What of the extensions the server at hand understands. */
export interface Dialect {
  /** UTF8=ACCEPT or IMAP4rev2: 8-bit in quoted strings. */
  readonly utf8: boolean
  /** The longest non-synchronizing literal; 0 without LITERAL+ and LITERAL-. */
  readonly nonSynchronizing: number
  /** BINARY: `~{n}`. */
  readonly literal8: boolean
}

export const EVERYTHING: Dialect = { utf8: true, nonSynchronizing: Infinity, literal8: true }
/** A server without any extension. */
export const PLAIN_DIALECT: Dialect = { utf8: false, nonSynchronizing: 0, literal8: false }

export type Form = 'atom' | 'quoted' | 'literal' | 'literal8'

/** A piece of an argument. Texts are octets, one a character. */
export type Arg =
  | { readonly type: 'atom'; readonly value: string }
  | { readonly type: 'string'; readonly value: string; readonly form: Form }
  | { readonly type: 'mailbox'; readonly value: string; readonly form: Form }
  | { readonly type: 'nil' }
  | { readonly type: 'number'; readonly value: bigint }
  | { readonly type: 'set'; readonly value: string }
  | { readonly type: 'flag'; readonly value: string }
  | { readonly type: 'date'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly type: 'dateTime'; readonly value: Date }
  | { readonly type: 'base64'; readonly value: Buffer }
  | { readonly type: 'list'; readonly items: readonly Arg[] }
  | SectionArg
  | { readonly type: 'key'; readonly name: string; readonly args: readonly Arg[] }

export interface SectionArg {
  readonly type: 'section'
  /** `BODY.PEEK`, `BINARY.SIZE`, … */
  readonly item: string
  readonly part: string | undefined
  /** `HEADER`, `HEADER.FIELDS`, `HEADER.FIELDS.NOT`, `TEXT`, `MIME`. */
  readonly text: string | undefined
  readonly fields: readonly string[]
  readonly partial: { readonly start: bigint; readonly length: bigint } | undefined
}

/** The octets break the grammar. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError'
  readonly position: number

  constructor(reason: string, octets: string, position: number) {
    super(`${reason} at ${position}: ${JSON.stringify(octets.slice(Math.max(0, position - 20), position + 20))}`)
    this.position = position
  }
}

export const UINT32_MAX = 2n ** 32n - 1n
export const UINT63_MAX = 2n ** 63n - 1n

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
/** CHAR without SP and CTL. */
const VISIBLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i))
const visibleWithout = (some: string): ReadonlySet<string> => new Set(VISIBLE.filter((c) => !some.includes(c)))
const ATOM_CHARS = visibleWithout('(){%*"\\]')
const ASTRING_CHARS = visibleWithout('(){%*"\\')
const LIST_CHARS = visibleWithout('(){"\\')
/** An astring, a set or a number: what is told apart by its place alone. */
export const WORD_CHARS: ReadonlySet<string> = visibleWithout('(){%"\\')
const TAG_CHARS = visibleWithout('(){%*"\\+')
const DIGITS: ReadonlySet<string> = new Set('0123456789')

export class Scanner {
  readonly octets: string
  readonly dialect: Dialect
  position = 0

  constructor(octets: string, dialect: Dialect) {
    this.octets = octets
    this.dialect = dialect
  }

  fail(reason: string): never {
    throw new GrammarError(reason, this.octets, this.position)
  }

  get next(): string {
    return this.octets.charAt(this.position)
  }

  /** Consumes a fixed text, in any case. */
  take(text: string): boolean {
    const there = this.octets.slice(this.position, this.position + text.length)
    if (there.toUpperCase() !== text.toUpperCase()) return false
    this.position += text.length
    return true
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`expected ${JSON.stringify(text)}`)
  }

  sp(): void {
    this.expect(' ')
  }

  /** CRLF, and nothing behind it. */
  end(): void {
    this.expect('\r\n')
    if (this.position !== this.octets.length) this.fail('octets behind the command')
  }

  run(chars: ReadonlySet<string>, what: string): string {
    const start = this.position
    while (this.position < this.octets.length && chars.has(this.next)) this.position++
    if (this.position === start) this.fail(`expected ${what}`)
    return this.octets.slice(start, this.position)
  }

  tag(): string {
    return this.run(TAG_CHARS, 'a tag')
  }

  atom(): string {
    return this.run(ATOM_CHARS, 'an atom')
  }

  keyword(): string {
    return this.atom().toUpperCase()
  }

  /** In upper case. */
  atomArg(): Arg {
    return { type: 'atom', value: this.keyword() }
  }

  oneOf(words: readonly string[]): Arg & { type: 'atom' } {
    const at = this.position
    const value = this.keyword()
    if (words.includes(value)) return { type: 'atom', value }
    this.position = at
    return this.fail(`expected one of ${words.join(', ')}`)
  }

  number(least: bigint, most: bigint): Arg & { type: 'number' } {
    const digits = this.run(DIGITS, 'a number')
    const value = BigInt(digits)
    if (value < least || value > most) this.fail(`number out of range: ${digits}`)
    if (least > 0n && digits.startsWith('0')) this.fail('nz-number begins with 0')
    return { type: 'number', value }
  }

  list(item: () => Arg, options: { empty: boolean }): Arg & { type: 'list' } {
    this.expect('(')
    const items: Arg[] = []
    if (options.empty && this.take(')')) return { type: 'list', items }
    do items.push(item())
    while (this.take(' '))
    this.expect(')')
    return { type: 'list', items }
  }

  string(): Arg & { type: 'string' } {
    if (this.next === '"') return { type: 'string', value: this.quoted(), form: 'quoted' }
    const binary = this.next === '~'
    return { type: 'string', value: this.literal(), form: binary ? 'literal8' : 'literal' }
  }

  astring(): Arg & { type: 'string' } {
    if (this.next === '"' || this.next === '{' || this.octets.startsWith('~{', this.position)) return this.string()
    return { type: 'string', value: this.run(ASTRING_CHARS, 'an astring'), form: 'atom' }
  }

  nstring(): Arg {
    return this.next === '"' || this.next === '{' || this.next === '~' ? this.string() : this.nil()
  }

  nil(): Arg {
    this.expect('NIL')
    return { type: 'nil' }
  }

  mailbox(): Arg {
    const { value, form } = this.astring()
    if (form === 'literal8') this.fail('a mailbox name in a literal8')
    return { type: 'mailbox', value, form }
  }

  listMailbox(): Arg {
    return { ...this.pattern(), type: 'mailbox' }
  }

  /** A list-mailbox that is the name of something else. */
  pattern(): Arg & { type: 'string' } {
    if (this.next === '"' || this.next === '{') return this.string()
    return { type: 'string', value: this.run(LIST_CHARS, 'a list-mailbox'), form: 'atom' }
  }

  flag(): Arg {
    const value = this.take('\\') ? `\\${this.atom()}` : this.atom()
    if (value.toUpperCase() === '\\RECENT') this.fail('\\Recent in a command')
    return { type: 'flag', value }
  }

  /** `$` is a saved result (RFC 5182). */
  set(): Arg & { type: 'set' } {
    const start = this.position
    if (!this.take('$')) {
      do {
        this.#setNumber()
        if (this.take(':')) this.#setNumber()
      } while (this.take(','))
    }
    return { type: 'set', value: this.octets.slice(start, this.position) }
  }

  #setNumber(): void {
    if (!this.take('*')) this.number(1n, UINT32_MAX)
  }

  date(): Arg {
    const inQuotes = this.take('"')
    const match = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})(?!\d)/.exec(this.octets.slice(this.position, this.position + 12))
    if (match === null) return this.fail('expected a date')
    this.position += match[0].length
    if (inQuotes) this.expect('"')
    const month = monthOf(match[2]!)
    const day = { year: Number(match[3]), month, day: Number(match[1]) }
    if (!isDay(day)) this.fail('no such day')
    return { type: 'date', ...day }
  }

  dateTime(): Arg {
    const pattern = /^"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"/
    const match = pattern.exec(this.octets.slice(this.position, this.position + 28))
    if (match === null) return this.fail('expected a date-time')
    const [day, year, hour, minute, second, zoneHour, zoneMinute] = [1, 3, 4, 5, 6, 8, 9].map((i) => Number(match[i]))
    const month = monthOf(match[2]!)
    const legal = hour! < 24 && minute! < 60 && second! < 61 && zoneHour! < 24 && zoneMinute! < 60
    if (!legal || !isDay({ year: year!, month, day: day! })) this.fail('no such time')
    this.position += match[0].length
    const offset = (match[7] === '-' ? -1 : 1) * (zoneHour! * 60 + zoneMinute!)
    const instant = new Date(0)
    instant.setUTCFullYear(year!, month - 1, day!)
    instant.setUTCHours(hour!, minute! - offset, second!)
    return { type: 'dateTime', value: instant }
  }

  /** "=" stands for no octets (RFC 4959 §3). */
  initialResponse(): Arg {
    if (this.take('=')) return { type: 'base64', value: Buffer.alloc(0) }
    const start = this.position
    while (/[A-Za-z0-9+/=]/.test(this.next)) this.position++
    const text = this.octets.slice(start, this.position)
    const value = Buffer.from(text, 'base64')
    if (text === '' || value.toString('base64') !== text) this.fail('expected base64')
    return { type: 'base64', value }
  }

  /** QUOTED-CHAR: no CR, LF, NUL; only `"` and `\` are escaped; 8-bit is UTF-8, where allowed. */
  quoted(): string {
    this.expect('"')
    let value = ''
    while (!this.take('"')) {
      if (this.take('\\') && !'"\\'.includes(this.next || '?')) this.fail('a backslash before what is not special')
      const char = this.next
      if (char === '' || '\0\r\n'.includes(char)) this.fail('quoted string not closed')
      if (char > '\x7f' && !this.dialect.utf8) this.fail('8-bit in a quoted string')
      value += char
      this.position++
    }
    const octets = Buffer.from(value, 'latin1')
    if (!octets.equals(Buffer.from(octets.toString('utf8')))) this.fail('a quoted string that is not UTF-8')
    return value
  }

  /** literal and literal8 (RFC 9051 §4.3, RFC 7888): CHAR8 is any octet but NUL. */
  literal(): string {
    const binary = this.take('~')
    if (binary && !this.dialect.literal8) this.fail('a literal8 on a server without BINARY')
    this.expect('{')
    const length = Number(this.run(DIGITS, 'a number'))
    if (this.take('+') && length > this.dialect.nonSynchronizing)
      this.fail('a non-synchronizing literal not allowed here')
    this.expect('}\r\n')
    const value = this.octets.slice(this.position, this.position + length)
    if (value.length < length) this.fail('octets missing from a literal')
    if (!binary && value.includes('\0')) this.fail('NUL in a literal')
    this.position += length
    return value
  }
}

export function latin1(octets: Uint8Array | string): string {
  return typeof octets === 'string' ? octets : Buffer.from(octets).toString('latin1')
}

/** 1 to 12, or 0. */
function monthOf(name: string): number {
  const at = MONTHS.toLowerCase().indexOf(name.toLowerCase())
  return at % 3 === 0 ? at / 3 + 1 : 0
}

function isDay({ year, month, day }: { year: number; month: number; day: number }): boolean {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return month > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
