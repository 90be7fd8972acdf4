/**
 * Sets of UIDs or message sequence numbers, kept as ranges.
 *
 * `1:4294967295` is one range here, as it is on the wire; nothing in this file ever walks its members
 * unless the caller iterates.
 */
import { UsageError } from '../errors.ts'

/** The largest UID or sequence number (RFC 9051 §9, nz-number). */
export const MAX_NUMBER = 0xffff_ffff

/** True for what the grammar calls nz-number: an integer from 1 to 4294967295. */
export function isMessageNumber(n: number): boolean {
  return typeof n === 'number' && n >>> 0 === n && n > 0
}

/** Builds a set from sorted, disjoint, non-adjacent bounds without checking or copying them. */
let setOfBounds: (bounds: readonly number[]) => NumberSet

/** An immutable set of numbers from 1 to 4294967295. */
export class NumberSet implements Iterable<number> {
  /**
   * Lowest, highest, lowest, highest, …: ascending, disjoint, not adjacent. An ordinary property rather
   * than a `#private` one, so that structural comparison of values that hold sets tells them apart.
   */
  private readonly bounds: readonly number[]
  /** How many numbers are in the set. */
  readonly size: number
  /** For `at` and `indexOf`: how many members stand before each range. */
  #before: Float64Array | undefined

  private constructor(bounds: readonly number[]) {
    this.bounds = bounds
    let size = 0
    for (let i = 0; i < bounds.length; i += 2) size += bounds[i + 1]! - bounds[i]! + 1
    this.size = size
  }

  static {
    setOfBounds = (bounds) => new NumberSet(bounds)
    Object.defineProperty(NumberSet.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: NumberSet): string {
        return `NumberSet(${this.size}) { ${abbreviate(this.toString(), 200)} }`
      },
    })
  }

  static readonly empty: NumberSet = new NumberSet([])

  /** @throws UsageError for anything but integers from 1 to 4294967295. */
  static of(...numbers: readonly number[]): NumberSet {
    if (numbers.length === 1) return NumberSet.range(numbers[0]!, numbers[0]!)
    return NumberSet.from(numbers)
  }

  /** @throws UsageError for anything but integers from 1 to 4294967295. */
  static from(numbers: Iterable<number>): NumberSet {
    if (numbers instanceof NumberSet) return numbers
    const builder = new NumberSetBuilder()
    for (const n of numbers) builder.add(n)
    return builder.build()
  }

  /** All numbers from the lower of the two to the higher. @throws UsageError as `of`. */
  static range(a: number, b: number): NumberSet {
    checkNumber(a)
    checkNumber(b)
    return new NumberSet(a <= b ? [a, b] : [b, a])
  }

  /** Reads a sequence-set without `*`: `1:4,7,9:8` (RFC 9051 §9). @throws UsageError for anything else. */
  static parse(text: string): NumberSet {
    const builder = new NumberSetBuilder()
    for (const element of text.split(',')) {
      const match = /^([1-9]\d{0,9})(?::([1-9]\d{0,9}))?$/.exec(element)
      if (match === null) throw new UsageError(`not a set of numbers: ${JSON.stringify(abbreviate(text, 40))}`)
      const first = Number(match[1])
      builder.addRange(first, match[2] === undefined ? first : Number(match[2]))
    }
    return builder.build()
  }

  get isEmpty(): boolean {
    return this.bounds.length === 0
  }

  get min(): number | undefined {
    return this.bounds[0]
  }

  get max(): number | undefined {
    return this.bounds[this.bounds.length - 1]
  }

  get rangeCount(): number {
    return this.bounds.length / 2
  }

  has(n: number): boolean {
    const low = this.#lastRangeFrom(n)
    return low >= 0 && n <= this.bounds[low + 1]! && Number.isInteger(n)
  }

  /** The member at a place in ascending order, counted from 0. */
  at(index: number): number | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) return undefined
    const before = this.#ranks()
    let low = 0
    let high = before.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (before[middle]! <= index) low = middle
      else high = middle - 1
    }
    return this.bounds[low * 2]! + (index - before[low]!)
  }

  /** The members from one place in ascending order up to, not including, another. */
  slice(from: number, to: number): NumberSet {
    const first = this.at(Math.max(0, from))
    const last = this.at(Math.min(this.size, to) - 1)
    if (first === undefined || last === undefined || last < first) return NumberSet.empty
    return this.intersection(NumberSet.range(first, last))
  }

  /** The place of a member in ascending order, counted from 0; -1 when it is not in the set. */
  indexOf(n: number): number {
    return this.has(n) ? this.countThrough(n) - 1 : -1
  }

  /** How many members are less than or equal to `n`. */
  countThrough(n: number): number {
    const low = this.#lastRangeFrom(n)
    if (low < 0) return 0
    return this.#ranks()[low / 2]! + Math.min(n, this.bounds[low + 1]!) - this.bounds[low]! + 1
  }

  /** The ranges, ascending; both ends belong to the set. */
  *ranges(): Generator<readonly [number, number], undefined> {
    for (let i = 0; i < this.bounds.length; i += 2) yield [this.bounds[i]!, this.bounds[i + 1]!]
  }

  *[Symbol.iterator](): Generator<number, undefined> {
    for (let i = 0; i < this.bounds.length; i += 2) {
      const high = this.bounds[i + 1]!
      for (let n = this.bounds[i]!; n <= high; n++) yield n
    }
  }

  union(other: NumberSet): NumberSet {
    if (other.isEmpty) return this
    if (this.isEmpty) return other
    const result: number[] = []
    const a = this.bounds
    const b = other.bounds
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
      const fromA = j >= b.length || (i < a.length && a[i]! <= b[j]!)
      if (fromA) {
        appendRange(result, a[i]!, a[i + 1]!)
        i += 2
      } else {
        appendRange(result, b[j]!, b[j + 1]!)
        j += 2
      }
    }
    return new NumberSet(result)
  }

  intersection(other: NumberSet): NumberSet {
    const result: number[] = []
    const a = this.bounds
    const b = other.bounds
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      const low = Math.max(a[i]!, b[j]!)
      const high = Math.min(a[i + 1]!, b[j + 1]!)
      if (low <= high) result.push(low, high)
      if (a[i + 1]! < b[j + 1]!) i += 2
      else j += 2
    }
    return new NumberSet(result)
  }

  difference(other: NumberSet): NumberSet {
    const result: number[] = []
    const b = other.bounds
    let j = 0
    for (let i = 0; i < this.bounds.length; i += 2) {
      let low = this.bounds[i]!
      const high = this.bounds[i + 1]!
      while (j < b.length && b[j + 1]! < low) j += 2
      for (let k = j; k < b.length && b[k]! <= high; k += 2) {
        if (b[k]! > low) result.push(low, b[k]! - 1)
        low = b[k + 1]! + 1
      }
      if (low <= high) result.push(low, high)
    }
    return new NumberSet(result)
  }

  isSubsetOf(other: NumberSet): boolean {
    for (let i = 0; i < this.bounds.length; i += 2) {
      const low = other.#lastRangeFrom(this.bounds[i]!)
      if (low < 0 || other.bounds[low + 1]! < this.bounds[i + 1]!) return false
    }
    return true
  }

  isDisjointFrom(other: NumberSet): boolean {
    if (other.rangeCount < this.rangeCount) return other.isDisjointFrom(this)
    for (let i = 0; i < this.bounds.length; i += 2) {
      const low = other.#lastRangeFrom(this.bounds[i + 1]!)
      if (low >= 0 && other.bounds[low + 1]! >= this.bounds[i]!) return false
    }
    return true
  }

  equals(other: NumberSet): boolean {
    if (this === other) return true
    if (this.bounds.length !== other.bounds.length) return false
    return this.bounds.every((bound, i) => bound === other.bounds[i])
  }

  /** The sequence-set text, `''` for the empty set. */
  toString(): string {
    let text = ''
    for (let i = 0; i < this.bounds.length; i += 2) {
      const low = this.bounds[i]!
      const high = this.bounds[i + 1]!
      if (i > 0) text += ','
      text += low === high ? low : `${low}:${high}`
    }
    return text
  }

  toJSON(): string {
    return this.toString()
  }

  /** Where in `bounds` the last range stands that begins at or before `n`; -1 when there is none. */
  #lastRangeFrom(n: number): number {
    let low = 0
    let high = this.bounds.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.bounds[middle * 2]! <= n) low = middle + 1
      else high = middle
    }
    return (low - 1) * 2
  }

  #ranks(): Float64Array {
    if (this.#before !== undefined) return this.#before
    const before = new Float64Array(this.rangeCount)
    for (let i = 0, count = 0; i < before.length; i++) {
      before[i] = count
      count += this.bounds[i * 2 + 1]! - this.bounds[i * 2]! + 1
    }
    this.#before = before
    return before
  }
}

