/**
 * What a server says, as values. One type a response, named with the RFC's words.
 *
 * Text is decoded where the protocol says what it is (UTF-8, modified UTF-7, encoded words);
 * message content stays octets.
 */
import type { NumberSet } from './number-set.ts';
export type Response = Continuation | Tagged | Untagged;
/** `+ text` (RFC 9051 §7.6). `text` is what follows "+ ", base64 challenges included. */
export interface Continuation {
    readonly type: 'continuation';
    readonly text: string;
}
/** A tagged reply. `UNKNOWN` when the word after the tag is none of RFC 9051's. */
export interface Tagged {
    readonly type: 'tagged';
    readonly tag: string;
    readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'UNKNOWN';
    readonly code: ResponseCode | undefined;
    readonly text: string;
}
export type Untagged = Status | Capability | Enabled | Flags | List | Search | ESearch | MailboxStatus | Namespaces | Id | Numbered | Vanished | Fetch | Unknown | Malformed;
/** `* OK`, `* NO`, `* BAD`, `* PREAUTH`, `* BYE` (RFC 9051 §7.1). */
export interface Status {
    readonly type: 'status';
    readonly status: 'OK' | 'NO' | 'BAD' | 'PREAUTH' | 'BYE';
    readonly code: ResponseCode | undefined;
    readonly text: string;
}
export interface Capability {
    readonly type: 'capability';
    /** Upper case. */
    readonly capabilities: readonly string[];
}
export interface Enabled {
    readonly type: 'enabled';
    /** Upper case. */
    readonly capabilities: readonly string[];
}
export interface Flags {
    readonly type: 'flags';
    readonly flags: readonly string[];
}
/**
 * A mailbox name. `mailbox` is for people and for comparing; `wireName` is there only when the octets
 * the server used differ from what our encoder makes of `mailbox`, and must then be sent instead.
 * INBOX is always upper case.
 */
