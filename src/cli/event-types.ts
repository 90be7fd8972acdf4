import type { ImapEventType } from '../client/events.ts'
import { CliUsageError } from './exit-code.ts'

/** A record, so that the compiler misses none. */
const TYPES: Readonly<Record<ImapEventType, true>> = {
  messageNew: true,
  messageExpunge: true,
  flagChange: true,
  mailboxStatus: true,
  mailboxFlags: true,
  mailboxName: true,
  mailboxSelected: true,
  mailboxClosed: true,
  mailboxReset: true,
  subscriptionChange: true,
  metadataChange: true,
  notificationOverflow: true,
  fetch: true,
  searchResult: true,
  capabilities: true,
  serverReply: true,
  alert: true,
  progress: true,
  notice: true,
  bye: true,
  commandQueued: true,
  commandSent: true,
  commandDone: true,
  connected: true,
  disconnected: true,
  degraded: true,
  restored: true,
  quirk: true,
  untagged: true,
  overflow: true,
}

export const EVENT_TYPES: readonly ImapEventType[] = Object.keys(TYPES) as ImapEventType[]

/** `messageNew,flagChange`. @throws CliUsageError naming what is no type. */
export function eventTypes(list: string): readonly ImapEventType[] {
  return list.split(',').map((name) => {
    const type = EVENT_TYPES.find((each) => each.toLowerCase() === name.trim().toLowerCase())
    if (type !== undefined) return type
    throw new CliUsageError(`--types: no such event: ${JSON.stringify(name)}; there are ${EVENT_TYPES.join(', ')}`)
  })
}
