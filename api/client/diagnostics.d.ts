import type { ImapError } from '../errors.ts';
import type { Entry } from '../session/entry.ts';
import type { LifeStage, LifeStatus } from '../session/outlet.ts';
import type { Security } from '../transport/transport.ts';
/** The same object in every message of one connection, so that it can be the key of a Map. */
export interface DiagnosticsConnection {
    /** The prefix of the connection's tags. */
    readonly id: string;
    readonly host: string;
    readonly port: number;
    readonly security: Security;
}
interface AboutConnection {
    /** Milliseconds of the connection's monotonic clock, that of its events. */
    readonly at: number;
    readonly connection: DiagnosticsConnection;
}
/** Connecting has begun. */
export type ConnectionConnectMessage = AboutConnection;
/** Logged in, ready for everything. */
export interface ConnectionOpenMessage extends AboutConnection {
    /** TLS protects it. */
    readonly secure: boolean;
}
/** The end, exactly once, whether or not it was ever open. */
export interface ConnectionCloseMessage extends AboutConnection {
    /** Undefined after LOGOUT. */
    readonly error: ImapError | undefined;
    /** Octets of IMAP. */
    readonly received: number;
    readonly sent: number;
}
interface AboutCommand extends AboutConnection {
    /** With `connection` it names the command. One that is made of several has a tag that never goes out. */
    readonly tag: string;
    /** `UID FETCH`. */
    readonly name: string;
    /** The mailbox it names or works on, as far as that is known. */
    readonly mailbox: string | undefined;
    /** Whose command it is: of a method called, of the way up to `open`, or the library's own. */
    readonly origin: 'caller' | 'setup' | 'library';
    /** The tag of the command it is a step of. */
    readonly partOf: string | undefined;
}
/** It is in the token table; nothing has been sent. */
export type CommandQueuedMessage = AboutCommand;
/** Its first octet is on its way. */
export interface CommandSentMessage extends AboutCommand {
    /**
     * The command without its tag: no secrets, no literals. It does hold names of mailboxes and what was searched for.
     * Undefined for one that is made of several.
     */
    readonly text: string | undefined;
    /** How long the command is, its literals included. */
    readonly octets: number;
    readonly queuedAt: number;
}
/** The tagged reply, or the end without one, exactly once for each `queued`. */
export interface CommandDoneMessage extends AboutCommand {
    readonly status: 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed';
    readonly error: ImapError | undefined;
    readonly queuedAt: number;
    /** Undefined when nothing of it was sent. */
    readonly sentAt: number | undefined;
}
/** What is published on each channel. */
export interface DiagnosticsMessages {
    readonly 'imaplex:connection:connect': ConnectionConnectMessage;
    readonly 'imaplex:connection:open': ConnectionOpenMessage;
    readonly 'imaplex:connection:close': ConnectionCloseMessage;
    readonly 'imaplex:command:queued': CommandQueuedMessage;
    readonly 'imaplex:command:sent': CommandSentMessage;
    readonly 'imaplex:command:done': CommandDoneMessage;
}
export declare class Diagnostics {
    #private;
    constructor(connection: DiagnosticsConnection, now: () => number);
    opened(secure: boolean): void;
    closed(error: ImapError | undefined, octets: {
        readonly received: number;
        readonly sent: number;
    }): void;
    command(entry: Entry, stage: LifeStage, status: LifeStatus | undefined, error: ImapError | undefined): void;
}
export {};
