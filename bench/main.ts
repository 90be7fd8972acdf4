/**
 * Measures imaplex beside ImapFlow and beside sockets written by hand, on a real Dovecot:
 * `npm run bench -- [--only W3,W4] [--peers floor,imaplex] [--rounds 5] [--quick] [--markdown]`.
 *
 * Each measurement is a fresh process; peers take turns within a round; ratios are those of one round.
 */
import { spawn } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { bundle } from '../scripts/bundle.ts'
import { root } from '../scripts/project.ts'
import { stripFiles } from '../scripts/strip.ts'
import { startDelayProxy, type DelayProxy } from '../test/support/delay-proxy.ts'
import { startDovecot, type Dovecot } from '../test/support/dovecot.ts'
import type { Measurement } from './measure.ts'
import { APPEND_MAILBOX, type Conditions, MIXED } from './peers/peer.ts'
import { markdownTable, plainTable, type Outcome, type Sample } from './report.ts'
import { mailboxNames, recording, seed } from './seed.ts'
import { judge } from './targets.ts'
import { SERIAL, type Workload, WORKLOADS } from './workloads.ts'

/** Raise when what is in the mailboxes changes. */
const SEED_VERSION = 1
const MEASUREMENT_MS = 180_000

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    peers: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
})
const only = values.only?.split(',')
const peers = values.peers?.split(',')
const rounds = values.quick ? 1 : Number(values.rounds)
const unknown = only?.filter((name) => !WORKLOADS.some((workload) => workload.name === name)) ?? []
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(`Workloads: ${WORKLOADS.map(({ name }) => name).join(', ')}; rounds: 1 or more`)
  process.exit(2)
}
const workloads = WORKLOADS.filter(({ name }) => only === undefined || only.includes(name))

/** Lays out a project that has the package as npm would publish it: what is measured is what users run. */
function build(): string {
  const folder = join(root, '.tmp', 'bench')
  const installed = join(folder, 'node_modules', 'imaplex')
  rmSync(folder, { recursive: true, force: true })
  bundle(join(installed, 'dist'))
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'))
  // a scope of its own, else `imaplex` would be the work tree itself
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const peerFiles = globSync('peers/*.ts', { cwd: import.meta.dirname })
  stripFiles(import.meta.dirname, ['measure.ts', ...peerFiles], folder)
  return join(folder, 'measure.js')
}

function measureOnce(script: string, peer: string, workload: Workload, conditions: Conditions): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, peer, workload.kind, JSON.stringify(conditions)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: MEASUREMENT_MS,
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0 && output !== '') resolve(JSON.parse(output) as Measurement)
      else reject(new Error(`${workload.name} of ${peer} failed (exit code ${code})`))
    })
  })
}

/** Workloads of the same link share a proxy. */
const linkOf = ({ rttMs, bytesPerSecond = Infinity }: Workload): string => `${rttMs} ms, ${bytesPerSecond} B/s`

/** Puts back what an earlier measurement changed. */
async function reset(server: Dovecot, { kind, user }: Workload): Promise<void> {
  if (kind !== 'append' && kind !== 'mixed') return
  const imap = await server.raw(user)
  if (kind === 'append') {
    await imap.command(`DELETE ${APPEND_MAILBOX}`)
    await imap.ok(`CREATE ${APPEND_MAILBOX}`)
  } else {
    await imap.ok('SELECT INBOX')
    await imap.ok(`UID STORE ${MIXED.storeUids.join(',')} -FLAGS (\\Flagged)`)
  }
  await imap.close()
}

/** What a peer must have got. The floor does not look, and counts octets or tagged lines. */
function expectItems(workload: Workload, peer: string, { items }: Measurement, done: number): void {
  if (peer.startsWith('floor')) return
  const expected = workload.kind === 'open' ? 2 : done
  const ok =
    workload.kind === 'bodies' ? items > 190 << 20 : workload.kind === 'parse' ? items >= done : items === expected
  if (!ok) throw new Error(`${workload.name} of ${peer}: ${items} items, ${expected} expected`)
}

/** One measurement, scaled to the whole count; undefined where the peer failed. */
async function sample(script: string, server: Dovecot, peer: string, workload: Workload, conditions: Conditions) {
  const done = SERIAL.has(peer) ? (workload.serialCount ?? workload.count) : workload.count
  await reset(server, workload)
  try {
    const measured = await measureOnce(script, peer, workload, { ...conditions, count: done })
    expectItems(workload, peer, measured, done)
    const scale = workload.count / done
    return { ...measured, peer, done, ms: measured.ms * scale, cpuMs: measured.cpuMs * scale }
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
    return undefined
  }
}

async function run(server: Dovecot, proxies: ReadonlyMap<string, DelayProxy>, script: string): Promise<Outcome[]> {
  const outcomes = workloads.map((workload) => ({ workload, samples: [] as Sample[], octets: 0 }))
  for (let round = 0; round < rounds; round++) {
    for (const outcome of outcomes) {
      const { workload } = outcome
      const recorded = workload.recording && (await recording(server, workload.recording))
      outcome.octets ||= recorded?.octets ?? 0
      const taking = workload.peers.filter((peer) => peers === undefined || peers.includes(peer))
      const conditions: Conditions = {
        host: server.host,
        port: proxies.get(linkOf(workload))?.port ?? server.port,
        user: workload.user,
        password: server.password,
        count: workload.count,
        mailboxes: mailboxNames,
        recording: recorded?.path ?? '',
      }
      for (const [n] of taking.entries()) {
        const peer = taking[(n + round) % taking.length]!
        process.stderr.write(`\rround ${round + 1} of ${rounds}: ${workload.name} ${peer}`.padEnd(60))
        const measured = await sample(script, server, peer, workload, conditions)
        if (measured === undefined) continue
        outcome.samples.push({ ...measured, round })
        if (workload.kind === 'bodies') outcome.octets ||= measured.items
        if (workload.kind === 'download') outcome.octets = workload.count << 20
      }
    }
  }
  process.stderr.write(`\r${' '.repeat(60)}\r`)
  return outcomes
}

/** Other work on the machine spoils wall times; ratios suffer less. */
const loadBefore = loadavg()[0]!

function print(outcomes: readonly Outcome[]): void {
  const { model } = cpus()[0] ?? { model: arch() }
  console.log(
    `Node ${process.versions.node}, ${cpus().length} × ${model.trim()}, load ${loadBefore.toFixed(1)} at the start, ` +
      `${rounds} ${rounds === 1 ? 'round' : 'rounds'}.\n`,
  )
  for (const outcome of outcomes) console.log(values.markdown ? markdownTable(outcome) : plainTable(outcome))
  for (const { line } of judge(outcomes)) console.log(values.markdown ? `- ${line}` : line)
}

const script = build()
const folder = join(tmpdir(), `imaplex-bench-${SEED_VERSION}`)
mkdirSync(folder, { recursive: true })
const server = await startDovecot({ folder, settings: 'plugin {\n  quota =\n}' })
const proxies = new Map<string, DelayProxy>()
try {
  for (const workload of workloads) {
    const { rttMs, bytesPerSecond } = workload
    if (rttMs === 0 || proxies.has(linkOf(workload))) continue
    const limit = bytesPerSecond === undefined ? {} : { bytesPerSecond }
    proxies.set(linkOf(workload), await startDelayProxy({ port: server.port, oneWayMs: rttMs / 2, ...limit }))
  }
  await seed(server, new Set(workloads.map(({ user }) => user)))
  print(await run(server, proxies, script))
} finally {
  for (const proxy of proxies.values()) await proxy.close()
  await server.stop()
}
