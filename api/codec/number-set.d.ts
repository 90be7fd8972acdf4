/** The largest UID or sequence number (RFC 9051 §9, nz-number). */
export declare const MAX_NUMBER = 4294967295;
/** True for what the grammar calls nz-number: an integer from 1 to 4294967295. */
export declare function isMessageNumber(n: number): boolean;
/** An immutable set of numbers from 1 to 4294967295. */
export declare class NumberSet implements Iterable<number> {
    #private;
    /**
     * Lowest, highest, lowest, highest, …: ascending, disjoint, not adjacent. An ordinary property rather
     * than a `#private` one, so that structural comparison of values that hold sets tells them apart.
     */
    private readonly bounds;
    /** How many numbers are in the set. */
    readonly size: number;
    private constructor();
    static readonly empty: NumberSet;
    /** @throws UsageError for anything but integers from 1 to 4294967295. */
    static of(...numbers: readonly number[]): NumberSet;
    /** @throws UsageError for anything but integers from 1 to 4294967295. */
    static from(numbers: Iterable<number>): NumberSet;
    /** All numbers from the lower of the two to the higher. @throws UsageError as `of`. */
    static range(a: number, b: number): NumberSet;
    /** Reads a sequence-set without `*`: `1:4,7,9:8` (RFC 9051 §9). @throws UsageError for anything else. */
    static parse(text: string): NumberSet;
    get isEmpty(): boolean;
    get min(): number | undefined;
    get max(): number | undefined;
    get rangeCount(): number;
    has(n: number): boolean;
    /** The member at a place in ascending order, counted from 0. */
    at(index: number): number | undefined;
    /** The members from one place in ascending order up to, not including, another. */
    slice(from: number, to: number): NumberSet;
    /** The place of a member in ascending order, counted from 0; -1 when it is not in the set. */
    indexOf(n: number): number;
    /** How many members are less than or equal to `n`. */
    countThrough(n: number): number;
    /** The ranges, ascending; both ends belong to the set. */
    ranges(): Generator<readonly [number, number], undefined>;
    [Symbol.iterator](): Generator<number, undefined>;
    union(other: NumberSet): NumberSet;
    intersection(other: NumberSet): NumberSet;
    difference(other: NumberSet): NumberSet;
    isSubsetOf(other: NumberSet): boolean;
    isDisjointFrom(other: NumberSet): boolean;
    equals(other: NumberSet): boolean;
    /** The sequence-set text, `''` for the empty set. */
    toString(): string;
    toJSON(): string;
}
/** Gathers numbers in any order; ascending ones cost O(1). */
export declare class NumberSetBuilder {
    #private;
    /** @throws UsageError for anything but an integer from 1 to 4294967295. */
    add(n: number): this;
    /** Both ends belong to the range; either may be the higher. @throws UsageError as `add`. */
    addRange(a: number, b: number): this;
    addAll(numbers: NumberSet): this;
    /** What has been added so far; the builder may be added to afterwards. */
    build(): NumberSet;
}
