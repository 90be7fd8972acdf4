/** The dialogue of AUTHENTICATE as the session keeps it: challenges out, answers in, one for one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exchange } from '../../src/auth/exchange.ts'
import type { Mechanism } from '../../src/auth/mechanism.ts'
import { authenticate } from '../../src/session/commands/any-state/login.ts'
import type { Entry } from '../../src/session/entry.ts'
import { Session } from '../../src/session/session.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Says nothing first and is content with everything. */
const patient: Mechanism = {
  name: 'PATIENT',
  refusal: undefined,
  secrets: [],
  initial: () => undefined,
  respond: (challenge) => challenge,
  finish: () => {},
}

interface Staged {
  readonly session: Session
  readonly entry: Entry
  readonly challenges: (string | undefined)[]
  take(now?: number): string
  send(text: string, now?: number): void
  ended(): unknown
}

function staged(listening = true): Staged {
  const challenges: (string | undefined)[] = []
  let end: unknown
  const session = new Session({
    tagPrefix: 'A',
    generation: 1,
    now: 0,
    sink: {
      event: () => {},
      item: () => {},
      settled: () => {},
      layer: () => {},
      ended: (error) => void (end = error),
      ...(listening && {
        challenge: (_: Entry, said: Uint8Array | undefined) =>
          void challenges.push(said === undefined ? undefined : Buffer.from(said).toString()),
      }),
    },
  })
  const send = (text: string, now = 0): void => session.receive(octets(text), now)
  const take = (now = 0): string =>
    session
      .flush(now)
      .map((piece) => (typeof piece === 'string' ? piece : '?'))
      .join('')
  send('* OK [CAPABILITY IMAP4rev1 AUTH=PATIENT] hello\r\n')
  const entry = session.submit(authenticate(new Exchange(patient)), { setup: true })
  assert.equal(take(), 'A1 AUTHENTICATE PATIENT\r\n')
  return { session, entry, challenges, take, send, ended: () => end }
}

test('a challenge goes out decoded, and nothing is written until it is answered', () => {
  const { session, entry, challenges, take, send } = staged()
  send(`+ ${btoa('who?')}\r\n`)
  assert.deepEqual(challenges, ['who?'])
  assert.equal(take(), '')
  session.answerChallenge(entry, octets('me'))
  assert.equal(take(), `${btoa('me')}\r\n`)
  send('+ \r\n')
  session.answerChallenge(entry, new Uint8Array())
  assert.equal(take(), '\r\n')
  send('+ not base64\r\n')
  assert.deepEqual(challenges, ['who?', '', undefined])
  session.answerChallenge(entry, undefined)
  assert.equal(take(), '*\r\n')
})

test('each challenge has one answer; one too many, or one too late, writes nothing', () => {
  const { session, entry, take, send } = staged()
  session.answerChallenge(entry, octets('early'))
  assert.equal(take(), '')
  send('+ \r\n')
  session.answerChallenge(entry, octets('1'))
  session.answerChallenge(entry, octets('2'))
  assert.equal(take(), `${btoa('1')}\r\n`)
  send('+ \r\n')
  send('A1 NO enough\r\n')
  session.answerChallenge(entry, octets('late'))
  assert.equal(take(), '')
  assert.equal(entry.state, 'failed')
})

test('a second "+" before the answer to the first ends the connection', () => {
  const { challenges, send, session, ended } = staged()
  send('+ MQ==\r\n+ Mg==\r\n')
  assert.deepEqual(challenges, ['1'])
  assert.ok(session.ended)
  assert.equal((ended() as { code: string }).code, 'ERR_IMAP_ORDER')
})

test('OK before the answer ends the connection, and logs nobody in', () => {
  const { send, session, ended, entry } = staged()
  send('+ MQ==\r\nA1 OK [CAPABILITY IMAP4rev1] in\r\n')
  assert.ok(session.ended && !session.authenticated)
  assert.equal((ended() as { code: string }).code, 'ERR_IMAP_ORDER')
  assert.equal(entry.state, 'failed')
})

test('an answer to a session that has ended is nothing', () => {
  const { session, entry, send, take } = staged()
  send('+ MQ==\r\n')
  session.end(undefined)
  session.answerChallenge(entry, octets('x'))
  assert.equal(take(), '')
})

test('where nobody can answer the dialogue is given up', () => {
  const { send, take } = staged(false)
  send('+ MQ==\r\n')
  assert.equal(take(), '*\r\n')
})

test('the server is dead so long after the answer, not after its challenge', () => {
  const { session, entry, send } = staged()
  send('+ MQ==\r\n', 1000)
  session.answerChallenge(entry, octets('x'), 31_000)
  session.tick(61_500)
  assert.ok(!session.ended)
  session.tick(91_500)
  assert.ok(session.ended)
})

test('the same challenges and answers give the same octets, however they are cut', () => {
  const script = `+ ${btoa('one')}\r\n|+ ${btoa('two')}\r\n|A1 OK [CAPABILITY IMAP4rev1] in\r\n`
  const play = (cut: number): string => {
    const { session, entry, challenges, take, send } = staged()
    let written = ''
    for (const part of script.split('|')) {
      for (let at = 0; at < part.length; at += cut) send(part.slice(at, at + cut))
      if (part.startsWith('+')) session.answerChallenge(entry, octets(challenges.at(-1)!))
      written += take()
    }
    assert.ok(session.authenticated)
    return written
  }
  const whole = play(1000)
  assert.equal(whole, `${btoa('one')}\r\n${btoa('two')}\r\n`)
  for (let cut = 1; cut < 20; cut++) assert.equal(play(cut), whole)
})
