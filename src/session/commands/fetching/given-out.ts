/**
 * UIDs whose rows have been handed out. Rows come in ascending order nearly always, so ranges are few.
 */
export class GivenOut {
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  has(uid: number): boolean {
    const at = this.#lastStartUpTo(uid)
    return at >= 0 && uid <= this.#ends[at]!
  }

  add(uid: number): void {
    const at = this.#lastStartUpTo(uid)
    if (at >= 0 && uid <= this.#ends[at]!) return
    if (at >= 0 && uid === this.#ends[at]! + 1) this.#ends[at] = uid
    else {
      this.#starts.splice(at + 1, 0, uid)
      this.#ends.splice(at + 1, 0, uid)
    }
  }

  /** The place of the last range that starts at or below `uid`, -1 when there is none. */
  #lastStartUpTo(uid: number): number {
    let low = 0
    let high = this.#starts.length
    if (high > 0 && this.#starts[high - 1]! <= uid) return high - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#starts[middle]! <= uid) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
