/** ACL, LISTRIGHTS and MYRIGHTS (RFC 4314 §3.6 to §3.8). */
import type { Cursor } from './cursor.ts'
import { mailbox } from './mailbox-response.ts'
import type { Acl, AclItem, ListRights, MyRights } from '../values.ts'

/**
 *     acl-data   = "ACL" SP mailbox *(SP identifier SP rights)
 *     identifier = astring
 *     rights     = astring                                                 ; RFC 4314 §7
 */
export function acl(c: Cursor): Acl {
  c.sp()
  const name = mailbox(c)
  const items: AclItem[] = []
  while (c.moreInLine()) {
    const identifier = c.astring()
    c.sp()
    items.push({ identifier, rights: c.astring() })
  }
  return { type: 'acl', ...name, items }
}

/**
 *     listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)
 */
export function listRights(c: Cursor): ListRights {
  c.sp()
  const name = mailbox(c)
  c.sp()
  const identifier = c.astring()
  c.sp()
  const required = c.astring()
  const optional: string[] = []
  while (c.moreInLine()) optional.push(c.astring())
  return { type: 'listRights', ...name, identifier, required, optional }
}

/**
 *     myrights-data = "MYRIGHTS" SP mailbox SP rights
 */
export function myRights(c: Cursor): MyRights {
  c.sp()
  const name = mailbox(c)
  c.sp()
  const rights = c.astring()
  c.end()
  return { type: 'myRights', ...name, rights }
}
