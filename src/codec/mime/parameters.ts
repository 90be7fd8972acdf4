/**
 * Parameters of Content-Type and Content-Disposition as people mean them: RFC 2231, and the encoded words that senders
 * write where RFC 2047 §5 forbids them.
 */
import { canonicalCharset, charsetText } from '../text/charset-text.ts'
import { decodeEncodedWords } from '../text/encoded-word.ts'
import { bytesOf, utf8Octets } from '../text/octets.ts'

/** A section of a value: `name*1*=…`. */
interface Section {
  /** As it came. */
  readonly key: string
  readonly place: number
  /** Percent-encoded. */
  readonly extended: boolean
  readonly value: string
}

/**
 *     parameter        = regular-parameter / extended-parameter
 *     parameter-name   = attribute [section] [ "*" ]
 *     section          = "*" ("0" / other-sections)                          ; RFC 2231 §7
 *
 * The parameters by their plain names, in lower case: sections joined, percent-encoding and charset undone, encoded
 * words decoded. Where a name comes in several forms, the one that can say more counts. Sections whose beginning is
 * missing stay under the names they came by.
 */
export function decodedParameters(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const decoded = new Map<string, string>()
  const sections = new Map<string, Section[]>()
  for (const [key, value] of parameters) {
    const [, name, place, star] = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(key) ?? []
    if (name === undefined || (place === undefined && star === undefined)) {
      if (!decoded.has(key)) decoded.set(key, decodeEncodedWords(value))
      continue
    }
    const section = { key, place: place === undefined ? -1 : Number(place), extended: star !== undefined, value }
    sections.set(name, [...(sections.get(name) ?? []), section])
  }
  for (const [name, pieces] of sections) putSections(decoded, name, pieces)
  return decoded
}

function putSections(decoded: Map<string, string>, name: string, pieces: readonly Section[]): void {
  const whole = pieces.find(({ place }) => place === -1)
  const run = whole === undefined ? consecutive(pieces) : [whole]
  if (run.length > 0) decoded.set(name, joined(run))
  else for (const { key, value } of pieces) decoded.set(key, value)
}

/** From 0 on, as far as none is missing. */
function consecutive(pieces: readonly Section[]): readonly Section[] {
  const sorted = pieces.toSorted((a, b) => a.place - b.place)
  const gap = sorted.findIndex(({ place }, at) => place !== at)
  return gap === -1 ? sorted : sorted.slice(0, gap)
}

/** Characters may be split between sections, so that octets are gathered over several. */
function joined(run: readonly Section[]): string {
  const [first] = run
  if (!run.some(({ extended }) => extended)) return decodeEncodedWords(run.map(({ value }) => value).join(''))
  // initial-value = [charset] "'" [language] "'" other-values
  const [prefix, label] = (first!.extended && /^([^']*)'[^']*'/.exec(first!.value)) || ['', '']
  const charset = canonicalCharset(label) ?? ''
  let text = ''
  let octets = ''
  const flush = (): void => {
    if (octets !== '') text += charsetText(charset, bytesOf(octets))
    octets = ''
  }
  for (const [at, { extended, value }] of run.entries()) {
    if (extended) octets += percentOctets(at === 0 ? value.slice(prefix.length) : value)
    else {
      flush()
      text += value
    }
  }
  flush()
  return text
}

/**
 *     ext-octet = "%" 2(DIGIT / "A" / "B" / "C" / "D" / "E" / "F")
 *
 * A "%" without them stands for itself.
 */
function percentOctets(value: string): string {
  return utf8Octets(value.toWellFormed()).replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
}
