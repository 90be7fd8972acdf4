/** Literals too large to be read as part of the line: they go straight to a buffer of their own, or to a sink. */
import type { StreamedLiteral } from '../values.ts'

/** Takes the octets of one literal. The chunk is valid during the call only. */
export type LiteralSink = (chunk: Uint8Array) => void

/** A literal that has arrived and is kept apart from its line. */
export interface LargeLiteral {
  /** Index of its `{` in the text of the response. */
  readonly at: number
  readonly size: number
  readonly value: Uint8Array | StreamedLiteral
}

/** Memory taken ahead of what has arrived, at most. A literal up to this size is copied once. */
const BLOCK = 1024 * 1024

export class LiteralReceiver {
  readonly at: number
  readonly size: number
  readonly sink: LiteralSink | undefined
  /** Octets still to come. */
  missing: number
  readonly #full: Uint8Array[] = []
  #block: Uint8Array | undefined = undefined
  #filled = 0

  constructor(at: number, size: number, sink: LiteralSink | undefined) {
    this.at = at
    this.size = size
    this.sink = sink
    this.missing = size
  }

  /** Takes at most `missing` octets of `chunk` from `from` on and returns how many. */
  take(chunk: Uint8Array, from: number): number {
    const length = Math.min(this.missing, chunk.length - from)
    if (length === 0) return 0
    const piece = chunk.subarray(from, from + length)
    if (this.sink === undefined) this.#keep(piece)
    this.missing -= length
    this.sink?.(piece)
    return length
  }

  /** The whole literal; call when nothing is missing. */
  finish(): LargeLiteral {
    const value = this.sink === undefined ? this.arrived() : { streamed: this.size }
    return { at: this.at, size: this.size, value }
  }

  /** What has arrived so far; nothing where a sink took it. */
  arrived(): Uint8Array {
    const last = this.#block?.subarray(0, this.#filled) ?? new Uint8Array(0)
    if (this.#full.length === 0) return last.length === last.buffer.byteLength ? last : last.slice()
    return concatenate([...this.#full, last])
  }

  #keep(piece: Uint8Array): void {
    let rest = piece
    while (rest.length > 0) {
      const block = this.#room()
      const taken = rest.subarray(0, block.length - this.#filled)
      block.set(taken, this.#filled)
      this.#filled += taken.length
      rest = rest.subarray(taken.length)
    }
  }

  /** Memory with room in it for more of the literal; there is more to come. */
  #room(): Uint8Array {
    const block = this.#block
    if (block !== undefined && this.#filled < block.length) return block
    if (block !== undefined && this.size <= 2 * BLOCK) {
      // The whole is no more than a block ahead now: copying the first one beats joining two.
      const whole = unfilled(this.size)
      whole.set(block)
      return (this.#block = whole)
    }
    if (block !== undefined) this.#full.push(block)
    this.#filled = 0
    return (this.#block = unfilled(Math.min(BLOCK, this.size - this.#full.length * BLOCK)))
  }
}

/**
 * Memory of so many octets that holds anything. Filling it with zeros first takes as long as copying into it; nothing
 * hands it on before it is written.
 */
function unfilled(size: number): Uint8Array {
  const buffer: unknown = Reflect.get(globalThis, 'Buffer')
  const allocate: unknown = typeof buffer === 'function' ? Reflect.get(buffer, 'allocUnsafeSlow') : undefined
  const memory: unknown = typeof allocate === 'function' ? Reflect.apply(allocate, buffer, [size]) : undefined
  const isExact = memory instanceof Uint8Array && memory.buffer.byteLength === size
  return isExact ? new Uint8Array(memory.buffer) : new Uint8Array(size)
}

/** All of `parts` in one array of their own. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = unfilled(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
