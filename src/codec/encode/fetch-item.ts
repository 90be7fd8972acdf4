/** A FETCH query, checked, and its items on the wire (RFC 9051 §6.4.5). */
import { UsageError } from '../../errors.ts'
import type { FetchExtras } from '../values.ts'
import type { CommandLine } from './command-line.ts'
import type { FetchExpectation, FetchQuery, FetchTraits } from './fetch-query.ts'
import { annotationAttribute, annotationEntry } from './annotation.ts'
import { isPart, rangeText, sectionSpec, type OctetRange, type Section, type SectionItem } from './section.ts'

interface Item {
  readonly expectation: FetchExpectation
  put(line: CommandLine): void
}

type Reader = (value: unknown, what: string, peek: boolean) => readonly Item[]

const READERS: ReadonlyMap<string, Reader> = new Map<keyof FetchQuery, Reader>([
  ['flags', simple('flags', 'FLAGS')],
  ['envelope', simple('envelope', 'ENVELOPE')],
  ['bodyStructure', simple('bodyStructure', 'BODYSTRUCTURE')],
  ['body', simple('body', 'BODY')],
  ['size', simple('size', 'RFC822.SIZE')],
  ['internalDate', simple('internalDate', 'INTERNALDATE')],
  ['modSeq', simple('modSeq', 'MODSEQ')],
  ['headers', (value, what, peek) => [headers(value, what, peek)]],
  ['headerLists', headerLists],
  ['source', (value, what, peek) => [body({}, value === true ? undefined : range(value, what), what, peek)]],
  ['text', (value, what, peek) => (checkTrue(value, what), [body({ text: 'TEXT' }, undefined, what, peek)])],
  ['parts', (value, what, peek) => list(value, what).map((part) => bodyPart(part, what, peek))],
  ['binary', (value, what, peek) => list(value, what).map((part) => binaryPart(part, what, peek))],
  ['binarySize', (value, what) => list(value, what).map((part) => binarySize(part, what))],
  ['markSeen', (value, what) => (checkTrue(value, what), [])],
  ['preview', preview],
  ['saveDate', extra('saveDate', 'SAVEDATE')],
  ['emailId', extra('emailId', 'EMAILID')],
  ['threadId', extra('threadId', 'THREADID')],
  ['gmailMessageId', extra('gmailMessageId', 'X-GM-MSGID')],
  ['gmailThreadId', extra('gmailThreadId', 'X-GM-THRID')],
  ['gmailLabels', extra('gmailLabels', 'X-GM-LABELS')],
  ['annotations', annotations],
])

const NEEDS: ReadonlyMap<string, string> = new Map<keyof FetchQuery, string>([
  ['modSeq', 'CONDSTORE'],
  ['binary', 'BINARY'],
  ['binarySize', 'BINARY'],
  ['preview', 'PREVIEW'],
  ['saveDate', 'SAVEDATE'],
  ['emailId', 'OBJECTID'],
  ['threadId', 'OBJECTID'],
  ['gmailMessageId', 'X-GM-EXT-1'],
  ['gmailThreadId', 'X-GM-EXT-1'],
  ['gmailLabels', 'X-GM-EXT-1'],
  ['annotations', 'ANNOTATE-EXPERIMENT-1'],
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
    traits: traitsOf(query),
    put(line) {
      line.list(() => {
        line.atom('UID')
        for (const item of items) item.put(line)
      })
    },
  }
}

