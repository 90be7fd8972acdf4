/**
 * Search words on the command line, all of which must hold: `unseen from:boss since:2026-01-01 not:flagged`.
 */
import type { SearchQuery } from '../codec/encode/search/query.ts'
import { describe } from '../codec/encode/search/traits.ts'
import { UsageError } from '../errors.ts'
import { CliUsageError } from './exit-code.ts'

type Reader = (value: string | undefined) => SearchQuery

const bare =
  (query: SearchQuery): Reader =>
  (value) => {
    if (value !== undefined) throw new CliUsageError('takes no value')
    return query
  }

const valued =
  (make: (value: string) => SearchQuery): Reader =>
  (value) => {
    if (value === undefined || value === '') throw new CliUsageError('needs a value, as in key:value')
    return make(value)
  }

const WORDS: Readonly<Record<string, Reader>> = {
  all: bare({ all: true }),
  answered: bare({ answered: true }),
  unanswered: bare({ answered: false }),
  deleted: bare({ deleted: true }),
  undeleted: bare({ deleted: false }),
  draft: bare({ draft: true }),
  undraft: bare({ draft: false }),
  flagged: bare({ flagged: true }),
  unflagged: bare({ flagged: false }),
  seen: bare({ seen: true }),
  unseen: bare({ seen: false }),
  keyword: valued((keyword) => ({ keyword })),
  unkeyword: valued((unkeyword) => ({ unkeyword })),
  from: valued((from) => ({ from })),
  to: valued((to) => ({ to })),
  cc: valued((cc) => ({ cc })),
  bcc: valued((bcc) => ({ bcc })),
  subject: valued((subject) => ({ subject })),
  body: valued((body) => ({ body })),
  text: valued((text) => ({ text })),
  header: valued(header),
  before: valued((before) => ({ before })),
  on: valued((on) => ({ on })),
  since: valued((since) => ({ since })),
  'sent-before': valued((sentBefore) => ({ sentBefore })),
  'sent-on': valued((sentOn) => ({ sentOn })),
  'sent-since': valued((sentSince) => ({ sentSince })),
  larger: valued((size) => ({ larger: octets(size) })),
  smaller: valued((size) => ({ smaller: octets(size) })),
  older: valued((age) => ({ older: seconds(age) })),
  younger: valued((age) => ({ younger: seconds(age) })),
  uid: valued((uid) => ({ uid })),
}

export const SEARCH_WORDS: readonly string[] = Object.keys(WORDS)

/** @throws CliUsageError naming the word that is wrong. */
export function queryOf(words: readonly string[]): SearchQuery {
  if (words.length === 0) return { all: true }
  const queries = words.map(wordQuery)
  return queries.length === 1 ? queries[0]! : { and: queries }
}

function wordQuery(word: string): SearchQuery {
  if (word.startsWith('not:')) return { not: wordQuery(word.slice('not:'.length)) }
  const colon = word.indexOf(':')
  const key = (colon === -1 ? word : word.slice(0, colon)).toLowerCase()
  const reader = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined
  if (reader === undefined) {
    throw new CliUsageError(
      `unknown search word ${JSON.stringify(key)}; there are not:… and ${SEARCH_WORDS.join(', ')}`,
    )
  }
  try {
    const query = reader(colon === -1 ? undefined : word.slice(colon + 1))
    describe(query)
    return query
  } catch (error) {
    if (error instanceof CliUsageError) throw new CliUsageError(`search word ${key}: ${error.message}`)
    // What the value must be like is known to the encoder.
    if (error instanceof UsageError) throw new CliUsageError(`search word ${key}: ${reasonOf(error)}`)
    throw error
  }
}

/** Without the key, and without what only programs can write. */
function reasonOf({ message }: UsageError): string {
  return message.replace(/^search [^:]*: /, '').replace(' or { year, month, day }', '')
}

function header(text: string): SearchQuery {
  const equals = text.indexOf('=')
  if (equals < 1) throw new CliUsageError('expected header:Name=value')
  return { header: [[text.slice(0, equals), text.slice(equals + 1)]] }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }

/** `500`, `10k`, `1M`. */
function octets(text: string): number {
  const match = /^(\d+)([kmg]?)$/i.exec(text)
  if (match === null) throw new CliUsageError('expected a size such as 500, 10k or 1M')
  return Number(match[1]) * UNITS[match[2]!.toLowerCase()]!
}

const AGES: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** `90s`, `2h`, `7d`. */
function seconds(text: string): number {
  const match = /^(\d+)([smhdw])$/i.exec(text)
  if (match === null) throw new CliUsageError('expected an age such as 90s, 2h or 7d')
  return Number(match[1]) * AGES[match[2]!.toLowerCase()]!
}
