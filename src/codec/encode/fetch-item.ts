/** What a FETCH asks for, as an object, and its items on the wire (RFC 9051 §6.4.5). */
import { UsageError } from '../../errors.ts'
import type { CommandLine } from './command-line.ts'
import { isPart, rangeText, sectionSpec, type OctetRange, type Section, type SectionItem } from './section.ts'

/** A stretch of the octets of one body part. */
export interface PartRange extends OctetRange {
  readonly part: string
}

/** The UID comes with every row. Bodies are read without setting `\Seen`, unless `markSeen` is given. */
export interface FetchQuery {
  readonly flags?: true
  readonly envelope?: true
  readonly bodyStructure?: true
  /** RFC822.SIZE. */
  readonly size?: true
  readonly internalDate?: true
  /** Needs CONDSTORE (RFC 7162 §3.1). */
  readonly modSeq?: true
  /** The whole header, or the fields with these names. */
  readonly headers?: true | readonly string[]
  /** The whole message, or a stretch of it. */
  readonly source?: true | OctetRange
  /** The message without its header. */
  readonly text?: true
  /** Body sections, encoded as sent: `1`, `2.1`, `1.MIME`, `3.HEADER`, `3.TEXT`. */
  readonly parts?: readonly (string | PartRange)[]
  /** Body parts, their transfer encoding undone by the server. Needs BINARY or IMAP4rev2 (RFC 3516). */
  readonly binary?: readonly (string | PartRange)[]
  /** Sizes of what `binary` would bring. */
  readonly binarySize?: readonly string[]
  /** Reading a body sets `\Seen`. */
  readonly markSeen?: true
}

/** An item that a complete row must have. */
export type FetchExpectation =
  | { readonly kind: 'flags' | 'envelope' | 'bodyStructure' | 'size' | 'internalDate' | 'modSeq' }
  /** `section` and `origin` as in `FetchSection`. */
  | { readonly kind: 'section'; readonly item: 'BODY' | 'BINARY'; readonly section: string; readonly origin?: number }
  | { readonly kind: 'binarySize'; readonly part: string }

export interface FetchTraits {
  readonly readsFlags: boolean
  readonly setsSeen: boolean
  /** Capabilities, upper-case. IMAP4rev2 includes BINARY. */
  readonly needs: readonly string[]
}

interface Item {
  readonly expectation: FetchExpectation
  put(line: CommandLine): void
}

type Reader = (value: unknown, what: string, peek: boolean) => readonly Item[]

const READERS: ReadonlyMap<string, Reader> = new Map<keyof FetchQuery, Reader>([
  ['flags', simple('flags', 'FLAGS')],
  ['envelope', simple('envelope', 'ENVELOPE')],
  ['bodyStructure', simple('bodyStructure', 'BODYSTRUCTURE')],
  ['size', simple('size', 'RFC822.SIZE')],
  ['internalDate', simple('internalDate', 'INTERNALDATE')],
  ['modSeq', simple('modSeq', 'MODSEQ')],
  ['headers', (value, what, peek) => [headers(value, what, peek)]],
  ['source', (value, what, peek) => [body({}, value === true ? undefined : range(value, what), what, peek)]],
  ['text', (value, what, peek) => (checkTrue(value, what), [body({ text: 'TEXT' }, undefined, what, peek)])],
  ['parts', (value, what, peek) => list(value, what).map((part) => bodyPart(part, what, peek))],
  ['binary', (value, what, peek) => list(value, what).map((part) => binaryPart(part, what, peek))],
  ['binarySize', (value, what) => list(value, what).map((part) => binarySize(part, what))],
  ['markSeen', (value, what) => (checkTrue(value, what), [])],
])

/** A query, checked and read once. */
export interface FetchRequest {
  /** What a complete row must have besides the UID. */
  readonly expected: readonly FetchExpectation[]
  /** The same by the key of the query that asked for it. */
  readonly expectedBy: ReadonlyMap<string, readonly FetchExpectation[]>
  readonly traits: FetchTraits
  /** Adds the parenthesised items to a FETCH, UID first. */
  put(line: CommandLine): void
}

/** @throws UsageError naming what is wrong. */
export function fetchRequest(query: FetchQuery): FetchRequest {
  const read = itemsOf(query)
  const items = read.flatMap(([, itemsOfKey]) => itemsOfKey)
  const expected = items.map(({ expectation }) => expectation)
  return {
    expected,
    expectedBy: new Map(read.map(([key, itemsOfKey]) => [key, itemsOfKey.map(({ expectation }) => expectation)])),
    traits: traitsOf(query, expected),
    put(line) {
      line.list(() => {
        line.atom('UID')
        for (const item of items) item.put(line)
      })
    },
  }
}

