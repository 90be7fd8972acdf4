/** The `{n}` at the end of a line that says: n octets follow, then the line goes on (RFC 9051 §4.3). */
import { ProtocolError } from '../../errors.ts'
import { latin1 } from '../text/latin1.ts'
import { NUMBER64_DIGITS } from '../limits.ts'

export interface LiteralMarker {
  /** Index of the `{`. */
  readonly at: number
  readonly size: number
}

/** How far back a `{` is looked for: more than the digits of any size. */
const LOOK_BACK = NUMBER64_DIGITS + 5
const BRACE_OPEN = 0x7b

/**
 *     literal  = "{" number64 ["+"] "}" CRLF *CHAR8
 *     literal8 = "~{" number64 "}" CRLF *OCTET              ; RFC 9051 §9
 *
 * `close` is the index of the `}` that ends the line; nothing before `from` is looked at. A size that is no
 * plain decimal number is fatal where a literal could stand: whoever goes on reads mail content as responses.
 * That includes `{n+}`, which servers must not send (RFC 7888 §8).
 */
export function literalMarker(octets: Uint8Array, from: number, close: number): LiteralMarker | undefined {
  const floor = Math.max(from, close - LOOK_BACK)
  let at = close - 1
  while (at >= floor && isDigit(octets[at])) at--
  const digits = close - 1 - at
  if (at >= floor && octets[at] === BRACE_OPEN && digits > 0 && digits <= NUMBER64_DIGITS) {
    return { at, size: literalSize(octets, at, close) }
  }
  if (digits > NUMBER64_DIGITS) throw oddMarker(octets, at, close)
  while (at >= floor && octets[at] !== BRACE_OPEN) at--
  if (at >= floor && (at === from || startsToken(octets[at - 1]))) throw oddMarker(octets, at, close)
  return undefined
}

/**
 * Whether a response that begins so can have literals at all. Human text may end in `{5}`; the one literal in a
 * status response is a charset in an open BADCHARSET list (RFC 3501 §9, "resp-text-code").
 */
export function takesLiterals(octets: Uint8Array, start: number, part: number, end: number): boolean {
  const head = latin1(octets, start, Math.min(end, start + 80))
  if (/^\0*\*(?! *(?:OK|NO|BAD|BYE|PREAUTH)(?: |$))/i.test(head)) return true
  if (!/^\S+ +\S+ +\[BADCHARSET +\(/i.test(head)) return false
  return !octets.subarray(part, end).includes(0x5d)
}

function literalSize(octets: Uint8Array, at: number, close: number): number {
  const size = Number(latin1(octets, at + 1, close))
  if (size <= Number.MAX_SAFE_INTEGER) return size
  throw new ProtocolError(`literal of ${size} octets announced`, 'ERR_IMAP_LIMIT')
}

function oddMarker(octets: Uint8Array, at: number, close: number): ProtocolError {
  const marker = JSON.stringify(latin1(octets, Math.max(0, at), close + 1))
  return new ProtocolError(`no literal size: ${marker}`, 'ERR_IMAP_SYNTAX')
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39
}

/** SP, "(" or the "~" of literal8: what a `{` follows where it begins a literal and is not part of an atom. */
function startsToken(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x28 || octet === 0x7e
}
