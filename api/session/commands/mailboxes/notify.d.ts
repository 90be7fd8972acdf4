import type { FetchQuery } from '../../../codec/encode/fetch-query.ts';
import type { StatusItems } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
import type { MailboxArgument } from './mailbox.ts';
import type { At, MailboxPath } from './path.ts';
/** Of messages. `messageNew` and `messageExpunge` come together; the others need both (RFC 5465 §5). */
export type NotifyMessageEvent = 'messageNew' | 'messageExpunge' | 'flagChange' | 'annotationChange';
export type NotifyEvent = NotifyMessageEvent | 'mailboxName' | 'subscriptionChange' | 'mailboxMetadataChange' | 'serverMetadataChange';
/** Which mailboxes a group is about, the selected one aside (RFC 5465 §6). */
export type NotifyFilter = 'inboxes' | 'personal' | 'subscribed' | {
    readonly subtree: NotifyNames;
} | {
    readonly mailboxes: NotifyNames;
};
/** One mailbox, or a list of them; in a list each may be a path. */
export type NotifyNames = MailboxArgument | readonly (MailboxArgument | MailboxPath)[];
export interface NotifyGroup {
    readonly filter: NotifyFilter;
    readonly events: readonly NotifyEvent[] | 'none';
}
/** The mailbox that is selected, whichever it is at the time (RFC 5465 §6.1). */
export interface NotifySelected {
    /** `messageNew`, `messageExpunge` and `flagChange` unless given. */
    readonly events?: readonly NotifyMessageEvent[];
    /** What comes with the news of a message, besides its UID: its flags unless given. */
    readonly fetch?: FetchQuery;
    /** Removals wait for a command that allows them (SELECTED-DELAYED). Cyrus does not keep to it. */
    readonly delayed?: boolean;
}
export interface NotifyRequest {
    /** `'none'` has the server say nothing of the selected mailbox any more. */
    readonly selected?: NotifySelected | 'none';
    /** Cyrus takes each filter once. */
    readonly groups?: readonly NotifyGroup[];
    /** STATUS of every mailbox watched, first. */
    readonly status?: boolean;
}
/** The state of a mailbox when watching it began. */
export interface NotifiedMailbox {
    readonly mailbox: string;
    /** See `Named.wireName`. */
    readonly wireName: string | undefined;
    readonly status: StatusItems;
}
/** NOTIFY SET, or NOTIFY NONE (RFC 5465 §3.1). */
export declare function notify(request: NotifyRequest | 'none', at: At): Command<void, NotifiedMailbox>;
