/**
 * Cuts the octets of a server into responses: lines, and the literals lines are continued by.
 *
 * Knows nothing of the grammar but this: a line that ends in `{n}` goes on after n octets. Each octet is looked at
 * once, whatever the chunking: a line end is searched for only in what is new, and whether a line announces a
 * literal is seen from its last few octets.
 *
 * A response that lies within one chunk is read in place. Otherwise what there is of it is copied (`#spill`), so
 * that the caller may reuse the chunk. Literals up to INLINE_MAX stay part of the text of the response; larger
 * ones go to a buffer of their own or to a sink, and the text has only their `{n}`.
 */
import { ProtocolError } from '../../errors.ts'
import { FetchPrefix } from './fetch-prefix.ts'
import type { SectionName } from './fetch-section.ts'
import { concatenate, LiteralReceiver } from './large-literal.ts'
import type { LargeLiteral, LiteralSink } from './large-literal.ts'
import { indexOfLf, latin1 } from '../text/latin1.ts'
import type { Limits } from '../limits.ts'
import { literalMarker, takesLiterals } from './literal-marker.ts'
import type { LiteralMarker } from './literal-marker.ts'
import { OctetBuffer } from './octet-buffer.ts'

/** A literal that is about to arrive as content of a body section. */
export interface LiteralStart extends SectionName {
  readonly sequence: number | undefined
  readonly uid: number | undefined
  /** Octets. */
  readonly size: number
}

export type LiteralListener = (literal: LiteralStart) => LiteralSink | undefined

/** One whole response. `octets` are valid until the framer is asked for the next. */
export interface Frame {
  /** One char an octet, small literals included, without the line end. */
  readonly text: string
  readonly octets: Uint8Array
  /** `text[0]` is `octets[start]`, and so on. */
  readonly start: number
  /** Literals whose octets are not in `text`, in order. */
  readonly large: readonly LargeLiteral[]
  /** Whether `text` has literals in it, and so may have line ends. */
  readonly multiline: boolean
  /** Octets on the wire, with all literals and line ends. */
  readonly size: number
}

/** Up to here a literal is cheaper to read as part of the text than to keep apart. */
const INLINE_MAX = 4096
const NO_OCTETS = new Uint8Array(0)
const NO_LITERALS: readonly LargeLiteral[] = []
const LF = 0x0a
const CR = 0x0d
const BRACE_CLOSE = 0x7d

export class Framer {
  limits: Limits
  onLiteral: LiteralListener | undefined = undefined
  streamFrom: number = Infinity

  /** The chunk being read, those after it, and the place up to which octets have been looked at. */
  #chunk: Uint8Array = NO_OCTETS
  #queue: Uint8Array[] = []
  #queueHead = 0
  #scan = 0
  /** Where the part of the current response that is not in `#spill` begins in the chunk. */
  #start = 0
  readonly #spill = new OctetBuffer()

  /** Octets of an inline literal still to come. */
  #inline = 0
  #receiver: LiteralReceiver | undefined = undefined
  #large: LargeLiteral[] | undefined = undefined

  /** Counters of the current response, see Limits. */
  #line = 0
  #literals = 0
  #plain = 0
  #body = 0
  /** Octets of literals that are not in the text. */
  #apart = 0
  /** Index in the response's text after its latest literal. */
  #part = 0
  #prefix: FetchPrefix | undefined = undefined
  /** Bounds of the parts between literals that `#prefix` has not been given. */
  #unread: number[] = []

  constructor(limits: Limits) {
    this.limits = limits
  }

  /** A literal of announced size is being received. */
  get inLiteral(): boolean {
    return this.#receiver !== undefined
  }

  /** The chunk must stay as it is until `next` has returned undefined. */
  feed(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    // A Buffer's own methods differ (slice shares memory), so that a plain view is worked on.
    const octets = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)
    if (this.#start === this.#chunk.length && this.#queue.length === 0) this.#take(octets)
    else this.#queue.push(octets)
  }

