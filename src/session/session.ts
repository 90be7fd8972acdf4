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
import type { WirePiece } from '../codec/encode/octet-source.ts'
import { preAuthLimits } from '../codec/limits.ts'
import { ResponseParser } from '../codec/decode/parser.ts'
import type { Continuation, Id, Response, Status, Tagged } from '../codec/values.ts'
import { CancelledError, ConnectionError, ImapError, ProtocolError, UsageError, type Outcome } from '../errors.ts'
import { Attribution } from './attribution/attribution.ts'
import type { Ground } from './attribution/ground.ts'
import type { Command } from './command.ts'
import { Composing } from './composing/composing.ts'
import { Conversation } from './login/conversation.ts'
import { Entry } from './entry.ts'
import { lineIsFree } from './idle/idle.ts'
import { Idling } from './idle/idling.ts'
import { InFlight } from './scheduling/in-flight.ts'
import { LiveSearches } from './live-searches.ts'
import { Liveness, type Activity } from './idle/liveness.ts'
import { LoginState } from './login/login-state.ts'
import { Outlet } from './outlet.ts'
import type { SessionOptions, SubmitOptions } from './options.ts'
import { OwnCommands } from './own-commands.ts'
import { Planner } from './scheduling/planner.ts'
import { checkNeeds, checkStays, checkUidValidity, checkUncompressed, isLogin } from './scheduling/planning.ts'
import type { Profile } from './server/profile.ts'
import { Recognition } from './quirks/recognition.ts'
import { SavedResult } from './selection/saved-result.ts'
import { Scheduler } from './scheduling/scheduler.ts'
import { SecondChance } from './composing/second-chance.ts'
import { Selecting } from './selection/selecting.ts'
import { SendWindow } from './scheduling/send-window.ts'
import type { Selection } from './selection/selection.ts'
import { ServerFacts } from './server/server-facts.ts'
import { Strangers } from './login/strangers.ts'
import { applyCode } from './server/tagged-code.ts'
import { Unanswered } from './unanswered.ts'
import { byeError, checkLimit, hasLostLogin, lossOf, lostLogin, refusal } from './verdict.ts'
import { WaitingRoom } from './scheduling/waiting-room.ts'
import { Writer } from './writer.ts'

