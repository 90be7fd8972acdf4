/** Tokens as people use them. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { CancelledError } from '../../src/errors.ts'
import { connected, PLAIN, selected, started, type Connected } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

/** Answers every UID FETCH of sizes, STATUS and NOOP at once. */
function answerAll({ peer }: Connected): void {
  peer.onWrite = (octets) => {
    for (const line of octets.split('\r\n')) {
      const [, tag, set] = /^(\S+) UID FETCH (\S+) \(UID RFC822\.SIZE\)$/.exec(line) ?? []
      if (tag !== undefined) peer.send(`${rowsOf(set!)}${tag} OK done\r\n`)
      const [, other, counted] = /^(\S+) (STATUS A|NOOP)/.exec(line) ?? []
      if (other !== undefined)
        peer.send(`${counted === 'NOOP' ? '' : '* STATUS A (MESSAGES 3)\r\n'}${other} OK done\r\n`)
    }
  }
}

function rowsOf(set: string): string {
  const [low = 0, high = low] = set.split(':').map(Number)
  return Array.from(
    { length: high - low + 1 },
    (_, i) => `* ${low + i} FETCH (UID ${low + i} RFC822.SIZE ${low + i}0)\r\n`,
  ).join('')
}

async function answering(t: TestContext, messages = 5): Promise<Connected> {
  const uids = Array.from({ length: messages }, (_, i) => i + 1)
  const connection = await selected(t, { uids })
  answerAll(connection)
  return connection
}

test('a command can be awaited inside the loop over another one’s rows', async (t) => {
  const { imap } = await answering(t)
  const seen: unknown[] = []
  for await (const { uid } of imap.fetch('1:5', { size: true })) {
    const { messages } = await imap.status('A', ['messages'])
    for await (const inner of imap.fetch('2', { size: true })) seen.push([uid, inner.uid, messages])
  }
  assert.deepEqual(
    seen,
    [1, 2, 3, 4, 5].map((uid) => [uid, 2, 3]),
  )
})

test('a token can be awaited for all rows, again and again', async (t) => {
  const { imap } = await answering(t)
  const token = imap.fetch('1:3', { size: true })
  const first = await token
  assert.deepEqual(
    first.map(({ size }) => size),
    [10, 20, 30],
  )
  assert.equal(await token, first)
  assert.equal(token.state, 'done')
})

test('rows taken by a loop are not in an awaited list: that is an error, not a shorter list', async (t) => {
  const { imap } = await answering(t)
  const token = imap.fetch('1:3', { size: true })
  for await (const row of token) assert.ok(row.uid > 0)
  await assert.rejects(token, { code: 'ERR_IMAP_CONSUMED' })
})

for (const count of [3, 200]) {
  test(`a list of ${count} rows that was asked for stays complete, whoever iterates the token afterwards`, async (t) => {
    const { imap } = await answering(t, 300)
    const token = imap.fetch(`1:${count}`, { size: true })
    const promised = token.then((rows) => rows)
    const iterated: number[] = []
    for await (const { uid } of token) iterated.push(uid)
    assert.equal(iterated.length, count)
    assert.equal((await promised).length, count)
    const rows = await imap.fetch(`1:${count}`, { size: true })
    assert.equal(rows.length, count)
  })
}

test('iterating after awaiting takes nothing away from the list', async (t) => {
  const { imap } = await answering(t, 300)
  const token = imap.fetch('1:200', { size: true })
  const rows = await token
  let iterated = 0
  for await (const row of token) iterated += row.uid > 0 ? 1 : 0
  assert.deepEqual([rows.length, iterated], [200, 200])
})

test('one iterator takes the items: a second is refused', async (t) => {
  const { imap } = await answering(t)
  const token = imap.fetch('1:3', { size: true })
  const iterator = token[Symbol.asyncIterator]()
  assert.throws(() => token[Symbol.asyncIterator](), { code: 'ERR_IMAP_CONSUMED' })
  assert.equal((await iterator.next()).value?.uid, 1)
})

test('several next() at once get the items in order, and then the end', async (t) => {
  const { imap } = await answering(t)
  const iterator = imap.fetch('1:2', { size: true })[Symbol.asyncIterator]()
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()])
  assert.deepEqual(
    results.map(({ done, value }) => (done === true ? 'end' : value.uid)),
    [1, 2, 'end', 'end'],
  )
})

