import { type NumberSet } from '../../../codec/number-set.ts';
import { type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts';
import type { Command } from '../../command.ts';
export interface ExpungeOptions {
    readonly uidValidity?: number;
}
export interface ExpungeResult {
    /** UIDs the server removed, as far as it said so before its answer. */
    readonly uids: NumberSet;
}
/**
 * UID EXPUNGE (RFC 9051 §6.4.9, UIDPLUS): removes those of the set that are flagged `\Deleted`; with `only`, those of
 * what it gives when the command is written.
 */
export declare function uidExpunge(set: SetInput, options: ExpungeOptions & {
    readonly only?: () => SequenceSet;
}): Command<ExpungeResult>;
/** EXPUNGE (RFC 9051 §6.4.3): removes every message flagged `\Deleted`, also those others flagged. */
export declare function expungeAll(): Command<ExpungeResult>;
