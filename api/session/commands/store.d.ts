import { NumberSet } from '../../codec/number-set.ts';
import { type SetInput } from '../../codec/sequence-set.ts';
import type { Command } from '../command.ts';
/** What to do with the flags: exactly one of the three. */
export type FlagEdit = {
    readonly add: readonly string[];
} | {
    readonly remove: readonly string[];
}
/** Also takes away every flag not named. */
 | {
    readonly replace: readonly string[];
};
export interface StoreOptions {
    /** Leave messages alone whose mod-sequence is higher (CONDSTORE, RFC 7162 §3.1.3). */
    readonly unchangedSince?: bigint;
    readonly uidValidity?: number;
}
export interface StoreResult {
    /** UIDs left alone because they had changed since `unchangedSince` (MODIFIED, RFC 7162 §3.1.3). */
    readonly modified: NumberSet;
}
/** UID STORE (RFC 9051 §6.4.6). Not silent: the server's echo becomes `flagChange` events with this cause. */
export declare function store(set: SetInput, edit: FlagEdit, options: StoreOptions): Command<StoreResult>;
