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
import { defaultLimits, preAuthLimits } from '../codec/limits.ts'
import { ResponseParser } from '../codec/decode/parser.ts'
import type { Continuation, Id, Response, Status, Tagged } from '../codec/values.ts'
import { CancelledError, ConnectionError, ImapError, ProtocolError, UsageError, type Outcome } from '../errors.ts'
import { Attribution } from './attribution/attribution.ts'
import type { Ground } from './attribution/ground.ts'
import type { Command } from './command.ts'
import { Composing } from './composing.ts'
import { Conversation } from './conversation.ts'
import { Entry } from './entry.ts'
import { lineIsFree } from './idle.ts'
import { Idling } from './idling.ts'
import { InFlight } from './in-flight.ts'
import { LiveSearches } from './live-searches.ts'
import { Liveness, type Activity } from './liveness.ts'
import { Outlet } from './outlet.ts'
import type { SessionOptions, SubmitOptions } from './options.ts'
import { LearnedNaming } from './naming.ts'
import { OwnCommands } from './own-commands.ts'
import { checkNeeds, checkSequenceUse, checkUidValidity, countsOn, planFor } from './planning.ts'
import { asksToSlowDown, defaultProfile, defaultTiming, type Profile } from './profile.ts'
import { SavedResult } from './saved-result.ts'
import { Scheduler } from './scheduler.ts'
import { Selecting } from './selecting.ts'
import type { Selection } from './selection.ts'
import { ServerFacts } from './server-facts.ts'
import { byeError, codeAtom, dependencyFailure, limitReached, lossOf, refusal } from './verdict.ts'
import { Writer } from './writer.ts'

type Phase = 'greeting' | 'setup' | 'open' | 'ended'

/** RFC 9051 §11.3: before login, only capabilities and status responses make sense. */
const MAX_PRE_AUTH_LINES = 100
const MAX_UNKNOWN_TAGS = 2

