/** What each rule is good for: the same commands on the same server, with the rule and without it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append } from '../../src/session/commands/changing/append.ts'
import { noop } from '../../src/session/commands/any-state/basic.ts'
import { uidExpunge } from '../../src/session/commands/changing/expunge.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { search } from '../../src/session/commands/searching/search.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { store } from '../../src/session/commands/changing/store.ts'
import type { RuleName } from '../../src/session/scheduling/rules.ts'
import { MODERN, PLAIN } from '../support/scripted-peer.ts'
import { allAtOnce, inOrder, lastFirst, ModelServer, type ModelOptions } from './model-server.ts'
import { SessionPeer } from './session-peer.ts'

interface Bench {
  readonly peer: SessionPeer
  readonly server: ModelServer
}

/** INBOX with five messages is open. */
function bench(without: RuleName | undefined, options: Partial<ModelOptions>): Bench {
  const capabilities = options.capabilities ?? MODERN
  const server = new ModelServer({ capabilities, choose: lastFirst, ...options })
  server.addMailbox('INBOX', ['one', 'two', 'three', 'four', 'five'])
  const rules = without === undefined ? {} : { withoutRules: new Set([without]) }
  const peer = SessionPeer.open(capabilities, rules, capabilities.includes('QRESYNC') ? 'QRESYNC' : '')
  peer.submit(select('INBOX', false))
  run({ peer, server })
  return { peer, server }
}

/** Until nothing is left to do. */
function run({ peer, server }: Bench, written: (octets: string) => void = () => {}): void {
  for (;;) {
    const octets = peer.take()
    written(octets)
    server.receive(octets)
    if (!server.busy) return
    const said = server.step()
    if (said !== '') peer.send(said)
  }
}

function uids({ server }: Bench, mailbox = 'INBOX'): readonly number[] {
  return server.mailboxes.get(mailbox)!.messages.map(({ uid }) => uid)
}

/** Runs a scenario with all rules and without one: right, then wrong. */
function provesRule(
  rule: RuleName,
  scenario: (without: RuleName | undefined) => unknown,
  right: unknown,
  wrong: unknown,
): void {
  assert.deepEqual(scenario(undefined), right)
  assert.deepEqual(scenario(rule), wrong)
}

test('R4 keeps changes from the mailbox a failed SELECT left open: without it its messages get \\Deleted', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, { choose: inOrder, unselectable: ['Trash'] })
    b.peer.submit(select('Trash', false))
    b.peer.submit(store('1:3', { add: ['\\Deleted'] }, {}))
    run(b)
    const { messages } = b.server.mailboxes.get('INBOX')!
    return messages.filter(({ flags }) => flags.has('\\Deleted')).map(({ uid }) => uid)
  }
  provesRule('R4', scenario, [], [1, 2, 3])
})

test('R5 holds sequence numbers back until nothing can renumber: without it another message comes', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, { capabilities: PLAIN, choose: inOrder })
    b.server.mailboxes.get('INBOX')!.messages.shift()
    b.peer.submit(noop())
    const rows = b.peer.submit(fetch('2', { size: true }, { by: 'sequence' }))
    let meant: number | undefined
    run(b, (octets) => {
      if (octets.includes(' FETCH 2 ')) meant = b.peer.session.selected?.numbering.uidOf(2)
    })
    const [row] = b.peer.itemsOf(rows) as { uid: number }[]
    return { meant, came: row?.uid }
  }
  provesRule('R5', scenario, { meant: 3, came: 3 }, { meant: 2, came: 3 })
})

test('R6 orders a SEARCH behind the STORE it depends on: without it the flags found are stale', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, {})
    b.peer.submit(store('1:3', { add: ['\\Seen'] }, {}))
    const found = b.peer.submit(search({ seen: false }))
    run(b)
    return String(b.peer.resultOf(found))
  }
  provesRule('R6', scenario, '4:5', '1:5')
})

test('R6 orders EXPUNGE behind the STORE that takes \\Deleted away: without it mail is lost', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, {})
    b.server.mailboxes.get('INBOX')!.messages[1]!.flags.add('\\Deleted')
    b.peer.submit(store('2', { remove: ['\\Deleted'] }, {}))
    b.peer.submit(uidExpunge('1:5', {}))
    run(b)
    return uids(b)
  }
  provesRule('R6', scenario, [1, 2, 3, 4, 5], [1, 3, 4, 5])
})

test('R7 lets plain SEARCHes take turns: without it their answers are mixed', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, { capabilities: PLAIN, choose: allAtOnce })
    b.server.mailboxes.get('INBOX')!.messages[4]!.flags.add('\\Seen')
    const unseen = b.peer.submit(search({ seen: false }))
    const seen = b.peer.submit(search({ seen: true }))
    run(b)
    return [String(b.peer.resultOf(unseen)), String(b.peer.resultOf(seen))]
  }
  provesRule('R7', scenario, ['1:4', '5'], ['', '1:5'])
})

test('R8 keeps the old draft until the new one is stored: without it a refused APPEND loses mail', () => {
  const scenario = (without: RuleName | undefined): unknown => {
    const b = bench(without, { choose: inOrder })
    const saved = b.peer.submit(append('Drafts', 'a better one', {}))
    const flagged = b.peer.submit(store('1', { add: ['\\Deleted'] }, {}), [saved])
    b.peer.submit(uidExpunge('1', {}), [flagged])
    run(b)
    return uids(b)
  }
  provesRule('R8', scenario, [1, 2, 3, 4, 5], [2, 3, 4, 5])
})
