/** UID SEARCH (RFC 9051 §6.4.4), with or without ESEARCH. */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import { NumberSet, NumberSetBuilder } from '../../../codec/number-set.ts'
import type { SavedSearch } from '../../../codec/sequence-set.ts'
import type { Untagged } from '../../../codec/values.ts'
import type { Command, Facts } from '../../command.ts'
import { savedResult } from '../../footprint.ts'
import type { Selection } from '../../selection/selection.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import { searchAnswer } from './answer.ts'
import { Program } from './program.ts'
import { Returns, type SaveOptions, type SearchResult, type SearchReturn, type SearchReturns } from './returns.ts'

/** UID SEARCH: the UIDs of all messages that match. */
export function search(query: SearchQuery, options: SaveOptions = {}): Command<NumberSet> {
  return searchCommand(query, ['all'], options, (found) => found.all!)
}

/** UID SEARCH RETURN: just what is asked for; computed here where the server cannot. */
export function searchReturning<Return extends SearchReturn>(
  query: SearchQuery,
  returns: readonly Return[],
  options: SaveOptions = {},
): Command<SearchResult<Return>> {
  return searchCommand(query, returns, options, (found) => found as SearchResult<Return>)
}

function searchCommand<Result>(
  query: SearchQuery,
  wanted: readonly SearchReturn[],
  options: SaveOptions,
  pick: (found: Partial<SearchReturns>) => Result,
): Command<Result> {
  const program = new Program(new CommandLine('UID SEARCH'), query)
  const returns = new Returns('SEARCH', wanted, program.traits, options)
  return {
    name: 'UID SEARCH',
    adapts: true,
    plan(facts) {
      program.check('SEARCH', facts)
      if (returns.names.has('relevancy')) requireCapability('SEARCH return relevancy', facts.capabilities, 'ESEARCH')
      const tagged = hasESearch(facts)
      const returning = tagged || returns.save !== undefined || returns.names.has('relevancy')
      const build = (): CommandLine => {
        const line = new CommandLine('UID SEARCH')
        if (returning) returns.put(line, facts)
        return program.put(line, facts)
      }
      const all = returning && returns.needsAll(facts)
      const collector = searchAnswer(
        'UID SEARCH',
        returns,
        {
          tagged: returning,
          all,
          mayBeSilent: program.traits.fuzzy,
        },
        pick,
      )
      const footprint = program.footprint(facts, tagged ? [] : ['SEARCH'])
      return {
        ...program.lines(build),
        footprint: returns.save === undefined ? footprint : { ...footprint, writes: [savedResult] },
        collector,
        ...saving(returns.save),
      }
    },
  }
}

export function saving(saves: SavedSearch | undefined): { readonly saves?: SavedSearch } {
  return saves === undefined ? {} : { saves }
}

/** With a correlator any number of searches can be in flight (RFC 9051 §7.3.4). */
export function hasESearch(facts: Facts): boolean {
  return facts.correlator && hasCapability(facts.capabilities, 'ESEARCH')
}

function numbersOf(response: Untagged): NumberSet {
  if (response.type === 'search') return response.numbers
  return (response.type === 'esearch' ? response.all : undefined) ?? NumberSet.empty
}

/** All UIDs of a mailbox in order are its numbering; needed where EXPUNGE comes by number (no QRESYNC). */
export function learnNumbering(selection: Selection): Command<void> {
  const all = search({ all: true })
  return {
    name: all.name,
    adapts: all.adapts,
    plan(facts) {
      const { collector, ...plan } = all.plan(facts)
      const uids = new NumberSetBuilder()
      let told = 0
      return {
        ...plan,
        collector: {
          ...collector,
          // At this point of the stream they are as many as there are messages; EXISTS or EXPUNGE may follow.
          take(response) {
            const numbers = numbersOf(response)
            uids.addAll(numbers)
            told += numbers.size
            if (told >= selection.numbering.exists) selection.learnAll(uids.build())
            return collector.take!(response)
          },
          finish(reply) {
            collector.finish(reply)
          },
        },
      }
    },
  }
}
