/**
 * A place in the text of one response, and the terminals of the grammar read from there.
 *
 * The text has one char an octet. Methods named after what they read fail with `Broken` when it is not there;
 * those named `try…` return false and stay where they are. Reading is lenient about blanks: whatever reads next passes
 * over any number of them, and beside a parenthesis none is needed.
 */
import { ProtocolError } from '../../errors.ts'
import { wireOctets } from './framer.ts'
import type { Frame } from './framer.ts'
import type { LargeLiteral } from './large-literal.ts'
import { EightBitProbe, latin1 } from '../text/latin1.ts'
import { FATAL_NESTING, NUMBER64_DIGITS, NUMBER_DIGITS } from '../limits.ts'
import type { Limits } from '../limits.ts'
import { octetText } from '../text/octet-text.ts'
import type { StreamedLiteral } from '../values.ts'

/** A response that breaks the grammar. Caught where the response began; the connection goes on. */
export class Broken extends Error {
  override readonly name = 'Broken'
  reason = ''
}

export const SP = 0x20
export const QUOTE = 0x22
export const OPEN = 0x28
export const CLOSE = 0x29
const LF = 0x0a
const BRACE_OPEN = 0x7b
const TILDE = 0x7e

/** Octets that end an atom. Specials other than these occur in real flags and names, and confuse nothing. */
const ENDS_ATOM: Uint8Array = new Uint8Array(256)
for (const code of [SP, OPEN, CLOSE, LF]) ENDS_ATOM[code] = 1

/** Octets after which an element may begin. */
const SEPARATES: Uint8Array = new Uint8Array(256)
for (const code of [SP, OPEN, CLOSE]) SEPARATES[code] = 1

const MAX_UINT32 = 0xffff_ffff
const MAX_UINT63 = 2n ** 63n - 1n
const NEVER = Number.MAX_SAFE_INTEGER

