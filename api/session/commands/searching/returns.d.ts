/** What a search may be asked to return (RFC 9051 §6.4.4, RFC 4731, RFC 5267, RFC 6203, RFC 9394). */
import type { CommandLine } from '../../../codec/encode/command-line.ts';
import type { SearchTraits } from '../../../codec/encode/search/traits.ts';
import type { NumberList } from '../../../codec/number-list.ts';
import type { NumberSet } from '../../../codec/number-set.ts';
import { SavedSearch } from '../../../codec/sequence-set.ts';
import { type PartialRange } from '../../../codec/partial-range.ts';
import type { Facts } from '../../command.ts';
/** Results of a search by name. */
export interface SearchReturns {
    /** Lowest and highest UID found; undefined when nothing was. */
    min: number | undefined;
    max: number | undefined;
    count: number;
    all: NumberSet;
    /** The part that was asked for. */
    partial: NumberSet;
    /** The highest mod-sequence of all messages found; undefined when nothing was. Only with `modSeq` in the query. */
    modSeq: bigint | undefined;
    /** How well each message matches, from 1 to 100, by UID. Only with `fuzzy` in the query. */
    relevancy: ReadonlyMap<number, number>;
}
/** Results of SORT by name. */
export interface SortReturns extends Pick<SearchReturns, 'count' | 'modSeq' | 'relevancy'> {
    /** First and last UID in the order asked for. */
    min: number | undefined;
    max: number | undefined;
    all: NumberList;
    partial: NumberList;
}
/**
 * A name, or the part of the results wanted, by places counted from 1: `{ partial: { from: 1, to: 50 } }`; or from -1
 * backwards: `{ partial: { from: -1, to: -50 } }` are the last 50.
 */
export type SearchReturn = 'min' | 'max' | 'count' | 'all' | 'modSeq' | 'relevancy' | {
    readonly partial: PartialRange;
};
type NameOf<Return> = Return extends keyof SearchReturns ? Return : 'partial';
export type SearchResult<Return extends SearchReturn> = Pick<SearchReturns, NameOf<Return>>;
export type SortResult<Return extends SearchReturn> = Pick<SortReturns, NameOf<Return>>;
export interface SaveOptions {
    /** Leave everything found behind as `$`, for commands that follow. Needs SEARCHRES or IMAP4rev2. */
    readonly save?: SavedSearch;
    /** Tell a server with CONTEXT=SEARCH or CONTEXT=SORT that more of this result will be asked for (RFC 5267 §4.2). */
    readonly context?: boolean;
}
/** The returns asked for, checked. */
export declare class Returns {
    #private;
    readonly names: ReadonlySet<keyof SearchReturns>;
    readonly partial: PartialRange | undefined;
    readonly save: SavedSearch | undefined;
    /** @throws UsageError naming what is wrong. */
    constructor(command: 'SEARCH' | 'SORT' | 'ESEARCH', returns: readonly SearchReturn[], traits: SearchTraits, { save, context }?: SaveOptions);
    /** All results must come, so that what the server does not compute can be computed here. */
    needsAll(facts: Facts): boolean;
    /** `RETURN (…)`. @throws UsageError naming the capability that is missing. */
    put(line: CommandLine, facts: Facts): void;
}
/** Where a partial range begins and ends in a result of so many, counted from 0; the end is not included. */
export declare function placesOf({ from, to }: PartialRange, size: number): readonly [number, number];
export {};
