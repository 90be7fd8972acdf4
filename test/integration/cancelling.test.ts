/**
 * Commands cancelled at random moments. Each changes something of its own, so that what became of it can be seen:
 * what was said to be unsent has not happened, what was answered OK has, and nothing is done by half.
 */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CancelledError, ImapConnection, ImapError, type CommandToken } from '../../src/index.ts'
import { startDelayProxy } from '../support/delay-proxy.ts'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import { seededRandom } from '../support/mail.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { message, optionsFor } from './account.ts'

type AnyToken = CommandToken<unknown, unknown>

/** What the account looks like afterwards. */
interface Found {
  /** Subject → places `mailbox: flags`, complete messages only. */
  readonly messages: ReadonlyMap<string, readonly string[]>
  readonly mailboxes: ReadonlySet<string>
}

interface Deed {
  readonly what: string
  readonly token: AnyToken
  /** Whether the deed is done: not at all, wholly, or neither. */
  readonly done: (found: Found) => 'done' | 'undone' | 'half'
}

const INITIAL = 12
const TARGETS = ['INBOX', 'Copies', 'Moved'] as const

const body = (subject: string): string => message(subject, `${subject} `.repeat(300))

async function fill(raw: RawImap, workload: number): Promise<number> {
  const text = (n: number): string => {
    const bytes = body(`w${workload}-${n}`)
    return ` (${n % 3 === 2 ? '\\Deleted' : ''}) {${bytes.length}+}\r\n${bytes}`
  }
  const all = Array.from({ length: INITIAL }, (_, n) => text(n)).join('')
  const { line } = await raw.ok(`APPEND INBOX${all}`)
  return Number(/APPENDUID \d+ (\d+):/.exec(line)?.[1])
}

/** One deed for each message that is there, and some that make new things. */
function deeds(imap: ImapConnection, workload: number, firstUid: number, random: () => number): Deed[] {
  const all: Deed[] = []
  const places = (found: Found, subject: string): readonly string[] => found.messages.get(subject) ?? []
  for (let n = 0; n < INITIAL; n++) {
    const uid = firstUid + n
    const subject = `w${workload}-${n}`
    const here = (found: Found, mailbox: string): number =>
      places(found, subject).filter((place) => place.startsWith(`${mailbox}:`)).length
    if (n % 3 === 2) {
      const gone = (found: Found) => (here(found, 'INBOX') === 0 ? 'done' : 'undone')
      all.push({ what: `expunge ${subject}`, token: imap.expunge(uid), done: gone })
    } else if (n % 3 === 1) {
      const moved = (found: Found) => {
        const [from, to] = [here(found, 'INBOX'), here(found, 'Moved')]
        return from === 1 && to === 0 ? 'undone' : from === 0 && to === 1 ? 'done' : 'half'
      }
      all.push({ what: `move ${subject}`, token: imap.move(uid, 'Moved'), done: moved })
    } else if (n % 2 === 0) {
      const flagged = (found: Found) =>
        places(found, subject).some((place) => place.includes('\\Flagged')) ? 'done' : 'undone'
      all.push({ what: `store ${subject}`, token: imap.store(uid, { add: ['\\Flagged'] }), done: flagged })
    } else {
      const copied = (found: Found) =>
        here(found, 'Copies') === 0 ? 'undone' : here(found, 'Copies') === 1 ? 'done' : 'half'
      all.push({ what: `copy ${subject}`, token: imap.copy(uid, 'Copies'), done: copied })
    }
    if (random() < 0.4) {
      const name = `made-${workload}-${n}`
      const made = (found: Found) => (found.mailboxes.has(name) ? 'done' : 'undone')
      all.push({ what: `create ${name}`, token: imap.create(name), done: made })
    }
    if (random() < 0.5) {
      const added = `w${workload}-new-${n}`
      const appended = (found: Found) => (['undone', 'done'] as const)[places(found, added).length] ?? 'half'
      all.push({ what: `append ${added}`, token: imap.append('INBOX', body(added)), done: appended })
    }
    if (random() < 0.5) all.push(reading(imap, random, `${firstUid}:*`))
  }
  return all
}

/** Reads and reselects, so that there is something to get in the way of. */
function reading(imap: ImapConnection, random: () => number, set: string): Deed {
  const choices: readonly (() => AnyToken)[] = [
    () => imap.fetch(set, { source: true, flags: true }),
    () => imap.search({ flagged: true }),
    () => imap.status('Copies', ['messages']),
    () => imap.list(),
    () => imap.select('INBOX'),
    () => imap.noop(),
  ]
  return { what: 'reading', token: choices[Math.floor(random() * choices.length)]!(), done: () => 'undone' }
}

async function look(raw: RawImap): Promise<Found> {
  const messages = new Map<string, string[]>()
  for (const mailbox of TARGETS) {
    await raw.ok(`EXAMINE ${mailbox}`)
    const { untagged } = await raw.ok('UID FETCH 1:* (FLAGS BODY.PEEK[])')
    for (const line of untagged) {
      const [, flags, subject] = /FETCH \(UID \d+ FLAGS \(([^)]*)\) BODY\[\] [\s\S]*?Subject: (\S+)\r/.exec(line) ?? []
      if (subject === undefined) continue
      assert.ok(line.endsWith(`${body(subject)})`), `${subject} is whole`)
      messages.set(subject, [...(messages.get(subject) ?? []), `${mailbox}: ${flags}`])
    }
  }
  const { untagged } = await raw.ok('LIST "" made-*')
  return { messages, mailboxes: new Set(untagged.map((line) => line.split(' ').at(-1)!)) }
}

type Fate = 'answered' | 'unsent' | 'unknown'

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
  const fates = new Map<string, number>()
  try {
    await using imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
    for (const seed of seeds) {
      const random = seededRandom(seed)
      const firstUid = await fill(raw, seed)
      await imap.select('INBOX')
      const all = deeds(imap, seed, firstUid, random)
      const outcomes = await cancelled(all, random, 12)
      // Whatever is still running is answered before this.
      await imap.select('INBOX')
      const found = await look(raw)
      for (const [n, { what, done }] of all.entries()) {
        const fate = outcomes[n]!
        if (what === 'reading') continue
        const really = done(found)
        const context = `seed ${seed}: ${what} was ${fate}`
        assert.notEqual(really, 'half', context)
        if (fate === 'unsent') assert.equal(really, 'undone', context)
        if (fate === 'answered') assert.equal(really, 'done', context)
        fates.set(`${fate}, ${really}`, (fates.get(`${fate}, ${really}`) ?? 0) + 1)
      }
      await raw.ok('SELECT INBOX')
      await raw.ok('STORE 1:* +FLAGS.SILENT (\\Deleted)').catch(() => undefined)
      await raw.ok('CLOSE')
    }
    assert.equal(imap.inFlight, 0)
    assert.equal(imap.closed, false)
  } finally {
    await raw.close()
    await proxy.close()
  }
  return fates
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
    t.diagnostic(
      [...fates]
        .map(([fate, count]) => `${count} ${fate}`)
        .toSorted()
        .join('; '),
    )
    for (const fate of ['answered, done', 'unsent, undone', 'unknown, done'])
      assert.ok((fates.get(fate) ?? 0) > 0, fate)
  })
}
