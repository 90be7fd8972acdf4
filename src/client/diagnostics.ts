/**
 * What a connection and its commands live through, told on channels of `node:diagnostics_channel` to whoever watches
 * the whole process: docs/diagnostics.md. Without subscribers a message is not even made.
 */
import { redacted } from '../codec/encode/command-line.ts'
import type { ImapError } from '../errors.ts'
import type { Entry } from '../session/entry.ts'
import type { LifeStage, LifeStatus } from '../session/outlet.ts'
import type { Security } from '../transport/transport.ts'
import { platform } from './platform.ts'

/** The same object in every message of one connection, so that it can be the key of a Map. */
export interface DiagnosticsConnection {
  /** The prefix of the connection's tags. */
  readonly id: string
  readonly host: string
  readonly port: number
  readonly security: Security
}

interface AboutConnection {
  /** Milliseconds of the connection's monotonic clock, that of its events. */
  readonly at: number
  readonly connection: DiagnosticsConnection
}

/** Connecting has begun. */
export type ConnectionConnectMessage = AboutConnection

/** Logged in, ready for everything. */
export interface ConnectionOpenMessage extends AboutConnection {
  /** TLS protects it. */
  readonly secure: boolean
}

/** The end, exactly once, whether or not it was ever open. */
export interface ConnectionCloseMessage extends AboutConnection {
  /** Undefined after LOGOUT. */
  readonly error: ImapError | undefined
  /** Octets of IMAP. */
  readonly received: number
  readonly sent: number
}

interface AboutCommand extends AboutConnection {
  /** With `connection` it names the command. One that is made of several has a tag that never goes out. */
  readonly tag: string
  /** `UID FETCH`. */
  readonly name: string
  /** The mailbox it names or works on, as far as that is known. */
  readonly mailbox: string | undefined
  /** Whose command it is: of a method called, of the way up to `open`, or the library's own. */
  readonly origin: 'caller' | 'setup' | 'library'
  /** The tag of the command it is a step of. */
  readonly partOf: string | undefined
}

/** It is in the token table; nothing has been sent. */
export type CommandQueuedMessage = AboutCommand

/** Its first octet is on its way. */
export interface CommandSentMessage extends AboutCommand {
  /**
   * The command without its tag: no secrets, no literals. It does hold names of mailboxes and what was searched for.
   * Undefined for one that is made of several.
   */
  readonly text: string | undefined
  /** How long the command is, its literals included. */
  readonly octets: number
  readonly queuedAt: number
}

/** The tagged reply, or the end without one, exactly once for each `queued`. */
export interface CommandDoneMessage extends AboutCommand {
  readonly status: 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed'
  readonly error: ImapError | undefined
  readonly queuedAt: number
  /** Undefined when nothing of it was sent. */
  readonly sentAt: number | undefined
}

/** What is published on each channel. */
export interface DiagnosticsMessages {
  readonly 'imaplex:connection:connect': ConnectionConnectMessage
  readonly 'imaplex:connection:open': ConnectionOpenMessage
  readonly 'imaplex:connection:close': ConnectionCloseMessage
  readonly 'imaplex:command:queued': CommandQueuedMessage
  readonly 'imaplex:command:sent': CommandSentMessage
  readonly 'imaplex:command:done': CommandDoneMessage
}

interface Channel<Message> {
  readonly hasSubscribers: boolean
  publish(message: Message): void
}

function channel<Name extends keyof DiagnosticsMessages>(name: Name): Channel<DiagnosticsMessages[Name]> {
  return platform.channel(name)
}

const CONNECT = channel('imaplex:connection:connect')
const OPEN = channel('imaplex:connection:open')
const CLOSE = channel('imaplex:connection:close')
const QUEUED = channel('imaplex:command:queued')
const SENT = channel('imaplex:command:sent')
const DONE = channel('imaplex:command:done')

export class Diagnostics {
  readonly #connection: DiagnosticsConnection
  readonly #now: () => number

  constructor(connection: DiagnosticsConnection, now: () => number) {
    this.#connection = Object.freeze(connection)
    this.#now = now
    if (CONNECT.hasSubscribers) CONNECT.publish(this.#about())
  }

  opened(secure: boolean): void {
    if (OPEN.hasSubscribers) OPEN.publish({ ...this.#about(), secure })
  }

  closed(error: ImapError | undefined, octets: { readonly received: number; readonly sent: number }): void {
    if (CLOSE.hasSubscribers) CLOSE.publish({ ...this.#about(), error, received: octets.received, sent: octets.sent })
  }

  command(entry: Entry, stage: LifeStage, status: LifeStatus | undefined, error: ImapError | undefined): void {
    const { queuedAt, sentAt, doneAt } = entry
    if (stage === 'queued') {
      if (QUEUED.hasSubscribers) QUEUED.publish(this.#ofCommand(entry, queuedAt))
    } else if (stage === 'sent') {
      if (!SENT.hasSubscribers) return
      const text = entry.line === undefined ? undefined : redacted(entry.line)
      SENT.publish({ ...this.#ofCommand(entry, sentAt!), text, octets: entry.octets, queuedAt })
    } else if (DONE.hasSubscribers) {
      DONE.publish({ ...this.#ofCommand(entry, doneAt!), status: status!, error, queuedAt, sentAt })
    }
  }

  #about(): AboutConnection {
    return { at: this.#now(), connection: this.#connection }
  }

  #ofCommand(entry: Entry, at: number): AboutCommand {
    const { tag, command, mailbox, whole } = entry
    const origin = entry.internal ? 'library' : entry.setup ? 'setup' : 'caller'
    return { at, connection: this.#connection, tag, name: command.name, mailbox, origin, partOf: whole?.tag }
  }
}
