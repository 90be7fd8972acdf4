/**
 * What may be in flight together.
 *
 * RFC 9051 §5.5 lets a client send without waiting, except where the server or the client could confuse
 * things. Three hazards are kept apart, because they have different cures:
 *
 *   ordering     the server may run two commands in either order, with different results      R4 R5 R6
 *   attribution  two answers would look the same on the wire                                   R7
 *   control      the later command must not run unless the earlier one succeeded               R3 R8
 *
 * and two are about the wire itself: R1 (a synchronizing literal holds the line; the writer enforces it)
 * and R2 (a layer change travels alone). R0 (the reader never waits) is the shape of the session, R9 (the
 * window) and R10 (a profile may only tighten) live in the scheduler.
 *
 * `mustWait` compares a command with an *earlier* one that is queued or in flight. Because every
 * conflicting pair is separated by a tagged reply, any order the server picks for the rest is equivalent
 * to submission order. Take a rule away and test/session/rules.test.ts shows what goes wrong.
 */
import { type Footprint } from '../footprint.ts';
export type RuleName = 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8';
/** `written`: may follow on the wire at once, in this order. `answered`: only after the tagged reply. */
export type Until = 'written' | 'answered';
export interface Wait {
    readonly rule: RuleName;
    readonly until: Until;
}
/** The strictest reason for `later` to wait for `earlier`; `without` switches rules off, for tests of the rules. */
export declare function mustWait(earlier: Footprint, later: Footprint, without: ReadonlySet<RuleName> | undefined): Wait | undefined;
