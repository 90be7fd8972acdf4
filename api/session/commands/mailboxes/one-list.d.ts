import type { Command } from '../../command.ts';
import type { ListEntry } from './list-entry.ts';
import { type StatusItem } from './status.ts';
/** Which mailboxes, and what of each (RFC 9051 §6.3.9). What a server without the extension named gets instead is told beside each. */
export interface ListOptions {
    /** What the patterns are relative to; `''` by default. */
    readonly reference?: string;
    /** Only subscribed mailboxes, existing or not (LIST-EXTENDED, else from LSUB). */
    readonly subscribed?: boolean;
    /** Only mailboxes with a special use (SPECIAL-USE with LIST-EXTENDED, else from `specialUses`). */
    readonly specialUse?: boolean;
    /** Mailboxes on other servers, too (LIST-EXTENDED, else RLIST of MAILBOX-REFERRALS, else refused). */
    readonly remote?: boolean;
    /** Parents of what `subscribed` or `specialUse` finds, too; see `childInfo` (LIST-EXTENDED, else refused). */
    readonly recursiveMatch?: boolean;
    /** Tell which mailboxes are subscribed, by `\Subscribed` (LIST-EXTENDED, else from LSUB). */
    readonly subscriptions?: boolean;
    /** Tell which have children, by `\HasChildren` and `\HasNoChildren` (LIST-EXTENDED or CHILDREN, else refused). */
    readonly children?: boolean;
    /**
     * Tell what each is for, even if only its name says so (SPECIAL-USE, else XLIST, and by name what neither tells).
     * Entries come when all are known.
     */
    readonly specialUses?: boolean;
    /** STATUS of each that can be selected (LIST-STATUS, else a STATUS for each, all at once). */
    readonly status?: readonly StatusItem[];
    /** What may be done with each (LIST-MYRIGHTS, RFC 8440, else a MYRIGHTS for each of ACL, else refused). */
    readonly myRights?: boolean;
    /** Annotations of each (LIST-METADATA, RFC 9590, else a GETMETADATA for each of METADATA, else refused). */
    readonly metadata?: readonly string[];
}
/** A LIST with its arguments checked. */
export interface ListRequest {
    readonly patterns: readonly string[];
    readonly options: ListOptions;
}
/** @throws UsageError */
export declare function listRequest(pattern: string | readonly string[], options: ListOptions): ListRequest;
/** LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154) on a server that has all of it. */
export declare function oneList(request: ListRequest): Command<void, ListEntry>;
/** Extensions that a request cannot do without if one command is to do: of each, one. */
export declare function needsOf({ patterns, options }: ListRequest): readonly (readonly [string, ...string[]])[];
/** LSUB (RFC 3501 §6.3.9). With `%`, `\Noselect` marks parents that are not subscribed themselves. */
export declare function lsub(pattern: string, reference: string): Command<void, ListEntry>;
/** XLIST, which Gmail had before SPECIAL-USE. */
export declare function xlist(pattern: string, reference: string): Command<void, ListEntry>;
/** RLIST (RFC 2193 §5.1): LIST with mailboxes on other servers. */
export declare function rlist(pattern: string, reference: string): Command<void, ListEntry>;
/** RLSUB (RFC 2193 §5.2): LSUB with mailboxes on other servers. */
export declare function rlsub(pattern: string, reference: string): Command<void, ListEntry>;
