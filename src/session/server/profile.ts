/**
 * What we allow ourselves with a server. A profile can only tighten the rules (R10), never loosen them.
 */
import type { Tagged } from '../../codec/values.ts'

export interface Profile {
  /**
   * Commands in flight at most (rule R9). RFC 9051 §5.5 sets no bound and the servers measured take tens of
   * thousands; the bound limits what a cancel cannot take back and what a lost connection leaves unknown.
   */
  readonly window: number
  /** Octets of commands in flight at most; one larger command may travel alone. */
  readonly windowOctets: number
  /** Write commands behind DONE without waiting for the end of IDLE. */
  readonly coalesceDone: boolean
  /** Let reads ride behind an unanswered SELECT (rule R4). */
  readonly readsBehindSelect: boolean
  /** Let ENABLE and the first commands ride behind LOGIN. */
  readonly commandsBehindLogin: boolean
  /** Trust the correlator of ESEARCH; otherwise searches go one at a time. */
  readonly correlator: boolean
  /** Take the tagged OK of ENABLE for its ENABLED response. */
  readonly enabledByOk: boolean
  /** Octets of a command at most, literals aside. */
  readonly commandOctets: number
  /** Say who we are after login, though nobody asked: with our name only, unless the option `id` has more. */
  readonly identifies: boolean
  /** Ask for CAPABILITY after login whatever was said before. */
  readonly asksCapabilitiesAgain: boolean
  /** Keep a connection alive where there is no IDLE by STATUS of the selected mailbox, not by NOOP. */
  readonly pollsByStatus: boolean
  /** Fetch bodies while NOTIFY tells of other mailboxes. */
  readonly bodiesUnderNotify: boolean
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
  commandOctets: Infinity,
  identifies: false,
  asksCapabilitiesAgain: false,
  pollsByStatus: false,
  bodiesUnderNotify: true,
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

/** How much stricter one makes the other: a limit by the lower, a freedom by its absence. */
const TIGHTER: { readonly [Key in keyof Profile]: (one: Profile[Key], other: Profile[Key]) => Profile[Key] } = {
  window: Math.min,
  windowOctets: Math.min,
  coalesceDone: (one, other) => one && other,
  readsBehindSelect: (one, other) => one && other,
  commandsBehindLogin: (one, other) => one && other,
  correlator: (one, other) => one && other,
  enabledByOk: (one, other) => one || other,
  commandOctets: Math.min,
  identifies: (one, other) => one || other,
  asksCapabilitiesAgain: (one, other) => one || other,
  pollsByStatus: (one, other) => one || other,
  bodiesUnderNotify: (one, other) => one && other,
  without: (one, other) => [...new Set([...one, ...other])],
}

/** A profile with what a server needs besides. */
export function tightened(profile: Profile, by: Partial<Profile>): Profile {
  const tighter = { ...profile }
  for (const key of Object.keys(by) as (keyof Profile)[]) tighten(tighter, by, key)
  return tighter
}

function tighten<Key extends keyof Profile>(
  profile: { -readonly [K in keyof Profile]: Profile[K] },
  by: Partial<Profile>,
  key: Key,
): void {
  const value = by[key]
  if (value !== undefined) profile[key] = TIGHTER[key](profile[key], value as Profile[Key])
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

const BACKOFF = /\bbackoff time:? *(\d{1,9})\b/i
const LONGEST_BACKOFF = 5 * 60_000

/** Milliseconds an Exchange wants to be left alone for, if it says so. */
export function suggestedBackoff(text: string): number | undefined {
  const [, milliseconds] = BACKOFF.exec(text) ?? []
  return milliseconds === undefined ? undefined : Math.min(Number(milliseconds), LONGEST_BACKOFF)
}
