/** Commands on mailboxes and their names (RFC 9051 §6.3), and on which one is selected. */
import type { Namespaces, StatusItems } from '../../codec/values.ts'
import { enable, namespace } from '../../session/commands/any-state/basic.ts'
import { list, lsub, type ListEntry, type ListOptions } from '../../session/commands/mailboxes/list.ts'
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts'
import { create, remove, rename, subscribe, unsubscribe } from '../../session/commands/mailboxes/names.ts'
import {
  close,
  select,
  unselect,
  type SelectOptions,
  type SelectResult,
} from '../../session/commands/mailboxes/select.ts'
import { status, type StatusItem } from '../../session/commands/mailboxes/status.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { AnyStateMethods } from './any-state.ts'

export class MailboxMethods extends AnyStateMethods {
  /** ENABLE (RFC 9051 §6.3.1), before a mailbox is selected. The names that are on now. */
  enable(names: readonly string[], options?: CommandOptions): CommandToken<readonly string[]> {
    return this.submit('ENABLE', () => enable(names), options)
  }

  /** NAMESPACE (RFC 9051 §6.3.10). Needs NAMESPACE or IMAP4rev2. */
  namespace(options?: CommandOptions): CommandToken<Namespaces> {
    return this.submit('NAMESPACE', () => namespace(), options)
  }

  /** LIST (RFC 9051 §6.3.9); `*` by default. Iterate it, or await all. */
  list(
    pattern: string | readonly string[] = '*',
    options: ListOptions & CommandOptions = {},
  ): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('LIST', () => list(pattern, options), options)
  }

  /** LSUB (RFC 3501 §6.3.9): subscribed mailboxes, for servers without LIST-EXTENDED. */
  lsub(
    pattern = '*',
    options: { readonly reference?: string } & CommandOptions = {},
  ): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('LSUB', () => lsub(pattern, options.reference ?? ''), options)
  }

  /** STATUS (RFC 9051 §6.3.11): all items asked for, or an error. Not for the selected mailbox; see `selected`. */
  status<const Item extends StatusItem>(
    mailbox: MailboxArgument,
    items: readonly Item[],
    options?: CommandOptions,
  ): CommandToken<Required<Pick<StatusItems, Item>>> {
    return this.submit('STATUS', () => status(mailbox, items), options)
  }

  /**
   * SELECT (RFC 9051 §6.3.2). Reads submitted behind it travel with it. `resync` has the server tell what happened
   * since (QRESYNC, RFC 7162 §3.2.5): in the result, and as `messageExpunge` and `flagChange` caused by this token.
   */
  select(mailbox: MailboxArgument, options: SelectOptions & CommandOptions = {}): CommandToken<SelectResult> {
    return this.submit('SELECT', () => select(mailbox, false, options), options)
  }

  /** EXAMINE (RFC 9051 §6.3.3): as `select`, read-only. */
  examine(mailbox: MailboxArgument, options: SelectOptions & CommandOptions = {}): CommandToken<SelectResult> {
    return this.submit('EXAMINE', () => select(mailbox, true, options), options)
  }

  /** CREATE (RFC 9051 §6.3.4). */
  create(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.submit('CREATE', () => create(mailbox), options)
  }

  /** DELETE (RFC 9051 §6.3.5). */
  delete(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.submit('DELETE', () => remove(mailbox), options)
  }

  /** RENAME (RFC 9051 §6.3.6), with everything below. */
  rename(from: MailboxArgument, to: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.submit('RENAME', () => rename(from, to), options)
  }

  /** SUBSCRIBE (RFC 9051 §6.3.7). */
  subscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.submit('SUBSCRIBE', () => subscribe(mailbox), options)
  }

  /** UNSUBSCRIBE (RFC 9051 §6.3.8). */
  unsubscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void> {
    return this.submit('UNSUBSCRIBE', () => unsubscribe(mailbox), options)
  }

  /** CLOSE (RFC 9051 §6.4.1): removes every message flagged `\Deleted`, then closes the mailbox. */
  closeMailbox(options?: CommandOptions): CommandToken<void> {
    return this.submit('CLOSE', () => close(), options)
  }

  /** UNSELECT (RFC 9051 §6.4.2): closes the mailbox and removes nothing. Needs UNSELECT or IMAP4rev2. */
  unselect(options?: CommandOptions): CommandToken<void> {
    return this.submit('UNSELECT', () => unselect(), options)
  }
}
