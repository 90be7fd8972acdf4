import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf, nameOf, subscriptionOf, type Resource } from '../../footprint.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'

/** CREATE (RFC 9051 §6.3.4). */
export function create(mailbox: MailboxArgument): Command<void> {
  const key = mailboxKey(mailbox)
  return change('CREATE', [mailbox], [nameOf(key), membersOf(key), subscriptionOf(key)])
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
  return {
    name,
    mailbox: mailboxKey(mailboxes[0]!),
    adapts: false,
    plan: () => ({ line, footprint: footprint({ mutates: true, reads, writes }), collector: justOk }),
  }
}
