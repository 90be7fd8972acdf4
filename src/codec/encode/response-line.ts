/**
 * A response as octets: what servers write. The counterpart of `decode/cursor.ts`, used by test servers and by the
 * tests that hold decoder and encoder against each other.
 */
import { UsageError } from '../../errors.ts'
import { decodeEncodedWords } from '../text/encoded-word.ts'
import { encodeBase64 } from '../text/base64.ts'
import { encodeMailboxName } from '../text/mailbox-name.ts'
import { isAscii, octetsOf, utf8Octets } from '../text/octets.ts'
import type { ExtensionValue, Named } from '../values.ts'

/** Longer strings go as literals; clients limit lines, not literals. */
const QUOTED_MAX = 1000
/** RFC 2047 §2: an encoded word has at most 75 characters. */
const WORD_OCTETS = 45
const ATOM = /^[!#$&'+-[^-z|}~]+$/

export class ResponseLine {
  readonly utf8: boolean
  readonly #pieces: (string | Uint8Array)[] = []
  #octets = ''
  #tight = true
  #literals = true

  constructor(utf8: boolean) {
    this.utf8 = utf8
  }

  /** Octets of the grammar itself: atoms, flags, keys. What no atom has cannot come back as the same. */
  word(text: string): this {
    if (/[^\x20-\x7e]/.test(text)) throw new UsageError('a word of a response is printable ASCII')
    return this.#add(text)
  }

  /** What people read at the end of a line or of a response code. */
  text(text: string): this {
    if (/[\0\r\n]/.test(text)) throw new UsageError('a response holds no CR, LF or NUL outside of literals')
    return this.#add(utf8Octets(text))
  }

  /** Octets as they are; for lines whose name is unknown. */
  raw(bytes: Uint8Array): this {
    return this.#add(octetsOf(bytes))
  }

  number(n: number | bigint): this {
    return this.#add(String(n))
  }

  /** Without quotes where none are needed. */
  astring(text: string): this {
    return ATOM.test(text) && text.toUpperCase() !== 'NIL' ? this.#add(text) : this.string(text)
  }

  string(text: string): this {
    return this.#string(utf8Octets(text))
  }

  nstring(text: string | null | undefined): this {
    return text === null || text === undefined ? this.nil() : this.string(text)
  }

  /** Text in which encoded words stand for themselves: what looks like one must be one. */
  headerText(text: string | null): this {
    return this.nstring(text === null || decodeEncodedWords(text) === text ? text : encodedWords(text))
  }

  nil(): this {
    return this.#add('NIL')
  }

  /** Message content: a literal, or a literal8 where it holds NUL. */
  literal(bytes: Uint8Array): this {
    this.#add(literalMark(bytes.length, bytes.includes(0)))
    this.#pieces.push(this.#octets, bytes)
    this.#octets = ''
    return this
  }

  mailbox({ mailbox, wireName }: Named): this {
    const octets = wireName ?? encodeMailboxName(mailbox, this.utf8)
    return ATOM.test(octets) && octets.toUpperCase() !== 'NIL' ? this.#add(octets) : this.#string(octets)
  }

  /** A parenthesised list of what `fill` adds. */
  list(fill: () => void): this {
    this.#add('(')
    this.#tight = true
    fill()
    this.#octets += ')'
    this.#tight = false
    return this
  }

  /** What `fill` adds is part of a text, in which `{5}` stands for itself. */
  withoutLiterals(fill: () => void): this {
    this.#literals = false
    fill()
    this.#literals = true
    return this
  }

  extension(value: ExtensionValue): this {
    if (value === null || typeof value === 'string') return this.nstring(value)
    return this.list(() => value.forEach((item) => this.extension(item)))
  }

  /** No space before what comes next. */
  glue(): this {
    this.#tight = true
    return this
  }

  /** The line with its CRLF; a string holds one octet a character. */
  finish(): readonly (string | Uint8Array)[] {
    return [...this.#pieces, `${this.#octets}\r\n`]
  }

  #string(octets: string): this {
    const quotable = octets.length <= QUOTED_MAX && !/[\0\r\n]/.test(octets) && (this.utf8 || isAscii(octets))
    return quotable ? this.#add(`"${octets.replaceAll(/["\\]/g, '\\$&')}"`) : this.#literal(octets)
  }

  #literal(octets: string): this {
    if (!this.#literals) throw new UsageError('a response code holds no literal')
    return this.#add(literalMark(octets.length, octets.includes('\0')) + octets)
  }

  #add(octets: string): this {
    this.#octets += this.#tight ? octets : ` ${octets}`
    this.#tight = false
    return this
  }
}

/** NUL may stand in a literal8 alone (RFC 9051 §4.3). */
function literalMark(octets: number, hasNul: boolean): string {
  return `${hasNul ? '~' : ''}{${octets}}\r\n`
}

/** `=?utf-8?B?…?=`, as many as it takes. */
function encodedWords(text: string): string {
  const octets = new TextEncoder().encode(text)
  const words: string[] = []
  for (let at = 0; at < octets.length; at += WORD_OCTETS) {
    words.push(`=?utf-8?B?${encodeBase64(octets.subarray(at, at + WORD_OCTETS))}?=`)
  }
  return words.join(' ')
}
