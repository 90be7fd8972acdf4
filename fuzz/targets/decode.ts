/**
 * Whatever a server sends, in whatever pieces, is a list of responses or a `ProtocolError`, the same for every cut; and
 * nothing of a response lies in memory that belongs to the caller again.
 *
 * Input: options, a seed for the cuts, and what the server sends.
 */
import { ResponseParser } from '../../src/codec/decode/parser.ts'
import { defaultLimits, preAuthLimits, type Limits } from '../../src/codec/limits.ts'
import type { Response } from '../../src/codec/values.ts'
import { ProtocolError } from '../../src/errors.ts'
import { canonical } from '../canonical.ts'
import { Choices } from '../choices.ts'
import { cuts, holds, same } from '../finding.ts'

const TINY: Limits = { line: 200, literal: 50, body: 100, response: 300, tokens: 60, literals: 4, nesting: 5 }
const LIMITS: readonly Limits[] = [defaultLimits, defaultLimits, preAuthLimits, TINY]
const CODES: readonly string[] = ['ERR_IMAP_SYNTAX', 'ERR_IMAP_LIMIT']

interface Setting {
  readonly limits: Limits
  readonly utf8: boolean
  /** Bodies from here on go to a sink. */
  readonly streamFrom: number
}

export function fuzz(data: Uint8Array): void {
  const choices = new Choices(data)
  const options = choices.byte()
  const setting = {
    limits: LIMITS[options & 3]!,
    utf8: (options & 4) !== 0,
    streamFrom: (options & 8) === 0 ? Infinity : 8,
  }
  const seed = choices.byte()
  const octets = choices.rest()
  same(outcome([octets], setting), outcome(cuts(octets, seed), setting), 'cut otherwise, it reads otherwise')
}

/** All responses, what went to sinks, and the error at the end if there is one. */
function outcome(pieces: Iterable<Uint8Array>, { limits, utf8, streamFrom }: Setting): string {
  const parser = new ResponseParser({ limits })
  parser.utf8 = utf8
  parser.streamFrom = streamFrom
  let streamed = ''
  if (streamFrom !== Infinity) {
    parser.onLiteral = ({ size }) => {
      streamed += `\n${size}:`
      return (chunk) => void (streamed += Buffer.from(chunk).toString('latin1'))
    }
  }
  const found: Response[] = []
  let end = ''
  try {
    for (const piece of pieces) {
      const fed = Buffer.from(piece)
      parser.feed(fed)
      for (let response = parser.next(); response !== undefined; response = parser.next()) found.push(response)
      fed.fill(0x58)
    }
    end = `in literal: ${parser.inLiteral}, rest: ${Buffer.from(parser.takeRest()).toString('latin1')}`
  } catch (error) {
    holds(error instanceof ProtocolError && CODES.includes(error.code), `not a ProtocolError: ${describe(error)}`)
    end = error.code
  }
  return `${found.map(canonical).join('\n')}\n${streamed}\n${end}`
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
