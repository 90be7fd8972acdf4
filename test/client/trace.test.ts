import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImapConnection } from '../../src/client/connection.ts'
import { Trace, traceEvents, TRACED, type TraceEvent } from '../../src/client/trace.ts'
import { ImapError } from '../../src/errors.ts'
import { MODERN, PLAIN, selected, started } from '../support/scripted-peer.ts'
import { readTrace, type Read, type Slice } from '../support/trace-format.ts'
import { drain } from '../support/virtual-clock.ts'

/** Everything from now to the end of the connection. */
async function traced(imap: ImapConnection): Promise<Read> {
  const records: TraceEvent[] = []
  for await (const record of traceEvents(imap.events({ types: TRACED, limit: Infinity }), { name: 'mail' })) {
    records.push(record)
  }
  return readTrace(JSON.parse(JSON.stringify(records)))
}

/** `3 UID FETCH INBOX 0..50`: lane, name, milliseconds. */
function drawn({ slices }: Read, begin: number): readonly string[] {
  const ms = (at: number | undefined): string => (at === undefined ? '' : String(at / 1000 - begin))
  return slices.map((slice) => `${slice.tid} ${slice.name} ${ms(slice.from)}..${ms(slice.to)}`)
}

function named(slices: readonly Slice[], name: string): Slice {
  const found = slices.find((slice) => slice.name === name)
  assert.ok(found !== undefined, `no ${name}`)
  return found
}

test('a command is a slice of queue time and a slice of server time, in a lane that is free', async (t) => {
  const { imap, plays, clock } = await selected(t)
  const begin = clock.now()
  const reading = traced(imap)
  const storing = imap.store(5, { add: ['\\Seen'] })
  const seeing = imap.fetch(5, { flags: true })
  const counting = imap.status('Archive', ['messages'])
  await clock.pass(10)
  await plays(`
    C: t1 UID STORE 5 +FLAGS (\\Seen)
    C: t2 STATUS Archive (MESSAGES)
    S: t1 OK stored
  `)
  await clock.pass(20)
  const checking = imap.noop()
  await plays(`
    C: t3 UID FETCH 5 (UID FLAGS)
    S: * STATUS Archive (MESSAGES 3)
    S: t2 OK counted
    S: * 4 FETCH (UID 5 FLAGS (\\Seen))
    S: t3 OK fetched
  `)
  await plays('C: t4 NOOP')
  await clock.pass(5)
  await plays('S: t4 OK done')
  await Promise.all([storing, seeing, counting, checking])
  imap.close()
  const trace = await reading
  const lines = drawn(trace, begin)
  assert.deepEqual([...trace.names].slice(0, 4), [
    [0, 'mail'],
    [1, 'server'],
    [2, 'in flight 1'],
    [3, 'in flight 2'],
  ])
  assert.deepEqual(lines, [
    '2 queued 0..0',
    '3 queued 0..10',
    '4 queued 0..0',
    '2 UID STORE INBOX 0..10',
    '4 STATUS Archive 0..30',
    '3 UID FETCH INBOX 10..30',
    '2 queued 30..30',
    '2 NOOP 30..35',
  ])
  const waiting = trace.slices[1]!
  assert.match(JSON.stringify(waiting.args), /"waitsFor":\["R6 UID STORE A\d+"\]/)
  const stored = named(trace.slices, 'UID STORE INBOX')
  assert.equal(stored.args['text'], 'UID STORE 5 +FLAGS (\\Seen)')
  assert.deepEqual(stored.ended, { status: 'OK' })
})

test('what the server says unasked is an instant, what a command caused is not', async (t) => {
  const { imap, plays } = await selected(t)
  const reading = traced(imap)
  const storing = imap.store(5, { add: ['\\Seen'] })
  await plays(`
    C: t1 UID STORE 5 +FLAGS (\\Seen)
    S: * 4 FETCH (UID 5 FLAGS (\\Seen))
    S: * 1 FETCH (UID 1 FLAGS (\\Flagged) MODSEQ (12345678901))
    S: * VANISHED 2
    S: * OK [ALERT] disk is full
    S: * XODD 1
    S: t1 OK [HIGHESTMODSEQ 12345678902] stored
  `)
  await storing
  imap.close()
  const { instants } = await reading
  const said = instants.filter(({ cat }) => cat === 'server')
  assert.deepEqual(said, [
    { ...said[0]!, name: 'flagChange', args: { mailbox: 'INBOX', uids: '1', flags: ['\\Flagged'] } },
    { ...said[1]!, name: 'messageExpunge', args: { mailbox: 'INBOX', uids: '2', unidentified: 0 } },
    { ...said[2]!, name: 'alert', args: { text: 'disk is full' } },
    { ...said[3]!, name: 'untagged', args: { mailbox: 'INBOX', name: 'XODD' } },
  ])
  assert.deepEqual(
    instants.filter(({ cat }) => cat === 'connection').map(({ name, args }) => [name, args]),
    [['disconnected', { error: 'ERR_IMAP_CLOSED' }]],
  )
})

