/**
 * The one encoder: every command that leaves the library was built here.
 *
 * Arguments have types, and none of them is "text as it is". An argument is checked when it is added, so a
 * bad one costs an exception in the caller's own frame and nothing on the wire. What it looks like is
 * decided when it is written: which literals the server takes and how it wants mailbox names is a matter
 * of the session at that moment.
 *
 * CR and LF leave this file in two places only: at the end of a command, and behind the count of a literal,
 * whose octets the server takes by number. NUL leaves it only inside literal8.
 */
import { UsageError } from '../../errors.ts'
import { encodeBase64 } from '../text/base64.ts'
import { dateText, dateTimeText, type CalendarDate } from './date.ts'
import { checkFlag, isAtom } from './flag.ts'
import { checkWireName, dependsOnUtf8, encodeMailboxName } from '../text/mailbox-name.ts'
import { isAscii, textOfUtf8, utf8Octets } from '../text/octets.ts'
import { OctetSource, type WirePiece } from './octet-source.ts'
import { sectionText, type OctetRange, type Section, type SectionItem } from './section.ts'
import { partialRangeText, type PartialRange } from '../partial-range.ts'
import { SequenceSet, type SavedSearch } from '../sequence-set.ts'

/** What the server takes, as far as it is known when a command is written. */
export interface WireMode {
  /** LITERAL+ is `plus`; LITERAL- and IMAP4rev2 are `minus` (RFC 7888). */
  readonly literal: 'synchronizing' | 'plus' | 'minus'
  /** UTF8=ACCEPT or IMAP4rev2 is enabled. */
  readonly utf8: boolean
  /** BINARY or IMAP4rev2: literal8 is understood. */
  readonly binary: boolean
}

/** Octets that may be written in one go. */
export interface WireSegment {
  /** In order; a string holds one octet a character. */
  readonly pieces: readonly WirePiece[]
  readonly octets: number
  /** It ends in the count of a synchronizing literal: the next segment needs a "+" from the server. */
  readonly awaitContinuation: boolean
}

export interface TextOptions {
  /** Names the argument in errors. */
  readonly what?: string
  /** Shown as `<secret>` wherever the command is shown. */
  readonly secret?: boolean
  /** NUL is allowed, and sent in a literal8 (RFC 9051 §4.3). */
  readonly binary?: boolean
}

/** A name as people write it, or the octets a server used for one. */
export type MailboxArgument = string | { readonly mailbox?: string; readonly wireName: string | undefined }

/** Longer text goes as a literal; servers limit lines, not literals. */
const QUOTED_MAX = 1000
/** RFC 7888 §5. */
const LITERAL_MINUS_MAX = 4096
/** A refused non-synchronizing literal has been sent in vain; only a message is worth more than this. */
const TEXT_LITERAL_PLUS_MAX = 16 * 1024
/** What needs no quotes anywhere, by any server's reading of the grammar. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/
const MAX_NUMBER64 = 0x7fff_ffff_ffff_ffffn

/** Octets that stand in the command as they are. */
type Verbatim = string

interface Secret {
  readonly kind: 'secret'
  readonly wire: Verbatim
}

/** A name that is written differently once UTF-8 is enabled. */
interface Name {
  readonly kind: 'name'
  readonly name: string
}

/** 8-bit octets: quoted once UTF-8 is enabled, a literal before. */
interface EightBit {
  readonly kind: 'eightBit'
  readonly octets: string
  readonly secret: boolean
}

interface Literal {
  readonly kind: 'literal'
  readonly octets: WirePiece
  readonly literal8: boolean
  readonly secret: boolean
}

type Part = Verbatim | Secret | Name | EightBit | Literal

let partsOf: (line: CommandLine) => readonly Part[]
let savedOf: (line: CommandLine) => readonly SavedSearch[]
let asksOf: (line: CommandLine) => boolean

/** A command without its tag: a name and typed arguments, separated by single spaces. */
export class CommandLine {
  /** `UID FETCH`. */
  readonly name: string
  readonly #parts: Part[]
  /** Behind an opening parenthesis no space is due. */
  #tight = false
  readonly #saved: SavedSearch[] = []
  #asks = false

  static {
    partsOf = (line) => line.#parts
    savedOf = (line) => line.#saved
    asksOf = (line) => line.#asks
  }

  /** @param name atoms with single spaces between them. @throws UsageError */
  constructor(name: string) {
    if (typeof name !== 'string' || !name.split(' ').every(isAtom)) {
      throw new UsageError(`not the name of a command: ${JSON.stringify(String(name).slice(0, 40))}`)
    }
    this.name = name
    this.#parts = [name]
  }

