import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { List } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Collector, Command } from '../../command.ts'
import { flagsOf, footprint, membersOf, nameOf, subscriptionOf, type Resource } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'
import type { SpecialUse } from './special-use.ts'

export interface CreateOptions {
  /** What it is to be used for (CREATE-SPECIAL-USE, RFC 6154 §3). A server that cannot says NO with USEATTR. */
  readonly specialUse?: SpecialUse | readonly SpecialUse[]
}

export interface CreateResult {
  /** As asked for, unless the server spells it its own way (OLDNAME, RFC 9051 §6.3.4). */
  readonly mailbox: string
  /** Where the server has OBJECTID (RFC 8474 §4.1). */
  readonly mailboxId: string | undefined
}

/** CREATE (RFC 9051 §6.3.4, RFC 6154 §3). */
export function create(mailbox: MailboxArgument, options: CreateOptions = {}): Command<CreateResult> {
  const key = mailboxKey(mailbox)
  const line = new CommandLine('CREATE').mailbox(mailbox)
  const uses = usesToGive(options.specialUse)
  if (uses.length > 0) line.list((parameters) => parameters.atom('USE').flags(uses, 'specialUse'))
  return {
    name: 'CREATE',
    mailbox: key,
    adapts: uses.length > 0,
    plan(facts) {
      if (uses.length > 0) requireCapability('CREATE specialUse', facts.capabilities, 'CREATE-SPECIAL-USE')
      const change = takingChange()
      return {
        line,
        footprint: footprint({
          mutates: true,
          writes: [nameOf(key), membersOf(key), subscriptionOf(key)],
          slots: [`NAME:${key}`],
        }),
        collector: {
          ...change,
          finish: ({ code }) => ({
            mailbox: change.list?.mailbox ?? key,
            mailboxId: code?.name === 'MAILBOXID' ? code.id : undefined,
          }),
        },
      }
    },
  }
}

function usesToGive(use: CreateOptions['specialUse']): readonly SpecialUse[] {
  if (use === undefined) return []
  const uses = typeof use === 'string' ? [use] : use
  if (!Array.isArray(uses) || uses.length === 0) throw new UsageError('CREATE specialUse: none named')
  const odd = uses.find((each) => typeof each !== 'string' || !each.startsWith('\\'))
  if (odd !== undefined) throw new UsageError('CREATE specialUse: a use begins with a backslash, such as \\Sent')
  if (uses.includes('\\Inbox')) throw new UsageError('CREATE specialUse: \\Inbox is not a use that can be given')
  return uses
}

/** DELETE (RFC 9051 §6.3.5). */
export function remove(mailbox: MailboxArgument): Command<void> {
  const key = mailboxKey(mailbox)
  return change('DELETE', [mailbox], [nameOf(key), membersOf(key), flagsOf(key), subscriptionOf(key)])
}

/** RENAME (RFC 9051 §6.3.6): moves the whole subtree, so nobody's members, flags or subscriptions are safe beside it. */
export function rename(from: MailboxArgument, to: MailboxArgument): Command<void> {
  const names = [nameOf(mailboxKey(from)), nameOf(mailboxKey(to))]
  return change('RENAME', [from, to], [...names, membersOf(undefined), flagsOf(undefined), subscriptionOf(undefined)])
}

/** SUBSCRIBE (RFC 9051 §6.3.7). */
export function subscribe(mailbox: MailboxArgument): Command<void> {
  const key = mailboxKey(mailbox)
  return change('SUBSCRIBE', [mailbox], [subscriptionOf(key)], [nameOf(key)])
}

/** UNSUBSCRIBE (RFC 9051 §6.3.8). */
export function unsubscribe(mailbox: MailboxArgument): Command<void> {
  return change('UNSUBSCRIBE', [mailbox], [subscriptionOf(mailboxKey(mailbox))])
}

function change(
  name: string,
  mailboxes: readonly MailboxArgument[],
  writes: readonly Resource[],
  reads: readonly Resource[] = [],
): Command<void> {
  const line = new CommandLine(name)
  for (const mailbox of mailboxes) line.mailbox(mailbox)
  const slots = [...new Set(mailboxes.map((mailbox) => `NAME:${mailboxKey(mailbox)}`))]
  return {
    name,
    mailbox: mailboxKey(mailboxes[0]!),
    adapts: false,
    plan: () => ({
      line,
      footprint: footprint({ mutates: true, reads, writes, slots }),
      collector: { ...takingChange(), finish: () => undefined },
    }),
  }
}

/** A LIST line about the name as it was or as it is: the answer of a server that spells it its own way. */
function takingChange(): Pick<Collector<unknown>, 'take'> & { list: List | undefined } {
  const change: Pick<Collector<unknown>, 'take'> & { list: List | undefined } = {
    list: undefined,
    take(response) {
      if (response.type !== 'list') return false
      change.list = response
      return true
    },
  }
  return change
}
