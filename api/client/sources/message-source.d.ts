import { OctetSource } from '../../codec/encode/octet-source.ts';
/** A file or another Blob: it knows its size. */
export interface BlobLike {
    readonly size: number;
    stream(): AsyncIterable<Uint8Array>;
}
/** Octets in pieces. Streams of the Web are async iterables, too. */
export type MessageSource = BlobLike | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
export interface SourceOptions {
    /** Octets that the source will give, exactly. With it a long message is sent as it is read. */
    readonly size?: number;
    /** A source of unknown size is read into memory before anything is sent, up to so many octets; 16 MiB unless given. */
    readonly maxBuffered?: number;
    /** Octets of a source that have been handed to the network. */
    readonly onProgress?: (sent: number, size: number) => void;
}
export declare function isSource(message: unknown): message is MessageSource;
/**
 * The message, whole where it is short or of unknown size, else its beginning and the way to the rest.
 *
 * @throws UsageError when the source fails, or is not as long as was said, as far as that can be known now
 */
export declare function readAhead(source: MessageSource, options: SourceOptions): Promise<Uint8Array | OctetSource>;
/** @throws UsageError */
export declare function checkedPiece(piece: unknown): Uint8Array;
