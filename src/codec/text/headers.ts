/**
 * Header fields of a message (RFC 5322 §2.2), read when they are asked for.
 */
import { decodeEncodedWords } from './encoded-word.ts'
import { latin1 } from './latin1.ts'
import { octetText } from './octet-text.ts'

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
