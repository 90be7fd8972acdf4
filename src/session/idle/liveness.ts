/**
 * Is the server still there, and when do we idle, poll or give up.
 *
 * Holds readings of the clock, never a timer: the layer above asks for the next deadline and calls back.
 */
import { IDLE, writesDone, type IdleInput, type IdleState } from './idle.ts'
import { MAX_IDLE, type Timing } from '../server/profile.ts'

/** `blocked`: commands are queued but none is in flight, or the connection is not set up: no deadline of the server's. */
export type Activity = 'busy' | 'blocked' | 'quiet'

export type Due =
  | { readonly at: number; readonly kind: 'dead'; readonly reason: string }
  | { readonly at: number; readonly kind: 'idle' | 'renew' | 'poll' }

export class Liveness {
  readonly #source: { readonly timing: Timing }
  #state: IdleState = 'off'
  #idleTag: string | undefined
  #doneDue = false
  #idleRefused = false
  #lastActive: number
  /** Since when the server has owed us an octet. */
  #waitingSince: number
  #stepAt: number
  #greetingDue: number | undefined
  #closingSince: number | undefined

  /** @param source of the intervals, which may change as the server is recognised */
  constructor(source: { readonly timing: Timing }, now: number) {
    this.#source = source
    this.#lastActive = now
    this.#waitingSince = now
    this.#stepAt = now
    this.#greetingDue = now + source.timing.greeting
  }

  get idle(): IdleState {
    return this.#state
  }

  /** The tag of the IDLE on the wire. */
  get idleTag(): string | undefined {
    return this.#state === 'off' ? undefined : this.#idleTag
  }

  heard(now: number): void {
    this.#lastActive = now
    this.#waitingSince = now
  }

  /** `first`: nothing else was in flight. */
  sent(now: number, first: boolean): void {
    this.#lastActive = now
    if (first) this.#waitingSince = now
  }

  greeted(): void {
    this.#greetingDue = undefined
  }

  /** BYE was heard or LOGOUT sent: the server is to close soon. */
  closing(now: number): void {
    this.#closingSince ??= now
  }

  // --- IDLE -----------------------------------------------------------------------------------------

  startIdle(tag: string, now: number): void {
    this.#idleTag = tag
    this.idleStep('start', now)
  }

  /** False when the input means nothing in this state. */
  idleStep(input: IdleInput, now: number): boolean {
    const next = IDLE[this.#state][input]
    if (next === undefined) return false
    if (writesDone(this.#state, next)) this.#doneDue = true
    if (next !== this.#state) this.#stepAt = now
    this.#state = next
    if (next === 'off') this.#doneDue = false
    return true
  }

  /** True once for each DONE that is to be written. */
  takeDone(): boolean {
    const due = this.#doneDue
    this.#doneDue = false
    return due
  }

  /** The server has no IDLE or refuses it: poll instead. */
  noIdle(): void {
    this.#idleRefused = true
  }

  // --- deadlines ------------------------------------------------------------------------------------

  deadline(activity: Activity): number | undefined {
    return this.#next(activity)?.at
  }

  due(now: number, activity: Activity): Due | undefined {
    const next = this.#next(activity)
    return next !== undefined && next.at <= now ? next : undefined
  }

  #next(activity: Activity): Due | undefined {
    let next: Due | undefined
    for (const due of this.#candidates(activity)) if (next === undefined || due.at < next.at) next = due
    return next
  }

  *#candidates(activity: Activity): Iterable<Due> {
    const { response, logout, idleAnswer, idleAfter, idleRenew, poll } = this.#source.timing
    if (this.#greetingDue !== undefined)
      yield dead(this.#greetingDue, 'no greeting came in time; where TLS is awaited none would')
    if (this.#closingSince !== undefined) {
      yield dead(this.#closingSince + logout, 'the server did not close the connection')
      return
    }
    if (activity === 'busy') yield dead(this.#waitingSince + response, 'the server has fallen silent')
    if (this.#state === 'idling') yield { at: this.#stepAt + Math.min(idleRenew, MAX_IDLE), kind: 'renew' }
    else if (this.#state !== 'off') yield dead(this.#stepAt + idleAnswer, 'the server does not answer IDLE')
    else if (activity === 'quiet') {
      if (this.#idleRefused) yield { at: this.#lastActive + poll, kind: 'poll' }
      else yield { at: this.#lastActive + idleAfter, kind: 'idle' }
    }
  }
}

function dead(at: number, reason: string): Due {
  return { at, kind: 'dead', reason }
}
