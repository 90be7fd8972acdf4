/**
 * What we allow ourselves with a server. A profile can only tighten the rules (R10), never loosen them.
 */
import type { Tagged } from '../codec/values.ts'

export interface Profile {
  /**
   * Commands in flight at most (rule R9). RFC 9051 §5.5 sets no bound and the servers measured take tens of
   * thousands; the bound limits what a cancel cannot take back and what a lost connection leaves unknown.
   */
  readonly window: number
  /** Octets of commands in flight at most; one larger command may travel alone. */
  readonly windowOctets: number
  /** Write commands behind DONE without waiting for the end of IDLE. Stalwart before 0.10 lost them. */
  readonly coalesceDone: boolean
  /** Let reads ride behind an unanswered SELECT (rule R4). */
  readonly readsBehindSelect: boolean
  /** Let ENABLE and the first commands ride behind LOGIN. Never with a server known to lose them. */
  readonly commandsBehindLogin: boolean
  /** Trust the correlator of ESEARCH; otherwise searches go one at a time. */
  readonly correlator: boolean
  /** Take the tagged OK of ENABLE for its ENABLED response, which iCloud leaves out. */
  readonly enabledByOk: boolean
  /**
   * Capabilities not to be used, in upper case, though the server has them: an off switch for what it does badly.
   * `['MOVE']` moves by COPY, `['LITERAL+', 'LITERAL-']` asks before each literal. Of IMAP4REV2, which brings many,
   * the rest stays.
   */
  readonly without: readonly string[]
}

export const defaultProfile: Profile = {
  window: 1024,
  windowOctets: 1024 * 1024,
  coalesceDone: true,
  readsBehindSelect: true,
  commandsBehindLogin: true,
  correlator: true,
  enabledByOk: false,
  without: [],
}

/** Deadlines and intervals in milliseconds. */
export interface Timing {
  /** From connecting to the greeting; the transport has its own part of it. */
  readonly greeting: number
  /** Silence of the server while a command is unanswered. */
  readonly response: number
  /** Quiet before IDLE is entered. */
  readonly idleAfter: number
  /** IDLE is renewed this often: proves that the server lives, and RFC 2177 §3 wants it under 29 minutes. */
  readonly idleRenew: number
  /** For "+" after IDLE and for the reply after DONE. */
  readonly idleAnswer: number
  /** NOOP this often where IDLE is missing. */
  readonly poll: number
  /** For the server to close after BYE or LOGOUT. */
  readonly logout: number
}

export const defaultTiming: Timing = {
  greeting: 30_000,
  response: 60_000,
  idleAfter: 100,
  idleRenew: 5 * 60_000,
  idleAnswer: 15_000,
  poll: 60_000,
  logout: 3_000,
}

/** RFC 2177 §3: servers may log a client out after 30 minutes without a command. */
export const MAX_IDLE: number = 28 * 60_000

/**
 * Courier's login program reads ahead and hands the connection to another, which never sees what was read: commands in
 * the same write as LOGIN are not answered (5.2). Login by AUTHENTICATE waits anyway.
 */
export function losesWhatFollowsLogin(greeting: string): boolean {
  return greeting.startsWith('Courier-IMAP')
}

const THROTTLE_CODES: ReadonlySet<string> = new Set(['THROTTLED', 'INUSE', 'LIMIT', 'UNAVAILABLE'])
const THROTTLE_TEXT = /throttl|backoff time|too many (simultaneous|concurrent)/i

/**
 * Does a reply say that we are too fast? By code, and by the words Gmail, Exchange and Yahoo use without one. An OK
 * does so only in brackets: Gmail puts `[THROTTLED]` at its end.
 */
export function asksToSlowDown(status: Tagged['status'], code: string | undefined, text: string): boolean {
  if (status === 'OK') return code === 'THROTTLED' || text.includes('[THROTTLED]')
  return (code !== undefined && THROTTLE_CODES.has(code)) || THROTTLE_TEXT.test(text)
}
