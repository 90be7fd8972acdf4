/**
 * Which command goes next.
 *
 * On admission a command is compared once with every earlier one that has not been answered; what it must
 * wait for becomes its `blockers`, and each answer removes itself from those that wait. A command without
 * blockers is ready, whatever its place in the queue: later commands overtake blocked earlier ones, but
 * never one they conflict with, so nothing starves. Ready commands leave in submission order.
 */
import { precedes, type Entry } from '../entry.ts'
import { isWide, onlyReads } from '../footprint.ts'
import type { Profile } from '../server/profile.ts'
import { mustWait, type RuleName } from './rules.ts'

export class Scheduler {
  readonly #source: { readonly profile: Pick<Profile, 'readsBehindSelect'> }
  readonly #without: ReadonlySet<RuleName> | undefined
  /** Admitted and unanswered. */
  readonly #entries: Set<Entry> = new Set()
  /** Those of them that may conflict with a read for more than a slot: few, while reads come by the thousand. */
  readonly #changes: Set<Entry> = new Set()
  /** Those of the others that want a slot, by slot. */
  readonly #slots: Map<string, Set<Entry>> = new Map()
  /** Unblocked and unwritten, in order of submission. */
  readonly #ready: Entry[] = []

  constructor(source: { readonly profile: Pick<Profile, 'readsBehindSelect'> }, without?: ReadonlySet<RuleName>) {
    this.#source = source
    this.#without = without
  }

  get size(): number {
    return this.#entries.size
  }

  /** Everything admitted and unanswered, in order of submission. */
  entries(): Iterable<Entry> {
    return this.#entries
  }

  get hasReady(): boolean {
    return this.#ready.length > 0
  }

  admit(entry: Entry): void {
    for (const other of this.#mayConflict(entry)) {
      if (entry.whole === undefined || other.begun || precedes(other, entry)) this.#compare(other, entry)
      else this.#overtaken(other, entry)
    }
    if (!this.#without?.has('R8')) {
      for (const needed of entry.after) if (!needed.answered) block(needed, entry, { rule: 'R8', until: 'answered' })
    }
    this.#enter(entry)
    if (entry.blockers === undefined) this.#makeReady(entry)
  }

  /** A read need not be compared with other reads, except for the owners of its slots. */
  *#mayConflict(entry: Entry): Iterable<Entry> {
    if (isChange(entry)) return yield* this.#entries
    yield* this.#changes
    for (const slot of entry.plan!.footprint.slots) yield* this.#slots.get(slot) ?? []
  }

  #enter(entry: Entry): void {
    this.#entries.add(entry)
    if (isChange(entry)) return void this.#changes.add(entry)
    for (const slot of entry.plan!.footprint.slots) {
      const owners = this.#slots.get(slot)
      if (owners === undefined) this.#slots.set(slot, new Set([entry]))
      else owners.add(entry)
    }
  }

  #leave(entry: Entry): void {
    this.#entries.delete(entry)
    this.#changes.delete(entry)
    for (const slot of entry.plan?.footprint.slots ?? []) {
      const owners = this.#slots.get(slot)
      owners?.delete(entry)
      if (owners?.size === 0) this.#slots.delete(slot)
    }
  }

  /** A later step of a composed command stands where the whole does: what is not written yet waits for it. */
  #overtaken(entry: Entry, step: Entry): void {
    const wasReady = entry.blockers === undefined || entry.blockers.size === 0
    this.#compare(step, entry)
    const place = wasReady && entry.blockers !== undefined && entry.blockers.size > 0 ? this.#ready.indexOf(entry) : -1
    if (place >= 0) this.#ready.splice(place, 1)
  }

  #compare(earlier: Entry, later: Entry): void {
    const wait = mustWait(earlier.plan!.footprint, later.plan!.footprint, this.#without)
    if (wait === undefined) return
    if (wait.rule === 'R4' && !this.#source.profile.readsBehindSelect)
      return block(earlier, later, { rule: 'R4', until: 'answered' })
    if (wait.until === 'answered' || !earlier.begun) block(earlier, later, wait)
  }

  /** The ready command that was submitted first. */
  peek(): Entry | undefined {
    return this.#ready[0]
  }

  next(): Entry | undefined {
    return this.#ready.shift()
  }

  /** It is to be written once more; what waits for it goes on waiting. */
  again(entry: Entry): void {
    this.#makeReady(entry)
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
    this.#leave(entry)
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
    while (place > 0 && precedes(entry, this.#ready[place - 1]!)) place--
    this.#ready.splice(place, 0, entry)
  }
}

/** A wide slot is not found by its name, so its owner is compared with everybody. */
function isChange(entry: Entry): boolean {
  const { footprint } = entry.plan!
  return !onlyReads(footprint) || footprint.slots.some(isWide)
}

function block(earlier: Entry, later: Entry, wait: { rule: RuleName; until: 'written' | 'answered' }): void {
  ;(later.blockers ??= new Map()).set(earlier, wait)
  ;(earlier.dependents ??= new Set()).add(later)
}
