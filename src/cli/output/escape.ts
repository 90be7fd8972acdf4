/**
 * What a server says may steer a terminal: colours, titles, the cursor, the direction of text. None of it gets through.
 */

/** C0 but line feed and tab, DEL, C1, and the characters that turn the direction of text around. */
const DANGEROUS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Shows dangerous characters as `\x1b` or `\u202e`. A carriage return before a line feed is dropped. */
export function escapeText(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(DANGEROUS, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** For a place where one line is expected. */
export function escapeLine(text: string): string {
  return escapeText(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '))
}
