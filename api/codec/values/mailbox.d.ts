/** What a server says about mailboxes. */
import type { NumberSet } from '../number-set.ts';
import type { ExtendedItem } from './extension.ts';
/**
 * A mailbox name. `mailbox` is for people and for comparing; `wireName` is there only when the octets
 * the server used differ from what our encoder makes of `mailbox`, and must then be sent instead.
 * INBOX is always upper case.
 */
export interface Named {
    readonly mailbox: string;
    readonly wireName: string | undefined;
}
export interface Flags {
    readonly type: 'flags';
    readonly flags: readonly string[];
}
/** LIST, LSUB, and Gmail's XLIST (RFC 9051 §7.3.1, RFC 3501 §7.2.3). */
export interface List extends Named {
    readonly type: 'list';
    readonly command: 'LIST' | 'LSUB' | 'XLIST';
    /** As sent: `\HasChildren`, `\Sent`, … */
    readonly attributes: readonly string[];
    readonly delimiter: string | null;
    /** CHILDINFO (RFC 5258 §3.5). */
    readonly childInfo: readonly string[] | undefined;
    /** OLDNAME: this is a rename (RFC 9051 §6.3.9.7). */
    readonly oldName: Named | undefined;
    readonly extended: readonly ExtendedItem[];
}
export interface StatusItems {
    messages?: number;
    recent?: number;
    uidNext?: number;
    uidValidity?: number;
    unseen?: number;
    deleted?: number;
    /** Octets that EXPUNGE would free (RFC 9208 §4.1.4). */
    deletedStorage?: number;
    size?: number;
    highestModSeq?: bigint;
    /** Octets a message may have; null: any number (RFC 7889 §3). */
    appendLimit?: number | null;
    mailboxId?: string;
}
/** `* STATUS mailbox (…)` (RFC 9051 §7.3.3). */
export interface MailboxStatus extends Named {
    readonly type: 'mailboxStatus';
    readonly items: StatusItems;
    readonly extended: readonly ExtendedItem[];
}
export interface NamespaceEntry {
    readonly prefix: string;
    readonly delimiter: string | null;
    readonly extended: readonly ExtendedItem[];
}
/** `* NAMESPACE` (RFC 9051 §7.3.2); null where the server says NIL. */
export interface Namespaces {
    readonly type: 'namespace';
    readonly personal: readonly NamespaceEntry[] | null;
    readonly otherUsers: readonly NamespaceEntry[] | null;
    readonly shared: readonly NamespaceEntry[] | null;
}
/** `* n EXISTS`, `* n RECENT`, `* n EXPUNGE`. */
export interface Numbered {
    readonly type: 'exists' | 'recent' | 'expunge';
    readonly number: number;
}
/** `* VANISHED [(EARLIER)] uids` (RFC 7162 §3.2.10). */
export interface Vanished {
    readonly type: 'vanished';
    readonly earlier: boolean;
    readonly uids: NumberSet;
}
