/** UID SORT (RFC 5256 §3), ESORT (RFC 5267 §3), SORT=DISPLAY (RFC 5957). */
import { CommandLine } from '../../../codec/encode/command-line.ts';
import type { SearchQuery } from '../../../codec/encode/search/query.ts';
import type { NumberList } from '../../../codec/number-list.ts';
import type { Command } from '../../command.ts';
import { Program } from './program.ts';
import { type SaveOptions, type SearchReturn, type SortResult } from './returns.ts';
export type SortKey = 'arrival' | 'cc' | 'date' | 'from' | 'size' | 'subject' | 'to'
/** By the name shown, else the address. Needs SORT=DISPLAY, as `displayTo`. */
 | 'displayFrom' | 'displayTo'
/** Best match first. Only with `fuzzy` in the query; needs SEARCH=FUZZY. */
 | 'relevancy';
/** What counts first, then what decides among equals. */
export type SortCriteria = readonly (SortKey | {
    readonly reverse: SortKey;
})[];
/** UID SORT: the UIDs of all messages that match, in order. */
export declare function sort(criteria: SortCriteria, query: SearchQuery, options?: SaveOptions): Command<NumberList>;
/** UID SORT RETURN: just what is asked for; computed here where the server cannot. */
export declare function sortReturning<Return extends SearchReturn>(criteria: SortCriteria, query: SearchQuery, returns: readonly Return[], options?: SaveOptions): Command<SortResult<Return>>;
/**
 *     sort-criteria  = "(" sort-criterion *(SP sort-criterion) ")"
 *     sort-criterion = ["REVERSE" SP] sort-key                      ; RFC 5256 §5
 */
export declare class SortOrder {
    #private;
    /** @throws UsageError naming what is wrong. */
    constructor(criteria: SortCriteria, { traits }: Program);
    check(capabilities: ReadonlySet<string>): void;
    put(line: CommandLine): void;
}
