/**
 * Encoded words in header text: `=?utf-8?Q?caf=C3=A9?=` (RFC 2047).
 *
 * One pass from left to right. Words that follow each other with nothing but blanks between are joined, their
 * octets too if they name the same charset: senders split characters across words although they must not.
 */
import { canonicalCharset, charsetText } from './charset-text.ts'

/** Longer names belong to no charset. */
const CHARSET_MAX = 64

/** Text with its encoded words decoded. What is no encoded word, or in an unknown charset, stays as it is. */
export function decodeEncodedWords(text: string): string {
  let at = text.indexOf('=?')
  if (at < 0) return text
  let decoded = ''
  /** End of what has been put into `decoded`, but for the words of `run`. */
  let done = 0
  let run: Run | undefined
  while (at >= 0) {
    const word = encodedWord(text, at)
    if (word === undefined) {
      at = text.indexOf('=?', at + 2)
      continue
    }
    const between = text.slice(done, at)
    if (run === undefined || !isBlank(between)) {
      decoded += flush(run) + between
      run = undefined
    }
    if (run?.charset === word.charset) run.words.push(word)
    else {
      decoded += flush(run)
      run = { charset: word.charset, words: [word] }
    }
    done = word.end
    at = text.indexOf('=?', done)
  }
  return decoded + flush(run) + text.slice(done)
}

/** Words that are decoded as one. */
interface Run {
  readonly charset: string
  readonly words: Word[]
}

interface Word {
  readonly charset: string
  readonly base64: boolean
  readonly encoded: string
  readonly end: number
}

/**
 *     encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
 *     charset      = token ["*" language]                               ; RFC 2231 §5
 *     encoding     = "Q" / "B"
 *     encoded-text = 1*<any printable character but "?" and SPACE>      ; blanks occur and are let through
 *
 * Undefined when none begins at `at`, or none that can be decoded. Looks at most as far as the second "?" after
 * the charset, so that hostile text is not walked over and over.
 */
function encodedWord(text: string, at: number): Word | undefined {
  const charsetEnd = text.slice(at + 2, at + 3 + CHARSET_MAX).indexOf('?') + at + 2
  if (charsetEnd < at + 3 || text.charAt(charsetEnd + 2) !== '?') return undefined
  const encoding = text.charAt(charsetEnd + 1).toUpperCase()
  if (encoding !== 'B' && encoding !== 'Q') return undefined
  const from = charsetEnd + 3
  const end = text.indexOf('?', from)
  if (end < 0 || text.charAt(end + 1) !== '=') return undefined
  const charset = canonicalCharset(text.slice(at + 2, charsetEnd))
  if (charset === undefined) return undefined
  return { charset, base64: encoding === 'B', encoded: text.slice(from, end), end: end + 2 }
}

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

function flush(run: Run | undefined): string {
  if (run === undefined) return ''
  // No encoding makes more octets than it has characters, but for characters beyond ASCII, which are UTF-8 then.
  let most = 0
  for (const { encoded } of run.words) most += 3 * encoded.length
  const octets = most <= SCRATCH.length ? SCRATCH : new Uint8Array(most)
  let length = 0
  for (const { base64, encoded } of run.words) {
    const from = length
    length = base64 ? base64Octets(encoded, octets, from) : qOctets(encoded, octets, from)
    if (run.charset === 'iso-2022-jp') length = joined(octets, from, length)
  }
  return charsetText(run.charset, octets.subarray(0, length))
}

/**
 * Each word in ISO-2022-JP ends with a switch back to ASCII, and the Encoding Standard makes an error of a switch that
 * another follows at once: takes that before `from` away where one comes next. Returns the new end of the octets.
 */
function joined(octets: Uint8Array, from: number, end: number): number {
  const escaped = octets[from] === ESCAPE && from >= 3 && octets[from - 3] === ESCAPE && octets[from - 2] === 0x28
  if (!escaped) return end
  octets.copyWithin(from - 3, from, end)
  return end - 3
}

const ESCAPE = 0x1b

/** Memory for one run of words while it is decoded; making some for each costs more than the decoding. */
const SCRATCH = new Uint8Array(1024)

/** The "Q" encoding (RFC 2047 §4.2). A "=" without two hexadecimal digits stands for itself. */
function qOctets(encoded: string, octets: Uint8Array, from: number): number {
  let at = from
  for (let i = 0; i < encoded.length; i++) {
    const code = encoded.charCodeAt(i)
    const high = code === 0x3d ? hexDigit(encoded.charCodeAt(i + 1)) : -1
    const low = high < 0 ? -1 : hexDigit(encoded.charCodeAt(i + 2))
    if (low >= 0) {
      octets[at++] = high * 16 + low
      i += 2
    } else if (code === 0x5f) octets[at++] = 0x20
    else if (code < 0x80) octets[at++] = code
    else {
      const char = String.fromCodePoint(encoded.codePointAt(i) ?? 0xfffd)
      at += encoder.encodeInto(char, octets.subarray(at)).written
      i += char.length - 1
    }
  }
  return at
}

const encoder = new TextEncoder()

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Base64 (RFC 4648 §4); characters outside its alphabet are passed over, and "=" may be missing or early. */
function base64Octets(encoded: string, octets: Uint8Array, from: number): number {
  let at = from
  let bits = 0
  let count = 0
  for (let i = 0; i < encoded.length; i++) {
    const code = encoded.charCodeAt(i)
    if (code === 0x3d) count = 0
    const value = BASE64[code] ?? -1
    if (value < 0) continue
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      octets[at++] = (bits >> count) & 0xff
    }
  }
  return at
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64: Int8Array = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) BASE64[ALPHABET.charCodeAt(value)] = value
