/**
 * Runs compositions (composition.ts): submits their steps, gathers how these ended, settles the whole once.
 */
import { ImapError } from '../../errors.ts';
import type { Composition } from './composition.ts';
import { Entry } from '../entry.ts';
import type { Outlet, SettledResult } from '../outlet.ts';
import type { Selection } from '../selection/selection.ts';
/** What the session does for compositions. */
export interface StepHost {
    number(): {
        readonly id: number;
        readonly tag: string;
    };
    /** Plans a step; it is settled at once if it cannot be done. */
    plan(step: Entry): void;
    /** It is never sent. */
    discard(step: Entry): void;
    /** What waits for the whole may go on, or fails with it. */
    ended(whole: Entry, error: ImapError | undefined): void;
}
export declare class Composing {
    #private;
    constructor(outlet: Outlet, host: StepHost);
    begin(whole: Entry, composition: Composition<unknown>, selection: Selection | undefined): void;
    /** The first octet of a step is on the wire. */
    begun(step: Entry): void;
    /** An item of a step. True when the step keeps it for its result. */
    keeps(step: Entry, item: unknown): boolean;
    settled(step: Entry, result: SettledResult): void;
    /** The caller has cancelled the whole. */
    abandon(whole: Entry): void;
}
