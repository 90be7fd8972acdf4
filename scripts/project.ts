/** Where things are, and how to run them, for the other scripts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modules = join(root, 'node_modules')
export const tsc = join(modules, 'typescript', 'bin', 'tsc')
export const oxlint = join(modules, 'oxlint', 'bin', 'oxlint')
export const prettier = join(modules, 'prettier', 'bin', 'prettier.cjs')
export const publint = join(modules, 'publint', 'src', 'cli.js')

export interface Ran {
  readonly ok: boolean
  /** stdout and stderr, in that order. */
  readonly output: string
  readonly stdout: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs?: number
}

export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd ?? root,
    env: { ...(options.env ?? process.env), NO_COLOR: '1', FORCE_COLOR: undefined },
    timeout: options.timeoutMs ?? 600_000,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 << 20,
  })
  const output = [stdout, stderr, error?.message].filter((text) => text).join('\n')
  return { ok: status === 0, output: output.trimEnd(), stdout: stdout ?? '' }
}

/** Runs a JavaScript program with this very Node. */
export function runNode(script: string, args: readonly string[], options: RunOptions = {}): Ran {
  return runProgram(process.execPath, [script, ...args], options)
}

/** The npm that started us, else the one on the PATH beyond node_modules/.bin. */
export function runNpm(args: readonly string[], options: RunOptions = {}): Ran {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules))
  const env = { ...process.env, ...options.env, PATH: path.join(delimiter) }
  const { npm_execpath: cli, npm_node_execpath: node } = process.env
  if (cli !== undefined && node !== undefined && !node.startsWith(modules)) {
    return runProgram(node, [cli, ...args], { ...options, env })
  }
  return runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { ...options, env })
}

/** A folder of one's own that is gone when the process is. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `imaplex-${purpose}-`))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
