/** Commands on mailboxes and their names (RFC 9051 §6.3), and on which one is selected. */
import type { Namespaces, StatusItems } from '../../codec/values.ts'
import { enable, namespace } from '../../session/commands/any-state/basic.ts'
import type { ListEntry } from '../../session/commands/mailboxes/list-entry.ts'
import { list } from '../../session/commands/mailboxes/list.ts'
import { lsub, rlist, rlsub, xlist, type ListOptions } from '../../session/commands/mailboxes/one-list.ts'
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts'
import type { MailboxPath } from '../../session/commands/mailboxes/path.ts'
import {
  create,
  remove,
  rename,
  subscribe,
  unsubscribe,
  type CreateOptions,
  type CreateResult,
} from '../../session/commands/mailboxes/names.ts'
import {
  close,
  select,
  unselect,
  type SelectOptions,
  type SelectResult,
} from '../../session/commands/mailboxes/select.ts'
import { notify, type NotifiedMailbox, type NotifyRequest } from '../../session/commands/mailboxes/notify.ts'
import { status, type StatusItem } from '../../session/commands/mailboxes/status.ts'
import type { CommandOptions } from '../options.ts'
import type { CommandToken } from '../token.ts'
import { AnyStateMethods } from './any-state.ts'
import type { OptionRules } from './option-rules.ts'

const LIST: OptionRules<ListOptions> = {
  reference: 'string',
  subscribed: 'boolean',
  specialUse: 'boolean',
  remote: 'boolean',
  recursiveMatch: 'boolean',
  subscriptions: 'boolean',
  children: 'boolean',
  specialUses: 'boolean',
  status: 'list',
  myRights: 'boolean',
  metadata: 'list',
}
const REFERENCE: OptionRules<ReferenceOptions> = { reference: 'string' }
const SELECT: OptionRules<SelectOptions> = { condstore: 'boolean', resync: 'any', annotate: 'boolean' }
const CREATE: OptionRules<CreateOptions> = { specialUse: 'any' }

/** `reference`: what the pattern is relative to; `''` by default. */
type ReferenceOptions = { readonly reference?: string } & CommandOptions

export class MailboxMethods extends AnyStateMethods {
  /** ENABLE (RFC 9051 §6.3.1), before a mailbox is selected. The names that are on now. */
  enable(names: readonly string[], options?: CommandOptions): CommandToken<readonly string[]> {
    return this.submit('ENABLE', () => enable(names), options)
  }

  /** NAMESPACE (RFC 9051 §6.3.10). Needs NAMESPACE or IMAP4rev2. */
  namespace(options?: CommandOptions): CommandToken<Namespaces> {
    return this.submit('NAMESPACE', () => namespace(), options)
  }

