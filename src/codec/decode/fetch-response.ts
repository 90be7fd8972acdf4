/** FETCH and UIDFETCH (RFC 9051 §7.5.2, RFC 9586 §3.3). */
import { bodyStructure } from './body-structure.ts'
import { QUOTE, SP } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { envelope } from './envelope.ts'
import { extensionValue } from './extension-value.ts'
import { annotations, EXTRAS, noExtras, NULL_EXTRAS } from './fetch-extras.ts'
import { itemNameEnd, sectionName } from './fetch-section.ts'
import type { SectionName } from './fetch-section.ts'
import { DATE_TIME_LENGTH, internalDate } from './internal-date.ts'
import { bytesOf } from '../text/octets.ts'
import { atomList } from './response-code.ts'
import type { ExtendedItem, ExtensionValue, FetchAttributes, FetchExtras, FetchSection } from '../values.ts'

/** A row being read. What has been read is in `attributes` at any time, failure or not. */
export class Row {
  /** All rows have the same fields from the start, so that code over rows stays fast. */
  readonly attributes: FetchAttributes
  #sections: FetchSection[] | undefined = undefined
  #sectionNames: Set<string> | undefined = undefined
  #binarySizes: Map<string, number> | undefined = undefined
  #extended: ExtendedItem[] | undefined = undefined

  constructor(uid: number | undefined) {
    this.attributes = {
      uid,
      flags: undefined,
      modSeq: undefined,
      envelope: undefined,
      bodyStructure: undefined,
      body: undefined,
      size: undefined,
      internalDate: undefined,
      sections: undefined,
      binarySizes: undefined,
      extras: undefined,
      extended: undefined,
    }
  }

  /** False when there is such a section already. */
  addSection(section: FetchSection): boolean {
    if (this.#sections === undefined) {
      this.attributes.sections = this.#sections = [section]
      return true
    }
    this.#sectionNames ??= new Set(this.#sections.map(sectionKey))
    if (this.#sectionNames.size === this.#sectionNames.add(sectionKey(section)).size) return false
    this.#sections.push(section)
    return true
  }

  addBinarySize(part: string, octets: number): void {
    this.attributes.binarySizes = this.#binarySizes ??= new Map()
    this.#binarySizes.set(part, octets)
  }

  get extras(): FetchExtras {
    return (this.attributes.extras ??= noExtras())
  }

  extend(name: string, value: ExtensionValue): void {
    this.attributes.extended = this.#extended ??= []
    this.#extended.push({ name, value })
  }
}

function sectionKey({ item, section, origin }: SectionName): string {
  return `${item}[${section}]<${origin ?? ''}>`
}

/** What an item's name says about its value. */
interface Item {
  /** As sent. */
  readonly name: string
  readonly read: ItemReader | undefined
  readonly section: SectionName | undefined
}

type ItemReader = (c: Cursor, row: Row) => void

/** Rows of one FETCH have the same items in the same order; this many are expected to come again. */
const EXPECTED_MAX = 64
/** Longer names (of header fields asked for) are not kept. */
const NAME_MAX = 1024

/** Reads rows, and remembers the items of the latest, so that a name is compared where it need not be looked up. */
export class FetchReader {
  readonly #expected: (Item | undefined)[] = []

  /**
   *     msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP (msg-att-dynamic / msg-att-static)) ")"
   *
   * Of an item that comes twice the last counts, but a body section that does, or a UID that contradicts itself,
   * makes the row unreadable.
   */
  msgAtt(c: Cursor, row: Row): void {
    c.sp()
    c.open()
    for (let place = 0; c.more(); place++) {
      const item = this.#item(c, place)
      c.sp()
      readItem(c, row, item)
    }
    c.end()
  }

  #item(c: Cursor, place: number): Item {
    const { text, pos } = c
    const expected = this.#expected[place]
    if (expected !== undefined) {
      const end = pos + expected.name.length
      if (c.octetAt(end) === SP && text.slice(pos, end) === expected.name) {
        c.pos = end
        return expected
      }
    }
    const end = itemNameEnd(text, pos)
    if (end <= pos) throw c.broken('item name expected')
    c.pos = end
    const item = itemOf(text.slice(pos, end))
    if (place < EXPECTED_MAX && end - pos <= NAME_MAX) this.#expected[place] = item
    return item
  }
}

function itemOf(name: string): Item {
  const read = ITEMS.get(name.toUpperCase())
  return { name, read, section: read === undefined ? sectionName(name) : undefined }
}

