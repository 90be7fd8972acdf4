/** What no linter knows: forms that comments and committed files of this project must keep to. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { root } from './project.ts'

type Rule = (path: string, text: string) => Iterable<Finding>
interface Finding {
  readonly index: number
  readonly problem: string
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** This checkout, its owner's home, and homes as they are called elsewhere. */
const MACHINE = new RegExp(
  [
    ...[root, dirname(root), homedir()].filter((path) => path !== '/').map((path) => escape(`${path}/`)),
    '/(?:home|Users)/\\w+/',
  ].join('|'),
  'g',
)
const REGISTRY = /https?:\/\/(?:[\w-]+\.)*(?:registry|npmjs|yarnpkg|artifactory|nexus|deb\.debian)[\w.-]*/g

function* noMachine(_path: string, text: string): Iterable<Finding> {
  for (const { index, 0: found } of text.matchAll(MACHINE)) yield { index, problem: `a path of one machine: ${found}` }
}

function* noRegistry(_path: string, text: string): Iterable<Finding> {
  for (const { index, 0: found } of text.matchAll(REGISTRY)) yield { index, problem: `a package registry: ${found}` }
}

/** Every mention of an RFC, with what may be a section behind it. */
const RFC_MENTION =
  /\b(?:rfc \d{3,5}|rfc-?\d{4,5})\b(?:[,:]? ?(?:§+ ?|sections? ?)?\d+(?:\.\d+)+| ?§+ ?\w+|[,:]? sections? [\w.]+)?/gi
const RFC_FORM = /^RFC \d{3,5}(?: §[A-Z\d]+(?:\.\d+)*)?$/

function* rfcForm(path: string, text: string): Iterable<Finding> {
  if (!path.startsWith('src/')) return
  for (const { index, 0: found } of text.matchAll(RFC_MENTION)) {
    const reference = found.replace(/\.$/, '') // the full stop of a sentence
    if (!RFC_FORM.test(reference)) {
      yield { index, problem: `"${reference}" is not of the form "RFC 9051 §6.4.8"` }
    }
  }
}

/** src/index.ts and every other index.ts say what is exported and nothing else. */
function* reexportsOnly(path: string, text: string): Iterable<Finding> {
  if (!/^src\/(?:\w+\/)?index\.ts$/.test(path)) return
  const rest = text
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, (comment) => ' '.repeat(comment.length))
    .replaceAll(/export (?:type )?(?:\*(?: as \w+)?|\{[^}]*\}) from '[^']+'/g, (found) => ' '.repeat(found.length))
  const index = rest.search(/\S/)
  if (index >= 0) yield { index, problem: 'an index file re-exports and does nothing else' }
}

/**
 * The linter's layer rules see static imports only. The one other that is meant: the client loads the transport when
 * it connects.
 */
function* noDynamicImport(path: string, text: string): Iterable<Finding> {
  if (!/^src\/(?:codec|session|auth|transport|client|watch)\//.test(path)) return
  for (const { index, 0: found } of text.matchAll(
    /(?:await |return |=> |(?<!type \w+ )= )import\([^)]*\)|\brequire\([^)]*\)/g,
  )) {
    if (path.startsWith('src/client/') && found.includes("import('../transport/")) continue
    yield { index, problem: 'a dynamic import hides a dependency from the layer rules' }
  }
}

/** `any` takes the compiler's eye off what people write against it. */
function* noAny(path: string, text: string): Iterable<Finding> {
  if (!path.startsWith('api/')) return
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, (comment) => ' '.repeat(comment.length))
  for (const { index } of code.matchAll(/(?<=[:<|&(,=>] ?)any\b/g))
    yield { index, problem: 'any in the public interface' }
}

const RULES: readonly Rule[] = [noMachine, noRegistry, rfcForm, reexportsOnly, noDynamicImport, noAny]

/** `path:line: problem` for everything wrong with one file. */
export function sourceProblems(path: string, text: string): string[] {
  return RULES.flatMap((rule) =>
    [...rule(path, text)].map(({ index, problem }) => `${path}:${text.slice(0, index).split('\n').length}: ${problem}`),
  )
}

if (import.meta.main) {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)
  const problems = files.flatMap((file) => {
    try {
      return sourceProblems(file, readFileSync(join(root, file), 'utf8'))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
  })
  if (problems.length > 0) {
    console.error(problems.join('\n'))
    process.exit(1)
  }
}
