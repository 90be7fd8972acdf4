/** Without any one of the rules R4 to R8 something goes wrong on a real server. */
import assert from 'node:assert/strict'
import test from 'node:test'
import type { RuleName } from '../../src/session/scheduling/rules.ts'
import { sharedDovecot, type Dovecot } from '../support/dovecot.ts'
import { compareRuns } from './workload/compare.ts'
import { openConnection } from './workload/run.ts'

/** The first difference of a few short runs without the rule. */
async function differenceWithout(server: Dovecot, rule: RuleName): Promise<string | undefined> {
  for (let seed = 1; seed <= 8; seed++) {
    const connection = { withoutRules: new Set([rule]) }
    const { difference } = await compareRuns(server, seed, 400, { connection })
    if (difference !== undefined) return difference
  }
  return undefined
}

for (const rule of ['R4', 'R6', 'R7', 'R8'] as const) {
  test(`without ${rule} random commands at once do not end as one by one`, async (t) => {
    const server = await sharedDovecot(t)
    if (server === undefined) return
    const difference = await differenceWithout(server, rule)
    assert.ok(difference, 'no difference in eight runs')
  })
}

/** The UID of message number 3 as asked for behind a reading of it, while somebody else has removed message 1. */
async function uidOfThird(server: Dovecot, user: string, withoutRules: ReadonlySet<RuleName>): Promise<number> {
  const messages = Array.from({ length: 5 }, (_, n) => `Subject: ${n + 1}\r\n\r\nbody\r\n`)
  await server.deliver(user, 'INBOX', ...messages)
  // IDLE would bring the removal before it is wanted.
  await using imap = await openConnection(server, user, { withoutRules, timing: { idleAfter: 3_600_000 } })
  await imap.select('INBOX')
  const raw = await server.raw(user)
  await raw.ok('SELECT INBOX')
  await raw.ok('STORE 1 +FLAGS.SILENT (\\Deleted)')
  await raw.ok('EXPUNGE')
  await raw.close()
  const reading = imap.fetch('3', { source: true, markSeen: true }, { by: 'sequence' })
  const flags = imap.fetch('3', { flags: true }, { by: 'sequence' })
  const renumbering = imap.fetch('5', { size: true })
  await Promise.all([reading, renumbering])
  const [row] = await flags
  return row!.uid
}

test('without R5 a sequence number means another message than when it was written down', async (t) => {
  const server = await sharedDovecot(t)
  if (server === undefined) return
  assert.equal(await uidOfThird(server, 'with-r5', new Set()), 3)
  assert.equal(await uidOfThird(server, 'without-r5', new Set(['R5'])), 4)
})
