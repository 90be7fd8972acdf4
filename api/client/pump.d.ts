/**
 * Moves octets between transport and session, and results from the session to tokens and event readers.
 */
import { Credentials } from '../auth/credentials.ts';
import { ImapError, type Outcome } from '../errors.ts';
import type { Command } from '../session/command.ts';
import type { Entry } from '../session/entry.ts';
import { Session } from '../session/session.ts';
import { type Clock, type Transport } from '../transport/transport.ts';
import { EventReader, type EventOptions } from './event-reader.ts';
import { type CheckedOptions, type CommandOptions } from './options.ts';
import { CommandToken, type TokenOwner } from './token.ts';
type SubmitOptions = CommandOptions & {
    readonly setup?: boolean;
};
export declare class Pump implements TokenOwner {
    #private;
    readonly options: CheckedOptions;
    readonly clock: Clock;
    credentials: Credentials;
    /** By `reauthenticate`. */
    loggingIn: boolean;
    readonly session: Session;
    transport: Transport | undefined;
    /** Octets. */
    received: number;
    sent: number;
    constructor(options: CheckedOptions);
    get maxUnreadOctets(): number;
    submit<Result>(name: string, make: () => Command<Result>, options: SubmitOptions): CommandToken<Result>;
    /** As `submit`, once there is something to submit. Until then the command has no place in the queue. */
    submitLater<Result>(name: string, prepare: () => Promise<() => Command<Result>>, options: SubmitOptions): CommandToken<Result>;
    /** For commands whose result is made of their items. */
    collect<Item, Result>(name: string, make: () => Command<void, Item>, options: SubmitOptions, gather: (items: readonly Item[]) => Result): CommandToken<Result, Item>;
    /** For commands that yield items and have a result besides. */
    follow<Result, Item>(name: string, make: () => Command<Result, Item>, options: SubmitOptions): CommandToken<Result, Item>;
    cancel(entry: Entry): Outcome;
    reader(options: EventOptions): EventReader;
    tellConnected(): void;
    /** Connects and waits for the greeting. */
    connect(): Promise<void>;
    /** Why the session ended, for those who wait for something else. */
    throwIfEnded(): void;
    /** `promise`, unless the session ends first. */
    unlessEnded<T>(promise: Promise<T>): Promise<T>;
    /** Hands out what may be written now. */
    flush(feeding?: boolean): void;
    /** Fulfilled when TLS is up. */
    layerChanged(): Promise<void>;
    close(): void;
    fail(error: ImapError): ImapError;
}
export {};
