/**
 * The way out of the session: events, items and results, stamped and in order. A command is settled here and
 * nowhere else, once.
 */
import type { ImapError } from '../errors.ts'
import type { Composing } from './composing/composing.ts'
import type { Entry } from './entry.ts'
import type { EventOf, Occurrence } from './events.ts'

/** Where results and events go. Called synchronously, in wire order; must not call back into the session. */
export interface SessionSink {
  /** False while nobody reads events: none need be made. */
  readonly listening?: boolean
  event(event: EventOf<unknown>): void
  item(entry: Entry, item: unknown, octets: number): void
  settled(entry: Entry, result: SettledResult): void
  /** Of every command, the session's own included, and whether or not anybody reads events. */
  life?(entry: Entry, stage: LifeStage, status: LifeStatus | undefined, error: ImapError | undefined): void
  /** What is to stand for a step in the events of its own life; the entry itself unless given. */
  step?(step: Entry): unknown
  /**
   * The server's part of a dialogue, undefined if it was no base64; to be answered by `Session.answerChallenge`, but not
   * before this call has returned. Without this there are no dialogues: they are given up at once.
   */
  challenge?(entry: Entry, octets: Uint8Array | undefined): void
  /** The octets from here on belong to another layer; `leftover` had been read already. */
  layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void
  /** The generation is over; no call follows. */
  ended(error: ImapError | undefined): void
}

export type SettledResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

export type LifeStage = 'queued' | 'sent' | 'done'

/** How a command ended. */
export type LifeStatus = 'OK' | 'NO' | 'BAD' | 'cancelled' | 'failed'

export class Outlet {
  readonly #sink: SessionSink
  readonly #generation: number
  /** The latest reading of the clock. */
  now: number
  /** Who runs composed commands. */
  composing: Pick<Composing, 'settled' | 'keeps'> | undefined

  constructor(sink: SessionSink, generation: number, now: number) {
    this.#sink = sink
    this.#generation = generation
    this.now = now
  }

  emit(occurrence: Occurrence<unknown>): void {
    if (this.#sink.listening === false) return
    this.#sink.event({ ...occurrence, at: this.now, connection: this.#generation } as EventOf<unknown>)
  }

  queued(entry: Entry): void {
    if (entry.whole !== undefined) entry.stepToken = this.#sink.step?.(entry) ?? entry
    entry.queuedAt = this.now
    this.#sink.life?.(entry, 'queued', undefined, undefined)
    if (!entry.internal) this.emit({ type: 'commandQueued', cause: lifeOf(entry), mailbox: entry.command.mailbox })
  }

  sent(entry: Entry): void {
    entry.sentAt = this.now
    this.#sink.life?.(entry, 'sent', undefined, undefined)
    if (!entry.internal) this.emit({ type: 'commandSent', cause: lifeOf(entry), mailbox: entry.mailbox })
  }

  item(entry: Entry, item: unknown, octets: number): void {
    entry.gave = true
    if (entry.held !== undefined) entry.held.push(() => this.item(entry, item, octets))
    else if (entry.settled) return
    else if (entry.whole === undefined) this.#sink.item(entry, item, octets)
    else if (this.composing?.keeps(entry, item) !== true) this.item(entry.whole, item, octets)
  }

  succeed(entry: Entry, value: unknown): void {
    if (entry.held !== undefined) return void entry.held.push(() => this.succeed(entry, value))
    if (entry.settled) return
    entry.state = 'done'
    this.#done(entry, 'OK', undefined)
    this.#settled(entry, { ok: true, value })
  }

  fail(entry: Entry, error: ImapError, status: LifeStatus = 'failed'): void {
    if (entry.settled) return
    entry.state = 'failed'
    entry.outcome = error.outcome
    this.#done(entry, status, error)
    this.#settled(entry, { ok: false, error })
  }

  /** The layer above has settled it. */
  cancelled(entry: Entry): void {
    entry.state = 'cancelled'
    this.#done(entry, 'cancelled', undefined)
  }

  /** The session has no more use for a step. */
  dropped(step: Entry, error: ImapError): void {
    this.cancelled(step)
    this.#settled(step, { ok: false, error })
  }

  #settled(entry: Entry, result: SettledResult): void {
    this.#sink.settled(entry, result)
    if (entry.whole !== undefined) this.composing?.settled(entry, result)
  }

  /** False if nobody is there to answer. */
  challenge(entry: Entry, octets: Uint8Array | undefined): boolean {
    if (this.#sink.challenge === undefined) return false
    this.#sink.challenge(entry, octets)
    return true
  }

  layer(layer: 'tls' | 'deflate', leftover: Uint8Array): void {
    this.#sink.layer(layer, leftover)
  }

  ended(error: ImapError | undefined): void {
    this.emit({ type: 'disconnected', error })
    this.#sink.ended(error)
  }

  #done(entry: Entry, status: LifeStatus, error: ImapError | undefined): void {
    entry.doneAt = this.now
    this.#sink.life?.(entry, 'done', status, error)
    if (!entry.internal) this.emit({ type: 'commandDone', cause: lifeOf(entry), mailbox: entry.mailbox, status, error })
  }
}

function lifeOf(entry: Entry): unknown {
  return entry.whole === undefined ? entry.token : entry.stepToken
}
