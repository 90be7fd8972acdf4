/** What a server says about messages: FETCH rows. */
import type { BodyStructure } from './body-structure.ts';
import type { ExtendedItem } from './extension.ts';
/** `* n FETCH (…)`; for UIDFETCH (RFC 9586) `sequence` is undefined and the UID is in the attributes. */
export interface Fetch {
    readonly type: 'fetch';
    readonly sequence: number | undefined;
    readonly attributes: FetchAttributes;
    /** Octets of the response on the wire, literals included. */
    readonly octets: number;
}
export interface FetchAttributes {
    uid: number | undefined;
    flags: readonly string[] | undefined;
    modSeq: bigint | undefined;
    envelope: Envelope | undefined;
    bodyStructure: BodyStructure | undefined;
    /** BODY without extension data. */
    body: BodyStructure | undefined;
    /** RFC822.SIZE in octets. */
    size: number | undefined;
    internalDate: Date | undefined;
    /** BODY[…], BINARY[…], RFC822, RFC822.HEADER, RFC822.TEXT, in the order sent. */
    sections: readonly FetchSection[] | undefined;
    /** BINARY.SIZE[part] in octets. */
    binarySizes: ReadonlyMap<string, number> | undefined;
    /** Items of extensions; made when the first of them comes. */
    extras: FetchExtras | undefined;
    /** Items this version has no type for, by upper-case name; and typed ones whose value is NIL or unreadable. */
    extended: readonly ExtendedItem[] | undefined;
}
/** Entry → attribute → value: `/comment` → `value.priv` → text, null where there is none (RFC 5257 §3.2). */
export type MessageAnnotations = ReadonlyMap<string, ReadonlyMap<string, string | null>>;
/** Items of extensions, apart from the others because most rows have none. Null where the server says NIL. */
export interface FetchExtras {
    /** RFC 8970 §3.2. */
    preview: string | null | undefined;
    /** RFC 8514 §4.2. */
    saveDate: Date | null | undefined;
    /** RFC 8474 §5.1. */
    emailId: string | undefined;
    /** RFC 8474 §5.2. */
    threadId: string | null | undefined;
    /** X-GM-MSGID. */
    gmailMessageId: bigint | undefined;
    /** X-GM-THRID. */
    gmailThreadId: bigint | undefined;
    /** X-GM-LABELS: names of labels, and of system labels with their backslash, e.g. `\Inbox`. */
    gmailLabels: readonly string[] | undefined;
    /** RFC 5257 §4.4. */
    annotations: MessageAnnotations | undefined;
}
export interface FetchSection {
    readonly item: 'BODY' | 'BINARY' | 'RFC822' | 'RFC822.HEADER' | 'RFC822.TEXT';
    /** Upper case, one space between header field names, sorted: `''`, `1.2`, `1.MIME`, `HEADER.FIELDS (FROM SUBJECT)`. */
    readonly section: string;
    /** `<n>` of a partial response (RFC 9051 §7.5.2). */
    readonly origin: number | undefined;
    /** The content; null for NIL; a `StreamedLiteral` when a sink took the octets. */
    readonly value: Uint8Array | null | StreamedLiteral;
}
/** Stands where octets would be when they went to a sink. */
export interface StreamedLiteral {
    readonly streamed: number;
}
/**
 * RFC 9051 §7.5.2. Encoded words (RFC 2047) are decoded in `subject` and names. Octets that are no characters of the
 * charset they claim become U+FFFD; who needs them asks for `headers`, which keep the octets.
 */
export interface Envelope {
    /** The Date header as sent. */
    readonly date: string | null;
    readonly subject: string | null;
    readonly from: readonly Address[];
    readonly sender: readonly Address[];
    readonly replyTo: readonly Address[];
    readonly to: readonly Address[];
    readonly cc: readonly Address[];
    readonly bcc: readonly Address[];
    readonly inReplyTo: string | null;
    readonly messageId: string | null;
}
/**
 * An address, or a group marker as the protocol has it: `host` null and `mailbox` set opens a group of that
 * name, both null closes it.
 */
export interface Address {
    readonly name: string | null;
    /** Source route; obsolete. */
    readonly adl: string | null;
    readonly mailbox: string | null;
    readonly host: string | null;
    /** `mailbox@host`, or null for a group marker. */
    readonly address: string | null;
}
