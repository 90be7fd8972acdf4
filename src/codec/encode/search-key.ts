/**
 * Search criteria as an object, and their keys on the wire (RFC 9051 §6.4.4).
 *
 * A criterion that is misspelt, empty or undefined is an error. Leaving it out would widen the search, and
 * the caller may be about to delete what it finds.
 */
import { UsageError } from '../../errors.ts'
import type { CommandLine } from './command-line.ts'
import { calendarDay, type CalendarDate, type CalendarDay } from './date.ts'
import { checkKeyword } from './flag.ts'
import { isAscii } from '../text/octets.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../sequence-set.ts'

/** One text, or several that must all be found. */
export type SearchText = string | readonly string[]

/**
 * What messages must be like. All keys must hold. Texts match as substrings, ignoring case.
 *
 * @example { seen: false, from: 'boss', since: '2026-02-01', or: [{ subject: 'urgent' }, { flagged: true }] }
 */
export interface SearchQuery {
  /** Every message. */
  readonly all?: boolean
  readonly answered?: boolean
  readonly deleted?: boolean
  readonly draft?: boolean
  readonly flagged?: boolean
  readonly seen?: boolean
  /** IMAP4rev1 only, as `new` and `old`. */
  readonly recent?: boolean
  /** Recent and not seen. */
  readonly new?: boolean
  /** Not recent. */
  readonly old?: boolean
  readonly keyword?: SearchText
  /** None of these keywords is set. */
  readonly unkeyword?: SearchText
  readonly from?: SearchText
  readonly to?: SearchText
  readonly cc?: SearchText
  readonly bcc?: SearchText
  readonly subject?: SearchText
  readonly body?: SearchText
  /** Header or body. */
  readonly text?: SearchText
  /** By field name; the value `''` asks for the field's presence. */
  readonly header?: Readonly<Record<string, SearchText>> | readonly (readonly [name: string, value: string])[]
  /** Arrived (INTERNALDATE) before that day. */
  readonly before?: CalendarDate
  readonly on?: CalendarDate
  /** Arrived on that day or later. */
  readonly since?: CalendarDate
  /** As `before`, by the Date header. */
  readonly sentBefore?: CalendarDate
  readonly sentOn?: CalendarDate
  readonly sentSince?: CalendarDate
  /** Octets. */
  readonly larger?: number | bigint
  /** Octets. */
  readonly smaller?: number | bigint
  readonly uid?: SetInput
  /** By sequence number; such a search waits for everything that may renumber messages. */
  readonly sequence?: SetInput
  /** Changed at this mod-sequence or later (RFC 7162 §3.1.5). */
  readonly modSeq?: number | bigint
  /** Arrived at least so many seconds ago (RFC 5032). */
  readonly older?: number
  /** Arrived at most so many seconds ago (RFC 5032). */
  readonly younger?: number
  readonly and?: readonly SearchQuery[]
  /** At least one of two or more. */
  readonly or?: readonly SearchQuery[]
  /** None of these. */
  readonly not?: SearchQuery | readonly SearchQuery[]
}

/** What a search needs and depends on. */
export interface SearchTraits {
  readonly readsFlags: readonly string[] | 'any'
  /** It names messages by sequence number. */
  readonly usesSequence: boolean
  /** It names the last message with `*`. */
  readonly usesStar: boolean
  /** It has text beyond ASCII: `CHARSET UTF-8` must come before the keys, unless UTF-8 is enabled. */
  readonly needsUtf8Charset: boolean
  /** Capabilities, upper-case. */
  readonly needs: readonly string[]
}

/** One search-key. */
type Key =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'keyword'; readonly word: string; readonly keyword: string }
  | { readonly kind: 'text'; readonly word: string; readonly what: string; readonly text: string }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'date'; readonly word: string; readonly day: CalendarDay }
  | { readonly kind: 'number'; readonly word: string; readonly number: bigint }
  | { readonly kind: 'set'; readonly word: 'UID' | undefined; readonly set: SequenceSet }
  | { readonly kind: 'or'; readonly branches: readonly (readonly Key[])[] }
  | { readonly kind: 'not'; readonly keys: readonly Key[] }

type Reader = (value: unknown, what: string, depth: number) => readonly Key[]

/** Deeper than anyone means; an object that holds itself ends here. */
const MAX_DEPTH = 50

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
  ['sequence', (value, what) => [{ kind: 'set', word: undefined, set: sequenceSet(value as SetInput, what) }]],
  ['modSeq', number('MODSEQ', 0n, 2n ** 63n - 1n)],
  ['older', number('OLDER', 1n, 2n ** 32n - 1n)],
  ['younger', number('YOUNGER', 1n, 2n ** 32n - 1n)],
  ['and', (value, what, depth) => queries(value, what, 1).flatMap((query) => keysOf(query, what, depth + 1))],
  ['or', or],
  ['not', not],
])

