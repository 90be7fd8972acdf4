import type { CommandLine } from './command-line.ts';
import { type OctetRange } from './section.ts';
/** A stretch of the octets of one body part. */
export interface PartRange extends OctetRange {
    readonly part: string;
}
/** The UID comes with every row. Bodies are read without setting `\Seen`, unless `markSeen` is given. */
export interface FetchQuery {
    readonly flags?: true;
    readonly envelope?: true;
    readonly bodyStructure?: true;
    /** RFC822.SIZE. */
    readonly size?: true;
    readonly internalDate?: true;
    /** Needs CONDSTORE (RFC 7162 §3.1). */
    readonly modSeq?: true;
    /** The whole header, or the fields with these names. */
    readonly headers?: true | readonly string[];
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
}
/** An item that a complete row must have. */
export type FetchExpectation = {
    readonly kind: 'flags' | 'envelope' | 'bodyStructure' | 'size' | 'internalDate' | 'modSeq';
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
};
export interface FetchTraits {
    readonly readsFlags: boolean;
    readonly setsSeen: boolean;
    /** Capabilities, upper-case. IMAP4rev2 includes BINARY. */
    readonly needs: readonly string[];
}
/** A query, checked and read once. */
export interface FetchRequest {
    /** What a complete row must have besides the UID. */
    readonly expected: readonly FetchExpectation[];
    /** The same by the key of the query that asked for it. */
    readonly expectedBy: ReadonlyMap<string, readonly FetchExpectation[]>;
    readonly traits: FetchTraits;
    /** Adds the parenthesised items to a FETCH, UID first. */
    put(line: CommandLine): void;
}
/** @throws UsageError naming what is wrong. */
export declare function fetchRequest(query: FetchQuery): FetchRequest;
