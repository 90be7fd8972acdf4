import { CommandLine } from '../../../codec/encode/command-line.ts';
import type { OctetSource } from '../../../codec/encode/octet-source.ts';
import type { Command, Facts, Plan } from '../../command.ts';
import { type MailboxArgument } from '../mailboxes/mailbox.ts';
import { AppendMessage, type AppendOptions, type MessageContent } from './append-data.ts';
/** Where the message went; both undefined when the server has no UIDPLUS (RFC 4315). */
export interface AppendResult {
    readonly mailbox: string;
    readonly uidValidity: number | undefined;
    readonly uid: number | undefined;
}
/** One of several messages. */
export interface AppendItem extends AppendOptions {
    readonly message: MessageContent;
}
export interface AppendManyOptions {
    /** All or nothing, or not at all: without MULTIAPPEND a `UsageError`. */
    readonly atomic?: boolean;
}
export interface AppendManyResult {
    readonly mailbox: string;
    readonly uidValidity: number | undefined;
    /** It was one command, which could only succeed or fail as a whole. */
    readonly atomic: boolean;
    /** In the order of the messages; undefined when the server has no UIDPLUS. */
    readonly uids: readonly number[] | undefined;
}
/** APPEND (RFC 9051 §6.3.12). CRLF line ends are the caller's affair. */
export declare function append(mailbox: MailboxArgument, message: MessageContent | OctetSource, options: AppendOptions): Command<AppendResult>;
/** APPEND of several messages: one command with MULTIAPPEND (RFC 3502), else as many as there are. */
export declare function appendMany(mailbox: MailboxArgument, items: readonly AppendItem[], { atomic }: AppendManyOptions): Command<AppendManyResult>;
/** An ENABLE on its way is answered when the command is written. */
export declare function utf8Form(messages: readonly AppendMessage[], { enabled }: Facts, line: () => CommandLine): Pick<Plan<unknown>, 'lateLine'>;
