/** One list of operations, run in two ways. */
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { CommandToken, ConnectionOptions } from '../../../src/index.ts'
import { ImapConnection } from '../../../src/index.ts'
import type { RealServer } from '../../support/servers/real-server.ts'
import { seededRandom } from '../../support/mail.ts'
import type { Operation } from './operation.ts'
import { comparable, outcomeOf, Validities, type Outcome } from './outcome.ts'

type Tokens = CommandToken<unknown, unknown>[]

export function openConnection(
  server: RealServer,
  user: string,
  options: Partial<ConnectionOptions> = {},
): Promise<ImapConnection> {
  const { host, port, password } = server
  return ImapConnection.open({ host, port, security: 'insecure-plaintext', auth: { user, password }, ...options })
}

/** Each operation is answered before the next is submitted. */
export async function runOneByOne(imap: ImapConnection, operations: readonly Operation[]): Promise<Outcome[]> {
  const tokens: Tokens = []
  const outcomes: Outcome[] = []
  for (const operation of operations) outcomes.push(await outcomeOf(submitNext(imap, operation, tokens)))
  return inComparison(outcomes)
}

export interface Submission {
  /** Draws how many go in each turn while answers come in; all in one turn when absent. */
  readonly burstSeed?: number
}

/** More unanswered commands than this make no new situations, only work for the scheduler. */
const UNANSWERED = 120

/** No answer is waited for. In bursts, the connection's queue is kept from growing without end. */
export async function runAtOnce(
  imap: ImapConnection,
  operations: readonly Operation[],
  { burstSeed }: Submission = {},
): Promise<Outcome[]> {
  const random = burstSeed === undefined ? undefined : seededRandom(burstSeed)
  const tokens: Tokens = []
  for (const operation of operations) {
    submitNext(imap, operation, tokens)
    if (random === undefined) continue
    if (random() < 0.05) await turn()
    while (imap.queued + imap.inFlight > UNANSWERED) await sleep(1)
  }
  return inComparison(await Promise.all(tokens.map(outcomeOf)))
}

function submitNext(imap: ImapConnection, operation: Operation, tokens: Tokens): CommandToken<unknown, unknown> {
  const after = operation.after.map((place) => tokens[place]!)
  const token = operation.submit(imap, after.length === 0 ? {} : { after })
  tokens.push(token)
  return token
}

function inComparison(outcomes: readonly Outcome[]): Outcome[] {
  const validities = new Validities()
  return outcomes.map((outcome) => comparable(outcome, validities))
}
