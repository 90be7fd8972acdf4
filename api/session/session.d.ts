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
import type { WirePiece } from '../codec/encode/octet-source.ts';
import type { Id, Status } from '../codec/values.ts';
import { ConnectionError, ImapError, type Outcome } from '../errors.ts';
import type { Command } from './command.ts';
import { Entry } from './entry.ts';
import type { SessionOptions, SubmitOptions } from './options.ts';
import type { Profile } from './server/profile.ts';
import type { Selection } from './selection/selection.ts';
export declare class Session {
    #private;
    constructor(options: SessionOptions);
    /** What we allow ourselves with this server, as far as it is recognised. */
    get profile(): Profile;
    get capabilities(): ReadonlySet<string>;
    /** The capabilities told are those of the present state (RFC 9051 §6.1.1). */
    get capabilitiesKnown(): boolean;
    get enabled(): ReadonlySet<string>;
    get greeting(): Status | undefined;
    /** Who the server says it is, once it has (RFC 2971). */
    get serverId(): Id['parameters'] | undefined;
    /** The mailbox whose data the server is sending now. */
    get selected(): Selection | undefined;
    get authenticated(): boolean;
    /** UNAUTHENTICATE has succeeded, and nobody has logged in since. */
    get unauthenticated(): boolean;
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
    cancel(entry: Entry, now?: number): Outcome;
    /** Setup has come far enough for the user's commands to follow what is in flight. */
    open(): void;
    /** Login and ENABLE are answered: everything can be planned now. */
    settleIn(): void;
    /** The new layer is in place. After STARTTLS nothing learned before it counts (RFC 9051 §6.2.1). */
    layerReady(layer: 'tls' | 'deflate'): void;
    receive(octets: Uint8Array, now: number): void;
    /** The answer to a challenge that went out through the sink; undefined gives up. Too late it means nothing. */
    answerChallenge(entry: Entry, octets: Uint8Array | undefined, now?: number): void;
    /** Writes what may be written; returns the octets to send. `feeding`: in the midst of a literal servers are silent. */
    flush(now: number, feeding?: boolean): readonly WirePiece[];
    /** When `tick` wants to be called, on the clock of `now`; undefined when nothing is awaited. */
    deadline(): number | undefined;
    tick(now: number): void;
    /** The transport closed. BYE is as good an answer to LOGOUT as its OK, which may be lost. */
    closed(error: ConnectionError | undefined, now?: number): void;
    /**
     * Ends the generation: the only place where open commands are settled without a tagged reply.
     *
     * A command of which the server cannot have seen the last octet is `unsent`, any other `unknown`.
     */
    end(error: ImapError | undefined, now?: number): void;
}
