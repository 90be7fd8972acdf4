/**
 * Everything that happens on a connection, as one discriminated union in wire order.
 *
 * Names follow RFC 5423 and RFC 5465 where these name the thing. Message events carry UIDs, never a bare
 * count or sequence number. `Token` is whatever stands for a command in the layer that reads the events.
 */
import type { NumberSet } from '../codec/number-set.ts';
import type { ESearch, Fetch, List, Reply, ResponseCode, Search, StatusItems, UidBatches } from '../codec/values.ts';
import type { ImapError } from '../errors.ts';
import type { SessionQuirkName } from './quirks/table.ts';
export type Cause<Token> = Token | 'unsolicited';
interface Happened {
    /** Milliseconds of the connection's monotonic clock. */
    readonly at: number;
    /** Generation of the connection: 1 for the first, 2 after a reconnect. */
    readonly connection: number;
}
interface InMailbox extends Happened {
    readonly mailbox: string;
}
interface Caused<Token> extends InMailbox {
    readonly cause: Cause<Token>;
}
/** Messages arrived in a mailbox. */
export interface MessageNew<Token> extends Caused<Token> {
    readonly type: 'messageNew';
    readonly uidValidity: number | undefined;
    readonly uids: NumberSet;
    /** What the server told with the arrival of one message, asked by NOTIFY; undefined where several were merged. */
    readonly row: Fetch | undefined;
}
/** Messages are gone from a mailbox. */
export interface MessageExpunge<Token> extends Caused<Token> {
    readonly type: 'messageExpunge';
    readonly uids: NumberSet;
    /** How many more went whose UIDs nobody had learned yet. */
    readonly unidentified: number;
    /** They went before the mailbox was opened (VANISHED (EARLIER), RFC 7162 §3.2.10). */
    readonly earlier: boolean;
}
/** Flags changed. `flags` is the new list; undefined when several changes were merged: read them again. */
export interface FlagChange<Token> extends Caused<Token> {
    readonly type: 'flagChange';
    readonly uids: NumberSet;
    readonly flags: readonly string[] | undefined;
    readonly modSeq: bigint | undefined;
    /** How many more changed whose UIDs nobody had learned yet. */
    readonly unidentified: number;
}
/** A FETCH row that a command asked for. */
export interface FetchEvent<Token> extends Caused<Token> {
    readonly type: 'fetch';
    readonly uid: number;
    readonly row: Fetch;
}
export interface SearchResult<Token> extends Caused<Token> {
    readonly type: 'searchResult';
    readonly response: Search | ESearch;
}
export interface MailboxSelected<Token> extends Caused<Token> {
    readonly type: 'mailboxSelected';
    readonly readOnly: boolean;
    readonly uidValidity: number | undefined;
    readonly messages: number;
}
export interface MailboxClosed<Token> extends Caused<Token> {
    readonly type: 'mailboxClosed';
}
/** UIDVALIDITY changed: every UID remembered for this mailbox is void (RFC 9051 §2.3.1.1). */
export interface MailboxReset<Token> extends Caused<Token> {
    readonly type: 'mailboxReset';
    readonly uidValidity: number;
    readonly previous: number;
}
/** STATUS, and EXISTS, RECENT, UIDNEXT, HIGHESTMODSEQ of the selected mailbox. */
export interface MailboxStatusEvent<Token> extends Caused<Token> {
    readonly type: 'mailboxStatus';
    readonly items: StatusItems;
}
/** FLAGS and PERMANENTFLAGS: the flags that exist in the mailbox. */
export interface MailboxFlags<Token> extends Caused<Token> {
    readonly type: 'mailboxFlags';
    readonly flags: readonly string[] | undefined;
    readonly permanentFlags: readonly string[] | undefined;
}
/**
 * A LIST or LSUB line. Unsolicited ones tell of a change of names (RFC 5465 §5.4): `listed` then means that a mailbox
 * already known has other attributes.
 */
export interface MailboxName<Token> extends Caused<Token> {
    readonly type: 'mailboxName';
    readonly change: 'listed' | 'created' | 'deleted' | 'renamed';
    readonly oldName: string | undefined;
    readonly list: List;
}
/**
 * An unsolicited LIST line whose `\Subscribed` attribute came or went (RFC 5465 §5.5). That a subscription ended can be
 * told from a new mailbox where it was known before, or where only subscriptions were asked for.
 */
export interface SubscriptionChange<Token> extends Caused<Token> {
    readonly type: 'subscriptionChange';
    readonly subscribed: boolean;
    readonly list: List;
}
/**
 * Annotations of a mailbox, or of the server (`''`), were changed by somebody (RFC 5464 §4.4.2): read them again. Servers
 * that can tell do so after ENABLE METADATA.
 */
