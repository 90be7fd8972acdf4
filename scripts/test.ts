/**
 * Runs the tests in this one process: `npm test -- [file or folder …] [--name pattern] [--timeout seconds]`.
 *
 * One process, because a process a file costs far more than the tests do. So no test file may have
 * file-level hooks or global state, and what a test leaves open shows here.
 */
import { existsSync, globSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { run } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { TestReport } from './test-report.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** How long the process may take to become idle after the last test. */
const SETTLE_MS = 5_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: 'string', short: 'n', multiple: true },
    timeout: { type: 'string', default: '60' },
  },
})

function testFiles(places: readonly string[]): string[] {
  const files = places.flatMap((place) => {
    const path = resolve(place)
    if (!existsSync(path)) return globSync(place).map((match) => resolve(match))
    if (!statSync(path).isDirectory()) return [path]
    return globSync('**/*.test.ts', { cwd: path, exclude: (name) => name === 'node_modules' }).map((file) =>
      join(path, file),
    )
  })
  return [...new Set(files)].sort()
}

const files = testFiles(positionals.length > 0 ? positionals : [join(root, 'test')])
if (files.length === 0) {
  console.error(`No test file in ${positionals.join(' ') || 'test'}.`)
  process.exit(1)
}

const report = new TestReport(root)
const events = run({
  files,
  isolation: 'none',
  timeout: Number(values.timeout) * 1000,
  ...(values.name && { testNamePatterns: values.name.map((pattern) => new RegExp(pattern)) }),
})

/** Top-level tests announced and not yet finished. */
let open = 0
let watchdog: NodeJS.Timeout | undefined
events.on('test:enqueue', ({ nesting }) => {
  if (nesting > 0) return
  open++
  clearTimeout(watchdog)
})
events.on('test:complete', ({ nesting }) => {
  if (nesting > 0 || --open > 0) return
  watchdog = setTimeout(() => finish(process.getActiveResourcesInfo()), SETTLE_MS)
  watchdog.unref()
})
events.on('test:pass', (event) => report.passed(event))
events.on('test:fail', (event) => report.failed(event))
events.on('test:diagnostic', (event) => report.diagnostic(event))
events.on('end', () => finish([]))
events.resume()

function finish(leftOpen: readonly string[]): never {
  if (leftOpen.length > 0) {
    report.brokenRun(`the tests left something open that keeps the process alive: ${leftOpen.join(', ')}`)
  }
  report.close()
  process.exit(report.ok ? 0 : 1)
}
