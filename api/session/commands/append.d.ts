import type { Command } from '../command.ts';
import { type MailboxArgument } from './mailbox.ts';
export interface AppendOptions {
    readonly flags?: readonly string[];
    /** INTERNALDATE of the new message; the server's clock by default. */
    readonly date?: Date;
}
/** Where the message went; both undefined when the server has no UIDPLUS (RFC 4315). */
export interface AppendResult {
    readonly mailbox: string;
    readonly uidValidity: number | undefined;
    readonly uid: number | undefined;
}
/** APPEND (RFC 9051 §6.3.12). A string is sent as UTF-8; CRLF line ends are the caller's affair. */
export declare function append(mailbox: MailboxArgument, message: string | Uint8Array, options: AppendOptions): Command<AppendResult>;
