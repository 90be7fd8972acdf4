/**
 * FETCH rows as callers see them: typed by what was asked for.
 */
import type { FetchExpectation, FetchQuery, FetchRequest } from '../../../codec/encode/fetch-item.ts'
import { MessageHeaders } from '../../../codec/text/headers.ts'
import type { BodyStructure, Envelope, FetchAttributes, FetchSection } from '../../../codec/values.ts'

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

/** How each key of a query gets its value out of a complete row's attributes. */
type FieldReader = (attributes: FetchAttributes) => unknown

const FIELDS: Readonly<Record<keyof RowFields, (items: readonly FetchExpectation[], asked: unknown) => FieldReader>> = {
  flags: () => (attributes) => attributes.flags,
  envelope: () => (attributes) => attributes.envelope,
  bodyStructure: () => (attributes) => attributes.bodyStructure,
  size: () => (attributes) => attributes.size,
  internalDate: () => (attributes) => attributes.internalDate,
  modSeq: () => (attributes) => attributes.modSeq,
  headers:
    ([item]) =>
    (attributes) =>
      new MessageHeaders(octetsOf(attributes, item) ?? NO_OCTETS),
  source:
    ([item]) =>
    (attributes) =>
      octetsOf(attributes, item) ?? NO_OCTETS,
  text:
    ([item]) =>
    (attributes) =>
      octetsOf(attributes, item) ?? NO_OCTETS,
  parts: byPart,
  binary: byPart,
  binarySize: () => (attributes) => attributes.binarySizes,
}

const NO_OCTETS = new Uint8Array(0)

/** Makes rows for one query. */
export function rowBuilder<Query extends FetchQuery>(query: Query, request: FetchRequest): RowBuilder<Query> {
  const fields: [string, FieldReader][] = []
  for (const [key, items] of request.expectedBy) {
    if (Object.hasOwn(FIELDS, key)) fields.push([key, FIELDS[key as keyof RowFields](items, query[key as keyof Query])])
  }
  return (uid, sequence, attributes) => {
    const row: Record<string, unknown> = { uid, sequence }
    for (const [key, read] of fields) row[key] = read(attributes)
    return row as FetchRow<Query>
  }
}

/** Parts under the names the caller gave them. */
function byPart(items: readonly FetchExpectation[], asked: unknown): FieldReader {
  const names = (asked as NonNullable<FetchQuery['parts']>).map((part) => (typeof part === 'string' ? part : part.part))
  return (attributes) => new Map(names.map((name, place) => [name, octetsOf(attributes, items[place])]))
}

function octetsOf(attributes: FetchAttributes, wanted: FetchExpectation | undefined): Uint8Array | null {
  if (wanted?.kind !== 'section') return null
  const value = findSection(attributes, wanted)?.value ?? null
  return value instanceof Uint8Array ? value : null
}
