/** Octets of unknown provenance as text. Never throws, never loses a character silently. */
import { isAscii, textOfUtf8 } from './octets.ts'
import { bytesOf } from './octets.ts'

/** Knows every octet, so that nothing becomes U+FFFD. */
const windows1252 = new TextDecoder('windows-1252')

/**
 * The text that octets (one char each) stand for: UTF-8 where they are valid UTF-8 (RFC 6855, RFC 9051 §5.2), else
 * windows-1252, which is what 8-bit headers without a declaration mostly are.
 */
export function octetText(octets: string): string {
  if (isAscii(octets)) return octets
  return textOfUtf8(octets) ?? windows1252.decode(bytesOf(octets))
}