  /** Has every literal wait for the server's "+", whatever it takes otherwise. */
  askBeforeLiterals(): this {
    this.#asks = true
    return this
  }

  /** @throws UsageError for anything but an atom (RFC 9051 §9). */
  atom(text: string, what = 'word'): this {
    if (typeof text !== 'string' || !isAtom(text)) throw this.#refusal(what, 'is not an atom')
    return this.#argument(text)
  }

  /** An unsigned 32-bit number. @throws UsageError */
  number(n: number, what = 'number'): this {
    if (typeof n !== 'number' || n >>> 0 !== n) throw this.#refusal(what, 'is not an integer from 0 to 4294967295')
    return this.#argument(String(n))
  }

  /** An unsigned 63-bit number (number64, mod-sequences). @throws UsageError */
  bigint(n: bigint | number, what = 'number'): this {
    const integer = typeof n === 'bigint' || Number.isSafeInteger(n)
    if (!integer || n < 0 || n > MAX_NUMBER64) throw this.#refusal(what, 'is not an integer from 0 to 2^63-1')
    return this.#argument(String(n))
  }

  /** Text, without quotes where none are needed. @throws UsageError */
  astring(text: string, options: TextOptions = {}): this {
    if (typeof text === 'string' && options.secret !== true && PLAIN.test(text) && !isNil(text)) {
      if (text.length <= QUOTED_MAX) return this.#argument(text)
    }
    return this.string(text, options)
  }

  /** Text in quotes, or as a literal where it has CR or LF, is long, or is not ASCII. @throws UsageError */
  string(text: string, options: TextOptions = {}): this {
    const what = options.what ?? 'text'
    if (typeof text !== 'string') throw this.#refusal(what, 'is not a string')
    if (!text.isWellFormed()) throw this.#refusal(what, 'holds half a surrogate pair')
    const hasNul = text.includes('\0')
    if (hasNul && options.binary !== true) throw this.#refusal(what, 'holds NUL')
    return this.#text(utf8Octets(text), hasNul, options.secret === true)
  }

  /** As `string`, with null as NIL. @throws UsageError */
  nstring(text: string | null, options: TextOptions = {}): this {
    return text === null ? this.#argument('NIL') : this.string(text, options)
  }

  /** A mailbox name. @throws UsageError as `encodeMailboxName`. */
  mailbox(name: MailboxArgument): this {
    if (typeof name === 'object' && name !== null) {
      if (name.wireName !== undefined) return this.#text(checkWireName(name.wireName), false, false)
      return this.mailbox(name.mailbox as string)
    }
    const octets = encodeMailboxName(name, false)
    if (dependsOnUtf8(name)) return this.#name(name)
    return this.#argument(PLAIN.test(octets) && !isNil(octets) ? octets : quote(octets))
  }

  /** A mailbox name in which `%` and `*` match others (RFC 9051 §6.3.9). @throws UsageError as `mailbox` */
  listMailbox(pattern: string): this {
    const octets = encodeMailboxName(pattern, false)
    return dependsOnUtf8(pattern) ? this.#name(pattern) : this.#argument(quote(octets))
  }

  /** @throws UsageError as `checkFlag` */
  flag(flag: string, what = 'flag'): this {
    return this.#argument(checkFlag(flag, `${this.name}: ${what}`))
  }

  /** A parenthesised list; an empty one must be asked for. @throws UsageError */
  flags(flags: readonly string[], what = 'flags', options: { readonly empty?: boolean } = {}): this {
    if (!Array.isArray(flags)) throw this.#refusal(what, 'is not a list')
    if (flags.length === 0 && options.empty !== true) throw this.#refusal(what, 'is an empty list')
    return this.#argument(`(${flags.map((flag) => checkFlag(flag, `${this.name}: ${what}`)).join(' ')})`)
  }

  set(set: SequenceSet, what = 'messages'): this {
    const text = set instanceof SequenceSet ? set.toString() : ''
    if (!/^([\d:,*]+|\$)$/.test(text)) throw this.#refusal(what, 'is not a set of messages')
    if (set.saved !== undefined) this.#saved.push(set.saved)
    return this.#argument(text)
  }

  /** `PARTIAL`'s places in a result (RFC 9394 §4). @throws UsageError */
  partialRange(range: PartialRange, what = 'partial'): this {
    return this.#argument(partialRangeText(range, `${this.name}: ${what}`))
  }

  /** A label of Gmail's: a system label as a flag, any other as the name of a mailbox. @throws UsageError */
  label(label: string, what = 'label'): this {
    if (typeof label === 'string' && label.startsWith('\\')) return this.flag(label, what)
    if (label === '') throw this.#refusal(what, 'is empty')
    return this.mailbox(label)
  }

