import { type FetchQuery } from '../../codec/fetch-item.ts';
import { type SetInput } from '../../codec/sequence-set.ts';
import type { Command } from '../command.ts';
import { type FetchRow } from './row.ts';
export interface FetchOptions {
    /** Read the set as sequence numbers. Refused while anything may renumber (RFC 9051 §5.5). */
    readonly by?: 'uid' | 'sequence';
    /** Only messages whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.4.1). */
    readonly changedSince?: bigint;
    /** The UIDVALIDITY the UIDs were learned under; under another the command fails and nothing is sent. */
    readonly uidValidity?: number;
}
/** UID FETCH, or FETCH by sequence number (RFC 9051 §6.4.5). Rows go out as they become complete. */
export declare function fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options: FetchOptions): Command<void, FetchRow<Query>>;
