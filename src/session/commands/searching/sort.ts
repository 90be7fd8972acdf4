/** UID SORT (RFC 5256 §3), ESORT (RFC 5267 §3), SORT=DISPLAY (RFC 5957). */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import type { NumberList } from '../../../codec/number-list.ts'
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { savedResult } from '../../footprint.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import { sortAnswer } from './answer.ts'
import { Program } from './program.ts'
import { Returns, type SaveOptions, type SearchReturn, type SortResult, type SortReturns } from './returns.ts'
import { saving } from './search.ts'

export type SortKey =
  | 'arrival'
  | 'cc'
  | 'date'
  | 'from'
  | 'size'
  | 'subject'
  | 'to'
  /** By the name shown, else the address. Needs SORT=DISPLAY, as `displayTo`. */
  | 'displayFrom'
  | 'displayTo'
  /** Best match first. Only with `fuzzy` in the query; needs SEARCH=FUZZY. */
  | 'relevancy'

/** What counts first, then what decides among equals. */
export type SortCriteria = readonly (SortKey | { readonly reverse: SortKey })[]

const NEEDS: ReadonlyMap<string, string> = new Map([
  ['arrival', 'SORT'],
  ['cc', 'SORT'],
  ['date', 'SORT'],
  ['from', 'SORT'],
  ['size', 'SORT'],
  ['subject', 'SORT'],
  ['to', 'SORT'],
  ['displayFrom', 'SORT=DISPLAY'],
  ['displayTo', 'SORT=DISPLAY'],
  ['relevancy', 'SEARCH=FUZZY'],
])

/** UID SORT: the UIDs of all messages that match, in order. */
export function sort(criteria: SortCriteria, query: SearchQuery, options: SaveOptions = {}): Command<NumberList> {
  return sortCommand(criteria, query, ['all'], options, (found) => found.all!)
}

/** UID SORT RETURN: just what is asked for; computed here where the server cannot. */
export function sortReturning<Return extends SearchReturn>(
  criteria: SortCriteria,
  query: SearchQuery,
  returns: readonly Return[],
  options: SaveOptions = {},
): Command<SortResult<Return>> {
  return sortCommand(criteria, query, returns, options, (found) => found as SortResult<Return>)
}

function sortCommand<Result>(
  criteria: SortCriteria,
  query: SearchQuery,
  wanted: readonly SearchReturn[],
  options: SaveOptions,
  pick: (found: Partial<SortReturns>) => Result,
): Command<Result> {
  const program = new Program(new CommandLine('UID SORT'), query)
  const order = new SortOrder(criteria, program)
  const returns = new Returns('SORT', wanted, program.traits, options)
  return {
    name: 'UID SORT',
    adapts: true,
    plan(facts) {
      order.check(facts.capabilities)
      program.check('SORT', facts)
      const extended = facts.correlator && hasCapability(facts.capabilities, 'ESORT')
      const returning = extended || returns.save !== undefined || returns.names.has('relevancy')
      if (returning) requireCapability('SORT', facts.capabilities, 'ESORT')
      const line = new CommandLine('UID SORT')
      if (returning) returns.put(line, facts)
      order.put(line)
      program.putWithCharset(line)
      const collector = sortAnswer(
        'UID SORT',
        returns,
        {
          tagged: returning,
          all: returning && returns.needsAll(facts),
          mayBeSilent: program.traits.fuzzy,
        },
        pick,
      )
      // Without a trustworthy correlator an ESEARCH is told from another by having one owner at a time.
      const slots = extended ? [] : returning ? ['SORT', 'SEARCH'] : ['SORT']
      const footprint = program.footprint(facts, slots)
      return {
        line,
        footprint: returns.save === undefined ? footprint : { ...footprint, writes: [savedResult] },
        collector,
        ...saving(returns.save),
      }
    },
  }
}

/**
 *     sort-criteria  = "(" sort-criterion *(SP sort-criterion) ")"
 *     sort-criterion = ["REVERSE" SP] sort-key                      ; RFC 5256 §5
 */
export class SortOrder {
  readonly #criteria: readonly { readonly key: string; readonly reverse: boolean }[]

  /** @throws UsageError naming what is wrong. */
  constructor(criteria: SortCriteria, { traits }: Program) {
    if (!Array.isArray(criteria) || criteria.length === 0)
      throw new UsageError('SORT criteria: not a list of one or more')
    this.#criteria = criteria.map((each: unknown) => {
      const { reverse: key, ...rest } = (typeof each === 'object' && each !== null ? each : { reverse: each }) as {
        reverse?: unknown
      }
      if (typeof key !== 'string' || !NEEDS.has(key) || Object.keys(rest).length > 0) {
        throw new UsageError(`SORT criteria: expected some of ${[...NEEDS.keys()].join(', ')}, or { reverse } of one`)
      }
      return { key, reverse: typeof each === 'object' }
    })
    if (!traits.fuzzy && this.#criteria.some(({ key }) => key === 'relevancy')) {
      throw new UsageError('SORT criteria relevancy: the query has no fuzzy')
    }
  }

  check(capabilities: ReadonlySet<string>): void {
    requireCapability('SORT', capabilities, 'SORT')
    for (const { key } of this.#criteria) requireCapability(`SORT ${key}`, capabilities, NEEDS.get(key)!)
  }

  put(line: CommandLine): void {
    line.list((list) => {
      for (const { key, reverse } of this.#criteria) {
        if (reverse) list.atom('REVERSE')
        list.atom(key.toUpperCase())
      }
    })
  }
}
