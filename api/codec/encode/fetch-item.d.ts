import type { CommandLine } from './command-line.ts';
import type { FetchExpectation, FetchQuery, FetchTraits } from './fetch-query.ts';
/** A query, checked and read once. */
export interface FetchRequest {
    /** What a complete row must have besides the UID. */
    readonly expected: readonly FetchExpectation[];
    /** The same by the key of the query that asked for it. */
    readonly expectedBy: ReadonlyMap<string, readonly FetchExpectation[]>;
    readonly traits: FetchTraits;
    /** Adds the parenthesised items to a FETCH, UID first. */
    put(line: CommandLine): void;
}
/** @throws UsageError naming what is wrong. */
export declare function fetchRequest(query: FetchQuery): FetchRequest;
