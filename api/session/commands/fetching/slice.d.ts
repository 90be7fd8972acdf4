import { type OctetRange, type Section } from '../../../codec/encode/section.ts';
import { UsageError } from '../../../errors.ts';
import type { Command, Facts } from '../../command.ts';
/** What is being downloaded, and the mailbox it is in from the first command on. */
export declare class Target {
    #private;
    readonly uid: number;
    readonly section: Section;
    /** `1`, `HEADER`, `2.MIME`; empty for the whole message. */
    readonly spec: string;
    /** The server undoes the transfer encoding (RFC 3516). */
    binary: boolean;
    /** @throws UsageError */
    constructor(uid: number, part: string | undefined, uidValidity: number | undefined);
    get mailbox(): string | undefined;
    /** Known at the latest when the first answer is there. */
    get uidValidity(): number | undefined;
    /** The UID means a message of this mailbox. */
    bind({ mailbox, selection }: Facts): void;
    /** @throws UsageError once another mailbox has been selected: there the UID means another message */
    check({ mailbox, selection }: Facts): void;
}
/** What came for a stretch. */
export interface SliceAnswer {
    /** Undefined when the octets went to `Overflow`. */
    readonly octets: Uint8Array | undefined;
    /** They begin at the beginning of the section and not where they were asked to. */
    readonly whole: boolean;
}
/** Takes the octets of a server that sends more than it was asked for, as they come. The chunk is the taker's to keep. */
export interface Overflow {
    /** @param whole as in `SliceAnswer` */
    begin(size: number, whole: boolean): void;
    take(chunk: Uint8Array): void;
}
export interface SliceOptions {
    readonly overflow: Overflow;
    /** An answer that tells no place may be ours, wherever ours was to begin. */
    readonly placeless: boolean;
}
/** UID FETCH of `range` of the section. */
export declare function slice(target: Target, range: OctetRange, options: SliceOptions): Command<SliceAnswer>;
export declare function noMessage({ uid, mailbox }: Target): UsageError;
export declare function noPart({ uid, spec }: Target): UsageError;
