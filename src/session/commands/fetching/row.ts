/**
 * FETCH rows as callers see them: typed by what was asked for.
 */
import type { FetchRequest } from '../../../codec/encode/fetch-item.ts'
import type { FetchExpectation, FetchQuery } from '../../../codec/encode/fetch-query.ts'
import { MessageHeaders } from '../../../codec/mime/headers.ts'
import type { BodyStructure, Envelope, FetchAttributes, MessageAnnotations } from '../../../codec/values.ts'
import { findSection } from './row-items.ts'

/** What each key of a `FetchQuery` puts into the row. */
export interface RowFields {
  readonly flags: readonly string[]
  readonly envelope: Envelope
  readonly bodyStructure: BodyStructure
  /** The structure without its extension data. */
  readonly body: BodyStructure
  /** RFC822.SIZE, octets. */
  readonly size: number
  readonly internalDate: Date
  readonly modSeq: bigint
  readonly headers: MessageHeaders
  /** By the names the query gave; null where the message has no such part. */
  readonly headerLists: Readonly<Record<string, MessageHeaders | null>>
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
  /** Null where the server has none, or with `'lazy'` none at hand. */
  readonly preview: string | null
  /** Null where the server does not know. */
  readonly saveDate: Date | null
  readonly emailId: string
  /** Null where the server keeps no conversations, or the message is of none. */
  readonly threadId: string | null
  readonly gmailMessageId: bigint
  readonly gmailThreadId: bigint
  /** Labels by name, system labels with their backslash. The mailbox that is selected is not among them. */
  readonly gmailLabels: readonly string[]
  /** Those of the entries that exist. */
  readonly annotations: MessageAnnotations
}

/** Only a part can be missing: the header of the message itself is there, if empty. */
type HeaderLists<Lists> = {
  readonly [Name in keyof Lists]: Lists[Name] extends { readonly part: string } ? MessageHeaders | null : MessageHeaders
}

type Asked<Q> = {
  readonly [K in keyof Q as K extends keyof RowFields ? K : never]: K extends 'headerLists'
    ? HeaderLists<Q[K]>
    : K extends keyof RowFields
      ? RowFields[K]
      : never
}

/** One message: its UID and exactly what the query asked for. */
export type FetchRow<Q extends FetchQuery = FetchQuery> = {
  readonly uid: number
  readonly sequence: number | undefined
} & Asked<Q>

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
  body: () => (attributes) => attributes.body,
  size: () => (attributes) => attributes.size,
  internalDate: () => (attributes) => attributes.internalDate,
  modSeq: () => (attributes) => attributes.modSeq,
  headers:
    ([item]) =>
    (attributes) =>
      new MessageHeaders(octetsOf(attributes, item) ?? NO_OCTETS),
  headerLists: headersByName,
  source:
    ([item], asked) =>
    (attributes) =>
      cut(octetsOf(attributes, item) ?? NO_OCTETS, asked),
  text:
    ([item]) =>
    (attributes) =>
      octetsOf(attributes, item) ?? NO_OCTETS,
  parts: byPart,
  binary: byPart,
  binarySize: () => (attributes) => attributes.binarySizes,
  preview: () => (attributes) => attributes.extras?.preview,
  saveDate: () => (attributes) => attributes.extras?.saveDate,
  emailId: () => (attributes) => attributes.extras?.emailId,
  threadId: () => (attributes) => attributes.extras?.threadId,
  gmailMessageId: () => (attributes) => attributes.extras?.gmailMessageId,
  gmailThreadId: () => (attributes) => attributes.extras?.gmailThreadId,
  gmailLabels: () => (attributes) => attributes.extras?.gmailLabels,
  annotations: () => (attributes) => attributes.extras?.annotations,
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

function headersByName(items: readonly FetchExpectation[], asked: unknown): FieldReader {
  const lists = Object.entries(asked as NonNullable<FetchQuery['headerLists']>)
  return (attributes) =>
    Object.fromEntries(
      lists.map(([name, { part }], place) => {
        const octets = octetsOf(attributes, items[place])
        return [name, octets === null && part !== undefined ? null : new MessageHeaders(octets ?? NO_OCTETS)]
      }),
    )
}

/** Parts under the names the caller gave them. */
function byPart(items: readonly FetchExpectation[], asked: unknown): FieldReader {
  const parts = (asked as NonNullable<FetchQuery['parts']>).map(
    (part) => [typeof part === 'string' ? part : part.part, part] as const,
  )
  return (attributes) =>
    new Map(
      parts.map(([name, part], place) => {
        const octets = octetsOf(attributes, items[place])
        return [name, octets === null ? null : cut(octets, part)]
      }),
    )
}

/** Some servers (Exmail) do not heed how much was asked for. */
function cut(octets: Uint8Array, asked: unknown): Uint8Array {
  const most = typeof asked === 'object' && asked !== null && 'length' in asked ? Number(asked.length) : Infinity
  return octets.length > most ? octets.subarray(0, most) : octets
}

function octetsOf(attributes: FetchAttributes, wanted: FetchExpectation | undefined): Uint8Array | null {
  if (wanted?.kind !== 'section') return null
  const value = findSection(attributes, wanted)?.value ?? null
  return value instanceof Uint8Array ? value : null
}
