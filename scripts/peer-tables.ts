/** What the rows of the tables of other libraries are called, read from where those tables are kept, if they are. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.ts'

/** Names that must have a row under a heading that begins with `part`. */
export interface Handles {
  readonly part: string
  readonly handles: readonly string[]
}

const TABLES = join(root, '../shared/reference')

/** Nothing where the tables are not at hand. */
export function peerHandles(): Handles[] {
  const rust = join(TABLES, 'peers-rust.md')
  const javascript = join(TABLES, 'peers-javascript.md')
  if (!existsSync(rust) || !existsSync(javascript)) return []
  return [...rustHandles(readFileSync(rust, 'utf8')), ...javascriptHandles(readFileSync(javascript, 'utf8'))]
}

function rustHandles(text: string): Handles[] {
  const ids = [...text.matchAll(/^\| ([CAMETUFS]\d+) \|/gm)].map(([, id]) => id!)
  const scenarios = between(text, '## 2.2 ', '## 2.3 ').matchAll(/^\| ([PQRN]\d+[a-z]?(?:\/[PQRN]\d+)?) \|/gm)
  const rules = [...between(text, '## 6.1 ', '## 6.2 ').matchAll(/^(\d+)\. /gm)].map(([, n]) => `Rule ${n}`)
  return [
    { part: '', handles: ids },
    { part: '', handles: [...scenarios].flatMap(([, id]) => id!.split('/')) },
    { part: '', handles: rules },
    { part: 'E14', handles: absentFromAll(text) },
  ]
}

/** One row of that table is a list. */
function absentFromAll(text: string): string[] {
  const list = /^\| E14 \|[^|]*\|([^|]*)\|/m.exec(text)?.[1] ?? ''
  return list.split(',').map((item) => item.replace(/\(\d+\)/, '').trim())
}

/** Where the names stand and under which heading their rows do. */
const JAVASCRIPT: readonly (readonly [part: string, begin: string, end: string])[] = [
  ['ImapFlow: methods', '**Methods (35):**', 'Statics/exports'],
  ['ImapFlow: properties', '**Properties:**', '\n'],
  ['ImapFlow: constructor options', '**Constructor options:**', '\n'],
  ['ImapFlow: events', '**Events:** close', '\n'],
  ['ImapFlow: further options', '**Sub-options:**', '\n'],
  ['ImapFlow: fields of results', '**Result fields:**', '\n'],
  ['ImapFlow: error codes', '**Error codes (ImapFlowErrorCode, errors.js:10-65):**', '\n'],
  ['node-imap: methods', '**Methods:** connect end', '**Props:**'],
  ['node-imap: properties', '**Props:**', '**Events:**'],
  ['node-imap: events', '**Events:** ready', '**Config:**'],
  ['node-imap: search criteria', '**Search criteria:**', '\n'],
  ['node-imap: configuration', '**Config:**', '**fetch options:**'],
  ['node-imap: options of fetch', '**fetch options:**', '**Search criteria:**'],
  ['Search keys', 'Keys: seq uid', '. Unknown key'],
]

function javascriptHandles(text: string): Handles[] {
  const features = [...between(text, '### 1.1 ', '### 1.2 ').matchAll(/^\| ([^|]+) \|/gm)]
    .map(([, feature]) => feature!.replace('[V]', '').trim())
    .filter((feature) => feature !== 'Feature' && !feature.startsWith('---'))
  return [
    { part: 'JavaScript: features', handles: features },
    ...JAVASCRIPT.map(([part, begin, end]) => ({ part, handles: words(between(text, begin, end), begin) })),
  ]
}

/** Words of the text around the names. */
const NO_NAMES: ReadonlySet<string> = new Set([
  'Keys',
  'Error',
  'props',
  'mirror',
  'of',
  'Static',
  'Symbol',
  'fetch',
  'min',
])

/** Names, without what stands in round brackets behind them, and without the labels of lists in curly ones. */
function words(text: string, begin: string): string[] {
  const bare = `; ${begin.split('**').at(-1)!} ${text}`
    .replace(/\([^)]*\)/g, ' ')
    .replace(/; *[\w/]+(?: \w+)? (?=\{)/g, ' ')
    .replace(/[^\w[.\]]+|\.(?= |$)/g, ' ')
  return [...new Set(bare.split(/[ .[\]]+/).filter((word) => /^[A-Za-z_]\w+$/.test(word) && !NO_NAMES.has(word)))]
}

function between(text: string, begin: string, end: string): string {
  const from = text.indexOf(begin)
  if (from === -1) throw new Error(`the tables have no ${begin}`)
  const start = from + begin.length
  const to = text.indexOf(end, start)
  return text.slice(start, to === -1 ? text.length : to)
}
