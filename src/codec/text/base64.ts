/** Base64 (RFC 4648 §4), without a runtime's help. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The value of each character, by code; -1 where there is none. */
const VALUES: Int8Array = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value

/**
 *     base64          = *(4base64-char) [base64-terminal]
 *     base64-terminal = (2base64-char "==") / (3base64-char "=")     ; RFC 9051 §9
 */
export function encodeBase64(octets: Uint8Array): string {
  let text = ''
  for (let i = 0; i < octets.length; i += 3) {
    const held = (octets[i]! << 16) | ((octets[i + 1] ?? 0) << 8) | (octets[i + 2] ?? 0)
    text += ALPHABET[held >> 18]! + ALPHABET[(held >> 12) & 63]!
    text += i + 1 < octets.length ? ALPHABET[(held >> 6) & 63]! : '='
    text += i + 2 < octets.length ? ALPHABET[held & 63]! : '='
  }
  return text
}

/**
 * The octets, or undefined if `text` is not exactly the base64 of something: white space, missing padding and stray
 * bits before the padding are refused too (RFC 4648 §3.5).
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const octets = new Uint8Array((text.length / 4) * 3 - padding)
  const digits = text.length - padding
  let at = 0
  let bits = 0
  let held = 0
  for (let i = 0; i < digits; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    octets[at++] = bits >> held
  }
  const strayBits = bits & ((1 << held) - 1)
  return strayBits === 0 ? octets : undefined
}