/** NEW and OLD are about \Recent, NEW about \Seen as well (RFC 3501 §6.4.4). */
const FLAGS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['ANSWERED', ['\\Answered']],
  ['UNANSWERED', ['\\Answered']],
  ['DELETED', ['\\Deleted']],
  ['UNDELETED', ['\\Deleted']],
  ['DRAFT', ['\\Draft']],
  ['UNDRAFT', ['\\Draft']],
  ['FLAGGED', ['\\Flagged']],
  ['UNFLAGGED', ['\\Flagged']],
  ['SEEN', ['\\Seen']],
  ['UNSEEN', ['\\Seen']],
  ['RECENT', ['\\Recent']],
  ['NEW', ['\\Recent', '\\Seen']],
  ['OLD', ['\\Recent']],
])
const NEEDS: ReadonlyMap<string, string> = new Map([
  ['RECENT', 'IMAP4REV1'],
  ['NOT RECENT', 'IMAP4REV1'],
  ['NEW', 'IMAP4REV1'],
  ['NOT NEW', 'IMAP4REV1'],
  ['OLD', 'IMAP4REV1'],
  ['NOT OLD', 'IMAP4REV1'],
  ['MODSEQ', 'CONDSTORE'],
  ['OLDER', 'WITHIN'],
  ['YOUNGER', 'WITHIN'],
])

/** Adds the keys of a query to a SEARCH. @throws UsageError naming the key that is wrong. */
export function searchKeys(line: CommandLine, query: SearchQuery): void {
  for (const key of keysOf(query, 'search', 0)) put(line, key)
}

/** What a query needs and depends on. @throws UsageError as `searchKeys` */
export function describe(query: SearchQuery): SearchTraits {
  const keys = [...flatten(keysOf(query, 'search', 0))]
  const sets = keys.filter((key) => key.kind === 'set')
  const words = keys.flatMap((key) => ('word' in key && key.word !== undefined ? [key.word] : []))
  return {
    readsFlags: allFlagsRead(keys),
    usesSequence: sets.some(({ word }) => word === undefined),
    usesStar: sets.some(({ set }) => set.usesStar),
    needsUtf8Charset: keys.some((key) => 'text' in key && !isAscii(key.text)),
    needs: [...new Set(words.flatMap((word) => NEEDS.get(word) ?? []))],
  }
}

function keysOf(query: unknown, what: string, depth: number): readonly Key[] {
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

function or(value: unknown, what: string, depth: number): readonly Key[] {
  return [{ kind: 'or', branches: queries(value, what, 2).map((query) => keysOf(query, what, depth + 1)) }]
}

function not(value: unknown, what: string, depth: number): readonly Key[] {
  const refused = Array.isArray(value) ? queries(value, what, 1) : [value]
  return refused.map((query) => ({ kind: 'not', keys: keysOf(query, what, depth + 1) }))
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

function put(line: CommandLine, key: Key): void {
  switch (key.kind) {
    case 'word':
      for (const word of key.word.split(' ')) line.atom(word)
      return
    case 'keyword':
      line.atom(key.word).atom(key.keyword)
      return
    case 'text':
      line.atom(key.word).string(key.text, { what: key.what })
      return
    case 'header':
      line
        .atom('HEADER')
        .astring(key.name)
        .string(key.text, { what: `search header ${key.name}` })
      return
    case 'date':
      line.atom(key.word).date(key.day)
      return
    case 'number':
      line.atom(key.word).bigint(key.number)
      return
    case 'set':
      if (key.word !== undefined) line.atom(key.word)
      line.set(key.set)
      return
    case 'not':
      line.atom('NOT')
      putGroup(line, key.keys)
      return
    case 'or':
      putOr(line, key.branches)
  }
}

/** OR takes two keys; more become a balanced tree, so that servers with a nesting limit bear many. */
function putOr(line: CommandLine, branches: readonly (readonly Key[])[]): void {
  if (branches.length === 1) {
    putGroup(line, branches[0]!)
    return
  }
  const half = branches.length >> 1
  line.atom('OR')
  putOr(line, branches.slice(0, half))
  putOr(line, branches.slice(half))
}

/** Several keys where the grammar has one. */
function putGroup(line: CommandLine, keys: readonly Key[]): void {
  if (keys.length === 1) put(line, keys[0]!)
  else line.list(() => keys.forEach((key) => put(line, key)))
}

function* flatten(keys: readonly Key[]): Generator<Key, undefined> {
  for (const key of keys) {
    if (key.kind === 'or') for (const branch of key.branches) yield* flatten(branch)
    else if (key.kind === 'not') yield* flatten(key.keys)
    else yield key
  }
}

/** The flags a key looks at. A mod-sequence counts every change of any (RFC 7162 §3.1). */
function flagsRead(key: Key): readonly string[] | 'any' {
  if (key.kind === 'keyword') return [key.keyword]
  if (key.kind === 'word') return FLAGS_OF.get(key.word.replace(/^NOT /, '')) ?? []
  return key.kind === 'number' && key.word === 'MODSEQ' ? 'any' : []
}

/** `any` swallows the rest. */
function allFlagsRead(keys: readonly Key[]): readonly string[] | 'any' {
  const read = keys.map(flagsRead)
  return read.includes('any') ? 'any' : [...new Set(read.flat())]
}
