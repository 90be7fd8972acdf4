/** Search criteria as people write them (RFC 9051 §6.4.4 and extensions). */
import type { SavedSearch, SetInput } from '../../sequence-set.ts';
import type { CalendarDate } from '../date.ts';
/** One text, or several that must all be found. */
export type SearchText = string | readonly string[];
/**
 * What messages must be like. All keys must hold. Texts match as substrings, ignoring case.
 *
 * @example { seen: false, from: 'boss', since: '2026-02-01', or: [{ subject: 'urgent' }, { flagged: true }] }
 */
export interface SearchQuery {
    /** Every message. */
    readonly all?: boolean;
    readonly answered?: boolean;
    readonly deleted?: boolean;
    readonly draft?: boolean;
    readonly flagged?: boolean;
    readonly seen?: boolean;
    /** IMAP4rev1 only, as `new` and `old`. */
    readonly recent?: boolean;
    /** Recent and not seen. */
    readonly new?: boolean;
    /** Not recent. */
    readonly old?: boolean;
    readonly keyword?: SearchText;
    /** None of these keywords is set. */
    readonly unkeyword?: SearchText;
    readonly from?: SearchText;
    readonly to?: SearchText;
    readonly cc?: SearchText;
    readonly bcc?: SearchText;
    readonly subject?: SearchText;
    readonly body?: SearchText;
    /** Header or body. */
    readonly text?: SearchText;
    /** By field name; the value `''` asks for the field's presence. */
    readonly header?: Readonly<Record<string, SearchText>> | readonly (readonly [name: string, value: string])[];
    /** Arrived (INTERNALDATE) before that day. */
    readonly before?: CalendarDate;
    readonly on?: CalendarDate;
    /** Arrived on that day or later. */
    readonly since?: CalendarDate;
    /** As `before`, by the Date header. */
    readonly sentBefore?: CalendarDate;
    readonly sentOn?: CalendarDate;
    readonly sentSince?: CalendarDate;
    /** Octets. */
    readonly larger?: number | bigint;
    /** Octets. */
    readonly smaller?: number | bigint;
    /** Also `$`: a `SavedSearch` (RFC 9051 §6.4.4.1). */
    readonly uid?: SetInput;
    /** By sequence number; such a search waits for everything that may renumber messages. */
    readonly sequence?: Exclude<SetInput, SavedSearch>;
    /** Changed at this mod-sequence or later, in anything or in one flag. Needs CONDSTORE (RFC 7162 §3.1.5). */
    readonly modSeq?: number | bigint | ModSeqKey;
    /** Arrived at least so many seconds ago. Needs WITHIN (RFC 5032). */
    readonly older?: number;
    /** Arrived at most so many seconds ago. Needs WITHIN (RFC 5032). */
    readonly younger?: number;
    /** Put into this mailbox before that day. Needs SAVEDATE (RFC 8514 §4.3), as the two that follow. */
    readonly savedBefore?: CalendarDate;
    readonly savedOn?: CalendarDate;
    readonly savedSince?: CalendarDate;
    /** The mailbox keeps save dates: every message or none. Needs SAVEDATE. */
    readonly saveDateSupported?: boolean;
    /** The messages with this EMAILID. Needs OBJECTID (RFC 8474 §6). */
    readonly emailId?: string;
    /** The messages with this THREADID. Needs OBJECTID (RFC 8474 §6). */
    readonly threadId?: string;
    /** A search that the server keeps by this name. Needs FILTERS (RFC 5466 §3.1). */
    readonly filter?: SearchText;
    /** An annotation that contains a text. Needs ANNOTATE-EXPERIMENT-1 (RFC 5257 §4.8). */
    readonly annotation?: AnnotationKey | readonly AnnotationKey[];
    /** What Gmail's own search box takes. Needs X-GM-EXT-1, as the three that follow. */
    readonly gmailRaw?: string;
    readonly gmailMessageId?: bigint;
    readonly gmailThreadId?: bigint;
    readonly gmailLabel?: SearchText;
    /** All of this, but as loosely as the server sees fit. Needs SEARCH=FUZZY (RFC 6203). */
    readonly fuzzy?: SearchQuery | readonly SearchQuery[];
    readonly and?: readonly SearchQuery[];
    /** At least one of two or more. */
    readonly or?: readonly SearchQuery[];
    /** None of these. */
    readonly not?: SearchQuery | readonly SearchQuery[];
}
/** Only changes of one flag or keyword count; which of its values where flags can be private: all unless given. */
export interface ModSeqKey {
    readonly atLeast: number | bigint;
    readonly flag: string;
    readonly type?: 'priv' | 'shared' | 'all';
}
export interface AnnotationKey {
    /** Its path, such as `/comment`; `*` and `%` match as in LIST. */
    readonly entry: string;
    /** Whose value: either unless given. */
    readonly scope?: 'private' | 'shared';
    /** What the value contains. */
    readonly value: string;
}
