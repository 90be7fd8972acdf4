import type { StatusItems } from '../../codec/values.ts';
import type { Command } from '../command.ts';
import { type StatusItem } from './status.ts';
export interface ListOptions {
    /** Prefix the patterns are relative to; `''` by default. */
    readonly reference?: string;
    /** Only subscribed mailboxes (LIST-EXTENDED or IMAP4rev2). */
    readonly subscribed?: boolean;
    /** Tell which mailboxes are subscribed, by `\Subscribed` (LIST-EXTENDED or IMAP4rev2). */
    readonly subscriptions?: boolean;
    /** STATUS of every mailbox listed, in the same round trip (LIST-STATUS, RFC 5819, or IMAP4rev2). */
    readonly status?: readonly StatusItem[];
}
/** One mailbox as LIST told it. `status` is there when it was asked for and the mailbox can be selected. */
export interface ListEntry {
    readonly mailbox: string;
    /** See `Named.wireName`; pass it on as `{ wireName }`. */
    readonly wireName: string | undefined;
    readonly attributes: readonly string[];
    readonly delimiter: string | null;
    readonly childInfo: readonly string[] | undefined;
    readonly status: StatusItems | undefined;
}
/** LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819). */
export declare function list(pattern: string | readonly string[], options: ListOptions): Command<void, ListEntry>;
/** LSUB (RFC 3501 §6.3.9): for servers without LIST-EXTENDED. */
export declare function lsub(pattern: string, reference: string): Command<void, ListEntry>;
