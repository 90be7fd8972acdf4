/** Which items of a row are there, compared with those that were asked for. */
import type { SectionName } from '../../../codec/decode/fetch-section.ts'
import type { FetchExpectation } from '../../../codec/encode/fetch-query.ts'
import type { FetchAttributes, FetchExtras, FetchSection } from '../../../codec/values.ts'

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
  return expected.some((item) => !isDynamic(item) && hasItem(attributes, item))
}

function isDynamic(item: FetchExpectation): boolean {
  return (
    item.kind === 'flags' ||
    item.kind === 'modSeq' ||
    (item.kind === 'extra' && (item.name === 'gmailLabels' || item.name === 'annotations'))
  )
}

/**
 * The name of an item that was asked for and answered without a value that can be read: `ENVELOPE NIL`, an
 * INTERNALDATE that is no date, a stretch of a section that came without its place (Exmail: it may be the whole).
 */
export function valueless(attributes: FetchAttributes, expected: readonly FetchExpectation[]): string | undefined {
  if (attributes.sections !== undefined) {
    for (const item of expected)
      if (isPlaceless(attributes, item)) return `${item.item}[${item.section}]<${item.origin}>`
  }
  if (attributes.extended === undefined) return undefined
  const names = new Set(attributes.extended.map(({ name }) => name))
  const item = expected.find((each) => names.has(wireName(each)) && !hasItem(attributes, each))
  return item === undefined ? undefined : wireName(item)
}

function isPlaceless(attributes: FetchAttributes, wanted: FetchExpectation): wanted is SectionExpectation {
  if (wanted.kind !== 'section' || (wanted.origin ?? 0) === 0 || hasItem(attributes, wanted)) return false
  const { item, section } = wanted
  return findSection(attributes, { kind: 'section', item, section }) !== undefined
}

function wireName(item: FetchExpectation): string {
  if (item.kind === 'section') return ''
  if (item.kind === 'binarySize') return `BINARY.SIZE[${item.part}]`
  return WIRE_NAMES[item.kind === 'extra' ? item.name : item.kind]
}

const WIRE_NAMES: Readonly<Record<Simple | keyof FetchExtras, string>> = {
  flags: 'FLAGS',
  envelope: 'ENVELOPE',
  bodyStructure: 'BODYSTRUCTURE',
  body: 'BODY',
  size: 'RFC822.SIZE',
  internalDate: 'INTERNALDATE',
  modSeq: 'MODSEQ',
  preview: 'PREVIEW',
  saveDate: 'SAVEDATE',
  emailId: 'EMAILID',
  threadId: 'THREADID',
  gmailMessageId: 'X-GM-MSGID',
  gmailThreadId: 'X-GM-THRID',
  gmailLabels: 'X-GM-LABELS',
  annotations: 'ANNOTATION',
}

type Simple = Exclude<FetchExpectation['kind'], 'section' | 'binarySize' | 'extra'>

function hasItem(attributes: FetchAttributes, item: FetchExpectation): boolean {
  if (item.kind === 'section') return findSection(attributes, item) !== undefined
  if (item.kind === 'binarySize') return attributes.binarySizes?.has(item.part) === true
  if (item.kind === 'extra') return attributes.extras?.[item.name] !== undefined
  return attributes[item.kind] !== undefined
}

export type SectionExpectation = Extract<FetchExpectation, { kind: 'section' }>

export function findSection(attributes: FetchAttributes, wanted: SectionExpectation): FetchSection | undefined {
  return attributes.sections?.find((section) => answers(section, wanted))
}

/**
 * Whether this is the section that was asked for. A whole one has no origin; of a stretch from 0 on some servers leave
 * it out, or send the whole, which the row then cuts.
 */
export function answers({ item, section, origin }: SectionName, wanted: SectionExpectation): boolean {
  if (item !== wanted.item || section !== wanted.section) return false
  return origin === wanted.origin || (origin === undefined && wanted.origin === 0)
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
  if (from.extras !== undefined) into.extras = mergedExtras(into.extras, from.extras)
  if (from.sections !== undefined) into.sections = [...(into.sections ?? []), ...from.sections]
  if (from.binarySizes !== undefined) into.binarySizes = new Map([...(into.binarySizes ?? []), ...from.binarySizes])
}

function mergedExtras(earlier: FetchExtras | undefined, later: FetchExtras): FetchExtras {
  const told = Object.entries(later).filter(([, value]) => value !== undefined)
  return { ...(earlier ?? later), ...Object.fromEntries(told) }
}
