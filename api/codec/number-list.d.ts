/**
 * An immutable list of UIDs or sequence numbers in an order of its own: what SORT answers.
 *
 * Stored as runs of ascending neighbours, and never expanded: a server may write `1:4294967295` in a dozen octets.
 */
import { NumberSet } from './number-set.ts';
export declare class NumberList implements Iterable<number> {
    #private;
    /** The first number of each run. Not `#private`, so that structural comparison tells lists apart. */
    private readonly firsts;
    private readonly counts;
    readonly size: number;
    private constructor();
    static readonly empty: NumberList;
    /** @throws UsageError for anything but integers from 1 to 4294967295. */
    static from(numbers: Iterable<number>): NumberList;
    get isEmpty(): boolean;
    get first(): number | undefined;
    get last(): number | undefined;
    /** The number at a place, counted from 0. */
    at(index: number): number | undefined;
    /** The numbers from one place up to, not including, another. */
    slice(from: number, to?: number): NumberList;
    concat(other: NumberList): NumberList;
    /** The same numbers without their order. */
    toSet(): NumberSet;
    [Symbol.iterator](): Generator<number, undefined>;
    /** As on the wire: `7:9,1,16`; `''` for the empty list. */
    toString(): string;
    toJSON(): string;
}
/** Gathers numbers in their order. */
export declare class NumberListBuilder {
    #private;
    add(n: number): this;
    /** Ascending, whichever end comes first (RFC 5267 §3.2). */
    addRange(a: number, b: number): this;
    build(): NumberList;
}
