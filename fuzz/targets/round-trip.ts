/**
 * What can be decoded and encoded is the same when it is decoded again.
 *
 * Input: options, and what the server sends.
 */
import { ResponseParser } from '../../src/codec/decode/parser.ts'
import { encodeResponse } from '../../src/codec/encode/response.ts'
import type { Response } from '../../src/codec/values.ts'
import { ProtocolError, UsageError } from '../../src/errors.ts'
import { canonical } from '../canonical.ts'
import { Choices } from '../choices.ts'
import { holds, same } from '../finding.ts'

export function fuzz(data: Uint8Array): void {
  const choices = new Choices(data)
  const utf8 = choices.flip()
  for (const response of decode(choices.rest(), utf8)) {
    const octets = encode(response, utf8)
    if (octets === undefined) continue
    const again = decode(octets, utf8)
    holds(again.length === 1, `${again.length} responses of one: ${Buffer.from(octets).toString('latin1')}`)
    same(meaning(response), meaning(again[0]!), `not the same by way of ${Buffer.from(octets).toString('latin1')}`)
  }
}

function decode(octets: Uint8Array, utf8: boolean): Response[] {
  const parser = new ResponseParser()
  parser.utf8 = utf8
  parser.feed(octets)
  const found: Response[] = []
  try {
    for (let response = parser.next(); response !== undefined; response = parser.next()) found.push(response)
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
  return found
}

/** Undefined for what it refuses to write. */
function encode(response: Response, utf8: boolean): Uint8Array | undefined {
  try {
    const pieces = encodeResponse(response, { utf8 })
    return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)))
  } catch (error) {
    if (error instanceof UsageError) return undefined
    throw error
  }
}

/**
 * What the value of a FETCH says of the line it came in is no part of its meaning. Nor is where the names of header fields
 * begin and end, of which some were sent with a blank or a parenthesis inside.
 */
function meaning(response: Response): string {
  if (response.type !== 'fetch') return canonical(response)
  const sections = response.attributes.sections?.map((each) => ({
    ...each,
    section: each.section.split(/[ ()]+/).sort(),
  }))
  return canonical({ ...response, octets: 0, attributes: { ...response.attributes, sections } })
}
