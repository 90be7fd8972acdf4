/** Body sections as commands name them (RFC 9051 §6.4.5, §9). */
import { UsageError } from '../../errors.ts'

export type SectionItem = 'BODY' | 'BODY.PEEK' | 'BINARY' | 'BINARY.PEEK' | 'BINARY.SIZE'

/** What stands between the brackets; nothing at all is the whole message. */
export interface Section {
  /** `1`, `2.1`. */
  readonly part?: string
  readonly text?: 'HEADER' | 'TEXT' | 'MIME'
  /** HEADER.FIELDS with these names. */
  readonly fields?: readonly string[]
  /** HEADER.FIELDS.NOT: all fields but these. */
  readonly except?: readonly string[]
}

/** A stretch of octets, `start` counted from 0. */
export interface OctetRange {
  readonly start: number
  readonly length: number
}

const ITEMS: ReadonlySet<string> = new Set<SectionItem>(['BODY', 'BODY.PEEK', 'BINARY', 'BINARY.PEEK', 'BINARY.SIZE'])
const PART = /^[1-9]\d{0,8}(\.[1-9]\d{0,8})*$/
/** Far more than any message nests, far less than a server's line. */
const PART_MAX = 500
/** RFC 5322 §2.2: printable ASCII without the colon. */
const FIELD_NAME = /^[!-9;-~]{1,998}$/
const PLAIN_FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

/**
 *     section = "[" [section-spec] "]"
 *     partial = "<" number64 "." nz-number64 ">"   ; RFC 9051 §9
 *
 * @throws UsageError naming `what` when it is none.
 */
export function sectionText(item: SectionItem, section: Section, range: OctetRange | undefined, what: string): string {
  if (!ITEMS.has(item)) throw new UsageError(`${what}: no such item: ${JSON.stringify(String(item).slice(0, 40))}`)
  const { text, fields, except } = section
  if (item.startsWith('BINARY') && (text ?? fields ?? except) !== undefined) {
    throw new UsageError(`${what}: ${item} takes a part number alone`)
  }
  if (item === 'BINARY.SIZE' && range !== undefined) throw new UsageError(`${what}: BINARY.SIZE takes no range`)
  return `${item}[${spell(section, what, quoteFieldName)}]${rangeText(range, what)}`
}

/**
 * What stands between the brackets, field names upper-case, sorted and unique: the form of
 * `FetchSection.section`.
 *
 *     section-spec = section-msgtext / (section-part ["." section-text])   ; RFC 9051 §9
 *
 * @throws UsageError
 */
export function sectionSpec(section: Section, what: string): string {
  return spell(section, what, (name) => name)
}

/**
 *     section-part = nz-number *("." nz-number)   ; RFC 9051 §9
 */
export function isPart(part: unknown): part is string {
  return typeof part === 'string' && part.length <= PART_MAX && PART.test(part)
}

/** @throws UsageError unless both numbers fit the grammar and `length` is not 0. */
export function rangeText(range: OctetRange | undefined, what: string): string {
  if (range === undefined) return ''
  const { start, length } = range
  if (!Number.isSafeInteger(start) || start < 0) throw new UsageError(`${what}: start is not a number of octets`)
  if (!Number.isSafeInteger(length) || length < 1) throw new UsageError(`${what}: length is not a number of octets`)
  return `<${start}.${length}>`
}

function spell({ part, text, fields, except }: Section, what: string, fieldName: (name: string) => string): string {
  if (part !== undefined && !isPart(part)) throw new UsageError(`${what}: not the number of a body part`)
  if ([text, fields, except].filter((each) => each !== undefined).length > 1) {
    throw new UsageError(`${what}: either a section or header fields, by name or all but some`)
  }
  const names = fields ?? except
  const word = fields === undefined ? 'HEADER.FIELDS.NOT' : 'HEADER.FIELDS'
  const rest = names === undefined ? textSpec(text, part, what) : fieldsSpec(word, names, what, fieldName)
  if (part === undefined) return rest
  return rest === '' ? part : `${part}.${rest}`
}

/** `section-text = section-msgtext / "MIME"`: MIME belongs to a part. */
function textSpec(text: Section['text'], part: string | undefined, what: string): string {
  if (text === undefined) return ''
  if (text === 'HEADER' || text === 'TEXT' || (text === 'MIME' && part !== undefined)) return text
  throw new UsageError(`${what}: not a section`)
}

/** `section-msgtext = "HEADER.FIELDS" [".NOT"] SP header-list`, the names upper-case, sorted and unique. */
function fieldsSpec(
  word: string,
  fields: readonly string[],
  what: string,
  fieldName: (name: string) => string,
): string {
  if (!Array.isArray(fields) || fields.length === 0) throw new UsageError(`${what}: no header field names`)
  for (const field of fields) {
    if (typeof field !== 'string' || !FIELD_NAME.test(field)) {
      throw new UsageError(`${what}: not a header field name: ${JSON.stringify(String(field).slice(0, 40))}`)
    }
  }
  const names = [...new Set(fields.map((field: string) => field.toUpperCase()))].sort()
  return `${word} (${names.map(fieldName).join(' ')})`
}

/** header-fld-name = astring */
function quoteFieldName(name: string): string {
  return PLAIN_FIELD_NAME.test(name) && name !== 'NIL' ? name : `"${name.replaceAll(/["\\]/g, '\\$&')}"`
}
