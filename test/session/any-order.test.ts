/** Serial equivalence: whatever order a server picks, everything ends as if done one by one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberSet } from '../../src/codec/number-set.ts'
import { CommandError, ImapError, UsageError } from '../../src/errors.ts'
import type { Command } from '../../src/session/command.ts'
import { append } from '../../src/session/commands/changing/append.ts'
import { noop } from '../../src/session/commands/any-state/basic.ts'
import { copy } from '../../src/session/commands/changing/copy.ts'
import { move } from '../../src/session/commands/changing/move.ts'
import { uidExpunge } from '../../src/session/commands/changing/expunge.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { list } from '../../src/session/commands/mailboxes/list.ts'
import { create, remove } from '../../src/session/commands/mailboxes/names.ts'
import { search } from '../../src/session/commands/searching/search.ts'
import { close, select, unselect } from '../../src/session/commands/mailboxes/select.ts'
import { status } from '../../src/session/commands/mailboxes/status.ts'
import { store } from '../../src/session/commands/changing/store.ts'
import type { Entry } from '../../src/session/entry.ts'
import type { RuleName } from '../../src/session/scheduling/rules.ts'
import { MODERN, PLAIN } from '../support/scripted-peer.ts'
import { inOrder, ModelServer } from './model-server.ts'
import { SessionPeer } from './session-peer.ts'

type Make = () => Command<unknown, never>

interface Operation {
  readonly make: Make
  readonly toString: () => string
}

function operation<Result, Item>(shown: string, make: () => Command<Result, Item>): Operation {
  return { make: make as Make, toString: () => shown }
}

const set = fc.constantFrom('1:4', '2', '3,7:9', '5:*', '*', '1:*', '8', '4:6', '10:20')
const keyword = fc.constantFrom('\\Seen', '\\Deleted', 'k')
const mailbox = fc.constantFrom('INBOX', 'A', 'B')
const edit = fc.tuple(fc.constantFrom('add', 'remove', 'replace'), fc.uniqueArray(keyword, { minLength: 1 }))

const reading = fc.oneof(
  fc
    .constantFrom({ all: true }, { seen: false }, { deleted: true }, { keyword: 'k' }, { uid: '2:6', seen: true })
    .map((query) => operation(`search ${JSON.stringify(query)}`, () => search(query))),
  fc
    .tuple(set, fc.constantFrom({ flags: true }, { size: true }, { flags: true, source: true }))
    .map(([uids, query]) => operation(`fetch ${uids} ${Object.keys(query)}`, () => fetch(uids, query, {}))),
  mailbox.map((name) => operation(`status ${name}`, () => status(name, ['messages', 'unseen', 'uidNext']))),
  fc.constant(operation('list', () => list('*', {}))),
  fc.constant(operation('noop', () => noop())),
)

const changing = fc.oneof(
  fc
    .tuple(set, edit)
    .map(([uids, [kind, flags]]) =>
      operation(`store ${uids} ${kind} ${flags}`, () => store(uids, { [kind]: flags } as { add: string[] }, {})),
    ),
  fc.tuple(set, mailbox).map(([uids, to]) => operation(`copy ${uids} ${to}`, () => copy(uids, to, {}))),
  fc.tuple(set, mailbox).map(([uids, to]) => operation(`move ${uids} ${to}`, () => move(uids, to, {}))),
  set.map((uids) => operation(`expunge ${uids}`, () => uidExpunge(uids, {}))),
  fc
    .tuple(fc.constantFrom('INBOX', 'A', 'B', 'Temp'), fc.constantFrom('x', 'yy', 'zzz'))
    .map(([to, text]) => operation(`append ${to}`, () => append(to, text, { flags: ['k'] }))),
)

const elsewhere = fc.oneof(
  { weight: 3, arbitrary: mailbox.map((name) => operation(`select ${name}`, () => select(name, false))) },
  fc.constant(operation('select Nowhere', () => select('Nowhere', false))),
  fc.constant(operation('close', () => close())),
  fc.constant(operation('unselect', () => unselect())),
  fc.constant(operation('create Temp', () => create('Temp'))),
  fc.constant(operation('delete Temp', () => remove('Temp'))),
)

const operations = fc.array(
  fc.oneof({ weight: 10, arbitrary: reading }, { weight: 7, arbitrary: changing }, { weight: 2, arbitrary: elsewhere }),
  { minLength: 5, maxLength: 40 },
)

interface Ended {
  readonly results: readonly unknown[]
  readonly account: unknown
  /** Events that what was thrown in must have made. */
  readonly noise: readonly string[]
  readonly peer: SessionPeer
  readonly server: ModelServer
}

const TEXTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** Runs all operations, submitted at once (`seed`) or each when the one before it is done. */
function run(
  ops: readonly Operation[],
  capabilities: string,
  seed: number | undefined,
  without?: RuleName,
  noisy = false,
): Ended {
  const choose = seed === undefined ? inOrder : random(seed)
  const server = new ModelServer({ capabilities, choose })
  for (const name of ['INBOX', 'A', 'B']) server.addMailbox(name, TEXTS)
  const rules = without === undefined ? {} : { withoutRules: new Set([without]) }
  const peer = SessionPeer.open(capabilities, rules, capabilities.includes('QRESYNC') ? 'QRESYNC' : '')
  // EXPUNGE comes by number, and whose number it was is known only once the UIDs of all messages have been asked for.
  const uidsOfExpunges = capabilities.includes('QRESYNC')
  const noise: string[] = []
  const entries: Entry[] = [peer.submit(select('INBOX', false))]
  for (const { make } of ops) {
    if (seed === undefined) settle(peer, server)
    entries.push(peer.submit(make()))
  }
  settle(peer, server, noisy ? noise : undefined)
  return {
    results: entries.map((entry) => outcomeOf(peer, entry, uidsOfExpunges)),
    account: server.snapshot(),
    noise,
    peer,
    server,
  }
}

/** Lines a server may send at any time, and their events. */
const NOISE: readonly (readonly [line: string, event: string])[] = [
  ['STATUS newsgroup (MESSAGES 3)', 'mailboxStatus newsgroup messages=3 by unsolicited'],
  ['OK some news', 'notice some news'],
  ['NO [ALERTING] bad news', 'notice bad news'],
]

function settle(peer: SessionPeer, server: ModelServer, noise?: string[], meanwhile: () => void = () => {}): void {
  for (let turns = 0; ; turns++) {
    assert.ok(turns < 20_000, 'it never ends')
    meanwhile()
    server.receive(peer.take())
    if (!server.busy) return
    const said = server.step()
    if (said !== '') peer.send(said)
    if (noise === undefined) continue
    const [line, event] = NOISE[turns % NOISE.length]!
    peer.send(`* ${line}\r\n`)
    noise.push(event)
  }
}

function random(seed: number): (count: number) => number {
  let state = seed >>> 0
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
}

function outcomeOf(peer: SessionPeer, entry: Entry, uidsOfExpunges: boolean): unknown {
  try {
    if (!uidsOfExpunges && entry.command.name === 'UID EXPUNGE') return void peer.resultOf(entry)
    return comparable({ result: peer.resultOf(entry), items: inUidOrder(peer.itemsOf(entry)) })
  } catch (error) {
    if (error instanceof CommandError) return { refused: error.responseCode ?? error.status }
    if (error instanceof UsageError) return 'not done'
    return error instanceof ImapError ? { failed: error.code } : { threw: String(error) }
  }
}

/** A row may come early, for another FETCH that asked for the same. */
function inUidOrder(items: readonly unknown[]): readonly unknown[] {
  return (items as readonly { readonly uid?: number }[]).toSorted((a, b) => (a.uid ?? 0) - (b.uid ?? 0))
}

/** Comparable; without the sequence numbers of rows, which are true only for a moment. */
function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => {
      if (key === 'sequence') return undefined
      if (each instanceof NumberSet) return String(each)
      return each instanceof Uint8Array ? Buffer.from(each).toString('latin1') : each
    }),
  )
}

