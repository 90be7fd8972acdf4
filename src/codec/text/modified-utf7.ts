/**
 * Modified UTF-7, the encoding of international mailbox names in IMAP4rev1 (RFC 3501 §5.1.3).
 *
 * Printable ASCII stands for itself, except "&", which is "&-". Anything else is UTF-16 in base64 with ","
 * for "/" and without padding, between "&" and "-".
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,'

/** Encodes a well-formed text; there is exactly one right encoding of each. */
export function encodeModifiedUtf7(text: string): string {
  return text.replaceAll(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${base64(run)}-`))
}

/** The text, or undefined when it is not modified UTF-7. Encodings that are not the shortest are let through. */
export function decodeModifiedUtf7(octets: string): string | undefined {
  if (/[^\x20-\x7e]/.test(octets)) return undefined
  if (!octets.includes('&')) return octets
  let text = ''
  let at = 0
  for (let shift = octets.indexOf('&'); shift >= 0; shift = octets.indexOf('&', at)) {
    const end = octets.indexOf('-', shift)
    if (end < 0) return undefined
    const run = end === shift + 1 ? '&' : utf16(octets.slice(shift + 1, end))
    if (run === undefined) return undefined
    text += octets.slice(at, shift) + run
    at = end + 1
  }
  text += octets.slice(at)
  return text.isWellFormed() ? text : undefined
}

function base64(run: string): string {
  let encoded = ''
  let bits = 0
  let held = 0
  for (let i = 0; i < run.length; i++) {
    held = (held << 16) | run.charCodeAt(i)
    bits += 16
    while (bits >= 6) {
      bits -= 6
      encoded += ALPHABET[(held >> bits) & 63]!
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? encoded : encoded + ALPHABET[(held << (6 - bits)) & 63]!
}

function utf16(encoded: string): string | undefined {
  let text = ''
  let bits = 0
  let held = 0
  for (const character of encoded) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return undefined
    held = (held << 6) | value
    bits += 6
    if (bits < 16) continue
    bits -= 16
    text += String.fromCharCode(held >> bits)
    held &= (1 << bits) - 1
  }
  // What is left over may only be padding: fewer than six bits, all zero.
  return bits < 6 && held === 0 ? text : undefined
}
