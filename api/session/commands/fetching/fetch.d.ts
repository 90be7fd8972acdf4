import type { FetchQuery } from '../../../codec/encode/fetch-query.ts';
import type { NumberSet } from '../../../codec/number-set.ts';
import type { PartialRange } from '../../../codec/partial-range.ts';
import { type SetInput } from '../../../codec/sequence-set.ts';
import type { Command } from '../../command.ts';
import { type FetchRow } from './row.ts';
export interface FetchOptions {
    /** Read the set as sequence numbers. Refused while anything may renumber (RFC 9051 §5.5), and under UIDONLY. */
    readonly by?: 'uid' | 'sequence';
    /** Only messages whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.4.1). */
    readonly changedSince?: bigint;
    /** Of the messages of the set only those at these places (PARTIAL, RFC 9394 §3.3). */
    readonly partial?: PartialRange;
    /** The UIDVALIDITY the UIDs were learned under; under another the command fails and nothing is sent. */
    readonly uidValidity?: number;
}
/** A FETCH that tells what is gone, too. */
export interface VanishedOptions extends FetchOptions {
    readonly by?: 'uid';
    readonly changedSince: bigint;
    /** Also which of the set were removed since (QRESYNC, RFC 7162 §3.2.6). */
    readonly vanished: true;
}
/** UIDs that are gone: comes before the rows. */
export interface VanishedUids {
    readonly vanished: NumberSet;
}
/** UID FETCH, or FETCH by sequence number (RFC 9051 §6.4.5). Rows go out as they become complete. */
export declare function fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options: FetchOptions & {
    readonly vanished?: undefined;
}): Command<void, FetchRow<Query>>;
export declare function fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options: FetchOptions | VanishedOptions): Command<void, FetchRow<Query> | VanishedUids>;
