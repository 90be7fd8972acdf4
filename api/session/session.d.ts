/**
 * One IMAP connection as a machine without I/O.
 *
 *     submit(command) ──▶ queue ──rules──▶ flush() ──▶ octets out
 *     octets in ──▶ receive() ──▶ view of the mailbox ──▶ commands by content ──▶ events, in wire order
 *
 * It stores no promise, socket or timer: the same octets, commands and clock readings give the same output
 * and the same events. A command enters the token table in the synchronous step that submits it, before
 * its octets are handed out, so a reply can never overtake its own record. One function, `end`, finishes a
 * generation and settles every open command exactly once.
 */
import { type Limits } from '../codec/limits.ts';
import type { Status } from '../codec/values.ts';
import { ConnectionError, ImapError, type Outcome } from '../errors.ts';
import type { Command } from './command.ts';
import { Entry } from './entry.ts';
import { type SessionSink } from './outlet.ts';
import { type Profile, type Timing } from './profile.ts';
import type { RuleName } from './rules.ts';
import type { Selection } from './selection.ts';
export interface SessionOptions {
    readonly sink: SessionSink;
    /** Random prefix of the tags: a server must not be able to guess the next one. */
    readonly tagPrefix: string;
    readonly generation: number;
    /** Milliseconds, monotonic. */
    readonly now: number;
    readonly limits?: Limits;
    readonly profile?: Partial<Profile>;
    readonly timing?: Partial<Timing>;
    /** Switches rules off, to show in tests what each is good for. */
    readonly withoutRules?: ReadonlySet<RuleName>;
}
export interface SubmitOptions {
    /** What stands for the command in events; the entry itself unless given. */
    readonly token?: unknown;
    /** Brings the connection up, so it passes the commands of the user. */
    readonly setup?: boolean;
    /** The session's own; no events about it. */
    readonly internal?: boolean;
    /** Commands whose OK this one needs (rule R8). */
    readonly after?: readonly Entry[];
}
export declare class Session {
    #private;
    readonly profile: Profile;
    constructor(options: SessionOptions);
    get capabilities(): ReadonlySet<string>;
    /** The capabilities told are those of the present state (RFC 9051 §6.1.1). */
    get capabilitiesKnown(): boolean;
    get enabled(): ReadonlySet<string>;
    get greeting(): Status | undefined;
    /** The mailbox whose data the server is sending now. */
    get selected(): Selection | undefined;
    get authenticated(): boolean;
    get ended(): boolean;
    /** A literal is being received; its size was announced. */
    get inBody(): boolean;
    get inFlightCount(): number;
    /** Commands admitted or waiting, not yet on the wire. */
    get queuedCount(): number;
    /** Takes a command. Never throws: one that cannot be done is settled with its `UsageError`. */
    submit<Result, Item>(command: Command<Result, Item>, options?: SubmitOptions): Entry;
    /**
     * The caller no longer wants the answer. A queued command is never sent; a sent one is swallowed up to its
     * tag. Its data still become events, and it still owns its slots.
     */
    cancel(entry: Entry): Outcome;
    /** Setup has come far enough for the user's commands to follow what is in flight. */
    open(): void;
    /** Login and ENABLE are answered: everything can be planned now. */
    settleIn(): void;
    /** The new layer is in place. After STARTTLS nothing learned before it counts (RFC 9051 §6.2.1). */
    layerReady(layer: 'tls' | 'deflate'): void;
    receive(octets: Uint8Array, now: number): void;
    /** Writes what may be written; returns the octets to send (strings hold latin1 octets). */
    flush(now: number): readonly (string | Uint8Array)[];
    /** When `tick` wants to be called, on the clock of `now`; undefined when nothing is awaited. */
    deadline(): number | undefined;
    tick(now: number): void;
    /** The transport closed. */
    closed(error: ConnectionError | undefined): void;
    /**
     * Ends the generation: the only place where open commands are settled without a tagged reply.
     *
     * A command of which the server cannot have seen the last octet is `unsent`, any other `unknown`.
     */
    end(error: ImapError | undefined): void;
}
