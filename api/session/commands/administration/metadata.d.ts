/** Annotations of mailboxes and of the server (RFC 5464). */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts';
import type { Metadata } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
export interface GetMetadataOptions {
    /** How far below the entries to look: not at all, one level, or everything. 0 unless given. */
    readonly depth?: 0 | 1 | 'infinity';
    /** Leave out values of more octets. */
    readonly maxSize?: number;
}
/** A value: octets, by nature. */
export interface MetadataValue {
    readonly octets: Uint8Array;
    /** The octets read as UTF-8. */
    readonly text: string;
}
export interface MetadataResult {
    /**
     * By name; null for an entry without a value. Entries that were asked for stand under the name they were asked by; a
     * server may tell of others, too (Cyrus).
     */
    readonly entries: ReadonlyMap<string, MetadataValue | null>;
    /** Values were left out because of `maxSize`, or may have been; undefined when everything is there. */
    readonly tooLong: MetadataTooLong | undefined;
}
export interface MetadataTooLong {
    /** Octets of the largest value that was left out (LONGENTRIES, RFC 5464 §4.2.1); undefined where the server says nothing. */
    readonly largest: number | undefined;
    /** The entries asked for that did not come. More below them may be missing if `depth` was given. */
    readonly missing: readonly string[];
}
/** What to set: text, octets, or null to take the entry away. */
export type MetadataValues = Readonly<Record<string, string | Uint8Array | null>>;
/** GETMETADATA (RFC 5464 §4.2). `''` is the server itself. */
export declare function getMetadata(mailbox: MailboxArgument, entry: string | readonly string[], { depth, maxSize }: GetMetadataOptions): Command<MetadataResult>;
/** SETMETADATA (RFC 5464 §4.3): all of the entries, or none. */
export declare function setMetadata(mailbox: MailboxArgument, values: MetadataValues): Command<void>;
/**
 * RFC 5464 §3.2: components behind slashes, none of them empty; printable ASCII without `*` and `%`.
 */
export declare function putEntry(line: CommandLine, entry: string): void;
/** Entries that were asked for under the name they were asked by; of those that no line tells of, `missing`. */
export declare function metadataEntries(found: readonly Metadata[], asked: readonly string[]): {
    readonly entries: Map<string, MetadataValue | null>;
    readonly missing: readonly string[];
};
