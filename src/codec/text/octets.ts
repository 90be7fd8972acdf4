/**
 * Octets held in strings, one character U+0000 to U+00FF for each ("latin1"): cheap to build, and the
 * transport writes them as they are.
 */
import { latin1 } from './latin1.ts'
import { isUtf8 } from './utf8.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** True when every character is below U+0080. */
export function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}

/** The UTF-8 octets of a text, as a string of octets. The text must be well formed. */
export function utf8Octets(text: string): string {
  if (isAscii(text)) return text
  return octetsOf(encoder.encode(text))
}

export function octetsOf(bytes: Uint8Array): string {
  return latin1(bytes, 0, bytes.length)
}

export function bytesOf(octets: string): Uint8Array {
  const bytes = new Uint8Array(octets.length)
  for (let i = 0; i < octets.length; i++) bytes[i] = octets.charCodeAt(i)
  return bytes
}

/** The text whose UTF-8 octets these are, or undefined when they are not valid UTF-8. */
export function textOfUtf8(octets: string): string | undefined {
  if (isAscii(octets)) return octets
  return isUtf8(octets) ? decoder.decode(bytesOf(octets)) : undefined
}
