/**
 * Everything imaplex throws on purpose, by culprit. Match on `code`; messages may change.
 *
 * Messages name the command and the mailbox and never carry a password, a token or mail text.
 */
import type { ResponseCode } from './codec/values/response-code.ts';
/**
 * What became of a command that failed: `unsent` (no octet of it left us: always safe to repeat),
 * `answered` (the server said NO or BAD) or `unknown` (it may have run; repeat only what is idempotent).
 */
export type Outcome = 'unsent' | 'answered' | 'unknown';
export interface ImapErrorOptions {
    readonly code: ImapErrorCode;
    readonly outcome: Outcome;
    readonly cause?: unknown;
    readonly steps?: readonly StepReport[] | undefined;
}
/** What became of one command of several that a method took to do its work. */
export interface StepReport {
    /** As on the wire: `UID COPY`. */
    readonly name: string;
    readonly tag: string;
    readonly mailbox: string | undefined;
    readonly outcome: 'done' | Outcome;
}
export declare abstract class ImapError extends Error {
    readonly code: ImapErrorCode;
    readonly outcome: Outcome;
    /** The commands a method was made of here, and what became of each; undefined when it was one command. */
    readonly steps: readonly StepReport[] | undefined;
    constructor(message: string, options: ImapErrorOptions);
    /** True for errors of any copy of this library that is loaded. */
    static is(value: unknown): value is ImapError;
}
/** The caller is wrong: an illegal argument, a command illegal in this state, a missing capability. */
export declare class UsageError extends ImapError {
    readonly name = "UsageError";
    readonly code: UsageErrorCode;
    constructor(message: string, code?: UsageErrorCode, options?: Partial<ImapErrorOptions>);
}
export interface Refusal {
    readonly status: 'NO' | 'BAD';
    readonly responseCode?: string | undefined;
    readonly typedCode?: ResponseCode | undefined;
    readonly serverText: string;
}
/** The server refused: a tagged NO or BAD. */
export declare class CommandError extends ImapError {
    readonly name: string;
    readonly status: 'NO' | 'BAD';
    /** The response code's atom, e.g. `TRYCREATE`, `OVERQUOTA` (RFC 9051 §7.1, RFC 5530). */
    readonly responseCode: string | undefined;
    /** The response code with its arguments: which events of a NOTIFY, where a REFERRAL leads. */
    readonly typedCode: ResponseCode | undefined;
    /** The server's words, at most 1 KiB of them. Not trustworthy text. */
    readonly serverText: string;
    constructor(message: string, details: Refusal, options?: Partial<ImapErrorOptions>);
}
/** The credentials were rejected, or no acceptable mechanism exists. */
export declare class AuthenticationError extends CommandError {
    readonly name = "AuthenticationError";
    /** False when the same credentials cannot succeed later. */
    readonly retryable: boolean;
    constructor(message: string, details: Refusal & {
        readonly retryable: boolean;
    }, options?: {
        readonly outcome?: Outcome;
    });
}
/**
 * The server works on only so many messages at a time (MESSAGELIMIT, RFC 9738), and the command named more. What was
 * reached is done and its rows are with the token; the rest is for another command, below `lastUid`.
 */
export declare class MessageLimitError extends CommandError {
    readonly name = "MessageLimitError";
    /** Messages in one command. */
    readonly limit: number;
    /** Done from the highest UID down to this one; undefined when nothing was. */
    readonly lastUid: number | undefined;
    constructor(message: string, details: Refusal & {
        readonly limit: number;
        readonly lastUid: number | undefined;
    }, options?: Partial<ImapErrorOptions>);
}
/** The server broke the grammar, the order of things, or a limit. */
export declare class ProtocolError extends ImapError {
    readonly name = "ProtocolError";
    readonly code: ProtocolErrorCode;
    constructor(message: string, code: ProtocolErrorCode, options?: Partial<ImapErrorOptions>);
}
/** The network, TLS or the server's process ended the conversation. */
export declare class ConnectionError extends ImapError {
    readonly name = "ConnectionError";
    readonly code: ConnectionErrorCode;
    constructor(message: string, code: ConnectionErrorCode, options?: Partial<ImapErrorOptions>);
}
/** The command was cancelled by its caller without a reason of its own. */
export declare class CancelledError extends ImapError {
    readonly name = "CancelledError";
    constructor(message: string, outcome: Outcome, options?: Partial<ImapErrorOptions>);
}
export type UsageErrorCode = 'ERR_IMAP_ARGUMENT' | 'ERR_IMAP_TOO_BIG' | 'ERR_IMAP_STATE' | 'ERR_IMAP_CAPABILITY' | 'ERR_IMAP_READ_ONLY' | 'ERR_IMAP_STALE_UID' | 'ERR_IMAP_NO_MESSAGE' | 'ERR_IMAP_CONSUMED' | 'ERR_IMAP_CONSUMER_TOO_SLOW' | 'ERR_IMAP_DEPENDENCY';
export type ProtocolErrorCode = 'ERR_IMAP_SYNTAX' | 'ERR_IMAP_LIMIT' | 'ERR_IMAP_ORDER' | 'ERR_IMAP_MALFORMED' | 'ERR_IMAP_INCOMPLETE' | 'ERR_IMAP_STARTTLS_INJECTION' | 'ERR_IMAP_GREETING' | 'ERR_IMAP_PREAUTH' | 'ERR_IMAP_SASL';
export type ConnectionErrorCode = 'ERR_IMAP_DNS' | 'ERR_IMAP_CONNECT' | 'ERR_IMAP_PROXY' | 'ERR_IMAP_TLS' | 'ERR_IMAP_CERTIFICATE' | 'ERR_IMAP_WRONG_PORT' | 'ERR_IMAP_NO_STARTTLS' | 'ERR_IMAP_TIMEOUT' | 'ERR_IMAP_BYE' | 'ERR_IMAP_CLOSED';
export type ImapErrorCode = UsageErrorCode | ProtocolErrorCode | ConnectionErrorCode | 'ERR_IMAP_NO' | 'ERR_IMAP_BAD' | 'ERR_IMAP_MESSAGE_LIMIT' | 'ERR_IMAP_AUTHENTICATION' | 'ERR_IMAP_CANCELLED';