export class Session {
  readonly profile: Profile
  readonly #options: SessionOptions
  readonly #outlet: Outlet
  readonly #parser: ResponseParser
  readonly #facts: ServerFacts
  readonly #naming: LearnedNaming = new LearnedNaming()
  readonly #scheduler: Scheduler
  readonly #writer: Writer = new Writer()
  readonly #inFlight: InFlight = new InFlight()
  readonly #live: LiveSearches
  readonly #saved: SavedResult = new SavedResult()
  readonly #ground: Ground
  readonly #attribution: Attribution
  readonly #selecting: Selecting
  readonly #conversation: Conversation
  readonly #own: OwnCommands
  readonly #composing: Composing
  readonly #liveness: Liveness
  readonly #idling: Idling
  #namingQuestion: Entry | undefined
  /** Submitted, not yet planned: the connection is not that far. */
  #waiting: Entry[] = []
  #phase: Phase = 'greeting'
  #authenticated = false
  #unauthenticated = false
  /** Capabilities after login and what is enabled are known. */
  #settledIn = false
  #loggingOut = false
  #layerPending = false
  #compressed = false
  #window: number
  #counter = 0
  #unknownTags = 0
  #preAuthLines = 0
  #bye: Status | undefined
  /** Takes out of the server's words what was said in logging in. */
  #mask: ((text: string) => string) | undefined
  #greeting: Status | undefined
  #serverId: Id['parameters'] | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.profile = { ...defaultProfile, ...options.profile }
    this.#facts = new ServerFacts(this.profile.without)
    this.#window = this.profile.window
    this.#outlet = new Outlet(options.sink, options.generation, options.now)
    this.#parser = new ResponseParser({ limits: preAuthLimits })
    this.#scheduler = new Scheduler(this.profile.readsBehindSelect, options.withoutRules)
    this.#liveness = new Liveness({ ...defaultTiming, ...options.timing }, options.now)
    this.#idling = new Idling(this.#liveness, this.#writer, this.#outlet, this.#facts)
    this.#live = new LiveSearches(this.#outlet, (command, of) => {
      const reachable = of.selection === this.#selecting.projected && !this.#loggingOut
      if (reachable) void this.submit(command, { internal: true })
    })
    this.#ground = this.#makeGround()
    this.#attribution = new Attribution(this.#ground)
    this.#parser.onLiteral = (literal) => this.#attribution.sinkFor(literal)
    this.#selecting = new Selecting(this.#ground, this.#attribution, this.#outlet, this.#scheduler)
    this.#conversation = new Conversation(this.#outlet, this.#writer)
    this.#own = new OwnCommands((command) => void this.submit(command, { internal: true }), this.#outlet)
    this.#composing = this.#makeComposing()
    this.#outlet.composing = this.#composing
  }

  #makeComposing(): Composing {
    return new Composing(this.#outlet, {
      number: () => ({ tag: this.#nextTag(), id: this.#counter }),
      plan: (step) => this.#plan(step),
      discard: (entry) => this.#discard(entry),
      ended: (whole, error) => {
        if (error === undefined) return this.#scheduler.remove(whole)
        this.#failDependents(whole, error)
        this.#discard(whole)
      },
    })
  }

  #makeGround(): Ground {
    const facts = this.#facts
    return {
      inFlight: this.#inFlight,
      live: this.#live,
      selected: undefined,
      switching: undefined,
      notify: undefined,
      get sendsClosed() {
        return facts.sendsClosed
      },
      correlator: this.profile.correlator,
      emit: (occurrence) => this.#outlet.emit(occurrence),
      capabilities: (list) => this.#announced(list),
      enabled: (list) => this.#enabled(list),
      namespaces: (response) => this.#naming.learn(response),
      identified: (parameters) => void (this.#serverId = parameters),
    }
  }

  // --- what the layer above sees --------------------------------------------------------------------

  get capabilities(): ReadonlySet<string> {
    return this.#facts.capabilities
  }

  /** The capabilities told are those of the present state (RFC 9051 §6.1.1). */
  get capabilitiesKnown(): boolean {
    return this.#facts.known
  }

  get enabled(): ReadonlySet<string> {
    return this.#facts.enabled
  }

  get greeting(): Status | undefined {
    return this.#greeting
  }

  /** Who the server says it is, once it has (RFC 2971). */
  get serverId(): Id['parameters'] | undefined {
    return this.#serverId
  }

  /** The mailbox whose data the server is sending now. */
  get selected(): Selection | undefined {
    return this.#attribution.current
  }

  get authenticated(): boolean {
    return this.#authenticated
  }

  /** UNAUTHENTICATE has succeeded, and nobody has logged in since. */
  get unauthenticated(): boolean {
    return this.#unauthenticated
  }

  get ended(): boolean {
    return this.#phase === 'ended'
  }

  /** A literal is being received; its size was announced. */
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

  /** Takes a command. Never throws: one that cannot be done is settled with its `UsageError`. */
  submit<Result, Item>(command: Command<Result, Item>, options: SubmitOptions = {}): Entry {
    this.#outlet.now = options.now ?? this.#outlet.now
    const tag = this.#nextTag()
    const entry = new Entry(this.#counter, tag, command, {
      setup: options.setup ?? false,
      internal: options.internal ?? false,
      after: options.after ?? [],
    })
    entry.token = options.token ?? entry
    this.#outlet.queued(entry)
    if (this.ended || this.#loggingOut) {
      this.#refuse(entry, new UsageError(`${command.name}: the connection is closed`, 'ERR_IMAP_STATE'))
      return entry
    }
    if (entry.setup || entry.internal) this.#plan(entry)
    else this.#waiting.push(entry)
    this.#admitWaiting()
    return entry
  }

  #nextTag(): string {
    return `${this.#options.tagPrefix}${++this.#counter}`
  }

  /**
   * The caller no longer wants the answer. A queued command is never sent; a sent one is swallowed up to its
   * tag. Its data still become events, and it still owns its slots.
   */
  cancel(entry: Entry, now: number = this.#outlet.now): Outcome {
    this.#outlet.now = now
    const outcome = entry.begun ? 'unknown' : 'unsent'
    if (entry.settled) return outcome
    if (entry.whole === undefined) this.#outlet.cancelled(entry)
    else this.#outlet.dropped(entry, new CancelledError(`${entry.command.name} was cancelled`, outcome))
    this.#composing.abandon(entry)
    if (!entry.begun || entry.steps !== undefined) this.#discard(entry)
    this.#live.stop(entry)
    return outcome
  }

  /** Setup has come far enough for the user's commands to follow what is in flight. */
  open(): void {
    if (this.#phase === 'setup') this.#phase = 'open'
    this.#admitWaiting()
  }

  /** Login and ENABLE are answered: everything can be planned now. */
  settleIn(): void {
    this.#settledIn = true
    this.open()
  }

  /** The new layer is in place. After STARTTLS nothing learned before it counts (RFC 9051 §6.2.1). */
  layerReady(layer: 'tls' | 'deflate'): void {
    this.#layerPending = false
    if (layer === 'deflate') return void (this.#compressed = true)
    this.#facts.doubt()
    this.#facts.forgetDoubtful()
    this.#preAuthLines = 0
  }

  receive(octets: Uint8Array, now: number): void {
    if (this.ended) return
    this.#outlet.now = now
    this.#liveness.heard(now)
    try {
      this.#parser.feed(octets)
      for (let response = this.#parser.next(); response !== undefined; response = this.#parser.next()) {
        this.#dispatch(response)
        this.#live.check()
        if (this.ended || this.#layerPending) return
      }
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      this.end(error)
    }
  }

  /** The answer to a challenge that went out through the sink; undefined gives up. Too late it means nothing. */
  answerChallenge(entry: Entry, octets: Uint8Array | undefined, now: number = this.#outlet.now): void {
    if (this.ended) return
    this.#outlet.now = now
    // Since when the server owes us something.
    if (this.#conversation.answer(entry, octets)) this.#liveness.sent(now, true)
  }

  /** Writes what may be written; returns the octets to send (strings hold latin1 octets). */
  flush(now: number): readonly (string | Uint8Array)[] {
    this.#outlet.now = now
    if (!this.ended) this.#pump()
    return this.#writer.take()
  }

  /** When `tick` wants to be called, on the clock of `now`; undefined when nothing is awaited. */
  deadline(): number | undefined {
    return this.ended ? undefined : this.#liveness.deadline(this.#activity())
  }

  tick(now: number): void {
    if (this.ended) return
    this.#outlet.now = now
    const due = this.#liveness.due(now, this.#activity())
    if (due?.kind === 'dead') this.#giveUp(due.reason)
    else if (due?.kind === 'idle') this.#idling.start(() => this.#nextTag())
    else if (due?.kind === 'renew') this.#idling.stop()
    else if (due?.kind === 'poll') this.#own.poll()
  }

  #giveUp(reason: string): void {
    const outcome = this.#phase === 'greeting' ? 'unsent' : 'unknown'
    this.end(this.#loggedOut ? undefined : new ConnectionError(reason, 'ERR_IMAP_TIMEOUT', { outcome }))
  }

  /** Nobody waits for anything any more. */
  get #loggedOut(): boolean {
    return this.#loggingOut && this.#scheduler.size === 0
  }

  /** The transport closed. BYE is as good an answer to LOGOUT as its OK, which may be lost. */
  closed(error: ConnectionError | undefined): void {
    const leaving = this.#bye === undefined ? undefined : this.#inFlight.leaver()
    if (leaving !== undefined) {
      this.#answered(leaving, { type: 'tagged', tag: leaving.tag, status: 'OK', code: undefined, text: '' })
    }
    if (this.#loggedOut) return this.end(undefined)
    if (this.#bye !== undefined) return this.end(byeError(this.#bye, error))
    this.end(error ?? new ConnectionError('the server closed the connection', 'ERR_IMAP_CLOSED'))
  }

  /**
   * Ends the generation: the only place where open commands are settled without a tagged reply.
   *
   * A command of which the server cannot have seen the last octet is `unsent`, any other `unknown`.
   */
  end(error: ImapError | undefined): void {
    if (this.ended) return
    this.#phase = 'ended'
    const reason = error ?? new ConnectionError('the connection was closed', 'ERR_IMAP_CLOSED')
    const open = this.#open()
    this.#waiting = []
    for (const entry of open.sort((a, b) => a.id - b.id)) {
      entry.answered = true
      this.#inFlight.remove(entry)
      this.#live.remove(entry)
      this.#scheduler.remove(entry)
      this.#selecting.forget(entry)
      if (!entry.settled) this.#outlet.fail(entry, lossOf(entry, reason))
    }
    this.#outlet.ended(error)
  }

  /** Everything that has no answer yet, or whose answer is held back. */
  #open(): Entry[] {
    return [
      ...new Set([...this.#scheduler.entries(), ...this.#selecting.riders(), ...this.#live.all(), ...this.#waiting]),
    ]
  }

  // --- out ------------------------------------------------------------------------------------------

  /** Plans waiting commands in order; nothing passes one that cannot be planned yet. */
  #admitWaiting(): void {
    while (this.#phase === 'open' && this.#waiting.length > 0 && !this.#isTooEarly(this.#waiting[0]!.command)) {
      const entry = this.#waiting.shift()!
      if (!entry.settled) this.#plan(entry)
    }
    this.#askNaming()
  }

  #isTooEarly({ adapts, needsNaming }: Command<unknown, never>): boolean {
    return (adapts && !this.#settledIn) || (needsNaming === true && this.#naming.naming === undefined)
  }

  /** A command that names a mailbox by its path is next, and it is not known how this server makes names. */
  #askNaming(): void {
    if (this.#phase !== 'open' || !this.#settledIn || this.#waiting[0]?.command.needsNaming !== true) return
    const question = this.#naming.question(this.#facts.capabilities)
    if (question !== undefined) this.#namingQuestion = this.submit(question, { internal: true })
    else if (this.#naming.naming !== undefined) this.#admitWaiting()
  }

  #plan(entry: Entry): void {
    const { projected } = this.#selecting
    const facts = {
      capabilities: this.#facts.capabilities,
      enabled: this.#facts.enabled,
      mailbox: projected?.mailbox,
      selection: projected,
      readOnly: projected?.readOnly ?? false,
      notifying: this.#ground.notify !== undefined,
      correlator: this.profile.correlator,
      naming: this.#naming.naming,
    }
    try {
      if (this.#loggingOut) throw new UsageError(`${entry.command.name}: logging out`, 'ERR_IMAP_STATE')
      const push = (item: unknown, octets: number): void => this.#outlet.item(entry, item, octets)
      const composition = entry.command.compose?.(facts, { push })
      if (composition !== undefined) return this.#composing.begin(entry, composition, projected)
      entry.plan = this.#saved.use(entry, planFor(entry, facts, projected, this.#authenticated), projected)
      if (entry.plan.unauthenticates === true) this.#beginUnauthenticating()
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#refuse(entry, error)
    }
    this.#selecting.planned(entry)
    this.#saved.planned(entry)
    if (entry.plan.footprint.last) this.#loggingOut = true
    entry.plan.collector.emit = (item: unknown, octets: number) => this.#outlet.item(entry, item, octets)
    this.#scheduler.admit(entry)
  }

  #pump(): void {
    if (this.#layerPending || this.#phase === 'greeting') return
    const { selected } = this.#ground
    if (selected === this.#selecting.projected) this.#own.resolveArrivals(selected)
    if (!this.#scheduler.hasReady) return
    if (!lineIsFree(this.#liveness.idle)) this.#idling.stop()
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
      if (this.#options.withoutRules?.has('R8') !== true) checkNeeds(entry)
      checkUidValidity(entry, entry.selection)
      checkSequenceUse(entry, entry.plan!, {
        enabled: this.#facts.enabled,
        notifying: this.#ground.notify !== undefined,
      })
      this.#writer.start(entry, this.#facts.wireMode)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#refuse(entry, error)
    }
    if (entry.whole !== undefined) this.#composing.begun(entry)
    entry.state = 'sent'
    if (!this.#authenticated) this.#mask = entry.plan!.mask ?? this.#mask
    this.#selecting.begun(entry)
    this.#inFlight.begin(entry)
    this.#liveness.sent(this.#outlet.now, this.#inFlight.size === 1)
    const { footprint } = entry.plan!
    if (footprint.state === 'notAuthenticated') this.#facts.doubt()
    if (footprint.last) this.#liveness.closing(this.#outlet.now)
    this.#scheduler.begun(entry)
    this.#outlet.sent(entry)
    if (entry.written) this.#wholeOnWire(entry)
  }

  #wholeOnWire(entry: Entry): void {
    this.#inFlight.own(entry)
    this.#selecting.written(entry)
  }

  // --- in -------------------------------------------------------------------------------------------

  #dispatch(said: Response): void {
    if (this.#phase === 'greeting') return this.#greet(said)
    const response = this.#authenticated ? said : this.#masked(said)
    if (response.type === 'tagged') return this.#tagged(response)
    if (response.type === 'continuation') return this.#continuation(response)
    if (response.type === 'status' && response.status === 'BYE') return this.#sayBye(response)
    const early = !this.#authenticated && response.type !== 'status' && response.type !== 'capability'
    if (early) return this.#tooEarly(response)
    this.#attribution.untagged(response)
  }

  #greet(response: Response): void {
    if (response.type !== 'status' || response.status === 'NO' || response.status === 'BAD') {
      throw new ProtocolError('the first line is no IMAP greeting', 'ERR_IMAP_GREETING', { outcome: 'unsent' })
    }
    if (response.status === 'BYE') {
      this.#sayBye(response)
      throw byeError(response)
    }
    this.#greeting = response
    this.#phase = 'setup'
    this.#liveness.greeted()
    if (response.status === 'PREAUTH') this.#loggedIn()
    if (response.code?.name === 'CAPABILITY') this.#announced(response.code.capabilities)
  }

  /** An alert or a BYE may repeat what was said in logging in, and becomes an event or an error. */
  #masked(said: Response): Response {
    return said.type === 'status' && this.#mask !== undefined ? { ...said, text: this.#mask(said.text) } : said
  }

  /** Server data before login are dropped (RFC 9051 §11.3), and a flood of them ends the connection. */
  #tooEarly(response: Exclude<Response, Tagged | Continuation>): void {
    if (++this.#preAuthLines > MAX_PRE_AUTH_LINES) {
      throw new ProtocolError('too much data before login', 'ERR_IMAP_LIMIT')
    }
    if (response.type === 'id') this.#attribution.untagged(response)
  }

  #sayBye(response: Status): void {
    this.#bye = response
    this.#liveness.closing(this.#outlet.now)
    this.#outlet.emit({ type: 'bye', text: response.text, code: response.code })
  }

  #continuation({ text }: Continuation): void {
    if (this.#writer.holder !== undefined) {
      const entry = this.#writer.proceed()
      if (entry.written) this.#wholeOnWire(entry)
      return
    }
    const speaker = this.#inFlight.dialogue()
    if (speaker !== undefined) return this.#conversation.challenged(speaker, text)
    if (this.#idling.continued()) return
    throw new ProtocolError('a "+" came that no command waits for', 'ERR_IMAP_ORDER')
  }

  #tagged(reply: Tagged): void {
    if (reply.tag === this.#liveness.idleTag) return this.#idling.ended(reply)
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

  /** A tag of ours that is not in flight is a forgery; a few strange ones are borne. */
  #unknownTag(reply: Tagged): void {
    const ours = reply.tag.startsWith(this.#options.tagPrefix)
    if (ours || !this.#authenticated || ++this.#unknownTags > MAX_UNKNOWN_TAGS) {
      throw new ProtocolError('a reply came for a command that is not in flight', 'ERR_IMAP_ORDER')
    }
    const bytes = new TextEncoder().encode(`${reply.tag} ${reply.status} ${reply.text}`.slice(0, 1024))
    this.#outlet.emit({ type: 'untagged', mailbox: undefined, name: reply.status, bytes, malformed: 'unknown tag' })
  }

  #answered(entry: Entry, reply: Tagged): void {
    this.#conversation.concluded(entry, reply.status === 'OK')
    entry.answered = true
    this.#inFlight.remove(entry)
    this.#applyCode(entry, reply)
    if (asksToSlowDown(reply.status, codeAtom(reply), reply.text)) this.#slowDown(reply.text.slice(0, 1024))
    if (reply.status === 'OK') this.#ok(entry, reply)
    else this.#notOk(entry, reply)
    this.#scheduler.remove(entry)
    if (entry === this.#namingQuestion) {
      this.#naming.answered()
      this.#admitWaiting()
    }
    if (reply.status === 'OK' && entry.plan!.layer !== undefined) this.#changeLayer(entry.plan!.layer)
  }

  #ok(entry: Entry, reply: Tagged): void {
    const { footprint, notifies, unauthenticates, enables } = entry.plan!
    if (unauthenticates === true) this.#forgetLogin()
    if (enables !== undefined && this.profile.enabledByOk) {
      this.#enabled(enables().filter((name) => this.#facts.has(name)))
    }
    if (notifies !== undefined) this.#ground.notify = notifies === 'none' ? undefined : notifies
    if (footprint.selection === 'changes') this.#selectionChanged(entry, reply)
    try {
      // The UIDs may have become those of other messages while it ran.
      if (entry.held === undefined) checkUidValidity(entry, entry.selection, 'answered')
      const limit = reply.code?.name === 'MESSAGELIMIT' ? reply.code : entry.limit
      if (limit !== undefined) throw limitReached(entry, limit, reply.text)
      const result = entry.collector!.finish(reply)
      // Not before: a server that has not proved who it is has logged nobody in.
      if (footprint.state === 'notAuthenticated' && footprint.prepares) this.#loggedIn()
      if (entry.plan!.live === undefined) this.#outlet.succeed(entry, result)
      else this.#live.begin(entry)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      this.#outlet.fail(entry, error)
    }
  }

  #notOk(entry: Entry, reply: Tagged): void {
    const error = refusal(entry, reply)
    this.#outlet.fail(entry, error, reply.status === 'NO' || reply.status === 'BAD' ? reply.status : 'failed')
    this.#failDependents(entry, error)
    if (entry.plan!.footprint.selection === 'changes') this.#selectionChanged(entry, reply)
    if (entry.plan!.unauthenticates === true) this.open()
  }

  #selectionChanged(entry: Entry, reply: Tagged): void {
    this.#selecting.answered(entry, reply)
    this.#selecting.replan()
    const opened = entry.plan!.opens
    if (opened?.state !== 'live') return
    const { enabled } = this.#facts
    const told = (enabled.has('QRESYNC') || enabled.has('UIDONLY')) && opened.newFrom !== undefined
    if (!told) this.#own.learnNumbering(opened)
  }

  #slowDown(reason: string): void {
    if (this.#window === 1) return
    this.#window = Math.max(1, Math.floor(Math.min(this.#window, this.#inFlight.size + 1) / 2))
    this.#outlet.emit({ type: 'degraded', what: 'window', reason })
  }

  /** Codes count only on commands that can carry them. */
  #applyCode(entry: Entry, { code, text, status }: Tagged): void {
    if (code?.name === 'CAPABILITY') this.#announced(code.capabilities)
    if (code?.name === 'ALERT') this.#outlet.emit({ type: 'alert', text })
    if (code?.name === 'COPYUID' && code.uids === undefined)
      this.#outlet.emit({ type: 'notice', status: 'OK', code, text })
    const { selection, command } = entry
    if (status !== 'OK' || selection === undefined) return
    if (code?.name === 'HIGHESTMODSEQ') selection.highestModSeq = code.value
    const arrivals = code?.name === 'APPENDUID' ? code.uids : code?.name === 'COPYUID' ? code.destination : undefined
    if (arrivals !== undefined && command.mailbox === selection.mailbox) selection.expectArrivals(arrivals, entry.token)
  }

  #loggedIn(): void {
    this.#authenticated = true
    this.#mask = undefined
    this.#unauthenticated = false
    this.#parser.limits = this.#options.limits ?? defaultLimits
    this.#facts.forgetDoubtful()
  }

  /** What is submitted from here on is for whoever logs in next. */
  #beginUnauthenticating(): void {
    // RFC 8437 §4.1 ends the compression in the middle of the stream.
    if (this.#compressed) throw new UsageError('UNAUTHENTICATE: not while COMPRESS is active', 'ERR_IMAP_STATE')
    this.#phase = 'setup'
  }

  /** RFC 8437 §4.1: all but TLS and ID is as it was before the login. */
  #forgetLogin(): void {
    this.#authenticated = false
    this.#unauthenticated = true
    this.#settledIn = false
    this.#preAuthLines = 0
    this.#parser.utf8 = false
    this.#facts.forgetLogin()
    this.#naming.forget()
    this.#attribution.forgetLogin()
  }

  #announced(capabilities: readonly string[]): void {
    this.#facts.announce(capabilities)
    this.#outlet.emit({ type: 'capabilities', cause: 'unsolicited', capabilities })
  }

  #enabled(names: readonly string[]): void {
    this.#facts.enable(names)
    this.#parser.utf8 = this.#facts.wireMode.utf8
  }

  #changeLayer(layer: 'tls' | 'deflate'): void {
    this.#layerPending = true
    this.#outlet.layer(layer, this.#parser.takeRest())
  }

  #activity(): Activity {
    if (this.#inFlight.size > 0) return 'busy'
    if (!this.#settledIn || this.#loggingOut || this.#layerPending) return 'blocked'
    return this.#scheduler.size > 0 || this.#waiting.length > 0 ? 'blocked' : 'quiet'
  }

  // --- what never gets an answer ---------------------------------------------------------------------

  /** What counted on `entry` fails here: unsent if it can be kept back, else its answer is swallowed. */
  #failDependents(entry: Entry, cause: ImapError | undefined): void {
    for (const other of this.#open()) {
      if (other === entry || other.settled || !countsOn(other, entry)) continue
      this.#outlet.fail(other, dependencyFailure(other, entry, cause))
      if (!other.begun) this.#discard(other)
    }
  }

  /** It cannot be done; nothing of it reached the wire. */
  #refuse(entry: Entry, error: ImapError): void {
    this.#outlet.fail(entry, error)
    this.#discard(entry)
  }

  /** It is never sent, and takes with it what was planned on top of it. */
  #discard(entry: Entry): void {
    entry.answered = true
    this.#waiting = this.#waiting.filter((other) => other !== entry)
    this.#scheduler.remove(entry)
    this.#failDependents(entry, undefined)
    if (entry.plan?.footprint.last === true) this.#loggingOut = false
    if (entry.plan?.unauthenticates === true) this.open()
    if (entry.plan?.footprint.selection === 'changes') this.#selecting.replan()
  }
}
