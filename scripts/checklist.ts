/**
 * docs/checklist.md against the sources: every row has an answer, what an answer names exists, and so does every test.
 * Where the tables of the other libraries are at hand, every row of them is in the page.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import * as api from '../src/index.ts'
import { publicMethods } from './extensions.ts'
import { peerHandles, type Handles } from './peer-tables.ts'
import { root } from './project.ts'

const PAGE = 'docs/checklist.md'
const INDEXES = ['src/index.ts', 'src/codec/index.ts', 'src/session/index.ts']
/** An answer without a test says why in its first words. */
const REASON = /^(?:No:|A later version:|Not of this library:)/

export interface Row {
  /** The heading it stands under. */
  readonly part: string
  readonly handles: readonly string[]
  readonly answer: string
  readonly tests: readonly string[]
}

/** Rows of tables with four columns: what it is called, what it is, the answer, the test. */
export function checklistRows(page: string): Row[] {
  const rows: Row[] = []
  let part = ''
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) part = line.replace(/^#+ /, '')
    if (!line.startsWith('|') || /^\| (?:row|-+) /.test(line)) continue
    const [handles = '', , answer = '', tests = ''] = cells(line)
    rows.push({
      part,
      handles: handles.split(', '),
      answer,
      tests: tests === '–' || tests === '' ? [] : tests.split(', '),
    })
  }
  return rows
}

function cells(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** What is wrong with the page; `peers` are the rows there must be. */
export function checklistProblems(page: string, peers: readonly Handles[]): string[] {
  const rows = checklistRows(page)
  return [...rows.flatMap(rowProblems), ...peers.flatMap((handles) => missing(rows, handles))]
}

function rowProblems({ handles, answer, tests }: Row): string[] {
  const row = handles.join(', ')
  const problems = tests.filter((path) => !existsSync(join(root, path))).map((path) => `there is no ${path}`)
  if (answer === '') problems.push('no answer')
  else if (tests.length === 0 && !REASON.test(answer)) problems.push('neither a test nor a reason')
  for (const [, word] of answer.matchAll(/`([^`]+)`/g)) {
    if (!exists(word!)) problems.push(`there is no ${word}`)
  }
  return problems.map((problem) => `${row}: ${problem}`)
}

function missing(rows: readonly Row[], { part, handles }: Handles): string[] {
  const there = new Set(
    rows.filter((row) => row.part.startsWith(part)).flatMap((row) => [...row.handles, row.handles.join(', ')]),
  )
  return handles.filter((handle) => !there.has(handle)).map((handle) => `${part}: ${handle} has no row`)
}

// --- what the sources have -------------------------------------------------------------------------------

/** A method, a function, a type, or a name that the sources declare; words of the protocol and bits of code pass. */
function exists(word: string): boolean {
  const called = /^(?:(\w+)\.)?(\w+)\(\)$/.exec(word)
  if (called !== null) return callable(called[1], called[2]!)
  if (/^[A-Z]\w*[a-z]\w*$/.test(word)) return exported().has(word)
  if (!/^[a-z]\w*$/.test(word)) return true
  return exported().has(word) || declared().has(word)
}

const METHODS: ReadonlySet<string> = new Set(publicMethods())

function callable(of: string | undefined, name: string): boolean {
  if (of === undefined) return METHODS.has(name) || exported().has(name)
  const owner = (api as Record<string, unknown>)[of]
  return typeof owner === 'function' && typeof Reflect.get(owner, name) === 'function'
}

let exportedNames: ReadonlySet<string> | undefined

function exported(): ReadonlySet<string> {
  return (exportedNames ??= new Set(INDEXES.flatMap((path) => exportsOf(path))))
}

function exportsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8')
  const names = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    list!.split(',').map((name) => name.trim().replace(/^type /, '')),
  )
  const own = [...text.matchAll(/^export (?:abstract )?(?:class|interface|type|const|function) (\w+)/gm)]
  const all = [...text.matchAll(/^export (?:type )?\* from '([^']+)'/gm)]
  return [
    ...names,
    ...own.map(([, name]) => name!),
    ...all.flatMap(([, from]) => exportsOf(join(dirname(path), from!))),
  ]
}

let declaredNames: ReadonlySet<string> | undefined

/** Names of members, of keys, and of what is told apart by a text: options, results, events. */
function declared(): ReadonlySet<string> {
  if (declaredNames !== undefined) return declaredNames
  const names = new Set<string>()
  for (const file of globSync('src/**/*.ts', { cwd: root, exclude: ['src/cli/**'] })) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [, name] of text.matchAll(/^ *(?:readonly |get |static )*(\w+)\??[:(<]/gm)) names.add(name!)
    for (const [, name] of text.matchAll(/'(\w+)'/g)) names.add(name!)
  }
  return (declaredNames = names)
}

if (import.meta.main) {
  const problems = checklistProblems(readFileSync(join(root, PAGE), 'utf8'), peerHandles())
  if (problems.length > 0) {
    console.error(problems.map((problem) => `${PAGE}: ${problem}`).join('\n'))
    process.exit(1)
  }
}
