import type { NumberSet } from '../../codec/number-set.ts';
import { type SetInput } from '../../codec/sequence-set.ts';
import type { Command } from '../command.ts';
import { type MailboxArgument } from './mailbox.ts';
export interface CopyOptions {
    readonly uidValidity?: number;
}
/** Where the messages went. All but `mailbox` are undefined when the server has no UIDPLUS, or nothing was copied. */
export interface CopyResult {
    readonly mailbox: string;
    /** UIDVALIDITY of the target. */
    readonly uidValidity: number | undefined;
    readonly source: NumberSet | undefined;
    /** The new UIDs, in the order of `source`. */
    readonly destination: NumberSet | undefined;
}
/** UID COPY (RFC 9051 §6.4.7). */
export declare function copy(set: SetInput, target: MailboxArgument, options: CopyOptions): Command<CopyResult>;
/** UID MOVE (RFC 9051 §6.4.8, RFC 6851). */
export declare function move(set: SetInput, target: MailboxArgument, options: CopyOptions): Command<CopyResult>;
