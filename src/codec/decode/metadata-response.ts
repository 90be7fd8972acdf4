/** METADATA responses (RFC 5464 §4.4). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { mailbox } from './mailbox-response.ts'
import { bytesOf } from '../text/octets.ts'
import type { EntryValue, Metadata, MetadataNews } from '../values.ts'

/**
 *     metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)
 *     entry-list    = entry *(SP entry)
 *     entry         = astring                                              ; RFC 5464 §5
 *
 * With values it is an answer, without them news.
 */
export function metadata(c: Cursor): Metadata | MetadataNews {
  c.sp()
  const name = mailbox(c)
  c.sp()
  if (c.peek() === OPEN) {
    const entries = entryValues(c)
    c.end()
    return { type: 'metadata', ...name, entries }
  }
  const names: string[] = []
  while (c.moreInLine()) names.push(c.astring())
  return { type: 'metadataNews', ...name, entries: names }
}

/**
 *     entry-values = "(" entry-value *(SP entry-value) ")"
 *     entry-value  = entry SP value
 *     value        = nstring / literal8
 *
 * An empty list says that there is none (Cyrus).
 */
function entryValues(c: Cursor): ReadonlyMap<string, EntryValue> {
  const entries = new Map<string, EntryValue>()
  c.open()
  while (c.more()) {
    const entry = c.astring()
    c.sp()
    entries.set(entry, octetValue(c))
  }
  return entries
}

/**
 *     nstring / literal8, octet for octet
 */
export function octetValue(c: Cursor): EntryValue {
  if (c.atLiteral) {
    const octets = c.literal()
    if (octets instanceof Uint8Array) return octets
    throw c.broken('this literal was streamed')
  }
  const text = c.nstringOctets()
  return text === null ? null : bytesOf(text)
}
