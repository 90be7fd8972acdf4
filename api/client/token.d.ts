import { type Outcome } from '../errors.ts';
import type { Entry, EntryState } from '../session/entry.ts';
import type { RuleName } from '../session/scheduling/rules.ts';
export type TokenState = EntryState;
/** Why a queued command waits. */
export interface BlockedBy {
    readonly token: CommandToken<unknown, unknown>;
    readonly rule: RuleName;
}
/** Untyped inside, so that a token of something is a token of `unknown`, too. */
type Settled = {
    readonly value: unknown;
} | {
    readonly error: unknown;
};
/** Makes a result of all the items; what they are is for the connection to know. */
export type Gather = (items: never) => unknown;
/** What the connection does for its tokens. */
export interface TokenOwner {
    cancel(entry: Entry): Outcome;
    readonly maxUnreadOctets: number;
}
export declare class CommandToken<Result, Item = never> implements PromiseLike<Result>, AsyncIterable<Item> {
    #private;
    /** The command on the wire, e.g. `UID FETCH`. */
    readonly name: string;
    /** @internal Tokens are made by connections. */
    constructor(name: string, owner: TokenOwner, gather: Gather | undefined);
    /** The IMAP tag; empty for a command that was refused before it got one. Of several steps, that of the latest. */
    get tag(): string;
    /** The commands it is made of, where this server needs several for it; empty otherwise. */
    get steps(): readonly CommandToken<unknown>[];
    /** The command it is a step of. */
    get partOf(): CommandToken<unknown, unknown> | undefined;
    /**
     * The command as it was written, without its tag, secrets and literals; undefined until then, and for one that is
     * made of `steps`. It does hold names of mailboxes and what was searched for.
     */
    get text(): string | undefined;
    /** The mailbox it names or works on, as far as that is known. */
    get mailbox(): string | undefined;
    get state(): TokenState;
    /** The commands a queued one waits for, and the rule that says so (docs/design.md lists the rules). */
    get blockedBy(): readonly BlockedBy[];
    /**
     * Settles the token at once: with `reason`, or a `CancelledError`. Queued: nothing is sent. Sent: the answer
     * is read and dropped; the command may have run, and the connection stays usable.
     */
    cancel(reason?: unknown): void;
    then<A = Result, B = never>(onFulfilled?: ((value: Result) => A | PromiseLike<A>) | null, onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<A | B>;
    catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Result | B>;
    finally(onFinally?: (() => void) | null): Promise<Result>;
    get [Symbol.toStringTag](): string;
    /**
     * Items in the order the server sent them. One iterator takes them, each item once; leaving the loop early
     * cancels the command.
     *
     * @throws UsageError (ERR_IMAP_CONSUMED) for a second iterator.
     */
    [Symbol.asyncIterator](): AsyncIterableIterator<Item>;
    /** @internal Its row in the token table, if it is a command of this owner that has one. */
    entryOf(owner: TokenOwner): Entry | undefined;
    /** @internal */
    get isSettled(): boolean;
    /** @internal */
    bind(entry: Entry, signal: AbortSignal | undefined): void;
    /** @internal A complete item. False when unread items have passed the bound: the command is to be cancelled. */
    push(item: Item, octets: number): boolean;
    /** @internal The end; only the first one counts. */
    settle(settled: Settled): void;
}
export {};
