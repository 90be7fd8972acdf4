/**
 * One connection: the pump between a transport and the session, and what people call.
 *
 * Every method submits its command in the same synchronous step and returns a token. Nothing here waits for
 * a consumer: octets go into the session as they arrive, tokens and event readers have queues of their own.
 * The methods themselves are in `methods/`, one class for each part of RFC 9051 §6.
 */
import type { Auth } from '../auth/credentials.ts';
import type { Selection } from '../session/selection/selection.ts';
import type { TlsSession } from '../transport/transport.ts';
import { EventReader, type EventOptions } from './event-reader.ts';
import type { EventOfType, ImapEventType } from './events.ts';
import { ChangingMethods } from './methods/changing.ts';
import { type ConnectionOptions } from './options.ts';
/** What is known of the selected mailbox, kept up to date by whatever the server says. */
export type SelectedMailbox = Readonly<Pick<Selection, 'mailbox' | 'readOnly' | 'uidValidity' | 'uidNext' | 'highestModSeq' | 'flags' | 'permanentFlags'>> & {
    readonly messages: number;
};
/** The states of RFC 9051 §3, and `connecting` until the server has greeted; `logout` once it has ended. */
export type ConnectionState = 'connecting' | 'notAuthenticated' | 'authenticated' | 'selected' | 'logout';
export declare class ImapConnection extends ChangingMethods {
    #private;
    /**
     * Fulfilled when the connection is up: logged in, capabilities known, QRESYNC enabled where the server has it.
     * Commands may be submitted before. A failure that nobody awaits is still a `disconnected` event.
     */
    readonly ready: Promise<void>;
    private constructor();
    /** Starts connecting and returns at once; commands submitted meanwhile go out with the login where that is legal. */
    static start(options: ConnectionOptions): ImapConnection;
    /** Connects and logs in. @throws ConnectionError, AuthenticationError, ProtocolError, UsageError */
    static open(options: ConnectionOptions): Promise<ImapConnection>;
    /** What the server can do, upper case (RFC 9051 §6.1.1). */
    get capabilities(): ReadonlySet<string>;
    /** Extensions that are enabled, upper case (RFC 9051 §6.3.1). */
    get enabled(): ReadonlySet<string>;
    /** The selected mailbox as far as the server's words have arrived. */
    get selected(): SelectedMailbox | undefined;
    /**
     * Who the server says it is (RFC 2971), keys in lower case: known when the option `id` was given, or after `id()`.
     * Untrusted text.
     */
    get serverId(): ReadonlyMap<string, string | null> | undefined;
    /** As far as the server's words have arrived: commands on the wire may be about to change it. */
    get state(): ConnectionState;
    /** What the server said first; undefined until then. Untrusted text. */
    get greeting(): string | undefined;
    /** TLS protects the connection. */
    get secure(): boolean;
    /** What was agreed with the server when TLS began, its certificate included; undefined without TLS. */
    get tls(): TlsSession | undefined;
    /** Octets of IMAP so far, which TLS and COMPRESS make more or fewer on the wire. */
    get octets(): {
        readonly received: number;
        readonly sent: number;
    };
    /** The connection has ended; no command can be submitted any more. */
    get closed(): boolean;
    /** Commands on the wire, unanswered. */
    get inFlight(): number;
    /** Commands waiting to be written. */
    get queued(): number;
    /**
     * A reader of everything that happens from now on, independent of all others; `types` narrows it.
     * Ends when the connection does, after `disconnected`.
     */
    events<Type extends ImapEventType>(options: EventOptions<Type> & {
        readonly types: readonly Type[];
    }): EventReader<EventOfType<Type> | EventOfType<'overflow'>>;
    events(options?: EventOptions): EventReader;
    /**
     * Logs in after `unauthenticate` (RFC 8437), and enables what the options say. Commands submitted since then go out
     * with it. A refusal leaves the connection as it is, for another try. @throws AuthenticationError, UsageError
     */
    reauthenticate(auth: Auth): Promise<void>;
    /** Drops the connection now. Open tokens fail with `ERR_IMAP_CLOSED` and say what became of them. Idempotent. */
    close(): void;
    /** LOGOUT, bounded by its deadline, then `close`. */
    [Symbol.asyncDispose](): Promise<void>;
}
