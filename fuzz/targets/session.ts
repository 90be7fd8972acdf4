/**
 * The whole session against a server whose every word an input decides, with commands that an input decides, too.
 *
 * What must hold: no exception; each command is settled exactly once; what is written is one command after another by the
 * strict grammar, and nothing comes before its "+"; news of messages are of a mailbox that was opened; nothing happens
 * after the end; and once the server has fallen silent the session ends by its own clock.
 *
 * Input: how it begins, then steps: see STEPS.
 */
import { Exchange } from '../../src/auth/exchange.ts'
import { plain } from '../../src/auth/mechanisms/plain.ts'
import { ConnectionError, UsageError } from '../../src/errors.ts'
import { authenticate, login } from '../../src/session/commands/any-state/login.ts'
import type { Command } from '../../src/session/command.ts'
import type { Entry } from '../../src/session/entry.ts'
import type { EventOf } from '../../src/session/events.ts'
import { Session } from '../../src/session/session.ts'
import { ANNOUNCED } from '../capabilities.ts'
import { Choices } from '../choices.ts'
import { randomCommand, RAW_PREFIX } from '../commands.ts'
import { holds } from '../finding.ts'
import { Judge } from '../judge.ts'
import { code, tagged, untagged } from '../server-words.ts'

const MAX_STEPS = 120
/** Times the clock may strike before a session with a silent server has ended. */
const STRIKES = 40
/** Octets of the server that have been sent and not delivered. */
const MAX_PENDING = 60_000

const OF_SELECTED: ReadonlySet<string> = new Set([
  'messageNew', 'messageExpunge', 'flagChange', 'fetch', 'mailboxReset', 'mailboxFlags', 'mailboxSelected', 'mailboxClosed',
]) // prettier-ignore

export function fuzz(data: Uint8Array): void {
  new Play(new Choices(data)).run()
}

class Play {
  readonly #c: Choices
  readonly #judge = new Judge()
  readonly #session: Session
  readonly #entries: Entry[] = []
  readonly #settled = new Map<Entry, number>()
  readonly #opened = new Set<string>()
  #challenges: Entry[] = []
  #layer: 'tls' | 'deflate' | undefined
  #pending = ''
  #last = ''
  #now = 1000
  #ended = false

  constructor(choices: Choices) {
    this.#c = choices
    const profile = choices.oneOf([
      {},
      {},
      { coalesceDone: false },
      { correlator: false },
      { readsBehindSelect: false, enabledByOk: true },
    ])
    this.#session = new Session({
      tagPrefix: 'A',
      generation: 1,
      now: this.#now,
      profile,
      sink: {
        listening: true,
        event: (event) => this.#happened(event),
        item: (entry) => holds(!this.#ended && !entry.settled, 'an item after its command was settled'),
        settled: (entry) => {
          this.#settled.set(entry, (this.#settled.get(entry) ?? 0) + 1)
        },
        challenge: (entry) => void this.#challenges.push(entry),
        layer: (layer) => {
          this.#layer = layer
        },
        ended: () => {
          holds(!this.#ended, 'ended twice')
          this.#ended = true
        },
      },
    })
  }

  run(): void {
    this.#begin()
    for (let step = 0; step < MAX_STEPS && !this.#c.isEmpty; step++) {
      this.#c.oneOf(STEPS)(this)
      this.#turn()
    }
    this.#deliver(this.#pending.length)
    this.#fallSilent()
    this.#conclude()
  }

