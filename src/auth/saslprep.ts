import { UsageError } from '../errors.ts'
import {
  CONTROL,
  DESCRIPTION,
  LEFT_TO_RIGHT,
  NON_ASCII_SPACE,
  NOTHING,
  NO_TEXT,
  RIGHT_TO_LEFT,
} from './saslprep-tables.ts'

/**
 * SASLprep (RFC 4013) of a user name or a password, so that both ends hash the same octets however it was typed.
 * Characters younger than Unicode 3.2 are let through: a client's text is a query (RFC 4013 §2.5).
 *
 * UsageError, without the text, for one that it does not allow.
 */
export function saslprep(what: string, text: string): string {
  if (/^[\x20-\x7e]+$/.test(text)) return text
  const prepared = codePoints(text).map(mapped).join('').normalize('NFKC')
  if (prepared === '') throw refused(what, 'nothing is left of it')
  const codes = codePoints(prepared)
  if (!prepared.isWellFormed() || !codes.every(isAllowed)) throw refused(what, 'it holds a forbidden character')
  if (!directionsAgree(codes)) throw refused(what, 'it mixes left-to-right and right-to-left characters')
  return prepared
}

/** The "trace" profile (RFC 4505 §3): nothing is mapped, and ideographic description characters are allowed. */
export function isFitTrace(text: string): boolean {
  const codes = codePoints(text)
  return codes.every((code) => !CONTROL.has(code) && !NO_TEXT.has(code)) && directionsAgree(codes)
}

function codePoints(text: string): readonly number[] {
  return Array.from(text, (character) => character.codePointAt(0)!)
}

function mapped(code: number): string {
  // U+200B is in both tables; RFC 4013 §2.1 names the spaces first.
  if (NON_ASCII_SPACE.has(code)) return ' '
  return NOTHING.has(code) ? '' : String.fromCodePoint(code)
}

function isAllowed(code: number): boolean {
  return !CONTROL.has(code) && !NO_TEXT.has(code) && !DESCRIPTION.has(code) && !NON_ASCII_SPACE.has(code)
}

/** RFC 3454 §6: right-to-left text has such a character at both ends and none of the other kind. */
function directionsAgree(codes: readonly number[]): boolean {
  if (!codes.some((code) => RIGHT_TO_LEFT.has(code))) return true
  if (codes.some((code) => LEFT_TO_RIGHT.has(code))) return false
  return RIGHT_TO_LEFT.has(codes[0]!) && RIGHT_TO_LEFT.has(codes.at(-1)!)
}

function refused(what: string, why: string): UsageError {
  return new UsageError(`SASLprep (RFC 4013) does not allow this ${what}: ${why}`)
}
