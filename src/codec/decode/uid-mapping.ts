/** Where messages went: APPENDUID and COPYUID (RFC 9051 §7.1, RFC 4315 §3). */
import type { Cursor } from './cursor.ts'
import { setOf, UidMap, type OrderedRanges } from '../uid-map.ts'
import type { ResponseCode } from '../values.ts'

const COLON = 0x3a
const COMMA = 0x2c
/** Exchange, when nothing was copied. */
const TWO_EMPTY_SETS = '  ]'

/**
 *     uid-set   = (uniqueid / uid-range) *("," uid-set)
 *     uid-range = (uniqueid ":" uniqueid)       ; the order of its ends does not matter
 *
 * The order of the elements does: the nth number is that of the nth message.
 */
function uidSet(c: Cursor): OrderedRanges {
  c.sp()
  const ranges: [number, number][] = []
  do {
    const first = c.nzNumber()
    const last = c.tryChar(COLON) ? c.nzNumber() : first
    ranges.push(first <= last ? [first, last] : [last, first])
  } while (c.tryChar(COMMA))
  return ranges
}

/**
 *     resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
 *     append-uid     = uniqueid / uid-set                      ; the set for MULTIAPPEND
 */
export function appendUid(c: Cursor): ResponseCode {
  c.sp()
  const uidValidity = c.nzNumber()
  const order = uidSet(c)
  return { name: 'APPENDUID', uidValidity, uids: setOf(order), order }
}

/**
 *     resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set
 */
export function copyUid(c: Cursor): ResponseCode {
  c.sp()
  const uidValidity = c.nzNumber()
  const none = c.text.startsWith(TWO_EMPTY_SETS, c.pos)
  const source = none ? [] : uidSet(c)
  const destination = none ? [] : uidSet(c)
  const uids = UidMap.of(source, destination)
  return { name: 'COPYUID', uidValidity, uids, source: setOf(source), destination: setOf(destination) }
}
