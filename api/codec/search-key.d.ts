import type { CommandLine } from './command-line.ts';
import { type CalendarDate } from './date.ts';
import { type SetInput } from './sequence-set.ts';
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
    readonly uid?: SetInput;
    /** By sequence number; such a search waits for everything that may renumber messages. */
    readonly sequence?: SetInput;
    /** Changed at this mod-sequence or later (RFC 7162 §3.1.5). */
    readonly modSeq?: number | bigint;
    /** Arrived at least so many seconds ago (RFC 5032). */
    readonly older?: number;
    /** Arrived at most so many seconds ago (RFC 5032). */
    readonly younger?: number;
    readonly and?: readonly SearchQuery[];
    /** At least one of two or more. */
    readonly or?: readonly SearchQuery[];
    /** None of these. */
    readonly not?: SearchQuery | readonly SearchQuery[];
}
/** What a search needs and depends on. */
export interface SearchTraits {
    readonly readsFlags: readonly string[] | 'any';
    /** It names messages by sequence number. */
    readonly usesSequence: boolean;
    /** It names the last message with `*`. */
    readonly usesStar: boolean;
    /** It has text beyond ASCII: `CHARSET UTF-8` must come before the keys, unless UTF-8 is enabled. */
    readonly needsUtf8Charset: boolean;
    /** Capabilities, upper-case. */
    readonly needs: readonly string[];
}
/** Adds the keys of a query to a SEARCH. @throws UsageError naming the key that is wrong. */
export declare function searchKeys(line: CommandLine, query: SearchQuery): void;
/** What a query needs and depends on. @throws UsageError as `searchKeys` */
export declare function describe(query: SearchQuery): SearchTraits;