test('break leaves the connection usable at once; the rest of the answer is swallowed', async (t) => {
  const { imap, plays } = await selected(t)
  const reading = (async () => {
    for await (const { uid } of imap.fetch('1:3', { size: true })) return uid
    return undefined
  })()
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
  `)
  assert.equal(await reading, 1)
  const next = imap.fetch('5', { size: true })
  await plays(`
    C: t2 UID FETCH 5 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: * 4 FETCH (UID 5 RFC822.SIZE 50)
    S: t2 OK done
    S: * 3 FETCH (UID 3 RFC822.SIZE 30)
    S: t1 OK done
  `)
  assert.deepEqual(
    (await next).map(({ uid }) => uid),
    [5],
  )
  assert.equal(imap.inFlight, 0)
})

test('an error thrown in the loop ends the command, too', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1:3', { size: true })
  const reading = assert.rejects(async () => {
    for await (const row of token) throw new Error(`no ${row.uid}`)
  }, /no 1/)
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
  `)
  await reading
  assert.equal(token.state, 'cancelled')
  await plays('S: t1 OK done')
  assert.equal(imap.closed, false)
})

test('rows that came before a refusal are read first', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1:3', { size: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 NO stop
  `)
  const iterator = token[Symbol.asyncIterator]()
  assert.equal((await iterator.next()).value?.uid, 1)
  await assert.rejects(iterator.next(), { code: 'ERR_IMAP_NO' })
})

test('a token says what it waits for, and why', async (t) => {
  const { imap, plays } = await selected(t)
  const stored = imap.store('1:3', { add: ['k'] })
  const found = imap.search({ keyword: 'k' })
  const after = imap.status('A', ['messages'], { after: found })
  await plays('C: t1 UID STORE 1:3 +FLAGS (k)')
  assert.deepEqual([stored.state, found.state, after.state], ['sent', 'queued', 'queued'])
  assert.deepEqual(found.blockedBy, [{ token: stored, rule: 'R6' }])
  assert.deepEqual(after.blockedBy, [{ token: found, rule: 'R8' }])
  assert.deepEqual(stored.blockedBy, [])
  await plays(`
    S: t1 OK done
    C: t2 UID SEARCH RETURN (ALL) KEYWORD k
    S: * ESEARCH (TAG "t2") UID ALL 1
    S: t2 OK done
    C: t3 STATUS A (MESSAGES)
    S: * STATUS A (MESSAGES 3)
    S: t3 OK done
  `)
  assert.deepEqual(found.blockedBy, [])
  assert.deepEqual(await after, { messages: 3 })
})

test('tokens tell name, tag and mailbox', async (t) => {
  const { imap } = await selected(t)
  const rows = imap.fetch('1', { size: true })
  const counts = imap.status('Archive', ['messages'])
  assert.deepEqual([rows.name, rows.mailbox, counts.name, counts.mailbox], ['UID FETCH', 'INBOX', 'STATUS', 'Archive'])
  assert.match(rows.tag, /^A\d+$/)
  const refused = imap.fetch('', { size: true })
  assert.deepEqual([refused.tag, refused.state], ['', 'failed'])
  await assert.rejects(refused, { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
})

test('a token nobody awaits fails in the event stream only', async (t) => {
  const { imap, plays, log } = await selected(t)
  imap.status('Nowhere', ['messages'])
  imap.fetch('1', { size: true })
  await plays(`
    C: t1 STATUS Nowhere (MESSAGES)
    C: t2 UID FETCH 1 (UID RFC822.SIZE)
    S: t1 NO [NONEXISTENT] none
    S: * BYE over
  `)
  imap.close()
  await drain()
  assert.deepEqual(log.news('commandDone'), [
    'commandDone Nowhere NO ERR_IMAP_NO by t1',
    'commandDone INBOX failed ERR_IMAP_CLOSED by t2',
  ])
})

test('every command is told when it is queued, sent and done', async (t) => {
  const { imap, plays, log } = await selected(t)
  const stored = imap.store('1', { add: ['k'] })
  imap.store('1', { remove: ['k'] })
  await plays(`
    C: t1 UID STORE 1 +FLAGS (k)
    S: t1 OK done
    C: t2 UID STORE 1 -FLAGS (k)
    S: t2 OK done
  `)
  await stored
  assert.deepEqual(log.news('commandQueued', 'commandSent', 'commandDone'), [
    'commandQueued by t1',
    'commandQueued by t2',
    'commandSent INBOX by t1',
    'commandDone INBOX OK by t1',
    'commandSent INBOX by t2',
    'commandDone INBOX OK by t2',
  ])
})

// --- cancelling --------------------------------------------------------------------------------------

test('a queued command that is cancelled is never sent', async (t) => {
  const { imap, plays } = await selected(t)
  const first = imap.store('1', { add: ['k'] })
  const second = imap.store('1', { remove: ['k'] })
  const third = imap.store('1', { add: ['l'] })
  await plays('C: t1 UID STORE 1 +FLAGS (k)')
  second.cancel()
  assert.equal(second.state, 'cancelled')
  await assert.rejects(second, (error) => error instanceof CancelledError && error.outcome === 'unsent')
  await plays(`
    S: t1 OK done
    C: t2 UID STORE 1 +FLAGS (l)
    S: t2 OK done
  `)
  await Promise.all([first, third])
})

test('a command cancelled in the turn it was submitted is never sent', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1', { size: true })
  token.cancel()
  await assert.rejects(token, { code: 'ERR_IMAP_CANCELLED', outcome: 'unsent' })
  await plays('C:')
})

test('a sent command that is cancelled settles at once, and its answer is swallowed', async (t) => {
  const { imap, plays, log } = await selected(t)
  const token = imap.fetch('1:2', { size: true })
  await plays('C: t1 UID FETCH 1:2 (UID RFC822.SIZE)')
  token.cancel()
  await assert.rejects(token, { code: 'ERR_IMAP_CANCELLED', outcome: 'unknown' })
  const next = imap.noop()
  await plays(`
    C: t2 NOOP
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 OK done
    S: t2 OK done
  `)
  await next
  assert.deepEqual(log.news(), ['fetch INBOX 1 by t1'])
})

test('a cancelled SEARCH still owns its answer: the next one does not get it', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const first = imap.search({ seen: true })
  const second = imap.search({ seen: false })
  await plays('C: t1 UID SEARCH SEEN')
  first.cancel()
  await assert.rejects(first, { code: 'ERR_IMAP_CANCELLED' })
  await plays(`
    C:
    S: * SEARCH 1 2 3
    S: t1 OK done
    C: t2 UID SEARCH UNSEEN
    S: * SEARCH 5
    S: t2 OK done
  `)
  assert.equal(String(await second), '5')
})

test('cancelling half-way through a synchronizing literal finishes the command: nothing half-written stays', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const token = imap.append('Archive', 'hello')
  await plays('C: t1 APPEND Archive {5}')
  token.cancel()
  await assert.rejects(token, { code: 'ERR_IMAP_CANCELLED', outcome: 'unknown' })
  const next = imap.noop()
  await plays(`
    C:
    S: + go ahead
    C: hello
    C: t2 NOOP
    S: t1 OK [APPENDUID 1 2] done
    S: t2 OK done
  `)
  await next
})

test('an APPEND cancelled while it waits for its turn is not sent, not even its first line', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const first = imap.append('Archive', 'hello')
  const second = imap.append('Archive', 'world')
  await plays('C: t1 APPEND Archive {5}')
  second.cancel()
  await assert.rejects(second, { outcome: 'unsent' })
  await plays(`
    S: + go ahead
    C: hello
    S: t1 OK done
    C:
  `)
  await first
})

test('a cancelled SELECT fails what was to follow it, and the mailbox it opens is left alone', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('A')
  const rows = imap.fetch('1', { size: true })
  await plays('C: t1 SELECT A\nC: t2 UID FETCH 1 (UID RFC822.SIZE)')
  opening.cancel()
  await assert.rejects(opening, { code: 'ERR_IMAP_CANCELLED' })
  await plays(`
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK open
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.equal(imap.selected?.mailbox, 'A')
})