export interface Named {
    readonly mailbox: string;
    readonly wireName: string | undefined;
}
/** LIST and LSUB (RFC 9051 §7.3.1, RFC 3501 §7.2.3). */
export interface List extends Named {
    readonly type: 'list';
    readonly command: 'LIST' | 'LSUB';
    /** As sent: `\HasChildren`, `\Sent`, … */
    readonly attributes: readonly string[];
    readonly delimiter: string | null;
    /** CHILDINFO (RFC 5258 §3.5). */
    readonly childInfo: readonly string[] | undefined;
    /** OLDNAME: this is a rename (RFC 9051 §6.3.9.7). */
    readonly oldName: Named | undefined;
    readonly extended: readonly ExtendedItem[];
}
export interface ExtendedItem {
    readonly name: string;
    readonly value: ExtensionValue;
}
/** Data this version has no type for: atoms and numbers as strings, strings as strings, lists as arrays. */
export type ExtensionValue = string | null | readonly ExtensionValue[];
/** `* SEARCH 1 2 3 (MODSEQ 9)` (RFC 3501 §7.2.5, RFC 7162 §3.1.5). */
export interface Search {
    readonly type: 'search';
    readonly numbers: NumberSet;
    readonly modSeq: bigint | undefined;
}
/** `* ESEARCH (TAG "a") UID …` (RFC 9051 §7.3.4). */
export interface ESearch {
    readonly type: 'esearch';
    readonly tag: string | undefined;
    readonly uid: boolean;
    readonly min: number | undefined;
    readonly max: number | undefined;
    readonly count: number | undefined;
    readonly all: NumberSet | undefined;
    readonly modSeq: bigint | undefined;
    /** PARTIAL, ADDTO, RELEVANCY … */
    readonly extended: readonly ExtendedItem[];
}
export interface StatusItems {
    messages?: number;
    recent?: number;
    uidNext?: number;
    uidValidity?: number;
    unseen?: number;
    deleted?: number;
    size?: number;
    highestModSeq?: bigint;
    appendLimit?: number | null;
    mailboxId?: string;
}
/** `* STATUS mailbox (…)` (RFC 9051 §7.3.5). */
export interface MailboxStatus extends Named {
    readonly type: 'mailboxStatus';
    readonly items: StatusItems;
    readonly extended: readonly ExtendedItem[];
}
export interface NamespaceEntry {
    readonly prefix: string;
    readonly delimiter: string | null;
    readonly extended: readonly ExtendedItem[];
}
/** `* NAMESPACE` (RFC 9051 §7.3.6); null where the server says NIL. */
export interface Namespaces {
    readonly type: 'namespace';
    readonly personal: readonly NamespaceEntry[] | null;
    readonly otherUsers: readonly NamespaceEntry[] | null;
    readonly shared: readonly NamespaceEntry[] | null;
}
/** `* ID` (RFC 2971 §3.2); keys in lower case. */
export interface Id {
    readonly type: 'id';
    readonly parameters: ReadonlyMap<string, string | null> | null;
}
/** `* n EXISTS`, `* n RECENT`, `* n EXPUNGE`. */
export interface Numbered {
    readonly type: 'exists' | 'recent' | 'expunge';
    readonly number: number;
}
/** `* VANISHED [(EARLIER)] uids` (RFC 7162 §3.2.10). */
export interface Vanished {
    readonly type: 'vanished';
    readonly earlier: boolean;
    readonly uids: NumberSet;
}
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
    /** Items this version has no type for, by upper-case name. */
    extended: readonly ExtendedItem[] | undefined;
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
/** RFC 9051 §7.5.2. Encoded words (RFC 2047) are decoded in `subject` and names. */
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
export type BodyStructure = BodyPart | BodyMultipart;
interface BodyBase {
    /** The section number to fetch it by: `1`, `2.1`; `''` for a multipart that is the whole message. */
    readonly part: string;
    /** Lower case, e.g. `text`. */
    readonly type: string;
    readonly subtype: string;
    /** Keys in lower case. */
    readonly parameters: ReadonlyMap<string, string>;
    readonly disposition: Disposition | undefined;
    readonly language: readonly string[] | undefined;
    readonly location: string | undefined;
    readonly extension: readonly ExtensionValue[] | undefined;
}
export interface BodyMultipart extends BodyBase {
    readonly type: 'multipart';
    readonly parts: readonly BodyStructure[];
}
export interface BodyPart extends BodyBase {
    readonly parts?: undefined;
    readonly id: string | null;
    readonly description: string | null;
    /** Lower case, e.g. `quoted-printable`. */
    readonly encoding: string;
    /** Octets, encoded. */
    readonly size: number;
    /** Lines, for text and message/rfc822. */
    readonly lines: number | undefined;
    /** Of message/rfc822 and message/global. */
    readonly envelope: Envelope | undefined;
    readonly body: BodyStructure | undefined;
    readonly md5: string | undefined;
}
export interface Disposition {
    /** Lower case. */
    readonly type: string;
    readonly parameters: ReadonlyMap<string, string>;
}
/** A response whose name we do not know. `bytes` is the whole line, literals included, without CRLF. */
export interface Unknown {
    readonly type: 'unknown';
    readonly name: string;
    readonly bytes: Uint8Array;
}
/** A line that starts like something we know and then breaks the grammar. The connection goes on. */
export interface Malformed {
    readonly type: 'malformed';
    /** `FETCH`, `SEARCH`, … as far as it could be read, upper case. */
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly reason: string;
    /** For FETCH: whose row it was, where that could be read. */
    readonly sequence: number | undefined;
    readonly uid: number | undefined;
}
/** Response codes without arguments (RFC 9051 §7.1, RFC 5530, RFC 7162, RFC 5465). */
export type BareCode = 'ALERT' | 'PARSE' | 'READ-ONLY' | 'READ-WRITE' | 'TRYCREATE' | 'CLOSED' | 'NOMODSEQ' | 'UIDNOTSTICKY' | 'UNKNOWN-CTE' | 'UNAVAILABLE' | 'AUTHENTICATIONFAILED' | 'AUTHORIZATIONFAILED' | 'EXPIRED' | 'PRIVACYREQUIRED' | 'CONTACTADMIN' | 'NOPERM' | 'INUSE' | 'EXPUNGEISSUED' | 'CORRUPTION' | 'SERVERBUG' | 'CLIENTBUG' | 'CANNOT' | 'LIMIT' | 'OVERQUOTA' | 'ALREADYEXISTS' | 'NONEXISTENT' | 'NOTSAVED' | 'HASCHILDREN' | 'COMPRESSIONACTIVE' | 'USEATTR' | 'NOTIFICATIONOVERFLOW' | 'TOOBIG' | 'THROTTLED';
export type ResponseCode = {
    readonly name: BareCode;
} | {
    readonly name: 'UIDNEXT' | 'UIDVALIDITY' | 'UNSEEN';
    readonly value: number;
} | {
    readonly name: 'HIGHESTMODSEQ';
    readonly value: bigint;
} | {
    readonly name: 'PERMANENTFLAGS';
    readonly flags: readonly string[];
} | {
    readonly name: 'CAPABILITY';
    readonly capabilities: readonly string[];
} | {
    readonly name: 'BADCHARSET';
    readonly charsets: readonly string[];
} | {
    readonly name: 'APPENDUID';
    readonly uidValidity: number;
    readonly uids: NumberSet;
} | {
    readonly name: 'COPYUID';
    readonly uidValidity: number;
    readonly source: NumberSet;
    readonly destination: NumberSet;
} | {
    readonly name: 'MODIFIED';
    readonly numbers: NumberSet;
} | {
    readonly name: 'MAILBOXID';
    readonly id: string;
}
/** Any other: `text` is what stood between the atom and "]". */
 | {
    readonly name: 'OTHER';
    readonly atom: string;
    readonly text: string | undefined;
};
export {};
