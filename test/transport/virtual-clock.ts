import type { Clock } from '../../src/transport/transport.ts'

/** Time that passes when told to. */
export class VirtualClock implements Clock {
  #now = 1000
  #timers: { readonly due: number; readonly run: () => void }[] = []

  now(): number {
    return this.#now
  }

  wall(): number {
    return 1_800_000_000_000 + this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { due: this.#now + ms, run }
    this.#timers.push(timer)
    return () => (this.#timers = this.#timers.filter((other) => other !== timer))
  }

  get timers(): number {
    return this.#timers.length
  }

  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = this.#timers.filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due)
      if (next === undefined) break
      this.#timers = this.#timers.filter((timer) => timer !== next)
      this.#now = next.due
      next.run()
    }
    this.#now = end
  }
}
