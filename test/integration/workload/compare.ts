/** The same commands one by one for one user and at once for another, and what came out differently. */
import type { ConnectionOptions } from '../../../src/index.ts'
import type { RealServer } from '../../support/servers/real-server.ts'
import { accountState, fillAccount, INITIAL, localName } from './account.ts'
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
  /** See `WorldOptions`. */
  readonly elsewhere?: boolean
  readonly keepsNames?: boolean
  /** Which UIDVALIDITY a mailbox gets is a matter of when, and two may get the same. */
  readonly validityByClock?: boolean
  /** Capabilities not to be used by either. */
  readonly without?: readonly string[]
  /** Without QRESYNC removals come by number, and EXPUNGE tells the UIDs only as far as they are known by then. */
  readonly removalsByNumber?: boolean
}

let users = 0

export async function compareRuns(
  server: RealServer,
  seed: number,
  count: number,
  {
    connection = {},
    without = [],
    removalsByNumber = false,
    elsewhere = false,
    keepsNames = false,
    validityByClock = false,
    ...submission
  }: ComparisonOptions = {},
): Promise<Comparison> {
  const operations = drawOperations(seed, count, INITIAL, {
    local: (mailbox) => localName(server, mailbox),
    elsewhere,
    keepsNames,
  })
  const one = `equivalence-${seed}-${++users}`
  const other = `equivalence-${seed}-${++users}`
  const patient = async (): Promise<readonly Outcome[]> => {
    await using imap = await filled(server, one, { profile: { without } })
    return await runOneByOne(imap, operations)
  }
  const impatient = async (): Promise<readonly Outcome[]> => {
    await using imap = await filled(server, other, { ...connection, profile: { ...connection.profile, without } })
    return await runAtOnce(imap, operations, submission)
  }
  const both = await Promise.all([patient(), impatient()])
  const [oneByOne, atOnce] = both.map((outcomes) =>
    outcomes
      .map((outcome) => (removalsByNumber ? anonymous(outcome) : outcome))
      .map((outcome) => (validityByClock ? withoutValidity(outcome) : outcome)),
  ) as [Outcome[], Outcome[]]
  const difference =
    differentOutcome(operations, oneByOne, atOnce) ??
    differentAccount(await accountState(server, one), await accountState(server, other))
  return { outcomes: atOnce, difference }
}

function anonymous(outcome: Outcome): Outcome {
  const removed = 'value' in outcome && typeof outcome.value === 'object' && outcome.value !== null
  return removed && 'uids' in outcome.value ? { value: 'expunged' } : outcome
}

function withoutValidity(outcome: Outcome): Outcome {
  const tells = 'value' in outcome && typeof outcome.value === 'object' && outcome.value !== null
  return tells && 'uidValidity' in outcome.value ? { value: { ...outcome.value, uidValidity: 'any' } } : outcome
}

async function filled(
  server: RealServer,
  user: string,
  options: Partial<ConnectionOptions>,
): ReturnType<typeof openConnection> {
  await fillAccount(server, user)
  return openConnection(server, user, options)
}