test('a queued SELECT that is cancelled takes with it what was planned on top of it', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1', { size: true })
  const opening = imap.select('A')
  const behind = imap.fetch('4', { size: true })
  await plays('C: t1 UID FETCH 1 (UID RFC822.SIZE)\nC:')
  opening.cancel()
  await assert.rejects(behind, { code: 'ERR_IMAP_DEPENDENCY', outcome: 'unsent' })
  const here = imap.fetch('2', { size: true })
  await plays(`
    C: t2 UID FETCH 2 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 OK done
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: t2 OK done
  `)
  assert.deepEqual([(await rows).length, (await here).length], [1, 1])
})

test('a LOGOUT that is cancelled in the queue leaves the connection open', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1', { size: true })
  const leaving = imap.logout()
  await plays('C: t1 UID FETCH 1 (UID RFC822.SIZE)\nC:')
  leaving.cancel()
  await assert.rejects(leaving, { code: 'ERR_IMAP_CANCELLED', outcome: 'unsent' })
  const next = imap.noop()
  await plays(`
    C: t2 NOOP
    S: t1 OK done
    S: t2 OK done
  `)
  await Promise.all([rows, next])
})

test('commands cancelled during the login are not sent, and the login goes on', async (t) => {
  const { imap, plays } = started(t)
  const before = imap.select('A')
  const rows = imap.fetch('1', { size: true })
  before.cancel()
  const riding = imap.status('B', ['messages'])
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "secret-word"
    C: t2 STATUS B (MESSAGES)
    C:
  `)
  riding.cancel()
  const late = imap.create('C')
  late.cancel()
  await assert.rejects(late, { outcome: 'unsent' })
  await plays(`
    S: t1 OK [CAPABILITY IMAP4rev1] in
    S: * STATUS B (MESSAGES 1)
    S: t2 OK done
    C:
  `)
  await imap.ready
  await assert.rejects(riding, { code: 'ERR_IMAP_CANCELLED', outcome: 'unknown' })
  await assert.rejects(before, { outcome: 'unsent' })
  await assert.rejects(rows, { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('cancelling twice, or after the end, changes nothing', async (t) => {
  const { imap } = await answering(t)
  const token = imap.fetch('1', { size: true })
  assert.equal((await token).length, 1)
  token.cancel()
  assert.equal(token.state, 'done')
  assert.equal((await token).length, 1)
  const other = imap.noop()
  other.cancel('first')
  other.cancel('second')
  await assert.rejects(other, (reason) => reason === 'first')
})

for (const [when, before] of [
  ['queued', ''],
  ['sent', 'C: t1 UID FETCH 1:3 (UID RFC822.SIZE)'],
  ['in the middle of its rows', 'C: t1 UID FETCH 1:3 (UID RFC822.SIZE)\nS: * 1 FETCH (UID 1 RFC822.SIZE 10)'],
] as const) {
  test(`AbortSignal: the token rejects with the signal’s own reason, ${when}`, async (t) => {
    const { imap, plays } = await selected(t)
    const abort = new AbortController()
    const reason = { why: 'enough' }
    if (before === '') imap.select('A')
    const token = imap.fetch('1:3', { size: true }, { signal: abort.signal })
    if (before !== '') await plays(before)
    abort.abort(reason)
    await assert.rejects(token, (error) => error === reason)
    if (before === '') return
    const next = imap.noop()
    await plays(`
      C: t2 NOOP
      S: * 2 FETCH (UID 2 RFC822.SIZE 20)
      S: t1 OK done
      S: t2 OK done
    `)
    await next
  })
}

test('a signal that is aborted already: nothing is sent', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1', { size: true }, { signal: AbortSignal.abort('no') })
  await assert.rejects(token, (reason) => reason === 'no')
  await plays('C:')
})

test('a signal outlives its commands without keeping them', async (t) => {
  const { imap } = await answering(t)
  const abort = new AbortController()
  let listeners = 0
  const { signal } = abort
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args))
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args))
  for (let i = 0; i < 20; i++) await imap.fetch('1', { size: true }, { signal })
  assert.equal(listeners, 0)
})

test('the loop over an aborted token throws the reason', async (t) => {
  const { imap, plays } = await selected(t)
  const abort = new AbortController()
  const token = imap.fetch('1:3', { size: true }, { signal: abort.signal })
  const reading = assert.rejects(
    async () => {
      for await (const row of token) if (row.uid === 1) abort.abort('enough')
    },
    (reason) => reason === 'enough',
  )
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
  `)
  await reading
})

