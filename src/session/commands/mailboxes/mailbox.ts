import type { MailboxArgument } from '../../../codec/encode/command-line.ts'
import { UsageError } from '../../../errors.ts'

export type { MailboxArgument }

/**
 * What a mailbox is known by here: its name, or the octets the server used where they are not our spelling.
 * INBOX is the one name that ignores case (RFC 9051 §5.1).
 */
export function mailboxKey(mailbox: MailboxArgument): string {
  if (typeof mailbox !== 'string' && (typeof mailbox !== 'object' || mailbox === null)) {
    throw new UsageError('a mailbox must be given by its name, or as a list entry')
  }
  const name = typeof mailbox === 'string' ? mailbox : (mailbox.wireName ?? mailbox.mailbox ?? '')
  if (typeof name !== 'string') throw new UsageError('a mailbox name must be a string')
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name
}