  #begin(): void {
    const capabilities = this.#c.oneOf(ANNOUNCED)
    const loggedIn = this.#c.below(4) !== 0
    this.#pending = `* ${loggedIn ? 'PREAUTH' : 'OK'} [CAPABILITY ${capabilities}] ready\r\n`
    if (!loggedIn)
      this.#submit(
        this.#c.flip() ? login('me', 'x') : authenticate(new Exchange(plain({ user: 'me', password: 'x' }))),
        true,
      )
    if (this.#c.flip()) this.#pending += '* ENABLED QRESYNC CONDSTORE\r\n'
    this.#deliver(this.#pending.length)
    this.#session.settleIn()
    this.#turn()
  }

  #happened(event: EventOf<unknown>): void {
    holds(!this.#ended || event.type.startsWith('command'), `an event after the end: ${event.type}`)
    holds(event.at <= this.#now && event.connection === 1, 'an event of another time')
    if (OF_SELECTED.has(event.type) && 'mailbox' in event) {
      holds(this.#opened.has(String(event.mailbox)), `${event.type} of ${event.mailbox}, which nobody opened`)
    }
  }

  #submit(command: Command<unknown, never>, setup = false): void {
    if (command.name.startsWith(RAW_PREFIX)) return
    const earlier = this.#entries.length > 0 && this.#c.below(16) === 0 ? [this.#c.oneOf(this.#entries)] : []
    if (/^(?:SELECT|EXAMINE)$/.test(command.name)) this.#opened.add(String(command.mailbox))
    this.#entries.push(this.#session.submit(command, { setup, after: earlier, now: this.#now }))
  }

  command(): void {
    try {
      this.#submit(randomCommand(this.#c))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
    }
  }

  #tag(): string {
    const { open, waiting } = this.#judge
    const tags = waiting === undefined ? open : [...open, waiting]
    return tags.length === 0 ? `A${1 + this.#c.below(9)}` : this.#c.oneOf(tags)
  }

  say(make: (c: Choices, tag: string) => string): void {
    this.#last = make(this.#c, this.#tag())
    if (this.#pending.length < MAX_PENDING) this.#pending += this.#last
  }

  repeat(): void {
    const times = 2 ** this.#c.below(8)
    if (this.#last.length * times < MAX_PENDING) this.#pending += this.#last.repeat(times)
  }

  cancel(): void {
    if (this.#entries.length === 0) return
    const entry = this.#c.oneOf(this.#entries)
    const settled = entry.settled
    this.#session.cancel(entry, this.#now)
    if (!settled) this.#settled.set(entry, (this.#settled.get(entry) ?? 0) + 1)
  }

  deliver(): void {
    this.#deliver(this.#c.flip() ? this.#pending.length : 1 + this.#c.below(40))
  }

  #deliver(length: number): void {
    const said = this.#pending.slice(0, length)
    this.#pending = this.#pending.slice(length)
    // Of two "+" in one piece the second may be for what is written after the first, and the judge could not tell.
    for (const piece of said.split(/(?<=\n)(?=\+)/)) this.#hear(Buffer.from(piece, 'latin1'))
  }

  #hear(octets: Uint8Array): void {
    if (octets.length === 0 || this.#ended) return
    this.#judge.hears(octets)
    this.#session.receive(octets, this.#now)
    this.#turn()
  }

  answer(): void {
    const entry = this.#challenges.shift()
    if (entry === undefined) return
    this.#session.answerChallenge(
      entry,
      this.#c.maybe(() => this.#c.octets(5)),
      this.#now,
    )
  }

  pass(): void {
    this.#now += this.#c.oneOf([10, 150, 5000, 20_000, 61_000, 300_000])
    this.#session.tick(this.#now)
  }

  close(): void {
    if (this.#c.below(8) !== 0) return
    const reset = this.#c.flip() ? new ConnectionError('read ECONNRESET', 'ERR_IMAP_CLOSED') : undefined
    this.#session.closed(reset)
  }

  /** What the layer above does in its turn of the event loop. */
  #turn(): void {
    if (this.#layer !== undefined) this.#session.layerReady(this.#layer)
    this.#layer = undefined
    const pieces = this.#session.flush(this.#now) as readonly (string | Uint8Array)[]
    this.#judge.reads(pieces)
  }

  #fallSilent(): void {
    while (this.#challenges.length > 0) this.#session.answerChallenge(this.#challenges.shift()!, undefined, this.#now)
    this.#turn()
    for (let strike = 0; strike < STRIKES && !this.#session.ended; strike++) {
      const deadline = this.#session.deadline()
      if (deadline === undefined) break
      this.#now = Math.max(this.#now, deadline)
      this.#session.tick(this.#now)
      this.#turn()
    }
    holds(this.#session.ended || this.#session.deadline() === undefined, 'a silent server is waited for without end')
    holds(this.#session.ended || this.#session.inFlightCount === 0, 'a command is waited for without a deadline')
    this.#session.closed(undefined)
  }

  #conclude(): void {
    holds(this.#session.ended && this.#ended, 'closed, and not ended')
    for (const entry of this.#entries) {
      holds(entry.settled, `${entry.command.name} is not settled`)
      holds(this.#settled.get(entry) === 1, `${entry.command.name} was settled ${this.#settled.get(entry) ?? 0} times`)
    }
    holds(this.#session.queuedCount === 0 && this.#session.inFlightCount === 0, 'something is still queued')
  }
}

const raw = (c: Choices): string => c.raw(c.below(24))
const broken = (c: Choices, tag: string): string => {
  const line = untagged(c, tag)
  const at = c.byte() % line.length
  return (
    line.slice(0, at) + c.oneOf(['', '"', '(', ')', '{2}\r\n', '\0', ' ', '\\', '\r\n']) + line.slice(at + c.below(3))
  )
}

const STEPS: readonly ((play: Play) => void)[] = [
  (play) => play.command(),
  (play) => play.command(),
  (play) => play.command(),
  (play) => play.command(),
  (play) => play.say(tagged),
  (play) => play.say(tagged),
  (play) => play.say(tagged),
  (play) => play.say(untagged),
  (play) => play.say(untagged),
  (play) => play.say(untagged),
  (play) => play.say(untagged),
  (play) => play.deliver(),
  (play) => play.deliver(),
  (play) => play.deliver(),
  (play) => play.say((c) => `+ ${code(c)}\r\n`),
  (play) => play.say(broken),
  (play) => play.say(raw),
  (play) => play.repeat(),
  (play) => play.cancel(),
  (play) => play.pass(),
  (play) => play.answer(),
  (play) => play.close(),
]
