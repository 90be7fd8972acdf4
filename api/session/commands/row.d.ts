/**
 * FETCH rows as callers see them: typed by what was asked for.
 */
import type { FetchExpectation, FetchQuery, FetchRequest } from '../../codec/fetch-item.ts';
import { MessageHeaders } from '../../codec/headers.ts';
import type { BodyStructure, Envelope, FetchAttributes } from '../../codec/values.ts';
/** What each key of a `FetchQuery` puts into the row. */
export interface RowFields {
    readonly flags: readonly string[];
    readonly envelope: Envelope;
    readonly bodyStructure: BodyStructure;
    /** RFC822.SIZE, octets. */
    readonly size: number;
    readonly internalDate: Date;
    readonly modSeq: bigint;
    readonly headers: MessageHeaders;
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
}
type Asked<Q> = {
    readonly [K in keyof Q as K extends keyof RowFields ? K : never]: K extends keyof RowFields ? RowFields[K] : never;
};
/** One message: its UID and exactly what the query asked for. */
export type FetchRow<Q extends FetchQuery = FetchQuery> = {
    readonly uid: number;
    readonly sequence: number | undefined;
} & Asked<Q>;
/** Everything `expected` is there. */
export declare function isComplete(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean;
/** Something `expected` is there. */
export declare function hasAny(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean;
/** Something is there that never changes, so it was sent for somebody who asked. */
export declare function hasStatic(attributes: FetchAttributes, expected: readonly FetchExpectation[]): boolean;
/** Later items win: flags may come again, content never differs. */
export declare function merge(into: FetchAttributes, from: FetchAttributes): void;
export type RowBuilder<Query extends FetchQuery> = (uid: number, sequence: number | undefined, attributes: FetchAttributes) => FetchRow<Query>;
/** Makes rows for one query. */
export declare function rowBuilder<Query extends FetchQuery>(query: Query, request: FetchRequest): RowBuilder<Query>;
export {};
