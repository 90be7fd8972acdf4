import type { Auth } from '../auth/credentials.ts'
import { encodeBase64 } from '../codec/text/base64.ts'
import type { Limits } from '../codec/limits.ts'
import { UsageError } from '../errors.ts'
import { checkWithout } from '../session/server/capabilities.ts'
import type { IdParameters } from '../session/commands/any-state/basic.ts'
import { isExtension } from '../session/commands/any-state/basic.ts'
import type { Profile, Timing } from '../session/server/profile.ts'
import type { RuleName } from '../session/scheduling/rules.ts'
import {
  STANDARD_PORT,
  type Clock,
  type ConnectTransport,
  type Security,
  type TlsOptions,
} from '../transport/transport.ts'
import { checkSwitches, type QuirkSwitches } from './quirks.ts'
import type { CommandToken } from './token.ts'

export type { Security }

export interface ConnectionOptions {
  readonly host: string
  /** 993 for `tls`, 143 otherwise. */
  readonly port?: number
  /** `tls` unless given. There is no opportunistic mode: `starttls` means required. */
  readonly security?: Security
  readonly auth: Auth
  readonly tls?: TlsOptions
  /** The address of this machine to connect from, where it has several. */
  readonly localAddress?: string
  /** A proxy to go by: `socks5://user:password@host:1080`, `socks4:`, `http:` or `https:`. None unless given. */
  readonly proxy?: string
  /** Milliseconds from the start to the end of login, name lookup and TLS included; 30,000 unless given. */
  readonly connectTimeout?: number
  /** Who we say we are (ID, RFC 2971), sent after login to servers that have it. Nothing unless given. */
  readonly id?: IdParameters
  /**
   * Extensions to ENABLE after login (RFC 9051 §6.3.1), as far as the server has them; `enabled` tells which are on.
   * `['CONDSTORE', 'QRESYNC']` unless given: with these every change and removal names its UID. The others change what
   * answers mean, or what servers get wrong, and are for the caller to choose:
   * - `UTF8=ACCEPT` (RFC 6855) and `IMAP4rev2`: names and headers in UTF-8. Under IMAP4rev2 there is no RECENT.
   * - `UIDONLY` (RFC 9586): no sequence numbers at all; nothing can be fetched by them.
   */
  readonly enable?: readonly string[]
  /** Ask for COMPRESS=DEFLATE after login where the server has it (RFC 4978). Off unless given: see SECURITY.md. */
  readonly compress?: boolean
  /** Octets of rows a token may hold unread; 64 MiB unless given. Past it the command fails, nothing else is delayed. */
  readonly maxUnreadOctets?: number
  readonly limits?: Limits
  readonly profile?: Partial<Profile>
  readonly timing?: Partial<Timing>
  /** Quirks of servers that are not to be borne, or taken for granted: docs/quirks.md has them all. */
  readonly quirks?: QuirkSwitches
  /** Aborts connecting and, later, the connection. */
  readonly signal?: AbortSignal
  /** For other runtimes and for tests. */
  readonly transport?: ConnectTransport
  readonly clock?: Clock
  /** Makes the tag prefix: unpredictable letters and digits. */
  readonly randomTag?: () => string
  /** Makes the client's part of a SCRAM nonce: printable ASCII without ",", unpredictable. */
  readonly randomNonce?: () => string
  /** @internal Switches rules of the scheduler off, for tests that show what each is good for. */
  readonly withoutRules?: ReadonlySet<RuleName>
}

/** Accepted by every command. */
export interface CommandOptions {
  /** Cancels the command; the token then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Commands whose OK this one needs; if one fails this fails unsent (`ERR_IMAP_DEPENDENCY`). */
  readonly after?: CommandToken<unknown, unknown> | readonly CommandToken<unknown, unknown>[]
}

export interface CheckedOptions extends ConnectionOptions {
  readonly port: number
  readonly security: Security
  readonly connectTimeout: number
  readonly maxUnreadOctets: number
  readonly enable: readonly string[]
}

/** RFC 7162 §3.2.3: with QRESYNC every flag change and every removal names its UID. */
const ENABLED: readonly string[] = ['CONDSTORE', 'QRESYNC']

/** @throws UsageError naming the option and what was given. */
export function checkOptions(options: ConnectionOptions): CheckedOptions {
  const { host, security = 'tls', connectTimeout = 30_000, maxUnreadOctets = 64 * 1024 * 1024 } = options
  if (typeof host !== 'string' || host === '') throw wrong('host', 'a host name', host)
  if (!Object.hasOwn(STANDARD_PORT, security))
    throw wrong('security', "'tls', 'starttls' or 'insecure-plaintext'", security)
  const { enable = ENABLED } = options
  const strange = Array.isArray(enable) ? enable.find((name) => !isExtension(name)) : enable
  if (strange !== undefined) throw wrong('enable', 'a list of names of extensions', strange)
  const { port = STANDARD_PORT[security] } = options
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw wrong('port', 'an integer from 1 to 65535', port)
  if (!(connectTimeout > 0)) throw wrong('connectTimeout', 'a positive number of milliseconds', connectTimeout)
  checkWithout(options.profile?.without ?? [])
  checkSwitches(options.quirks ?? {})
  if (!(maxUnreadOctets > 0)) throw wrong('maxUnreadOctets', 'a positive number of octets', maxUnreadOctets)
  return { ...options, host, port, security, connectTimeout, maxUnreadOctets, enable }
}

function wrong(option: string, expected: string, got: unknown): UsageError {
  const shown = typeof got === 'string' || typeof got === 'number' ? JSON.stringify(got) : typeof got
  return new UsageError(`option ${option}: expected ${expected}, got ${shown}`)
}

const TAG_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Six letters nobody can guess: a reply to a tag we have not used yet is a forgery. */
export function randomTag(): string {
  const octets = crypto.getRandomValues(new Uint8Array(6))
  return [...octets].map((octet) => TAG_LETTERS[octet % 32]).join('')
}

/** 144 random bits: whoever could choose or repeat the nonce could replay a SCRAM exchange (RFC 5802 §5.1). */
export function randomNonce(): string {
  return encodeBase64(crypto.getRandomValues(new Uint8Array(18)))
}
