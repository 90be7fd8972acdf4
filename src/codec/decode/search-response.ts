/** Sets of messages as servers send them: SEARCH, ESEARCH, VANISHED (RFC 9051 §7.3.4, RFC 7162 §3.2.10). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { extensionValue } from './extension-value.ts'
import { NumberSet, NumberSetBuilder } from '../number-set.ts'
import type { ESearch, ExtendedItem, Search, Vanished } from '../values.ts'

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

function searchSortModSeq(c: Cursor): bigint {
  c.open()
  if (!c.tryWord('MODSEQ')) throw c.broken('MODSEQ expected')
  c.sp()
  const modSeq = c.modSequence()
  c.close()
  return modSeq
}

/**
 *     esearch-response      = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
 *     search-correlator     = SP "(" "TAG" SP tag-string ")"
 *     search-return-data    = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set / "COUNT" SP number /
 *                             search-ret-data-ext
 *     search-ret-data-ext   = search-modifier-name SP search-return-value            ; RFC 9051 §9
 *
 * MULTISEARCH (RFC 7377 §2.1) adds MAILBOX and UIDVALIDITY to the correlator; they come as extended items. An
 * ALL that does not ascend answers ESORT (RFC 5267 §3.1): its order is kept in an extended item ALL.
 */
export function esearch(c: Cursor): ESearch {
  const extended: ExtendedItem[] = []
  const tag = searchCorrelator(c, extended)
  const found: Found = { min: undefined, max: undefined, count: undefined, all: undefined, modSeq: undefined }
  c.skipBlanks()
  const uid = c.tryWord('UID')
  while (c.moreInLine()) searchReturnItem(c, found, extended)
  return { type: 'esearch', tag, uid, ...found, extended }
}

interface Found {
  min: number | undefined
  max: number | undefined
  count: number | undefined
  all: NumberSet | undefined
  modSeq: bigint | undefined
}

function searchCorrelator(c: Cursor, extended: ExtendedItem[]): string | undefined {
  let tag: string | undefined
  c.skipBlanks()
  if (c.peek() !== OPEN) return undefined
  c.open()
  while (c.more()) {
    const name = c.atom().toUpperCase()
    c.sp()
    const value = c.astring()
    if (name === 'TAG') tag = value
    else extended.push({ name, value })
  }
  return tag
}

function searchReturnItem(c: Cursor, found: Found, extended: ExtendedItem[]): void {
  const name = c.atom().toUpperCase()
  c.sp()
  switch (name) {
    case 'MIN':
      found.min = c.nzNumber()
      return
    case 'MAX':
      found.max = c.nzNumber()
      return
    case 'COUNT':
      found.count = c.number()
      return
    case 'MODSEQ':
      found.modSeq = c.modSequence()
      return
    case 'ALL': {
      const from = c.pos
      found.all = sequenceSet(c)
      if (!ascends(c.text, from, c.pos)) extended.push({ name, value: c.text.slice(from, c.pos) })
      return
    }
    default:
      extended.push({ name, value: extensionValue(c) })
  }
}

/** Whether the numbers of a sequence-set only grow. */
function ascends(text: string, from: number, to: number): boolean {
  let last = 0
  let number = 0
  for (let i = from; i <= to; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (i < to && digit >= 0 && digit <= 9) number = number * 10 + digit
    else if (number < last) return false
    else {
      last = number
      number = 0
    }
  }
  return true
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
