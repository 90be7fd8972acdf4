/** QUOTA and QUOTAROOT (RFC 9208 §4.2, RFC 2087 §5). */
import type { Cursor } from './cursor.ts'
import { mailbox } from './mailbox-response.ts'
import type { Quota, QuotaResource, QuotaRoot } from '../values.ts'

/**
 *     quota-response  = "QUOTA" SP quota-root-name SP quota-list
 *     quota-list      = "(" quota-resource *(SP quota-resource) ")"
 *     quota-resource  = resource-name SP resource-usage SP resource-limit
 *     quota-root-name = astring                                            ; RFC 9208 §7
 *
 * RFC 2087 has an empty list where nothing is limited; Courier has none.
 */
export function quota(c: Cursor): Quota {
  c.sp()
  const root = c.astring()
  const resources = new Map<string, QuotaResource>()
  if (c.moreInLine()) c.open()
  else return { type: 'quota', root, resources }
  while (c.more()) {
    const name = c.astring().toUpperCase()
    c.sp()
    const usage = c.number64()
    c.sp()
    resources.set(name, { usage, limit: resourceLimit(c) })
  }
  c.end()
  return { type: 'quota', root, resources }
}

/**
 *     resource-limit = number64
 *
 * "-1", and what no storage will ever hold, say that there is no limit.
 */
function resourceLimit(c: Cursor): number | null {
  const limit = c.atom()
  if (limit === '-1') return null
  if (!/^\d{1,20}$/.test(limit)) throw c.broken('limit expected')
  return Number(limit) > Number.MAX_SAFE_INTEGER ? null : Number(limit)
}

/**
 *     quotaroot-response = "QUOTAROOT" SP mailbox *(SP quota-root-name)
 */
export function quotaRoot(c: Cursor): QuotaRoot {
  c.sp()
  const name = mailbox(c)
  const roots: string[] = []
  while (c.moreInLine()) roots.push(c.astring())
  return { type: 'quotaRoot', ...name, roots }
}
