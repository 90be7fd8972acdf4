/**
 * Which command a reply belongs to (rule R7): the slot its footprint must own. One line a reply; what is not the
 * answer to a command of ours is news, and an event all the same.
 */
import type { Named, Reply } from '../codec/values.ts'

const SLOTS: { readonly [Type in Reply['type']]: (reply: Extract<Reply, { type: Type }>) => string } = {
  namespace: () => 'NAMESPACE',
  id: () => 'ID',
  enabled: () => 'ENABLED',
  metadata: (reply) => `METADATA:${keyOf(reply)}`,
  acl: (reply) => `ACL:${keyOf(reply)}`,
  listRights: (reply) => `LISTRIGHTS:${keyOf(reply)}`,
  myRights: (reply) => `MYRIGHTS:${keyOf(reply)}`,
  quota: ({ root }) => `QUOTA:${root}`,
  quotaRoot: (reply) => `QUOTAROOT:${keyOf(reply)}`,
  genUrlAuth: () => 'GENURLAUTH',
  urlFetch: ({ items }) => `URLFETCH:${items[0]?.url}`,
  language: () => 'LANGUAGE',
  comparator: () => 'COMPARATOR',
  jmapAccess: () => 'JMAPACCESS',
  sort: () => 'SORT',
  thread: () => 'THREAD',
}

export function slotOf(reply: Reply): string {
  return (SLOTS[reply.type] as (reply: Reply) => string)(reply)
}

/** As `mailboxKey` makes it of an argument. */
function keyOf({ mailbox, wireName }: Named): string {
  return wireName ?? mailbox
}
