/** Search keys on the wire (RFC 9051 §6.4.4). */
import type { CommandLine } from '../command-line.ts'
import type { Key } from './key.ts'
import type { SearchQuery } from './query.ts'
import { keysOf } from './read.ts'

/** Adds the keys of a query to a SEARCH. @throws UsageError naming the key that is wrong. */
export function searchKeys(line: CommandLine, query: SearchQuery): void {
  putKeys(line, keysOf(query, 'search', 0))
}

/** As `searchKeys`, of a query that has been read. @throws UsageError for text that cannot be sent. */
export function putKeys(line: CommandLine, keys: readonly Key[]): void {
  for (const key of keys) put(line, key)
}

function put(line: CommandLine, key: Key): void {
  switch (key.kind) {
    case 'word':
      for (const word of key.word.split(' ')) line.atom(word)
      return
    case 'keyword':
      line.atom(key.word).atom(key.keyword)
      return
    case 'name':
      line.atom(key.word).atom(key.name)
      return
    case 'text':
      line.atom(key.word).string(key.text, { what: key.what })
      return
    case 'label':
      line.atom(key.word).astring(key.text, { what: key.what })
      return
    case 'header':
      line
        .atom('HEADER')
        .astring(key.name)
        .string(key.text, { what: `search header ${key.name}` })
      return
    case 'annotation':
      line.atom(key.word).string(key.entry).atom(key.of).string(key.text, { what: 'search annotation' })
      return
    case 'date':
      line.atom(key.word).date(key.day)
      return
    case 'number':
      line.atom(key.word).bigint(key.number)
      return
    case 'flagModSeq':
      line.atom(key.word).string(`/flags/${key.flag.toLowerCase()}`).atom(key.type).bigint(key.number)
      return
    case 'set':
      if (key.word !== undefined) line.atom(key.word)
      line.set(key.set)
      return
    case 'not':
    case 'fuzzy':
      line.atom(key.word)
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
