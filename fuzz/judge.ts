/** Reads what a client says as a strict server does, and knows from what the client has heard whether it had to wait. */
import { CommandReader } from '../test/support/command-grammar.ts'
import { ResponseParser } from '../src/codec/decode/parser.ts'
import { ProtocolError } from '../src/errors.ts'
import { holds } from './finding.ts'

export class Judge {
  readonly #reader = new CommandReader()
  /** What the client hears, read on its own account. */
  readonly #heard = new ResponseParser()
  #deaf = false
  readonly #answered = new Set<string>()
  #waiting: string | undefined
  #idle: string | undefined
  /** It ended in what the client has heard last, which DONE may have crossed. */
  #idleEnded = false
  #authenticating: string | undefined
  readonly #tags = new Set<string>()

  /** Tags of whole commands that no tagged reply has named. */
  get open(): readonly string[] {
    return [...this.#tags].filter((tag) => !this.#answered.has(tag))
  }

  /** The command whose "+" the client waits for. */
  get waiting(): string | undefined {
    return this.#waiting ?? this.#idle ?? this.#authenticating
  }

  /** The client is about to be given these octets. */
  hears(octets: Uint8Array): void {
    if (this.#deaf) return
    try {
      this.#heard.feed(octets)
      for (let response = this.#heard.next(); response !== undefined; response = this.#heard.next()) {
        if (response.type === 'continuation') this.#proceed()
        if (response.type === 'tagged') this.#replied(response.tag)
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#deaf = true
    }
  }

  #proceed(): void {
    if (this.#waiting === undefined) return
    this.#waiting = undefined
    this.#reader.proceed()
  }

  #replied(tag: string): void {
    this.#answered.add(tag)
    if (this.#waiting === tag) {
      this.#reader.reject()
      this.#waiting = undefined
    }
    if (this.#idle === tag) {
      this.#idle = undefined
      this.#idleEnded = true
    }
    if (this.#authenticating === tag) this.#authenticating = undefined
  }

  /** What the client has written since. @throws GrammarError */
  reads(pieces: readonly (string | Uint8Array)[]): void {
    const texts = pieces.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
    for (let i = 0; i < texts.length; i++) {
      if (this.#isLine(texts[i]!)) i++
      else this.#reader.push(texts[i]!)
    }
    while (this.#advance());
    this.#idleEnded = false
  }

  /** A line outside of commands; its CRLF is a piece of its own. */
  #isLine(text: string): boolean {
    if ((this.#idle !== undefined || this.#idleEnded) && text === 'DONE') {
      this.#idle = undefined
      this.#idleEnded = false
      return true
    }
    const [, tag] = /^(\S+) IDLE$/.exec(text) ?? []
    if (tag !== undefined) {
      holds(this.#idle === undefined && this.#waiting === undefined, 'IDLE into something open')
      this.#idle = tag
      this.#tags.add(tag)
      return true
    }
    return this.#authenticating !== undefined && /^(?:[\w+/=]*|\*)$/.test(text)
  }

  #advance(): boolean {
    if (this.#waiting !== undefined) {
      this.#reader.next() // which looks whether something has come too early
      return false
    }
    const event = this.#reader.next()
    if (event === undefined) return false
    if (event.type === 'literal') this.#waiting = event.tag
    if (event.type === 'command') {
      this.#tags.add(event.command.tag)
      if (event.command.name === 'AUTHENTICATE') this.#authenticating = event.command.tag
    }
    return true
  }
}