export interface MetadataChange<Token> extends Caused<Token> {
    readonly type: 'metadataChange';
    readonly entries: readonly string[];
}
/** News that NOTIFY asked for was lost (RFC 5465 §5.8): what is watched must be compared. */
export interface NotificationOverflow extends Happened {
    readonly type: 'notificationOverflow';
    /** The server tells nothing more until the next NOTIFY SET. */
    readonly ended: boolean;
}
export interface Capabilities<Token> extends Happened {
    readonly type: 'capabilities';
    readonly cause: Cause<Token>;
    readonly capabilities: readonly string[];
}
/** Any answer that is neither about a message nor a name: NAMESPACE, ID, ENABLED … */
export interface ServerReply<Token> extends Happened {
    readonly type: 'serverReply';
    readonly cause: Cause<Token>;
    readonly response: Reply | UidBatches;
}
/** `[ALERT]`: the server wants a person to read this (RFC 9051 §7.1). Untrusted text. */
export interface Alert extends Happened {
    readonly type: 'alert';
    readonly text: string;
}
/** A command takes long and is at work (RFC 9585); each puts off the deadline for the server's silence. */
export interface Progress<Token> extends Happened {
    readonly type: 'progress';
    readonly mailbox: string | undefined;
    readonly cause: Cause<Token>;
    /** How far it is, in units of the server's; undefined when it does not say. */
    readonly progress: number | undefined;
    readonly goal: number | undefined;
}
/** Any other untagged OK, NO or BAD. */
export interface Notice extends Happened {
    readonly type: 'notice';
    readonly status: 'OK' | 'NO' | 'BAD';
    readonly code: ResponseCode | undefined;
    readonly text: string;
}
export interface Bye extends Happened {
    readonly type: 'bye';
    readonly text: string;
    readonly code: ResponseCode | undefined;
}
interface AboutCommand<Token> extends Happened {
    readonly cause: Token;
    readonly mailbox: string | undefined;
}
export interface CommandQueued<Token> extends AboutCommand<Token> {
    readonly type: 'commandQueued';
}
export interface CommandSent<Token> extends AboutCommand<Token> {
    readonly type: 'commandSent';
}
/** The tagged reply, or the end without one. `error` is set when it failed. */
export interface CommandDone<Token> extends AboutCommand<Token> {
    readonly type: 'commandDone';
    readonly status: 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed';
    readonly error: ImapError | undefined;
}
export interface Connected extends Happened {
    readonly type: 'connected';
    readonly secure: boolean;
    readonly greeting: string;
}
export interface Disconnected extends Happened {
    readonly type: 'disconnected';
    readonly error: ImapError | undefined;
}
/** The session became more careful with this server, and why (RFC 9051 §5.5 allows more than some servers bear). */
export interface Degraded extends Happened {
    readonly type: 'degraded';
    /** Fewer commands in flight; no IDLE any more; nothing is sent for a time the server asked for. */
    readonly what: 'window' | 'idle' | 'pause';
    readonly reason: string;
}
/** A step of `degraded` was taken back. */
export interface Restored extends Happened {
    readonly type: 'restored';
    readonly what: 'window' | 'pause';
    /** That may be in flight now. */
    readonly commands: number;
}
/** The server was recognised as one that needs something done otherwise (docs/quirks.md), or turned out to be none. */
export interface QuirkEvent extends Happened {
    readonly type: 'quirk';
    /** What switches it off in the option `quirks`. */
    readonly name: SessionQuirkName;
    readonly active: boolean;
    readonly reason: string;
}
/** A line we do not know or could not read, whole. */
export interface UntaggedEvent<Token> extends Happened {
    readonly type: 'untagged';
    readonly mailbox: string | undefined;
    readonly name: string;
    readonly bytes: Uint8Array;
    /** Set when it begins like something known and then breaks the grammar. */
    readonly malformed: string | undefined;
    /** Only there when it is the answer to a `command()`. */
    readonly cause?: Token;
}
/** A slow reader missed events; what to read again. */
export interface Overflow extends Happened {
    readonly type: 'overflow';
    /** Events dropped, by type. */
    readonly lost: ReadonlyMap<string, number>;
    /** Mailboxes whose messages changed in the meantime. */
    readonly mailboxes: readonly string[];
}
export type EventOf<Token> = MessageNew<Token> | MessageExpunge<Token> | FlagChange<Token> | FetchEvent<Token> | SearchResult<Token> | MailboxSelected<Token> | MailboxClosed<Token> | MailboxReset<Token> | MailboxStatusEvent<Token> | MailboxFlags<Token> | MailboxName<Token> | SubscriptionChange<Token> | MetadataChange<Token> | NotificationOverflow | Capabilities<Token> | ServerReply<Token> | Alert | Progress<Token> | Notice | Bye | CommandQueued<Token> | CommandSent<Token> | CommandDone<Token> | Connected | Disconnected | Degraded | Restored | QuirkEvent | UntaggedEvent<Token> | Overflow;
/** An event as the session makes it; the connection adds `at` and `connection` where they are missing. */
export type Occurrence<Token> = EventOf<Token> extends infer E ? (E extends Happened ? Omit<E, 'at' | 'connection'> : never) : never;
export {};
