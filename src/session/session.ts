/**
 * One IMAP connection as a machine without I/O.
 *
 *     submit(command) ──▶ queue ──rules──▶ flush() ──▶ octets out
 *     octets in ──▶ receive() ──▶ view of the mailbox ──▶ commands by content ──▶ events, in wire order
 *
 * It stores no promise, socket or timer: the same octets, commands and clock readings give the same output
 * and the same events. A command enters the token table in the synchronous step that submits it, before
 * its octets are handed out, so a reply can never overtake its own record. One function, `end`, finishes a
 * generation and settles every open command exactly once.
 */
import { needsUtf8Decision, type WireMode } from '../codec/command-line.ts'
import { defaultLimits, preAuthLimits, type Limits } from '../codec/limits.ts'
import { ResponseParser } from '../codec/parser.ts'
import type { Continuation, Response, Status, Tagged } from '../codec/values.ts'
import {
  AuthenticationError,
  CommandError,
  ConnectionError,
  ImapError,
  ProtocolError,
  UsageError,
  type Outcome,
} from '../errors.ts'
import { Attribution, type Ground, type Switch } from './attribution.ts'
import type { Command, Facts, Plan } from './command.ts'
import { resolveArrivals, type Arrivals } from './commands/arrivals.ts'
import { noop } from './commands/basic.ts'
import { learnNumbering } from './commands/search.ts'
import { Entry } from './entry.ts'
import type { EventOf, Occurrence } from './events.ts'
import { sessionResource } from './footprint.ts'
import { lineIsFree } from './idle.ts'
import { InFlight } from './in-flight.ts'
import { Liveness } from './liveness.ts'
import { asksToSlowDown, defaultProfile, defaultTiming, type Profile, type Timing } from './profile.ts'
import type { RuleName } from './rules.ts'
import { Scheduler } from './scheduler.ts'
import type { Selection } from './selection.ts'
import { Writer } from './writer.ts'

/** Where results and events go. Called synchronously, in wire order; must not call back into the session. */
export interface SessionSink {
  event(event: EventOf<unknown>): void
  item(entry: Entry, item: unknown, octets: number): void
  settled(entry: Entry, result: SettledResult): void
  /** The octets from here on belong to another layer; `leftover` had been read already. */
  layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void
  /** The generation is over; no call follows. */
  ended(error: ImapError | undefined): void
}

export type SettledResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

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
  /** Switches rules off, to show in tests what each is good for. */
  readonly withoutRules?: ReadonlySet<RuleName>
}

type Phase = 'greeting' | 'setup' | 'open' | 'ended'

/** RFC 9051 §11.3: before login, only capabilities and status responses make sense. */
const MAX_PRE_AUTH_LINES = 100
const MAX_UNKNOWN_TAGS = 2

