/** IDLE (RFC 2177) as a state of the scheduler. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { noop } from '../../src/session/commands/any-state/basic.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { IDLE, lineIsFree, writesDone, type IdleInput, type IdleState } from '../../src/session/idle/idle.ts'
import { connected, MODERN, selected } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

const STATES = Object.keys(IDLE) as IdleState[]

test('DONE is written exactly on leaving, and nothing else while IDLE holds the line', () => {
  for (const from of STATES) {
    for (const to of Object.values(IDLE[from]))
      assert.equal(writesDone(from, to), to === 'leaving' && from !== 'leaving')
  }
  assert.deepEqual(STATES.filter(lineIsFree), ['off', 'leaving'])
})

test('the table of IDLE and its drawing agree', () => {
  const source = readFileSync(new URL('../../src/session/idle/idle.ts', import.meta.url), 'utf8')
  const drawing = source.slice(0, source.indexOf('*/'))
  for (const state of STATES) assert.ok(drawing.includes(state), `${state} is not drawn`)
  const arrows: readonly [IdleState, IdleInput, IdleState][] = [
    ['off', 'start', 'asked'],
    ['asked', 'continuation', 'idling'],
    ['asked', 'stop', 'regret'],
    ['regret', 'continuation', 'leaving'],
    ['idling', 'stop', 'leaving'],
    ['leaving', 'tagged', 'off'],
  ]
  for (const [from, input, to] of arrows) assert.equal(IDLE[from][input], to, `${from} ${input}`)
  for (const state of STATES) {
    for (const input of ['stop', 'tagged'] as const) {
      const next = IDLE[state][input]
      if (state === 'off') assert.equal(next, undefined)
      else assert.ok(next !== undefined, `${state} has no way out by ${input}`)
    }
  }
})

/** What can happen while a connection idles, in any order. */
const STEPS = ['plus', 'command', 'exists', 'ok', 'no', 'bad'] as const
type Step = (typeof STEPS)[number]

function* sequences(length: number): Generator<readonly Step[]> {
  if (length === 0) return yield []
  for (const rest of sequences(length - 1)) for (const step of STEPS) yield [...rest, step]
}

/** A server that says `steps` behind the client's IDLE, as far as it may; everything written is checked. */
function interleave(steps: readonly Step[]): void {
  const peer = SessionPeer.open(MODERN, {}, 'QRESYNC')
  peer.submit(select('INBOX', false))
  const tag = /^\S+/.exec(peer.take())![0]
  peer.send(`* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 2] n\r\n${tag} OK open\r\n`)
  peer.now += 100
  peer.session.tick(peer.now)
  const idle = /^(\S+) IDLE\r\n$/.exec(peer.take())?.[1]
  assert.ok(idle !== undefined, 'quiet, so it idles')
  let plus = false
  let done = false
  let ended = false
  let exists = 1
  let submitted = 0
  let written = ''
  const look = (): void => {
    const octets = peer.take()
    if (octets.startsWith('DONE\r\n')) {
      assert.ok(plus && !done && !ended, 'DONE once, behind "+" and before the end')
      done = true
    } else if (octets !== '') assert.ok(done || ended, `${octets} was written while IDLE holds the line`)
    written += octets
  }
  for (const step of steps) {
    if (peer.session.ended) break
    if (step === 'plus' && !plus && !ended) {
      plus = true
      peer.send('+ idling\r\n')
    } else if (step === 'exists') peer.send(`* ${++exists} EXISTS\r\n`)
    else if (step === 'command') {
      submitted++
      peer.submit(noop())
    } else if (!ended && step !== 'plus') {
      ended = true
      peer.send(`${idle} ${step.toUpperCase()} over\r\n`)
    }
    look()
  }
  assert.equal(peer.session.ended, false)
  assert.deepEqual(peer.settledTwice, [])
  if (submitted > 0 && (ended || plus))
    assert.equal(written.split(' NOOP\r\n').length - 1, submitted, 'every command was written')
  if (exists > 1 && (ended || plus)) assert.match(written, / UID FETCH 2:\* \(UID\)\r\n/, 'arrivals are asked for')
  assert.equal(peer.log.news('degraded').length, refused(steps) ? 1 : 0)
}

/** The first tagged reply was a refusal, or an OK although IDLE had not begun. */
function refused(steps: readonly Step[]): boolean {
  const end = steps.findIndex((step) => step === 'ok' || step === 'no' || step === 'bad')
  return end >= 0 && (steps[end] !== 'ok' || !steps.slice(0, end).includes('plus'))
}

test('every order of "+", commands, EXISTS and tagged replies during IDLE keeps the protocol', () => {
  for (let length = 1; length <= 5; length++)
    for (const steps of sequences(length)) {
      try {
        interleave(steps)
      } catch (error) {
        throw new Error(`${steps.join(', ')}: ${String(error)}`, { cause: error })
      }
    }
})

test('RFC 2177 §3: IDLE is entered when nothing is in flight for a while, even with no mailbox open', async (t) => {
  const { clock, plays } = await connected(t)
  await clock.pass(99)
  await plays('C:')
  await clock.pass(1)
  await plays('C: t1 IDLE\nS: + idling')
})

