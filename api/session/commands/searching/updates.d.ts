import type { SearchQuery } from '../../../codec/encode/search/query.ts';
import { NumberList } from '../../../codec/number-list.ts';
import type { NumberSet } from '../../../codec/number-set.ts';
import type { Command } from '../../command.ts';
import { type SortCriteria } from './sort.ts';
/** First everything `found`, then what is `added` to it and `removed` from it. */
export interface SearchChange {
    readonly change: 'found' | 'added' | 'removed';
    readonly uids: NumberSet;
}
/** As `SearchChange`, with the place in the order: counted from 1, that of the first UID; 0 where it is not told. */
export interface SortChange {
    readonly change: 'found' | 'added' | 'removed';
    readonly position: number;
    readonly uids: NumberList;
}
/** UID SEARCH RETURN (UPDATE ALL). */
export declare function searchUpdates(query: SearchQuery): Command<void, SearchChange>;
/** UID SORT RETURN (UPDATE ALL). */
export declare function sortUpdates(criteria: SortCriteria, query: SearchQuery): Command<void, SortChange>;
/** CANCELUPDATE (RFC 5267 §4.3.5). Updates may still be on their way until it is answered. */
export declare function cancelUpdate(tag: string, done: () => void): Command<void>;
