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
}

let users = 0

export async function compareRuns(
  server: Dovecot,
  seed: number,
  count: number,
  { connection = {}, ...submission }: ComparisonOptions = {},
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
  const [oneByOne, atOnce] = await Promise.all([patient(), impatient()])
  const difference =
    differentOutcome(operations, oneByOne, atOnce) ??
    differentAccount(await accountState(server, one), await accountState(server, other))
  return { outcomes: atOnce, difference }
}

async function filled(
  server: Dovecot,
  user: string,
  options: Partial<ConnectionOptions>,
): ReturnType<typeof openConnection> {
  await fillAccount(server, user)
  return openConnection(server, user, options)
}
