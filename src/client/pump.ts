/**
 * Moves octets between transport and session, and results from the session to tokens and event readers.
 */
import { Credentials } from '../auth/credentials.ts'
import { OctetSource } from '../codec/encode/octet-source.ts'
import { ConnectionError, ImapError, ProtocolError, UsageError, type Outcome } from '../errors.ts'
import type { Command } from '../session/command.ts'
import type { Entry } from '../session/entry.ts'
import type { EventOf } from '../session/events.ts'
import type { SessionSink, SettledResult } from '../session/outlet.ts'
import { Session } from '../session/session.ts'
import { looksLikeTls, type Clock, type Transport, type TransportHandlers } from '../transport/transport.ts'
import { Diagnostics } from './diagnostics.ts'
import { EventReader, type EventOptions } from './event-reader.ts'
import type { ImapEvent } from './events.ts'
import { randomTag, type CheckedOptions, type CommandOptions } from './options.ts'
import { platform } from './platform.ts'
import { strictnessOf } from './quirks.ts'
import { Feeder } from './sources/feeder.ts'
import { CommandToken, type TokenOwner } from './token.ts'

/** Commands. */
const FLUSH_EVERY = 100

type SubmitOptions = CommandOptions & { readonly setup?: boolean }

export class Pump implements TokenOwner {
  readonly options: CheckedOptions
  readonly clock: Clock
  credentials: Credentials
  /** By `reauthenticate`. */
  loggingIn = false
  readonly session: Session
  transport: Transport | undefined
  /** Octets. */
  received = 0
  sent = 0
  readonly #readers: Set<EventReader> = new Set()
  readonly #diagnostics: Diagnostics
  readonly #abort: AbortController = new AbortController()
  #greeted: (() => void) | undefined
  #firstChunk = true
  #flushScheduled = false
  #unflushed = 0
  #timer: { readonly at: number; readonly cancel: () => void } | undefined
  /** Tokens whose reader has fallen too far behind; cancelled once the octets at hand are digested. */
  #overflowing: Entry[] = []
  #layer: Promise<void> | undefined
  readonly #feeder: Feeder = this.#makeFeeder()
  #stopListening: (() => void) | undefined

