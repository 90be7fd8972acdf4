/** Commands made of several: what their authors may count on. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError, type ImapError } from '../../src/errors.ts'
import type { Command, Facts, ItemSink } from '../../src/session/command.ts'
import {
  attempt,
  gather,
  gatherAll,
  inOrder,
  together,
  type Composition,
} from '../../src/session/composing/composition.ts'
import type { Entry } from '../../src/session/entry.ts'
import { flagsOf, membersOf } from '../../src/session/footprint.ts'
import { logout, noop } from '../../src/session/commands/any-state/basic.ts'
import { append } from '../../src/session/commands/changing/append.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { list } from '../../src/session/commands/mailboxes/list.ts'
import { create, remove } from '../../src/session/commands/mailboxes/names.ts'
import { withPaths } from '../../src/session/commands/mailboxes/path.ts'
import { select, unselect } from '../../src/session/commands/mailboxes/select.ts'
import { status } from '../../src/session/commands/mailboxes/status.ts'
import { search } from '../../src/session/commands/searching/search.ts'
import { PLAIN } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

function composed<Result, Item = never>(
  compose: (facts: Facts, items: ItemSink<Item>) => Composition<Result> | undefined,
): Command<Result, Item> {
  return {
    name: 'COMPOSED',
    adapts: true,
    compose,
    plan() {
      throw new UsageError('COMPOSED: planned')
    },
  }
}

async function inbox(): Promise<SessionPeer> {
  const peer = SessionPeer.open(undefined, {}, 'QRESYNC')
  await peer.selects(select('INBOX', false), [1, 2, 3])
  return peer
}

function failureOf(peer: SessionPeer, entry: Entry): ImapError {
  try {
    peer.resultOf(entry)
  } catch (error) {
    return error as ImapError
  }
  throw new Error('it did not fail')
}

test('what comes next may depend on what was answered', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      const found = (yield* inOrder(search({ seen: false })))[0]
      const counts = yield* together([...found].map((uid) => status(`box${uid}`, ['messages'])))
      return counts.map(({ messages }) => messages)
    }),
  )
  await peer.plays(`
    C: t1 UID SEARCH RETURN (ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 2:3
    S: t1 OK done
    C: t2 STATUS box2 (MESSAGES)
    C: t3 STATUS box3 (MESSAGES)
    S: * STATUS box3 (MESSAGES 33)
    S: t3 OK done
    S: * STATUS box2 (MESSAGES 22)
    S: t2 OK done
  `)
  assert.deepEqual(peer.resultOf(whole), [22, 33])
})

test('a NO can be an answer to go on from', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      const [first] = yield* attempt([remove('a')])
      if (first!.ok) return 'there'
      yield* inOrder(create('a'))
      return 'made'
    }),
  )
  await peer.plays(`
    C: t1 DELETE a
    S: t1 NO [NONEXISTENT] none
    C: t2 CREATE a
    S: t2 OK done
  `)
  assert.equal(peer.resultOf(whole), 'made')
})

test('commands that go together are all answered before one’s NO is told', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      return yield* together([create('a'), create('b'), create('c')])
    }),
  )
  await peer.plays(`
    C: t1 CREATE a
    C: t2 CREATE b
    C: t3 CREATE c
    S: t2 NO not b
    S: t1 OK done
  `)
  assert.throws(() => peer.resultOf(whole), /not settled/)
  await peer.plays('S: t3 OK done')
  const error = failureOf(peer, whole)
  assert.match(error.message, /not b; done before: CREATE, CREATE/)
  assert.deepEqual(
    error.steps?.map(({ outcome }) => outcome),
    ['done', 'answered', 'done'],
  )
})

test('items of a step are those of the whole, unless they are gathered', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed<readonly number[], unknown>(function* (_facts, items) {
      const gathered = yield* gather(fetch('1', { size: true }, {}))
      items.push('own', 1)
      yield* inOrder(fetch('2', { size: true }, {}))
      return gathered.map(({ size }) => size)
    }),
  )
  await peer.plays(`
    C: t1 UID FETCH 1 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 OK done
    C: t2 UID FETCH 2 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: t2 OK done
  `)
  assert.deepEqual(peer.resultOf(whole), [10])
  const [own, row] = peer.itemsOf(whole)
  assert.deepEqual([own, (row as { size: number }).size], ['own', 20])
})

test('none of a group is sent when one of it cannot be planned', async () => {
  const peer = await inbox()
  const impossible = composed<void>(() => {
    throw new UsageError('not here', 'ERR_IMAP_CAPABILITY')
  })
  for (const group of [
    [create('a'), impossible],
    [create('b'), impossible, create('c')],
  ]) {
    const whole = peer.submit(
      composed(function* () {
        yield* inOrder<unknown[]>(...group)
      }),
    )
    await peer.plays('C:')
    const error = failureOf(peer, whole)
    assert.deepEqual([error.code, error.outcome], ['ERR_IMAP_CAPABILITY', 'unsent'])
  }
})

test('a later group that would work on another mailbox than the first is refused', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      yield* inOrder(noop())
      yield* inOrder(search({ all: true }))
    }),
  )
  peer.submit(select('Other', false))
  await peer.plays(`
    C: t1 NOOP
    C: t2 SELECT Other
    S: t1 OK done
    C:
  `)
  const error = failureOf(peer, whole)
  assert.deepEqual([error.code, error.outcome], ['ERR_IMAP_STATE', 'unknown'])
})

test('no command and no step is a success at once', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      yield* together([])
      return 7
    }),
  )
  await peer.plays('C:')
  assert.equal(peer.resultOf(whole), 7)
  assert.equal(peer.session.queuedCount, 0)
})

test('undefined means that the plan will do', async () => {
  const peer = await inbox()
  const entry = peer.submit({ ...noop(), adapts: true, compose: () => undefined })
  await peer.plays('C: t1 NOOP\nS: t1 OK done')
  peer.resultOf(entry)
})

test('compositions may be nested in one another', async () => {
  const peer = await inbox()
  function* twice(name: string): Composition<string> {
    yield* inOrder(create(name), remove(name))
    return name
  }
  const whole = peer.submit(
    composed(function* () {
      return [yield* twice('a'), yield* twice('b')]
    }),
  )
  await peer.plays(`
    C: t1 CREATE a
    S: t1 OK done
    C: t2 DELETE a
    S: t2 OK done
    C: t3 CREATE b
    S: t3 OK done
    C: t4 DELETE b
    S: t4 OK done
  `)
  assert.deepEqual(peer.resultOf(whole), ['a', 'b'])
})

test('a later group stands where the whole does: what was submitted behind it and is not written waits', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      const [names] = yield* gatherAll([list('*', {})], [membersOf(undefined), flagsOf(undefined)])
      return yield* together(names!.map(({ mailbox }) => status(mailbox, ['messages'])))
    }),
  )
  peer.submit(append('a', 'one', {}))
  peer.submit(status('a', ['messages']))
  await peer.plays(`
    C: t1 LIST "" "*"
    C:
    S: * LIST () "/" a
    S: t1 OK done
    C: t2 STATUS a (MESSAGES)
    C:
    S: * STATUS a (MESSAGES 3)
    S: t2 OK done
    C: t3 APPEND a {3+}
    C: one
    C:
    S: t3 OK done
    C: t4 STATUS a (MESSAGES)
  `)
  assert.deepEqual(peer.resultOf(whole), [{ messages: 3 }])
})

test('a command that was ready waits for the step that came before it after all', async () => {
  const peer = await inbox()
  const whole = peer.submit(
    composed(function* () {
      yield* inOrder(noop())
      yield* inOrder(status('a', ['messages']))
    }),
  )
  await peer.plays('C: t1 NOOP')
  peer.submit(append('a', 'one', {}))
  peer.send(`${whole.steps![0]!.tag} OK done\r\n`)
  await peer.plays(`
    C: t2 STATUS a (MESSAGES)
    C:
    S: * STATUS a (MESSAGES 3)
    S: t2 OK done
    C: t3 APPEND a {3+}
    C: one
  `)
})

test('LOGOUT waits for all steps of what was submitted before it', async () => {
  const peer = SessionPeer.open(PLAIN)
  const whole = peer.submit(list('*', { status: ['messages'] }))
  const leaving = peer.submit(logout())
  await peer.plays(`
    C: t1 LIST "" "*"
    C:
    S: * LIST () "/" a
    S: t1 OK done
    C: t2 STATUS a (MESSAGES)
    C:
    S: * STATUS a (MESSAGES 3)
    S: t2 OK done
    C: t3 LOGOUT
    S: * BYE bye
    S: t3 OK done
  `)
  peer.resultOf(whole)
  peer.resultOf(leaving)
})

test('steps stand where the whole does: what was submitted after it decides what is selected in the end', async () => {
  const peer = SessionPeer.open(PLAIN)
  await peer.selects(select('A', false), [])
  // It waits for how names are made, and so does what is behind it.
  const made = peer.submit(withPaths((at) => create(at(['x']))))
  const leaving = peer.submit(unselect())
  const opening = peer.submit(select('B', false))
  await peer.plays(`
    C: t1 LIST "" ""
    S: * LIST (\\Noselect) "/" ""
    S: t1 OK done
    C: t2 CREATE x
    C: t3 EXAMINE A
    S: t2 OK done
    S: * 0 EXISTS
    S: t3 OK [READ-ONLY] open
  `)
  const reading = peer.submit(fetch('1', { flags: true }, {}))
  await peer.plays(`
    C: t4 CLOSE
    S: t4 OK closed
    C: t5 SELECT B
    C: t6 UID FETCH 1 (UID FLAGS)
    S: * 1 EXISTS
    S: t5 OK open
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t6 OK done
  `)
  for (const entry of [made, leaving, opening, reading]) peer.resultOf(entry)
})
