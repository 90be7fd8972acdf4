import { NumberSet } from './number-set.ts';
/** How callers may name messages: `7`, `[1, 2, 3]`, a `NumberSet`, or text such as `'1:5,9,20:*'`. */
export type SetInput = number | string | Iterable<number> | NumberSet | SequenceSet;
/** A non-empty set of UIDs or sequence numbers, `*` allowed. */
export declare class SequenceSet {
    /** The part without `*`. */
    readonly known: NumberSet;
    /** The lowest `n` of the `n:*` in it. */
    readonly openFrom: number | undefined;
    /** It holds `*` by itself, and no `n:*`, which would include it. */
    readonly star: boolean;
    constructor(known: NumberSet, openFrom: number | undefined, star: boolean);
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
