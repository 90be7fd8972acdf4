/** A session without a connection around it: commands in, octets out, and whatever comes of them. */
import type { Command } from '../../src/session/command.ts'
import type { Entry } from '../../src/session/entry.ts'
import type { SessionOptions, SettledResult } from '../../src/session/index.ts'
import { Session } from '../../src/session/session.ts'
import type { ImapError } from '../../src/errors.ts'
import { Dialogue, EventLog, MODERN, type Wire } from '../support/scripted-peer.ts'

export class SessionPeer implements Wire {
  readonly session: Session
  readonly dialogue: Dialogue = new Dialogue(this)
  readonly log: EventLog = new EventLog(this.dialogue)
  readonly items: Map<Entry, unknown[]> = new Map()
  readonly results: Map<Entry, SettledResult> = new Map()
  /** Tokens settled more than once. */
  readonly settledTwice: Entry[] = []
  ended: ImapError | undefined | 'open' = 'open'
  now = 1000

  constructor(options: Partial<SessionOptions> = {}) {
    this.session = new Session({
      tagPrefix: 'A',
      generation: 1,
      now: this.now,
      ...options,
      sink: {
        listening: true,
        event: (event) => this.log.add(event),
        item: (entry, item) => {
          this.items.set(entry, [...(this.items.get(entry) ?? []), item])
        },
        settled: (entry, result) => {
          if (this.results.has(entry)) this.settledTwice.push(entry)
          this.results.set(entry, result)
        },
        layer: () => {},
        ended: (error) => {
          this.ended = error
        },
      },
    })
  }

  /** Past the greeting and login; with `enabled` told in so many words. */
  static open(capabilities: string = MODERN, options: Partial<SessionOptions> = {}, enabled = ''): SessionPeer {
    const peer = new SessionPeer(options)
    peer.send(`* PREAUTH [CAPABILITY ${capabilities}] ready\r\n`)
    if (enabled !== '') peer.send(`* ENABLED ${enabled}\r\n`)
    peer.session.settleIn()
    return peer
  }

  take(): string {
    return this.session
      .flush(this.now)
      .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece as Uint8Array).toString('latin1')))
      .join('')
  }

  send(octets: string): void {
    this.session.receive(Buffer.from(octets, 'latin1'), this.now)
  }

  plays(script: string): Promise<void> {
    return this.dialogue.plays(script)
  }

  submit<Result, Item>(command: Command<Result, Item>, after: readonly Entry[] = []): Entry {
    return this.session.submit(command, { after })
  }

  /** The value a command was settled with; throws what it failed with. */
  resultOf(entry: Entry): unknown {
    const result = this.results.get(entry)
    if (result === undefined) throw new Error(`${entry.command.name} is not settled`)
    if (!result.ok) throw result.error
    return result.value
  }

  itemsOf(entry: Entry): readonly unknown[] {
    return this.items.get(entry) ?? []
  }

  /** Opens INBOX with the messages given. */
  async selects(command: Command<unknown>, uids: readonly number[], uidValidity = 7): Promise<Entry> {
    const entry = this.submit(command)
    await this.plays(`
      C: t90 ${command.name} ${command.mailbox}
      S: * ${uids.length} EXISTS
      S: * OK [UIDVALIDITY ${uidValidity}] valid
      S: * OK [UIDNEXT ${(uids.at(-1) ?? 0) + 1}] next
      S: t90 OK [READ-WRITE] open
    `)
    return entry
  }
}
