/**
 * One selection of a mailbox, from SELECT to its end: what the server has said about it so far.
 *
 * The selected mailbox is a property of the *incoming* stream. The session keeps at most two of these:
 * the one responses belong to now, and the one a SELECT in flight is making.
 */
import type { Fetch } from '../../codec/values.ts';
import { NumberSet } from '../../codec/number-set.ts';
import { SequenceMap } from './sequence-map.ts';
export declare class Selection {
    #private;
    readonly mailbox: string;
    /** Opened with EXAMINE, or the server says READ-ONLY. */
    readOnly: boolean;
    state: 'pending' | 'live' | 'failed' | 'closed';
    readonly numbering: SequenceMap;
    recent: number | undefined;
    uidValidity: number | undefined;
    uidNext: number | undefined;
    firstUnseen: number | undefined;
    highestModSeq: bigint | undefined;
    flags: readonly string[];
    permanentFlags: readonly string[] | undefined;
    mailboxId: string | undefined;
    maxAnnotationSize: number | 'READ-ONLY' | undefined;
    /** EXISTS has been heard. */
    described: boolean;
    /** The lowest UID `messageNew` has not told of; undefined until UIDNEXT or all UIDs are known. */
    newFrom: number | undefined;
    /** UIDs from there on that have been told all the same. */
    toldAhead: NumberSet;
    /** How many of the messages were there when the mailbox was opened. */
    told: number;
    /** UIDs that a command of ours put here, and which one: the cause of their `messageNew`. */
    ownArrivals: readonly {
        readonly uids: NumberSet;
        readonly cause: unknown;
    }[];
    /** EXISTS has grown past what `messageNew` has told. */
    arrivalsPending: boolean;
    constructor(mailbox: string, readOnly: boolean);
    /** The UID a row is about, learned from the line or from the numbering. */
    uidOfRow(row: Fetch): number | undefined;
    /** True when the row is the mailbox's last message, which `n:*` and `*` always name. */
    isLargest(uid: number, sequence: number | undefined): boolean;
    /** A command of ours has put these messages here. */
    expectArrivals(uids: NumberSet, cause: unknown): void;
    /** The row of a new message came by itself. Undefined when it has been told of already, or else its cause. */
    arrived(uid: number, sequence: number | undefined): unknown;
    /** All UIDs, in order: what was here at the beginning is not new. False while they are not as many as messages. */
    learnAll(uids: NumberSet): boolean;
    /** UIDVALIDITY has changed: no UID known so far names a message. */
    forgetUids(): void;
    expunge(sequence: number): number | undefined | false;
    vanish(uids: NumberSet): void;
}
