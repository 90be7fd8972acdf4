/**
 * Which search `$` stands for (RFC 9051 §6.4.4.1), once all commands planned so far have run.
 *
 * Reads of `$` travel behind the search that saves it: servers keep that order (RFC 9051 §6.4.4.2). Changes wait
 * for its OK: after BAD `$` still is what it was before, and they would go to other messages.
 */
import { savedSearchesIn } from '../../codec/encode/command-line.ts'
import type { SavedSearch } from '../../codec/sequence-set.ts'
import { UsageError } from '../../errors.ts'
import type { Plan } from '../command.ts'
import type { Entry } from '../entry.ts'
import { savedResult } from '../footprint.ts'
import type { Selection } from './selection.ts'

export class SavedResult {
  readonly #used: WeakSet<SavedSearch> = new WeakSet()
  #latest: { readonly saved: SavedSearch; readonly entry: Entry; readonly selection: Selection | undefined } | undefined

  /** The plan with what it needs for the `$` it names. @throws UsageError when that is no longer what it was. */
  use(entry: Entry, plan: Plan<unknown, never>, projected: Selection | undefined): Plan<unknown, never> {
    const { name } = entry.command
    if (plan.saves !== undefined && this.#used.has(plan.saves)) {
      throw new UsageError(`${name} save: this SavedSearch belongs to an earlier search; make a new one`)
    }
    const named = savedSearchesIn(plan.line)
    if (named.length === 0) return plan
    for (const saved of named) this.#check(name, saved, projected)
    const { footprint } = plan
    const search = this.#latest!.entry
    if (footprint.mutates && !search.answered) entry.after = [...entry.after, search]
    return { ...plan, footprint: { ...footprint, reads: [...footprint.reads, savedResult] } }
  }

  #check(name: string, saved: SavedSearch, projected: Selection | undefined): void {
    const latest = this.#latest
    if (latest?.saved !== saved || latest.selection !== projected) {
      const text = this.#used.has(saved)
        ? 'another search has saved its result since, or another mailbox was selected'
        : 'no search has saved this result on this connection'
      throw new UsageError(`${name} $: ${text}`, 'ERR_IMAP_STATE')
    }
    if (latest.entry.state === 'failed' || latest.entry.state === 'cancelled') {
      throw new UsageError(`${name} $: the search that was to save it did not succeed`, 'ERR_IMAP_DEPENDENCY')
    }
  }

  planned(entry: Entry): void {
    const saved = entry.plan?.saves
    if (saved === undefined) return
    this.#used.add(saved)
    this.#latest = { saved, entry, selection: entry.selection }
  }
}
