/** The same commands one by one for one user and at once for another, and what came out differently. */
import type { ConnectionOptions } from '../../../src/index.ts'
import type { Dovecot } from '../../support/dovecot.ts'
import { accountState, fillAccount, INITIAL } from './account.ts'
import { differentAccount, differentOutcome } from './difference.ts'
import { drawOperations } from './operation.ts'
import type { Outcome } from './outcome.ts'
import { openConnection, runAtOnce, runOneByOne, type Submission } from './run.ts'

export interface Comparison {
  readonly outcomes: readonly Outcome[]
  readonly difference: string | undefined
}

export interface ComparisonOptions extends Submission {
  /** Of the connection that has many commands in flight. */
  readonly connection?: Partial<ConnectionOptions>
  /** Without QRESYNC removals come by number, and EXPUNGE tells the UIDs only as far as they are known by then. */
  readonly removalsByNumber?: boolean
}

let users = 0

export async function compareRuns(
  server: Dovecot,
  seed: number,
  count: number,
  { connection = {}, removalsByNumber = false, ...submission }: ComparisonOptions = {},
): Promise<Comparison> {
  const operations = drawOperations(seed, count, INITIAL)
  const one = `equivalence-${seed}-${++users}`
  const other = `equivalence-${seed}-${++users}`
  const patient = async (): Promise<readonly Outcome[]> => {
    await using imap = await filled(server, one, {})
    return await runOneByOne(imap, operations)
  }
  const impatient = async (): Promise<readonly Outcome[]> => {
    await using imap = await filled(server, other, connection)
    return await runAtOnce(imap, operations, submission)
  }
  const both = await Promise.all([patient(), impatient()])
  const [oneByOne, atOnce] = removalsByNumber ? [both[0].map(anonymous), both[1].map(anonymous)] : both
  const difference =
    differentOutcome(operations, oneByOne, atOnce) ??
    differentAccount(await accountState(server, one), await accountState(server, other))
  return { outcomes: atOnce, difference }
}

function anonymous(outcome: Outcome): Outcome {
  const removed = 'value' in outcome && typeof outcome.value === 'object' && outcome.value !== null
  return removed && 'uids' in outcome.value ? { value: 'expunged' } : outcome
}

async function filled(
  server: Dovecot,
  user: string,
  options: Partial<ConnectionOptions>,
): ReturnType<typeof openConnection> {
  await fillAccount(server, user)
  return openConnection(server, user, options)
}
