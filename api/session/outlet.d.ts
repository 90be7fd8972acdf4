/**
 * The way out of the session: events, items and results, stamped and in order. A command is settled here and
 * nowhere else, once.
 */
import type { ImapError } from '../errors.ts';
import type { Entry } from './entry.ts';
import type { EventOf, Occurrence } from './events.ts';
/** Where results and events go. Called synchronously, in wire order; must not call back into the session. */
export interface SessionSink {
    /** False while nobody reads events: none need be made. */
    readonly listening?: boolean;
    event(event: EventOf<unknown>): void;
    item(entry: Entry, item: unknown, octets: number): void;
    settled(entry: Entry, result: SettledResult): void;
    /** The octets from here on belong to another layer; `leftover` had been read already. */
    layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void;
    /** The generation is over; no call follows. */
    ended(error: ImapError | undefined): void;
}
export type SettledResult = {
    readonly ok: true;
    readonly value: unknown;
} | {
    readonly ok: false;
    readonly error: unknown;
};
type Status = 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed';
export declare class Outlet {
    #private;
    /** The latest reading of the clock. */
    now: number;
    constructor(sink: SessionSink, generation: number, now: number);
    emit(occurrence: Occurrence<unknown>): void;
    queued(entry: Entry): void;
    sent(entry: Entry): void;
    item(entry: Entry, item: unknown, octets: number): void;
    succeed(entry: Entry, value: unknown): void;
    fail(entry: Entry, error: ImapError, status?: Status): void;
    /** The layer above has settled it. */
    cancelled(entry: Entry): void;
    layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void;
    ended(error: ImapError | undefined): void;
}
export {};