export class Cursor {
  text = ''
  /** The octets of the text, from `base` on: to look at one there costs half of what it does in a string. */
  octets: Uint8Array = new Uint8Array(0)
  base = 0
  pos = 0
  /** Whether encoded words (RFC 2047) are worth looking for in the strings of this response. */
  mayHaveEncodedWords = false
  /** Mailbox names are UTF-8, not modified UTF-7. */
  utf8 = false
  limits: Limits
  #frame: Frame | undefined = undefined
  #tokensLeft = 0
  #depth = 0
  #large = 0
  /** NULs before the response. */
  #padding = 0
  #multiline = false
  #eightBit = false
  #nul = false
  /** Whether quoted strings need a closer look. */
  #special = false
  /** Where the next backslash is, if it is known; before `pos` when it is not. */
  #backslash = 0
  readonly #probe = new EightBitProbe()
  /** One for all: a stack trace for each hostile line would cost more than the line. */
  #broken: Broken | undefined = undefined

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** Goes to the beginning of another response. */
  begin(frame: Frame): void {
    const { text } = frame
    this.#frame = frame
    this.text = text
    this.octets = frame.octets
    this.base = frame.start
    this.pos = 0
    this.#tokensLeft = this.limits.tokens
    this.#depth = 0
    this.#large = 0
    this.#padding = 0
    this.#backslash = -1
    this.#multiline = frame.multiline
    const apart = frame.large.length > 0
    this.#eightBit = apart || this.#probe.found(frame.octets, frame.start, frame.start + text.length)
    this.#nul = text.includes('\0')
    if (this.#nul && !this.#multiline) this.text = withoutPadding(text)
    this.#special = this.#multiline || this.#nul || this.#eightBit
    this.mayHaveEncodedWords = apart || text.includes('=?')
  }

  /** To be thrown: says what is wrong and where. */
  broken(reason: string): Broken {
    const broken = (this.#broken ??= new Broken())
    broken.reason = `octet ${this.pos}: ${reason}`
    return broken
  }

  get atEnd(): boolean {
    return this.pos >= this.text.length
  }

  /** The whole response with its literals, without the line end, in memory of its own. */
  wholeOctets(): Uint8Array {
    const frame = this.#frame
    if (frame === undefined) return new Uint8Array(0)
    const text = frame.octets.slice(frame.start, frame.start + frame.text.length)
    return wireOctets(text, frame.large)
  }

  /** The octet at an index of the text; that of the line end beyond it. */
  octetAt(index: number): number {
    return this.octets[this.base + index] ?? LF
  }

  /** The octet that comes next, blanks passed over; that of the line end at the end. */
  peek(): number {
    const code = this.octetAt(this.pos)
    return code === SP ? this.#pastBlanks() : code
  }

  /** Padding before a response. */
  skipNuls(): void {
    while (this.octetAt(this.pos) === 0) this.pos++
    this.text = this.text.slice(this.pos)
    this.base += this.pos
    this.#padding = this.pos
    this.pos = 0
  }

  skipBlanks(): void {
    if (this.octetAt(this.pos) === SP) this.#pastBlanks()
  }

  /** SP: one or more. None is needed beside a parenthesis. */
  sp(): void {
    const code = this.octetAt(this.pos)
    if (code === SP) this.pos++
    else if (code !== OPEN && this.octetAt(this.pos - 1) !== CLOSE) throw this.broken('blank expected')
  }

  /** Fails unless nothing but blanks is left. */
  end(): void {
    this.skipBlanks()
    if (!this.atEnd) throw this.broken('end of the response expected')
  }

  /** Past this very octet, if it is the next. */
  tryChar(code: number): boolean {
    if (this.octetAt(this.pos) !== code) return false
    this.pos++
    return true
  }

  char(code: number): void {
    if (!this.tryChar(code)) throw this.broken(`"${String.fromCharCode(code)}" expected`)
  }

  /** True, and past it, when "(" comes next. Counted against `nesting`; pair it with `close`. */
  tryOpen(): boolean {
    if (this.peek() !== OPEN) return false
    this.pos++
    this.#count()
    if (++this.#depth > this.limits.nesting) throw this.#tooDeep()
    return true
  }

  open(): void {
    if (!this.tryOpen()) throw this.broken('"(" expected')
  }

  /** True, and past it, when ")" comes next. */
  tryClose(): boolean {
    if (this.peek() !== CLOSE) return false
    this.pos++
    this.#depth--
    return true
  }

  close(): void {
    if (!this.tryClose()) throw this.broken('")" expected')
  }

  /** Within parentheses: true when another element comes, false and past the ")" when none does. */
  more(): boolean {
    const { pos } = this
    const code = this.peek()
    if (code === CLOSE) {
      this.pos++
      this.#depth--
      return false
    }
    if (this.pos === pos && code !== OPEN && !SEPARATES[this.octetAt(pos - 1)]) throw this.broken('blank expected')
    return true
  }

  /** Outside of parentheses: true when another element comes, false at the end of the response. */
  moreInLine(): boolean {
    const { pos } = this
    const code = this.peek()
    if (this.atEnd) return false
    if (this.pos === pos && code !== OPEN && !SEPARATES[this.octetAt(pos - 1)]) throw this.broken('blank expected')
    return true
  }

  /** Reads a word if it is `word` (given in upper case) up to the end of an atom, in any case. */
  tryWord(word: string): boolean {
    this.skipBlanks()
    const { text } = this
    const end = this.pos + word.length
    if (end < text.length && ENDS_ATOM[text.charCodeAt(end)] === 0) return false
    if (!text.startsWith(word, this.pos) && text.slice(this.pos, end).toUpperCase() !== word) return false
    this.#count()
    this.pos = end
    return true
  }

  /**
   *     nil = "NIL"
   */
  tryNil(): boolean {
    const code = this.peek()
    if (code === 0x4e && this.#tryPlainNil()) return true
    return (code === 0x4e || code === 0x6e) && this.tryWord('NIL')
  }

  /** `NIL` in upper case and followed by SP or ")", as it nearly always is. */
  #tryPlainNil(): boolean {
    const { pos } = this
    if (this.octetAt(pos + 1) !== 0x49 || this.octetAt(pos + 2) !== 0x4c) return false
    const after = this.octetAt(pos + 3)
    if (after !== SP && after !== CLOSE) return false
    this.#count()
    this.pos = pos + 3
    return true
  }

  /**
   * True, and past it, when the text from `from` to `to` comes again, literals aside. Senders' addresses stand three
   * times in nearly every envelope; comparing is several times as fast as reading.
   */
  tryRepeated(from: number, to: number): boolean {
    const { text } = this
    if (this.#multiline || text.slice(from, to) !== text.slice(this.pos, this.pos + to - from)) return false
    this.pos += to - from
    return true
  }

  /**
   *     atom = 1*ATOM-CHAR              ; here everything but blanks, parentheses and NUL
   */
  atom(): string {
    this.skipBlanks()
    const { text } = this
    const from = this.pos
    let end = from
    while (end < text.length && ENDS_ATOM[this.octetAt(end)] === 0) end++
    if (end === from) throw this.broken('atom expected')
    this.pos = end
    this.#count()
    return this.#checked(text.slice(from, end))
  }

  /**
   *     number = 1*DIGIT                ; unsigned 32-bit
   */
  number(): number {
    const value = this.#digits(NUMBER_DIGITS)
    if (value > MAX_UINT32) throw this.broken('number above 4294967295')
    return value
  }

  /**
   *     nz-number = digit-nz *DIGIT     ; 0 < n < 2^32
   */
  nzNumber(): number {
    const value = this.number()
    if (value === 0) throw this.broken('number above 0 expected')
    return value
  }

  /**
   *     number64 = 1*DIGIT              ; 0 <= n <= 2^63 - 1; here up to 2^53 - 1
   */
  number64(): number {
    const value = this.#digits(NUMBER64_DIGITS)
    if (value > Number.MAX_SAFE_INTEGER) throw this.broken('number above 2^53 - 1')
    return value
  }

  /**
   *     mod-sequence-valzer = "0" / mod-sequence-value      ; RFC 7162 §7, 63 bits
   */
  modSequence(): bigint {
    this.skipBlanks()
    const from = this.pos
    const value = this.#digits(NUMBER64_DIGITS)
    if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value)
    const exact = BigInt(this.text.slice(from, this.pos))
    if (exact > MAX_UINT63) throw this.broken('number above 2^63 - 1')
    return exact
  }

  /**
   *     nstring = string / nil
   *
   * As text. An atom is read as a string: some servers leave out the quotes.
   */
  nstring(): string | null {
    const { text } = this
    const from = this.pos + 1
    const code = this.octetAt(from - 1)
    if (code === 0x4e && this.#tryPlainNil()) return null
    // Nearly every string of a row takes this path; what is special is as in quotedOctets.
    if (code === QUOTE && !this.#special) {
      const close = text.indexOf('"', from)
      if (this.#backslash < from) this.#findBackslash(from)
      if (close >= 0 && close < this.#backslash) {
        this.pos = close + 1
        if (--this.#tokensLeft < 0) throw this.#tooManyTokens()
        return text.slice(from, close)
      }
    }
    const octets = this.nstringOctets()
    return octets !== null && this.#eightBit ? octetText(octets) : octets
  }

  /** As `nstring`, one char an octet. */
  nstringOctets(): string | null {
    switch (this.peek()) {
      case QUOTE:
        return this.quotedOctets()
      case BRACE_OPEN:
        return this.#literalText()
      case TILDE:
        return this.atLiteral ? this.#literalText() : this.atom()
      default:
        return this.tryNil() ? null : this.atom()
    }
  }

  /**
   *     astring = 1*ASTRING-CHAR / string
   *
   * As text. `NIL` is a word like any other here.
   */
  astring(): string {
    const octets = this.astringOctets()
    return this.#eightBit ? octetText(octets) : octets
  }

  /** As `astring`, one char an octet. */
  astringOctets(): string {
    const octets = this.nstringOctets()
    return octets ?? this.text.slice(this.pos - 3, this.pos)
  }

  /**
   *     quoted = DQUOTE *QUOTED-CHAR DQUOTE
   *
   * One char an octet.
   */
  quotedOctets(): string {
    if (this.peek() !== QUOTE) throw this.broken('quoted string expected')
    const { text } = this
    const from = this.pos + 1
    const close = text.indexOf('"', from)
    if (this.#backslash < from) this.#findBackslash(from)
    if (this.#special || close < 0 || this.#backslash < close) return this.#unusualOctets(from)
    this.pos = close + 1
    this.#count()
    return text.slice(from, close)
  }

  /** Whether a literal begins here. */
  get atLiteral(): boolean {
    const code = this.peek()
    return code === BRACE_OPEN || (code === TILDE && this.octetAt(this.pos + 1) === BRACE_OPEN)
  }

  /**
   *     literal / literal8
   *
   * The content in memory of its own, or what stands for it when a sink took it.
   */
  literal(): Uint8Array | StreamedLiteral {
    const large = this.#literalStart()
    if (typeof large !== 'number') return large.value
    const from = this.pos
    this.pos = from + large
    return this.octets.slice(this.base + from, this.base + this.pos)
  }

  /** Octets as text, where the response has any that need it. */
  decoded(octets: string): string {
    return this.#eightBit ? octetText(octets) : octets
  }

  #literalText(): string {
    const large = this.#literalStart()
    if (typeof large !== 'number') {
      if (!(large.value instanceof Uint8Array)) throw this.broken('this literal was streamed')
      return latin1Text(large.value)
    }
    const from = this.pos
    this.pos = from + large
    return this.text.slice(from, this.pos)
  }

  /** Reads `{n}` and its line end: the size of a literal in the text, or the one kept apart. */
  #literalStart(): number | LargeLiteral {
    this.skipBlanks()
    this.#count()
    this.tryChar(TILDE)
    const at = this.pos + this.#padding
    this.char(BRACE_OPEN)
    const size = this.#digits(NUMBER64_DIGITS)
    this.char(0x7d)
    this.tryChar(0x0d)
    this.char(LF)
    const all = this.#frame?.large ?? []
    while ((all[this.#large]?.at ?? NEVER) < at) this.#large++
    const large = all[this.#large]
    if (large?.at === at) return large
    if (size > this.text.length - this.pos) throw this.broken('literal expected')
    return size
  }

  /** Digits as a number, at most so many; inexact above 2^53. */
  #digits(max: number): number {
    this.skipBlanks()
    const from = this.pos
    let pos = from
    let value = 0
    for (;;) {
      const digit = this.octetAt(pos) - 0x30
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      if (++pos - from > max) throw this.broken(`more than ${max} digits`)
    }
    if (pos === from) throw this.broken('number expected')
    this.pos = pos
    return value
  }

  /** The rest of a quoted string that may have escapes. What follows a backslash stands for itself. */
  #unusualOctets(from: number): string {
    const { text } = this
    const parts: string[] = []
    let start = from
    let close = -1
    for (;;) {
      if (close < start) close = text.indexOf('"', start)
      if (close < 0) throw this.broken('quoted string without an end')
      if (this.#backslash < start) this.#findBackslash(start)
      const escape = this.#backslash
      if (escape > close) {
        parts.push(text.slice(start, close))
        this.pos = close + 1
        this.#count()
        return this.#checked(parts.join(''))
      }
      parts.push(text.slice(start, escape), text.charAt(escape + 1))
      start = escape + 2
    }
  }

  #pastBlanks(): number {
    let code = SP
    while (code === SP) code = this.octetAt(++this.pos)
    return code
  }

  #findBackslash(from: number): void {
    const found = this.text.indexOf('\\', from)
    this.#backslash = found < 0 ? NEVER : found
  }

  /** NUL is illegal outside of literals, and a line end means that a quote was never closed. */
  #checked(octets: string): string {
    if (this.#nul && octets.includes('\0')) throw this.broken('NUL')
    if (this.#multiline && octets.includes('\n')) throw this.broken('quoted string without an end')
    return octets
  }

  /** For grammars that are not read by `open` and `atom`. */
  countToken(): void {
    this.#count()
  }

  #count(): void {
    if (--this.#tokensLeft < 0) throw this.#tooManyTokens()
  }

  #tooManyTokens(): ProtocolError {
    return new ProtocolError(`response exceeds the limit "tokens" of ${this.limits.tokens}`, 'ERR_IMAP_LIMIT')
  }

  /** This response is unreadable; one that is nested beyond any accident ends the connection. */
  #tooDeep(): Broken | ProtocolError {
    const { text } = this
    let depth = this.#depth
    for (let i = this.pos; i < text.length && depth <= FATAL_NESTING; i++) {
      const code = text.charCodeAt(i)
      if (code === OPEN) depth++
      else if (code === CLOSE) depth--
    }
    if (depth <= FATAL_NESTING) return this.broken(`more than ${this.limits.nesting} parentheses open`)
    return new ProtocolError(`response with more than ${FATAL_NESTING} parentheses open`, 'ERR_IMAP_LIMIT')
  }
}

/** Padding behind a response. */
function withoutPadding(text: string): string {
  let end = text.length
  while (text.charCodeAt(end - 1) === 0) end--
  return text.slice(0, end)
}

function latin1Text(octets: Uint8Array): string {
  return latin1(octets, 0, octets.length)
}
