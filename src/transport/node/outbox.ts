import { UsageError } from '../../errors.ts'

/** Copying smaller arrays is cheaper than a write of their own. */
const COPY_BELOW = 16 * 1024
/** Sent pieces are dropped from the list in bunches, so that each costs O(1). */
const COMPACT_AT = 1024

/** Octets that wait to be sent: any number of pieces in, slices of bounded size out, in order. */
export class Outbox {
  #pieces: (string | Uint8Array)[] = []
  /** Index of the first piece not taken whole. */
  #head = 0
  /** Octets of that piece taken already. */
  #offset = 0
  #octets = 0

  get octets(): number {
    return this.#octets
  }

  /** Strings hold latin1 octets; anything beyond is refused, since truncating it could make a CR or LF of it. */
  push(pieces: readonly (string | Uint8Array)[]): void {
    for (const piece of pieces) {
      if (typeof piece === 'string' && /[^\x00-\xff]/.test(piece)) {
        throw new UsageError('a character beyond latin1 cannot be written as an octet')
      }
    }
    for (const piece of pieces) {
      if (piece.length === 0) continue
      this.#pieces.push(piece)
      this.#octets += piece.length
    }
  }

  /** Removes and returns at most `limit` octets; empty when none are left. */
  take(limit: number): Uint8Array {
    const first = this.#pieces[this.#head]
    if (typeof first === 'object' && first.length - this.#offset >= Math.min(limit, COPY_BELOW)) {
      const slice = first.subarray(this.#offset, this.#offset + limit)
      this.#advance(slice.length)
      return slice
    }
    return this.#gather(Math.min(limit, this.#octets))
  }

  clear(): void {
    this.#pieces = []
    this.#head = 0
    this.#offset = 0
    this.#octets = 0
  }

  #gather(size: number): Uint8Array {
    const slice = Buffer.allocUnsafe(size)
    for (let at = 0; at < size;) {
      const piece = this.#pieces[this.#head]!
      const end = Math.min(piece.length, this.#offset + size - at)
      if (typeof piece === 'string') slice.write(piece.slice(this.#offset, end), at, 'latin1')
      else slice.set(piece.subarray(this.#offset, end), at)
      const taken = end - this.#offset
      this.#advance(taken)
      at += taken
    }
    return slice
  }

  #advance(octets: number): void {
    this.#offset += octets
    this.#octets -= octets
    if (this.#octets === 0) this.clear()
    else if (this.#offset === this.#pieces[this.#head]!.length) this.#next()
  }

  #next(): void {
    this.#pieces[this.#head] = ''
    this.#head++
    this.#offset = 0
    if (this.#head < COMPACT_AT) return
    this.#pieces.splice(0, this.#head)
    this.#head = 0
  }
}
