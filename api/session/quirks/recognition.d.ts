/**
 * Which server this is, and what is done about it: re-evaluated whenever it says more of itself.
 *
 * We never ask it who it is, and never tell who we are, unless the user does or a quirk needs it.
 */
import type { Outlet } from '../outlet.ts';
import { type Profile, type Timing } from '../server/profile.ts';
import { type ServerIdentity } from './identity.ts';
import { type BehaviourQuirkName, type ServerQuirkName, type SessionQuirkName } from './table.ts';
/** False switches a quirk off; true has a server treated as if it had been recognised. */
export type SessionSwitches = Partial<Readonly<Record<SessionQuirkName, boolean>>>;
export interface RecognitionOptions {
    readonly profile?: Partial<Profile> | undefined;
    readonly timing?: Partial<Timing> | undefined;
    readonly quirks?: SessionSwitches | undefined;
    readonly host?: string | undefined;
}
export declare class Recognition {
    #private;
    constructor({ profile, timing, quirks, host }: RecognitionOptions, outlet: Pick<Outlet, 'emit'>);
    /** What we allow ourselves with this server. */
    get profile(): Profile;
    get timing(): Timing;
    get active(): ReadonlySet<ServerQuirkName>;
    /** A quirk that shows in what a server does is borne. */
    bears(name: BehaviourQuirkName): boolean;
    learn(said: Partial<ServerIdentity>): void;
    /** It has shown that its ESEARCH cannot be told apart. */
    distrustCorrelator(): void;
    /** It has shown that it does not have what it announces. */
    distrust(capabilities: readonly string[]): void;
}
