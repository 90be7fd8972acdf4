import { type Key } from './key.ts';
import type { SearchQuery } from './query.ts';
export interface SearchTraits {
    readonly readsFlags: readonly string[] | 'any';
    /** It names messages by sequence number. */
    readonly usesSequence: boolean;
    /** It names the last message with `*`. */
    readonly usesStar: boolean;
    /** It has text beyond ASCII: `CHARSET UTF-8` must come before the keys, unless UTF-8 is enabled. */
    readonly needsUtf8Charset: boolean;
    /** Some of it may match loosely (RFC 6203), so results have a relevancy. */
    readonly fuzzy: boolean;
    /** It asks for mod-sequences, so the answer carries one (RFC 7162 §3.1.5). */
    readonly modSeq: boolean;
    /** Capabilities, upper-case. */
    readonly needs: readonly string[];
}
/** @throws UsageError as `searchKeys` */
export declare function describe(query: SearchQuery): SearchTraits;
/** As `describe`, of a query that has been read. */
export declare function describeKeys(read: readonly Key[]): SearchTraits;
