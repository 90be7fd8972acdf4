/**
 * An immutable list of UIDs or sequence numbers in an order of its own: what SORT answers.
 *
 * Stored as runs of ascending neighbours, and never expanded: a server may write `1:4294967295` in a dozen octets.
 */
import { isMessageNumber, NumberSet, NumberSetBuilder } from './number-set.ts'

let listOfRuns: (firsts: readonly number[], counts: readonly number[]) => NumberList

export class NumberList implements Iterable<number> {
  /** The first number of each run. Not `#private`, so that structural comparison tells lists apart. */
  private readonly firsts: readonly number[]
  private readonly counts: readonly number[]
  readonly size: number
  /** For `at`: how many numbers stand before each run. */
  #before: Float64Array | undefined

  private constructor(firsts: readonly number[], counts: readonly number[]) {
    this.firsts = firsts
    this.counts = counts
    let size = 0
    for (const count of counts) size += count
    this.size = size
  }

  static {
    listOfRuns = (firsts, counts) => new NumberList(firsts, counts)
  }

  static readonly empty: NumberList = new NumberList([], [])

  /** @throws UsageError for anything but integers from 1 to 4294967295. */
  static from(numbers: Iterable<number>): NumberList {
    const builder = new NumberListBuilder()
    if (numbers instanceof NumberSet) for (const [low, high] of numbers.ranges()) builder.addRange(low, high)
    else for (const n of numbers) builder.add(n)
    return builder.build()
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  get first(): number | undefined {
    return this.firsts[0]
  }

  get last(): number | undefined {
    return this.at(this.size - 1)
  }

  /** The number at a place, counted from 0. */
  at(index: number): number | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) return undefined
    const run = this.#runAt(index)
    return this.firsts[run]! + (index - this.#ranks()[run]!)
  }

  /** The numbers from one place up to, not including, another. */
  slice(from: number, to: number = this.size): NumberList {
    const end = Math.min(to, this.size)
    if (from >= end) return NumberList.empty
    const before = this.#ranks()
    const firsts: number[] = []
    const counts: number[] = []
    for (let run = this.#runAt(from); run < before.length && before[run]! < end; run++) {
      const skipped = Math.max(0, from - before[run]!)
      firsts.push(this.firsts[run]! + skipped)
      counts.push(Math.min(this.counts[run]!, end - before[run]!) - skipped)
    }
    return new NumberList(firsts, counts)
  }

  concat(other: NumberList): NumberList {
    if (this.isEmpty) return other
    if (other.isEmpty) return this
    return new NumberList([...this.firsts, ...other.firsts], [...this.counts, ...other.counts])
  }

  /** The same numbers without their order. */
  toSet(): NumberSet {
    const builder = new NumberSetBuilder()
    this.firsts.forEach((first, run) => builder.addRange(first, first + this.counts[run]! - 1))
    return builder.build()
  }

  *[Symbol.iterator](): Generator<number, undefined> {
    for (let run = 0; run < this.firsts.length; run++) {
      const end = this.firsts[run]! + this.counts[run]!
      for (let n = this.firsts[run]!; n < end; n++) yield n
    }
  }

  /** As on the wire: `7:9,1,16`; `''` for the empty list. */
  toString(): string {
    return this.firsts
      .map((first, run) => (this.counts[run] === 1 ? `${first}` : `${first}:${first + this.counts[run]! - 1}`))
      .join(',')
  }

  toJSON(): string {
    return this.toString()
  }

  #runAt(index: number): number {
    const before = this.#ranks()
    let low = 0
    let high = before.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (before[middle]! <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  #ranks(): Float64Array {
    if (this.#before !== undefined) return this.#before
    const before = new Float64Array(this.counts.length)
    for (let run = 0, count = 0; run < before.length; run++) {
      before[run] = count
      count += this.counts[run]!
    }
    this.#before = before
    return before
  }
}

/** Gathers numbers in their order. */
export class NumberListBuilder {
  readonly #firsts: number[] = []
  readonly #counts: number[] = []
  #next = 0

  add(n: number): this {
    return this.addRange(n, n)
  }

  /** Ascending, whichever end comes first (RFC 5267 §3.2). */
  addRange(a: number, b: number): this {
    const low = Math.min(a, b)
    const high = Math.max(a, b)
    // NumberSet.of says what is wrong.
    if (!isMessageNumber(low) || !isMessageNumber(high)) NumberSet.of(low, high)
    if (low === this.#next && this.#firsts.length > 0) this.#counts[this.#counts.length - 1]! += high - low + 1
    else {
      this.#firsts.push(low)
      this.#counts.push(high - low + 1)
    }
    this.#next = high + 1
    return this
  }

  build(): NumberList {
    return this.#firsts.length === 0 ? NumberList.empty : listOfRuns(this.#firsts.slice(), this.#counts.slice())
  }
}
