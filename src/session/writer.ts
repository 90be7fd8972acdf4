/**
 * What goes on the wire, and who holds the line.
 *
 * Rule R1: from the first octet of a command with a synchronizing literal until its last, no other command
 * may be written (RFC 9051 §5.5: continuations are negotiated before any later command). A tagged NO or BAD
 * in place of the "+" drops the rest and frees the line.
 */
import { serialize, type WireMode } from '../codec/encode/command-line.ts'
import type { Entry } from './entry.ts'

export class Writer {
  #pieces: (string | Uint8Array)[] = []
  #holder: Entry | undefined

  /** The command whose continuation is awaited. */
  get holder(): Entry | undefined {
    return this.#holder
  }

  get hasOutput(): boolean {
    return this.#pieces.length > 0
  }

  start(entry: Entry, mode: WireMode): void {
    const { line, lateLine } = entry.plan!
    entry.line = lateLine?.() ?? line
    entry.segments = serialize(entry.line, entry.tag, mode)
    entry.octets = entry.segments.reduce((sum, segment) => sum + segment.octets, 0)
    entry.begun = true
    this.#advance(entry)
  }

  /** The "+" for the holder has come. */
  proceed(): Entry {
    const entry = this.#holder!
    this.#advance(entry)
    return entry
  }

  /** The holder was answered instead: its literal is never sent. */
  release(entry: Entry): void {
    if (this.#holder === entry) this.#holder = undefined
    entry.segments = []
  }

  /** A line outside any command: DONE, an AUTHENTICATE response. */
  line(text: string): void {
    this.#pieces.push(text, '\r\n')
  }

  take(): readonly (string | Uint8Array)[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  #advance(entry: Entry): void {
    const [segment, ...rest] = entry.segments
    entry.segments = rest
    this.#pieces.push(...segment!.pieces)
    this.#holder = segment!.awaitContinuation ? entry : undefined
    if (!segment!.awaitContinuation) entry.written = true
  }
}