  /**
   * LIST (RFC 9051 §6.3.9); `*` by default. Iterate it, or await all. What the options need, and what servers without
   * it get instead, is told with `ListOptions`; the result is the same.
   */
  list(
    pattern: string | readonly string[] = '*',
    options: ListOptions & CommandOptions = {},
  ): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('LIST', () => list(pattern, options), options, LIST)
  }

  /**
   * LSUB (RFC 3501 §6.3.9), which IMAP4rev2 does not have. `list` with `subscribed` uses whichever the server has, and
   * tells which of the mailboxes exist.
   */
  lsub(pattern = '*', options: ReferenceOptions = {}): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('LSUB', () => lsub(pattern, options.reference ?? ''), options, REFERENCE)
  }

  /** XLIST, which Gmail had before SPECIAL-USE. Needs XLIST; `list` with `specialUses` uses it where it is needed. */
  xlist(pattern = '*', options: ReferenceOptions = {}): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('XLIST', () => xlist(pattern, options.reference ?? ''), options, REFERENCE)
  }

  /** RLIST (RFC 2193 §5.1): LIST with mailboxes that are on other servers. Needs MAILBOX-REFERRALS. */
  rlist(pattern = '*', options: ReferenceOptions = {}): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('RLIST', () => rlist(pattern, options.reference ?? ''), options, REFERENCE)
  }

  /** RLSUB (RFC 2193 §5.2): LSUB with mailboxes that are on other servers. Needs MAILBOX-REFERRALS. */
  rlsub(pattern = '*', options: ReferenceOptions = {}): CommandToken<readonly ListEntry[], ListEntry> {
    return this.collect('RLSUB', () => rlsub(pattern, options.reference ?? ''), options, REFERENCE)
  }

  /**
   * STATUS (RFC 9051 §6.3.11): all items asked for, or an error. Servers answer for the selected mailbox, too, as the
   * RFC demands; `selected` knows it without asking. Items of extensions need these: `size` STATUS=SIZE,
   * `highestModSeq` CONDSTORE, `mailboxId` OBJECTID, `appendLimit` APPENDLIMIT, `deleted` QUOTA=RES-MESSAGE or
   * IMAP4rev2, `deletedStorage` QUOTA=RES-STORAGE.
   */
  status<const Item extends StatusItem>(
    mailbox: MailboxArgument | MailboxPath,
    items: readonly Item[],
    options?: CommandOptions,
  ): CommandToken<Required<Pick<StatusItems, Item>>> {
    return this.submit('STATUS', (at) => status(at(mailbox), items), options)
  }

  /**
   * SELECT (RFC 9051 §6.3.2). Reads submitted behind it travel with it. `resync` has the server tell what happened
   * since (QRESYNC, RFC 7162 §3.2.5): in the result, and as `messageExpunge` and `flagChange` caused by this token.
   */
  select(
    mailbox: MailboxArgument | MailboxPath,
    options: SelectOptions & CommandOptions = {},
  ): CommandToken<SelectResult> {
    return this.submit('SELECT', (at) => select(at(mailbox), false, options), options, SELECT)
  }

  /** EXAMINE (RFC 9051 §6.3.3): as `select`, read-only. */
  examine(
    mailbox: MailboxArgument | MailboxPath,
    options: SelectOptions & CommandOptions = {},
  ): CommandToken<SelectResult> {
    return this.submit('EXAMINE', (at) => select(at(mailbox), true, options), options, SELECT)
  }

  /**
   * NOTIFY (RFC 5465): the server tells by itself, as events, what happens in the mailboxes named; `'none'` ends it. Needs
   * NOTIFY. With `status` the items are the mailboxes' states at the beginning. While it is in force no command may use
   * sequence numbers. What the server cannot tell fails with the code BADEVENT, too much with NOTIFICATIONOVERFLOW.
   *
   * Dovecot writes news of other mailboxes into the middle of message bodies: with groups, no bodies can be fetched on
   * such a connection there (quirk `bodies-broken-by-notify`). After `'none'` it says nothing of the selected mailbox any more.
   */
  notify(
    request: NotifyRequest | 'none',
    options: CommandOptions = {},
  ): CommandToken<readonly NotifiedMailbox[], NotifiedMailbox> {
    return this.collect('NOTIFY', (at) => notify(request, at), options)
  }

  /**
   * CREATE (RFC 9051 §6.3.4), with what lies above. A `CommandError` has the server's code: ALREADYEXISTS, CANNOT,
   * and with `specialUse`, which needs CREATE-SPECIAL-USE (RFC 6154 §3), USEATTR.
   */
  create(
    mailbox: MailboxArgument | MailboxPath,
    options: CreateOptions & CommandOptions = {},
  ): CommandToken<CreateResult> {
    return this.submit('CREATE', (at) => create(at(mailbox), options), options, CREATE)
  }

  /**
   * DELETE (RFC 9051 §6.3.5): the mailbox with its messages, and nothing below it. HASCHILDREN, NONEXISTENT and INUSE
   * are codes of the refusal. The subscription stays (RFC 9051 §6.3.7).
   */
  delete(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void> {
    return this.submit('DELETE', (at) => remove(at(mailbox)), options)
  }

  /**
   * RENAME (RFC 9051 §6.3.6), with everything below; of INBOX it moves the messages and leaves the mailbox.
   * ALREADYEXISTS and NONEXISTENT are codes of the refusal. Subscriptions do not follow.
   */
  rename(
    from: MailboxArgument | MailboxPath,
    to: MailboxArgument | MailboxPath,
    options?: CommandOptions,
  ): CommandToken<void> {
    return this.submit('RENAME', (at) => rename(at(from), at(to)), options)
  }

  /** SUBSCRIBE (RFC 9051 §6.3.7). Servers may take names that do not exist, or not any more. */
  subscribe(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void> {
    return this.submit('SUBSCRIBE', (at) => subscribe(at(mailbox)), options)
  }

  /** UNSUBSCRIBE (RFC 9051 §6.3.8). */
  unsubscribe(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void> {
    return this.submit('UNSUBSCRIBE', (at) => unsubscribe(at(mailbox)), options)
  }

  /** CLOSE (RFC 9051 §6.4.1): removes every message flagged `\Deleted`, then closes the mailbox. */
  closeMailbox(options?: CommandOptions): CommandToken<void> {
    return this.submit('CLOSE', () => close(), options)
  }

  /** UNSELECT (RFC 9051 §6.4.2): closes the mailbox and removes nothing. Without UNSELECT by EXAMINE and CLOSE. */
  unselect(options?: CommandOptions): CommandToken<void> {
    return this.submit('UNSELECT', () => unselect(), options)
  }
}
