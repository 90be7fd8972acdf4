/**
 * One connection: the pump between a transport and the session, and what people call.
 *
 * Every method submits its command in the same synchronous step and returns a token. Nothing here waits for
 * a consumer: octets go into the session as they arrive, tokens and event readers have queues of their own.
 */
import type { FetchQuery } from '../codec/fetch-item.ts';
import type { NumberSet } from '../codec/number-set.ts';
import type { SearchQuery } from '../codec/search-key.ts';
import type { SetInput } from '../codec/sequence-set.ts';
import type { Capability, Id, Namespaces, StatusItems } from '../codec/values.ts';
import { type AppendOptions, type AppendResult } from '../session/commands/append.ts';
import { type BodiesOptions, type BodyEnd, type BodySink, type BodyStart } from '../session/commands/bodies.ts';
import { type CopyOptions, type CopyResult } from '../session/commands/copy.ts';
import { type ExpungeOptions, type ExpungeResult } from '../session/commands/expunge.ts';
import { type FetchOptions } from '../session/commands/fetch.ts';
import { type ListEntry, type ListOptions } from '../session/commands/list.ts';
import type { MailboxArgument } from '../session/commands/mailbox.ts';
import type { FetchRow } from '../session/commands/row.ts';
import { type SearchReturn, type SearchReturns } from '../session/commands/search.ts';
import { type SelectResult } from '../session/commands/select.ts';
import { type StatusItem } from '../session/commands/status.ts';
import { type FlagEdit, type StoreOptions, type StoreResult } from '../session/commands/store.ts';
import type { Selection } from '../session/selection.ts';
import { EventReader, type EventOptions } from './event-reader.ts';
import type { EventOfType, ImapEventType } from './events.ts';
import { type CommandOptions, type ConnectionOptions } from './options.ts';
import type { CommandToken } from './token.ts';
/** What is known of the selected mailbox, kept up to date by whatever the server says. */
export type SelectedMailbox = Readonly<Pick<Selection, 'mailbox' | 'readOnly' | 'uidValidity' | 'uidNext' | 'highestModSeq' | 'flags' | 'permanentFlags'>> & {
    readonly messages: number;
};
export declare class ImapConnection {
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
    /** TLS protects the connection. */
    get secure(): boolean;
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
    events(options?: EventOptions): EventReader;
    events<Type extends ImapEventType>(options: EventOptions<Type> & {
        readonly types: readonly Type[];
    }): EventReader<EventOfType<Type> | EventOfType<'overflow'>>;
    /** CAPABILITY (RFC 9051 §6.1.1). */
    capability(options?: CommandOptions): CommandToken<Capability>;
    /** NOOP (RFC 9051 §6.1.2). Rarely needed: the connection idles by itself. */
    noop(options?: CommandOptions): CommandToken<void>;
    /** ID (RFC 2971): tells who we are, learns who the server is; null tells nothing. */
    id(parameters: Readonly<Record<string, string | null>> | null, options?: CommandOptions): CommandToken<Id>;
    /** LOGOUT (RFC 9051 §6.1.3), after everything submitted before is answered; then the connection ends. */
    logout(options?: CommandOptions): CommandToken<void>;
    /** Drops the connection now. Open tokens fail with `ERR_IMAP_CLOSED` and say what became of them. Idempotent. */
    close(): void;
    /** LOGOUT, bounded by its deadline, then `close`. */
    [Symbol.asyncDispose](): Promise<void>;
    /** ENABLE (RFC 9051 §6.3.1), before a mailbox is selected. The names that are on now. */
    enable(names: readonly string[], options?: CommandOptions): CommandToken<readonly string[]>;
    /** NAMESPACE (RFC 9051 §6.3.10). Needs NAMESPACE or IMAP4rev2. */
    namespace(options?: CommandOptions): CommandToken<Namespaces>;
    /** LIST (RFC 9051 §6.3.9); `*` by default. Iterate it, or await all. */
    list(pattern?: string | readonly string[], options?: ListOptions & CommandOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /** LSUB (RFC 3501 §6.3.9): subscribed mailboxes, for servers without LIST-EXTENDED. */
    lsub(pattern?: string, options?: {
        readonly reference?: string;
    } & CommandOptions): CommandToken<readonly ListEntry[], ListEntry>;
    /** STATUS (RFC 9051 §6.3.11): all items asked for, or an error. Not for the selected mailbox; see `selected`. */
    status<const Item extends StatusItem>(mailbox: MailboxArgument, items: readonly Item[], options?: CommandOptions): CommandToken<Required<Pick<StatusItems, Item>>>;
    /** SELECT (RFC 9051 §6.3.2). Reads submitted behind it travel with it. */
    select(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<SelectResult>;
    /** EXAMINE (RFC 9051 §6.3.3): as `select`, read-only. */
    examine(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<SelectResult>;
    /** CREATE (RFC 9051 §6.3.4). */
    create(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void>;
    /** DELETE (RFC 9051 §6.3.5). */
    delete(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void>;
    /** RENAME (RFC 9051 §6.3.6), with everything below. */
    rename(from: MailboxArgument, to: MailboxArgument, options?: CommandOptions): CommandToken<void>;
    /** SUBSCRIBE (RFC 9051 §6.3.7). */
    subscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void>;
    /** UNSUBSCRIBE (RFC 9051 §6.3.8). */
    unsubscribe(mailbox: MailboxArgument, options?: CommandOptions): CommandToken<void>;
    /**
     * APPEND (RFC 9051 §6.3.12): a whole message. The UID where the server has UIDPLUS.
     * Never repeated by itself: when the connection is lost the error's `outcome` says what is known.
     */
    append(mailbox: MailboxArgument, message: string | Uint8Array, options?: AppendOptions & CommandOptions): CommandToken<AppendResult>;
    /** CLOSE (RFC 9051 §6.4.1): removes every message flagged `\Deleted`, then closes the mailbox. */
    closeMailbox(options?: CommandOptions): CommandToken<void>;
    /** UNSELECT (RFC 9051 §6.4.2): closes the mailbox and removes nothing. Needs UNSELECT or IMAP4rev2. */
    unselect(options?: CommandOptions): CommandToken<void>;
    /**
     * UID SEARCH (RFC 9051 §6.4.4): the UIDs that match, as ranges; or with `return` just their number, the lowest,
     * the highest. With ESEARCH any number of searches run at once; without it they take turns.
     */
    search(query: SearchQuery, options?: CommandOptions): CommandToken<NumberSet>;
    /** Just the number, the lowest or the highest UID, computed by the server where it has ESEARCH (RFC 4731). */
    search<const Return extends SearchReturn>(query: SearchQuery, options: CommandOptions & {
        readonly return: readonly Return[];
    }): CommandToken<Pick<SearchReturns, Return>>;
    /**
     * UID FETCH (RFC 9051 §6.4.5): rows typed by what was asked for, as they arrive. Bodies are read without
     * setting `\Seen`. Messages that do not exist have no row; a row that lacks something is an error.
     */
    fetch<const Query extends FetchQuery>(set: SetInput, query: Query, options?: FetchOptions & CommandOptions): CommandToken<readonly FetchRow<Query>[], FetchRow<Query>>;
    /**
     * UID FETCH of one section of each message, whose octets go to a sink as they arrive and are kept by nobody: for
     * bodies of any size. A sink that throws fails the command; the token's items tell which bodies came whole.
     */
    fetchBodies(set: SetInput, open: (body: BodyStart) => BodySink, options?: BodiesOptions & CommandOptions): CommandToken<readonly BodyEnd[], BodyEnd>;
    /** UID STORE (RFC 9051 §6.4.6): exactly one of `add`, `remove`, `replace`. */
    store(set: SetInput, edit: FlagEdit, options?: StoreOptions & CommandOptions): CommandToken<StoreResult>;
    /** UID COPY (RFC 9051 §6.4.7): with the new UIDs where the server has UIDPLUS. */
    copy(set: SetInput, target: MailboxArgument, options?: CopyOptions & CommandOptions): CommandToken<CopyResult>;
    /** UID MOVE (RFC 9051 §6.4.8). Needs MOVE or IMAP4rev2. */
    move(set: SetInput, target: MailboxArgument, options?: CopyOptions & CommandOptions): CommandToken<CopyResult>;
    /**
     * UID EXPUNGE (RFC 9051 §6.4.9): removes those of the set that are flagged `\Deleted`. Needs UIDPLUS or
     * IMAP4rev2. Without a set, `{ everythingDeleted: true }` must say that messages flagged by others go, too.
     */
    expunge(set: SetInput, options?: ExpungeOptions & CommandOptions): CommandToken<ExpungeResult>;
    expunge(options: {
        readonly everythingDeleted: true;
    } & CommandOptions): CommandToken<ExpungeResult>;
}
