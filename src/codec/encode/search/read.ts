/**
 * From search criteria as an object to their keys.
 *
 * A criterion that is misspelt, empty or undefined is an error. Leaving it out would widen the search, and
 * the caller may be about to delete what it finds.
 */
import { UsageError } from '../../../errors.ts'
import { SavedSearch, sequenceSet, type SetInput } from '../../sequence-set.ts'
import { calendarDay, type CalendarDate } from '../date.ts'
import { checkFlag, checkKeyword, isAtom } from '../flag.ts'
import type { Key } from './key.ts'
import type { SearchQuery } from './query.ts'

type Reader = (value: unknown, what: string, depth: number) => readonly Key[]

/** Deeper than anyone means; an object that holds itself ends here. */
const MAX_DEPTH = 50

/** objectid = 1*255(ALPHA / DIGIT / "_" / "-")   ; RFC 8474 §7 */
const OBJECT_ID = /^[A-Za-z0-9_-]{1,255}$/
/** An entry name is quoted, never a literal (RFC 7162 §7). */
const MAX_ENTRY_FLAG = 900
/** filter-name = 1*<any ATOM-CHAR except "/">   ; RFC 5466 §4 */
const FILTER_NAME = /^[^/]+$/

const READERS: ReadonlyMap<string, Reader> = new Map<keyof SearchQuery, Reader>([
  ['all', flag('ALL', 'NOT ALL')],
  ['answered', flag('ANSWERED', 'UNANSWERED')],
  ['deleted', flag('DELETED', 'UNDELETED')],
  ['draft', flag('DRAFT', 'UNDRAFT')],
  ['flagged', flag('FLAGGED', 'UNFLAGGED')],
  ['seen', flag('SEEN', 'UNSEEN')],
  ['recent', flag('RECENT', 'NOT RECENT')],
  ['new', flag('NEW', 'NOT NEW')],
  ['old', flag('OLD', 'NOT OLD')],
  ['keyword', keyword('KEYWORD')],
  ['unkeyword', keyword('UNKEYWORD')],
  ['from', text('FROM')],
  ['to', text('TO')],
  ['cc', text('CC')],
  ['bcc', text('BCC')],
  ['subject', text('SUBJECT')],
  ['body', text('BODY')],
  ['text', text('TEXT')],
  ['header', header],
  ['before', date('BEFORE')],
  ['on', date('ON')],
  ['since', date('SINCE')],
  ['sentBefore', date('SENTBEFORE')],
  ['sentOn', date('SENTON')],
  ['sentSince', date('SENTSINCE')],
  ['larger', number('LARGER', 0n, 2n ** 63n - 1n)],
  ['smaller', number('SMALLER', 0n, 2n ** 63n - 1n)],
  ['uid', (value, what) => [{ kind: 'set', word: 'UID', set: sequenceSet(value as SetInput, what) }]],
  ['sequence', sequence],
  ['modSeq', modSeq],
  ['older', number('OLDER', 1n, 2n ** 32n - 1n)],
  ['younger', number('YOUNGER', 1n, 2n ** 32n - 1n)],
  ['savedBefore', date('SAVEDBEFORE')],
  ['savedOn', date('SAVEDON')],
  ['savedSince', date('SAVEDSINCE')],
  ['saveDateSupported', flag('SAVEDATESUPPORTED', 'NOT SAVEDATESUPPORTED')],
  ['emailId', name('EMAILID', OBJECT_ID, 'an object identifier')],
  ['threadId', name('THREADID', OBJECT_ID, 'an object identifier')],
  ['filter', name('FILTER', FILTER_NAME, 'the name of a filter')],
  ['annotation', annotation],
  ['gmailRaw', text('X-GM-RAW')],
  ['gmailMessageId', number('X-GM-MSGID', 1n, 2n ** 63n - 1n)],
  ['gmailThreadId', number('X-GM-THRID', 1n, 2n ** 63n - 1n)],
  ['gmailLabel', label],
  ['fuzzy', fuzzy],
  ['and', (value, what, depth) => queries(value, what, 1).flatMap((query) => keysOf(query, what, depth + 1))],
  ['or', or],
  ['not', not],
])

export function keysOf(query: unknown, what: string, depth: number): readonly Key[] {
  if (depth > MAX_DEPTH) throw new UsageError(`${what}: nested too deeply`)
  if (typeof query !== 'object' || query === null || Array.isArray(query)) {
    throw new UsageError(`${what}: not an object of search keys`)
  }
  const entries = Object.entries(query)
  if (entries.length === 0) throw new UsageError(`${what}: no search key; every message is { all: true }`)
  return entries.flatMap(([name, value]: [string, unknown]) => {
    const read = READERS.get(name)
    if (read === undefined) throw new UsageError(`search: no such key: ${JSON.stringify(name.slice(0, 40))}`)
    if (value === undefined || value === null) throw new UsageError(`search ${name}: has no value`)
    return read(value, `search ${name}`, depth)
  })
}

function flag(whenTrue: string, whenFalse: string): Reader {
  return (value, what) => {
    if (typeof value !== 'boolean') throw new UsageError(`${what}: neither true nor false`)
    return [{ kind: 'word', word: value ? whenTrue : whenFalse }]
  }
}

function keyword(word: string): Reader {
  return (value, what) =>
    texts(value, what).map((each) => ({ kind: 'keyword', word, keyword: checkKeyword(each, what) }))
}

function text(word: string): Reader {
  return (value, what) =>
    texts(value, what).map((each) => {
      if (each === '') throw new UsageError(`${what}: empty text is found in every message`)
      return { kind: 'text', word, what, text: each }
    })
}

