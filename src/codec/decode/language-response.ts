/** LANGUAGE and COMPARATOR (RFC 5255 §3.3 and §4.8). */
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { Comparator, Language } from '../values.ts'

/**
 *     language-data   = "LANGUAGE" SP "(" lang-tag-quoted *(SP lang-tag-quoted) ")"
 *     lang-tag-quoted = astring                                            ; RFC 5255 §3.5
 */
export function language(c: Cursor): Language {
  c.sp()
  const tags = astringList(c)
  c.end()
  return { type: 'language', tags }
}

/**
 *     comparator-data   = "COMPARATOR" SP comp-sel-quoted [SP "(" comp-id-quoted *(SP comp-id-quoted) ")"]
 *     comp-id-quoted    = astring                                          ; RFC 5255 §4.10
 */
export function comparator(c: Cursor): Comparator {
  c.sp()
  const active = c.astring()
  const matching = c.peek() === OPEN ? astringList(c) : []
  c.end()
  return { type: 'comparator', active, matching }
}

function astringList(c: Cursor): string[] {
  const list: string[] = []
  c.open()
  while (c.more()) list.push(c.astring())
  return list
}
