/**
 * The connection cut after every octet, in both directions, by FIN, by RST and by silence.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImapConnection, ImapError, type CommandToken, type ImapEvent, type Outcome } from '../../src/index.ts'
import { MemoryPeer, type Cut, type CutKind } from '../support/memory-transport.ts'
import { drain, VirtualClock } from '../support/virtual-clock.ts'

const BODY = 'Subject: hi\r\n\r\nhello (world)\r\n'
const CAPABILITIES = 'IMAP4rev1 ENABLE ESEARCH UIDPLUS MOVE IDLE CONDSTORE QRESYNC'

/** Answers what the scenario sends; synchronizing literals get their "+". */
class Answers {
  readonly #peer: MemoryPeer
  #buffer = ''
  #literal = 0
  /** Tags of the commands whose last octet has arrived. */
  readonly complete: Set<string> = new Set()
  #tag = ''

  constructor(peer: MemoryPeer) {
    this.#peer = peer
  }

  take(octets: string): void {
    this.#buffer += octets
    for (;;) {
      if (this.#literal > 0) {
        if (this.#buffer.length < this.#literal) return
        this.#buffer = this.#buffer.slice(this.#literal)
        this.#literal = 0
      }
      const end = this.#buffer.indexOf('\r\n')
      if (end < 0) return
      const line = this.#buffer.slice(0, end)
      this.#buffer = this.#buffer.slice(end + 2)
      this.#line(line)
    }
  }

  #line(line: string): void {
    if (/^\w+ [A-Z]/.test(line)) this.#tag = line.split(' ')[0]!
    const literal = /\{(\d+)\}$/.exec(line)
    if (literal !== null) {
      this.#literal = Number(literal[1])
      return this.#peer.send('+ go\r\n')
    }
    this.complete.add(this.#tag)
    this.#answer(this.#tag, line)
  }

  #answer(tag: string, line: string): void {
    const say = (...lines: string[]): void => this.#peer.send(lines.map((each) => `${each}\r\n`).join(''))
    if (line.includes('LOGIN')) return say(`${tag} OK [CAPABILITY ${CAPABILITIES}] in`)
    if (line.includes('ENABLE')) return say('* ENABLED QRESYNC CONDSTORE', `${tag} OK`)
    if (line.includes('SELECT')) {
      return say('* 2 EXISTS', '* OK [UIDVALIDITY 7] x', '* OK [UIDNEXT 9] x', `${tag} OK [READ-WRITE] opened`)
    }
    if (line.includes('FETCH')) {
      const row = (n: number, uid: number): string => `* ${n} FETCH (UID ${uid} BODY[] {${BODY.length}}\r\n${BODY})`
      return say(row(1, 4), '* 2 FETCH (FLAGS (\\Seen) UID 8)', row(2, 8), `${tag} OK`)
    }
    if (line.includes('SEARCH')) return say(`* ESEARCH (TAG "${tag}") UID ALL 4,8`, `${tag} OK`)
    if (line.includes('IDLE')) return say('+ idling')
    if (line === 'DONE') return say(`${tag} OK`)
    if (line === '') return say(`${tag} OK [APPENDUID 7 9] kept`)
    return say(`${tag} OK`)
  }
}

interface Run {
  readonly tokens: readonly CommandToken<unknown, unknown>[]
  readonly settled: ReadonlyMap<CommandToken<unknown, unknown>, unknown[]>
  readonly events: readonly ImapEvent[]
  readonly answers: Answers
  readonly peer: MemoryPeer
  readonly clock: VirtualClock
}

async function scenario(cut?: Cut): Promise<Run> {
  const clock = new VirtualClock()
  const peer = new MemoryPeer(cut === undefined ? {} : { cut })
  const answers = new Answers(peer)
  peer.onWrite = (octets) => answers.take(octets)
  const imap = ImapConnection.start({
    host: 'mail.example.org',
    security: 'insecure-plaintext',
    auth: { user: 'me', password: 'secret' },
    transport: peer.connect,
    clock,
    randomTag: () => 'x',
  })
  const events: ImapEvent[] = []
  const reading = (async () => {
    for await (const event of imap.events({ limit: 10_000 })) events.push(event)
  })()
  const settled = new Map<CommandToken<unknown, unknown>, unknown[]>()
  const tokens: CommandToken<unknown, unknown>[] = []
  const keep = (token: CommandToken<unknown, unknown>): void => {
    tokens.push(token)
    settled.set(token, [])
    token.then(
      (value) => settled.get(token)!.push({ value }),
      (error: unknown) => settled.get(token)!.push(error),
    )
  }
  keep(imap.select('INBOX'))
  keep(imap.fetch('1:*', { source: true }))
  keep(imap.search({ seen: false }))
  keep(imap.append('Sent', BODY))
  await drain()
  peer.send(`* OK [CAPABILITY ${CAPABILITIES}] hello\r\n`)
  await clock.pass(500)
  if (!imap.closed) keep(imap.store('4', { add: ['\\Seen'] }))
  await clock.pass(500)
  if (cut === undefined) {
    peer.finish()
    await drain()
  }
  // Whatever is still open has a deadline.
  await clock.pass(10 * 60_000)
  await reading
  await imap.ready.catch(() => {})
  return { tokens, settled, events, answers, peer, clock }
}

/** All octets of a command are there, its literal included. */
function isWhole(octets: string, tag: string): boolean {
  const start = octets.indexOf(`${tag} `)
  if (tag === '' || start < 0) return false
  let end = octets.indexOf('\r\n', start)
  const literal = /\{(\d+)\}$/.exec(octets.slice(start, end))
  if (literal !== null) end += 2 + Number(literal[1])
  return end >= 0 && octets.slice(end, end + 2) === '\r\n'
}

function check({ tokens, settled, events, answers, peer, clock }: Run, where: string): void {
  for (const token of tokens) {
    const ends = settled.get(token)!
    assert.equal(ends.length, 1, `${where}: ${token.name} settled ${ends.length} times`)
    const [end] = ends
    if (!(end instanceof Error)) continue
    assert.ok(ImapError.is(end), `${where}: ${token.name}: ${String(end)}`)
    const outcome: Outcome = end.outcome
    // Nothing may claim to be unsent that the server has whole.
    if (answers.complete.has(token.tag)) assert.notEqual(outcome, 'unsent', `${where}: ${token.name}`)
    assert.equal(outcome, isWhole(peer.handed, token.tag) ? 'unknown' : 'unsent', `${where}: ${token.name}`)
    assert.ok(!end.message.includes('secret'), where)
  }
  const last = events.at(-1)
  assert.equal(last?.type, 'disconnected', where)
  assert.equal(events.filter(({ type }) => type === 'disconnected').length, 1, where)
  assert.equal(clock.timers, 0, `${where}: a timer is left`)
}

test('uncut, everything is answered, and the append went through', async () => {
  const run = await scenario()
  check(run, 'uncut')
  for (const token of run.tokens) assert.equal(token.state, 'done', token.name)
})

for (const kind of ['fin', 'rst', 'stall'] satisfies CutKind[]) {
  for (const direction of ['toClient', 'toServer'] as const) {
    test(`cut by ${kind} after every octet ${direction}: each token settles once, with the right outcome`, async () => {
      const whole = await scenario()
      const octets = direction === 'toClient' ? whole.peer.sent : whole.peer.written.length
      assert.ok(octets > 200)
      for (let at = 0; at <= octets; at++)
        check(await scenario({ direction, at, kind }), `${kind} ${direction} at ${at}`)
    })
  }
}
