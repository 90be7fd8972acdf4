import { type SetInput } from '../../../codec/sequence-set.ts';
import type { Command } from '../../command.ts';
/** A body is about to come. */
export interface BodyStart {
    readonly uid: number;
    /** Octets. */
    readonly size: number;
}
/** Takes the octets of one body. `chunk` is valid only during the call: copy what is to be kept. */
export type BodySink = (chunk: Uint8Array) => void;
/** A body has come whole. */
export interface BodyEnd {
    readonly uid: number;
    /** What the sink got; null when the message has no such part. */
    readonly octets: number | null;
}
export interface BodiesOptions {
    /** The section: `1`, `2.MIME`, `TEXT`, `HEADER`; the whole message unless given. */
    readonly part?: string;
    readonly uidValidity?: number;
}
/** UID FETCH of one section whose octets go to a sink as they arrive, and are kept by nobody. */
export declare function bodies(set: SetInput, open: (body: BodyStart) => BodySink, options: BodiesOptions): Command<void, BodyEnd>;
