import type { Command } from '../../command.ts';
/** The comparator in use, and all that matched what was asked for. */
export interface ComparatorInfo {
    readonly active: string;
    readonly matching: readonly string[];
}
/** LANGUAGE without arguments (RFC 5255 §3.2): the languages there are. */
export declare function languages(): Command<readonly string[]>;
/** LANGUAGE (RFC 5255 §3.2): the first of the ranges that the server has; returns the one it uses now. */
export declare function language(ranges: readonly string[]): Command<string>;
/** COMPARATOR (RFC 5255 §4.7): asks, or with arguments changes what every later SEARCH, SORT and THREAD finds. */
export declare function comparator(order: readonly string[]): Command<ComparatorInfo>;
/** GETJMAPACCESS (RFC 9698 §3). */
export declare function getJmapAccess(): Command<string>;
