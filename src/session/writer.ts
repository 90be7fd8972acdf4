/**
 * What goes on the wire, and who holds the line.
 *
 * Rule R1: from the first octet of a command with a synchronizing literal until its last, no other command
 * may be written (RFC 9051 §5.5: continuations are negotiated before any later command). A tagged NO or BAD
 * in place of the "+" drops the rest and frees the line.
 */
import { serialize, type WireMode, type WireSegment } from '../codec/encode/command-line.ts'
import { OctetSource, type WirePiece } from '../codec/encode/octet-source.ts'
import { UsageError } from '../errors.ts'
import type { Entry } from './entry.ts'

export class Writer {
  #pieces: WirePiece[] = []
  #holder: Entry | undefined

  /** The command whose continuation is awaited. */
  get holder(): Entry | undefined {
    return this.#holder
  }

  get hasOutput(): boolean {
    return this.#pieces.length > 0
  }

  /** @throws UsageError for more octets, literals aside, than the server takes */
  start(entry: Entry, mode: WireMode, commandOctets: number): void {
    const { line, lateLine } = entry.plan!
    const written = lateLine?.() ?? line
    const segments = serialize(written, entry.tag, mode)
    if (commandOctets !== Infinity) checkLength(entry, segments, commandOctets)
    entry.line = written
    entry.segments = segments
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

  take(): readonly WirePiece[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  #advance(entry: Entry): void {
    const [segment, ...rest] = entry.segments
    entry.segments = rest
    this.#pieces.push(...segment!.pieces)
    entry.source ??= segment!.pieces.find((piece) => piece instanceof OctetSource)
    this.#holder = segment!.awaitContinuation ? entry : undefined
    if (!segment!.awaitContinuation) entry.written = true
  }
}

function checkLength({ command }: Entry, segments: readonly WireSegment[], commandOctets: number): void {
  const pieces = segments.flatMap((segment) => segment.pieces.filter((piece) => typeof piece === 'string'))
  const octets = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (octets <= commandOctets) return
  throw new UsageError(
    `${command.name}: ${octets} octets, and this server takes ${commandOctets} in a command: name fewer messages at a time`,
  )
}
