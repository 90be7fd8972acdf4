import type { Command } from '../../command.ts';
import { type MailboxArgument } from './mailbox.ts';
import { type ResyncOptions, type ResyncResult } from './resync.ts';
/** What SELECT and EXAMINE told of the mailbox (RFC 9051 §6.3.2). */
export interface SelectResult {
    readonly mailbox: string;
    readonly readOnly: boolean;
    /** EXISTS at the time of the answer. */
    readonly messages: number;
    readonly recent: number | undefined;
    /** Undefined only on servers without it; UIDs are then good for this selection alone. */
    readonly uidValidity: number | undefined;
    readonly uidNext: number | undefined;
    /** Undefined when the mailbox keeps no mod-sequences (NOMODSEQ, RFC 7162 §3.1.2.2). */
    readonly highestModSeq: bigint | undefined;
    readonly flags: readonly string[];
    /** Flags that can be kept; `\*` means that new keywords can be made. */
    readonly permanentFlags: readonly string[] | undefined;
    /** RFC 8474 §4. */
    readonly mailboxId: string | undefined;
    /** The sequence number of the first unseen message; undefined under IMAP4rev2 and where none is unseen. */
    readonly firstUnseen: number | undefined;
    /** Octets an annotation may have, 0 where there can be none; undefined unless the server told (RFC 5257 §4.1). */
    readonly maxAnnotationSize: number | 'READ-ONLY' | undefined;
    /** What became of `resync`; undefined where none was asked for, and where `condstore` stood in for it. */
    readonly resync: ResyncResult | undefined;
}
export interface SelectOptions {
    /** Mod-sequences will be used (RFC 7162 §3.1.8). Needs CONDSTORE. Nothing new where QRESYNC is enabled. */
    readonly condstore?: boolean;
    /**
     * Tell what happened since (RFC 7162 §3.2.5). Needs QRESYNC, enabled. On servers without it this is an error, or with
     * `condstore: true` left out: `resync` of the result is then undefined, and the mailbox must be compared by UIDs.
     */
    readonly resync?: ResyncOptions;
    /** Tell of annotations (RFC 5257 §4.1). Needs ANNOTATE-EXPERIMENT-1. */
    readonly annotate?: boolean;
}
/** SELECT or EXAMINE (RFC 9051 §6.3.2, §6.3.3). */
export declare function select(mailbox: MailboxArgument, readOnly: boolean, options?: SelectOptions): Command<SelectResult>;
/**
 * UNSELECT (RFC 9051 §6.4.2): closes without expunging. Where it is missing (Courier): EXAMINE of the same mailbox, which
 * leaves it without expunging (§6.3.2), and CLOSE, which then removes nothing (§6.4.1).
 */
export declare function unselect(): Command<void>;
/** CLOSE (RFC 9051 §6.4.1): expunges every `\Deleted` message, without a word, and closes. */
export declare function close(): Command<void>;
