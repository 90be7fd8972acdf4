import { NumberSet } from './number-set.ts';
/** How callers may name messages: `7`, `[1, 2, 3]`, a `NumberSet`, text such as `'1:5,9,20:*'`, or a `SavedSearch`. */
export type SetInput = number | string | Iterable<number> | NumberSet | SequenceSet | SavedSearch;
/**
 * What one search leaves behind on the server: `$` (RFC 9051 §6.4.4.1).
 *
 * Give a new one to a search as `save`, then use it wherever UIDs are expected. Reads may be submitted at once;
 * they travel with the search. Changes wait until that very search is answered OK. Once another search has saved
 * its result, or another mailbox is selected, `$` means something else, and using this one is an error.
 */
export declare class SavedSearch {
    #private;
    get uids(): NumberSet | undefined;
}
/** The server has told what the search found. */
export declare function tellSaved(saved: SavedSearch, uids: NumberSet): void;
/** A non-empty set of UIDs or sequence numbers, `*` allowed; or `$`, of which it is not known that it is not empty. */
export declare class SequenceSet {
    /** The part without `*`. */
    readonly known: NumberSet;
    /** The lowest `n` of the `n:*` in it. */
    readonly openFrom: number | undefined;
    /** It holds `*` by itself, and no `n:*`, which would include it. */
    readonly star: boolean;
    /** It is `$`, and nothing else. */
    readonly saved: SavedSearch | undefined;
    constructor(known: NumberSet, openFrom: number | undefined, star: boolean, saved?: SavedSearch);
    /** Its meaning depends on which message is the last one. */
    get usesStar(): boolean;
    /** Whether a message is in the set; `isLargest` tells that it is the last of its mailbox. */
    matches(n: number, isLargest: boolean): boolean;
    /** Every number that may be in the set, whichever message is the last one. */
    get reach(): NumberSet;
    /** False only when no message can be in both; `*` may be any message. */
    overlaps(other: SequenceSet): boolean;
    /** As on the wire. */
    toString(): string;
    toJSON(): string;
}
/**
 * Makes a set of what a caller wrote. `what` names the argument in errors.
 *
 * @throws UsageError for an empty set, for anything but integers from 1 to 4294967295, and for text that is
 *   no sequence-set.
 */
export declare function sequenceSet(input: SetInput, what: string): SequenceSet;