  constructor(options: CheckedOptions) {
    this.options = options
    this.credentials = new Credentials(options.auth)
    this.clock = options.clock ?? platform.clock
    const tagPrefix = (options.randomTag ?? randomTag)()
    const { host, port, security } = options
    this.#diagnostics = new Diagnostics({ id: tagPrefix, host, port, security }, () => this.clock.now())
    this.session = new Session({
      sink: this.#sink(),
      tagPrefix,
      generation: 1,
      now: this.clock.now(),
      timing: { greeting: options.connectTimeout, ...options.timing },
      host: options.host,
      quirks: options.quirks ?? {},
      strict: strictnessOf(options.quirks ?? {}),
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.withoutRules === undefined ? {} : { withoutRules: options.withoutRules }),
    })
    this.#listen(options.signal)
  }

  #listen(signal: AbortSignal | undefined): void {
    if (signal === undefined) return
    const abort = (): void => {
      this.#end(new ConnectionError('the connection was aborted', 'ERR_IMAP_CLOSED', { cause: signal.reason }))
    }
    if (signal.aborted) return queueMicrotask(abort)
    signal.addEventListener('abort', abort, { once: true })
    this.#stopListening = () => signal.removeEventListener('abort', abort)
  }

  get maxUnreadOctets(): number {
    return this.options.maxUnreadOctets
  }

  // --- tokens ---------------------------------------------------------------------------------------

  submit<Result>(name: string, make: () => Command<Result>, options: SubmitOptions): CommandToken<Result> {
    return this.#start(new CommandToken<Result>(name, this, undefined), make, options)
  }

  /** As `submit`, once there is something to submit. Until then the command has no place in the queue. */
  submitLater<Result>(
    name: string,
    prepare: () => Promise<() => Command<Result>>,
    options: SubmitOptions,
  ): CommandToken<Result> {
    const token = new CommandToken<Result>(name, this, undefined)
    const { signal } = options
    const abort = (): void => token.cancel(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    const start = async (): Promise<void> => {
      try {
        const make = await prepare()
        if (!token.isSettled) this.#start(token, make, options)
      } catch (error) {
        if (!token.isSettled) this.#refused(token, error)
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    }
    void start()
    return token
  }

  /** For commands whose result is made of their items. */
  collect<Item, Result>(
    name: string,
    make: () => Command<void, Item>,
    options: SubmitOptions,
    gather: (items: readonly Item[]) => Result,
  ): CommandToken<Result, Item> {
    return this.#start(new CommandToken<Result, Item>(name, this, gather), make, options)
  }

  /** For commands that yield items and have a result besides. */
  follow<Result, Item>(
    name: string,
    make: () => Command<Result, Item>,
    options: SubmitOptions,
  ): CommandToken<Result, Item> {
    return this.#start(new CommandToken<Result, Item>(name, this, undefined), make, options)
  }

  #start<Result, Item>(
    token: CommandToken<Result, Item>,
    make: () => Command<unknown, Item>,
    options: SubmitOptions,
  ): CommandToken<Result, Item> {
    try {
      if (options.signal?.aborted === true) {
        return this.#refused(token, options.signal.reason)
      }
      const entry = this.session.submit(make(), {
        token,
        now: this.clock.now(),
        setup: options.setup ?? false,
        after: this.#entriesOf(token.name, options.after),
      })
      token.bind(entry, options.signal)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#refused(token, error)
    }
    this.#scheduleFlush()
    return token
  }

  /** It never became a command; whoever reads the events learns of it all the same. */
  #refused<Result, Item>(token: CommandToken<Result, Item>, error: unknown): CommandToken<Result, Item> {
    token.settle({ error })
    const event: ImapEvent = {
      type: 'commandDone',
      at: this.clock.now(),
      connection: 1,
      cause: token,
      mailbox: undefined,
      status: 'failed',
      error: error instanceof ImapError ? error : undefined,
    }
    for (const reader of this.#readers) reader.push(event)
    return token
  }

  #entriesOf(name: string, after: CommandOptions['after']): readonly Entry[] {
    const tokens: unknown = after === undefined ? [] : after instanceof CommandToken ? [after] : after
    if (!Array.isArray(tokens)) throw new UsageError(`${name} after: not a command, nor a list of them`)
    return tokens.map((token: unknown) => {
      const entry = token instanceof CommandToken ? token.entryOf(this) : undefined
      if (entry === undefined) throw new UsageError(`${name} after: not a command of this connection`)
      return entry
    })
  }

  cancel(entry: Entry): Outcome {
    const outcome = this.session.cancel(entry, this.clock.now())
    this.#scheduleFlush()
    return outcome
  }

  // --- events ---------------------------------------------------------------------------------------

  reader(options: EventOptions): EventReader {
    const reader: EventReader = new EventReader(options, () => this.#readers.delete(reader))
    if (this.session.ended) reader.end()
    else this.#readers.add(reader)
    return reader
  }

  #tell(event: ImapEvent): void {
    for (const reader of this.#readers) reader.push(event)
  }

  tellConnected(): void {
    const secure = this.transport?.secure ?? false
    const greeting = this.session.greeting?.text ?? ''
    this.#diagnostics.opened(secure)
    this.#tell({ type: 'connected', at: this.clock.now(), connection: 1, secure, greeting })
  }

  #sink(): SessionSink {
    const readers = this.#readers
    return {
      get listening() {
        return readers.size > 0
      },
      life: (entry, stage, status, error) => this.#diagnostics.command(entry, stage, status, error),
      event: (event: EventOf<unknown>) => this.#tell(event as ImapEvent),
      item: (entry, item, octets) => {
        const token = entry.token
        if (token instanceof CommandToken && !token.push(item as never, octets)) this.#overflowing.push(entry)
      },
      settled: (entry: Entry, result: SettledResult) => {
        const token = entry.whole === undefined ? entry.token : entry.stepToken
        if (token instanceof CommandToken) token.settle(result.ok ? { value: result.value } : { error: result.error })
      },
      step: (step) => {
        const token = new CommandToken<unknown>(step.command.name, this, undefined)
        token.bind(step, undefined)
        return token
      },
      challenge: (entry, octets) => void this.#answerChallenge(entry, octets),
      layer: (layer, leftover) => this.#changeLayer(layer, leftover),
      ended: (error) => this.#ended(error),
    }
  }

  #ended(error: ImapError | undefined): void {
    this.#reason ??= error
    this.#stopListening?.()
    this.#timer?.cancel()
    this.#timer = undefined
    this.#greeted?.()
    this.#abort.abort(error)
    this.#feeder.stop()
    if (error === undefined) this.transport?.end()
    else this.transport?.destroy()
    for (const reader of [...this.#readers]) reader.end()
    this.#diagnostics.closed(error, this)
  }

  // --- transport ------------------------------------------------------------------------------------

  /** Connects and waits for the greeting. */
  async connect(): Promise<void> {
    const { host, port, security, tls, localAddress, proxy, connectTimeout } = this.options
    const dial = this.options.transport ?? (await platform.transport())
    const greeted = new Promise<void>((resolve) => {
      this.#greeted = resolve
    })
    try {
      const target = {
        ...{ host, port, security, connectTimeout },
        ...(tls === undefined ? {} : { tls }),
        ...(localAddress === undefined ? {} : { localAddress }),
        ...(proxy === undefined ? {} : { proxy }),
      }
      this.transport = await dial(target, this.#handlers(), this.#abort.signal)
    } catch (error) {
      throw this.#end(
        error instanceof ImapError ? error : new ConnectionError(String(error), 'ERR_IMAP_CONNECT', { cause: error }),
      )
    }
    if (this.session.ended) this.transport.destroy()
    this.#arm()
    await greeted
    this.throwIfEnded()
  }

  /** Why the session ended, for those who wait for something else. */
  throwIfEnded(): void {
    if (this.session.ended) throw this.#reason ?? new ConnectionError('the connection was closed', 'ERR_IMAP_CLOSED')
  }

  #reason: ImapError | undefined

  /** `promise`, unless the session ends first. */
  unlessEnded<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.#abort
    const ended = new Promise<never>((_, reject) => {
      const tell = (): void =>
        reject(this.#reason ?? new ConnectionError('the connection was closed', 'ERR_IMAP_CLOSED'))
      if (signal.aborted) tell()
      else signal.addEventListener('abort', tell, { once: true })
    })
    return Promise.race([promise, ended])
  }

  #handlers(): TransportHandlers {
    return {
      onData: (chunk) => this.#onData(chunk),
      onClose: (error) => {
        if (error instanceof ProtocolError) this.#end(error)
        else this.#step(() => this.session.closed(error ?? this.#closedTooEarly(), this.clock.now()))
      },
      onDrain: () => this.#feeder.drained(),
      expansionAllowed: () => this.session.inBody,
    }
  }

  /** Servers that wait for TLS hang up on silence or on plaintext: the likeliest cause is the wrong port. */
  #closedTooEarly(): ConnectionError | undefined {
    if (this.session.greeting !== undefined) return undefined
    const { host, port, security } = this.options
    const hint = security === 'tls' ? '' : `; if this port speaks TLS, use security: 'tls'`
    const text = `${host}:${port} closed the connection before any greeting${hint}`
    return new ConnectionError(text, 'ERR_IMAP_CLOSED', { outcome: 'unsent' })
  }

  #onData(chunk: Uint8Array): void {
    this.received += chunk.length
    if (this.#firstChunk) {
      this.#firstChunk = false
      if (!this.transport!.secure && looksLikeTls(chunk)) {
        const { host, port } = this.options
        const text = `${host}:${port} speaks TLS; use security: 'tls'`
        this.#end(new ConnectionError(text, 'ERR_IMAP_WRONG_PORT', { outcome: 'unsent' }))
        return
      }
    }
    this.#step(() => this.session.receive(chunk, this.clock.now()))
  }

  /** Lets the session take a step, then acts on what came of it. */
  #step(step: () => void): void {
    step()
    for (const entry of this.#overflowing.splice(0)) this.#tooSlow(entry)
    if (this.session.greeting !== undefined) this.#greeted?.()
    this.flush()
  }

  #tooSlow(entry: Entry): void {
    if (entry.settled) return
    this.session.cancel(entry)
    const text = `${entry.command.name} ${entry.mailbox ?? ''}: more than ${this.maxUnreadOctets} octets of rows are unread; read them as they come, or ask for less`
    ;(entry.token as CommandToken<unknown, unknown>).settle({
      error: new UsageError(text, 'ERR_IMAP_CONSUMER_TOO_SLOW'),
    })
  }

  /** One write a turn; thousands of commands in one turn need not wait for each other, though. */
  #scheduleFlush(): void {
    if (++this.#unflushed >= FLUSH_EVERY) return this.flush()
    if (this.#flushScheduled) return
    this.#flushScheduled = true
    queueMicrotask(() => {
      this.#flushScheduled = false
      this.flush()
    })
  }

  #makeFeeder(): Feeder {
    return new Feeder({
      write: (pieces) => this.transport?.write(pieces),
      fed: (octets) => {
        this.sent += octets
        this.flush(true)
      },
      unsent: () => this.transport?.unsent ?? 0,
      failed: (source, error) => this.#sourceFailed(source, error),
    })
  }

  /** The server waits for octets that nobody has. It cannot have run the command. */
  #sourceFailed(source: OctetSource, cause: UsageError): void {
    source.isBroken = true
    this.#end(new ConnectionError(`the connection was closed: ${cause.message}`, 'ERR_IMAP_CLOSED', { cause }))
  }

  /** Hands out what may be written now. */
  flush(feeding: boolean = false): void {
    this.#unflushed = 0
    if (this.transport === undefined) return
    const pieces = this.session.flush(this.clock.now(), feeding)
    for (const piece of pieces) this.sent += piece instanceof OctetSource ? 0 : piece.length
    if (pieces.length > 0) this.#feeder.write(pieces)
    this.#arm()
  }

  /** One timer, for the session's next deadline. An early timer is left alone: it re-arms itself. */
  #arm(): void {
    const at = this.session.deadline()
    if (at === undefined || (this.#timer !== undefined && this.#timer.at <= at)) return
    this.#timer?.cancel()
    const cancel = this.clock.after(Math.max(0, at - this.clock.now()), () => {
      this.#timer = undefined
      this.#step(() => this.session.tick(this.clock.now()))
    })
    this.#timer = { at, cancel }
  }

  /** A dialogue's answer may take a while: hashes of passwords are made to. */
  async #answerChallenge(entry: Entry, challenge: Uint8Array | undefined): Promise<void> {
    const answer = await entry.plan?.dialogue?.answer(challenge)
    this.session.answerChallenge(entry, answer, this.clock.now())
    this.flush()
  }

  // --- layers ---------------------------------------------------------------------------------------

  #changeLayer(layer: 'tls' | 'deflate', leftover: Uint8Array): void {
    const transport = this.transport!
    if (layer === 'deflate') {
      this.session.layerReady('deflate')
      transport.compress(leftover)
      return
    }
    this.#layer = transport.startTls(leftover).then(
      () => this.session.layerReady('tls'),
      (error: unknown) => {
        throw this.#end(
          error instanceof ImapError ? error : new ConnectionError('STARTTLS failed', 'ERR_IMAP_TLS', { cause: error }),
        )
      },
    )
    this.#layer.catch(() => {})
  }

  /** Fulfilled when TLS is up. */
  layerChanged(): Promise<void> {
    return this.#layer ?? Promise.resolve()
  }

  // --- the end --------------------------------------------------------------------------------------

  close(): void {
    this.#end(new ConnectionError('the connection was closed by its user', 'ERR_IMAP_CLOSED'))
  }

  /** Ends the session for a reason that is not its own; returns the reason. */
  #end(error: ImapError): ImapError {
    this.#reason ??= error
    this.session.end(error, this.clock.now())
    this.transport?.destroy()
    return error
  }

  fail(error: ImapError): ImapError {
    return this.#end(error)
  }
}