  /** The next whole response, or undefined when more octets are needed. Throws ProtocolError; dead after that. */
  next(): Frame | undefined {
    for (;;) {
      if (!this.#literalArrived()) {
        if (this.#suspend()) continue
        return undefined
      }
      const lf = indexOfLf(this.#chunk, this.#scan)
      const end = lf < 0 ? this.#chunk.length : lf + 1
      this.#line += end - this.#scan
      this.#scan = end
      this.#checkLine()
      if (lf < 0) {
        if (this.#suspend()) continue
        return undefined
      }
      if (this.#spill.length > 0) this.#spillUp()
      const frame = this.#lineEnd()
      if (frame !== undefined) return frame
    }
  }

  /** Octets fed that no response has been made of yet; the framer is empty afterwards. Streamed octets are gone. */
  takeRest(): Uint8Array {
    this.#spillUp()
    const text = this.#spill.bytes.slice(0, this.#spill.length)
    const received = this.#large ?? []
    const open = this.#receiver
    const large = open === undefined ? received : [...received, { at: open.at, size: open.size, value: open.arrived() }]
    const rest = concatenate([
      wireOctets(text, large),
      this.#chunk.subarray(this.#scan),
      ...this.#queue.slice(this.#queueHead),
    ])
    this.#take(NO_OCTETS)
    this.#queue = []
    this.#queueHead = 0
    this.#inline = 0
    this.#receiver = undefined
    this.#reset()
    return rest
  }

  #take(chunk: Uint8Array): void {
    this.#chunk = chunk
    this.#scan = 0
    this.#start = 0
  }

  /** Copies what there is of the response and goes on to the next chunk; false when there is none. */
  #suspend(): boolean {
    this.#spillUp()
    const next = this.#queue[this.#queueHead++]
    this.#take(next ?? NO_OCTETS)
    if (next !== undefined) return true
    this.#queue = []
    this.#queueHead = 0
    return false
  }

  #spillUp(): void {
    if (this.#start < this.#scan) this.#spill.append(this.#chunk.subarray(this.#start, this.#scan))
    this.#start = this.#scan
  }

  /** Moves past the literal that is arriving, if any; false when its end is not there yet. */
  #literalArrived(): boolean {
    if (this.#inline > 0) {
      const length = Math.min(this.#inline, this.#chunk.length - this.#scan)
      this.#scan += length
      this.#inline -= length
      return this.#inline === 0
    }
    const receiver = this.#receiver
    if (receiver === undefined) return true
    const from = this.#scan
    const length = Math.min(receiver.missing, this.#chunk.length - from)
    this.#scan += length
    this.#start = this.#scan
    receiver.take(this.#chunk, from)
    if (receiver.missing > 0) return false
    this.#large ??= []
    this.#large.push(receiver.finish())
    this.#receiver = undefined
    return true
  }

  /** A line end has been read: either a literal follows or the response is complete. */
  #lineEnd(): Frame | undefined {
    const spilled = this.#spill.length > 0
    const octets = spilled ? this.#spill.bytes : this.#chunk
    const start = spilled ? 0 : this.#start
    const end = spilled ? this.#spill.length : this.#scan
    let last = end - 2
    if (last >= start && octets[last] === CR) last--
    const part = start + this.#part
    if (last >= part && octets[last] === BRACE_CLOSE && takesLiterals(octets, start, part, last)) {
      const marker = literalMarker(octets, part, last)
      if (marker !== undefined) {
        this.#announced(octets, start, marker)
        this.#part = end - start + this.#inline
        return undefined
      }
    }
    return this.#complete(octets, start, last + 1, end - start)
  }

  /** Decides where the octets of the literal go that comes next, and whether it may come at all. */
  #announced(octets: Uint8Array, start: number, { at, size }: LiteralMarker): void {
    if (++this.#literals > this.limits.literals) throw this.#excess('literals')
    this.#unread.push(this.#part, at - start)
    const streamable = this.onLiteral !== undefined && size >= this.streamFrom
    const section = streamable || size > INLINE_MAX ? this.#section(octets, start) : undefined
    const sink = streamable && section !== undefined ? this.#sink(section, size) : undefined
    if (sink === undefined) this.#account(section !== undefined || this.#isUrlFetch(octets, start, size), size)
    if (sink === undefined && size <= INLINE_MAX) {
      this.#inline = size
      return
    }
    this.#apart += size
    this.#receiver = new LiteralReceiver(at - start, size, sink)
    this.#spillUp()
  }

  #section(octets: Uint8Array, start: number): SectionName | undefined {
    this.#prefix ??= new FetchPrefix()
    let section: SectionName | undefined
    for (let i = 0; i < this.#unread.length; i += 2) {
      section = this.#prefix.advance(latin1(octets, start + (this.#unread[i] ?? 0), start + (this.#unread[i + 1] ?? 0)))
    }
    this.#unread = []
    return section
  }

  /** The content of a message, too, though nobody streams it (RFC 4467 §7). */
  #isUrlFetch(octets: Uint8Array, start: number, size: number): boolean {
    return size > INLINE_MAX && /^\* URLFETCH /i.test(latin1(octets, start, start + '* URLFETCH '.length))
  }

  #sink(section: SectionName, size: number): LiteralSink | undefined {
    return this.onLiteral?.({ sequence: this.#prefix?.sequence, uid: this.#prefix?.uid, ...section, size })
  }

  #account(isBody: boolean, size: number): void {
    if (isBody) {
      this.#body += size
      if (this.#body > this.limits.body) throw this.#excess('body')
      return
    }
    if (size > this.limits.literal) throw this.#excess('literal')
    this.#plain += size
    this.#checkLine()
  }

  #checkLine(): void {
    const line = this.#line
    if (line > this.limits.line) throw this.#excess('line')
    if (line + this.#plain > this.limits.response) throw this.#excess('response')
  }

  #complete(octets: Uint8Array, start: number, end: number, length: number): Frame {
    const frame: Frame = {
      text: latin1(octets, start, end),
      octets,
      start,
      large: this.#large ?? NO_LITERALS,
      multiline: this.#literals > 0,
      size: length + this.#apart,
    }
    this.#start = this.#scan
    this.#reset()
    return frame
  }

  #reset(): void {
    this.#spill.clear()
    this.#line = 0
    if (this.#literals === 0) return
    this.#literals = 0
    this.#large = undefined
    this.#plain = 0
    this.#body = 0
    this.#apart = 0
    this.#part = 0
    this.#prefix = undefined
    this.#unread = []
  }

  #excess(limit: keyof Limits): ProtocolError {
    return new ProtocolError(`response exceeds the limit "${limit}" of ${this.limits[limit]}`, 'ERR_IMAP_LIMIT')
  }
}

/** The response as it was on the wire: each large literal put back after its `{n}`. Streamed octets are not. */
export function wireOctets(text: Uint8Array, large: readonly LargeLiteral[]): Uint8Array {
  if (large.length === 0) return text
  const parts: Uint8Array[] = []
  let from = 0
  for (const { at, value } of large) {
    const end = text.indexOf(LF, at) + 1
    parts.push(text.subarray(from, end))
    if (value instanceof Uint8Array) parts.push(value)
    from = end
  }
  parts.push(text.subarray(from))
  return concatenate(parts)
}
