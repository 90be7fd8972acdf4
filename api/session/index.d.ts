/** `imaplex/session`: one IMAP connection as a machine without I/O. */
export { Session } from './session.ts';
export type { SessionOptions, SubmitOptions } from './options.ts';
export type { SessionSink, SettledResult } from './outlet.ts';
export type { Command, Collector, Facts, Plan } from './command.ts';
export type { Entry, EntryState } from './entry.ts';
export type * from './events.ts';
export { footprint, type Footprint, type Resource } from './footprint.ts';
export { mustWait, type RuleName, type Wait } from './scheduling/rules.ts';
export { defaultProfile, defaultTiming, type Profile, type Timing } from './server/profile.ts';
export { SequenceMap } from './selection/sequence-map.ts';
