import type { SectionName } from './fetch-section.ts';
import type { LargeLiteral, LiteralSink } from './large-literal.ts';
import type { Limits } from '../limits.ts';
/** A literal that is about to arrive as content of a body section. */
export interface LiteralStart extends SectionName {
    readonly sequence: number | undefined;
    readonly uid: number | undefined;
    /** Octets. */
    readonly size: number;
}
export type LiteralListener = (literal: LiteralStart) => LiteralSink | undefined;
/** One whole response. `octets` are valid until the framer is asked for the next. */
export interface Frame {
    /** One char an octet, small literals included, without the line end. */
    readonly text: string;
    readonly octets: Uint8Array;
    /** `text[0]` is `octets[start]`, and so on. */
    readonly start: number;
    /** Literals whose octets are not in `text`, in order. */
    readonly large: readonly LargeLiteral[];
    /** Whether `text` has literals in it, and so may have line ends. */
    readonly multiline: boolean;
    /** Octets on the wire, with all literals and line ends. */
    readonly size: number;
}
export declare class Framer {
    #private;
    limits: Limits;
    onLiteral: LiteralListener | undefined;
    streamFrom: number;
    constructor(limits: Limits);
    /** A literal of announced size is being received. */
    get inLiteral(): boolean;
    /** The chunk must stay as it is until `next` has returned undefined. */
    feed(chunk: Uint8Array): void;
    /** The next whole response, or undefined when more octets are needed. Throws ProtocolError; dead after that. */
    next(): Frame | undefined;
    /** Octets fed that no response has been made of yet; the framer is empty afterwards. Streamed octets are gone. */
    takeRest(): Uint8Array;
}
/** The response as it was on the wire: each large literal put back after its `{n}`. Streamed octets are not. */
export declare function wireOctets(text: Uint8Array, large: readonly LargeLiteral[]): Uint8Array;