export class Session {
  readonly #options: SessionOptions
  readonly #recognition: Recognition
  readonly #outlet: Outlet
  readonly #parser: ResponseParser
  readonly #facts: ServerFacts
  readonly #scheduler: Scheduler
  readonly #writer: Writer = new Writer()
  readonly #inFlight: InFlight = new InFlight()
  readonly #live: LiveSearches
  readonly #saved: SavedResult = new SavedResult()
  readonly #planner: Planner
  readonly #ground: Ground
  readonly #attribution: Attribution
  readonly #selecting: Selecting
  readonly #conversation: Conversation
  readonly #own: OwnCommands
  readonly #composing: Composing
  readonly #liveness: Liveness
  readonly #idling: Idling
  readonly #waiting: WaitingRoom
  readonly #secondChance: SecondChance
  readonly #unanswered: Unanswered
  readonly #strangers: Strangers
  readonly #login: LoginState
  #phase: 'greeting' | 'greeted' | 'ended' = 'greeting'
  #loggingOut = false
  #layerPending = false
  #compressed = false
  readonly #window: SendWindow
  #counter = 0
  #bye: Status | undefined
  #greeting: Status | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#outlet = new Outlet(options.sink, options.generation, options.now)
    this.#recognition = new Recognition(options, this.#outlet)
    this.#facts = new ServerFacts(this.#recognition)
    this.#window = new SendWindow(this.#recognition, this.#inFlight, this.#outlet)
    this.#parser = new ResponseParser({ limits: preAuthLimits, strict: options.strict ?? [] })
    this.#login = new LoginState(this.#parser, this.#facts, this.#outlet, options.limits)
    this.#strangers = new Strangers(options.tagPrefix, this.#outlet, this.#recognition)
    this.#waiting = new WaitingRoom(this.#facts, {
      plan: (entry) => this.#plan(entry),
      ask: (question) => this.submit(question, { internal: true }),
      asks: () => !this.#loggingOut,
    })
    this.#scheduler = new Scheduler(this.#recognition, options.withoutRules)
    this.#liveness = new Liveness(this.#recognition, options.now)
    this.#idling = new Idling(this.#liveness, this.#writer, this.#outlet, this.#facts)
    this.#live = new LiveSearches(this.#outlet, (command, of) => {
      const reachable = of.selection === this.#selecting.projected && !this.#loggingOut
      if (reachable) void this.submit(command, { internal: true })
    })
    this.#ground = this.#makeGround()
    this.#attribution = new Attribution(this.#ground)
    this.#planner = new Planner(this.#ground, this.#facts, this.#login, this.#saved, this.#waiting, this.#outlet)
    this.#parser.onLiteral = (literal) => this.#attribution.sinkFor(literal)
    this.#selecting = new Selecting(this.#ground, this.#attribution, this.#outlet, this.#scheduler)
    this.#conversation = new Conversation(this.#outlet, this.#writer)
    this.#own = new OwnCommands((command) => this.submit(command, { internal: true }), this.#outlet)
    this.#unanswered = this.#makeUnanswered()
    this.#composing = this.#makeComposing()
    this.#secondChance = new SecondChance(this.#recognition, this.#window, this.#scheduler, {
      nextTag: () => this.#nextTag(),
      plan: (entry) => this.#planner.plan(entry, entry.selection),
      planAgain: (entry) => this.#plan(entry),
      distrust: (names) => this.#facts.distrust(names),
    })
    this.#outlet.composing = this.#composing
  }

  #makeComposing(): Composing {
    return new Composing(this.#outlet, {
      number: () => ({ tag: this.#nextTag(), id: this.#counter }),
      plan: (step) => this.#plan(step),
      discard: (entry) => this.#unanswered.discard(entry),
      ended: (whole, error) => {
        if (error === undefined) return this.#scheduler.remove(whole)
        this.#unanswered.failDependents(whole, error)
        this.#unanswered.discard(whole)
      },
    })
  }

  #makeUnanswered(): Unanswered {
    return new Unanswered({
      outlet: this.#outlet,
      scheduler: this.#scheduler,
      selecting: this.#selecting,
      live: this.#live,
      waiting: this.#waiting,
      window: this.#window,
      discarded: ({ plan }) => {
        if (plan?.footprint.last === true) this.#loggingOut = false
        if (plan?.footprint.last === true || plan?.unauthenticates === true) this.open()
        if (plan?.footprint.selection === 'changes') this.#selecting.replan()
      },
    })
  }

  #makeGround(): Ground {
    return {
      inFlight: this.#inFlight,
      live: this.#live,
      selected: undefined,
      switching: undefined,
      notify: undefined,
      facts: this.#facts,
      recognition: this.#recognition,
      emit: (occurrence) => this.#outlet.emit(occurrence),
      capabilities: (list) => this.#login.announced(list),
      enabled: (list) => this.#login.enabled(list),
      namespaces: (response) => this.#waiting.naming.learn(response),
      identified: (parameters) => this.#facts.identified(parameters),
    }
  }

  // --- what the layer above sees --------------------------------------------------------------------

  /** What we allow ourselves with this server, as far as it is recognised. */
  get profile(): Profile {
    return this.#recognition.profile
  }

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
    return this.#facts.id
  }

  /** The mailbox whose data the server is sending now. */
  get selected(): Selection | undefined {
    return this.#attribution.current
  }

  get authenticated(): boolean {
    return this.#login.authenticated
  }

  /** UNAUTHENTICATE has succeeded, and nobody has logged in since. */
  get unauthenticated(): boolean {
    return this.#login.unauthenticated
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
    return this.#waiting.size + this.#scheduler.size - this.#inFlight.size
  }

  /** Takes a command. Never throws: one that cannot be done is settled with its `UsageError`. */
  submit<Result, Item>(command: Command<Result, Item>, options: SubmitOptions = {}): Entry {
    this.#outlet.now = options.now ?? this.#outlet.now
    const tag = this.#nextTag()
    const entry = new Entry(this.#counter, tag, command, options)
    entry.token = options.token ?? entry
    this.#outlet.queued(entry)
    if (this.ended || this.#loggingOut) {
      this.#unanswered.refuse(entry, new UsageError(`${command.name}: the connection is closed`, 'ERR_IMAP_STATE'))
      return entry
    }
    if (entry.setup || entry.internal) this.#plan(entry)
    else this.#waiting.add(entry)
    this.#waiting.admit()
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
    if (!entry.begun || entry.steps !== undefined) this.#unanswered.discard(entry)
    this.#live.stop(entry)
    return outcome
  }

  /** Setup has come far enough for the user's commands to follow what is in flight. */
  open(): void {
    if (this.#phase === 'greeted') this.#waiting.open()
  }

  /** Login and ENABLE are answered: everything can be planned now. */
  settleIn(): void {
    this.#waiting.settleIn()
    this.open()
  }

  /** The new layer is in place. After STARTTLS nothing learned before it counts (RFC 9051 §6.2.1). */
  layerReady(layer: 'tls' | 'deflate'): void {
    this.#layerPending = false
    if (layer === 'deflate') return void (this.#compressed = true)
    this.#facts.doubt()
    this.#facts.forgetDoubtful()
    this.#strangers.forget()
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

  /** Writes what may be written; returns the octets to send. `feeding`: in the midst of a literal servers are silent. */
  flush(now: number, feeding: boolean = false): readonly WirePiece[] {
    this.#outlet.now = now
    if (feeding) this.#liveness.heard(now)
    if (!this.ended) this.#pump()
    return this.#writer.take()
  }

  /** When `tick` wants to be called, on the clock of `now`; undefined when nothing is awaited. */
  deadline(): number | undefined {
    const at = this.ended ? undefined : this.#liveness.deadline(this.#activity())
    return this.#scheduler.hasReady ? this.#window.earlier(at) : at
  }

  tick(now: number): void {
    if (this.ended) return
    this.#outlet.now = now
    const due = this.#liveness.due(now, this.#activity())
    if (due?.kind === 'dead') this.#giveUp(due.reason)
    else if (due?.kind === 'idle') this.#idling.start(() => this.#nextTag())
    else if (due?.kind === 'renew') this.#idling.stop()
    else if (due?.kind === 'poll') this.#own.poll(this.profile.pollsByStatus, this.selected?.mailbox)
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
  closed(error: ConnectionError | undefined, now: number = this.#outlet.now): void {
    this.#outlet.now = now
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
  end(error: ImapError | undefined, now: number = this.#outlet.now): void {
    if (this.ended) return
    this.#outlet.now = now
    this.#phase = 'ended'
    const reason = error ?? new ConnectionError('the connection was closed', 'ERR_IMAP_CLOSED')
    const open = this.#unanswered.all()
    this.#waiting.clear()
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

  // --- out ------------------------------------------------------------------------------------------

  #plan(entry: Entry): void {
    const { projected } = this.#selecting
    try {
      if (this.#loggingOut) checkStays(entry)
      const push = (item: unknown, octets: number): void => this.#outlet.item(entry, item, octets)
      const composition = entry.command.compose?.(this.#planner.factsFor(projected), { push })
      if (composition !== undefined) return this.#composing.begin(entry, composition, projected)
      entry.plan = this.#planner.plan(entry, projected)
      if (entry.plan.unauthenticates === true) {
        checkUncompressed(this.#compressed)
        // What is submitted from here on is for whoever logs in next.
        this.#waiting.close()
      }
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#unanswered.refuse(entry, error)
    }
    this.#selecting.planned(entry)
    this.#saved.planned(entry)
    if (entry.plan.footprint.last) this.#loggingOut = true
    this.#scheduler.admit(entry)
  }

  #pump(): void {
    if (this.#layerPending || this.#phase === 'greeting') return
    if (this.#ground.selected === this.#selecting.projected) this.#own.resolveArrivals(this.#ground.selected)
    this.#window.recover()
    const first = this.#scheduler.peek()
    if (first === undefined || !this.#window.admits(first)) return
    if (!lineIsFree(this.#liveness.idle)) this.#idling.stop()
    if (!lineIsFree(this.#liveness.idle)) return
    if (this.#liveness.idle === 'leaving' && !this.profile.coalesceDone) return
    while (this.#writer.holder === undefined) {
      const entry = this.#scheduler.peek()
      if (entry === undefined || !this.#window.admits(entry)) return
      this.#write(this.#scheduler.next()!)
    }
  }

  #write(entry: Entry): void {
    try {
      if (this.#options.withoutRules?.has('R8') !== true) checkNeeds(entry)
      checkUidValidity(entry, entry.selection)
      this.#planner.check(entry)
      this.#writer.start(entry, this.#facts.wireMode, this.profile.commandOctets)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return this.#unanswered.refuse(entry, error)
    }
    if (entry.whole !== undefined) this.#composing.begun(entry)
    entry.state = 'sent'
    entry.accompanied = this.#inFlight.size > 0
    this.#login.says(entry.plan!.mask)
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
    const response = this.#login.masked(said)
    if (response.type === 'tagged') return this.#tagged(response)
    if (response.type === 'continuation') return this.#continuation(response)
    if (response.type === 'status' && response.status === 'BYE') return this.#sayBye(response)
    const early = !this.authenticated && response.type !== 'status' && response.type !== 'capability'
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
    this.#facts.greeted(response.text)
    this.#phase = 'greeted'
    this.#liveness.greeted()
    if (response.status === 'PREAUTH') this.#login.loggedIn()
    if (response.code?.name === 'CAPABILITY') this.#login.announced(response.code.capabilities)
  }

  /** Server data before login are dropped (RFC 9051 §11.3), and a flood of them ends the connection. */
  #tooEarly(response: Exclude<Response, Tagged | Continuation>): void {
    this.#strangers.earlyLine()
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
    if (entry === undefined) {
      const refusal = this.#strangers.unknownTag(reply, this.authenticated, this.#inFlight)
      return refusal === undefined ? undefined : this.#tagged(refusal)
    }
    if (!entry.written) {
      // NO or BAD in place of "+" is the server's right; OK would be a forgery (RFC 9051 §4.3).
      if (reply.status !== 'NO' && reply.status !== 'BAD') {
        throw new ProtocolError(`${entry.command.name} was answered before it was sent`, 'ERR_IMAP_ORDER')
      }
      this.#writer.release(entry)
    }
    if (reply.status === 'BYE' && this.#recognition.bears('tagged-bye')) this.#taggedBye(entry, reply)
    else this.#answered(entry, reply)
  }

  /** It ends the connection, and is as good an answer to LOGOUT as its OK. */
  #taggedBye(entry: Entry, reply: Tagged): void {
    this.#sayBye({ ...reply, type: 'status', status: 'BYE' })
    if (entry.plan!.footprint.last) this.#answered(entry, { ...reply, status: 'OK' })
    else throw byeError(this.#bye!)
  }

  #answered(entry: Entry, reply: Tagged): void {
    this.#conversation.concluded(entry, reply.status === 'OK')
    entry.answered = true
    this.#inFlight.remove(entry)
    applyCode(entry, reply, this.#outlet, this.#login)
    this.#window.answered(entry, reply)
    if (this.#secondChance.given(entry, reply)) return
    if (reply.status === 'OK') this.#ok(entry, reply)
    else this.#notOk(entry, reply)
    this.#scheduler.remove(entry)
    this.#waiting.answered(entry)
    if (hasLostLogin(reply) && this.#recognition.bears('login-lost')) throw lostLogin(reply)
    if (reply.status === 'OK' && entry.plan!.layer !== undefined) this.#changeLayer(entry.plan!.layer)
  }

  #ok(entry: Entry, reply: Tagged): void {
    const { footprint, notifies, unauthenticates, enables } = entry.plan!
    if (unauthenticates === true) this.#forgetLogin()
    if (this.profile.enabledByOk) this.#login.enabledByOk(enables?.() ?? [])
    if (notifies !== undefined) this.#ground.notify = notifies === 'none' ? undefined : notifies
    if (footprint.selection === 'changes') this.#selectionChanged(entry, reply)
    try {
      // The UIDs may have become those of other messages while it ran.
      if (entry.held === undefined) checkUidValidity(entry, entry.selection, 'answered')
      checkLimit(entry, reply)
      const result = entry.collector!.finish(reply)
      // Not before: a server that has not proved who it is has logged nobody in.
      if (footprint.state === 'notAuthenticated' && footprint.prepares) this.#login.loggedIn()
      if (entry.plan!.live === undefined) this.#outlet.succeed(entry, result)
      else this.#live.begin(entry)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      this.#outlet.fail(entry, error)
    }
  }

  #notOk(entry: Entry, reply: Tagged): void {
    const error = refusal(entry, reply)
    if (isLogin(entry)) this.#waiting.close()
    this.#outlet.fail(entry, error, reply.status === 'NO' || reply.status === 'BAD' ? reply.status : 'failed')
    this.#unanswered.failDependents(entry, error)
    if (entry.plan!.footprint.selection === 'changes') this.#selectionChanged(entry, reply)
    if (entry.plan!.unauthenticates === true) this.open()
  }

  #selectionChanged(entry: Entry, reply: Tagged): void {
    this.#selecting.answered(entry, reply)
    this.#selecting.replan()
    const opened = entry.plan!.opens
    if (opened?.state !== 'live') return
    if (!this.#facts.removalsHaveUids || opened.newFrom === undefined) this.#own.learnNumbering(opened)
  }

  #forgetLogin(): void {
    this.#strangers.forget()
    this.#login.forget()
    this.#waiting.forgetLogin()
    this.#attribution.forgetLogin()
  }

  #changeLayer(layer: 'tls' | 'deflate'): void {
    this.#layerPending = true
    this.#outlet.layer(layer, this.#parser.takeRest())
  }

  #activity(): Activity {
    if (this.#inFlight.size > 0) return 'busy'
    if (!this.#waiting.settledIn || this.#loggingOut || this.#layerPending) return 'blocked'
    return this.#scheduler.size > 0 || this.#waiting.size > 0 ? 'blocked' : 'quiet'
  }
}
