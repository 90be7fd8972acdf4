/** A stretch of a result by position (RFC 9394 §3). */
import { UsageError } from '../errors.ts'
import { isMessageNumber } from './number-set.ts'

/** Places in the result, both included: 1 is the first, -1 the last. Either both count from the start or both from the end. */
export interface PartialRange {
  readonly from: number
  readonly to: number
}

/**
 *     partial-range       = partial-range-first / partial-range-last
 *     partial-range-first = nz-number ":" nz-number
 *     partial-range-last  = MINUS nz-number ":" MINUS nz-number          ; RFC 9394 §4
 *
 * @throws UsageError naming `what` when it is none.
 */
export function partialRangeText(range: PartialRange, what: string): string {
  const { from, to } = typeof range === 'object' && range !== null ? range : { from: NaN, to: NaN }
  const fromStart = isMessageNumber(from) && isMessageNumber(to)
  const fromEnd = isMessageNumber(-from) && isMessageNumber(-to)
  if (!fromStart && !fromEnd) {
    throw new UsageError(`${what}: from and to must be two places counted from 1, or two counted from -1`)
  }
  return `${from}:${to}`
}
