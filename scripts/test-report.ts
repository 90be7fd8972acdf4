/** What `npm test` prints: a line a file, every failure whole, the reasons of skips, and a closing line with the counts. */
import { relative } from 'node:path'
import process from 'node:process'
import { inspect, styleText } from 'node:util'

/** The part of node:test's events used here. */
interface TestEvent {
  readonly name: string
  readonly nesting: number
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly skip?: string | boolean | undefined
  readonly todo?: string | boolean | undefined
  readonly details: { readonly duration_ms: number; readonly type?: string | undefined; readonly error?: Error }
}

const SLOW_MS = 500

export class TestReport {
  readonly #root: string
  readonly #failures: string[] = []
  readonly #skips = new Map<string, number>()
  #passed = 0
  #skipped = 0
  #file = ''
  #fileCount = 0
  #fileFailed = 0
  #fileMs = 0

  constructor(root: string) {
    this.#root = root
  }

  get ok(): boolean {
    return this.#failures.length === 0 && this.#passed + this.#skipped > 0
  }

  passed(event: TestEvent): void {
    this.#enter(event)
    if (event.details.type === 'suite') return
    if (event.skip !== undefined && event.skip !== false) {
      const reason = typeof event.skip === 'string' && event.skip !== '' ? event.skip : 'no reason given'
      this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + 1)
      this.#skipped++
      return
    }
    this.#passed++
    this.#fileCount++
    if (event.details.duration_ms > SLOW_MS && event.nesting === 0) {
      console.log(paint('dim', `    ${(event.details.duration_ms / 1000).toFixed(1)} s  ${event.name}`))
    }
  }

  failed(event: TestEvent): void {
    this.#enter(event)
    const cause = event.details.error?.cause ?? event.details.error
    // a parent fails with its subtests; only the subtest is news
    if (typeof cause === 'string' && /^\d+ subtests? failed$/.test(cause)) return
    const place = event.file === undefined ? '' : `${this.#relative(event.file)}${event.line ? `:${event.line}` : ''}`
    const headline = `${paint('red', '✖')} ${event.name}  ${paint('dim', place)}`
    this.#failures.push(headline)
    this.#fileFailed++
    console.log(`${headline}\n${indent(describeError(cause))}`)
  }

  diagnostic(event: { readonly message: string; readonly nesting: number; readonly file?: string | undefined }): void {
    if (event.file !== undefined) console.log(paint('dim', `    ${event.message}`))
  }

  /** Something is wrong with the run itself, not with one test. */
  brokenRun(reason: string): void {
    this.#failures.push(`${paint('red', '✖')} ${reason}`)
  }

  close(): void {
    this.#endFile()
    for (const [reason, count] of this.#skips) {
      console.log(paint('yellow', `\nSKIPPED ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}`))
    }
    if (this.#failures.length > 0) console.log(`\nFailures (details above):\n${this.#failures.join('\n')}`)
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : ''
    console.log(`\n${this.#passed} passed, ${this.#failures.length} failed${skipped}`)
  }

  /** Prints the line of the previous file when the first result of the next one comes. */
  #enter(event: TestEvent): void {
    const file = event.file ?? this.#file
    if (file !== this.#file) {
      this.#endFile()
      this.#file = file
    }
    if (event.nesting === 0) this.#fileMs += event.details.duration_ms
  }

  #endFile(): void {
    if (this.#file !== '') {
      const mark = this.#fileFailed > 0 ? paint('red', '✖') : paint('green', '✔')
      const counts = `${this.#fileCount} passed${this.#fileFailed > 0 ? ` · ${this.#fileFailed} failed` : ''}`
      console.log(
        `${mark} ${this.#relative(this.#file)}  ${paint('dim', `${counts} · ${Math.round(this.#fileMs)} ms`)}`,
      )
    }
    this.#fileCount = this.#fileFailed = this.#fileMs = 0
  }

  #relative(file: string): string {
    return relative(this.#root, file)
  }
}

/** Message, diff, seed and stack as they are; own fields only where they are not the assertion's again. */
function describeError(cause: unknown): string {
  if (typeof cause === 'string') return cause
  const isAssertion = cause instanceof Error && 'code' in cause && cause.code === 'ERR_ASSERTION'
  const text = isAssertion ? (cause.stack ?? cause.message) : inspect(cause, { depth: 4 })
  return text.replaceAll(/^ +at .*[( ]node:(internal|async_hooks).*\n?/gm, '').trimEnd()
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ')
}

function paint(style: 'red' | 'green' | 'yellow' | 'dim', text: string): string {
  return process.stdout.isTTY ? styleText(style, text) : text
}
