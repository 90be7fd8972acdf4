/** Search keys on the wire (RFC 9051 §6.4.4). */
import type { CommandLine } from '../command-line.ts';
import type { Key } from './key.ts';
import type { SearchQuery } from './query.ts';
/** Adds the keys of a query to a SEARCH. @throws UsageError naming the key that is wrong. */
export declare function searchKeys(line: CommandLine, query: SearchQuery): void;
/** As `searchKeys`, of a query that has been read. @throws UsageError for text that cannot be sent. */
export declare function putKeys(line: CommandLine, keys: readonly Key[]): void;
