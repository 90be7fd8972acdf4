/**
 * Which command a reply belongs to (rule R7): the slot its footprint must own. One line a reply; what is not the
 * answer to a command of ours is news, and an event all the same.
 */
import type { Reply } from '../codec/values.ts'

const SLOTS: { readonly [Type in Reply['type']]: (reply: Extract<Reply, { type: Type }>) => string } = {
  namespace: () => 'NAMESPACE',
  id: () => 'ID',
  enabled: () => 'ENABLED',
}

export function slotOf(reply: Reply): string {
  return (SLOTS[reply.type] as (reply: Reply) => string)(reply)
}
