/** Runs the real program, as a shell would, with a time limit. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../../scripts/project.ts'

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** Sends SIGINT as soon as stdout holds this. */
  readonly interruptAt?: string
  /** Sends it again and again. */
  readonly insist?: boolean
  /** Closes our end of stdout at once. */
  readonly closeStdout?: boolean
  /** Called when stdout grows. */
  readonly onOutput?: (stdout: string) => void
}

const LIMIT_MS = 20_000
/** Without it every start strips the types of a hundred files again. */
export const COMPILE_CACHE: string = join(root, 'node_modules', '.cache', 'imaplex')

export function run(args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const program = join(root, 'src', 'cli', 'main.ts')
  const { IMAPLEX_PASSWORD: _password, IMAPLEX_TOKEN: _token, ...env } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...env, NODE_COMPILE_CACHE: COMPILE_CACHE, NO_COLOR: '1', ...options.env },
      timeout: LIMIT_MS,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    let interrupted = false
    let insisting: NodeJS.Timeout | undefined
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      options.onOutput?.(stdout)
      if (interrupted || options.interruptAt === undefined || !stdout.includes(options.interruptAt)) return
      interrupted = true
      child.kill('SIGINT')
      if (options.insist === true) insisting = setInterval(() => child.kill('SIGINT'), 300)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject).on('close', (code) => {
      clearInterval(insisting)
      resolve({ code, stdout, stderr })
    })
    child.stdin.on('error', () => {}).end(options.input ?? '')
    if (options.closeStdout === true) child.stdout.destroy()
  })
}
