import type { SearchQuery } from '../../../src/codec/encode/search/query.ts'
import { SavedSearch } from '../../../src/codec/sequence-set.ts'
import type { SearchSource } from '../../../src/session/commands/searching/multi-search.ts'
import type { SearchReturn } from '../../../src/session/commands/searching/returns.ts'
import type { SortCriteria } from '../../../src/session/commands/searching/sort.ts'
import type { ThreadAlgorithm } from '../../../src/session/commands/searching/thread.ts'
import type { Arg } from '../../support/command-grammar.ts'
import {
  camel,
  itemsOf,
  keyOf,
  numberOf,
  setOf,
  textOf,
  textsOf,
  wordOf,
  wordsOf,
  type Request,
  type Requests,
  type World,
} from './world.ts'

const WORDS: Readonly<Record<string, SearchQuery>> = {
  ALL: { all: true },
  ANSWERED: { answered: true },
  DELETED: { deleted: true },
  UNDELETED: { deleted: false },
  FLAGGED: { flagged: true },
  SEEN: { seen: true },
  UNSEEN: { seen: false },
}

const WITH_TEXT = ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text', 'keyword', 'unkeyword']
const WITH_DATE = ['before', 'on', 'since', 'sentBefore', 'sentOn', 'sentSince', 'savedOn', 'savedSince']
const WITH_NUMBER = ['larger', 'smaller', 'older', 'younger']

function queryOf(key: Arg, world: World): SearchQuery {
  if (key.type === 'list') return { and: key.items.map((each) => queryOf(each, world)) }
  if (key.type === 'set') return key.value === '$' ? { uid: world.saved } : { sequence: key.value }
  const { name, args } = keyOf(key)
  const word = WORDS[name]
  if (word !== undefined) return word
  const [first, second] = args
  switch (name) {
    case 'NOT':
      return { not: queryOf(first!, world) }
    case 'FUZZY':
      return { fuzzy: queryOf(first!, world) }
    case 'FILTER':
      return { filter: first?.type === 'atom' ? first.value : '' }
    case 'ANNOTATION':
      return { annotation: annotationOf(args) }
    case 'OR':
      return { or: [queryOf(first!, world), queryOf(second!, world)] }
    case 'UID':
      return { uid: setOf(first, world) }
    case 'MODSEQ':
      return { modSeq: args.length === 1 ? numberOf(first) : flagModSeq(args) }
    case 'EMAILID':
    case 'THREADID':
      return { [camel(name, ['emailId', 'threadId'])]: first?.type === 'atom' ? first.value : '' }
    default:
      return operand(name, first!)
  }
}

function flagModSeq([entry, type, number]: readonly Arg[]): NonNullable<SearchQuery['modSeq']> {
  const flag = textOf(entry).slice('/flags/'.length)
  return { atLeast: numberOf(number), flag, type: wordOf(type).toLowerCase() as 'all' }
}

const SCOPES = { VALUE: {}, 'VALUE.PRIV': { scope: 'private' }, 'VALUE.SHARED': { scope: 'shared' } } as const

function annotationOf([entry, of, value]: readonly Arg[]): NonNullable<SearchQuery['annotation']> {
  return { entry: textOf(entry), value: textOf(value), ...SCOPES[wordOf(of) as keyof typeof SCOPES] }
}

function operand(name: string, arg: Arg): SearchQuery {
  const key = camel(name, [...WITH_TEXT, ...WITH_DATE, ...WITH_NUMBER])
  if (arg.type === 'date') return { [key]: { year: arg.year, month: arg.month, day: arg.day } }
  return { [key]: arg.type === 'number' ? arg.value : textOf(arg) }
}

/** Several keys; one object could not hold the same twice. */
function program(keys: Arg | undefined, world: World): SearchQuery {
  return { and: itemsOf(keys).map((key) => queryOf(key, world)) }
}

function optionsOf(returns: Arg | undefined): { save?: SavedSearch; context?: true; return?: readonly SearchReturn[] } {
  const wanted = itemsOf(returns).flatMap((each): SearchReturn[] => {
    const word = wordOf(each)
    if (word === 'SAVE' || word === 'CONTEXT') return []
    if (word !== 'PARTIAL') return [word.toLowerCase() as 'min']
    const [range] = keyOf(each).args
    const [from, to] = (range?.type === 'atom' ? range.value : '').split(':').map(Number)
    return [{ partial: { from: from!, to: to! } }]
  })
  const words = wordsOf(returns)
  return {
    ...(words.includes('SAVE') ? { save: new SavedSearch() } : {}),
    ...(words.includes('CONTEXT') ? { context: true } : {}),
    ...(wanted.length === 0 ? {} : { return: wanted }),
  }
}

const search: Request = ([returns, , keys], world) => {
  void world.imap.search(program(keys, world), optionsOf(returns) as object)
}

function criteriaOf(criteria: Arg | undefined): SortCriteria {
  return itemsOf(criteria).map((each) => {
    if (each.type !== 'key') return wordOf(each).toLowerCase() as 'date'
    return { reverse: wordOf(each.args[0]).toLowerCase() as 'date' }
  })
}

const sort: Request = ([returns, criteria, , keys], world) => {
  const order = criteriaOf(criteria)
  const query = program(keys, world)
  if (wordsOf(returns).includes('UPDATE')) void world.imap.sortUpdates(order, query)
  else void world.imap.sort(order, query, optionsOf(returns) as object)
}

const ALGORITHMS: readonly ThreadAlgorithm[] = ['orderedSubject', 'references', 'refs']

const thread: Request = ([algorithm, , keys], world) => {
  void world.imap.thread(camel(wordOf(algorithm), ALGORITHMS) as ThreadAlgorithm, program(keys, world))
}

function sourceOf(source: Arg): SearchSource {
  if (source.type !== 'key') return wordOf(source).toLowerCase() as SearchSource
  const [names] = source.args
  const mailboxes = names?.type === 'list' ? textsOf(names) : [textOf(names)]
  if (source.name === 'MAILBOXES') return { mailboxes }
  return source.name === 'SUBTREE' ? { subtree: mailboxes } : { subtreeOne: mailboxes }
}

const multiSearch: Request = ([sources, returns, , keys], world) => {
  const { return: wanted } = optionsOf(returns)
  const options = { in: itemsOf(sources).map(sourceOf), ...(wanted === undefined ? {} : { return: wanted }) }
  void world.imap.multiSearch(program(keys, world), options)
}

export const SEARCHING: Requests = {
  ESEARCH: multiSearch,
  'UID SEARCH': search,
  'UID SORT': sort,
  'UID THREAD': thread,
}
