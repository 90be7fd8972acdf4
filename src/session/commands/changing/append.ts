import { CommandLine } from '../../../codec/encode/command-line.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { footprint, membersOf, nameOf } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'

export interface AppendOptions {
  readonly flags?: readonly string[]
  /** INTERNALDATE of the new message; the server's clock by default. */
  readonly date?: Date
}

/** Where the message went; both undefined when the server has no UIDPLUS (RFC 4315). */
export interface AppendResult {
  readonly mailbox: string
  readonly uidValidity: number | undefined
  readonly uid: number | undefined
}

/** APPEND (RFC 9051 §6.3.12). A string is sent as UTF-8; CRLF line ends are the caller's affair. */
export function append(
  mailbox: MailboxArgument,
  message: string | Uint8Array,
  options: AppendOptions,
): Command<AppendResult> {
  const octets = typeof message === 'string' ? new TextEncoder().encode(message) : message
  if (!(octets instanceof Uint8Array)) throw new UsageError('APPEND: the message must be a string or a Uint8Array')
  if (octets.length === 0)
    throw new UsageError('APPEND: the message is empty; servers take that for a cancelled APPEND')
  const key = mailboxKey(mailbox)
  const line = new CommandLine('APPEND').mailbox(mailbox)
  if (options.flags !== undefined && options.flags.length > 0) line.flags(options.flags, 'APPEND flags')
  if (options.date !== undefined) line.dateTime(options.date)
  line.literal(octets, { binary: octets.includes(0) })
  return {
    name: 'APPEND',
    mailbox: key,
    // Whether the literal must be synchronizing depends on the capabilities.
    adapts: true,
    plan: (facts) => ({
      line,
      footprint: footprint({
        mutates: true,
        selection: facts.mailbox === key ? 'reads' : 'ignores',
        reads: [nameOf(key)],
        adds: [membersOf(key)],
      }),
      collector: {
        finish({ code }) {
          const known = code?.name === 'APPENDUID' ? code : undefined
          return { mailbox: key, uidValidity: known?.uidValidity, uid: known?.uids.min }
        },
      },
    }),
  }
}
