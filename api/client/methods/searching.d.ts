/** Finding, sorting and threading messages (RFC 9051 §6.4.4 and extensions). */
import type { SearchQuery } from '../../codec/encode/search/query.ts';
import type { NumberList } from '../../codec/number-list.ts';
import type { NumberSet } from '../../codec/number-set.ts';
import type { ThreadNode } from '../../codec/values.ts';
import { type MailboxResult, type SearchSource } from '../../session/commands/searching/multi-search.ts';
import type { SaveOptions, SearchResult, SearchReturn, SortResult } from '../../session/commands/searching/returns.ts';
import { type SortCriteria } from '../../session/commands/searching/sort.ts';
import { type ThreadAlgorithm } from '../../session/commands/searching/thread.ts';
import { type UidBatchesOptions } from '../../session/commands/searching/uid-batches.ts';
import { type SearchChange, type SortChange } from '../../session/commands/searching/updates.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { AdministrationMethods } from './administration.ts';
interface Returning<Return extends SearchReturn> {
    readonly return: readonly Return[];
}
export declare class SearchingMethods extends AdministrationMethods {
    /**
     * UID SEARCH (RFC 9051 §6.4.4): the UIDs that match, as ranges. With ESEARCH any number of searches run at once;
     * without it they take turns. `save` leaves the result on the server as `$`.
     */
    search(query: SearchQuery, options?: SaveOptions & CommandOptions): CommandToken<NumberSet>;
    /**
     * Just the number, the lowest or the highest UID, or a part (RFC 4731, RFC 9394): computed by the server where it has
     * ESEARCH and PARTIAL or CONTEXT=SEARCH, from all UIDs here where it has not.
     */
    search<const Return extends SearchReturn>(query: SearchQuery, options: SaveOptions & CommandOptions & Returning<Return>): CommandToken<SearchResult<Return>>;
    /**
     * UID SORT (RFC 5256 §3): the UIDs that match, in the order asked for; `{ reverse: 'date' }` turns one criterion
     * round. Needs SORT, and SORT=DISPLAY for the names that are shown (RFC 5957). There is no fallback: to sort here
     * would take the headers of every message.
     */
    sort(criteria: SortCriteria, query: SearchQuery, options?: SaveOptions & CommandOptions): CommandToken<NumberList>;
    /** As with `search`; the server computes it where it has ESORT, and a part where it has CONTEXT=SORT (RFC 5267). */
    sort<const Return extends SearchReturn>(criteria: SortCriteria, query: SearchQuery, options: SaveOptions & CommandOptions & Returning<Return>): CommandToken<SortResult<Return>>;
    /**
     * UID THREAD (RFC 5256 §3): the messages that match as trees of UIDs. Needs THREAD=REFERENCES, THREAD=ORDEREDSUBJECT
     * or THREAD=REFS, as the algorithm says. `walkThreads` goes through trees of any depth.
     */
    thread(algorithm: ThreadAlgorithm, query: SearchQuery, options?: CommandOptions): CommandToken<readonly ThreadNode[]>;
    /**
     * ESEARCH (RFC 7377): many mailboxes with one command, whichever is selected. One item for each mailbox in which
     * something was found, none for the others. Needs MULTISEARCH; without it, select and search one after the other.
     */
    multiSearch<const Return extends SearchReturn = 'all'>(query: SearchQuery, options: CommandOptions & {
        readonly in: readonly SearchSource[];
    } & Partial<Returning<Return>>): CommandToken<readonly MailboxResult<Return>[], MailboxResult<Return>>;
    /**
     * UID SEARCH that goes on (CONTEXT=SEARCH, RFC 5267 §4.3): iterate it for what is found, then for every change of
     * it, until you cancel it or leave the loop. It is fulfilled when the mailbox is closed, and fails with `NOUPDATE`
     * where the server refuses to follow one more search. Needs CONTEXT=SEARCH; without it, search again.
     */
    searchUpdates(query: SearchQuery, options?: CommandOptions): CommandToken<void, SearchChange>;
    /** As `searchUpdates`, in order and with places. Needs CONTEXT=SORT. */
    sortUpdates(criteria: SortCriteria, query: SearchQuery, options?: CommandOptions): CommandToken<void, SortChange>;
    /**
     * UIDBATCHES (RFC 10022): ranges of UIDs that hold so many messages each, from the newest to the oldest; each is
     * a set for `fetch` and its like. Needs UIDBATCHES. Servers may refuse sizes below 500.
     */
    uidBatches(size: number, options?: UidBatchesOptions & CommandOptions): CommandToken<readonly NumberSet[]>;
}
export {};
