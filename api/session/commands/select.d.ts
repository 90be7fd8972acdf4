import type { Command } from '../command.ts';
import { type MailboxArgument } from './mailbox.ts';
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
    readonly mailboxId: string | undefined;
}
/** SELECT or EXAMINE (RFC 9051 §6.3.2, §6.3.3). */
export declare function select(mailbox: MailboxArgument, readOnly: boolean): Command<SelectResult>;
/** UNSELECT (RFC 9051 §6.4.2): closes without expunging. */
export declare function unselect(): Command<void>;
/** CLOSE (RFC 9051 §6.4.1): expunges every `\Deleted` message, without a word, and closes. */
export declare function close(): Command<void>;