function traitsOf(query: FetchQuery, expected: readonly FetchExpectation[]): FetchTraits {
  const modSeq = query.modSeq === true
  const binary = expected.some(
    (item) => item.kind === 'binarySize' || (item.kind === 'section' && item.item === 'BINARY'),
  )
  return {
    readsFlags: query.flags === true || modSeq,
    setsSeen: query.markSeen === true,
    needs: [...(modSeq ? ['CONDSTORE'] : []), ...(binary ? ['BINARY'] : [])],
  }
}

function itemsOf(query: FetchQuery): readonly (readonly [key: string, items: readonly Item[]])[] {
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    throw new UsageError('fetch: not an object of items')
  }
  const peek = query.markSeen === undefined
  const read = Object.entries(query).map(([name, value]: [string, unknown]) => {
    const reader = READERS.get(name)
    if (reader === undefined) throw new UsageError(`fetch: no such item: ${JSON.stringify(name.slice(0, 40))}`)
    return [name, reader(value, `fetch ${name}`, peek)] as const
  })
  const items = read.flatMap(([, itemsOfKey]) => itemsOfKey)
  if (!peek && !items.some(({ expectation }) => expectation.kind === 'section')) {
    throw new UsageError('fetch markSeen: reading a body sets \\Seen, and no body is asked for')
  }
  if (items.length > 1) refuseTwins(items)
  return read
}

/** Two items whose answers would look the same: one of them could not be told from the other. */
function refuseTwins(items: readonly Item[]): void {
  const seen = new Set<string>()
  for (const { expectation } of items) {
    const key = JSON.stringify(expectation)
    if (seen.has(key)) throw new UsageError(`fetch: asked for twice: ${key.slice(0, 200)}`)
    seen.add(key)
  }
}

function simple(kind: (FetchExpectation & { item?: never; part?: never })['kind'], word: string): Reader {
  return (value, what) => {
    checkTrue(value, what)
    return [{ expectation: { kind }, put: (line) => line.atom(word) }]
  }
}

function headers(value: unknown, what: string, peek: boolean): Item {
  if (value === true) return body({ text: 'HEADER' }, undefined, what, peek)
  return body({ fields: list(value, what) as readonly string[] }, undefined, what, peek)
}

function body(section: Section, partial: OctetRange | undefined, what: string, peek: boolean): Item {
  return content('BODY', section, partial, what, peek)
}

/** `1.MIME`: a part number and what of it. */
function bodyPart(value: unknown, what: string, peek: boolean): Item {
  const { part: name, partial } = partOf(value, what)
  const [, part, text] = /^([\d.]*\d)(?:\.([A-Z]+))?$/i.exec(name) ?? []
  if (!isPart(part))
    throw new UsageError(`${what}: not the number of a body part: ${JSON.stringify(name.slice(0, 40))}`)
  const section: Section =
    text === undefined ? { part } : { part, text: text.toUpperCase() as NonNullable<Section['text']> }
  return body(section, partial, what, peek)
}

function binaryPart(value: unknown, what: string, peek: boolean): Item {
  const { part, partial } = partOf(value, what)
  return content('BINARY', { part }, partial, what, peek)
}

function binarySize(part: unknown, what: string): Item {
  if (!isPart(part)) throw new UsageError(`${what}: not the number of a body part`)
  return { expectation: { kind: 'binarySize', part }, put: (line) => line.section('BINARY.SIZE', { part }) }
}

function content(
  item: 'BODY' | 'BINARY',
  section: Section,
  partial: OctetRange | undefined,
  what: string,
  peek: boolean,
): Item {
  rangeText(partial, what)
  const origin = partial === undefined ? {} : { origin: partial.start }
  const wireItem: SectionItem = peek ? `${item}.PEEK` : item
  return {
    expectation: { kind: 'section', item, section: sectionSpec(section, what), ...origin },
    put: (line) => line.section(wireItem, section, partial),
  }
}

function partOf(value: unknown, what: string): { part: string; partial: OctetRange | undefined } {
  if (typeof value === 'string') return { part: value, partial: undefined }
  const part: unknown = typeof value === 'object' && value !== null && 'part' in value ? value.part : undefined
  if (typeof part !== 'string') throw new UsageError(`${what}: neither a part nor { part, start, length }`)
  return { part, partial: range(value, what) }
}

function range(value: unknown, what: string): OctetRange {
  if (typeof value !== 'object' || value === null || !('start' in value) || !('length' in value)) {
    throw new UsageError(`${what}: needs start and length`)
  }
  return { start: value.start as number, length: value.length as number }
}

function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw new UsageError(`${what}: not a list, or an empty one`)
  return value
}

function checkTrue(value: unknown, what: string): void {
  if (value !== true) throw new UsageError(`${what}: is either true or left out`)
}
