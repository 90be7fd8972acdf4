import { CommandLine } from '../../../codec/encode/command-line.ts'
import { NumberSet } from '../../../codec/number-set.ts'
import { describe, searchKeys, type SearchQuery } from '../../../codec/encode/search-key.ts'
import type { ESearch, Malformed, Tagged, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Facts } from '../../command.ts'
import { flagsOf, footprint, membersOf, type Resource } from '../../footprint.ts'
import type { Selection } from '../../selection.ts'
import { hasCapability, requireCapability } from '../../capabilities.ts'

/** What SEARCH may return instead of the set (RFC 9051 §6.4.4, RFC 4731). */
export interface SearchReturns {
  /** Lowest and highest UID found; undefined when nothing was. */
  min: number | undefined
  max: number | undefined
  count: number
  all: NumberSet
}

export type SearchReturn = keyof SearchReturns

const RETURNS: readonly SearchReturn[] = ['min', 'max', 'count', 'all']

/** UID SEARCH: the UIDs of all messages that match. */
export function search(query: SearchQuery): Command<NumberSet> {
  return searchCommand(query, ['all'], (found) => found.all!)
}

/** UID SEARCH RETURN: just what is asked for; computed here where the server has no ESEARCH. */
export function searchReturning<R extends SearchReturn>(
  query: SearchQuery,
  returns: readonly R[],
): Command<Pick<SearchReturns, R>> {
  const unknown = returns.find((name) => !RETURNS.includes(name))
  if (returns.length === 0 || unknown !== undefined) {
    throw new UsageError(
      `SEARCH return: expected some of ${RETURNS.join(', ')}, got ${JSON.stringify(unknown ?? returns)}`,
    )
  }
  return searchCommand(
    query,
    returns,
    (found) => Object.fromEntries(returns.map((name) => [name, found[name]])) as Pick<SearchReturns, R>,
  )
}

type Found = { -readonly [K in SearchReturn]: SearchReturns[K] | undefined }

function searchCommand<Result>(
  query: SearchQuery,
  returns: readonly SearchReturn[],
  pick: (found: Found) => Result,
): Command<Result> {
  const { readsFlags, usesSequence, needsUtf8Charset, needs } = describe(query)
  searchKeys(new CommandLine('UID SEARCH'), query)
  return {
    name: 'UID SEARCH',
    adapts: true,
    plan(facts) {
      for (const capability of needs) requireCapability('SEARCH', facts.capabilities, capability)
      const tagged = hasESearch(facts)
      const line = new CommandLine('UID SEARCH')
      if (tagged) line.atom('RETURN').list((list) => returns.forEach((name) => list.atom(name.toUpperCase())))
      if (needsUtf8Charset && !facts.enabled.has('UTF8=ACCEPT') && !facts.enabled.has('IMAP4REV2')) {
        line.atom('CHARSET').atom('UTF-8')
      }
      searchKeys(line, query)
      return {
        line,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          usesSequence,
          reads: [membersOf(facts.mailbox), ...flagsReadIn(facts.mailbox, readsFlags)],
          slots: tagged ? [] : ['SEARCH'],
        }),
        collector: tagged ? taggedAnswer(pick) : plainAnswer(pick),
      }
    },
  }
}

function flagsReadIn(mailbox: string | undefined, flags: readonly string[] | 'any'): readonly Resource[] {
  if (flags === 'any') return [flagsOf(mailbox)]
  return flags.length === 0 ? [] : [flagsOf(mailbox, undefined, flags)]
}

/** With a correlator any number of searches can be in flight (RFC 9051 §7.3.4). */
function hasESearch(facts: Facts): boolean {
  return facts.correlator && hasCapability(facts.capabilities, 'ESEARCH')
}

function taggedAnswer<Result>(pick: (found: Found) => Result): Collector<Result> {
  let answer: ESearch | undefined
  return collector(
    (response) => {
      if (response.type !== 'esearch') return false
      answer = response
      return true
    },
    () => {
      if (answer === undefined) throw incomplete('OK, but no ESEARCH response', 'ERR_IMAP_INCOMPLETE')
      const { min, max, count, all } = answer
      // RFC 9051 §7.3.4: nothing found is an ESEARCH without MIN, MAX and ALL.
      return pick({ min, max, count: count ?? all?.size, all: all ?? NumberSet.empty })
    },
  )
}

/** Several SEARCH lines add up; servers split long ones, and some send none for nothing. */
function plainAnswer<Result>(pick: (found: Found) => Result): Collector<Result> {
  let all = NumberSet.empty
  return collector(
    (response) => {
      if (response.type === 'esearch') all = all.union(response.all ?? NumberSet.empty)
      else if (response.type === 'search') all = all.isEmpty ? response.numbers : all.union(response.numbers)
      else return false
      return true
    },
    () => pick({ min: all.min, max: all.max, count: all.size, all }),
  )
}

function collector<Result>(
  take: (response: Untagged) => boolean,
  finish: (reply: Tagged) => Result,
): Collector<Result> {
  let spoiled: Malformed | undefined
  return {
    take,
    spoil(line) {
      spoiled = line
    },
    finish(reply) {
      if (spoiled !== undefined) throw incomplete(`a line could not be read: ${spoiled.reason}`, 'ERR_IMAP_MALFORMED')
      return finish(reply)
    },
  }
}

function incomplete(what: string, code: 'ERR_IMAP_INCOMPLETE' | 'ERR_IMAP_MALFORMED'): ProtocolError {
  return new ProtocolError(`UID SEARCH: ${what}`, code, { outcome: 'answered' })
}

/** All UIDs of a mailbox in order are its numbering; needed where EXPUNGE comes by number (no QRESYNC). */
export function learnNumbering(selection: Selection): Command<void> {
  const all = search({ all: true })
  return {
    name: all.name,
    adapts: all.adapts,
    plan(facts) {
      const { collector, ...plan } = all.plan(facts)
      let uids = NumberSet.empty
      return {
        ...plan,
        collector: {
          ...collector,
          // At this point of the stream they are as many as there are messages; EXISTS or EXPUNGE may follow.
          take(response) {
            if (response.type === 'search') uids = uids.union(response.numbers)
            if (response.type === 'esearch') uids = uids.union(response.all ?? NumberSet.empty)
            selection.learnAll(uids)
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
