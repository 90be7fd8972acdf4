/** A stream of commands as a strict server reads it. */
import { parseCommand, type ParsedCommand } from './parse.ts'
import { EVERYTHING, GrammarError, latin1, type Dialect } from './scanner.ts'

export type ReaderEvent =
  | { readonly type: 'command'; readonly command: ParsedCommand; readonly octets: string }
  /** The client waits for "+": answer with `proceed`, or with a tagged NO or BAD and `reject`. */
  | { readonly type: 'literal'; readonly tag: string; readonly name: string; readonly size: number }
  /** What came after `expectLine`, without CRLF. */
  | { readonly type: 'line'; readonly text: string }

/**
 * Reads a stream of commands as a strict server does: octets of a synchronizing literal that come before
 * its "+" are an error. Pull events one at a time; what one of them means may change how the next is read.
 */
export class CommandReader {
  /** May change after ENABLE, or with capabilities that come with login. */
  dialect: Dialect
  #buffer = ''
  /** Where the rest of the command being read begins: behind its last literal. */
  #from = 0
  /** Where the client has to stop and wait for "+". */
  #stop: number | undefined
  #lines = 0

  constructor(dialect: Dialect = EVERYTHING) {
    this.dialect = dialect
  }

  push(octets: Uint8Array | string): void {
    this.#buffer += latin1(octets)
  }

  /** What belongs to no command yet; it is the reader's no more. For STARTTLS and COMPRESS. */
  takeRest(): string {
    const rest = this.#buffer
    this.#forget(rest.length)
    return rest
  }

  /** The next line is none of a command: a SASL response, or DONE. */
  expectLine(): void {
    this.#lines++
  }

  /** The "+" is about to be written. @throws GrammarError when the client has not waited */
  proceed(): void {
    this.#endWait()
  }

  /** A tagged NO or BAD is about to be written in place of the "+". @throws GrammarError as `proceed` */
  reject(): void {
    this.#forget(this.#endWait())
  }

  /** Undefined when more octets are needed. @throws GrammarError */
  next(): ReaderEvent | undefined {
    if (this.#stop !== undefined) return this.#checkWait(this.#stop)
    for (;;) {
      const end = this.#buffer.indexOf('\r\n', this.#from)
      if (end < 0) return undefined
      if (this.#lines > 0) return this.#line(end)
      const mark = /~?\{(\d{1,19})(\+)?\}$/.exec(this.#buffer.slice(Math.max(this.#from, end - 24), end))
      if (mark === null) return this.#command(end + 2)
      this.#from = end + 2 + Number(mark[1])
      if (mark[2] === undefined) return this.#literal(end + 2, Number(mark[1]))
    }
  }

  #command(end: number): ReaderEvent {
    const octets = this.#buffer.slice(0, end)
    this.#forget(end)
    return { type: 'command', command: parseCommand(octets, this.dialect), octets }
  }

  #literal(stop: number, size: number): ReaderEvent {
    this.#checkWait(stop)
    this.#stop = stop
    const [tag = '', first = '', second = ''] = this.#buffer.slice(0, stop).split(' ', 3)
    const name = (/^uid$/i.test(first) ? `UID ${second}` : first).toUpperCase()
    return { type: 'literal', tag, name, size }
  }

  #line(end: number): ReaderEvent {
    const text = this.#buffer.slice(0, end)
    this.#lines--
    this.#forget(end + 2)
    return { type: 'line', text }
  }

  #checkWait(stop: number): undefined {
    if (this.#buffer.length > stop) throw new GrammarError('octets before the "+"', this.#buffer, stop)
  }

  #endWait(): number {
    const stop = this.#stop
    if (stop === undefined) throw new Error('no literal waits for a continuation')
    this.#checkWait(stop)
    this.#stop = undefined
    return stop
  }

  #forget(end: number): void {
    this.#buffer = this.#buffer.slice(end)
    this.#from = 0
    this.#stop = undefined
  }
}
