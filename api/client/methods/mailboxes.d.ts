/** Commands on mailboxes and their names (RFC 9051 §6.3), and on which one is selected. */
import type { Namespaces, StatusItems } from '../../codec/values.ts';
import type { ListEntry } from '../../session/commands/mailboxes/list-entry.ts';
import { type ListOptions } from '../../session/commands/mailboxes/one-list.ts';
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts';
import type { MailboxPath } from '../../session/commands/mailboxes/path.ts';
import { type CreateOptions, type CreateResult } from '../../session/commands/mailboxes/names.ts';
import { type SelectOptions, type SelectResult } from '../../session/commands/mailboxes/select.ts';
import { type NotifiedMailbox, type NotifyRequest } from '../../session/commands/mailboxes/notify.ts';
import { type StatusItem } from '../../session/commands/mailboxes/status.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { AnyStateMethods } from './any-state.ts';
/** `reference`: what the pattern is relative to; `''` by default. */
type ReferenceOptions = {
    readonly reference?: string;
} & CommandOptions;
export declare class MailboxMethods extends AnyStateMethods {
    /** ENABLE (RFC 9051 §6.3.1), before a mailbox is selected. The names that are on now. */
    enable(names: readonly string[], options?: CommandOptions): CommandToken<readonly string[]>;
    /** NAMESPACE (RFC 9051 §6.3.10). Needs NAMESPACE or IMAP4rev2. */
    namespace(options?: CommandOptions): CommandToken<Namespaces>;
    /**
     * LIST (RFC 9051 §6.3.9); `*` by default. Iterate it, or await all. What the options need, and what servers without
     * it get instead, is told with `ListOptions`; the result is the same.
     */
    list(pattern?: string | readonly string[], options?: ListOptions & CommandOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /**
     * LSUB (RFC 3501 §6.3.9), which IMAP4rev2 does not have. `list` with `subscribed` uses whichever the server has, and
     * tells which of the mailboxes exist.
     */
    lsub(pattern?: string, options?: ReferenceOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /** XLIST, which Gmail had before SPECIAL-USE. Needs XLIST; `list` with `specialUses` uses it where it is needed. */
    xlist(pattern?: string, options?: ReferenceOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /** RLIST (RFC 2193 §5.1): LIST with mailboxes that are on other servers. Needs MAILBOX-REFERRALS. */
    rlist(pattern?: string, options?: ReferenceOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /** RLSUB (RFC 2193 §5.2): LSUB with mailboxes that are on other servers. Needs MAILBOX-REFERRALS. */
    rlsub(pattern?: string, options?: ReferenceOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /**
     * STATUS (RFC 9051 §6.3.11): all items asked for, or an error. Servers answer for the selected mailbox, too, as the
     * RFC demands; `selected` knows it without asking. Items of extensions need these: `size` STATUS=SIZE,
     * `highestModSeq` CONDSTORE, `mailboxId` OBJECTID, `appendLimit` APPENDLIMIT, `deleted` QUOTA=RES-MESSAGE or
     * IMAP4rev2, `deletedStorage` QUOTA=RES-STORAGE.
     */
    status<const Item extends StatusItem>(mailbox: MailboxArgument | MailboxPath, items: readonly Item[], options?: CommandOptions): CommandToken<Required<Pick<StatusItems, Item>>>;
    /**
     * SELECT (RFC 9051 §6.3.2). Reads submitted behind it travel with it. `resync` has the server tell what happened
     * since (QRESYNC, RFC 7162 §3.2.5): in the result, and as `messageExpunge` and `flagChange` caused by this token.
     */
    select(mailbox: MailboxArgument | MailboxPath, options?: SelectOptions & CommandOptions): CommandToken<SelectResult>;
    /** EXAMINE (RFC 9051 §6.3.3): as `select`, read-only. */
    examine(mailbox: MailboxArgument | MailboxPath, options?: SelectOptions & CommandOptions): CommandToken<SelectResult>;
    /**
     * NOTIFY (RFC 5465): the server tells by itself, as events, what happens in the mailboxes named; `'none'` ends it. Needs
     * NOTIFY. With `status` the items are the mailboxes' states at the beginning. While it is in force no command may use
     * sequence numbers. What the server cannot tell fails with the code BADEVENT, too much with NOTIFICATIONOVERFLOW.
     *
     * Dovecot writes news of other mailboxes into the middle of message bodies: with groups, no bodies can be fetched on
     * such a connection there (quirk `bodies-broken-by-notify`). After `'none'` it says nothing of the selected mailbox any more.
     */
    notify(request: NotifyRequest | 'none', options?: CommandOptions): CommandToken<readonly NotifiedMailbox[], NotifiedMailbox>;
    /**
     * CREATE (RFC 9051 §6.3.4), with what lies above. A `CommandError` has the server's code: ALREADYEXISTS, CANNOT,
     * and with `specialUse`, which needs CREATE-SPECIAL-USE (RFC 6154 §3), USEATTR.
     */
    create(mailbox: MailboxArgument | MailboxPath, options?: CreateOptions & CommandOptions): CommandToken<CreateResult>;
    /**
     * DELETE (RFC 9051 §6.3.5): the mailbox with its messages, and nothing below it. HASCHILDREN, NONEXISTENT and INUSE
     * are codes of the refusal. The subscription stays (RFC 9051 §6.3.7).
     */
    delete(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void>;
    /**
     * RENAME (RFC 9051 §6.3.6), with everything below; of INBOX it moves the messages and leaves the mailbox.
     * ALREADYEXISTS and NONEXISTENT are codes of the refusal. Subscriptions do not follow.
     */
    rename(from: MailboxArgument | MailboxPath, to: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void>;
    /** SUBSCRIBE (RFC 9051 §6.3.7). Servers may take names that do not exist, or not any more. */
    subscribe(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void>;
    /** UNSUBSCRIBE (RFC 9051 §6.3.8). */
    unsubscribe(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<void>;
    /** CLOSE (RFC 9051 §6.4.1): removes every message flagged `\Deleted`, then closes the mailbox. */
    closeMailbox(options?: CommandOptions): CommandToken<void>;
    /** UNSELECT (RFC 9051 §6.4.2): closes the mailbox and removes nothing. Without UNSELECT by EXAMINE and CLOSE. */
    unselect(options?: CommandOptions): CommandToken<void>;
}
export {};
