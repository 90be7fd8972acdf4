/**
 * The way out of the session: events, items and results, stamped and in order. A command is settled here and
 * nowhere else, once.
 */
import type { ImapError } from '../errors.ts';
import type { Composing } from './composing/composing.ts';
import type { Entry } from './entry.ts';
import type { EventOf, Occurrence } from './events.ts';
/** Where results and events go. Called synchronously, in wire order; must not call back into the session. */
export interface SessionSink {
    /** False while nobody reads events: none need be made. */
    readonly listening?: boolean;
    event(event: EventOf<unknown>): void;
    item(entry: Entry, item: unknown, octets: number): void;
    settled(entry: Entry, result: SettledResult): void;
    /** Of every command, the session's own included, and whether or not anybody reads events. */
    life?(entry: Entry, stage: LifeStage, status: LifeStatus | undefined, error: ImapError | undefined): void;
    /** What is to stand for a step in the events of its own life; the entry itself unless given. */
    step?(step: Entry): unknown;
    /**
     * The server's part of a dialogue, undefined if it was no base64; to be answered by `Session.answerChallenge`, but not
     * before this call has returned. Without this there are no dialogues: they are given up at once.
     */
    challenge?(entry: Entry, octets: Uint8Array | undefined): void;
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
export type LifeStage = 'queued' | 'sent' | 'done';
/** How a command ended. */
export type LifeStatus = 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed';
export declare class Outlet {
    #private;
    /** The latest reading of the clock. */
    now: number;
    /** Who runs composed commands. */
    composing: Pick<Composing, 'settled' | 'keeps'> | undefined;
    constructor(sink: SessionSink, generation: number, now: number);
    emit(occurrence: Occurrence<unknown>): void;
    queued(entry: Entry): void;
    sent(entry: Entry): void;
    item(entry: Entry, item: unknown, octets: number): void;
    succeed(entry: Entry, value: unknown): void;
    fail(entry: Entry, error: ImapError, status?: LifeStatus): void;
    /** The layer above has settled it. */
    cancelled(entry: Entry): void;
    /** The session has no more use for a step. */
    dropped(step: Entry, error: ImapError): void;
    /** False if nobody is there to answer. */
    challenge(entry: Entry, octets: Uint8Array | undefined): boolean;
    layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void;
    ended(error: ImapError | undefined): void;
}
