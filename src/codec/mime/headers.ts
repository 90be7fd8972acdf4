/**
 * Header fields of a message (RFC 5322 §2.2), read when they are asked for.
 */
import { headerDate } from './header-date.ts'
import { parameterizedValue, type ParameterizedValue } from './header-parameters.ts'
import { decodeEncodedWords } from '../text/encoded-word.ts'
import { latin1 } from '../text/latin1.ts'
import { octetText } from '../text/octet-text.ts'

/** `new MessageHeaders(octets)` reads a header block from anywhere: of a row's `source`, or of a file. */
export class MessageHeaders {
  /** The header block as sent. */
  readonly octets: Uint8Array
  #fields: readonly (readonly [name: string, value: string])[] | undefined

  constructor(octets: Uint8Array) {
    this.octets = octets
  }

  /** The first field of that name, unfolded, encoded words decoded; undefined when there is none. */
  get(name: string): string | undefined {
    return this.getAll(name)[0]
  }

  /** All fields of that name, in order. */
  getAll(name: string): readonly string[] {
    const wanted = name.toLowerCase()
    return this.#parsed()
      .filter(([field]) => field === wanted)
      .map(([, value]) => decodeEncodedWords(value))
  }

  /**
   * The first field of that name as a value with parameters, as of Content-Type: `value` in lower case, parameters
   * decoded (RFC 2231, RFC 2047). Undefined when there is none.
   */
  parameterized(name: string): ParameterizedValue | undefined {
    const wanted = name.toLowerCase()
    const field = this.#parsed().find(([other]) => other === wanted)
    return field === undefined ? undefined : parameterizedValue(field[1])
  }

  /** The Date field; undefined when there is none, or none that can be read. */
  get date(): Date | undefined {
    return headerDate(this.get('date'))
  }

  /** Every field with its name in lower case, in order. */
  *[Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    for (const [name, value] of this.#parsed()) yield [name, decodeEncodedWords(value)]
  }

  /** For JSON: an array of pairs, because a name may come twice. */
  toJSON(): readonly (readonly [string, string])[] {
    return [...this]
  }

  #parsed(): readonly (readonly [string, string])[] {
    return (this.#fields ??= parseFields(octetText(latin1(this.octets, 0, this.octets.length))))
  }
}

/** Folded lines are joined, keeping the white space (RFC 5322 §2.2.3); lines without a colon are skipped. */
function parseFields(text: string): (readonly [string, string])[] {
  const fields: (readonly [string, string])[] = []
  for (const line of text.replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) fields.push([line.slice(0, colon).trimEnd().toLowerCase(), line.slice(colon + 1).trim()])
  }
  return fields
}
