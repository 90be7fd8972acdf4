/**
 * Everything imaplex throws on purpose, by culprit. Match on `code`; messages may change.
 *
 * Messages name the command and the mailbox and never carry a password, a token or mail text.
 */
import type { ResponseCode } from './codec/values/response-code.ts'

/**
 * What became of a command that failed: `unsent` (no octet of it left us: always safe to repeat),
 * `answered` (the server said NO or BAD) or `unknown` (it may have run; repeat only what is idempotent).
 */
export type Outcome = 'unsent' | 'answered' | 'unknown'

export interface ImapErrorOptions {
  readonly code: ImapErrorCode
  readonly outcome: Outcome
  readonly cause?: unknown
  readonly steps?: readonly StepReport[] | undefined
}

/** What became of one command of several that a method took to do its work. */
export interface StepReport {
  /** As on the wire: `UID COPY`. */
  readonly name: string
  readonly tag: string
  readonly mailbox: string | undefined
  readonly outcome: 'done' | Outcome
}

const BRAND: unique symbol = Symbol.for('imaplex.error') as never

export abstract class ImapError extends Error {
  readonly code: ImapErrorCode
  readonly outcome: Outcome
  /** The commands a method was made of here, and what became of each; undefined when it was one command. */
  readonly steps: readonly StepReport[] | undefined

