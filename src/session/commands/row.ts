/**
 * FETCH rows as callers see them: typed by what was asked for.
 */
import type { FetchExpectation, FetchQuery, FetchRequest } from '../../codec/fetch-item.ts'
import { MessageHeaders } from '../../codec/headers.ts'
import type { BodyStructure, Envelope, FetchAttributes, FetchSection } from '../../codec/values.ts'

/** What each key of a `FetchQuery` puts into the row. */
export interface RowFields {
  readonly flags: readonly string[]
  readonly envelope: Envelope
  readonly bodyStructure: BodyStructure
  /** RFC822.SIZE, octets. */
  readonly size: number
  readonly internalDate: Date
  readonly modSeq: bigint
  readonly headers: MessageHeaders
  /** The whole message, or the part of it that was asked for. */
  readonly source: Uint8Array
  /** The message without its header. */
  readonly text: Uint8Array
  /** By the section asked for; null where the message has no such part. */
  readonly parts: ReadonlyMap<string, Uint8Array | null>
  /** Decoded by the server (RFC 3516). */
  readonly binary: ReadonlyMap<string, Uint8Array | null>
  /** Octets once decoded. */
  readonly binarySize: ReadonlyMap<string, number>
}

type Asked<Q> = {
  readonly [K in keyof Q as K extends keyof RowFields ? K : never]: K extends keyof RowFields ? RowFields[K] : never
}

/** One message: its UID and exactly what the query asked for. */
export type FetchRow<Q extends FetchQuery = FetchQuery> = {
  readonly uid: number
  readonly sequence: number | undefined
} & Asked<Q>

/** Everything `expected` is there. */
export function isComplete(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean {
  for (const item of expected) if (!hasItem(attributes, item)) return false
  return true
}

/** Something `expected` is there. */
export function hasAny(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean {
  for (const item of expected) if (hasItem(attributes, item)) return true
  return false
}

/** Something is there that never changes, so it was sent for somebody who asked. */
export function hasStatic(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean {
  return expected.some((item) => item.kind !== 'flags' && item.kind !== 'modSeq' && hasItem(attributes, item))
}

function hasItem(attributes: FetchAttributes, item: FetchExpectation): boolean {
  if (item.kind === 'section') return findSection(attributes, item) !== undefined
  if (item.kind === 'binarySize') return attributes.binarySizes?.has(item.part) === true
  return attributes[item.kind] !== undefined
}

type SectionExpectation = Extract<FetchExpectation, { kind: 'section' }>

/** Dovecot answers `BODY[1]<0>` for a request of `<0.n>`; some servers leave a zero origin out. */
function findSection(attributes: FetchAttributes, wanted: SectionExpectation): FetchSection | undefined {
  return attributes.sections?.find(
    (section) =>
      section.item === wanted.item &&
      section.section === wanted.section &&
      (section.origin ?? 0) === (wanted.origin ?? 0),
  )
}

/** Later items win: flags may come again, content never differs. */
export function merge(into: FetchAttributes, from: FetchAttributes): void {
  into.uid ??= from.uid
  into.flags = from.flags ?? into.flags
  into.modSeq = from.modSeq ?? into.modSeq
  into.envelope = from.envelope ?? into.envelope
  into.bodyStructure = from.bodyStructure ?? into.bodyStructure
  into.body = from.body ?? into.body
  into.size = from.size ?? into.size
  into.internalDate = from.internalDate ?? into.internalDate
  if (from.sections !== undefined) into.sections = [...(into.sections ?? []), ...from.sections]
  if (from.binarySizes !== undefined) into.binarySizes = new Map([...(into.binarySizes ?? []), ...from.binarySizes])
}

export type RowBuilder<Query extends FetchQuery> = (
  uid: number,
  sequence: number | undefined,
  attributes: FetchAttributes,
) => FetchRow<Query>

/** Makes rows for one query. */
export function rowBuilder<Query extends FetchQuery>(query: Query, request: FetchRequest): RowBuilder<Query> {
  const [headers] = sectionsOf(request, 'headers')
  const [source] = sectionsOf(request, 'source')
  const [text] = sectionsOf(request, 'text')
  const parts = named(query.parts, sectionsOf(request, 'parts'))
  const binary = named(query.binary, sectionsOf(request, 'binary'))
  return (uid, sequence, attributes) => {
    const row: Record<string, unknown> = { uid, sequence }
    if (query.flags) row['flags'] = attributes.flags
    if (query.envelope) row['envelope'] = attributes.envelope
    if (query.bodyStructure) row['bodyStructure'] = attributes.bodyStructure
    if (query.size) row['size'] = attributes.size
    if (query.internalDate) row['internalDate'] = attributes.internalDate
    if (query.modSeq) row['modSeq'] = attributes.modSeq
    if (headers !== undefined) row['headers'] = new MessageHeaders(octetsOf(attributes, headers) ?? NO_OCTETS)
    if (source !== undefined) row['source'] = octetsOf(attributes, source) ?? NO_OCTETS
    if (text !== undefined) row['text'] = octetsOf(attributes, text) ?? NO_OCTETS
    if (query.parts) row['parts'] = new Map(parts.map(([part, item]) => [part, octetsOf(attributes, item)]))
    if (query.binary) row['binary'] = new Map(binary.map(([part, item]) => [part, octetsOf(attributes, item)]))
    if (query.binarySize) row['binarySize'] = attributes.binarySizes
    return row as FetchRow<Query>
  }
}

const NO_OCTETS = new Uint8Array(0)

/** The sections that one key of the query asks for. */
function sectionsOf(request: FetchRequest, key: keyof FetchQuery): readonly SectionExpectation[] {
  return (request.expectedBy.get(key) ?? []).filter((item) => item.kind === 'section')
}

/** Pairs the parts as the caller wrote them with the sections they became. */
function named(
  asked: FetchQuery['parts'],
  items: readonly SectionExpectation[],
): readonly (readonly [string, SectionExpectation])[] {
  return items.map((item, place) => {
    const part = asked![place]!
    return [typeof part === 'string' ? part : part.part, item]
  })
}

function octetsOf(attributes: FetchAttributes, wanted: SectionExpectation): Uint8Array | null {
  const value = findSection(attributes, wanted)?.value ?? null
  return value instanceof Uint8Array ? value : null
}
