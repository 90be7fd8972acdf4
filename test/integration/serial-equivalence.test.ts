/**
 * Whatever is in flight together, every result and every mailbox ends up as if the commands had been run one by one.
 *
 * A failing seed prints itself: `SEED=7 npm test -- test/integration/serial-equivalence.test.ts` runs it again.
 */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import test, { type TestContext } from 'node:test'
import type { ConnectionOptions } from '../../src/index.ts'
import { sharedDovecot, startDovecot } from '../support/dovecot.ts'
import type { RealServer } from '../support/servers/real-server.ts'
import { sharedServer } from '../support/servers/shared.ts'
import { compareRuns, type ComparisonOptions } from './workload/compare.ts'
import type { Outcome } from './workload/outcome.ts'

const OPERATIONS = Number(process.env['OPERATIONS'] ?? 2000)
const SEEDS = process.env['SEED']?.split(',').map(Number) ?? Array.from({ length: 20 }, (_, n) => n + 1)
/** Seeds that run at the same time. */
const TOGETHER = 4

/** Ways to use the connection, in turns. */
function variant(seed: number): Partial<ConnectionOptions> {
  if (seed % 4 === 3) return { profile: { correlator: false } }
  if (seed % 4 === 0) return { profile: { window: 8 } }
  return {}
}

async function inPool<Item>(items: readonly Item[], each: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async (): Promise<void> => {
    for (const item of queue) await each(item)
  }
  await Promise.all(Array.from({ length: TOGETHER }, worker))
}

function answerOf(outcome: Outcome): string {
  if ('value' in outcome) return 'OK'
  return outcome.failure.answer?.split(' ')[0] ?? 'refused unsent'
}

/** Runs all seeds and fails with every difference. */
async function equivalent(
  t: TestContext,
  server: RealServer,
  seeds: readonly number[],
  optionsOf: (seed: number) => ComparisonOptions,
  count = OPERATIONS,
): Promise<void> {
  const started = performance.now()
  const differences: string[] = []
  const answers = new Map<string, number>()
  await inPool(seeds, async (seed) => {
    const submission = seed % 8 === 1 ? {} : { burstSeed: seed }
    const { outcomes, difference } = await compareRuns(server, seed, count, { ...submission, ...optionsOf(seed) })
    const replay = `SEED=${seed} npm test -- test/integration/serial-equivalence.test.ts`
    if (difference !== undefined) differences.push(`${difference}\nreplay: ${replay}`)
    for (const answer of outcomes.map(answerOf)) answers.set(answer, (answers.get(answer) ?? 0) + 1)
  })
  const counts = [...answers].map(([answer, count]) => `${count} ${answer}`).join(', ')
  t.diagnostic(`${counts}; ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (differences.length > 0) assert.fail(differences.join('\n\n'))
}

const TITLE = `${OPERATIONS} random commands submitted without waiting end as if run one by one`

test(`${TITLE}, ${SEEDS.length} seeds`, { timeout: 300_000 }, async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  await equivalent(t, server, SEEDS, (seed) => ({ connection: variant(seed) }))
})

/** Literals wait for "+", searches and removals carry no UIDs or tags, nothing says when the old mailbox is over. */
const OLD_SERVER = 'IMAP4rev1 UIDPLUS MOVE UNSELECT'

test(`${TITLE} on a server that has next to no extensions`, { timeout: 300_000 }, async (t) => {
  if ((await sharedDovecot(t)) === undefined) return
  const server = await startDovecot({ settings: `imap_capability = ${OLD_SERVER}` })
  t.after(() => server.stop())
  await equivalent(t, server, SEEDS.slice(0, 3), () => ({ removalsByNumber: true }))
})

interface OtherServer {
  readonly operations: number
  readonly seeds: number
  readonly options?: ComparisonOptions
}

const OTHERS: Readonly<Record<'dovecot24' | 'cyrus' | 'courier', OtherServer>> = {
  // 2.4.1 crashes when neither the message nor the mailbox of a REPLACE is there.
  dovecot24: { operations: 400, seeds: 4, options: { without: ['REPLACE'] } },
  cyrus: { operations: 400, seeds: 4 },
  courier: {
    operations: 120,
    seeds: 4,
    options: { removalsByNumber: true, validityByClock: true, elsewhere: true, keepsNames: true },
  },
}

for (const [name, { operations, seeds, options }] of Object.entries(OTHERS)) {
  test(`random commands at once end as one by one on ${name}, too`, { timeout: 300_000 }, async (t) => {
    const server = await sharedServer(t, name as keyof typeof OTHERS)
    if (server === undefined) return
    const optionsOf = (seed: number): ComparisonOptions => ({ connection: variant(seed), ...options })
    await equivalent(t, server, SEEDS.slice(0, seeds), optionsOf, Math.min(OPERATIONS, operations))
  })
}
