import type { Clock } from '../../src/transport/transport.ts'

interface Timer {
  readonly due: number
  readonly order: number
  readonly run: () => void
}

/** Lets every promise job and everything they schedule for this turn of the event loop run. */
export function drain(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Time that passes when told to. */
export class VirtualClock implements Clock {
  #now = 1000
  #made = 0
  readonly #timers: Set<Timer> = new Set()

  now(): number {
    return this.#now
  }

  wall(): number {
    return 1_800_000_000_000 + this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + ms, order: this.#made++, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** How many timers wait. */
  get timers(): number {
    return this.#timers.size
  }

  /** Fires what falls due within `ms`, in order, with all that follows from one timer before the next. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await drain()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next)
      this.#now = next.due
      next.run()
      await drain()
    }
    this.#now = end
  }

  /** A pause of a consumer, in this time. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.due > end) continue
      if (next === undefined || timer.due < next.due || (timer.due === next.due && timer.order < next.order))
        next = timer
    }
    return next
  }
}
