/**
 * Mailbox names between people and the wire (RFC 9051 §5.1, RFC 3501 §5.1.3, RFC 6855 §3).
 *
 * The identity of a mailbox is its octets. A name whose octets are not the ones our encoder would make
 * keeps them beside it; decoding them anyway would let `&AEkATgBCAE8AWA-` pose as INBOX.
 */
import { UsageError } from '../../errors.ts'
import { isAscii, textOfUtf8, utf8Octets } from './octets.ts'
import { decodeModifiedUtf7, encodeModifiedUtf7 } from './modified-utf7.ts'

/** Far above any server's own limit, and small enough to be quoted. */
export const MAX_MAILBOX_OCTETS = 1000

/**
 * The octets that name a mailbox, as a string with one character an octet. `utf8` says that UTF8=ACCEPT or
 * IMAP4rev2 is enabled; otherwise the name goes in modified UTF-7.
 *
 * @throws UsageError for lone surrogates, NUL, CR, LF and names of more than 1000 octets.
 */
export function encodeMailboxName(name: string, utf8: boolean): string {
  if (typeof name !== 'string') throw new UsageError('a mailbox name must be a string')
  if (isInbox(name)) return 'INBOX'
  if (!name.isWellFormed()) throw new UsageError('a mailbox name must not hold half a surrogate pair')
  refuseLineBreaks(name)
  const octets = canonicalOctets(name, utf8)
  if (octets.length > MAX_MAILBOX_OCTETS) {
    throw new UsageError(`a mailbox name must not be longer than ${MAX_MAILBOX_OCTETS} octets`)
  }
  return octets
}

/**
 * What a server's octets say. `wireName` is set only when `encodeMailboxName` would make other octets of
 * `mailbox`; it must then be sent instead. Never throws.
 */
export function decodeMailboxName(octets: string, utf8: boolean): { mailbox: string; wireName: string | undefined } {
  if (isInbox(octets)) return { mailbox: 'INBOX', wireName: undefined }
  const eightBit = !isAscii(octets)
  const mailbox = eightBit || utf8 ? textOfUtf8(octets) : decodeModifiedUtf7(octets)
  if (mailbox !== undefined && isOurs(mailbox, octets, utf8)) return { mailbox, wireName: undefined }
  return { mailbox: (eightBit ? mailbox : undefined) ?? octets, wireName: octets }
}

/** Octets that a server used as a name, checked before they go back to it. @throws UsageError */
export function checkWireName(octets: string): string {
  if (typeof octets !== 'string' || /[^\x00-\xff]/.test(octets)) {
    throw new UsageError('a wire name must be a string of octets')
  }
  refuseLineBreaks(octets)
  return octets
}

/** True for a name whose octets depend on whether UTF-8 is enabled. */
export function dependsOnUtf8(name: string): boolean {
  return /[^\x20-\x7e]|&/.test(name)
}

function canonicalOctets(name: string, utf8: boolean): string {
  return utf8 ? utf8Octets(name) : encodeModifiedUtf7(name)
}

/** INBOX is the one name that ignores case (RFC 9051 §5.1). */
function isInbox(name: string): boolean {
  return name.length === 5 && /^inbox$/i.test(name)
}

/** True when `encodeMailboxName` would take the name and make these octets of it. */
function isOurs(mailbox: string, octets: string, utf8: boolean): boolean {
  if (hasLineBreaks(mailbox) || octets.length > MAX_MAILBOX_OCTETS) return false
  return canonicalOctets(mailbox, utf8) === octets
}

function hasLineBreaks(name: string): boolean {
  return /[\0\r\n]/.test(name)
}

function refuseLineBreaks(name: string): void {
  if (hasLineBreaks(name)) throw new UsageError('a mailbox name must not hold CR, LF or NUL')
}
