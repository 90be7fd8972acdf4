/** Commands cancelled at random moments: what becomes of them is what was said. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, ImapConnection, ImapError } from '../../src/index.ts'
import { startDelayProxy } from '../support/delay-proxy.ts'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import { seededRandom } from '../support/mail.ts'
import { optionsFor } from './account.ts'
import {
  emptyInbox,
  fillForDeeds,
  inWords,
  judge,
  lookForDeeds,
  startDeeds,
  TARGETS,
  type Deed,
  type Fate,
} from './workload/deeds.ts'

/** Cancels most of the deeds at random moments; tells what each was said to have come to. */
async function cancelled(all: readonly Deed[], random: () => number, longestMs: number): Promise<readonly Fate[]> {
  return Promise.all(
    all.map(async ({ token }) => {
      const when = random()
      const cancelling =
        when < 0.75 ? sleep(when < 0.15 ? 0 : random() * longestMs).then(() => token.cancel()) : undefined
      if (when < 0.05) token.cancel()
      try {
        await token
        return 'answered'
      } catch (error) {
        assert.ok(ImapError.is(error), String(error))
        if (error instanceof CancelledError) return error.outcome
        // A SELECT that was cancelled takes with it what was planned for its mailbox.
        assert.equal(error.code, 'ERR_IMAP_DEPENDENCY')
        return error.outcome
      } finally {
        await cancelling
      }
    }),
  )
}

/** Runs workloads on one connection; the number of deeds by fate. */
async function cancelAtRandom(server: Dovecot, user: string, seeds: readonly number[]): Promise<Map<string, number>> {
  const raw = await server.raw(user)
  for (const name of TARGETS) if (name !== 'INBOX') await raw.ok(`CREATE ${name}`)
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 1 })
  const counts = new Map<string, number>()
  try {
    await using imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
    for (const seed of seeds) {
      const random = seededRandom(seed)
      const firstUid = await fillForDeeds(raw, seed)
      await imap.select('INBOX')
      const all = startDeeds(imap, seed, firstUid, random)
      const fates = await cancelled(all, random, 12)
      // Whatever is still running is answered before this.
      await imap.select('INBOX')
      judge(all, fates, await lookForDeeds(raw), counts, { context: `seed ${seed}` })
      await emptyInbox(raw)
    }
    assert.equal(imap.inFlight, 0)
    assert.equal(imap.closed, false)
  } finally {
    await raw.close()
    await proxy.close()
  }
  return counts
}

const halves = [0, 1].map((half) => Array.from({ length: 50 }, (_, n) => 1000 * half + n))

for (const [title, settings, name] of [
  ['', undefined, 'cancelling'],
  [', literals waiting for "+"', 'imap_capability = IMAP4rev1 UIDPLUS MOVE UNSELECT ESEARCH', 'cancelling-sync'],
] as const) {
  test(`100 workloads cancelled at random moments end as they were said to${title}`, async (t) => {
    const shared = await sharedDovecot(t)
    if (shared === undefined) return
    const server = settings === undefined ? shared : await startDovecot({ settings })
    if (server !== shared) t.after(() => server.stop())
    const results = await Promise.all(halves.map((seeds, n) => cancelAtRandom(server, `${name}-${n}`, seeds)))
    const fates = new Map<string, number>()
    for (const [fate, count] of results.flatMap((each) => [...each])) fates.set(fate, (fates.get(fate) ?? 0) + count)
    t.diagnostic(inWords(fates))
    for (const fate of ['answered, done', 'unsent, undone', 'unknown, done'])
      assert.ok((fates.get(fate) ?? 0) > 0, fate)
  })
}
