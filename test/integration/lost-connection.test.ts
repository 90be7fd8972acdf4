/** The connection is lost while commands are in flight: every token ends once, and what it says is true. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError, ImapConnection, ImapError } from '../../src/index.ts'
import { startDelayProxy, type DelayProxy } from '../support/delay-proxy.ts'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import { seededRandom } from '../support/mail.ts'
import { message, optionsFor } from './account.ts'
import {
  fillForDeeds,
  inWords,
  judge,
  lookForDeeds,
  startDeeds,
  TARGETS,
  type Deed,
  type Fate,
} from './workload/deeds.ts'

/** The processes that have served a user so far, as Dovecot logs them. */
function processesFor(server: Dovecot, user: string): readonly number[] {
  const logins = server.log.matchAll(/Login: user=<([^>]*)>,.* mpid=(\d+)/g)
  return [...logins].flatMap(([, name, pid]) => (name === user ? [Number(pid)] : []))
}

/** What the lost connection had begun is over when its process is. */
async function untilGone(pid: number): Promise<void> {
  for (let n = 0; n < 500; n++) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(10)
  }
  throw new Error(`process ${pid} goes on`)
}

/** Of a process that was killed; the next one would wait for them for two minutes. */
function removeLocks(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of files.filter((file) => file.endsWith('lock'))) rmSync(join(folder, name), { force: true })
}

interface Scene {
  readonly pid: number
  readonly proxy: DelayProxy
  readonly imap: ImapConnection
}

const WAYS = {
  'the server process is killed': ({ pid }) => void process.kill(pid, 'SIGKILL'),
  'the link is reset': ({ proxy }) => proxy.cut(),
  'the user closes': ({ imap }) => imap.close(),
} as const satisfies Record<string, (scene: Scene) => void>

/** How each token ended; asserts that it said so as a loss should. */
async function fatesOf(all: readonly Deed[]): Promise<readonly Fate[]> {
  return Promise.all(
    all.map(async ({ token, what }) => {
      try {
        await token
        return 'answered'
      } catch (error) {
        assert.ok(ImapError.is(error), `${what}: ${String(error)}`)
        const expected = error instanceof ConnectionError || error.code === 'ERR_IMAP_DEPENDENCY'
        assert.ok(expected, `${what}: ${error.code} ${error.message}`)
        return error.outcome
      }
    }),
  )
}

/** Every command has exactly one `commandDone`, and `disconnected` comes last. */
async function checkEvents(events: ReturnType<ImapConnection['events']>): Promise<void> {
  const ended = new Map<unknown, number>()
  let last = ''
  for await (const event of events) {
    last = event.type
    if (event.type === 'commandQueued') ended.set(event.cause, 0)
    if (event.type === 'commandDone') ended.set(event.cause, (ended.get(event.cause) ?? 0) + 1)
  }
  assert.ok(ended.size > 0)
  assert.deepEqual(new Set(ended.values()), new Set([1]))
  assert.equal(last, 'disconnected')
}

async function loseAtRandom(
  server: Dovecot,
  user: string,
  way: keyof typeof WAYS,
  seed: number,
  counts: Map<string, number>,
): Promise<void> {
  const random = seededRandom(seed)
  const filling = await server.raw(user)
  for (const name of TARGETS) if (name !== 'INBOX') await filling.ok(`CREATE ${name}`)
  const firstUid = await fillForDeeds(filling, seed)
  await filling.close()
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 1 })
  const imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
  await imap.select('INBOX')
  const pid = processesFor(server, user).at(-1)!
  const events = imap.events({ limit: 100_000 })
  const all = startDeeds(imap, seed, firstUid, random)
  const ending = fatesOf(all)
  await sleep(random() * 20)
  WAYS[way]({ pid, proxy, imap })
  const fates = await ending
  await imap.noop().catch(() => undefined)
  assert.ok(imap.closed)
  await checkEvents(events)
  await assert.rejects(async () => await imap.noop(), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  await proxy.close()
  await untilGone(pid)
  removeLocks(join(server.folder, 'home', user))
  const raw = await server.raw(user)
  const serverDied = way === 'the server process is killed'
  judge(all, fates, await lookForDeeds(raw), counts, { context: `seed ${seed}`, serverDied })
  await raw.close()
}

for (const [n, way] of (Object.keys(WAYS) as (keyof typeof WAYS)[]).entries()) {
  test(`${way} while commands are in flight: what each token says is what happened`, async (t) => {
    if ((await sharedDovecot(t)) === undefined) return
    // Half of them with literals that wait for "+".
    const settings = 'imap_capability = IMAP4rev1 UIDPLUS MOVE UNSELECT ESEARCH'
    const servers = await Promise.all([startDovecot(), startDovecot({ settings })])
    for (const server of servers) t.after(() => server.stop())
    const counts = new Map<string, number>()
    const runs = servers.map(async (server, half) => {
      for (let seed = 0; seed < 15; seed++) {
        await loseAtRandom(server, `lost-${n}-${seed}`, way, n * 100 + half * 50 + seed, counts)
      }
    })
    await Promise.all(runs)
    t.diagnostic(inWords(counts))
    for (const fate of ['answered, done', 'unsent, undone']) assert.ok((counts.get(fate) ?? 0) > 0, fate)
  })
}

test('the server ends in order: BYE reaches the event stream and open tokens say so', async (t) => {
  if ((await sharedDovecot(t)) === undefined) return
  const server = await startDovecot()
  t.after(() => server.stop())
  const imap = await ImapConnection.open(optionsFor(server, 'lost-bye'))
  await imap.select('INBOX')
  const reader = imap.events({ types: ['bye', 'disconnected'] })
  const master = Number(readFileSync(join(server.folder, 'run', 'master.pid'), 'utf8'))
  process.kill(master, 'SIGTERM')
  const { value: bye } = await reader.next()
  assert.equal(bye?.type, 'bye')
  const { value: end } = await reader.next()
  assert.ok(end?.type === 'disconnected' && end.error?.code === 'ERR_IMAP_BYE')
  assert.deepEqual(await reader.next(), { done: true, value: undefined })
  await assert.rejects(async () => await imap.append('INBOX', message('late')), { outcome: 'unsent' })
})
