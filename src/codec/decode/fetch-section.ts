/** Names of body sections in FETCH responses: `BODY[1.HEADER.FIELDS ("Subject")]<0>` and its like. */
import { NUMBER_DIGITS } from '../limits.ts'
import type { FetchSection } from '../values.ts'

/** Which part of which message a literal is: what stands before it in the row, normalised. */
export type SectionName = Pick<FetchSection, 'item' | 'section' | 'origin'>

const WHOLE: ReadonlyMap<string, SectionName> = new Map(
  (['RFC822', 'RFC822.HEADER', 'RFC822.TEXT'] as const).map((item) => [item, { item, section: '', origin: undefined }]),
)

/**
 *     msg-att-static =/ "RFC822" [".HEADER" / ".TEXT"] / "BODY" section ["<" number ">"] /
 *                       "BINARY" section-binary [ "<" number ">" ]             ; RFC 9051 §9, RFC 3501 §9
 *
 * Undefined for every other item name.
 */
export function sectionName(raw: string): SectionName | undefined {
  const open = raw.indexOf('[')
  if (open < 0) return WHOLE.get(raw.toUpperCase())
  const item = raw.slice(0, open).toUpperCase()
  if (item !== 'BODY' && item !== 'BINARY') return undefined
  const close = raw.lastIndexOf(']')
  if (close < open) return undefined
  const origin = partialOrigin(raw.slice(close + 1))
  if (origin === null) return undefined
  return { item, section: sectionSpec(raw.slice(open + 1, close)), origin }
}

/** `<n>`; undefined when there is none, null when something else stands there. Some servers echo `<n.length>`. */
function partialOrigin(suffix: string): number | undefined | null {
  if (suffix === '') return undefined
  const [digits = ''] = suffix.slice(1, -1).split('.', 1)
  if (suffix[0] !== '<' || suffix.at(-1) !== '>') return null
  return digits.length <= NUMBER_DIGITS && /^<\d+(\.\d+)?>$/.test(suffix) ? Number(digits) : null
}

/**
 *     section-spec    = section-msgtext / (section-part ["." section-text])
 *     section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
 *
 * Servers echo the header field names as asked, in their own order, or quoted; sorted upper-case names make
 * the answer comparable with the question.
 */
function sectionSpec(spec: string): string {
  const open = spec.indexOf('(')
  if (open < 0) return spec.trim().toUpperCase()
  const close = spec.lastIndexOf(')')
  const names = headerNames(spec.slice(open + 1, close < open ? undefined : close))
  return `${spec.slice(0, open).trim().toUpperCase()} (${names.sort().join(' ')})`
}

/** header-fld-name = astring; literals are not read here, and no server has been seen to echo one. */
function headerNames(list: string): string[] {
  const names: string[] = []
  let name = ''
  let quoted = false
  for (let i = 0; i < list.length; i++) {
    const char = list.charAt(i)
    if (char === '"') quoted = !quoted
    else if (quoted && char === '\\') name += list.charAt(++i)
    else if (quoted || char !== ' ') name += char
    else if (name !== '') {
      names.push(name.toUpperCase())
      name = ''
    }
  }
  if (name !== '') names.push(name.toUpperCase())
  return names
}

/** Index after the item name that starts at `from`: up to SP or a parenthesis outside of `[…]`. */
export function itemNameEnd(text: string, from: number): number {
  let i = from
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x28 || code === 0x29 || code === 0x0a) return i
    if (code === 0x5b) {
      i = sectionEnd(text, i)
      if (i < 0) return -1
    }
  }
  return i
}

/** Index of the `]` that closes the `[` at `open`, or -1. Header field names may be quoted and hold one. */
function sectionEnd(text: string, open: number): number {
  let quoted = false
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a) return -1
    if (quoted && code === 0x5c) i++
    else if (code === 0x22) quoted = !quoted
    else if (code === 0x5d && !quoted) return i
  }
  return -1
}