  /** A day. @throws UsageError */
  date(date: CalendarDate, what = 'date'): this {
    return this.#argument(dateText(date, `${this.name}: ${what}`))
  }

  /** An instant, in UTC. @throws UsageError */
  dateTime(date: Date, what = 'date'): this {
    return this.#argument(dateTimeText(date, `${this.name}: ${what}`))
  }

  /**
   * Octets by number: a literal, or with `binary` a literal8, which alone may hold NUL (RFC 9051 §4.3). They
   * are kept, not copied. @throws UsageError
   */
  literal(octets: Uint8Array | OctetSource, options: { readonly binary?: boolean; readonly what?: string } = {}): this {
    const what = options.what ?? 'octets'
    const head = octets instanceof OctetSource ? octets.head : octets
    if (!(head instanceof Uint8Array)) throw this.#refusal(what, 'is not a Uint8Array')
    const literal8 = options.binary === true
    if (!literal8 && head.includes(0)) throw this.#refusal(what, 'holds NUL, which only a binary literal may')
    return this.#argument({ kind: 'literal', octets, literal8, secret: false })
  }

  /** SASL octets; none at all are "=" (RFC 9051 §6.2.2). */
  base64(octets: Uint8Array, options: { readonly secret?: boolean } = {}): this {
    if (!(octets instanceof Uint8Array)) throw this.#refusal('octets', 'is not a Uint8Array')
    const wire = octets.length === 0 ? '=' : encodeBase64(octets)
    return this.#argument(options.secret === true ? { kind: 'secret', wire } : wire)
  }

  /** `BODY.PEEK[HEADER.FIELDS (FROM)]<0.100>` and its like (RFC 9051 §6.4.5). @throws UsageError */
  section(item: SectionItem, section: Section, range?: OctetRange): this {
    return this.#argument(sectionText(item, section, range, this.name))
  }

  /** A parenthesised list of what `fill` adds. */
  list(fill: (line: this) => void): this {
    this.#argument('(')
    this.#tight = true
    fill(this)
    this.#tight = true
    this.#argument(')')
    return this
  }

  #text(octets: string, literal8: boolean, secret: boolean): this {
    // Octets a server used for a name need not be UTF-8, and quotes take nothing else beyond ASCII.
    const quotable = octets.length <= QUOTED_MAX && !/[\r\n]/.test(octets) && textOfUtf8(octets) !== undefined
    if (literal8 || !quotable) {
      return this.#argument({ kind: 'literal', octets, literal8, secret })
    }
    if (!isAscii(octets)) return this.#argument({ kind: 'eightBit', octets, secret })
    return this.#argument(secret ? { kind: 'secret', wire: quote(octets) } : quote(octets))
  }

  #name(name: string): this {
    encodeMailboxName(name, true)
    return this.#argument({ kind: 'name', name })
  }

  #argument(part: Part): this {
    const gap = this.#tight ? '' : ' '
    this.#tight = false
    const last = this.#parts.length - 1
    const before = this.#parts[last]
    const text = typeof part === 'string' ? gap + part : gap
    if (typeof before === 'string') this.#parts[last] = before + text
    else if (text !== '') this.#parts.push(text)
    if (typeof part !== 'string') this.#parts.push(part)
    return this
  }

  #refusal(what: string, reason: string): UsageError {
    return new UsageError(`${this.name}: ${what} ${reason}`)
  }
}

/**
 * The octets of a command, cut where a "+" must be awaited. The last segment ends in CRLF.
 *
 * @throws UsageError for a tag that is none, and where literal8 is needed but not understood.
 */
export function serialize(line: CommandLine, tag: string, given: WireMode): WireSegment[] {
  if (!isAtom(tag) || tag.includes('+')) throw new UsageError('not a tag')
  const mode = modeOf(line, given)
  const writer = new SegmentWriter(`${tag} `)
  for (const part of partsOf(line)) {
    const wire = wireForm(part, mode)
    if (typeof wire === 'string') writer.text(wire)
    else writer.literal(wire, checkedMark(line, wire, mode))
  }
  return writer.finish()
}

