/**
 * docs/extensions.md against the sources: every capability that src asks for and every public method has a row, and
 * every method and test that is named there exists.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ImapConnection } from '../src/index.ts'
import { root } from './project.ts'

const PAGE = 'docs/extensions.md'

/** All methods of a connection, those it inherits too. */
export function publicMethods(): string[] {
  const names = new Set<string>()
  let prototype: object | null = ImapConnection.prototype
  for (; prototype !== null && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor' && !SUBMITTING.has(name)) names.add(name)
    }
  }
  return [...names]
}

/** How methods become tokens; not public. */
const SUBMITTING: ReadonlySet<string> = new Set(['submit', 'submitLater', 'collect', 'gather', 'follow'])

/** A line that asks what the server can do, and the names in it. */
const ASKS = /requireCapability|hasCapability|capabilities\.has|needs: |#facts\.has|this\.has\(/
const NAME = /'([A-Z][A-Z0-9]*(?:[-=+][A-Z0-9-]*)*)'/g
/** Names on such lines that are no capabilities: of commands and of items. */
const NO_CAPABILITIES: ReadonlySet<string> = new Set([
  'LIST',
  'STATUS',
  'SEARCH',
  'THREAD',
  'GENURLAUTH',
  'URLFETCH',
  'RESETKEY',
  'SETQUOTA',
  'COMPRESS',
  'DELETED-STORAGE',
  'HIGHESTMODSEQ',
  'LOGIN',
])

/** Servers are recognised by capabilities that nothing is done with. */
const RECOGNITION = ['src/session/quirks/**']

function capabilitiesAskedFor(): string[] {
  const names = new Set<string>()
  for (const file of globSync('src/**/*.ts', { cwd: root, exclude: RECOGNITION })) {
    for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
      if (!ASKS.test(line)) continue
      for (const [, name] of line.matchAll(NAME)) if (!NO_CAPABILITIES.has(name!)) names.add(name!)
    }
  }
  return [...names]
}

export function extensionProblems(page: string): string[] {
  const words = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, word]) => word!))
  const upper = new Set([...words].map((word) => word.toUpperCase()))
  const methods = publicMethods()
  const named = [...words].flatMap((word) => (/^(\w+)\(\)$/.exec(word)?.[1] ?? []) as string | [])
  const tests = [...page.matchAll(/test\/[\w/.-]+\.test\.ts/g)].map(([path]) => path)
  return [
    ...methods.filter((method) => !named.includes(method)).map((method) => `${method}() has no row`),
    ...named.filter((method) => !methods.includes(method)).map((method) => `there is no ${method}()`),
    ...tests.filter((path) => !existsSync(join(root, path))).map((path) => `there is no ${path}`),
    ...capabilitiesAskedFor()
      .filter((name) => !upper.has(name))
      .map((name) => `${name} is asked for in src and has no row`),
  ]
}

if (import.meta.main) {
  const problems = extensionProblems(readFileSync(join(root, PAGE), 'utf8'))
  if (problems.length > 0) {
    console.error(problems.map((problem) => `${PAGE}: ${problem}`).join('\n'))
    process.exit(1)
  }
}
