/**
 * FETCH rows as callers see them: typed by what was asked for.
 */
import type { FetchRequest } from '../../../codec/encode/fetch-item.ts';
import type { FetchQuery } from '../../../codec/encode/fetch-query.ts';
import { MessageHeaders } from '../../../codec/mime/headers.ts';
import type { BodyStructure, Envelope, FetchAttributes, MessageAnnotations } from '../../../codec/values.ts';
/** What each key of a `FetchQuery` puts into the row. */
export interface RowFields {
    readonly flags: readonly string[];
    readonly envelope: Envelope;
    readonly bodyStructure: BodyStructure;
    /** The structure without its extension data. */
    readonly body: BodyStructure;
    /** RFC822.SIZE, octets. */
    readonly size: number;
    readonly internalDate: Date;
    readonly modSeq: bigint;
    readonly headers: MessageHeaders;
    /** By the names the query gave; null where the message has no such part. */
    readonly headerLists: Readonly<Record<string, MessageHeaders | null>>;
    /** The whole message, or the part of it that was asked for. */
    readonly source: Uint8Array;
    /** The message without its header. */
    readonly text: Uint8Array;
    /** By the section asked for; null where the message has no such part. */
    readonly parts: ReadonlyMap<string, Uint8Array | null>;
    /** Decoded by the server (RFC 3516). */
    readonly binary: ReadonlyMap<string, Uint8Array | null>;
    /** Octets once decoded. */
    readonly binarySize: ReadonlyMap<string, number>;
    /** Null where the server has none, or with `'lazy'` none at hand. */
    readonly preview: string | null;
    /** Null where the server does not know. */
    readonly saveDate: Date | null;
    readonly emailId: string;
    /** Null where the server keeps no conversations, or the message is of none. */
    readonly threadId: string | null;
    readonly gmailMessageId: bigint;
    readonly gmailThreadId: bigint;
    /** Labels by name, system labels with their backslash. The mailbox that is selected is not among them. */
    readonly gmailLabels: readonly string[];
    /** Those of the entries that exist. */
    readonly annotations: MessageAnnotations;
}
/** Only a part can be missing: the header of the message itself is there, if empty. */
type HeaderLists<Lists> = {
    readonly [Name in keyof Lists]: Lists[Name] extends {
        readonly part: string;
    } ? MessageHeaders | null : MessageHeaders;
};
type Asked<Q> = {
    readonly [K in keyof Q as K extends keyof RowFields ? K : never]: K extends 'headerLists' ? HeaderLists<Q[K]> : K extends keyof RowFields ? RowFields[K] : never;
};
/** One message: its UID and exactly what the query asked for. */
export type FetchRow<Q extends FetchQuery = FetchQuery> = {
    readonly uid: number;
    readonly sequence: number | undefined;
} & Asked<Q>;
export type RowBuilder<Query extends FetchQuery> = (uid: number, sequence: number | undefined, attributes: FetchAttributes) => FetchRow<Query>;
/** Makes rows for one query. */
export declare function rowBuilder<Query extends FetchQuery>(query: Query, request: FetchRequest): RowBuilder<Query>;
export {};
