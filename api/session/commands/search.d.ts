import { NumberSet } from '../../codec/number-set.ts';
import { type SearchQuery } from '../../codec/search-key.ts';
import type { Command } from '../command.ts';
import type { Selection } from '../selection.ts';
/** What SEARCH may return instead of the set (RFC 9051 §6.4.4, RFC 4731). */
export interface SearchReturns {
    /** Lowest and highest UID found; undefined when nothing was. */
    min: number | undefined;
    max: number | undefined;
    count: number;
    all: NumberSet;
}
export type SearchReturn = keyof SearchReturns;
/** UID SEARCH: the UIDs of all messages that match. */
export declare function search(query: SearchQuery): Command<NumberSet>;
/** UID SEARCH RETURN: just what is asked for; computed here where the server has no ESEARCH. */
export declare function searchReturning<R extends SearchReturn>(query: SearchQuery, returns: readonly R[]): Command<Pick<SearchReturns, R>>;
/** All UIDs of a mailbox in order are its numbering; needed where EXPUNGE comes by number (no QRESYNC). */
export declare function learnNumbering(selection: Selection): Command<void>;
