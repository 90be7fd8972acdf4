/** Base64 (RFC 4648 §4), without a runtime's help. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

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
