/** Far above any server's own limit, and small enough to be quoted. */
export declare const MAX_MAILBOX_OCTETS = 1000;
/**
 * The octets that name a mailbox, as a string with one character an octet. `utf8` says that UTF8=ACCEPT or
 * IMAP4rev2 is enabled; otherwise the name goes in modified UTF-7.
 *
 * @throws UsageError for lone surrogates, NUL, CR, LF and names of more than 1000 octets.
 */
export declare function encodeMailboxName(name: string, utf8: boolean): string;
/**
 * What a server's octets say. `wireName` is set only when `encodeMailboxName` would make other octets of
 * `mailbox`; it must then be sent instead. Never throws.
 */
export declare function decodeMailboxName(octets: string, utf8: boolean): {
    mailbox: string;
    wireName: string | undefined;
};
/** Octets that a server used as a name, checked before they go back to it. @throws UsageError */
export declare function checkWireName(octets: string): string;
/** True for a name whose octets depend on whether UTF-8 is enabled. */
export declare function dependsOnUtf8(name: string): boolean;
