/**
 * What a server may cost us in memory and time before it counts as hostile.
 *
 * Every excess but `nesting` is terminal for the connection: after skipping part of what a server sent, mail
 * content could be read as responses. `Infinity` switches a limit off; 0 rejects all that is not empty.
 * Units are octets unless said otherwise.
 */
export interface Limits {
    /** A response without its literals. */
    readonly line: number;
    /** One literal that is not the content of a FETCH body section. */
    readonly literal: number;
    /** All literals of body sections of one response that are kept in memory; streamed ones do not count. */
    readonly body: number;
    /** A response with all its literals but those of body sections. */
    readonly response: number;
    /** Atoms, strings and lists of one response. Plain number lists (SEARCH, VANISHED) do not count. */
    readonly tokens: number;
    /** Literals of one response. */
    readonly literals: number;
    /** Parentheses open at once. On excess only this response is unreadable. */
    readonly nesting: number;
}
/**
 * Before authentication: nobody has proved anything yet, and all a server has to say is a greeting,
 * capabilities and challenges. The longest real capability line seen is 1 KiB; Kerberos challenges stay under 64.
 */
export declare const preAuthLimits: Limits;
/**
 * After authentication. `line`: a plain SEARCH of a million UIDs is about 7 MB. `literal`: subjects, addresses and
 * METADATA values are small, 1 MiB is beyond any seen. `body`: who reads more at once is to stream it. `nesting`:
 * what Dovecot and swift-nio-imap allow is about 100; twelve levels is a deep real message.
 */
export declare const defaultLimits: Limits;
/** For hosts that users of a service type in themselves: many connections to unknown servers in one process. */
export declare const untrustedLimits: Limits;
/** Nesting that no accident produces; whatever `nesting` says, this ends the connection. */
export declare const FATAL_NESTING = 10000;
/** Digits of an unsigned 32-bit number and of a 63-bit one (RFC 9051 §9, "number" and "number64"). */
export declare const NUMBER_DIGITS = 10;
export declare const NUMBER64_DIGITS = 19;
