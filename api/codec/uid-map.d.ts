/**
 * Which UID became which: the two sets of COPYUID (RFC 9051 §7.1), kept as ranges.
 */
import { NumberSet } from './number-set.ts';
/** Ranges of numbers in the order a server gave them; in each the lower end comes first. */
export type OrderedRanges = readonly (readonly [low: number, high: number])[];
/** A one-to-one mapping of UIDs. Pairs are in the order the server told them. */
export declare class UidMap implements Iterable<readonly [from: number, to: number]> {
    #private;
    /** Ordinary, so that structural comparison tells two maps apart. */
    private readonly runs;
    readonly size: number;
    private constructor();
    static readonly empty: UidMap;
    /** Undefined when the two do not correspond: not as many on both sides, or a number named twice. */
    static of(source: OrderedRanges, destination: OrderedRanges): UidMap | undefined;
    get isEmpty(): boolean;
    /** The UIDs that became others. */
    get source(): NumberSet;
    /** The UIDs they became. */
    get destination(): NumberSet;
    /** What a UID became. */
    get(uid: number): number | undefined;
    /** What each came from. */
    get inverse(): UidMap;
    [Symbol.iterator](): Generator<readonly [from: number, to: number], undefined>;
    /** `1:3=7:9,5=12` */
    toString(): string;
    toJSON(): string;
}
/** The numbers of all ranges. */
export declare function setOf(ranges: OrderedRanges): NumberSet;
/** The number at a place, counted from 0, in the order of the ranges. */
export declare function numberAt(ranges: OrderedRanges, place: number): number | undefined;
