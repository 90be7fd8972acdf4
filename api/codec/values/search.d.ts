/** Answers to SEARCH, SORT, THREAD and UIDBATCHES. */
import type { NumberList } from '../number-list.ts';
import type { NumberSet } from '../number-set.ts';
import type { PartialRange } from '../partial-range.ts';
import type { ExtendedItem } from './extension.ts';
/** `* SEARCH 1 2 3 (MODSEQ 9)` (RFC 3501 §7.2.5, RFC 7162 §3.1.5). */
export interface Search {
    readonly type: 'search';
    readonly numbers: NumberSet;
    readonly modSeq: bigint | undefined;
}
/** `* SORT 3 1 2` (RFC 5256 §4), in the order that was asked for. */
export interface Sort {
    readonly type: 'sort';
    readonly numbers: NumberList;
    readonly modSeq: bigint | undefined;
}
/** `* ESEARCH (TAG "a") UID …` (RFC 9051 §7.3.4). */
export interface ESearch {
    readonly type: 'esearch';
    readonly tag: string | undefined;
    /** Of the correlator of MULTISEARCH (RFC 7377 §2.1): the mailbox this is about, and its UIDVALIDITY. */
    readonly mailbox: string | undefined;
    /** The octets the server used for that mailbox, where they are not our spelling of the name. */
    readonly wireName: string | undefined;
    readonly uidValidity: number | undefined;
    readonly uid: boolean;
    readonly min: number | undefined;
    readonly max: number | undefined;
    readonly count: number | undefined;
    readonly all: NumberSet | undefined;
    /** ALL as it was written, when that does not ascend: the order of ESORT (RFC 5267 §3.1). */
    readonly order: NumberList | undefined;
    readonly modSeq: bigint | undefined;
    readonly partial: PartialResult | undefined;
    /** ADDTO and REMOVEFROM, in the order in which they are to be applied (RFC 5267 §4.3.2). */
    readonly updates: readonly SearchUpdate[];
    /** From 1 to 100, in the order of ALL or PARTIAL (RFC 6203 §4). */
    readonly relevancy: readonly number[] | undefined;
    readonly extended: readonly ExtendedItem[];
}
/** `PARTIAL (1:500 10,20:30)`; empty for NIL. */
export interface PartialResult extends PartialRange {
    readonly numbers: NumberList;
}
export interface SearchUpdate {
    readonly change: 'added' | 'removed';
    /** The place in the result, counted from 1; 0 where the order is that of the mailbox. */
    readonly position: number;
    readonly numbers: NumberList;
}
/** `* THREAD (2)(3 6 (4 23)(44 7 96))` (RFC 5256 §4). */
export interface Thread {
    readonly type: 'thread';
    readonly threads: readonly ThreadNode[];
}
/** A message and the answers to it. */
export interface ThreadNode {
    /** UID, or sequence number; undefined for a parent that is not there. */
    readonly number: number | undefined;
    readonly children: readonly ThreadNode[];
}
/** `* UIDBATCHES (TAG "a") 300:201,200:1` (RFC 10022). */
export interface UidBatches {
    readonly type: 'uidBatches';
    readonly tag: string | undefined;
    readonly batches: readonly NumberSet[];
}
