/** The QRESYNC parameter of SELECT and EXAMINE, and its answer (RFC 7162 §3.2.5). */
import type { CommandLine } from '../../../codec/encode/command-line.ts';
import { type NumberSet } from '../../../codec/number-set.ts';
import { type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts';
import type { Fetch } from '../../../codec/values.ts';
import type { Collector, Facts, Offer, RowTaker, Taken } from '../../command.ts';
import type { Selection } from '../../selection/selection.ts';
/** What is remembered of a mailbox. */
export interface ResyncOptions {
    readonly uidValidity: number;
    readonly highestModSeq: bigint | number;
    /** Of these UIDs only; of all below UIDNEXT unless given. */
    readonly knownUids?: SetInput;
    /**
     * Some sequence numbers and the UIDs they had, both ascending: spares the server's telling of removals below the
     * last pair that still holds (RFC 7162 §3.2.5.2).
     */
    readonly sequenceMatch?: {
        readonly sequences: SetInput;
        readonly uids: SetInput;
    };
}
/** A message whose flags have changed, or that is new. */
export interface ChangedMessage {
    readonly uid: number;
    readonly flags: readonly string[];
    readonly modSeq: bigint | undefined;
}
export interface ResyncResult {
    /**
     * `resynced`: `vanished` and `changed` are all that happened. `uidValidityChanged`: no UID remembered names a message
     * any more. `noModSeq`: the mailbox keeps no mod-sequences. In the latter two the server tells nothing, and the
     * mailbox must be read anew.
     */
    readonly outcome: 'resynced' | 'uidValidityChanged' | 'noModSeq';
    /** Gone since then; may name UIDs that were never known. */
    readonly vanished: NumberSet;
    /** In the server's order. */
    readonly changed: readonly ChangedMessage[];
}
export interface CheckedResync {
    readonly uidValidity: number;
    readonly highestModSeq: bigint;
    readonly known: SequenceSet | undefined;
    readonly match: {
        readonly sequences: SequenceSet;
        readonly uids: SequenceSet;
    } | undefined;
}
/** @throws UsageError naming what is wrong. */
export declare function checkedResync(name: string, options: ResyncOptions): CheckedResync;
/**
 *     select-param =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
 */
export declare function putResync(line: CommandLine, { uidValidity, highestModSeq, known, match }: CheckedResync): void;
/**
 * Cyrus answers BAD without ENABLE and keeps the old mailbox selected, so nothing is sent unless QRESYNC is on.
 *
 * @throws UsageError where it is not, unless `condstore` stands in for it.
 */
export declare function canResync(name: string, { capabilities, enabled }: Facts, resync: CheckedResync | undefined, condstore: boolean): boolean;
/** Gathers what the server tells between `[CLOSED]` and the tagged OK. Every line is also an event. */
export declare class Resyncing implements RowTaker {
    #private;
    readonly singleUid: undefined;
    constructor(name: string, uidValidity: number);
    collector<Result>(finish: (resynced: (selection: Selection) => ResyncResult) => Result): Collector<Result>;
    /** The row stays news, whose cause is this command. */
    takeRow({ attributes: { flags, modSeq } }: Fetch, { uid }: Offer): Taken;
    causes(): boolean;
}
