/** Octets of unknown provenance as text. Never throws, never loses a character silently. */
import { textOfUtf8 } from './octets.ts'

/** What windows-1252 has at 0x80 to 0x9F, where latin1 has control characters; five places are empty and stay those. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/**
 * The text that octets (one char each) stand for: UTF-8 where they are valid UTF-8 (RFC 6855, RFC 9051 §5.2), else
 * windows-1252, which is what 8-bit headers without a declaration mostly are.
 */
export function octetText(octets: string): string {
  return textOfUtf8(octets) ?? windows1252(octets)
}

/** In its own words, for Node's decoder of it is written in JavaScript and slow to start. */
export function windows1252(octets: string): string {
  return octets.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80))
}
