/** Gathers the answer to SEARCH and SORT, however the server gives it. */
import { NumberList } from '../../../codec/number-list.ts'
import { NumberSet, NumberSetBuilder } from '../../../codec/number-set.ts'
import { tellSaved } from '../../../codec/sequence-set.ts'
import type { ESearch, Untagged } from '../../../codec/values.ts'
import type { Collector } from '../../command.ts'
import { collector, incomplete } from './program.ts'
import { placesOf, type Returns, type SearchReturns, type SortReturns } from './returns.ts'

/** What has been heard so far. */
class Heard {
  answered = false
  min: number | undefined
  max: number | undefined
  count: number | undefined
  readonly #numbers: NumberSetBuilder = new NumberSetBuilder()
  list: NumberList | undefined
  partial: NumberList | undefined
  modSeq: bigint | undefined
  scores: readonly number[] = []

  /** Lines add up; servers split long ones. */
  esearch(line: ESearch): void {
    this.answered = true
    this.min = line.min ?? this.min
    this.max = line.max ?? this.max
    this.count = line.count ?? this.count
    if (line.all !== undefined) this.found(line.all)
    const list = line.order ?? (line.all === undefined ? undefined : NumberList.from(line.all))
    if (list !== undefined) this.list = this.list?.concat(list) ?? list
    if (line.partial !== undefined) this.partial = this.partial?.concat(line.partial.numbers) ?? line.partial.numbers
    this.higher(line.modSeq)
    if (line.relevancy !== undefined) this.scores = [...this.scores, ...line.relevancy]
  }

  found(numbers: NumberSet): void {
    this.#numbers.addAll(numbers)
  }

  get set(): NumberSet {
    return this.#numbers.build()
  }

  higher(modSeq: bigint | undefined): void {
    if (modSeq !== undefined && (this.modSeq === undefined || modSeq > this.modSeq)) this.modSeq = modSeq
  }
}

export interface AnswerOptions {
  /** The server was asked with RETURN, so that one ESEARCH must come. */
  readonly tagged: boolean
  /** RETURN names ALL. */
  readonly all: boolean
  /** Cyrus sends nothing at all when a fuzzy search finds nothing. */
  readonly mayBeSilent: boolean
}

/** The results of a SEARCH that were asked for. */
export function searchAnswer<Result>(
  command: string,
  returns: Returns,
  options: AnswerOptions,
  result: (found: Partial<SearchReturns>) => Result,
): Collector<Result> {
  const heard = new Heard()
  return collector(
    command,
    (response) => {
      const taken = takeSearch(heard, response)
      // Rows of what was found may come before the tagged OK.
      if (taken && returns.save !== undefined) tellSaved(returns.save, heard.set)
      return taken
    },
    () => {
      if (options.tagged) checkAnswered(command, heard, options)
      const found = searchReturns(command, heard, returns, options.all || !options.tagged)
      if (returns.save !== undefined) tellSaved(returns.save, heard.set)
      return result(found)
    },
  )
}

function takeSearch(heard: Heard, response: Untagged): boolean {
  if (response.type === 'esearch') heard.esearch(response)
  else if (response.type === 'search') {
    heard.found(response.numbers)
    heard.higher(response.modSeq)
  } else return false
  return true
}

/** The results of one ESEARCH line that were asked for. */
export function lineReturns(command: string, line: ESearch, returns: Returns, all: boolean): Partial<SearchReturns> {
  const heard = new Heard()
  heard.esearch(line)
  return searchReturns(command, heard, returns, all)
}

function searchReturns(command: string, heard: Heard, returns: Returns, all: boolean): Partial<SearchReturns> {
  const { set } = heard
  if (all && set.isEmpty && (heard.count ?? 0) > 0) throw incomplete(command, 'COUNT says more than ALL')
  const part = returns.partial
  const results: SearchReturns = {
    // RFC 9051 §7.3.4: nothing found is an ESEARCH without MIN, MAX and ALL.
    min: heard.min ?? set.min,
    max: heard.max ?? set.max,
    count: heard.count ?? set.size,
    all: set,
    partial:
      all && part !== undefined ? set.slice(...placesOf(part, set.size)) : (heard.partial?.toSet() ?? NumberSet.empty),
    modSeq: heard.modSeq,
    relevancy: new Map(),
  }
  if (!all) checkTold(command, heard, returns)
  if (returns.names.has('relevancy')) results.relevancy = relevancy(command, heard, all)
  return pick(returns, results)
}

/** The results of a SORT that were asked for. */
export function sortAnswer<Result>(
  command: string,
  returns: Returns,
  options: AnswerOptions,
  result: (found: Partial<SortReturns>) => Result,
): Collector<Result> {
  const heard = new Heard()
  return collector(
    command,
    (response) => {
      if (response.type === 'esearch') heard.esearch(response)
      else if (response.type === 'sort') {
        heard.list = heard.list?.concat(response.numbers) ?? response.numbers
        heard.higher(response.modSeq)
      } else return false
      if (returns.save !== undefined) tellSaved(returns.save, (heard.list ?? NumberList.empty).toSet())
      return true
    },
    () => {
      if (!options.tagged) heard.list ??= NumberList.empty
      else checkAnswered(command, heard, options)
      const results = sortReturns(command, heard, returns, options.all || !options.tagged)
      if (returns.save !== undefined) tellSaved(returns.save, (heard.list ?? NumberList.empty).toSet())
      return result(results)
    },
  )
}

function sortReturns(command: string, heard: Heard, returns: Returns, all: boolean): Partial<SortReturns> {
  const list = heard.list ?? NumberList.empty
  if (all && list.isEmpty && (heard.count ?? 0) > 0) throw incomplete(command, 'COUNT says more than ALL')
  const part = returns.partial
  const results: SortReturns = {
    min: list.first,
    max: list.last,
    count: heard.count ?? list.size,
    all: list,
    partial: all && part !== undefined ? list.slice(...placesOf(part, list.size)) : (heard.partial ?? NumberList.empty),
    modSeq: heard.modSeq,
    relevancy: new Map(),
  }
  if (!all) checkTold(command, heard, returns)
  if (returns.names.has('relevancy')) results.relevancy = relevancy(command, heard, all)
  return pick(returns, results)
}

function checkAnswered(command: string, heard: Heard, { mayBeSilent }: AnswerOptions): void {
  if (heard.answered) return
  if (!mayBeSilent) throw incomplete(command, 'OK, but no ESEARCH response')
  heard.count = 0
  heard.partial = NumberList.empty
}

/** What cannot be computed here must have been told. */
function checkTold(command: string, heard: Heard, { names }: Returns): void {
  if (names.has('count') && heard.count === undefined) throw incomplete(command, 'no COUNT in the ESEARCH response')
  if (names.has('partial') && heard.partial === undefined)
    throw incomplete(command, 'no PARTIAL in the ESEARCH response')
}

function relevancy(command: string, heard: Heard, all: boolean): ReadonlyMap<number, number> {
  const list = (all ? heard.list : heard.partial) ?? NumberList.empty
  const { scores } = heard
  if (scores.length !== list.size) throw incomplete(command, `${scores.length} scores for ${list.size} messages`)
  const byUid = new Map<number, number>()
  let place = 0
  for (const uid of list) byUid.set(uid, scores[place++]!)
  return byUid
}

function pick<Results extends object>({ names }: Returns, results: Results): Partial<Results> {
  return Object.fromEntries(
    Object.entries(results).filter(([name]) => (names as ReadonlySet<string>).has(name)),
  ) as Partial<Results>
}
