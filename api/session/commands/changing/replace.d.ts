import type { Command } from '../../command.ts';
import { type MailboxArgument } from '../mailboxes/mailbox.ts';
import { type AppendOptions, type MessageContent } from './append-data.ts';
import { type AppendResult } from './append.ts';
export interface ReplaceOptions extends AppendOptions {
    readonly uidValidity?: number;
}
/** UID REPLACE (RFC 8508 §3.3), or what does the same where it is missing. */
export declare function replace(uid: number, mailbox: MailboxArgument, message: MessageContent, options: ReplaceOptions): Command<AppendResult>;
