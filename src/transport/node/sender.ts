import process from 'node:process'
import type { Clock } from '../transport.ts'
import { Outbox } from './outbox.ts'

/** Hands octets over and calls `taken`, later, when the operating system has them. */
export type Sink = (octets: Uint8Array, taken: () => void) => void

export interface SenderEvents {
  /** Everything accepted has been taken. */
  drained(): void
  /** Octets wait and none was taken for the whole of the write timeout. */
  stalled(): void
}

/**
 * Small enough that a slow line shows progress within the write timeout (2 KB/s for 30 s), large enough that the
 * cost of a call does not matter.
 */
const SLICE = 64 * 1024

/** So much at once need not wait for the end of the turn: the server can begin while the rest is being made. */
const EAGER = 8 * 1024

/** The sending half of a connection: gathers a turn's pieces, keeps one slice with the sink, watches for progress. */
export class Sender {
  readonly #outbox = new Outbox()
  readonly #clock: Clock
  readonly #timeout: number
  readonly #events: SenderEvents
  /** Undefined while held, and after closing. */
  #sink: Sink | undefined
  #closed = false
  #inFlight = 0
  #flushPending = false
  #lastProgress = 0
  #cancelWatch: (() => void) | undefined

  constructor(sink: Sink, clock: Clock, timeout: number, events: SenderEvents) {
    this.#sink = sink
    this.#clock = clock
    this.#timeout = timeout
    this.#events = events
  }

  get unsent(): number {
    return this.#outbox.octets + this.#inFlight
  }

  write(pieces: readonly (string | Uint8Array)[]): void {
    if (this.#closed) return
    this.#outbox.push(pieces)
    if (this.#outbox.octets >= EAGER && this.#inFlight < SLICE) this.#send()
    else this.#flushLater()
  }

  /** Keeps what is queued, and all that follows, until `release`. */
  hold(): void {
    this.#sink = undefined
  }

  release(sink: Sink): void {
    if (this.#closed) return
    this.#sink = sink
    this.#flushLater()
  }

  /** What is queued still goes to the old sink, all that follows to the new one. */
  switchTo(sink: Sink): void {
    if (this.#sink === undefined) return
    if (this.#outbox.octets > 0) this.#hand(this.#outbox.octets)
    this.#sink = sink
  }

  close(): void {
    this.#closed = true
    this.#sink = undefined
    this.#outbox.clear()
    this.#inFlight = 0
    this.#cancelWatch?.()
    this.#cancelWatch = undefined
  }

  /**
   * A tick callback queued from a promise job runs once no promise job is left; queued from an I/O callback it would
   * run before them all, and the commands they submit would miss the write.
   */
  #flushLater(): void {
    if (this.#flushPending || this.#outbox.octets === 0) return
    this.#flushPending = true
    queueMicrotask(() => process.nextTick(this.#flush))
  }

  readonly #flush = (): void => {
    this.#flushPending = false
    if (this.#inFlight === 0) this.#send()
  }

  #send(): void {
    if (this.#sink !== undefined && this.#outbox.octets > 0) this.#hand(SLICE)
  }

  #hand(limit: number): void {
    const slice = this.#outbox.take(limit)
    if (this.#inFlight === 0) this.#lastProgress = this.#clock.now()
    this.#inFlight += slice.length
    this.#sink?.(slice, () => this.#taken(slice.length))
    this.#cancelWatch ??= this.#clock.after(this.#timeout, this.#watch)
  }

  #taken(octets: number): void {
    if (this.#closed) return
    this.#inFlight -= octets
    this.#lastProgress = this.#clock.now()
    if (this.#inFlight > 0 || this.#flushPending) return
    if (this.#outbox.octets > 0) this.#send()
    else this.#events.drained()
  }

  /** One timer at most, looked at when it fires: arming one for every write would cost more than the write. */
  readonly #watch = (): void => {
    this.#cancelWatch = undefined
    if (this.#inFlight === 0) return
    const left = this.#lastProgress + this.#timeout - this.#clock.now()
    if (left > 0) this.#cancelWatch = this.#clock.after(left, this.#watch)
    else this.#events.stalled()
  }
}
