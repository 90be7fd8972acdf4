/**
 * One value a line. Sets of UIDs are texts such as "1:5,9", mod-sequences texts, dates ISO 8601, octets base64, maps
 * objects, tokens the name and tag of their command.
 */
import { encodeBase64 } from '../../codec/text/base64.ts'
import { CommandToken } from '../../client/token.ts'

/**
 * What JSON leaves as it is, but a terminal or a reader of lines would not: DEL, C1, characters that turn the direction
 * of text, line and paragraph separators.
 */
const UNSAFE = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

export function jsonLine(value: unknown): string {
  const json = JSON.stringify(value, function (this: Record<string, unknown>, key: string, each: unknown) {
    // A Buffer has become an object by now; what it was is still there.
    const original = this[key]
    return plain(original instanceof Uint8Array ? original : each)
  })
  return json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) return encodeBase64(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  if (value instanceof CommandToken) return { command: value.name, tag: value.tag }
  if (value instanceof Error)
    return { name: value.name, message: value.message, ...('code' in value ? { code: value.code } : {}) }
  return value
}
