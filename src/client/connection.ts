/**
 * One connection: the pump between a transport and the session, and what people call.
 *
 * Every method submits its command in the same synchronous step and returns a token. Nothing here waits for
 * a consumer: octets go into the session as they arrive, tokens and event readers have queues of their own.
 * The methods themselves are in `methods/`, one class for each part of RFC 9051 §6.
 */
import type { Auth } from '../auth/credentials.ts'
import type { Selection } from '../session/selection/selection.ts'
import type { TlsSession } from '../transport/transport.ts'
import { EventReader, type EventOptions } from './event-reader.ts'
import type { EventOfType, ImapEvent, ImapEventType } from './events.ts'
import { ChangingMethods } from './methods/changing.ts'
import { checkOptions, type ConnectionOptions } from './options.ts'
import { Pump } from './pump.ts'
import { logInAgain, setUp } from './set-up.ts'

/** What is known of the selected mailbox, kept up to date by whatever the server says. */
export type SelectedMailbox = Readonly<
  Pick<Selection, 'mailbox' | 'readOnly' | 'uidValidity' | 'uidNext' | 'highestModSeq' | 'flags' | 'permanentFlags'>
> & { readonly messages: number }

/** The states of RFC 9051 §3, and `connecting` until the server has greeted; `logout` once it has ended. */
export type ConnectionState = 'connecting' | 'notAuthenticated' | 'authenticated' | 'selected' | 'logout'

export class ImapConnection extends ChangingMethods {
  readonly #pump: Pump
  /**
   * Fulfilled when the connection is up: logged in, capabilities known, QRESYNC enabled where the server has it.
   * Commands may be submitted before. A failure that nobody awaits is still a `disconnected` event.
   */
  readonly ready: Promise<void>

  private constructor(options: ConnectionOptions) {
    const pump = new Pump(checkOptions(options))
    super(pump)
    this.#pump = pump
    this.ready = setUp(pump)
    this.ready.catch(() => {})
  }

  /** Starts connecting and returns at once; commands submitted meanwhile go out with the login where that is legal. */
  static start(options: ConnectionOptions): ImapConnection {
    return new ImapConnection(options)
  }

  /** Connects and logs in. @throws ConnectionError, AuthenticationError, ProtocolError, UsageError */
  static async open(options: ConnectionOptions): Promise<ImapConnection> {
    const connection = new ImapConnection(options)
    await connection.ready
    return connection
  }

  /** What the server can do, upper case (RFC 9051 §6.1.1). */
  get capabilities(): ReadonlySet<string> {
    return this.#pump.session.capabilities
  }

  /** Extensions that are enabled, upper case (RFC 9051 §6.3.1). */
  get enabled(): ReadonlySet<string> {
    return this.#pump.session.enabled
  }

  /** The selected mailbox as far as the server's words have arrived. */
  get selected(): SelectedMailbox | undefined {
    const selection = this.#pump.session.selected
    if (selection === undefined || selection.state !== 'live') return undefined
    const { mailbox, readOnly, uidValidity, uidNext, highestModSeq, flags, permanentFlags } = selection
    return {
      mailbox,
      readOnly,
      messages: selection.numbering.exists,
      uidValidity,
      uidNext,
      highestModSeq,
      flags,
      permanentFlags,
    }
  }

  /**
   * Who the server says it is (RFC 2971), keys in lower case: known when the option `id` was given, or after `id()`.
   * Untrusted text.
   */
  get serverId(): ReadonlyMap<string, string | null> | undefined {
    return this.#pump.session.serverId ?? undefined
  }

  /** As far as the server's words have arrived: commands on the wire may be about to change it. */
  get state(): ConnectionState {
    const { session } = this.#pump
    if (session.ended) return 'logout'
    if (session.greeting === undefined) return 'connecting'
    if (!session.authenticated) return 'notAuthenticated'
    return this.selected === undefined ? 'authenticated' : 'selected'
  }

  /** What the server said first; undefined until then. Untrusted text. */
  get greeting(): string | undefined {
    return this.#pump.session.greeting?.text
  }

  /** TLS protects the connection. */
  get secure(): boolean {
    return this.#pump.transport?.secure ?? false
  }

  /** What was agreed with the server when TLS began, its certificate included; undefined without TLS. */
  get tls(): TlsSession | undefined {
    return this.#pump.transport?.tls
  }

  /** Octets of IMAP so far, which TLS and COMPRESS make more or fewer on the wire. */
  get octets(): { readonly received: number; readonly sent: number } {
    return { received: this.#pump.received, sent: this.#pump.sent }
  }

  /** The connection has ended; no command can be submitted any more. */
  get closed(): boolean {
    return this.#pump.session.ended
  }

  /** Commands on the wire, unanswered. */
  get inFlight(): number {
    return this.#pump.session.inFlightCount
  }

  /** Commands waiting to be written. */
  get queued(): number {
    return this.#pump.session.queuedCount
  }

  /**
   * A reader of everything that happens from now on, independent of all others; `types` narrows it.
   * Ends when the connection does, after `disconnected`.
   */
  events<Type extends ImapEventType>(
    options: EventOptions<Type> & { readonly types: readonly Type[] },
  ): EventReader<EventOfType<Type> | EventOfType<'overflow'>>
  events(options?: EventOptions): EventReader
  events(options: EventOptions = {}): EventReader<ImapEvent> {
    return this.#pump.reader(options)
  }

  /**
   * Logs in after `unauthenticate` (RFC 8437), and enables what the options say. Commands submitted since then go out
   * with it. A refusal leaves the connection as it is, for another try. @throws AuthenticationError, UsageError
   */
  reauthenticate(auth: Auth): Promise<void> {
    return logInAgain(this.#pump, auth)
  }

  /** Drops the connection now. Open tokens fail with `ERR_IMAP_CLOSED` and say what became of them. Idempotent. */
  close(): void {
    this.#pump.close()
  }

  /** LOGOUT, bounded by its deadline, then `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.closed) await this.logout().catch(() => {})
    this.close()
  }
}