/** The command without its tag, for people: no secrets, no literals, no control characters. */
export function redacted(line: CommandLine): string {
  const text = partsOf(line).map(shown).join('')
  return text.replaceAll(/[\0-\x1f\x7f-\x9f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** True when it names a mailbox whose octets depend on whether UTF-8 is enabled. */
export function needsUtf8Decision(line: CommandLine): boolean {
  return partsOf(line).some((part) => typeof part !== 'string' && part.kind === 'name')
}

/** The saved searches it names as `$`. */
export function savedSearchesIn(line: CommandLine): readonly SavedSearch[] {
  return savedOf(line)
}

/** True when it has a literal that waits for the server's "+". */
export function synchronizes(line: CommandLine, given: WireMode): boolean {
  const mode = modeOf(line, given)
  return partsOf(line).some((part) => {
    const wire = wireForm(part, mode)
    return typeof wire !== 'string' && isSynchronizing(wire, mode)
  })
}

function modeOf(line: CommandLine, mode: WireMode): WireMode {
  return asksOf(line) ? { ...mode, literal: 'synchronizing' } : mode
}

function wireForm(part: Part, mode: WireMode): Verbatim | Literal {
  if (typeof part === 'string') return part
  switch (part.kind) {
    case 'secret':
      return part.wire
    case 'name':
      return eightBitForm(encodeMailboxName(part.name, mode.utf8), false, mode)
    case 'eightBit':
      return eightBitForm(part.octets, part.secret, mode)
    case 'literal':
      return part
  }
}

function eightBitForm(octets: string, secret: boolean, mode: WireMode): Verbatim | Literal {
  if (mode.utf8 || isAscii(octets)) return quote(octets)
  return { kind: 'literal', octets, literal8: false, secret }
}

/**
 *     literal  = "{" number64 ["+"] "}" CRLF *CHAR8   ; RFC 9051 §9
 *     literal8 = "~{" number64 ["+"] "}" CRLF *OCTET  ; RFC 7888 §6
 */
function checkedMark(line: CommandLine, literal: Literal, mode: WireMode): LiteralMark {
  if (literal.literal8 && !mode.binary) {
    throw new UsageError(`${line.name}: the server does not take binary literals`, 'ERR_IMAP_CAPABILITY')
  }
  const synchronizing = isSynchronizing(literal, mode)
  const text = `${literal.literal8 ? '~' : ''}{${literal.octets.length}${synchronizing ? '' : '+'}}\r\n`
  return { text, synchronizing }
}

function isSynchronizing({ octets, literal8 }: Literal, mode: WireMode): boolean {
  switch (mode.literal) {
    case 'synchronizing':
      return true
    case 'minus':
      // IMAP4rev2 by itself has no `~{n+}`.
      return literal8 || octets.length > LITERAL_MINUS_MAX
    case 'plus':
      return typeof octets === 'string' && octets.length > TEXT_LITERAL_PLUS_MAX
  }
}

interface LiteralMark {
  readonly text: string
  readonly synchronizing: boolean
}

class SegmentWriter {
  readonly #segments: WireSegment[] = []
  #pieces: WirePiece[] = []
  #octets = 0
  #pending: string

  constructor(start: string) {
    this.#pending = start
  }

  text(octets: string): void {
    this.#pending += octets
  }

  literal({ octets }: Literal, mark: LiteralMark): void {
    this.#pending += mark.text
    if (mark.synchronizing) this.#cut(true)
    if (typeof octets === 'string') {
      this.#pending += octets
    } else if (octets.length > 0) {
      this.#flush()
      this.#pieces.push(octets)
      this.#octets += octets.length
    }
  }

  finish(): WireSegment[] {
    this.#pending += '\r\n'
    this.#cut(false)
    return this.#segments
  }

  #cut(awaitContinuation: boolean): void {
    this.#flush()
    this.#segments.push({ pieces: this.#pieces, octets: this.#octets, awaitContinuation })
    this.#pieces = []
    this.#octets = 0
  }

  #flush(): void {
    if (this.#pending === '') return
    this.#pieces.push(this.#pending)
    this.#octets += this.#pending.length
    this.#pending = ''
  }
}

function shown(part: Part): string {
  if (typeof part === 'string') return part
  switch (part.kind) {
    case 'secret':
      return '<secret>'
    case 'name':
      return quote(part.name)
    case 'eightBit':
      return part.secret ? '<secret>' : `{${part.octets.length}}`
    case 'literal':
      return part.secret ? '<secret>' : `${part.literal8 ? '~' : ''}{${part.octets.length}}`
  }
}

/**
 *     quoted = DQUOTE *QUOTED-CHAR DQUOTE   ; RFC 9051 §9
 *
 * Only `"` and `\` are escaped; other control characters than CR, LF and NUL are legal as they are.
 */
function quote(octets: string): string {
  return `"${octets.replaceAll(/["\\]/g, '\\$&')}"`
}

/** Legal as an astring, but read as NIL by servers that parse any atom alike. */
function isNil(text: string): boolean {
  return text.length === 3 && text.toUpperCase() === 'NIL'
}
