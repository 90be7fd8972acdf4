/**
 * How much may be in flight, and when (rule R9). It shrinks whenever the server asks to slow down and grows again in
 * peace; a server that wants to be left alone for a time is.
 */
import type { Tagged } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { InFlight } from './in-flight.ts'
import type { Outlet } from '../outlet.ts'
import { asksToSlowDown, suggestedBackoff, type Profile } from '../server/profile.ts'
import type { Recognition } from '../quirks/recognition.ts'
import { atomOf } from '../verdict.ts'

/** Of peace, before twice as much is tried: milliseconds. */
const PEACE = 30_000
const MAX_REASON = 1024

export class SendWindow {
  readonly #recognition: Recognition
  readonly #inFlight: InFlight
  readonly #outlet: Outlet
  /** Below that of the profile while the server has asked for it. */
  #limit = Infinity
  #peaceSince = 0
  #pausedUntil: number | undefined
  /** The command that is tried alone. */
  #alone: Entry | undefined

  constructor(recognition: Recognition, inFlight: InFlight, outlet: Outlet) {
    this.#recognition = recognition
    this.#inFlight = inFlight
    this.#outlet = outlet
  }

  get #profile(): Profile {
    return this.#recognition.profile
  }

  get #commands(): number {
    return Math.min(this.#profile.window, this.#limit)
  }

  /** Commands go one at a time. */
  get isNarrow(): boolean {
    return this.#commands === 1
  }

  /** One larger command may travel alone; a pause does not keep us from leaving. */
  admits(next: Entry): boolean {
    if (this.#isPaused && next.plan?.footprint.last !== true) return false
    if (this.#inFlight.size === 0) return true
    if (next === this.#alone || this.#alone?.begun === true) return false
    return this.#inFlight.size < this.#commands && this.#inFlight.octets < this.#profile.windowOctets
  }

  /** The end of a pause, if that comes before `deadline`. */
  earlier(deadline: number | undefined): number | undefined {
    return deadline === undefined ? this.#pausedUntil : Math.min(deadline, this.#pausedUntil ?? Infinity)
  }

  get #isPaused(): boolean {
    if (this.#pausedUntil === undefined) return false
    if (this.#outlet.now < this.#pausedUntil) return true
    this.#pausedUntil = undefined
    this.#outlet.emit({ type: 'restored', what: 'pause', commands: this.#commands })
    return false
  }

  /** It waits until nothing else is in flight, and nothing follows until it is answered. */
  tryAlone(entry: Entry): void {
    this.#alone = entry
  }

  /** What a reply says about our pace, and whether the command that was tried alone was understood. */
  answered(entry: Entry, reply: Tagged): void {
    const text = reply.text.slice(0, MAX_REASON)
    if (this.#recognition.bears('throttling') && asksToSlowDown(reply.status, atomOf(reply.code), reply.text)) {
      this.#shrink(text)
    }
    const pause = reply.status === 'OK' ? undefined : suggestedBackoff(reply.text)
    if (pause !== undefined && this.#recognition.bears('suggested-backoff')) this.#pause(pause, text)
    if (entry !== this.#alone) return
    this.#alone = undefined
    if (reply.status === 'OK' || reply.status === 'NO') this.#pin(entry.command.name)
  }

  /** It will not be answered any more. */
  forget(entry: Entry): void {
    if (entry === this.#alone) this.#alone = undefined
  }

  #shrink(reason: string): void {
    this.#peaceSince = this.#outlet.now
    if (this.#commands === 1) return
    this.#limit = Math.max(1, Math.floor(Math.min(this.#commands, this.#inFlight.size + 1) / 2))
    this.#outlet.emit({ type: 'degraded', what: 'window', reason })
  }

  #pause(milliseconds: number, reason: string): void {
    this.#pausedUntil = this.#peaceSince = Math.max(this.#pausedUntil ?? 0, this.#outlet.now + milliseconds)
    this.#outlet.emit({ type: 'degraded', what: 'pause', reason })
  }

  /** For good: it does not understand what comes while it is at work. */
  #pin(name: string): void {
    this.#limit = 1
    this.#peaceSince = Infinity
    this.#outlet.emit({ type: 'degraded', what: 'window', reason: `BAD to ${name} among others, understood alone` })
  }

  /** Peace makes it grow again. */
  recover(): void {
    if (this.#limit === Infinity || this.#outlet.now - this.#peaceSince < PEACE) return
    this.#peaceSince = this.#outlet.now
    this.#limit *= 2
    if (this.#limit >= this.#profile.window) this.#limit = Infinity
    this.#outlet.emit({ type: 'restored', what: 'window', commands: this.#commands })
  }
}
