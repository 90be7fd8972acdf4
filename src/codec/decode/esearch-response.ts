/** ESEARCH and its return data (RFC 9051 §7.3.4, RFC 5267, RFC 6203, RFC 7377, RFC 9394), and UIDBATCHES (RFC 10022). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { extensionValue } from './extension-value.ts'
import { mailbox } from './mailbox-response.ts'
import { sequenceList, sequenceSet } from './search-response.ts'
import { NumberList } from '../number-list.ts'
import { NumberSet } from '../number-set.ts'
import type { ESearch, ExtendedItem, PartialResult, SearchUpdate, UidBatches } from '../values.ts'

const COLON = 0x3a
const COMMA = 0x2c
const MINUS = 0x2d
const MAX_SCORE = 100

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** What is read so far; an ESEARCH of a fixed shape. */
interface Found extends Writable<ESearch> {
  readonly updates: SearchUpdate[]
  readonly extended: ExtendedItem[]
}

/**
 *     esearch-response      = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)
 *     search-return-data    = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set / "COUNT" SP number /
 *                             search-ret-data-ext
 *     search-ret-data-ext   = search-modifier-name SP search-return-value            ; RFC 9051 §9
 */
export function esearch(c: Cursor): ESearch {
  const found: Found = {
    type: 'esearch',
    tag: undefined,
    mailbox: undefined,
    wireName: undefined,
    uidValidity: undefined,
    uid: false,
    min: undefined,
    max: undefined,
    count: undefined,
    all: undefined,
    order: undefined,
    modSeq: undefined,
    partial: undefined,
    updates: [],
    relevancy: undefined,
    extended: [],
  }
  searchCorrelator(c, found)
  c.skipBlanks()
  found.uid = c.tryWord('UID')
  while (c.moreInLine()) {
    const name = c.atom().toUpperCase()
    c.sp()
    const read = RETURN_DATA.get(name)
    if (read === undefined) found.extended.push({ name, value: extensionValue(c) })
    else read(c, found)
  }
  return found
}

/**
 *     search-correlator = SP "(" one-correlator *(SP one-correlator) ")"
 *     one-correlator    = ("TAG" SP tag-string) / ("MAILBOX" SP astring) / ("UIDVALIDITY" SP nz-number)
 *                                                                                    ; RFC 7377 §4
 */
function searchCorrelator(c: Cursor, found: Found): void {
  c.skipBlanks()
  if (c.peek() !== OPEN) return
  c.open()
  while (c.more()) {
    const name = c.atom().toUpperCase()
    c.sp()
    if (name === 'TAG') found.tag = c.astring()
    else if (name === 'MAILBOX') Object.assign(found, mailbox(c))
    else if (name === 'UIDVALIDITY') found.uidValidity = c.nzNumber()
    else found.extended.push({ name, value: c.astring() })
  }
}

const RETURN_DATA: ReadonlyMap<string, (c: Cursor, found: Found) => void> = new Map<
  string,
  (c: Cursor, found: Found) => void
>([
  ['MIN', (c, found) => void (found.min = c.nzNumber())],
  ['MAX', (c, found) => void (found.max = c.nzNumber())],
  ['COUNT', (c, found) => void (found.count = c.number())],
  ['MODSEQ', (c, found) => void (found.modSeq = c.modSequence())],
  ['ALL', all],
  ['PARTIAL', (c, found) => void (found.partial = partial(c))],
  ['ADDTO', (c, found) => updates(c, found, 'added')],
  ['REMOVEFROM', (c, found) => updates(c, found, 'removed')],
  ['RELEVANCY', (c, found) => void (found.relevancy = scores(c))],
])

function all(c: Cursor, found: Found): void {
  const from = c.pos
  found.all = sequenceSet(c)
  if (ascends(c.text, from, c.pos)) return
  c.pos = from
  found.order = sequenceList(c)
}

/**
 *     ret-data-partial = "PARTIAL" SP "(" partial-range SP partial-results ")"       ; RFC 9394 §4
 *     partial-results  = sequence-set / "NIL"
 */
function partial(c: Cursor): PartialResult {
  c.open()
  const from = place(c)
  c.char(COLON)
  const to = place(c)
  c.sp()
  const numbers = c.tryNil() ? NumberList.empty : sequenceList(c)
  c.close()
  return { from, to, numbers }
}

/**
 *     partial-range = nz-number ":" nz-number / MINUS nz-number ":" MINUS nz-number
 */
function place(c: Cursor): number {
  c.skipBlanks()
  return c.tryChar(MINUS) ? -c.nzNumber() : c.nzNumber()
}

/**
 *     ret-data-addto      = "ADDTO" SP "(" context-position SP sequence-set *(SP context-position SP sequence-set) ")"
 *     ret-data-removefrom = "REMOVEFROM" SP "(" … ")"                                ; RFC 5267 §5
 */
function updates(c: Cursor, found: Found, change: SearchUpdate['change']): void {
  c.open()
  while (c.more()) {
    const position = c.number()
    c.sp()
    found.updates.push({ change, position, numbers: sequenceList(c) })
  }
}

/**
 *     score-list = "(" [score *(SP score)] ")"                                       ; RFC 6203 §7
 *     score      = 1*3DIGIT
 */
function scores(c: Cursor): number[] {
  const list: number[] = []
  c.open()
  while (c.more()) {
    const score = c.nzNumber()
    if (score > MAX_SCORE) throw c.broken('score above 100')
    list.push(score)
  }
  return list
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
 *     uidbatches-response = "UIDBATCHES" search-correlator [SP uid-range *("," uid-range)]   ; RFC 10022
 *
 * From the newest batch to the oldest. A batch of one UID may come as that number alone.
 */
export function uidBatches(c: Cursor): UidBatches {
  c.skipBlanks()
  let tag: string | undefined
  if (c.peek() === OPEN) {
    c.open()
    while (c.more()) {
      const name = c.atom().toUpperCase()
      c.sp()
      const value = c.astring()
      if (name === 'TAG') tag = value
    }
  }
  const batches: NumberSet[] = []
  if (c.moreInLine()) {
    do {
      const high = c.nzNumber()
      batches.push(NumberSet.range(high, c.tryChar(COLON) ? c.nzNumber() : high))
    } while (c.tryChar(COMMA))
  }
  c.end()
  return { type: 'uidBatches', tag, batches }
}