test('DONE and the next command leave in one write: one round trip', async (t) => {
  const { imap, clock, plays, peer } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  const before = peer.writes.length
  const rows = imap.fetch('1', { flags: true })
  await plays(`
    C: DONE
    C: t2 UID FETCH 1 (UID FLAGS)
    S: t1 OK idled
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.equal(peer.writes.length, before + 1)
})

test('a server that loses what follows DONE gets it behind the end of IDLE (profile.coalesceDone)', async (t) => {
  const { imap, clock, plays } = await selected(t, { options: { profile: { coalesceDone: false } } })
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  void imap.noop()
  await plays(`
    C: DONE
    C:
    S: t1 OK idled
    C: t2 NOOP
    S: t2 OK done
  `)
})

test('a command submitted before the "+" waits: DONE may not come before it', async (t) => {
  const { imap, clock, plays } = await selected(t)
  await clock.pass(100)
  const rows = (await plays('C: t1 IDLE'), imap.fetch('1', { flags: true }))
  await plays(`
    C:
    S: * 1 FETCH (UID 1 FLAGS (k))
    C:
    S: + idling
    C: DONE
    C: t2 UID FETCH 1 (UID FLAGS)
    S: t1 OK idled
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
})

test('EXPUNGE and EXISTS before the "+" of IDLE are applied (RFC 2177 §3)', async (t) => {
  const { imap, clock, plays, log } = await selected(t)
  await clock.pass(100)
  await plays(`
    C: t1 IDLE
    S: * VANISHED 1
    S: * 1 FETCH (UID 2 FLAGS (k))
    S: + idling
    S: * VANISHED 2:3
  `)
  assert.equal(imap.selected?.messages, 2)
  assert.deepEqual(log.news(), [
    'messageExpunge INBOX 1 by unsolicited',
    'flagChange INBOX 2 (k) by unsolicited',
    'messageExpunge INBOX 2:3 by unsolicited',
  ])
})

test('RFC 2177 §3: IDLE is renewed long before 29 minutes', async (t) => {
  const { clock, plays } = await selected(t, { options: { timing: { idleRenew: 24 * 60 * 60_000 } } })
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  await clock.pass(27 * 60_000)
  await plays('C:')
  await clock.pass(60_000)
  await plays('C: DONE\nS: t1 OK idled')
  await clock.pass(100)
  await plays('C: t2 IDLE\nS: + idling')
})

test('IDLE is renewed every five minutes by default, and an answer that does not come ends the connection', async (t) => {
  const { imap, clock, plays, log } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  await clock.pass(5 * 60_000)
  await plays('C: DONE')
  await clock.pass(14_999)
  assert.equal(imap.closed, false)
  await clock.pass(1)
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_TIMEOUT'])
})

test('no "+" after IDLE ends the connection', async (t) => {
  const { clock, plays, log } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE')
  await clock.pass(15_000)
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_TIMEOUT'])
})

for (const refusal of ['NO not here', 'BAD what?', 'OK and at once over']) {
  test(`IDLE answered ${refusal.split(' ')[0]} without "+": NOOP every minute instead`, async (t) => {
    const { clock, plays, log } = await selected(t)
    await clock.pass(100)
    await plays(`
      C: t1 IDLE
      S: t1 ${refusal}
    `)
    assert.deepEqual(log.news(), ['degraded idle'])
    await clock.pass(59_000)
    await plays('C:')
    await clock.pass(1_000)
    await plays(`
      C: t2 NOOP
      S: * 6 EXISTS
      S: t2 OK done
      C: t3 UID FETCH 9:* (UID)
      S: * 6 FETCH (UID 9)
      S: t3 OK done
    `)
    assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
    await clock.pass(60_000)
    await plays('C: t4 NOOP\nS: t4 OK done')
  })
}

test('a server without IDLE is polled with NOOP', async (t) => {
  const { clock, plays } = await selected(t, { capabilities: MODERN.replace(' IDLE', '') })
  await clock.pass(60_000)
  await plays('C: t1 NOOP\nS: t1 OK done')
  await clock.pass(60_000)
  await plays('C: t2 NOOP\nS: t2 OK done')
})

test('IDLE can be switched off by the profile', async (t) => {
  const { clock, plays } = await selected(t, { options: { profile: { without: ['IDLE'] } } })
  await clock.pass(60_000)
  await plays('C: t1 NOOP\nS: t1 OK done')
})

test('the server may end IDLE by itself; it is entered again', async (t) => {
  const { clock, plays } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  await clock.pass(60_000)
  await plays('S: t1 OK enough')
  await clock.pass(100)
  await plays('C: t2 IDLE\nS: + idling')
})

test('a second "+" while idling ends the connection', async (t) => {
  const { clock, plays, log } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling\nS: + idling')
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('a server that never answers a command is given up after a minute of silence', async (t) => {
  const { imap, clock, plays, log } = await selected(t)
  const token = imap.noop()
  await plays('C: t1 NOOP')
  await clock.pass(59_000)
  await plays('S: * OK still here')
  await clock.pass(59_000)
  assert.equal(imap.closed, false)
  const failed = assert.rejects(token, { code: 'ERR_IMAP_TIMEOUT', outcome: 'unknown' })
  await clock.pass(1_000)
  await failed
  assert.deepEqual(log.news('disconnected'), ['disconnected ERR_IMAP_TIMEOUT'])
})

test('LOGOUT leaves IDLE first', async (t) => {
  const { imap, clock, plays, peer } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  const left = imap.logout()
  await plays(`
    C: DONE
    C: t2 LOGOUT
    S: t1 OK idled
    S: * BYE so long
    S: t2 OK bye
  `)
  await left
  peer.finish()
  assert.equal(imap.closed, true)
})
