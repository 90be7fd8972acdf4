/**
 * Which command goes next.
 *
 * On admission a command is compared once with every earlier one that has not been answered; what it must
 * wait for becomes its `blockers`, and each answer removes itself from those that wait. A command without
 * blockers is ready, whatever its place in the queue: later commands overtake blocked earlier ones, but
 * never one they conflict with, so nothing starves. Ready commands leave in submission order.
 */
import type { Entry } from './entry.ts'
import { isPureRead } from './footprint.ts'
import { mustWait, type RuleName } from './rules.ts'

export class Scheduler {
  readonly #without: ReadonlySet<RuleName> | undefined
  /** Admitted and unanswered. Pure reads are kept apart: they never conflict with each other. */
  readonly #pureReads: Set<Entry> = new Set()
  readonly #others: Set<Entry> = new Set()
  /** Unblocked and unwritten, by id. */
  readonly #ready: Entry[] = []

  constructor(without?: ReadonlySet<RuleName>) {
    this.#without = without
  }

  get size(): number {
    return this.#pureReads.size + this.#others.size
  }

  /** Everything admitted and unanswered, in no particular order. */
  *entries(): Iterable<Entry> {
    yield* this.#pureReads
    yield* this.#others
  }

  get hasReady(): boolean {
    return this.#ready.length > 0
  }

  admit(entry: Entry): void {
    const pure = isPureRead(entry.plan!.footprint)
    for (const earlier of this.#others) this.#compare(earlier, entry)
    if (!pure) for (const earlier of this.#pureReads) this.#compare(earlier, entry)
    if (!this.#without?.has('R8')) {
      for (const needed of entry.after) if (!needed.answered) block(needed, entry, { rule: 'R8', until: 'answered' })
    }
    ;(pure ? this.#pureReads : this.#others).add(entry)
    if (entry.blockers === undefined) this.#makeReady(entry)
  }

  #compare(earlier: Entry, later: Entry): void {
    const wait = mustWait(earlier.plan!.footprint, later.plan!.footprint, this.#without)
    if (wait === undefined || (wait.until === 'written' && earlier.begun)) return
    block(earlier, later, wait)
  }

  /** The ready command that was submitted first. */
  next(): Entry | undefined {
    return this.#ready.shift()
  }

  /** Its first octet is on the wire: what only had to come after it may follow. */
  begun(entry: Entry): void {
    if (entry.dependents === undefined) return
    for (const dependent of entry.dependents) {
      if (dependent.blockers?.get(entry)?.until === 'written') this.#unblock(entry, dependent)
    }
  }

  /** It has its tagged reply, or never will: nothing waits for it any more. */
  remove(entry: Entry): void {
    this.#pureReads.delete(entry)
    this.#others.delete(entry)
    const place = entry.begun ? -1 : this.#ready.indexOf(entry)
    if (place >= 0) this.#ready.splice(place, 1)
    for (const blocker of entry.blockers?.keys() ?? []) blocker.dependents?.delete(entry)
    entry.blockers = undefined
    for (const dependent of entry.dependents ?? []) this.#unblock(entry, dependent)
  }

  #unblock(blocker: Entry, dependent: Entry): void {
    blocker.dependents?.delete(dependent)
    if (dependent.blockers?.delete(blocker) === true && dependent.blockers.size === 0) this.#makeReady(dependent)
  }

  #makeReady(entry: Entry): void {
    let place = this.#ready.length
    while (place > 0 && this.#ready[place - 1]!.id > entry.id) place--
    this.#ready.splice(place, 0, entry)
  }
}

function block(earlier: Entry, later: Entry, wait: { rule: RuleName; until: 'written' | 'answered' }): void {
  ;(later.blockers ??= new Map()).set(earlier, wait)
  ;(earlier.dependents ??= new Set()).add(later)
}
