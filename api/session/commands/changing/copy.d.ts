import { type SetInput } from '../../../codec/sequence-set.ts';
import type { UidMap } from '../../../codec/uid-map.ts';
import type { ResponseCode } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
import { type MailboxArgument } from '../mailboxes/mailbox.ts';
export interface CopyOptions {
    readonly uidValidity?: number;
}
/** Where the messages went. All but `mailbox` are undefined when the server has no UIDPLUS, or nothing was copied. */
export interface CopyResult {
    readonly mailbox: string;
    /** UIDVALIDITY of the target. */
    readonly uidValidity: number | undefined;
    /**
     * Which UID became which. Undefined, too, when the server gave two sets that do not correspond: a `notice` event
     * has them then, and nobody gets wrong pairs.
     */
    readonly uids: UidMap | undefined;
}
export type CopyUid = Extract<ResponseCode, {
    name: 'COPYUID';
}>;
export declare function copyResult(mailbox: string, code: CopyUid | undefined): CopyResult;
/** UID COPY (RFC 9051 §6.4.7). */
export declare function copy(set: SetInput, target: MailboxArgument, options: CopyOptions): Command<CopyResult>;