function traitsOf(query: FetchQuery): FetchTraits {
  const needs = Object.keys(query).flatMap((key) => NEEDS.get(key) ?? [])
  return {
    // Labels and annotations come and go as flags do, and are ordered with them.
    readsFlags: ['flags', 'modSeq', 'gmailLabels', 'annotations'].some((key) => Object.hasOwn(query, key)),
    setsSeen: query.markSeen === true,
    needs: [...new Set(needs)],
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

/** Two items whose answers would look the same, or be found under one name in the row. */
function refuseTwins(items: readonly Item[]): void {
  const seen = new Set<string>()
  for (const { expectation } of items) {
    const key = JSON.stringify({ ...expectation, origin: undefined })
    if (seen.has(key)) throw new UsageError(`fetch: asked for twice: ${key.slice(0, 200)}`)
    seen.add(key)
  }
}

function simple(kind: (FetchExpectation & { item?: never; part?: never; name?: never })['kind'], word: string): Reader {
  return (value, what) => {
    checkTrue(value, what)
    return [{ expectation: { kind }, put: (line) => line.atom(word) }]
  }
}

function extra(name: keyof FetchExtras, word: string): Reader {
  return (value, what) => {
    checkTrue(value, what)
    return [{ expectation: { kind: 'extra', name }, put: (line) => line.atom(word) }]
  }
}

/**
 *     fetch-att   =/ "PREVIEW" [SP "(" preview-mod *(SP preview-mod) ")"]
 *     preview-mod  = "LAZY"                                               ; RFC 8970 §6
 */
function preview(value: unknown, what: string): readonly Item[] {
  if (value !== true && value !== 'lazy') throw new UsageError(`${what}: is true, 'lazy' or left out`)
  const lazy = value === 'lazy'
  const put = (line: CommandLine): void => {
    line.atom('PREVIEW')
    if (lazy) line.list((modifiers) => modifiers.atom('LAZY'))
  }
  return [{ expectation: { kind: 'extra', name: 'preview' }, put }]
}

/**
 *     fetch-att =/ "ANNOTATION" SP "(" entries SP attribs ")"             ; RFC 5257 §5
 */
function annotations(value: unknown, what: string): readonly Item[] {
  const given: unknown = typeof value === 'object' && value !== null ? value : {}
  const { entries, attributes, ...more } = given as Record<string, unknown>
  if (Object.keys(more).length > 0) throw new UsageError(`${what}: expected entries and attributes and nothing else`)
  const names = listOrOne(entries, `${what} entries`).map((name) => annotationEntry(name, true, `${what} entries`))
  const kinds = listOrOne(attributes, `${what} attributes`).map((kind) =>
    annotationAttribute(kind, `${what} attributes`),
  )
  const put = (line: CommandLine): void => {
    line.atom('ANNOTATION').list(() => {
      line.list(() => names.forEach((name) => line.string(name)))
      line.list(() => kinds.forEach((kind) => line.astring(kind)))
    })
  }
  return [{ expectation: { kind: 'extra', name: 'annotations' }, put }]
}

function listOrOne(value: unknown, what: string): readonly unknown[] {
  return typeof value === 'string' ? [value] : list(value, what)
}

function headers(value: unknown, what: string, peek: boolean): Item {
  if (value === true) return body({ text: 'HEADER' }, undefined, what, peek)
  const names = Array.isArray(value) ? { fields: value } : value
  return body(headerList(names, ['fields', 'except'], what), undefined, what, peek)
}

function headerLists(value: unknown, what: string, peek: boolean): readonly Item[] {
  const lists: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (lists.length === 0 || Array.isArray(value)) throw new UsageError(`${what}: not an object of header lists`)
  return lists.map(([name, choice]) => {
    const where = `${what} ${JSON.stringify(name.slice(0, 40))}`
    return body(headerList(choice, ['fields', 'except', 'part'], where), undefined, where, peek)
  })
}

/** `fields` or `except`, and where it may be told the part they are of. */
function headerList(value: unknown, keys: readonly string[], what: string): Section {
  const entries: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const odd = entries.find(([key, given]) => !keys.includes(key) || given === undefined)
  if (odd !== undefined || !entries.some(([key]) => key !== 'part')) {
    throw new UsageError(`${what}: expected ${keys.join(', ')} and nothing else, fields or except among them`)
  }
  return Object.fromEntries(entries)
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
