import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { Limits } from '../../../src/codec/limits.ts'
import { bytesOf } from '../../../src/codec/text/octets.ts'
import { ResponseParser } from '../../../src/codec/decode/parser.ts'
import type { Fetch, FetchAttributes, Malformed, Response } from '../../../src/codec/values.ts'

export interface ParseOptions {
  readonly limits?: Limits
  readonly utf8?: boolean
}

/** One char an octet. */
export const octets: (text: string) => Uint8Array = bytesOf

/** The UTF-8 octets of a text, one char an octet: what to write in a test where a server sends UTF-8. */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

export function parserOf({ limits, utf8: isUtf8 = false }: ParseOptions = {}): ResponseParser {
  const parser = limits === undefined ? new ResponseParser() : new ResponseParser({ limits })
  parser.utf8 = isUtf8
  return parser
}

/** All responses that can be read now. */
export function drain(parser: ResponseParser): Response[] {
  const responses: Response[] = []
  for (let response = parser.next(); response !== undefined; response = parser.next()) responses.push(response)
  return responses
}

/** The responses in `text`, which must hold nothing else. */
export function parseAll(text: string, options: ParseOptions = {}): Response[] {
  const parser = parserOf(options)
  parser.feed(octets(text))
  const responses = drain(parser)
  assert.equal(parser.takeRest().length, 0, 'octets left over')
  return responses
}

/** The one response that `line` is; its CRLF is added. */
export function one(line: string, options: ParseOptions = {}): Response {
  const [response, ...others] = parseAll(`${line}\r\n`, options)
  assert.ok(response !== undefined && others.length === 0, 'one response expected')
  return response
}

/** The row in `* 1 FETCH (…)`. */
export function fetchOf(items: string, options: ParseOptions = {}): Fetch {
  const response = one(`* 1 FETCH (${items})`, options)
  assert.ok(response.type === 'fetch', `a row expected: ${inspect(response)}`)
  return response
}

/** What of a row is there at all. */
export function attributesOf(items: string, options: ParseOptions = {}): Partial<FetchAttributes> {
  const { attributes } = fetchOf(items, options)
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}

export function malformedOf(line: string, options: ParseOptions = {}): Malformed {
  const response = one(line, options)
  assert.ok(response.type === 'malformed', `malformed expected: ${inspect(response)}`)
  return response
}