/** Gathers numbers in any order; ascending ones cost O(1). */
export class NumberSetBuilder {
  #bounds: number[] = []
  #sorted = true

  /** @throws UsageError for anything but an integer from 1 to 4294967295. */
  add(n: number): this {
    return this.addRange(n, n)
  }

  /** Both ends belong to the range; either may be the higher. @throws UsageError as `add`. */
  addRange(a: number, b: number): this {
    checkNumber(a)
    checkNumber(b)
    const low = Math.min(a, b)
    const high = Math.max(a, b)
    const last = this.#bounds.length - 1
    if (last >= 0 && low < this.#bounds[last - 1]!) {
      this.#sorted = false
      this.#bounds.push(low, high)
    } else {
      appendRange(this.#bounds, low, high)
    }
    return this
  }

  addAll(numbers: NumberSet): this {
    for (const [low, high] of numbers.ranges()) this.addRange(low, high)
    return this
  }

  /** What has been added so far; the builder may be added to afterwards. */
  build(): NumberSet {
    if (!this.#sorted) this.#sort()
    return this.#bounds.length === 0 ? NumberSet.empty : setOfBounds(this.#bounds.slice())
  }

  #sort(): void {
    const order = Uint32Array.from({ length: this.#bounds.length / 2 }, (_, i) => i * 2)
    const unsorted = this.#bounds
    order.sort((i, j) => unsorted[i]! - unsorted[j]!)
    this.#bounds = []
    for (const i of order) appendRange(this.#bounds, unsorted[i]!, unsorted[i + 1]!)
    this.#sorted = true
  }
}

/** Adds a range that begins at or after the last one's beginning, merging what touches. */
function appendRange(bounds: number[], low: number, high: number): void {
  const last = bounds.length - 1
  if (last >= 0 && low <= bounds[last]! + 1) bounds[last] = Math.max(bounds[last]!, high)
  else bounds.push(low, high)
}

function checkNumber(n: number): void {
  if (!isMessageNumber(n)) throw new UsageError(`not a UID or sequence number (1 to ${MAX_NUMBER}): ${String(n)}`)
}

function abbreviate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`
}
