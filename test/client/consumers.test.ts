/** Slow consumers delay nobody, and what they leave unread is bounded. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { selected, type Connected, type ScriptOptions } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const MESSAGES = 300

/** A mailbox whose server answers FETCH of sizes and sources, STATUS and NOOP at once. */
async function busy(t: TestContext, options: ScriptOptions = {}, bodyOctets = 10): Promise<Connected> {
  const connection = await selected(t, { ...options, uids: Array.from({ length: MESSAGES }, (_, i) => i + 1) })
  const { peer } = connection
  const body = 'x'.repeat(bodyOctets)
  peer.onWrite = (octets) => {
    for (const line of octets.split('\r\n')) {
      const [, tag, command = ''] = /^(\S+) (.+)$/.exec(line) ?? []
      if (tag === undefined) continue
      const [, low = '', high = low] = /^UID FETCH (\d+)(?::(\d+))?/.exec(command) ?? []
      for (let uid = Number(low); low !== '' && uid <= Number(high); uid++) {
        if (command.includes('BODY')) peer.send(`* ${uid} FETCH (UID ${uid} BODY[] {${bodyOctets}}\r\n${body})\r\n`)
        else peer.send(`* ${uid} FETCH (UID ${uid} RFC822.SIZE 1)\r\n`)
      }
      if (command.startsWith('STATUS')) peer.send('* STATUS A (MESSAGES 3)\r\n')
      if (command === 'IDLE') peer.send('+ idling\r\n')
      else peer.send(`${tag} OK done\r\n`)
    }
  }
  return connection
}

test('a loop that takes a row every 50 ms delays no other token', async (t) => {
  const { imap, clock } = await busy(t)
  const start = clock.now()
  const taken: number[] = []
  const slow = (async () => {
    for await (const { uid } of imap.fetch(`1:${MESSAGES}`, { size: true })) {
      taken.push(uid)
      await clock.sleep(50)
    }
  })()
  await drain()
  for (let i = 0; i < 20; i++) {
    assert.equal((await imap.fetch('1:5', { size: true })).length, 5)
    assert.deepEqual(await imap.status('A', ['messages']), { messages: 3 })
  }
  assert.equal(clock.now(), start, 'no time has passed for the others')
  assert.ok(taken.length < 5)
  await clock.pass(50 * MESSAGES)
  await slow
  assert.equal(taken.length, MESSAGES)
})

test('an event reader that takes one event every 50 ms delays no token and no other reader', async (t) => {
  const { imap, clock, log } = await busy(t)
  const start = clock.now()
  let slowly = 0
  const end = new AbortController()
  const slow = (async () => {
    for await (const event of imap.events({ signal: end.signal })) {
      slowly += event.at >= 0 ? 1 : 0
      await clock.sleep(50)
    }
  })()
  for (let i = 0; i < 20; i++) await imap.fetch('1:5', { size: true })
  await drain()
  assert.equal(clock.now(), start)
  assert.equal(log.news('fetch').length, 100, 'the fast reader has them all')
  assert.ok(slowly < 5)
  end.abort()
  await clock.pass(50 * 300)
  await slow
})

test('a loop and a reader that stop for good hold up nothing', async (t) => {
  const { imap } = await busy(t)
  const stuck = imap.fetch(`1:${MESSAGES}`, { size: true })[Symbol.asyncIterator]()
  await stuck.next()
  const reader = imap.events({ limit: 10 })
  for (let i = 0; i < 50; i++) await imap.fetch('1:5', { size: true })
  assert.ok(reader.unread <= 11, `${reader.unread} events are kept`)
  await stuck.return!()
})

test('rows unread past maxUnreadOctets fail that token alone, and rows read before stay good', async (t) => {
  const { imap, clock } = await busy(t, { options: { maxUnreadOctets: 100_000 } }, 1_000)
  const greedy = imap.fetch(`1:${MESSAGES}`, { source: true })
  const modest = imap.fetch('1:20', { source: true })
  await assert.rejects(greedy, { code: 'ERR_IMAP_CONSUMER_TOO_SLOW' })
  assert.equal((await modest).length, 20)
  assert.equal((await imap.fetch('1', { source: true })).length, 1)
  assert.equal(imap.closed, false)
  await clock.pass(0)
})

test('a loop that keeps up may read any amount', async (t) => {
  const { imap, peer } = await busy(t, { options: { maxUnreadOctets: 100_000 } }, 1_000)
  const answer = peer.onWrite!
  const token = imap.fetch('1:300', { source: true })
  let octets = 0
  const reading = (async () => {
    for await (const { source } of token) octets += source.length
  })()
  // The server sends a row at a time, as a network does.
  peer.onWrite = (written) => {
    const tag = /^\S+/.exec(written)![0]
    void (async () => {
      for (let uid = 1; uid <= MESSAGES; uid++) {
        peer.send(`* ${uid} FETCH (UID ${uid} BODY[] {1000}\r\n${'x'.repeat(1_000)})\r\n`)
        await drain()
      }
      peer.send(`${tag} OK done\r\n`)
      peer.onWrite = answer
    })()
  }
  await reading
  assert.equal(octets, 300_000)
})

test('a single row larger than maxUnreadOctets is still delivered', async (t) => {
  const { imap } = await busy(t, { options: { maxUnreadOctets: 1_000 } }, 50_000)
  const [row] = await imap.fetch('1', { source: true })
  assert.equal(row?.source.length, 50_000)
})

test('a loop too slow gets the error behind the rows it has, and the connection goes on', async (t) => {
  const { imap } = await busy(t, { options: { maxUnreadOctets: 50_000 } }, 1_000)
  const token = imap.fetch(`1:${MESSAGES}`, { source: true })
  await drain()
  let rows = 0
  await assert.rejects(
    async () => {
      for await (const row of token) rows += row.uid > 0 ? 1 : 0
    },
    { code: 'ERR_IMAP_CONSUMER_TOO_SLOW' },
  )
  assert.ok(rows > 0 && rows < MESSAGES, `${rows} rows`)
  assert.equal((await imap.fetch('1', { source: true })).length, 1)
})

test('a flood of news leaves a reader nobody reads with its limit, and the session with nothing', async (t) => {
  const { imap, peer } = await busy(t)
  const lines = '* STATUS A (MESSAGES 3 UNSEEN 1)\r\n* OK nothing new\r\n* 1 FETCH (UID 1 FLAGS (k))\r\n'
  const reader = imap.events({ limit: 100 })
  for (let i = 0; i < 2_000; i++) peer.send(lines.repeat(10))
  assert.ok(reader.unread <= 101)
  await imap.noop()
  const found: string[] = []
  reader.end()
  for await (const event of reader) found.push(event.type)
  assert.equal(found.filter((type) => type === 'overflow').length, 1)
})