  constructor(message: string, options: ImapErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = options.code
    this.outcome = options.outcome
    this.steps = options.steps
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** True for errors of any copy of this library that is loaded. */
  static is(value: unknown): value is ImapError {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}

/** The caller is wrong: an illegal argument, a command illegal in this state, a missing capability. */
export class UsageError extends ImapError {
  override readonly name = 'UsageError'
  declare readonly code: UsageErrorCode

  constructor(message: string, code: UsageErrorCode = 'ERR_IMAP_ARGUMENT', options: Partial<ImapErrorOptions> = {}) {
    super(message, { outcome: 'unsent', ...options, code })
  }
}

export interface Refusal {
  readonly status: 'NO' | 'BAD'
  readonly responseCode?: string | undefined
  readonly typedCode?: ResponseCode | undefined
  readonly serverText: string
}

/** The server refused: a tagged NO or BAD. */
export class CommandError extends ImapError {
  override readonly name: string = 'CommandError'
  readonly status: 'NO' | 'BAD'
  /** The response code's atom, e.g. `TRYCREATE`, `OVERQUOTA` (RFC 9051 §7.1, RFC 5530). */
  readonly responseCode: string | undefined
  /** The response code with its arguments: which events of a NOTIFY, where a REFERRAL leads. */
  readonly typedCode: ResponseCode | undefined
  /** The server's words, at most 1 KiB of them. Not trustworthy text. */
  readonly serverText: string

  constructor(message: string, details: Refusal, options: Partial<ImapErrorOptions> = {}) {
    super(message, { code: details.status === 'NO' ? 'ERR_IMAP_NO' : 'ERR_IMAP_BAD', outcome: 'answered', ...options })
    this.status = details.status
    this.responseCode = details.responseCode
    this.typedCode = details.typedCode
    this.serverText = details.serverText
  }
}

/** The credentials were rejected, or no acceptable mechanism exists. */
export class AuthenticationError extends CommandError {
  override readonly name = 'AuthenticationError'
  /** False when the same credentials cannot succeed later. */
  readonly retryable: boolean

  constructor(
    message: string,
    details: Refusal & { readonly retryable: boolean },
    options: { readonly outcome?: Outcome } = {},
  ) {
    super(message, details, { code: 'ERR_IMAP_AUTHENTICATION', ...options })
    this.retryable = details.retryable
  }
}

/**
 * The server works on only so many messages at a time (MESSAGELIMIT, RFC 9738), and the command named more. What was
 * reached is done and its rows are with the token; the rest is for another command, below `lastUid`.
 */
export class MessageLimitError extends CommandError {
  override readonly name = 'MessageLimitError'
  /** Messages in one command. */
  readonly limit: number
  /** Done from the highest UID down to this one; undefined when nothing was. */
  readonly lastUid: number | undefined

  constructor(
    message: string,
    details: Refusal & { readonly limit: number; readonly lastUid: number | undefined },
    options: Partial<ImapErrorOptions> = {},
  ) {
    super(message, details, { ...options, code: 'ERR_IMAP_MESSAGE_LIMIT' })
    this.limit = details.limit
    this.lastUid = details.lastUid
  }
}

/** The server broke the grammar, the order of things, or a limit. */
export class ProtocolError extends ImapError {
  override readonly name = 'ProtocolError'
  declare readonly code: ProtocolErrorCode

  constructor(message: string, code: ProtocolErrorCode, options: Partial<ImapErrorOptions> = {}) {
    super(message, { outcome: 'unknown', ...options, code })
  }
}

/** The network, TLS or the server's process ended the conversation. */
export class ConnectionError extends ImapError {
  override readonly name = 'ConnectionError'
  declare readonly code: ConnectionErrorCode

  constructor(message: string, code: ConnectionErrorCode, options: Partial<ImapErrorOptions> = {}) {
    super(message, { outcome: 'unknown', ...options, code })
  }
}

/** The command was cancelled by its caller without a reason of its own. */
export class CancelledError extends ImapError {
  override readonly name = 'CancelledError'

  constructor(message: string, outcome: Outcome, options: Partial<ImapErrorOptions> = {}) {
    super(message, { ...options, code: 'ERR_IMAP_CANCELLED', outcome })
  }
}

export type UsageErrorCode =
  | 'ERR_IMAP_ARGUMENT' // an argument the grammar or this library does not allow
  | 'ERR_IMAP_TOO_BIG' // more octets than the server takes (APPENDLIMIT), or than the caller does (maxOctets)
  | 'ERR_IMAP_STATE' // not legal in this state, e.g. no mailbox selected
  | 'ERR_IMAP_CAPABILITY' // the server lacks the capability the command needs
  | 'ERR_IMAP_READ_ONLY' // a change asked for in a mailbox opened with EXAMINE
  | 'ERR_IMAP_STALE_UID' // UIDs learned under another UIDVALIDITY
  | 'ERR_IMAP_NO_MESSAGE' // no message of that UID (any more), or no such part of it
  | 'ERR_IMAP_CONSUMED' // a token's items were already taken by an iterator
  | 'ERR_IMAP_CONSUMER_TOO_SLOW' // unread items passed the bound
  | 'ERR_IMAP_DEPENDENCY' // a command this one depends on failed

export type ProtocolErrorCode =
  | 'ERR_IMAP_SYNTAX' // framing broken beyond repair
  | 'ERR_IMAP_LIMIT' // a limit of `Limits` was exceeded
  | 'ERR_IMAP_ORDER' // a reply that cannot come here (unsent tag, stray "+", …)
  | 'ERR_IMAP_MALFORMED' // a line was unreadable and may have held an awaited result
  | 'ERR_IMAP_INCOMPLETE' // the server said OK but left out part of the result
  | 'ERR_IMAP_STARTTLS_INJECTION' // octets between the STARTTLS reply and TLS
  | 'ERR_IMAP_GREETING' // the first line is no IMAP greeting
  | 'ERR_IMAP_PREAUTH' // PREAUTH on a connection that must be upgraded to TLS
  | 'ERR_IMAP_SASL' // the server broke the rules of a SASL mechanism, or did not prove that it knows the password

export type ConnectionErrorCode =
  | 'ERR_IMAP_DNS'
  | 'ERR_IMAP_CONNECT'
  | 'ERR_IMAP_PROXY' // it cannot be reached, refuses us, or does not reach the host
  | 'ERR_IMAP_TLS'
  | 'ERR_IMAP_CERTIFICATE'
  | 'ERR_IMAP_WRONG_PORT' // TLS spoken to a plaintext port, or the reverse
  | 'ERR_IMAP_NO_STARTTLS'
  | 'ERR_IMAP_TIMEOUT'
  | 'ERR_IMAP_BYE'
  | 'ERR_IMAP_CLOSED'

export type ImapErrorCode =
  | UsageErrorCode
  | ProtocolErrorCode
  | ConnectionErrorCode
  | 'ERR_IMAP_NO'
  | 'ERR_IMAP_BAD'
  | 'ERR_IMAP_MESSAGE_LIMIT'
  | 'ERR_IMAP_AUTHENTICATION'
  | 'ERR_IMAP_CANCELLED'
