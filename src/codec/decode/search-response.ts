/** Sets and lists of messages as servers send them: SEARCH, SORT, VANISHED (RFC 3501 §7.2.5, RFC 7162 §3.2.10). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { NumberListBuilder, type NumberList } from '../number-list.ts'
import { NumberSetBuilder, type NumberSet } from '../number-set.ts'
import type { Search, Sort, Vanished } from '../values.ts'

const COLON = 0x3a
const COMMA = 0x2c

/**
 *     sequence-set = (seq-number / seq-range) ["," sequence-set]       ; a server never sends "*"
 *     seq-range    = seq-number ":" seq-number
 */
export function sequenceSet(c: Cursor): NumberSet {
  const set = new NumberSetBuilder()
  do {
    const first = c.nzNumber()
    if (c.tryChar(COLON)) set.addRange(first, c.nzNumber())
    else set.add(first)
  } while (c.tryChar(COMMA))
  return set.build()
}

/** A sequence-set whose order counts: that of ESORT, whose ranges all ascend (RFC 5267 §3.2). */
export function sequenceList(c: Cursor): NumberList {
  const list = new NumberListBuilder()
  do {
    const first = c.nzNumber()
    list.addRange(first, c.tryChar(COLON) ? c.nzNumber() : first)
  } while (c.tryChar(COMMA))
  return list.build()
}

/**
 *     mailbox-data        = "SEARCH" *(SP nz-number) [SP search-sort-mod-seq]      ; RFC 3501 §7.2.5
 *     search-sort-mod-seq = "(" "MODSEQ" SP mod-sequence-value ")"                 ; RFC 7162 §7
 */
export function search(c: Cursor): Search {
  const numbers = new NumberSetBuilder()
  let modSeq: bigint | undefined
  while (c.moreInLine()) {
    if (c.peek() !== OPEN) numbers.add(c.nzNumber())
    else modSeq = searchSortModSeq(c)
  }
  return { type: 'search', numbers: numbers.build(), modSeq }
}

/**
 *     sort-data = "SORT" *(SP nz-number) [SP search-sort-mod-seq]    ; RFC 5256 §5, RFC 7162 §7
 */
export function sort(c: Cursor): Sort {
  const numbers = new NumberListBuilder()
  let modSeq: bigint | undefined
  while (c.moreInLine()) {
    if (c.peek() !== OPEN) numbers.add(c.nzNumber())
    else modSeq = searchSortModSeq(c)
  }
  return { type: 'sort', numbers: numbers.build(), modSeq }
}

function searchSortModSeq(c: Cursor): bigint {
  c.open()
  if (!c.tryWord('MODSEQ')) throw c.broken('MODSEQ expected')
  c.sp()
  const modSeq = c.modSequence()
  c.close()
  return modSeq
}

/**
 *     expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids     ; RFC 7162 §7
 *     known-uids    = sequence-set                                  ; without "*"
 */
export function vanished(c: Cursor): Vanished {
  c.sp()
  const earlier = c.peek() === OPEN
  if (earlier) {
    c.open()
    if (!c.tryWord('EARLIER')) throw c.broken('EARLIER expected')
    c.close()
    c.sp()
  }
  const uids = sequenceSet(c)
  c.end()
  return { type: 'vanished', earlier, uids }
}
