/**
 * Servers that want to be treated otherwise, and what is done for them.
 *
 * Those with `recognise` are known by what they say of themselves; what is done is a tighter profile (rule R10) or other
 * intervals, and the event `quirk` tells. The rest show what they are by what they do, on any server.
 */
import type { Quirk } from '../../codec/quirks/quirk.ts';
import type { Profile, Timing } from '../server/profile.ts';
import { type ServerIdentity } from './identity.ts';
export interface ServerQuirk extends Quirk {
    readonly recognise: (server: ServerIdentity) => boolean;
    readonly profile?: Partial<Profile>;
    readonly timing?: Partial<Timing>;
}
export type ServerQuirkName = 'bodies-broken-by-notify' | 'capabilities-rewritten' | 'done-travels-alone' | 'enable-without-enabled' | 'few-commands' | 'id-before-select' | 'idle-one-minute' | 'idle-three-minutes' | 'login-travels-alone' | 'poll-by-status' | 'qresync-unreliable' | 'rev2-broken' | 'short-commands';
export declare const SERVER_QUIRKS: Readonly<Record<ServerQuirkName, ServerQuirk>>;
export type BehaviourQuirkName = 'bad-when-pipelined' | 'enable-rev2-refused' | 'esearch-without-tag' | 'list-return-refused' | 'login-lost' | 'suggested-backoff' | 'tagged-bye' | 'tagless-refusal' | 'throttling';
export declare const BEHAVIOUR_QUIRKS: Readonly<Record<BehaviourQuirkName, Quirk>>;
export type SessionQuirkName = ServerQuirkName | BehaviourQuirkName;
