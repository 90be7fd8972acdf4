import type { Command } from '../../command.ts'
import type { ListEntry } from './list-entry.ts'
import { listLadder } from './list-ladder.ts'
import { listRequest, needsOf, oneList, type ListOptions } from './one-list.ts'

/** LIST (RFC 9051 §6.3.9), or the commands that tell the same. */
export function list(pattern: string | readonly string[], options: ListOptions): Command<void, ListEntry> {
  const request = listRequest(pattern, options)
  return {
    ...oneList(request),
    adapts: options.specialUses === true || needsOf(request).length > 0,
    compose: (facts, items) => listLadder(request, facts, items),
  }
}
