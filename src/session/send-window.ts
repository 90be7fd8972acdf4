/** How much may be in flight (rule R9). It shrinks whenever the server asks to slow down, and never grows again. */
import type { InFlight } from './in-flight.ts'
import type { Outlet } from './outlet.ts'
import type { Profile } from './profile.ts'

export class SendWindow {
  readonly #inFlight: InFlight
  readonly #outlet: Outlet
  readonly #octets: number
  #commands: number

  constructor({ window, windowOctets }: Profile, inFlight: InFlight, outlet: Outlet) {
    this.#commands = window
    this.#octets = windowOctets
    this.#inFlight = inFlight
    this.#outlet = outlet
  }

  /** One larger command may travel alone. */
  get admits(): boolean {
    if (this.#inFlight.size === 0) return true
    return this.#inFlight.size < this.#commands && this.#inFlight.octets < this.#octets
  }

  shrink(reason: string): void {
    if (this.#commands === 1) return
    this.#commands = Math.max(1, Math.floor(Math.min(this.#commands, this.#inFlight.size + 1) / 2))
    this.#outlet.emit({ type: 'degraded', what: 'window', reason })
  }
}