function readItem(c: Cursor, row: Row, { name, read, section }: Item): void {
  if (read !== undefined) {
    if (c.tryNil()) nilItem(row, name.toUpperCase())
    else read(c, row)
  } else if (section !== undefined) {
    const { item, section: spec, origin } = section
    if (!row.addSection({ item, section: spec, origin, value: sectionValue(c) })) throw c.broken('a section twice')
  } else {
    otherItem(c, row, name.toUpperCase())
  }
}

/**
 *     msg-att-dynamic = "FLAGS" SP "(" [flag-fetch *(SP flag-fetch)] ")"
 *     msg-att-static  = "ENVELOPE" SP envelope / "INTERNALDATE" SP date-time / "RFC822.SIZE" SP number64 /
 *                       "BODY" ["STRUCTURE"] SP body / "UID" SP uniqueid                ; RFC 9051 §9
 *     fetch-mod-resp  = "MODSEQ" SP "(" permsg-modsequence ")"                          ; RFC 7162 §7
 */
const ITEMS: ReadonlyMap<string, ItemReader> = new Map<string, ItemReader>([
  ['UID', uniqueId],
  ['FLAGS', (c, { attributes }) => void (attributes.flags = atomList(c))],
  ['MODSEQ', modSeq],
  ['ENVELOPE', (c, { attributes }) => void (attributes.envelope = envelope(c))],
  ['BODYSTRUCTURE', (c, { attributes }) => void (attributes.bodyStructure = bodyStructure(c))],
  ['BODY', (c, { attributes }) => void (attributes.body = bodyStructure(c))],
  ['RFC822.SIZE', (c, { attributes }) => void (attributes.size = c.number64())],
  [
    'INTERNALDATE',
    (c, row) => {
      const date = dateTime(c)
      if (typeof date === 'string') row.extend('INTERNALDATE', date)
      else row.attributes.internalDate = date
    },
  ],
  [
    // msg-att-static =/ "SAVEDATE" SP (date-time / nil)                                   ; RFC 8514 §5
    'SAVEDATE',
    (c, row) => {
      const date = dateTime(c)
      if (typeof date === 'string') row.extend('SAVEDATE', date)
      else row.extras.saveDate = date
    },
  ],
  [
    'ANNOTATION',
    (c, row) => {
      const { found, changed } = annotations(c)
      if (changed.length > 0) row.extend('ANNOTATION', changed)
      else row.extras.annotations = found
    },
  ],
  ...[...EXTRAS].map(([name, read]): [string, ItemReader] => [name, (c, row) => read(c, row.extras)]),
])

function uniqueId(c: Cursor, { attributes }: Row): void {
  const uid = c.nzNumber()
  if (attributes.uid !== undefined && attributes.uid !== uid) throw c.broken('two different UIDs')
  attributes.uid = uid
}

function modSeq(c: Cursor, { attributes }: Row): void {
  c.open()
  attributes.modSeq = c.modSequence()
  c.close()
}

/** A date that cannot be read does not cost the row: it is handed on as it is. A day of one digit may stand alone. */
function dateTime(c: Cursor): Date | string {
  const from = c.pos
  const text = c.nstring() ?? ''
  const length = c.pos - from - 2
  let date: Date | undefined
  // Read in place where it is a quoted string without escapes.
  if (length === DATE_TIME_LENGTH && text.length === length) date = internalDate(c.octets, c.base + from + 1)
  else if (text.length === DATE_TIME_LENGTH) date = internalDate(bytesOf(text))
  else if (text.length === DATE_TIME_LENGTH - 1) date = internalDate(bytesOf(` ${text}`))
  return date ?? text
}

/** The server has no value for the item. That it answered is kept, as an extended item; a UID may be known otherwise. */
function nilItem(row: Row, name: string): void {
  const setNull = NULL_EXTRAS.get(name)
  if (name === 'FLAGS') row.attributes.flags = []
  else if (setNull !== undefined) setNull(row.extras)
  else row.extend(name, null)
}

/**
 *     nstring / literal8
 *
 * As octets, for content has a charset of its own.
 */
function sectionValue(c: Cursor): FetchSection['value'] {
  if (c.atLiteral) return c.literal()
  if (c.peek() === QUOTE) return bytesOf(c.quotedOctets())
  if (c.tryNil()) return null
  throw c.broken('string expected')
}

/**
 *     msg-att-static =/ "BINARY.SIZE" section-binary SP number
 *
 * And all that is unknown.
 */
function otherItem(c: Cursor, row: Row, name: string): void {
  const part = /^BINARY\.SIZE\[([\d.]*)\]$/.exec(name)?.[1]
  if (part === undefined || c.tryNil()) row.extend(name, part === undefined ? extensionValue(c) : null)
  else row.addBinarySize(part, c.number64())
}
