/**
 * One value a line. Sets of UIDs are texts such as "1:5,9", mod-sequences texts, dates ISO 8601, octets base64, maps
 * objects, tokens the name and tag of their command.
 */
import { encodeBase64 } from '../../codec/base64.ts'
import { CommandToken } from '../../client/token.ts'

export function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => plain(each))
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
