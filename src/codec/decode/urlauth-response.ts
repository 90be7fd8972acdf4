/** GENURLAUTH and URLFETCH (RFC 4467 §9, RFC 5524 §5), JMAPACCESS (RFC 9698 §3). */
import { bodyStructure } from './body-structure.ts'
import { OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { octetValue } from './metadata-response.ts'
import type { FetchedUrl, GenUrlAuth, JmapAccess, UrlFetch } from '../values.ts'

/**
 *     genurlauth-data = "GENURLAUTH" 1*(SP url-full)
 *     url-full        = astring
 */
export function genUrlAuth(c: Cursor): GenUrlAuth {
  const urls: string[] = []
  while (c.moreInLine()) urls.push(c.astring())
  if (urls.length === 0) throw c.broken('URL expected')
  return { type: 'genUrlAuth', urls }
}

/**
 *     urlfetch-data = "URLFETCH" 1*(SP url-full SP nstring)
 *     urldata-ext   = SP url-full 1*(SP "(" url-metadata-el ")")           ; RFC 5524 §5
 */
export function urlFetch(c: Cursor): UrlFetch {
  const items: FetchedUrl[] = []
  while (c.moreInLine()) {
    const url = c.astring()
    c.sp()
    items.push(c.peek() === OPEN ? urlMetadata(c, url) : fetched(url, { body: octetValue(c) }))
  }
  if (items.length === 0) throw c.broken('URL expected')
  return { type: 'urlFetch', items }
}

/**
 *     url-metadata-el = "BODYPARTSTRUCTURE" SP body / "BODY" SP nstring / "BINARY" SP (nstring / literal8)
 */
function urlMetadata(c: Cursor, url: string): FetchedUrl {
  const parts: Writable<Partial<FetchedUrl>> = {}
  while (c.tryOpen()) {
    const name = c.atom().toUpperCase()
    c.sp()
    if (name === 'BODYPARTSTRUCTURE') parts.structure = c.tryNil() ? null : bodyStructure(c)
    else if (name === 'BODY') parts.body = octetValue(c)
    else if (name === 'BINARY') parts.binary = octetValue(c)
    else throw c.broken('BODY, BINARY or BODYPARTSTRUCTURE expected')
    c.close()
  }
  return fetched(url, parts)
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

function fetched(url: string, { body, binary, structure }: Partial<FetchedUrl>): FetchedUrl {
  return { url, body, binary, structure }
}

/**
 *     resp-jmapaccess = "JMAPACCESS" SP quoted
 */
export function jmapAccess(c: Cursor): JmapAccess {
  c.sp()
  const url = c.astring()
  c.end()
  return { type: 'jmapAccess', url }
}