export class Session {
  readonly profile: Profile
  readonly #sink: SessionSink
  readonly #options: SessionOptions
  readonly #parser: ResponseParser
  readonly #scheduler: Scheduler
  readonly #writer: Writer = new Writer()
  readonly #inFlight: InFlight = new InFlight()
  readonly #ground: Ground
  readonly #attribution: Attribution
  readonly #liveness: Liveness
  /** Submitted, not yet planned: the connection is not that far. */
  #waiting: Entry[] = []
  #phase: Phase = 'greeting'
  #authenticated = false
  /** Capabilities after login and what is enabled are known. */
  #settledIn = false
  #loggingOut = false
  #layerPending = false
  #capabilities: ReadonlySet<string> = new Set()
  #capabilitiesKnown = false
  readonly #enabled: Set<string> = new Set()
  /** The selection once all planned commands have succeeded. */
  #projected: Selection | undefined
  #window: number
  #now: number
  #counter = 0
  #unknownTags = 0
  #preAuthLines = 0
  #bye: Status | undefined
  #greeting: Status | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#sink = options.sink
    this.#now = options.now
    this.profile = { ...defaultProfile, ...options.profile }
    this.#window = this.profile.window
    this.#parser = new ResponseParser({ limits: preAuthLimits })
    this.#scheduler = new Scheduler(options.withoutRules)
    this.#liveness = new Liveness({ ...defaultTiming, ...options.timing }, options.now)
    this.#ground = this.#makeGround()
    this.#attribution = new Attribution(this.#ground)
  }

  #makeGround(): Ground {
    const session = this
    return {
      inFlight: this.#inFlight,
      selected: undefined,
      switching: undefined as Switch | undefined,
      get sendsClosed() {
        return ['CONDSTORE', 'QRESYNC', 'IMAP4REV2'].some((name) => session.#capabilities.has(name))
      },
      correlator: this.profile.correlator,
      get qresync() {
        return session.#enabled.has('QRESYNC')
      },
      emit: (occurrence) => this.#emit(occurrence),
      arrived: (selection) => this.#arrived(selection),
      capabilities: (list) => this.#setCapabilities(list),
      enabled: (list) => this.#setEnabled(list),
    }
  }

  // --- what the layer above sees --------------------------------------------------------------------

  get capabilities(): ReadonlySet<string> {
    return this.#capabilities
  }

  /** The capabilities told are those of the present state (RFC 9051 §6.1.1). */
  get capabilitiesKnown(): boolean {
    return this.#capabilitiesKnown
  }

  get enabled(): ReadonlySet<string> {
    return this.#enabled
  }

  get greeting(): Status | undefined {
    return this.#greeting
  }

  /** The mailbox whose data the server is sending now. */
  get selected(): Selection | undefined {
    return this.#attribution.current
  }

  get authenticated(): boolean {
    return this.#authenticated
  }

  get ended(): boolean {
    return this.#phase === 'ended'
  }

  /** A body literal is being received; its size was announced. */
  get inBody(): boolean {
    return this.#parser.inLiteral
  }

  get inFlightCount(): number {
    return this.#inFlight.size
  }

  /** Commands admitted or waiting, not yet on the wire. */
  get queuedCount(): number {
    return this.#waiting.length + this.#scheduler.size - this.#inFlight.size
  }

  /**
   * Takes a command. Never throws: a command that cannot be done is settled with its `UsageError`.
   *
   * `setup` commands bring the connection up and pass those of the user; `after` names commands whose OK
   * this one needs (rule R8).
   */
  submit<Result, Item>(
    command: Command<Result, Item>,
    options: { token?: unknown; setup?: boolean; internal?: boolean; after?: readonly Entry[] } = {},
  ): Entry {
    const tag = `${this.#options.tagPrefix}${++this.#counter}`
    const entry = new Entry(this.#counter, tag, command, {
      setup: options.setup ?? false,
      internal: options.internal ?? false,
      after: options.after ?? [],
    })
    entry.token = options.token ?? entry
    if (this.#phase === 'ended' || this.#loggingOut) {
      this.#refuse(entry, new UsageError(`${command.name}: the connection is closed`, 'ERR_IMAP_STATE'))
      return entry
    }
    if (!entry.internal) this.#emit({ type: 'commandQueued', cause: entry.token, mailbox: command.mailbox })
    if (entry.setup) this.#plan(entry)
    else this.#waiting.push(entry)
    this.#admitWaiting()
    return entry
  }

  /**
   * The caller no longer wants the answer. A queued command is never sent; a sent one is swallowed up to its
   * tag. Its data still become events, and it still owns its slots.
   */
  cancel(entry: Entry): Outcome {
    if (entry.settled) return 'unknown'
    const outcome = entry.begun ? 'unknown' : 'unsent'
    entry.state = 'cancelled'
    this.#emitDone(entry, 'cancelled', undefined)
    if (!entry.begun) this.#discard(entry)
    return outcome
  }

  /** Setup has come far enough for the user's commands to follow what is in flight. */
  open(): void {
    if (this.#phase !== 'setup') return
    this.#phase = 'open'
    this.#admitWaiting()
  }

  /** Login and ENABLE are answered: everything can be planned now. */
  settleIn(): void {
    this.#settledIn = true
    this.open()
    this.#admitWaiting()
  }

  /** TLS is up after STARTTLS: nothing learned before it counts (RFC 9051 §6.2.1). */
  layerReady(layer: 'tls' | 'deflate'): void {
    this.#layerPending = false
    if (layer === 'deflate') return
    this.#capabilities = new Set()
    this.#capabilitiesKnown = false
    this.#preAuthLines = 0
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.#phase === 'ended') return
    this.#now = now
    this.#liveness.heard(now)
    try {
      this.#parser.feed(octets)
      for (let response = this.#parser.next(); response !== undefined; response = this.#parser.next()) {
        this.#dispatch(response)
        if (this.ended) return
        if (this.#layerPending) return
      }
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      this.end(error)
    }
  }

  /** Writes what may be written; returns the octets to send (strings hold latin1 octets). */
  flush(now: number): readonly (string | Uint8Array)[] {
    this.#now = now
    if (!this.ended) this.#pump()
    return this.#writer.take()
  }

  /** When `tick` wants to be called, on the clock of `now`; undefined when nothing is awaited. */
  deadline(): number | undefined {
    return this.ended ? undefined : this.#liveness.deadline(this.#quiet())
  }

  tick(now: number): void {
    if (this.ended) return
    this.#now = now
    const due = this.#liveness.due(now, this.#quiet())
    if (due?.kind === 'dead') this.end(new ConnectionError(due.reason, 'ERR_IMAP_TIMEOUT'))
    else if (due?.kind === 'idle') this.#startIdle()
    else if (due?.kind === 'renew') this.#stopIdle()
    else if (due?.kind === 'poll') this.submit(noop(), { internal: true })
  }

  /**
   * Ends the generation: the only place where open commands are settled without a tagged reply.
   *
   * A command of which the server cannot have seen the last octet is `unsent`, any other `unknown`.
   */
  end(error: ImapError | undefined): void {
    if (this.#phase === 'ended') return
    this.#phase = 'ended'
    const reason = this.#endReason(error)
    const open = new Set<Entry>([...this.#inFlight.all(), ...this.#scheduler.entries(), ...this.#waiting])
    this.#waiting = []
    for (const entry of [...open].sort((a, b) => a.id - b.id)) {
      entry.answered = true
      this.#inFlight.remove(entry)
      this.#scheduler.remove(entry)
      if (!entry.settled) this.#fail(entry, withOutcome(reason, entry))
    }
    this.#emit({ type: 'disconnected', error })
    this.#sink.ended(error)
  }

  #endReason(error: ImapError | undefined): ImapError {
    if (error instanceof ProtocolError || (error instanceof ConnectionError && error.code !== 'ERR_IMAP_CLOSED'))
      return error
    if (this.#bye !== undefined) return new ConnectionError(`the server said BYE: ${this.#bye.text}`, 'ERR_IMAP_BYE')
    return error ?? new ConnectionError('the connection was closed', 'ERR_IMAP_CLOSED')
  }

  /** The transport closed. */
  closed(error: ConnectionError | undefined): void {
    const orderly = this.#loggingOut || (this.#bye !== undefined && this.#inFlight.size === 0)
    if (orderly) return this.end(undefined)
    if (this.#bye !== undefined) {
      return this.end(new ConnectionError(`the server said BYE: ${this.#bye.text}`, 'ERR_IMAP_BYE', { cause: error }))
    }
    this.end(error ?? new ConnectionError('the server closed the connection', 'ERR_IMAP_CLOSED'))
  }

  // --- out ------------------------------------------------------------------------------------------

  /** Plans waiting commands in order; nothing passes one that cannot be planned yet. */
  #admitWaiting(): void {
    if (this.#phase !== 'open') return
    let planned = 0
    for (const entry of this.#waiting) {
      if (!entry.settled) {
        if (!this.#settledIn && entry.command.adapts) break
        this.#plan(entry)
      }
      planned++
    }
    if (planned > 0) this.#waiting = this.#waiting.slice(planned)
  }

  #plan(entry: Entry): void {
    const facts: Facts = {
      capabilities: this.#capabilities,
      enabled: this.#enabled,
      mailbox: this.#projected?.mailbox,
      readOnly: this.#projected?.readOnly ?? false,
      correlator: this.profile.correlator,
    }
    try {
      const failed = entry.after.find((needed) => needed.answered && needed.state === 'failed')
      if (failed !== undefined) throw dependencyError(entry, failed)
      entry.plan = withNameEncoding(entry.command.plan(facts))
      this.#checkState(entry)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#refuse(entry, error)
    }
    const { footprint, opens, collector } = entry.plan
    if (footprint.selection === 'changes') this.#projected = opens
    if (footprint.selection !== 'ignores' || footprint.state === 'selected') entry.selection = opens ?? this.#projected
    if (opens !== undefined) entry.selection = opens
    if (footprint.last) this.#loggingOut = true
    collector.emit = (item, octets) => this.#item(entry, item, octets)
    this.#scheduler.admit(entry)
  }

  #checkState(entry: Entry): void {
    const { footprint } = entry.plan!
    const { name, uidValidity } = entry.command
    if (footprint.state === 'selected' && this.#projected === undefined) {
      throw new UsageError(`${name}: no mailbox is selected`, 'ERR_IMAP_STATE')
    }
    if (footprint.state === 'notAuthenticated' && this.#authenticated) {
      throw new UsageError(`${name}: already logged in`, 'ERR_IMAP_STATE')
    }
    if (
      footprint.mutates &&
      footprint.selection === 'reads' &&
      this.#projected?.readOnly === true &&
      entry.command.mailbox === undefined
    ) {
      throw new UsageError(`${name}: ${this.#projected.mailbox} was opened read-only`, 'ERR_IMAP_READ_ONLY')
    }
    if (uidValidity !== undefined) this.#checkUidValidity(entry, this.#projected)
  }

  /** UIDs learned under another UIDVALIDITY name other messages, or none (RFC 9051 §2.3.1.1). */
  #checkUidValidity(entry: Entry, selection: Selection | undefined): void {
    const { name, uidValidity } = entry.command
    if (uidValidity === undefined || selection === undefined || selection.state === 'pending') return
    if (selection.uidValidity !== uidValidity) {
      throw new UsageError(
        `${name}: UIDVALIDITY of ${selection.mailbox} is ${selection.uidValidity}, the UIDs are of ${uidValidity}`,
        'ERR_IMAP_STALE_UID',
      )
    }
  }

  #pump(): void {
    if (this.#layerPending || this.#phase === 'greeting') return
    this.#requestArrivals()
    if (!this.#scheduler.hasReady) return
    if (!lineIsFree(this.#liveness.idle)) this.#stopIdle()
    if (!lineIsFree(this.#liveness.idle)) return
    if (this.#liveness.idle === 'leaving' && !this.profile.coalesceDone) return
    while (this.#writer.holder === undefined && this.#windowAdmits()) {
      const entry = this.#scheduler.next()
      if (entry === undefined) return
      this.#write(entry)
    }
  }

  #windowAdmits(): boolean {
    if (this.#inFlight.size === 0) return true
    return this.#inFlight.size < this.#window && this.#inFlight.octets < this.profile.windowOctets
  }

  #write(entry: Entry): void {
    try {
      this.#checkUidValidity(entry, entry.selection)
      this.#writer.start(entry, this.#wireMode())
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#refuse(entry, error)
    }
    // Held back until the SELECT it rides behind is answered (rule R4).
    if (entry.selection?.state === 'pending' && entry.plan!.opens === undefined) entry.held = []
    if (!entry.settled) entry.state = 'sent'
    this.#inFlight.begin(entry)
    this.#liveness.sent(this.#now, this.#inFlight.size === 1)
    if (entry.plan!.footprint.state === 'notAuthenticated') this.#capabilitiesKnown = false
    this.#scheduler.begun(entry)
    if (!entry.internal) this.#emit({ type: 'commandSent', cause: entry.token, mailbox: entry.mailbox })
    if (entry.written) this.#wholeOnWire(entry)
  }

  #wholeOnWire(entry: Entry): void {
    this.#inFlight.own(entry)
    const { opens } = entry.plan!
    if (opens === undefined) return
    const switching: Switch = { entry, to: opens, passed: false, closed: false }
    this.#ground.switching = switching
    if (this.#ground.selected === undefined) switching.passed = true
  }

  #wireMode(): WireMode {
    const literal = this.#capabilities.has('LITERAL+')
      ? 'plus'
      : this.#capabilities.has('LITERAL-') || this.#capabilities.has('IMAP4REV2')
        ? 'minus'
        : 'synchronizing'
    const utf8 = this.#enabled.has('UTF8=ACCEPT') || this.#enabled.has('IMAP4REV2')
    return { literal, utf8, binary: this.#capabilities.has('BINARY') || this.#capabilities.has('IMAP4REV2') }
  }

  // --- in -------------------------------------------------------------------------------------------

  #dispatch(response: Response): void {
    if (this.#phase === 'greeting') return this.#greet(response)
    if (response.type === 'tagged') return this.#tagged(response)
    if (response.type === 'continuation') return this.#continuation(response)
    if (response.type === 'status' && response.status === 'BYE') return this.#sayBye(response)
    if (!this.#authenticated && response.type !== 'status' && response.type !== 'capability')
      return this.#tooEarly(response)
    this.#attribution.untagged(response)
  }

  #greet(response: Response): void {
    if (response.type !== 'status' || response.status === 'NO' || response.status === 'BAD') {
      throw new ProtocolError('the first line is no IMAP greeting', 'ERR_IMAP_GREETING', { outcome: 'unsent' })
    }
    if (response.status === 'BYE') {
      this.#bye = response
      this.#emit({ type: 'bye', text: response.text, code: response.code })
      throw new ConnectionError(`the server refused the connection: ${response.text}`, 'ERR_IMAP_BYE', {
        outcome: 'unsent',
      })
    }
    this.#greeting = response
    this.#phase = 'setup'
    this.#liveness.greeted()
    if (response.status === 'PREAUTH') this.#authenticated = true
    if (response.code?.name === 'CAPABILITY') this.#setCapabilities(response.code.capabilities)
  }

  /** Server data before login are dropped (RFC 9051 §11.3), and a flood of them ends the connection. */
  #tooEarly(response: Response): void {
    if (++this.#preAuthLines > MAX_PRE_AUTH_LINES) {
      throw new ProtocolError('too much data before login', 'ERR_IMAP_LIMIT')
    }
    // The answers to ENABLE and SELECT may follow LOGIN's in one flight, but never precede its OK.
    if (response.type === 'id' || response.type === 'enabled') this.#attribution.untagged(response)
  }

  #sayBye(response: Status): void {
    this.#bye = response
    this.#liveness.closing(this.#now)
    this.#emit({ type: 'bye', text: response.text, code: response.code })
  }

  #continuation(response: Continuation): void {
    const holder = this.#writer.holder
    if (holder !== undefined) {
      const entry = this.#writer.proceed()
      if (entry.written) this.#wholeOnWire(entry)
      return
    }
    const dialogue = this.#dialogue()
    if (dialogue !== undefined) return this.#writer.line(dialogue.plan!.respond!(response.text))
    if (this.#liveness.idleStep('continuation', this.#now)) return this.#writeDoneIfDue()
    throw new ProtocolError('a "+" came that no command waits for', 'ERR_IMAP_ORDER')
  }

  #dialogue(): Entry | undefined {
    for (const entry of this.#inFlight.all()) if (entry.plan?.respond !== undefined) return entry
    return undefined
  }

  #tagged(reply: Tagged): void {
    if (reply.tag === this.#liveness.idleTag) return this.#idleEnded(reply)
    const entry = this.#inFlight.byTag(reply.tag)
    if (entry === undefined) return this.#unknownTag(reply)
    if (!entry.written) {
      // NO or BAD in place of "+" is the server's right; OK would be a forgery (RFC 9051 §4.3).
      if (reply.status !== 'NO' && reply.status !== 'BAD') {
        throw new ProtocolError(`${entry.command.name} was answered before it was sent`, 'ERR_IMAP_ORDER')
      }
      this.#writer.release(entry)
    }
    this.#answered(entry, reply)
  }

  #unknownTag(reply: Tagged): void {
    const ours = reply.tag.startsWith(this.#options.tagPrefix)
    if (ours || !this.#authenticated || ++this.#unknownTags > MAX_UNKNOWN_TAGS) {
      throw new ProtocolError('a reply came for a command that is not in flight', 'ERR_IMAP_ORDER')
    }
    const bytes = new TextEncoder().encode(`${reply.tag} ${reply.status} ${reply.text}`.slice(0, 1024))
    this.#emit({ type: 'untagged', mailbox: undefined, name: reply.status, bytes, malformed: 'unknown tag' })
  }

  #answered(entry: Entry, reply: Tagged): void {
    entry.answered = true
    const error = this.#judge(entry, reply)
    const status =
      reply.status === 'NO' || reply.status === 'BAD' ? reply.status : error === undefined ? 'OK' : 'failed'
    this.#applyCode(entry, reply, error === undefined)
    let value: unknown
    let failure = error
    if (failure === undefined && entry.state === 'sent') {
      try {
        value = entry.collector!.finish(reply)
      } catch (thrown) {
        if (!(thrown instanceof ImapError)) throw thrown
        failure = thrown
      }
    }
    this.#changeSelection(entry, reply)
    if (entry.plan!.footprint.prepares && error === undefined) this.#prepared(entry)
    this.#inFlight.remove(entry)
    if (failure === undefined) this.#succeed(entry, value)
    else if (!entry.settled) this.#fail(entry, failure, status === 'OK' ? 'failed' : status)
    if (error !== undefined) this.#failDependents(entry)
    this.#scheduler.remove(entry)
    if (error === undefined && entry.plan!.layer !== undefined) this.#changeLayer(entry.plan!.layer)
  }

  #judge(entry: Entry, reply: Tagged): ImapError | undefined {
    if (reply.status === 'OK') return undefined
    const { name } = entry.command
    const where = entry.mailbox === undefined ? name : `${name} ${entry.mailbox}`
    if (reply.status !== 'NO' && reply.status !== 'BAD') {
      return new ProtocolError(`${where}: the reply is none of OK, NO and BAD`, 'ERR_IMAP_MALFORMED')
    }
    const responseCode =
      reply.code === undefined ? undefined : reply.code.name === 'OTHER' ? reply.code.atom : reply.code.name
    const serverText = reply.text.slice(0, 1024)
    if (asksToSlowDown(responseCode, reply.text)) this.#slowDown(serverText)
    const details = { status: reply.status, responseCode, serverText }
    if (name === 'LOGIN' || name === 'AUTHENTICATE') {
      const retryable = asksToSlowDown(responseCode, reply.text)
      const more = entry.plan!.refusal?.()
      const text = more === undefined ? serverText : `${serverText} (${more})`
      return new AuthenticationError(`${name} was refused: ${text}`, { ...details, retryable })
    }
    return new CommandError(`${where}: the server said ${reply.status}: ${serverText}`, details)
  }

  #slowDown(reason: string): void {
    if (this.#window === 1) return
    this.#window = Math.max(1, Math.floor(Math.min(this.#window, this.#inFlight.size) / 2))
    this.#emit({ type: 'degraded', what: 'window', reason })
  }

  #applyCode(entry: Entry, reply: Tagged, ok: boolean): void {
    if (reply.code?.name === 'CAPABILITY') this.#setCapabilities(reply.code.capabilities)
    if (reply.code?.name === 'ALERT') this.#emit({ type: 'alert', text: reply.text })
    const { selection } = entry
    if (!ok || selection === undefined) return
    if (reply.code?.name === 'HIGHESTMODSEQ') selection.highestModSeq = reply.code.value
    const arrivals =
      reply.code?.name === 'APPENDUID'
        ? reply.code.uids
        : reply.code?.name === 'COPYUID'
          ? reply.code.destination
          : undefined
    if (arrivals !== undefined && entry.command.mailbox === selection.mailbox && !entry.internal) {
      for (const uid of arrivals) selection.ownArrivals.set(uid, entry.token)
    }
  }

  #changeSelection(entry: Entry, reply: Tagged): void {
    const { opens, footprint } = entry.plan!
    if (opens !== undefined) return this.#selectAnswered(entry, opens, reply)
    if (footprint.selection !== 'changes' || reply.status !== 'OK') return
    const old = this.#ground.selected
    this.#ground.selected = undefined
    if (old === undefined) return
    old.state = 'closed'
    this.#emit({ type: 'mailboxClosed', mailbox: old.mailbox, cause: entry.token })
  }

  #selectAnswered(entry: Entry, opens: Selection, reply: Tagged): void {
    const { switching } = this.#ground
    const keepsOld = reply.status === 'BAD' && switching?.closed === false && this.#ground.sendsClosed
    if (!keepsOld) this.#attribution.pass()
    this.#ground.switching = undefined
    if (reply.status !== 'OK') {
      opens.state = 'failed'
      if (this.#projected === opens) this.#projected = this.#ground.selected
      return
    }
    opens.state = 'live'
    if (reply.code?.name === 'READ-ONLY' || reply.code?.name === 'READ-WRITE')
      opens.readOnly = reply.code.name === 'READ-ONLY'
    this.#ground.selected = opens
    opens.newFrom = opens.uidNext
    const { mailbox, readOnly, uidValidity } = opens
    this.#emit({
      type: 'mailboxSelected',
      mailbox,
      cause: entry.token,
      readOnly,
      uidValidity,
      messages: opens.numbering.exists,
    })
    this.#releaseHeld(opens)
    if (!this.#ground.qresync && opens.numbering.exists > 0) {
      this.submit(learnNumbering(opens), { internal: true })
    }
  }

  /** The SELECT was OK: rows that rode behind it may be seen, unless their UIDs were of another UIDVALIDITY. */
  #releaseHeld(selection: Selection): void {
    for (const entry of this.#scheduler.entries()) {
      if (entry.selection !== selection || entry.held === undefined) continue
      const held = entry.held
      entry.held = undefined
      try {
        this.#checkUidValidity(entry, selection)
        for (const release of held) release()
      } catch (error) {
        if (!(error instanceof ImapError)) throw error
        if (!entry.settled) this.#fail(entry, error)
      }
    }
  }

  /** What counted on `entry` fails here: unsent if it can be kept back, else its answer is swallowed. */
  #failDependents(entry: Entry): void {
    const { opens } = entry.plan!
    for (const other of [...this.#scheduler.entries(), ...this.#waiting]) {
      if (other === entry || other.settled) continue
      const depends = other.after.includes(entry) || (opens !== undefined && other.selection === opens)
      if (!depends) continue
      this.#fail(other, dependencyError(other, entry))
      if (!other.begun) this.#discard(other)
    }
  }

  #prepared(entry: Entry): void {
    if (entry.plan!.footprint.state === 'notAuthenticated') {
      this.#authenticated = true
      this.#parser.limits = this.#options.limits ?? defaultLimits
      // RFC 9051 §6.2.2: what was announced before login does not count any more.
      if (!this.#capabilitiesKnown) this.#capabilities = new Set()
    }
    this.#parser.utf8 = this.#wireMode().utf8
  }

  #changeLayer(layer: 'tls' | 'deflate'): void {
    this.#layerPending = true
    this.#sink.layer(layer, this.#parser.takeRest())
  }

  // --- capabilities ---------------------------------------------------------------------------------

  #setCapabilities(list: readonly string[]): void {
    this.#capabilities = new Set(list)
    this.#capabilitiesKnown = true
    this.#emit({ type: 'capabilities', cause: 'unsolicited', capabilities: list })
  }

  #setEnabled(list: readonly string[]): void {
    for (const name of list) this.#enabled.add(name)
    // RFC 7162 §3.2.3: QRESYNC implies CONDSTORE.
    if (this.#enabled.has('QRESYNC')) this.#enabled.add('CONDSTORE')
    this.#parser.utf8 = this.#wireMode().utf8
  }

  // --- arrivals: EXISTS says how many, people want to know which -------------------------------------

  #arrived(selection: Selection): void {
    selection.arrivalsPending = true
  }

  #requestArrivals(): void {
    const selection = this.#ground.selected
    if (selection?.arrivalsPending !== true || this.#projected !== selection) return
    selection.arrivalsPending = false
    this.submit(
      resolveArrivals(selection, (arrivals) => this.#tellArrivals(selection, arrivals)),
      { internal: true },
    )
  }

  /** One `messageNew` for each cause: a command of ours that put the messages there, or the world. */
  #tellArrivals(selection: Selection, arrivals: Arrivals): void {
    const { mailbox, uidValidity } = selection
    for (const [cause, uids] of arrivals) {
      this.#emit({ type: 'messageNew', mailbox, cause: cause ?? 'unsolicited', uidValidity, uids })
    }
  }

  // --- IDLE -----------------------------------------------------------------------------------------

  /** Nothing is going on, so the clock of IDLE and polling runs. */
  #quiet(): 'busy' | 'quiet' | 'blocked' {
    if (!this.#settledIn || this.#loggingOut || this.#layerPending) return this.#inFlight.size > 0 ? 'busy' : 'blocked'
    if (this.#inFlight.size > 0) return 'busy'
    return this.#scheduler.size > 0 || this.#waiting.length > 0 ? 'blocked' : 'quiet'
  }

  #startIdle(): void {
    const tag = `${this.#options.tagPrefix}${++this.#counter}`
    if (!this.#capabilities.has('IDLE') && !this.#capabilities.has('IMAP4REV2')) return this.#liveness.noIdle()
    this.#liveness.startIdle(tag, this.#now)
    this.#writer.line(`${tag} IDLE`)
  }

  #stopIdle(): void {
    this.#liveness.idleStep('stop', this.#now)
    this.#writeDoneIfDue()
  }

  #writeDoneIfDue(): void {
    if (this.#liveness.takeDone()) this.#writer.line('DONE')
  }

  #idleEnded(reply: Tagged): void {
    this.#liveness.idleStep('tagged', this.#now)
    if (reply.status === 'OK') return
    this.#liveness.noIdle()
    this.#emit({ type: 'degraded', what: 'idle', reason: reply.text })
  }

  // --- settling -------------------------------------------------------------------------------------

  #item(entry: Entry, item: unknown, octets: number): void {
    if (entry.held !== undefined) {
      entry.held.push(() => this.#item(entry, item, octets))
      return
    }
    if (!entry.settled) this.#sink.item(entry, item, octets)
  }

  #succeed(entry: Entry, value: unknown): void {
    if (entry.settled) return
    entry.state = 'done'
    this.#emitDone(entry, 'OK', undefined)
    this.#sink.settled(entry, { ok: true, value })
  }

  #fail(entry: Entry, error: ImapError, status: 'NO' | 'BAD' | 'failed' = 'failed'): void {
    entry.state = 'failed'
    this.#emitDone(entry, status, error)
    this.#sink.settled(entry, { ok: false, error })
  }

  /** Never reached the wire. */
  #refuse(entry: Entry, error: ImapError): void {
    entry.answered = true
    if (!entry.settled) this.#fail(entry, error)
    this.#failDependentsOf(entry)
    this.#discard(entry)
  }

  #failDependentsOf(entry: Entry): void {
    if (entry.plan !== undefined) this.#failDependents(entry)
  }

  #discard(entry: Entry): void {
    entry.answered = true
    if (this.#projected !== undefined && entry.plan?.opens === this.#projected) this.#unproject(entry)
    this.#scheduler.remove(entry)
    this.#waiting = this.#waiting.filter((other) => other !== entry)
  }

  /** A SELECT that is never sent takes with it what was planned on top of it. */
  #unproject(entry: Entry): void {
    entry.plan!.opens!.state = 'failed'
    this.#projected = this.#ground.switching?.to ?? this.#ground.selected
    this.#failDependents(entry)
  }

  #emitDone(entry: Entry, status: 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed', error: ImapError | undefined): void {
    if (entry.internal) return
    this.#emit({ type: 'commandDone', cause: entry.token, mailbox: entry.mailbox, status, error })
  }

  #emit(occurrence: Occurrence<unknown>): void {
    this.#sink.event({ ...occurrence, at: this.#now, connection: this.#options.generation } as EventOf<unknown>)
  }
}

/** A name that is not ASCII is written in UTF-8 or modified UTF-7, as ENABLE decides: wait for its answer. */
function withNameEncoding<Result, Item>(plan: Plan<Result, Item>): Plan<Result, Item> {
  if (!needsUtf8Decision(plan.line)) return plan
  return { ...plan, footprint: { ...plan.footprint, reads: [...plan.footprint.reads, sessionResource] } }
}

function dependencyError(entry: Entry, needed: Entry): UsageError {
  return new UsageError(
    `${entry.command.name} was not done because ${needed.command.name} ${needed.mailbox ?? ''} failed`.replace(
      '  ',
      ' ',
    ),
    'ERR_IMAP_DEPENDENCY',
  )
}

/** The same reason, with the outcome of this command. */
function withOutcome(reason: ImapError, entry: Entry): ImapError {
  const outcome: Outcome = entry.written ? 'unknown' : 'unsent'
  const where = entry.mailbox === undefined ? entry.command.name : `${entry.command.name} ${entry.mailbox}`
  const message = `${where}: ${reason.message}`
  if (reason instanceof ProtocolError)
    return new ProtocolError(message, reason.code as never, { outcome, cause: reason })
  return new ConnectionError(message, reason.code as never, { outcome, cause: reason })
}
