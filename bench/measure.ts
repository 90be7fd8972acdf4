/** One measurement in a process of its own: `measure.js <peer> <workload> <conditions as JSON>` prints one line of JSON. */
import process from 'node:process'
import type { Conditions, Peer, Prepared, WorkloadKind } from './peers/peer.ts'

export interface Measurement {
  readonly ms: number
  /** User and system time of this process during the timed part. */
  readonly cpuMs: number
  /** Peak of the whole process, in MB. */
  readonly rssMb: number
  readonly items: number
}

/** Only the peer that is measured is loaded. */
const PEERS: Readonly<Record<string, () => Promise<Peer>>> = {
  floor: async () => (await import('./peers/floor.ts')).floor,
  'floor-onread': async () => (await import('./peers/floor.ts')).floorOnread,
  'floor-eager': async () => (await import('./peers/floor.ts')).floorEager,
  imapflow: async () => (await import('./peers/imapflow.ts')).imapflow,
  imaplex: async () => (await import('./peers/imaplex.ts')).imaplex,
}

/** What a user's program imports. */
const MODULES: Readonly<Record<string, string>> = {
  floor: 'data:text/javascript,',
  imapflow: 'imapflow',
  imaplex: '../src/index.js',
}

async function importing(name: string): Promise<Prepared> {
  const specifier = MODULES[name]!
  return {
    run: async () => (typeof (await import(specifier)) === 'object' ? 1 : 0),
    close: async () => undefined,
  }
}

async function main(name: string, workload: WorkloadKind, conditions: Conditions): Promise<void> {
  const prepare = workload === 'import' ? () => importing(name) : (await PEERS[name]!())[workload]
  if (prepare === undefined) throw new Error(`${name} does not do ${workload}`)
  const { run, close } = await prepare(conditions)
  const cpu = process.cpuUsage()
  const started = performance.now()
  const items = await run()
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  await close()
  const rssMb = process.resourceUsage().maxRSS / 1024
  const measurement: Measurement = { ms, cpuMs: (user + system) / 1000, rssMb, items }
  process.stdout.write(`${JSON.stringify(measurement)}\n`, () => process.exit(0))
}

const [name = '', workload = '', conditions = '{}'] = process.argv.slice(2)
await main(name, workload as WorkloadKind, JSON.parse(conditions) as Conditions)