for (const [kind, capabilities] of Object.entries({
  'with QRESYNC and ESEARCH': MODERN,
  'without extensions': `${PLAIN} MOVE UNSELECT`,
})) {
  test(`RFC 9051 §5.5: any order of execution gives what one by one gives, ${kind}`, () => {
    fc.assert(
      fc.property(operations, fc.integer(), (ops, seed) => {
        const together = run(ops, capabilities, seed)
        const oneByOne = run(ops, capabilities, undefined)
        assert.deepEqual(together.results, oneByOne.results)
        assert.deepEqual(together.account, oneByOne.account)
        assert.deepEqual(together.peer.settledTwice, [])
        sameView(together)
      }),
      { numRuns: 100 },
    )
  })
}

/** What the session believes of the selected mailbox is what the server has told. */
function sameView({ peer, server }: Ended): void {
  const selected = peer.session.selected
  assert.equal(selected?.numbering.exists, server.view?.length)
  for (const [i, uid] of (server.view ?? []).entries()) {
    const known = selected!.numbering.uidOf(i + 1)
    if (known !== undefined) assert.equal(known, uid, `message ${i + 1}`)
  }
}

test('news nobody asked for changes no result, and each is one event', () => {
  fc.assert(
    fc.property(operations, fc.integer(), (ops, seed) => {
      const disturbed = run(ops, MODERN, seed, undefined, true)
      assert.deepEqual(disturbed.results, run(ops, MODERN, undefined).results)
      const news = disturbed.peer.log
        .news('mailboxStatus', 'notice', 'untagged')
        .filter((line) => line.includes('news'))
      assert.deepEqual(news, disturbed.noise)
    }),
    { numRuns: 100 },
  )
})

test('commands cancelled at any moment leave nothing half-written, and nothing waiting', () => {
  const capabilities = `${PLAIN} MOVE UNSELECT`
  fc.assert(
    fc.property(operations, fc.integer(), (ops, seed) => {
      const server = new ModelServer({ capabilities, choose: random(seed) })
      for (const name of ['INBOX', 'A', 'B']) server.addMailbox(name, TEXTS)
      const peer = SessionPeer.open(capabilities)
      const entries = [select('INBOX', false), ...ops.map(({ make }) => make())].map((command) =>
        peer.submit(command as ReturnType<Make>),
      )
      const pick = random(seed + 1)
      const cancelled = new Set<Entry>()
      // The server's grammar is strict: half a command would break it.
      settle(peer, server, undefined, () => {
        const entry = entries[pick(entries.length * 3)]
        if (entry === undefined || entry.settled) return
        const unsent = peer.session.cancel(entry) === 'unsent'
        assert.equal(unsent, !entry.begun)
        cancelled.add(entry)
      })
      for (const entry of entries) assert.equal(peer.results.has(entry), !cancelled.has(entry), entry.command.name)
      assert.deepEqual([peer.session.inFlightCount, peer.session.queuedCount, peer.ended], [0, 0, 'open'])
      assert.deepEqual(peer.settledTwice, [])
    }),
    { numRuns: 150 },
  )
})

test('commands do run together in these tests', () => {
  const ops = [1, 2, 3, 4].map((uid) => operation('fetch', () => fetch(uid, { flags: true }, {})))
  assert.ok(run(ops, MODERN, 1).server.deepest >= 4)
})

for (const rule of ['R6', 'R7'] as const) {
  test(`${rule} switched off is found out`, () => {
    const capabilities = `${PLAIN} MOVE UNSELECT`
    assert.throws(() => {
      fc.assert(
        fc.property(operations, fc.integer(), (ops, seed) => {
          const together = run(ops, capabilities, seed, rule)
          assert.deepEqual(together.results, run(ops, capabilities, undefined).results)
        }),
        { numRuns: 200, seed: 42, endOnFailure: true },
      )
    }, /Property failed/)
  })
}
