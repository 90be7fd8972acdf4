/**
 * Which UID became which: the two sets of COPYUID (RFC 9051 §7.1), kept as ranges.
 */
import { NumberSet, NumberSetBuilder } from './number-set.ts'

/** Ranges of numbers in the order a server gave them; in each the lower end comes first. */
export type OrderedRanges = readonly (readonly [low: number, high: number])[]

/** `length` numbers from `from` on became as many from `to` on. */
interface Run {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** A one-to-one mapping of UIDs. Pairs are in the order the server told them. */
export class UidMap implements Iterable<readonly [from: number, to: number]> {
  /** Ordinary, so that structural comparison tells two maps apart. */
  private readonly runs: readonly Run[]
  readonly size: number
  #byFrom: readonly Run[] | undefined
  #source: NumberSet | undefined
  #destination: NumberSet | undefined

  private constructor(runs: readonly Run[]) {
    this.runs = runs
    this.size = runs.reduce((sum, run) => sum + run.length, 0)
  }

  static readonly empty: UidMap = new UidMap([])

  /** Undefined when the two do not correspond: not as many on both sides, or a number named twice. */
  static of(source: OrderedRanges, destination: OrderedRanges): UidMap | undefined {
    const runs: Run[] = []
    for (let i = 0, j = 0, usedI = 0, usedJ = 0; i < source.length || j < destination.length;) {
      const from = source[i]
      const to = destination[j]
      if (from === undefined || to === undefined) return undefined
      const length = Math.min(from[1] - from[0] + 1 - usedI, to[1] - to[0] + 1 - usedJ)
      append(runs, { from: from[0] + usedI, to: to[0] + usedJ, length })
      usedI += length
      usedJ += length
      if (from[0] + usedI > from[1]) [i, usedI] = [i + 1, 0]
      if (to[0] + usedJ > to[1]) [j, usedJ] = [j + 1, 0]
    }
    const map = new UidMap(runs)
    return map.source.size === map.size && map.destination.size === map.size ? map : undefined
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  /** The UIDs that became others. */
  get source(): NumberSet {
    return (this.#source ??= setOf(this.runs.map(({ from, length }) => [from, from + length - 1])))
  }

  /** The UIDs they became. */
  get destination(): NumberSet {
    return (this.#destination ??= setOf(this.runs.map(({ to, length }) => [to, to + length - 1])))
  }

  /** What a UID became. */
  get(uid: number): number | undefined {
    const runs = (this.#byFrom ??= this.runs.toSorted((a, b) => a.from - b.from))
    let low = 0
    let high = runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (runs[middle]!.from <= uid) low = middle + 1
      else high = middle
    }
    const run = runs[low - 1]
    return run !== undefined && this.source.has(uid) ? run.to + (uid - run.from) : undefined
  }

  /** What each came from. */
  get inverse(): UidMap {
    return new UidMap(this.runs.map(({ from, to, length }) => ({ from: to, to: from, length })))
  }

  *[Symbol.iterator](): Generator<readonly [from: number, to: number], undefined> {
    for (const { from, to, length } of this.runs) {
      for (let i = 0; i < length; i++) yield [from + i, to + i]
    }
  }

  /** `1:3=7:9,5=12` */
  toString(): string {
    return this.runs.map(({ from, to, length }) => `${rangeText(from, length)}=${rangeText(to, length)}`).join(',')
  }

  toJSON(): string {
    return this.toString()
  }
}

/** The numbers of all ranges. */
export function setOf(ranges: OrderedRanges): NumberSet {
  const builder = new NumberSetBuilder()
  for (const [low, high] of ranges) builder.addRange(low, high)
  return builder.build()
}

/** The number at a place, counted from 0, in the order of the ranges. */
export function numberAt(ranges: OrderedRanges, place: number): number | undefined {
  let before = 0
  for (const [low, high] of ranges) {
    if (place < before + high - low + 1) return low + (place - before)
    before += high - low + 1
  }
  return undefined
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  const touches = last !== undefined && last.from + last.length === run.from && last.to + last.length === run.to
  if (touches) runs[runs.length - 1] = { ...last, length: last.length + run.length }
  else runs.push(run)
}

function rangeText(from: number, length: number): string {
  return length === 1 ? String(from) : `${from}:${from + length - 1}`
}