test('a trace from the first octet holds the login without the password', async (t) => {
  const { imap, plays } = started(t)
  const reading = traced(imap)
  await plays(`
    S: * OK [CAPABILITY ${PLAIN}] hello
    C: t1 LOGIN "me" "secret-word"
    S: t1 NO [AUTHENTICATIONFAILED] not with secret-word
  `)
  await assert.rejects(imap.ready)
  const trace = await reading
  assert.deepEqual(named(trace.slices, 'LOGIN').ended, {
    status: 'NO',
    error: 'ERR_IMAP_AUTHENTICATION',
    outcome: 'answered',
  })
  assert.doesNotMatch(JSON.stringify([...trace.slices, ...trace.instants]), /secret-word/)
})

test('commands that are lost, cancelled or refused end in the trace as they do for their callers', async (t) => {
  const { imap, plays, clock } = await selected(t, { capabilities: MODERN })
  const reading = traced(imap)
  const dropped = imap.noop()
  dropped.cancel()
  const wrong = imap.status('Archive', [])
  const lost = imap.fetch('1:*', { flags: true })
  await plays('C: t1 UID FETCH 1:* (UID FLAGS)')
  await clock.pass(3)
  imap.close()
  for (const token of [wrong, lost]) await assert.rejects(Promise.resolve(token), ImapError)
  const { slices } = await reading
  assert.deepEqual(
    slices.map(({ name, to, ended }) => [name, to !== undefined, ended['status']]),
    [
      ['queued', true, 'cancelled'],
      ['queued', true, undefined],
      ['UID FETCH INBOX', true, 'failed'],
    ],
  )
  assert.equal((slices[2]!.to! - slices[2]!.from) / 1000, 3)
})

test('steps have lanes of their own and name the command they are part of', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const reading = traced(imap)
  const moving = imap.move(5, 'Archive')
  await plays(`
    C: t1 UID COPY 5 Archive
    S: t1 NO no such mailbox
  `)
  await assert.rejects(Promise.resolve(moving))
  imap.close()
  const { slices } = await reading
  const whole = named(slices, 'UID MOVE Archive')
  const step = named(slices, 'UID COPY Archive')
  assert.equal(step.args['partOf'], 'UID MOVE')
  assert.notEqual(step.tid, whole.tid)
})

test('after lost events commands that ended meanwhile do not stay open in the trace', async (t) => {
  const { imap, plays } = await selected(t)
  const trace = new Trace()
  const records: TraceEvent[] = [...trace.begin()]
  const events = imap.events({ types: TRACED, limit: 2 })
  const first = imap.noop()
  await drain()
  for (let n = 0; n < 2; n++) records.push(...trace.take((await events.next()).value!))
  const more = [imap.status('Archive', ['messages']), imap.namespace()]
  await plays(`
    C: t1 NOOP
    S: t1 OK done
  `)
  await first
  imap.close()
  await Promise.allSettled(more)
  for await (const event of events) records.push(...trace.take(event))
  const { slices, instants } = readTrace(JSON.parse(JSON.stringify(records)))
  assert.ok(instants.some(({ name }) => name === 'overflow'))
  assert.ok(slices.length >= 2 && slices.every(({ to }) => to !== undefined))
})

test('a thousand commands at once need a thousand lanes, and one by one a single one', async (t) => {
  const { imap } = await selected(t)
  const trace = new Trace()
  const events = imap.events({ types: TRACED, limit: Infinity })
  for (let n = 0; n < 1000; n++) imap.noop().cancel()
  const together = Array.from({ length: 1000 }, () => imap.noop())
  for (const token of together) token.cancel()
  imap.close()
  const records: TraceEvent[] = [...trace.begin()]
  for await (const event of events) records.push(...trace.take(event))
  const { slices } = readTrace(JSON.parse(JSON.stringify(records)))
  assert.equal(new Set(slices.slice(0, 1000).map(({ tid }) => tid)).size, 1)
  assert.equal(new Set(slices.slice(1000).map(({ tid }) => tid)).size, 1000)
})
