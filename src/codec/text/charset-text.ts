/** Octets in a charset that a message names, as text. */
import { charsetOf, decoderOf } from './charset-table.ts'
import { octetText, windows1252 } from './octet-text.ts'
import { octetsOf } from './octets.ts'

/** Names that promise nothing; the octets decide. */
const UNDECLARED: ReadonlySet<string> = new Set(['unknown-8bit', 'x-unknown', 'unknown', '8bit', 'default'])

/** The Encoding Standard's name, '' for one that promises nothing, undefined for one that cannot be decoded. */
export function canonicalCharset(name: string): string | undefined {
  const language = name.indexOf('*')
  const label = language < 0 ? name : name.slice(0, language)
  const charset = charsetOf(label)
  if (charset === undefined) return UNDECLARED.has(label.toLowerCase()) ? '' : undefined
  return decoderOf(charset) === undefined ? undefined : charset
}

/** Octets in a charset of `canonicalCharset`. */
export function charsetText(charset: string, octets: Uint8Array): string {
  if (charset === '') return octetText(octetsOf(octets))
  if (charset === 'windows-1252') return windows1252(octetsOf(octets))
  return decoderOf(charset)?.decode(octets) ?? octetText(octetsOf(octets))
}