test('what is submitted to a closed connection fails unsent', async (t) => {
  const { imap } = await selected(t)
  imap.close()
  await assert.rejects(imap.noop(), { outcome: 'unsent' })
  await assert.rejects(imap.fetch('1', { size: true }), { outcome: 'unsent' })
  imap.close()
  assert.equal((await imap.events().next()).done, true)
})

test('LOGOUT: the connection ends in order, also when the server does not close', async (t) => {
  const { imap, plays, clock, log, peer } = await selected(t)
  const leaving = imap.logout()
  await assert.rejects(imap.noop(), { code: 'ERR_IMAP_STATE' })
  await plays(`
    C: t1 LOGOUT
    S: * BYE so long
    S: t1 OK bye
  `)
  await leaving
  await clock.pass(3_000)
  assert.deepEqual(log.news('disconnected'), ['disconnected'])
  assert.ok(peer.left !== undefined)
})

test('LOGOUT whose reply is lost behind BYE has still logged out', async (t) => {
  const { imap, plays, log, peer } = await selected(t)
  const leaving = imap.logout()
  await plays(`
    C: t1 LOGOUT
    S: * BYE so long
  `)
  peer.finish()
  await leaving
  assert.deepEqual(log.news('disconnected'), ['disconnected'])
})

test('after: a token of another connection is refused', async (t) => {
  const { imap } = await selected(t)
  const other = await selected(t)
  const foreign = other.imap.noop()
  await assert.rejects(imap.noop({ after: foreign }), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
})

test('events carry the time at which things happened, also after a long quiet', async (t) => {
  const { imap, clock } = await selected(t)
  const events = imap.events({ types: ['commandQueued', 'commandDone'] })
  await clock.pass(2_000)
  const submitted = clock.now()
  const token = imap.noop()
  await clock.pass(10)
  const cancelled = clock.now()
  token.cancel()
  await assert.rejects(token, { code: 'ERR_IMAP_CANCELLED' })
  const times = [(await events.next()).value?.at, (await events.next()).value?.at]
  assert.deepEqual(times, [submitted, cancelled])
})
