/**
 * Everything imaplex throws on purpose, by culprit. Match on `code`; messages may change.
 *
 * Messages name the command and the mailbox and never carry a password, a token or mail text.
 */
/**
 * What became of a command that failed: `unsent` (no octet of it left us: always safe to repeat),
 * `answered` (the server said NO or BAD) or `unknown` (it may have run; repeat only what is idempotent).
 */
export type Outcome = 'unsent' | 'answered' | 'unknown';
export interface ImapErrorOptions {
    readonly code: ImapErrorCode;
    readonly outcome: Outcome;
    readonly cause?: unknown;
}
export declare abstract class ImapError extends Error {
    readonly code: ImapErrorCode;
    readonly outcome: Outcome;
    constructor(message: string, options: ImapErrorOptions);
    /** True for errors of any copy of this library that is loaded. */
    static is(value: unknown): value is ImapError;
}
/** The caller is wrong: an illegal argument, a command illegal in this state, a missing capability. */
export declare class UsageError extends ImapError {
    readonly name = "UsageError";
    constructor(message: string, code?: UsageErrorCode, options?: {
        cause?: unknown;
        outcome?: Outcome;
    });
}
/** The server refused: a tagged NO or BAD. */
export declare class CommandError extends ImapError {
    readonly name: string;
    readonly status: 'NO' | 'BAD';
    /** The response code's atom, e.g. `TRYCREATE`, `OVERQUOTA` (RFC 9051 §7.1, RFC 5530). */
    readonly responseCode: string | undefined;
    /** The server's words, at most 1 KiB of them. Not trustworthy text. */
    readonly serverText: string;
    constructor(message: string, details: {
        status: 'NO' | 'BAD';
        responseCode?: string | undefined;
        serverText: string;
    }, options?: Partial<ImapErrorOptions>);
}
/** The credentials were rejected, or no acceptable mechanism exists. */
export declare class AuthenticationError extends CommandError {
    readonly name = "AuthenticationError";
    /** False when the same credentials cannot succeed later. */
    readonly retryable: boolean;
    constructor(message: string, details: {
        status: 'NO' | 'BAD';
        responseCode?: string | undefined;
        serverText: string;
        retryable: boolean;
    }, options?: {
        readonly outcome?: Outcome;
    });
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
    constructor(message: string, outcome: Outcome);
}
export type UsageErrorCode = 'ERR_IMAP_ARGUMENT' | 'ERR_IMAP_STATE' | 'ERR_IMAP_CAPABILITY' | 'ERR_IMAP_READ_ONLY' | 'ERR_IMAP_STALE_UID' | 'ERR_IMAP_CONSUMED' | 'ERR_IMAP_CONSUMER_TOO_SLOW' | 'ERR_IMAP_DEPENDENCY';
export type ProtocolErrorCode = 'ERR_IMAP_SYNTAX' | 'ERR_IMAP_LIMIT' | 'ERR_IMAP_ORDER' | 'ERR_IMAP_MALFORMED' | 'ERR_IMAP_INCOMPLETE' | 'ERR_IMAP_STARTTLS_INJECTION' | 'ERR_IMAP_GREETING' | 'ERR_IMAP_PREAUTH';
export type ConnectionErrorCode = 'ERR_IMAP_DNS' | 'ERR_IMAP_CONNECT' | 'ERR_IMAP_TLS' | 'ERR_IMAP_CERTIFICATE' | 'ERR_IMAP_WRONG_PORT' | 'ERR_IMAP_NO_STARTTLS' | 'ERR_IMAP_TIMEOUT' | 'ERR_IMAP_BYE' | 'ERR_IMAP_CLOSED';
export type ImapErrorCode = UsageErrorCode | ProtocolErrorCode | ConnectionErrorCode | 'ERR_IMAP_NO' | 'ERR_IMAP_BAD' | 'ERR_IMAP_AUTHENTICATION' | 'ERR_IMAP_CANCELLED';
