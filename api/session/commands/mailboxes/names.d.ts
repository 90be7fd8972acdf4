import type { Command } from '../../command.ts';
import { type MailboxArgument } from './mailbox.ts';
import type { SpecialUse } from './special-use.ts';
export interface CreateOptions {
    /** What it is to be used for (CREATE-SPECIAL-USE, RFC 6154 §3). A server that cannot says NO with USEATTR. */
    readonly specialUse?: SpecialUse | readonly SpecialUse[];
}
export interface CreateResult {
    /** As asked for, unless the server spells it its own way (OLDNAME, RFC 9051 §6.3.4). */
    readonly mailbox: string;
    /** Where the server has OBJECTID (RFC 8474 §4.1). */
    readonly mailboxId: string | undefined;
}
/** CREATE (RFC 9051 §6.3.4, RFC 6154 §3). */
export declare function create(mailbox: MailboxArgument, options?: CreateOptions): Command<CreateResult>;
/** DELETE (RFC 9051 §6.3.5). */
export declare function remove(mailbox: MailboxArgument): Command<void>;
/** RENAME (RFC 9051 §6.3.6): moves the whole subtree, so nobody's members, flags or subscriptions are safe beside it. */
export declare function rename(from: MailboxArgument, to: MailboxArgument): Command<void>;
/** SUBSCRIBE (RFC 9051 §6.3.7). */
export declare function subscribe(mailbox: MailboxArgument): Command<void>;
/** UNSUBSCRIBE (RFC 9051 §6.3.8). */
export declare function unsubscribe(mailbox: MailboxArgument): Command<void>;
