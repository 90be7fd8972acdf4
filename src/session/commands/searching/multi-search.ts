/** ESEARCH: many mailboxes with one command (MULTISEARCH, RFC 7377). */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts'
import type { SearchQuery } from '../../../codec/encode/search/query.ts'
import { UsageError } from '../../../errors.ts'
import type { Command, Facts } from '../../command.ts'
import { footprint, nameOf, subscriptionOf } from '../../footprint.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'
import type { At, MailboxPath } from '../mailboxes/path.ts'
import { lineReturns } from './answer.ts'
import { collector, incomplete, Program } from './program.ts'
import { Returns, type SearchResult, type SearchReturn } from './returns.ts'

/**
 * Where to search (RFC 7377 §2.2): the selected mailbox, those that get new mail, the user's own, the subscribed, some
 * by name, some with everything below them, or with what is right below them.
 */
export type SearchSource = Source<MailboxArgument | MailboxPath>

type Source<Mailbox> =
  | 'selected'
  | 'inboxes'
  | 'personal'
  | 'subscribed'
  | { readonly mailboxes: readonly Mailbox[] }
  | { readonly subtree: readonly Mailbox[] }
  | { readonly subtreeOne: readonly Mailbox[] }

/** What was found in one mailbox. */
export type MailboxResult<Return extends SearchReturn> = SearchResult<Return> & {
  readonly mailbox: string
  /** The octets the server used for the name, where they are not our spelling of it. */
  readonly wireName: string | undefined
  readonly uidValidity: number
}

const WORDS: readonly unknown[] = ['selected', 'inboxes', 'personal', 'subscribed']
const LISTS: ReadonlyMap<string, string> = new Map([
  ['mailboxes', 'MAILBOXES'],
  ['subtree', 'SUBTREE'],
  ['subtreeOne', 'SUBTREE-ONE'],
])

/** ESEARCH: one item for each mailbox in which something was found. */
export function multiSearch<Return extends SearchReturn>(
  query: SearchQuery,
  sources: readonly SearchSource[],
  wanted: readonly Return[],
  at: At,
): Command<void, MailboxResult<Return>> {
  const program = new Program(new CommandLine('ESEARCH'), query)
  if (program.traits.usesSequence)
    throw new UsageError('ESEARCH: sequence numbers mean something in the selected mailbox only')
  const returns = new Returns('ESEARCH', wanted, program.traits)
  const named = withNames(sources, at)
  putSources(new CommandLine('ESEARCH'), named)
  return {
    name: 'ESEARCH',
    adapts: true,
    plan(facts) {
      requireCapability('ESEARCH', facts.capabilities, 'MULTISEARCH')
      program.check('ESEARCH', facts)
      const build = (): CommandLine => {
        const line = new CommandLine('ESEARCH')
        putSources(line, named)
        returns.put(line, facts)
        return program.put(line, facts)
      }
      return {
        ...program.lines(build),
        footprint: footprintOf(program, named, facts),
        collector: mailboxes<Return>(returns, facts),
      }
    },
  }
}

function mailboxes<Return extends SearchReturn>(returns: Returns, facts: Facts) {
  const all = returns.needsAll(facts)
  let problem: Error | undefined
  const gathering = collector<void, MailboxResult<Return>>(
    'ESEARCH',
    (response) => {
      if (response.type !== 'esearch') return false
      try {
        const { mailbox, wireName, uidValidity } = response
        if (mailbox === undefined || uidValidity === undefined)
          throw incomplete('ESEARCH', 'an answer names no mailbox')
        const found = lineReturns('ESEARCH', response, returns, all) as SearchResult<Return>
        gathering.emit?.({ ...found, mailbox, wireName, uidValidity }, response.all?.rangeCount ?? 1)
      } catch (error) {
        problem ??= error as Error
      }
      return true
    },
    ({ code }) => {
      if (problem !== undefined) throw problem
      // RFC 7377 §2.4: the server has given up half-way, and calls it success.
      if (code?.name === 'LIMIT') throw incomplete('ESEARCH', 'the server stopped at a limit of its own')
    },
  )
  return gathering
}

/** What is no list stays as it is, and is refused when it is to be written. */
function withNames(sources: readonly SearchSource[], at: At): readonly Source<MailboxArgument>[] {
  if (!Array.isArray(sources) || sources.length === 0)
    throw new UsageError('ESEARCH in: not a list of one or more sources')
  return (sources as readonly SearchSource[]).map((source) => {
    if (typeof source !== 'object' || source === null) return source
    const named = Object.entries(source).map(([list, names]: [string, unknown]) => [
      list,
      Array.isArray(names) ? (names as readonly (MailboxArgument | MailboxPath)[]).map(at) : names,
    ])
    return Object.fromEntries(named) as Source<MailboxArgument>
  })
}

function footprintOf(program: Program, sources: readonly Source<MailboxArgument>[], facts: Facts) {
  const selected = sources.includes('selected')
  const named = sources.every(
    (source) => source === 'selected' || (typeof source === 'object' && 'mailboxes' in source),
  )
  const keys = sources.flatMap((source) =>
    typeof source === 'object' && 'mailboxes' in source ? source.mailboxes.map(mailboxKey) : [],
  )
  const boxes = named ? [...keys, ...(selected ? [facts.mailbox] : [])] : [undefined]
  return footprint({
    state: selected ? 'selected' : 'authenticated',
    selection: selected ? 'reads' : 'ignores',
    reads: [
      ...boxes.flatMap((box) => [...program.reads(box), nameOf(box)]),
      ...(sources.includes('subscribed') ? [subscriptionOf(undefined)] : []),
    ],
    slots: facts.correlator ? [] : ['SEARCH'],
  })
}

/**
 *     esearch-source-opts = "IN" SP "(" source-mbox ")"
 *     source-mbox         = filter-mailboxes *(SP filter-mailboxes)       ; RFC 7377 §4
 *     one-or-more-mailbox = mailbox / many-mailboxes                      ; RFC 5465 §8
 */
function putSources(line: CommandLine, sources: readonly Source<MailboxArgument>[]): void {
  line.atom('IN').list((list) => {
    for (const source of sources) {
      if (typeof source === 'string' && WORDS.includes(source)) list.atom(source)
      else putList(list, source)
    }
  })
}

function putList(line: CommandLine, source: unknown): void {
  const [[name, names] = ['', undefined], ...more] = Object.entries(source ?? {}) as [string, unknown][]
  const word = LISTS.get(name)
  if (typeof source !== 'object' || word === undefined || more.length > 0) {
    throw new UsageError(`ESEARCH in: expected ${WORDS.join(', ')}, or { ${[...LISTS.keys()].join(' }, { ')} }`)
  }
  if (!Array.isArray(names) || names.length === 0)
    throw new UsageError(`ESEARCH in ${name}: not a list of one or more mailboxes`)
  line.atom(word).list((list) => {
    for (const mailbox of names as readonly MailboxArgument[]) list.mailbox(mailbox)
  })
}
