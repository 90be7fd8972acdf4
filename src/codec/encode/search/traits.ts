/** What a query needs of the server, and what its answer depends on. */
import { isAscii } from '../../text/octets.ts'
import { FLAGS_OF, NEEDS, READS_ANY_FLAG, type Key } from './key.ts'
import type { SearchQuery } from './query.ts'
import { keysOf } from './read.ts'

export interface SearchTraits {
  readonly readsFlags: readonly string[] | 'any'
  /** It names messages by sequence number. */
  readonly usesSequence: boolean
  /** It names the last message with `*`. */
  readonly usesStar: boolean
  /** It has text beyond ASCII: `CHARSET UTF-8` must come before the keys, unless UTF-8 is enabled. */
  readonly needsUtf8Charset: boolean
  /** Some of it may match loosely (RFC 6203), so results have a relevancy. */
  readonly fuzzy: boolean
  /** It asks for mod-sequences, so the answer carries one (RFC 7162 §3.1.5). */
  readonly modSeq: boolean
  /** Capabilities, upper-case. */
  readonly needs: readonly string[]
}

/** @throws UsageError as `searchKeys` */
export function describe(query: SearchQuery): SearchTraits {
  return describeKeys(keysOf(query, 'search', 0))
}

/** As `describe`, of a query that has been read. */
export function describeKeys(read: readonly Key[]): SearchTraits {
  const keys = [...flatten(read)]
  const sets = keys.filter((key) => key.kind === 'set')
  const words = new Set(keys.flatMap((key) => ('word' in key && key.word !== undefined ? [key.word] : [])))
  return {
    readsFlags: allFlagsRead(keys),
    usesSequence: sets.some(({ word }) => word === undefined),
    usesStar: sets.some(({ set }) => set.usesStar),
    needsUtf8Charset: keys.some((key) => 'text' in key && !isAscii(key.text)),
    fuzzy: words.has('FUZZY'),
    modSeq: words.has('MODSEQ'),
    needs: [...new Set([...words].flatMap((word) => NEEDS.get(word) ?? []))],
  }
}

function* flatten(keys: readonly Key[]): Generator<Key, undefined> {
  for (const key of keys) {
    yield key
    if (key.kind === 'or') for (const branch of key.branches) yield* flatten(branch)
    else if (key.kind === 'not' || key.kind === 'fuzzy') yield* flatten(key.keys)
  }
}

/** The flags a key looks at. */
function flagsRead(key: Key): readonly string[] | 'any' {
  if (key.kind === 'keyword') return [key.keyword]
  if (key.kind === 'flagModSeq') return [key.flag]
  if (!('word' in key) || key.word === undefined) return []
  return READS_ANY_FLAG.has(key.word) ? 'any' : (FLAGS_OF.get(key.word.replace(/^NOT /, '')) ?? [])
}

/** `any` swallows the rest. */
function allFlagsRead(keys: readonly Key[]): readonly string[] | 'any' {
  const read = keys.map(flagsRead)
  return read.includes('any') ? 'any' : [...new Set(read.flat())]
}
