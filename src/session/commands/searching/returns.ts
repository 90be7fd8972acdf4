/** What a search may be asked to return (RFC 9051 §6.4.4, RFC 4731, RFC 5267, RFC 6203, RFC 9394). */
import type { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchTraits } from '../../../codec/encode/search/traits.ts'
import type { NumberList } from '../../../codec/number-list.ts'
import type { NumberSet } from '../../../codec/number-set.ts'
import { SavedSearch } from '../../../codec/sequence-set.ts'
import { partialRangeText, type PartialRange } from '../../../codec/partial-range.ts'
import { UsageError } from '../../../errors.ts'
import type { Facts } from '../../command.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'

/** Results of a search by name. */
export interface SearchReturns {
  /** Lowest and highest UID found; undefined when nothing was. */
  min: number | undefined
  max: number | undefined
  count: number
  all: NumberSet
  /** The part that was asked for. */
  partial: NumberSet
  /** The highest mod-sequence of all messages found; undefined when nothing was. Only with `modSeq` in the query. */
  modSeq: bigint | undefined
  /** How well each message matches, from 1 to 100, by UID. Only with `fuzzy` in the query. */
  relevancy: ReadonlyMap<number, number>
}

/** Results of SORT by name. */
export interface SortReturns extends Pick<SearchReturns, 'count' | 'modSeq' | 'relevancy'> {
  /** First and last UID in the order asked for. */
  min: number | undefined
  max: number | undefined
  all: NumberList
  partial: NumberList
}

/**
 * A name, or the part of the results wanted, by places counted from 1: `{ partial: { from: 1, to: 50 } }`; or from -1
 * backwards: `{ partial: { from: -1, to: -50 } }` are the last 50.
 */
export type SearchReturn = 'min' | 'max' | 'count' | 'all' | 'modSeq' | 'relevancy' | { readonly partial: PartialRange }

type NameOf<Return> = Return extends keyof SearchReturns ? Return : 'partial'

export type SearchResult<Return extends SearchReturn> = Pick<SearchReturns, NameOf<Return>>
export type SortResult<Return extends SearchReturn> = Pick<SortReturns, NameOf<Return>>

export interface SaveOptions {
  /** Leave everything found behind as `$`, for commands that follow. Needs SEARCHRES or IMAP4rev2. */
  readonly save?: SavedSearch
  /** Tell a server with CONTEXT=SEARCH or CONTEXT=SORT that more of this result will be asked for (RFC 5267 §4.2). */
  readonly context?: boolean
}

const NAMES: readonly string[] = ['min', 'max', 'count', 'all', 'modSeq', 'relevancy']

/** The returns asked for, checked. */
export class Returns {
  readonly names: ReadonlySet<keyof SearchReturns>
  readonly partial: PartialRange | undefined
  readonly save: SavedSearch | undefined
  readonly #command: 'SEARCH' | 'SORT' | 'ESEARCH'
  readonly #context: boolean

  /** @throws UsageError naming what is wrong. */
  constructor(
    command: 'SEARCH' | 'SORT' | 'ESEARCH',
    returns: readonly SearchReturn[],
    traits: SearchTraits,
    { save, context }: SaveOptions = {},
  ) {
    if (!Array.isArray(returns) || returns.length === 0) {
      throw new UsageError(`${command} return: expected some of ${NAMES.join(', ')}, got ${JSON.stringify(returns)}`)
    }
    const names = new Set<keyof SearchReturns>()
    for (const each of returns) {
      if (typeof each === 'object' && each !== null) {
        if (this.partial !== undefined) throw new UsageError(`${command} return: more than one partial`)
        this.partial = checkedRange(`${command} return partial`, each)
        names.add('partial')
      } else if (NAMES.includes(each)) names.add(each)
      else throw new UsageError(`${command} return: expected some of ${NAMES.join(', ')}, got ${JSON.stringify(each)}`)
    }
    if (names.has('modSeq') && !traits.modSeq) throw new UsageError(`${command} return modSeq: the query has no modSeq`)
    if (names.has('relevancy') && !traits.fuzzy)
      throw new UsageError(`${command} return relevancy: the query has no fuzzy`)
    if (save !== undefined && !(save instanceof SavedSearch)) throw new UsageError(`${command} save: not a SavedSearch`)
    this.#command = command
    this.names = names
    this.save = save
    this.#context = context === true
  }

  /** All results must come, so that what the server does not compute can be computed here. */
  needsAll(facts: Facts): boolean {
    const { names, partial } = this
    if (names.has('all') || this.save !== undefined) return true
    // Cyrus 3.10 tells the lowest and highest UID; RFC 5267 §3.1 means the first and last in order.
    if (this.#command === 'SORT' && (names.has('min') || names.has('max'))) return true
    if (partial === undefined) return names.has('relevancy')
    return !this.#hasPartial(facts, partial)
  }

  #hasPartial(facts: Facts, { from }: PartialRange): boolean {
    const context = this.#command === 'SORT' ? 'CONTEXT=SORT' : 'CONTEXT=SEARCH'
    // RFC 5267 counts from the beginning only; RFC 9394 extends SEARCH, not SORT.
    if (from > 0 && hasCapability(facts.capabilities, context)) return true
    return this.#command !== 'SORT' && hasCapability(facts.capabilities, 'PARTIAL')
  }

  /** `RETURN (…)`. @throws UsageError naming the capability that is missing. */
  put(line: CommandLine, facts: Facts): void {
    const { names } = this
    if (this.save !== undefined) requireCapability(this.#command, facts.capabilities, 'SEARCHRES')
    const all = this.needsAll(facts)
    line.atom('RETURN').list((list) => {
      if (this.save !== undefined) list.atom('SAVE')
      if (this.#context && this.#takesHint(facts)) list.atom('CONTEXT')
      for (const name of names) this.#putOne(list, name, all)
      // Of MIN and MAX alone the mod-sequence would be theirs (RFC 4731 §3.2).
      if (names.has('modSeq') && !names.has('count') && !all) list.atom('COUNT')
      if (all && !names.has('all')) list.atom('ALL')
    })
  }

  #takesHint(facts: Facts): boolean {
    return hasCapability(facts.capabilities, this.#command === 'SORT' ? 'CONTEXT=SORT' : 'CONTEXT=SEARCH')
  }

  #putOne(line: CommandLine, name: keyof SearchReturns, all: boolean): void {
    if (name === 'modSeq') return
    if (name !== 'partial') return void line.atom(name.toUpperCase())
    if (!all) line.atom('PARTIAL').partialRange(this.partial!)
  }
}

function checkedRange(what: string, value: object): PartialRange {
  const { partial, ...rest } = value as { partial?: PartialRange }
  const { from, to, ...more } = (partial ?? {}) as PartialRange
  const [unknown] = [...Object.keys(rest), ...Object.keys(more)]
  if (unknown !== undefined) throw new UsageError(`${what}: no such property: ${JSON.stringify(unknown.slice(0, 40))}`)
  partialRangeText({ from, to }, what)
  return { from, to }
}

/** Where a partial range begins and ends in a result of so many, counted from 0; the end is not included. */
export function placesOf({ from, to }: PartialRange, size: number): readonly [number, number] {
  const low = Math.min(from, to)
  const high = Math.max(from, to)
  return from > 0 ? [low - 1, high] : [Math.max(0, size + low), Math.max(0, size + high + 1)]
}
