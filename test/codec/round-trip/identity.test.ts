/** Decode → encode → decode is the identity, for random responses made from the grammar. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeResponse } from '../../../src/codec/encode/response.ts'
import type { Response } from '../../../src/codec/values.ts'
import { runs } from '../../support/property.ts'
import { one } from '../decode/parse.ts'
import { RESPONSES } from './responses.ts'

/** What we write, without the CRLF. */
function octets(response: Response, utf8: boolean): string {
  const line = encodeResponse(response, { utf8 })
    .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
    .join('')
  return line.slice(0, -2)
}

/** `line` without its CRLF. */
function decode(line: string, utf8: boolean): Response {
  return one(line, { utf8 })
}

/** What the value of a FETCH says of the line it came in is no part of its meaning. */
function meaning(response: Response): Response {
  return response.type === 'fetch' ? { ...response, octets: 0 } : response
}

for (const [production, arbitrary] of Object.entries(RESPONSES)) {
  for (const utf8 of [false, true]) {
    test(`${production}: decoded, encoded and decoded again is the same${utf8 ? ', names in UTF-8' : ''}`, () => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          const value = decode(text, utf8)
          assert.notEqual(value.type, 'malformed', 'reason' in value ? value.reason : '')
          const again = decode(octets(value, utf8), utf8)
          assert.deepEqual(meaning(again), meaning(value))
        }),
        { numRuns: 300, ...runs() },
      )
    })
  }
}
