/**
 * Lets a coverage-guided fuzzer look for inputs that break what must hold of all: `npm run fuzz -- [target …] [seconds]`.
 *
 * The seconds are those of the whole run, ten minutes unless given, shared by the targets. What was learned is kept in
 * .tmp/fuzz/corpus and is where the next run begins. An input that breaks something lies in .tmp/fuzz/findings; once
 * it is understood it belongs into fuzz/findings, where `npm test` tries it for ever.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { closeSync, globSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { loosen } from '../fuzz/native-addon.ts'
import { writeSeeds } from '../fuzz/seeds.ts'
import { root, runNode } from './project.ts'
import { installSidePackages } from './side-packages.ts'

const home = join(root, 'fuzz')
const work = join(root, '.tmp', 'fuzz')
const DEFAULT_SECONDS = 600
/** No input takes longer, and none takes so much memory. */
const INPUT_SECONDS = 10
const MEGABYTES = 2048

const targets = globSync('*.ts', { cwd: join(home, 'targets') })
  .map((file) => basename(file, '.ts'))
  .sort()

interface Report {
  readonly ok: boolean
  readonly line: string
  readonly output: string
}

/** Which targets, and for how many seconds in all. */
function readArguments(args: readonly string[]): { readonly wanted: readonly string[]; readonly seconds: number } {
  const numbers = args.filter((each) => /^\d+$/.test(each))
  const names = args.filter((each) => !/^\d+$/.test(each) && each !== 'all')
  const unknown = names.filter((name) => !targets.includes(name))
  if (unknown.length > 0 || numbers.length > 1) {
    console.error(`Usage: npm run fuzz -- [target …] [seconds]\nTargets: all, ${targets.join(', ')}`)
    process.exit(2)
  }
  return { wanted: names.length > 0 ? names : targets, seconds: Number(numbers[0] ?? DEFAULT_SECONDS) }
}

/** The fuzzer's command line; its binary is made to load here if it does not. */
function prepareFuzzer(): string {
  const modules = installSidePackages('fuzz', 'the fuzzer')
  const addon = join(modules, '@jazzer.js', 'fuzzer')
  const loads = (): ReturnType<typeof runNode> => runNode('-e', [`require(${JSON.stringify(addon)})`])
  if (!loads().ok) {
    if (process.platform === 'linux') loosen(join(addon, 'prebuilds', `fuzzer-linux-${process.arch}.node`))
    const { ok, output } = loads()
    if (!ok) throw new Error(`the fuzzer does not load on this system:\n${output}`)
  }
  return createRequire(join(modules, 'x')).resolve('@jazzer.js/core/dist/cli.js')
}

/** One file for each target, which the fuzzer instruments as it loads it. */
async function bundle(wanted: readonly string[]): Promise<void> {
  const shared = {
    bundle: true,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node24',
    sourcemap: 'inline',
    logLevel: 'error',
  } as const
  const targetFiles = wanted.map((target) => join(home, 'targets', `${target}.ts`))
  await build({ ...shared, entryPoints: targetFiles, outdir: join(work, 'bundles') })
  await build({ ...shared, entryPoints: [join(home, 'plain-comparisons.ts')], outdir: work })
}

/** A target that gives a promise cannot be run in the fuzzer's own loop. */
function isAsync(target: string): boolean {
  return /export async function fuzz\b/.test(readFileSync(join(home, 'targets', `${target}.ts`), 'utf8'))
}

function run(cli: string, target: string, seconds: number): Promise<Report> {
  const corpus = join(work, 'corpus', target)
  const findings = join(work, 'findings', target)
  for (const folder of [corpus, findings]) mkdirSync(folder, { recursive: true })
  const options = [
    `-max_total_time=${seconds}`,
    `-timeout=${INPUT_SECONDS}`,
    `-rss_limit_mb=${MEGABYTES}`,
    `-dict=${join(home, 'imap.dict')}`,
    `-artifact_prefix=${findings}/`,
    '-max_len=2000',
    '-len_control=20',
  ]
  // prettier-ignore
  const args = [cli, join(work, 'bundles', `${target}.cjs`), corpus, join(work, 'seeds', target),
    '-i', join(work, 'bundles'), '-h', join(work, 'plain-comparisons.cjs'), '--disable_bug_detectors', '.*', ...(isAsync(target) ? [] : ['--sync']), '--', ...options]
  return new Promise((resolve) => {
    // to a file: the fuzzer ends its process without waiting for a pipe to take what it has said
    const log = join(work, `${target}.log`)
    const out = openSync(log, 'w')
    const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', out, out] })
    child.on('close', (code) => {
      closeSync(out)
      resolve(report(target, code, readFileSync(log, 'latin1')))
    })
  })
}

function report(target: string, code: number | null, output: string): Report {
  const last = (pattern: RegExp): string => [...output.matchAll(pattern)].at(-1)?.[1] ?? '?'
  const executed = last(/^Done (\d+) runs/gm)
  const took = last(/^Done \d+ runs in (\d+) second/gm)
  const rate = Math.round(Number(executed) / Math.max(1, Number(took)))
  const ok = code === 0 && Number(executed) > 0
  const line =
    `${ok ? '✔' : '✖'} ${target}: ${executed} inputs, ${rate} a second, ` +
    `${last(/cov: (\d+)/g)} edges, ${last(/corp: (\d+)/g)} kept`
  return { ok, line, output }
}

/** The end of what the fuzzer said, without its table of progress. */
function explanation({ output }: Report): string {
  const lines = output
    .split('\n')
    .filter((line) => !/^(?:#|INFO:|Skip loading|\[BABEL\]|"|0x|\s+at .*node:internal)/.test(line))
  return lines.slice(-60).join('\n')
}

const { wanted, seconds } = readArguments(process.argv.slice(2))
const cli = prepareFuzzer()
await bundle(wanted)
for (const target of wanted) writeSeeds(target, join(work, 'seeds', target))

const lanes = Math.min(wanted.length, availableParallelism())
const each = Math.max(1, Math.floor((seconds * lanes) / wanted.length))
console.log(`${wanted.length} targets, ${each} s each, ${lanes} at a time`)
const queue = [...wanted]
const reports: Report[] = []
async function lane(): Promise<void> {
  for (let target = queue.shift(); target !== undefined; target = queue.shift()) {
    const ended = await run(cli, target, each)
    reports.push(ended)
    console.log(ended.ok ? ended.line : `${ended.line}\n${explanation(ended)}\n`)
  }
}
await Promise.all(Array.from({ length: lanes }, lane))

const failed = reports.filter(({ ok }) => !ok).length
console.log(`\n${reports.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
