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
  readonly figures?: Readonly<Record<string, number>>
}

/** Only the peer that is measured is loaded. */
const PEERS: Readonly<Record<string, () => Promise<Peer>>> = {
  floor: async () => (await import('./peers/floor.ts')).floor,
  'floor-onread': async () => (await import('./peers/floor.ts')).floorOnread,
  'floor-eager': async () => (await import('./peers/floor.ts')).floorEager,
  imapflow: async () => (await import('./peers/imapflow.ts')).imapflow,
  imaplex: async () => (await import('./peers/imaplex.ts')).imaplex,
  'imaplex-kept': async () => (await import('./peers/imaplex.ts')).imaplexKept,
  'imaplex-sink': async () => (await import('./peers/imaplex-parser.ts')).imaplexSink,
  'imaplex-parser': async () => (await import('./peers/imaplex-parser.ts')).imaplexParser,
}

const load = (name: string, workload: WorkloadKind): Promise<Peer> =>
  PEERS[workload === 'parse' && name === 'imaplex' ? 'imaplex-parser' : name]!()

/** What a user's program imports. */
const MODULES: Readonly<Record<string, string>> = {
  floor: 'data:text/javascript,',
  imapflow: 'imapflow',
  imaplex: 'imaplex',
}

async function importing(name: string): Promise<Prepared> {
  const specifier = MODULES[name]!
  return {
    run: async () => (typeof (await import(specifier)) === 'object' ? 1 : 0),
    close: async () => undefined,
  }
}

async function once({ run, close }: Prepared): Promise<void> {
  await run()
  await close()
}

type Pass = Pick<Measurement, 'ms' | 'cpuMs' | 'items'>

async function medianPass(prepared: Prepared, count: number): Promise<Pass> {
  const passes: Pass[] = []
  for (let n = 0; n < count; n++) {
    const cpu = process.cpuUsage()
    const started = performance.now()
    const items = await prepared.run()
    const ms = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    passes.push({ ms, cpuMs: (user + system) / 1000, items })
  }
  return passes.toSorted((a, b) => a.ms - b.ms)[count >> 1]!
}

async function main(name: string, workload: WorkloadKind, conditions: Conditions): Promise<void> {
  const prepare = workload === 'import' ? () => importing(name) : (await load(name, workload))[workload]
  if (prepare === undefined) throw new Error(`${name} does not do ${workload}`)
  // a program that connects has loaded what it needs for that: W9 is about round trips, `import` about loading
  if (workload === 'open') await once(await prepare(conditions))
  const prepared = await prepare(conditions)
  // a parser lives longer than one answer: it is measured warm
  const pass = await medianPass(prepared, workload === 'parse' ? 3 : 1)
  await prepared.close()
  const { figures = {} } = prepared
  const measurement: Measurement = { ...pass, rssMb: process.resourceUsage().maxRSS / 1024, figures }
  process.stdout.write(`${JSON.stringify(measurement)}\n`, () => process.exit(0))
}

const [name = '', workload = '', conditions = '{}'] = process.argv.slice(2)
await main(name, workload as WorkloadKind, JSON.parse(conditions) as Conditions)
