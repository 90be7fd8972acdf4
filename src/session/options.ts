import type { Limits } from '../codec/limits.ts'
import type { CodecQuirkName } from '../codec/quirks/table.ts'
import type { Entry } from './entry.ts'
import type { SessionSink } from './outlet.ts'
import type { Profile, Timing } from './server/profile.ts'
import type { SessionSwitches } from './quirks/recognition.ts'
import type { RuleName } from './scheduling/rules.ts'

export interface SessionOptions {
  readonly sink: SessionSink
  /** Random prefix of the tags: a server must not be able to guess the next one. */
  readonly tagPrefix: string
  readonly generation: number
  /** Milliseconds, monotonic. */
  readonly now: number
  readonly limits?: Limits
  readonly profile?: Partial<Profile>
  readonly timing?: Partial<Timing>
  /** Quirks switched off (false), or taken for granted though the server was not recognised (true). */
  readonly quirks?: SessionSwitches
  /** What the decoder is not to bear. */
  readonly strict?: readonly CodecQuirkName[]
  /** What we connected to: some servers say nothing of themselves. */
  readonly host?: string
  /** Switches rules off, to show in tests what each is good for. */
  readonly withoutRules?: ReadonlySet<RuleName>
}

export interface SubmitOptions {
  /** Milliseconds, monotonic; the latest reading unless given. */
  readonly now?: number
  /** What stands for the command in events; the entry itself unless given. */
  readonly token?: unknown
  /** Brings the connection up, so it passes the commands of the user. */
  readonly setup?: boolean
  /** The session's own; no events about it. */
  readonly internal?: boolean
  /** Commands whose OK this one needs (rule R8). */
  readonly after?: readonly Entry[]
}
