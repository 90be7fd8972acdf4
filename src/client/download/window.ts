/** How many octets of a download are asked for ahead of its reader. */

const KiB = 1024
const FIRST = 128 * KiB
const LEAST = 256 * KiB
const MOST = 8 * 1024 * KiB
const SLICES = 8
const SMALLEST_SLICE = 64 * KiB
const LARGEST_SLICE = 1024 * KiB
/** Samples that the rate is the highest of. */
const REMEMBERED = 16
/**
 * Twice what is under way on a line that is just filled: the server always has the next stretch to send, and another
 * command waits behind one more round trip at most.
 */
const GAIN = 1.5

/** When a stretch was asked for, and how much had come by then. */
export interface Asked {
  readonly at: number
  readonly delivered: number
}

/**
 * Fits itself to the line: twice the highest rate seen lately by the shortest round trip. While the window itself is
 * what limits the rate this doubles it each round trip; once the line is full it stays.
 */
export class DownloadWindow {
  readonly #most: number
  readonly #rates: number[] = []
  #roundTrip = Infinity
  #delivered = 0

  constructor(most: number = MOST) {
    this.#most = most
  }

  get octets(): number {
    if (this.#rates.length === 0) return Math.min(this.#most, LEAST)
    const product = GAIN * Math.max(...this.#rates) * this.#roundTrip
    return Math.min(this.#most, Math.max(LEAST, Math.ceil(product)))
  }

  /** Octets of one stretch. */
  get slice(): number {
    if (this.#rates.length === 0) return Math.min(this.#most, FIRST)
    const share = Math.ceil(this.octets / SLICES / KiB) * KiB
    return Math.min(this.#most, LARGEST_SLICE, Math.max(SMALLEST_SLICE, share))
  }

  asked(now: number): Asked {
    return { at: now, delivered: this.#delivered }
  }

  answered(asked: Asked, octets: number, now: number): void {
    this.#delivered += octets
    const elapsed = now - asked.at
    if (elapsed <= 0) return
    this.#roundTrip = Math.min(this.#roundTrip, elapsed)
    this.#rates.push((this.#delivered - asked.delivered) / elapsed)
    if (this.#rates.length > REMEMBERED) this.#rates.shift()
  }
}
