/**
 * The messages a caller names in a command (RFC 9051 §9, sequence-set).
 *
 * Unlike a `NumberSet` it may hold `*`, whose meaning only the server knows: the largest number in use.
 * `n:*` therefore names the largest message too when that lies below `n`.
 */
import { UsageError } from '../errors.ts'
import { MAX_NUMBER, NumberSet, NumberSetBuilder, isMessageNumber } from './number-set.ts'

/** How callers may name messages: `7`, `[1, 2, 3]`, a `NumberSet`, text such as `'1:5,9,20:*'`, or a `SavedSearch`. */
export type SetInput = number | string | Iterable<number> | NumberSet | SequenceSet | SavedSearch

let tell: (saved: SavedSearch, uids: NumberSet) => void

/**
 * What one search leaves behind on the server: `$` (RFC 9051 §6.4.4.1).
 *
 * Give a new one to a search as `save`, then use it wherever UIDs are expected. Reads may be submitted at once;
 * they travel with the search. Changes wait until that very search is answered OK. Once another search has saved
 * its result, or another mailbox is selected, `$` means something else, and using this one is an error.
 */
export class SavedSearch {
  /** What was found; undefined until the server has told. Expunged messages are not taken out. */
  #uids: NumberSet | undefined

  static {
    tell = (saved, uids) => {
      saved.#uids = uids
    }
  }

  get uids(): NumberSet | undefined {
    return this.#uids
  }
}

/** The server has told what the search found. */
export function tellSaved(saved: SavedSearch, uids: NumberSet): void {
  tell(saved, uids)
}

/** A non-empty set of UIDs or sequence numbers, `*` allowed; or `$`, of which it is not known that it is not empty. */
export class SequenceSet {
  /** The part without `*`. */
  readonly known: NumberSet
  /** The lowest `n` of the `n:*` in it. */
  readonly openFrom: number | undefined
  /** It holds `*` by itself, and no `n:*`, which would include it. */
  readonly star: boolean
  /** It is `$`, and nothing else. */
  readonly saved: SavedSearch | undefined

  constructor(known: NumberSet, openFrom: number | undefined, star: boolean, saved?: SavedSearch) {
    this.known = known
    this.openFrom = openFrom
    this.star = star
    this.saved = saved
  }

  /** Its meaning depends on which message is the last one. */
  get usesStar(): boolean {
    return this.star || this.openFrom !== undefined
  }

  /** Whether a message is in the set; `isLargest` tells that it is the last of its mailbox. */
  matches(n: number, isLargest: boolean): boolean {
    // Nothing can be found by `$` before the search behind it has found it.
    if (this.saved !== undefined) return this.saved.uids?.has(n) === true
    if (isLargest && this.usesStar) return true
    if (this.openFrom !== undefined && n >= this.openFrom) return true
    return this.known.has(n)
  }

  /** Every number that may be in the set, whichever message is the last one. */
  get reach(): NumberSet {
    if (this.saved?.uids !== undefined) return this.saved.uids
    if (this.star || this.saved !== undefined) return NumberSet.range(1, MAX_NUMBER)
    return this.openFrom === undefined ? this.known : this.known.union(NumberSet.range(this.openFrom, MAX_NUMBER))
  }

  /** False only when no message can be in both; `*` may be any message. */
  overlaps(other: SequenceSet): boolean {
    if (this.usesStar || other.usesStar) return true
    if (this.saved !== undefined || other.saved !== undefined) return !this.reach.isDisjointFrom(other.reach)
    return !this.known.isDisjointFrom(other.known)
  }

  /** As on the wire. */
  toString(): string {
    if (this.saved !== undefined) return '$'
    const parts: string[] = []
    if (!this.known.isEmpty) parts.push(this.known.toString())
    if (this.openFrom !== undefined) parts.push(`${this.openFrom}:*`)
    if (this.star) parts.push('*')
    return parts.join(',')
  }

  toJSON(): string {
    return this.toString()
  }
}

/**
 * Makes a set of what a caller wrote. `what` names the argument in errors.
 *
 * @throws UsageError for an empty set, for anything but integers from 1 to 4294967295, and for text that is
 *   no sequence-set.
 */
export function sequenceSet(input: SetInput, what: string): SequenceSet {
  if (input instanceof SequenceSet) return input
  if (input instanceof NumberSet) return closed(input, what)
  if (input instanceof SavedSearch) return new SequenceSet(NumberSet.empty, undefined, false, input)
  if (typeof input === 'number') return closed(NumberSet.of(checkedNumber(input, what)), what)
  if (typeof input === 'string') return parseText(input, what)
  if (typeof input !== 'object' || input === null || !(Symbol.iterator in input)) throw refusal(what, input)
  const builder = new NumberSetBuilder()
  for (const n of input) builder.add(checkedNumber(n, what))
  return closed(builder.build(), what)
}

function closed(numbers: NumberSet, what: string): SequenceSet {
  if (numbers.isEmpty) throw new UsageError(`${what}: the set is empty`)
  return new SequenceSet(numbers, undefined, false)
}

function checkedNumber(n: unknown, what: string): number {
  if (typeof n !== 'number' || !isMessageNumber(n)) throw refusal(what, n)
  return n
}

/**
 *     sequence-set = (seq-number / seq-range) ["," sequence-set]   ; RFC 9051 §9
 *     seq-range    = seq-number ":" seq-number
 *     seq-number   = nz-number / "*"
 */
function parseText(text: string, what: string): SequenceSet {
  const builder = new NumberSetBuilder()
  let openFrom: number | undefined
  let star = false
  for (const element of text.split(',')) {
    const match = /^(\*|[1-9]\d{0,9})(?::(\*|[1-9]\d{0,9}))?$/.exec(element)
    if (match === null) throw refusal(what, text)
    const ends = [match[1]!, match[2] ?? match[1]!]
    const numbers = ends.filter((end) => end !== '*').map((end) => checkedNumber(Number(end), what))
    if (numbers.length === 2) builder.addRange(numbers[0]!, numbers[1]!)
    else if (numbers.length === 1) openFrom = Math.min(numbers[0]!, openFrom ?? MAX_NUMBER)
    else star = true
  }
  return new SequenceSet(builder.build(), openFrom, star && openFrom === undefined)
}

function refusal(what: string, value: unknown): UsageError {
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value).slice(0, 40)
  return new UsageError(`${what}: not a UID or sequence number from 1 to ${MAX_NUMBER}, nor a set of them: ${shown}`)
}
