/**
 * One row of the token table: a command from submission to its tagged reply.
 */
import type { OctetSource } from '../codec/encode/octet-source.ts';
import type { CommandLine, WireSegment } from '../codec/encode/command-line.ts';
import type { ResponseCode } from '../codec/values.ts';
import type { Outcome } from '../errors.ts';
import type { Collector, Command, Plan } from './command.ts';
import type { Selection } from './selection/selection.ts';
import type { RuleName, Until } from './scheduling/rules.ts';
export type EntryState = 'queued' | 'sent' | 'done' | 'failed' | 'cancelled';
export interface Block {
    readonly rule: RuleName;
    readonly until: Until;
}
export declare class Entry {
    readonly id: number;
    /** Another one when it is sent once more. */
    tag: string;
    readonly command: Command<unknown, never>;
    /** Submitted by the connection itself while it is being set up. */
    readonly setup: boolean;
    /** Submitted by the session for its own purposes; its failure is nobody's. */
    readonly internal: boolean;
    /** Commands whose tagged OK is required first (rule R8). */
    after: readonly Entry[];
    state: EntryState;
    plan: Plan<unknown, never> | undefined;
    /** The selection the command works on, or makes. */
    selection: Selection | undefined;
    /** What it waits for. */
    blockers: Map<Entry, Block> | undefined;
    /** What waits for it. */
    dependents: Set<Entry> | undefined;
    /** Milliseconds, on the clock of the events. */
    queuedAt: number;
    sentAt: number | undefined;
    doneAt: number | undefined;
    /** What was written, or begun to be. */
    line: CommandLine | undefined;
    /** Segments not yet written; the next one needs a "+" unless it is the first. */
    segments: readonly WireSegment[];
    octets: number;
    /** The literal of it that is read while it is written. */
    source: OctetSource | undefined;
    /** Some of it is on the wire. */
    begun: boolean;
    /** All of it is on the wire. */
    written: boolean;
    /** Others were in flight when it was sent. */
    accompanied: boolean;
    /** It has been sent once more. */
    retried: boolean;
    /** Items have been handed out: it cannot be sent once more. */
    gave: boolean;
    /** Its tagged reply has come (or its generation has ended). */
    answered: boolean;
    /** Its tagged OK has come, and it goes on yielding (RFC 5267 §4.3). */
    live: boolean;
    /** Results held back until the SELECT they ride behind is answered. */
    held: (() => void)[] | undefined;
    /** The server has said, without a tag, that a command in flight did not reach every message (RFC 9738 §3.1). */
    limit: Extract<ResponseCode, {
        name: 'MESSAGELIMIT';
    }> | undefined;
    /** What became of it when it failed. */
    outcome: Outcome | undefined;
    /** What the layer above keeps with the command: the cause of its answers. A step has that of the whole. */
    token: unknown;
    /** What the layer above keeps with a step: the cause of the events of its own life. */
    stepToken: unknown;
    /** The composed command it is a step of. */
    whole: Entry | undefined;
    /** The steps of a composed command so far. It is never on the wire itself. */
    steps: Entry[] | undefined;
    constructor(id: number, tag: string, command: Command<unknown, never>, options: {
        readonly setup?: boolean;
        readonly internal?: boolean;
        readonly after?: readonly Entry[];
    });
    get collector(): Collector<unknown, never> | undefined;
    /** The mailbox it names or works on. */
    get mailbox(): string | undefined;
    /** The caller no longer wants it, or has been told how it ended. */
    get settled(): boolean;
}
/** In order of submission; steps stand where their whole does. */
export declare function precedes(one: Entry, other: Entry): boolean;