/** `HEADER` may have an empty text: the field is there (RFC 9051 §6.4.4). */
function header(value: unknown, what: string): readonly Key[] {
  if (typeof value !== 'object') throw new UsageError(`${what}: neither an object nor a list of pairs`)
  const pairs: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value as object)
  if (pairs.length === 0) throw new UsageError(`${what}: is empty`)
  return pairs.flatMap((pair) => {
    const [name, wanted]: readonly unknown[] = Array.isArray(pair) && pair.length === 2 ? pair : []
    if (typeof name !== 'string' || !/^[!-9;-~]+$/.test(name)) throw new UsageError(`${what}: not a header field name`)
    return texts(wanted, `${what} ${name}`).map((each): Key => ({ kind: 'header', name, text: each }))
  })
}

function date(word: string): Reader {
  return (value, what) => [{ kind: 'date', word, day: calendarDay(value as CalendarDate, what) }]
}

function number(word: string, least: bigint, most: bigint): Reader {
  return (value, what) => {
    const integer =
      typeof value === 'bigint' || Number.isSafeInteger(value) ? BigInt(value as number | bigint) : undefined
    if (integer === undefined || integer < least || integer > most) {
      throw new UsageError(`${what}: not an integer from ${least} to ${most}`)
    }
    return [{ kind: 'number', word, number: integer }]
  }
}

function sequence(value: unknown, what: string): readonly Key[] {
  if (value instanceof SavedSearch) throw new UsageError(`${what}: a saved search is a set of UIDs; use uid`)
  return [{ kind: 'set', word: undefined, set: sequenceSet(value as SetInput, what) }]
}

/** search-modseq-ext = SP entry-name SP entry-type-req   ; RFC 7162 §7 */
function modSeq(value: unknown, what: string, depth: number): readonly Key[] {
  const read = number('MODSEQ', 0n, 2n ** 63n - 1n)
  if (typeof value !== 'object') return read(value, what, depth)
  const { atLeast, flag, type = 'all', ...rest } = value as Record<string, unknown>
  const [key] = read(atLeast, `${what} atLeast`, depth)
  if (type !== 'all' && type !== 'priv' && type !== 'shared')
    throw new UsageError(`${what} type: none of priv, shared, all`)
  refuseRest(rest, what)
  const checked = checkFlag(flag as string, `${what} flag`)
  if (checked.length > MAX_ENTRY_FLAG) throw new UsageError(`${what} flag: longer than ${MAX_ENTRY_FLAG} characters`)
  return key?.kind === 'number' ? [{ ...key, kind: 'flagModSeq', flag: checked, type }] : []
}

function name(word: string, form: RegExp, description: string): Reader {
  return (value, what) =>
    texts(value, what).map((each) => {
      if (!isAtom(each) || !form.test(each)) throw new UsageError(`${what}: not ${description}`)
      return { kind: 'name', word, name: each }
    })
}

/** A label is an astring; those of the system begin with a backslash and are quoted. */
function label(value: unknown, what: string): readonly Key[] {
  return texts(value, what).map((each) => {
    if (each === '') throw new UsageError(`${what}: is empty`)
    return { kind: 'label', word: 'X-GM-LABELS', what, text: each }
  })
}

const ANNOTATION_SCOPES: ReadonlyMap<unknown, string> = new Map([
  [undefined, 'value'],
  ['private', 'value.priv'],
  ['shared', 'value.shared'],
])

/** search-key =/ "ANNOTATION" SP entry-match SP att-search SP value   ; RFC 5257 §5 */
function annotation(value: unknown, what: string): readonly Key[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw new UsageError(`${what}: is an empty list`)
  return list.map((each) => {
    if (typeof each !== 'object' || each === null) throw new UsageError(`${what}: not an object`)
    const { entry, scope, value: text, ...rest } = each as Record<string, unknown>
    const of = ANNOTATION_SCOPES.get(scope)
    if (of === undefined) throw new UsageError(`${what} scope: neither private nor shared`)
    if (typeof entry !== 'string' || !/^[/*%][!-~]*$/.test(entry))
      throw new UsageError(`${what} entry: not a path such as /comment`)
    if (typeof text !== 'string') throw new UsageError(`${what} value: not a string`)
    refuseRest(rest, what)
    return { kind: 'annotation', word: 'ANNOTATION', entry, of, text }
  })
}

function refuseRest(rest: object, what: string): void {
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new UsageError(`${what}: no such property: ${JSON.stringify(unknown.slice(0, 40))}`)
}

function fuzzy(value: unknown, what: string, depth: number): readonly Key[] {
  const loose = Array.isArray(value) ? queries(value, what, 1) : [value]
  return loose.map((query) => ({ kind: 'fuzzy', word: 'FUZZY', keys: keysOf(query, what, depth + 1) }))
}

function or(value: unknown, what: string, depth: number): readonly Key[] {
  return [{ kind: 'or', branches: queries(value, what, 2).map((query) => keysOf(query, what, depth + 1)) }]
}

function not(value: unknown, what: string, depth: number): readonly Key[] {
  const refused = Array.isArray(value) ? queries(value, what, 1) : [value]
  return refused.map((query) => ({ kind: 'not', word: 'NOT', keys: keysOf(query, what, depth + 1) }))
}

function texts(value: unknown, what: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length === 0) throw new UsageError(`${what}: is an empty list`)
  return list.map((each) => {
    if (typeof each !== 'string') throw new UsageError(`${what}: not a string`)
    return each
  })
}

function queries(value: unknown, what: string, least: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < least)
    throw new UsageError(`${what}: not a list of ${least} or more queries`)
  return value
}
