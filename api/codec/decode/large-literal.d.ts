/** Literals too large to be read as part of the line: they go straight to a buffer of their own, or to a sink. */
import type { StreamedLiteral } from '../values.ts';
/** Takes the octets of one literal. The chunk is valid during the call only. */
export type LiteralSink = (chunk: Uint8Array) => void;
/** A literal that has arrived and is kept apart from its line. */
export interface LargeLiteral {
    /** Index of its `{` in the text of the response. */
    readonly at: number;
    readonly size: number;
    readonly value: Uint8Array | StreamedLiteral;
}
export declare class LiteralReceiver {
    #private;
    readonly at: number;
    readonly size: number;
    readonly sink: LiteralSink | undefined;
    /** Octets still to come. */
    missing: number;
    constructor(at: number, size: number, sink: LiteralSink | undefined);
    /** Takes at most `missing` octets of `chunk` from `from` on and returns how many. */
    take(chunk: Uint8Array, from: number): number;
    /** The whole literal; call when nothing is missing. */
    finish(): LargeLiteral;
    /** What has arrived so far; nothing where a sink took it. */
    arrived(): Uint8Array;
}
/** All of `parts` in one array of their own. */
export declare function concatenate(parts: readonly Uint8Array[]): Uint8Array;
