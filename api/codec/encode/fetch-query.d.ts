/** What a FETCH asks for, as an object (RFC 9051 §6.4.5), and what a complete row must have. */
import type { FetchExtras } from '../values.ts';
import type { OctetRange } from './section.ts';
/** A stretch of the octets of one body part. */
export interface PartRange extends OctetRange {
    readonly part: string;
}
/** Header fields by name, or all but some; of the message, or of the message that is the part `part`. */
export type HeaderList = {
    readonly fields: readonly string[];
    readonly part?: string;
} | {
    readonly except: readonly string[];
    readonly part?: string;
};
/** The UID comes with every row. Bodies are read without setting `\Seen`, unless `markSeen` is given. */
export interface FetchQuery {
    readonly flags?: true;
    readonly envelope?: true;
    readonly bodyStructure?: true;
    /** BODY: the structure without its extension data, dispositions among them. */
    readonly body?: true;
    /** RFC822.SIZE. */
    readonly size?: true;
    readonly internalDate?: true;
    /** Needs CONDSTORE (RFC 7162 §3.1). */
    readonly modSeq?: true;
    /** The whole header, the fields with these names, or all but those. */
    readonly headers?: true | readonly string[] | {
        readonly except: readonly string[];
    };
    /** Several choices of header fields, by names of the caller's. */
    readonly headerLists?: Readonly<Record<string, HeaderList>>;
    /** The whole message, or a stretch of it. */
    readonly source?: true | OctetRange;
    /** The message without its header. */
    readonly text?: true;
    /** Body sections, encoded as sent: `1`, `2.1`, `1.MIME`, `3.HEADER`, `3.TEXT`. */
    readonly parts?: readonly (string | PartRange)[];
    /** Body parts, their transfer encoding undone by the server. Needs BINARY or IMAP4rev2 (RFC 3516). */
    readonly binary?: readonly (string | PartRange)[];
    /** Sizes of what `binary` would bring. */
    readonly binarySize?: readonly string[];
    /** Reading a body sets `\Seen`. */
    readonly markSeen?: true;
    /** The beginning of the text; `'lazy'` only where it costs the server nothing. Needs PREVIEW (RFC 8970). */
    readonly preview?: true | 'lazy';
    /** When the message came into this mailbox. Needs SAVEDATE (RFC 8514). */
    readonly saveDate?: true;
    /** The same for all copies of a message. Needs OBJECTID (RFC 8474 §5.1). */
    readonly emailId?: true;
    /** The same for all messages of a conversation. Needs OBJECTID (RFC 8474 §5.2). */
    readonly threadId?: true;
    /** X-GM-MSGID. Needs X-GM-EXT-1. */
    readonly gmailMessageId?: true;
    /** X-GM-THRID. Needs X-GM-EXT-1. */
    readonly gmailThreadId?: true;
    /** X-GM-LABELS. Needs X-GM-EXT-1. */
    readonly gmailLabels?: true;
    /** Annotations of messages. Needs ANNOTATE-EXPERIMENT-1 (RFC 5257 §4.3). */
    readonly annotations?: AnnotationQuery;
}
export interface AnnotationQuery {
    /** `/comment`, `/altsubject`, …; `*` stands for anything, `%` for anything but `/`. */
    readonly entries: string | readonly string[];
    /** `value`, `size`, both with `.priv` or `.shared` behind it or for both. */
    readonly attributes: string | readonly string[];
}
/** An item that a complete row must have. */
export type FetchExpectation = {
    readonly kind: 'flags' | 'envelope' | 'bodyStructure' | 'body' | 'size' | 'internalDate' | 'modSeq';
}
/** `section` and `origin` as in `FetchSection`. */
 | {
    readonly kind: 'section';
    readonly item: 'BODY' | 'BINARY';
    readonly section: string;
    readonly origin?: number;
} | {
    readonly kind: 'binarySize';
    readonly part: string;
} | {
    readonly kind: 'extra';
    readonly name: keyof FetchExtras;
};
export interface FetchTraits {
    readonly readsFlags: boolean;
    readonly setsSeen: boolean;
    /** Capabilities, upper-case. IMAP4rev2 includes BINARY. */
    readonly needs: readonly string[];
}
