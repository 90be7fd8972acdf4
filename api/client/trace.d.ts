/**
 * Events as a trace: Google's Trace Event Format, which Perfetto and Chrome draw.
 *
 * A connection is a process. A command has a lane (thread) for itself from submission to its end: first a slice
 * `queued`, then one with its name while it is on the wire. What the server said unasked is an instant in the lane
 * `server`.
 */
import type { ImapEvent, ImapEventType } from './events.ts';
/** One record of a trace; `ts` counts microseconds. Unless it ends (`E`) what an earlier one began, it has a name. */
export type TraceEvent = TraceMetadata | TraceBegin | TraceEnd | TraceInstant;
type Arguments = Readonly<Record<string, unknown>>;
interface InLane {
    readonly pid: number;
    readonly tid: number;
}
export interface TraceMetadata extends InLane {
    readonly ph: 'M';
    readonly name: 'process_name' | 'thread_name' | 'thread_sort_index';
    readonly args: Arguments;
}
export interface TraceBegin extends InLane {
    readonly ph: 'B';
    readonly name: string;
    /** `queue` while it waits, `wire` from its first octet to its end. */
    readonly cat: 'queue' | 'wire';
    readonly ts: number;
    readonly args: Arguments;
}
export interface TraceEnd extends InLane {
    readonly ph: 'E';
    readonly ts: number;
    readonly args: Arguments;
}
export interface TraceInstant extends InLane {
    readonly ph: 'i';
    readonly name: string;
    readonly cat: 'server' | 'connection';
    readonly ts: number;
    /** It belongs to its lane. */
    readonly s: 't';
    readonly args: Arguments;
}
export interface TraceOptions {
    /** Names the connection. */
    readonly name?: string;
    /** Tells connections in one trace apart; 1 unless given. */
    readonly pid?: number;
}
/** The types of events that a trace is made of: `imap.events({ types: TRACED, limit: Infinity })`. */
export declare const TRACED: readonly ImapEventType[];
/** Makes records of events, which must come in their order. */
export declare class Trace {
    #private;
    constructor(options?: TraceOptions);
    /** What a trace begins with. */
    begin(): readonly TraceEvent[];
    take(event: ImapEvent): readonly TraceEvent[];
}
/** The trace of a connection as its events come; `events` must have those of `TRACED`. */
export declare function traceEvents(events: AsyncIterable<ImapEvent>, options?: TraceOptions): AsyncGenerator<TraceEvent, void>;
export {};
