/** Octets that arrive in pieces. Capacity doubles with what has arrived, never with what was announced. */

const FIRST_CAPACITY = 4096
/** Above this the memory is given back after a response rather than kept for the next. */
const KEPT_CAPACITY = 64 * 1024

const NO_OCTETS = new Uint8Array(0)

export class OctetBuffer {
  bytes: Uint8Array = NO_OCTETS
  length = 0

  append(octets: Uint8Array): void {
    const length = this.length + octets.length
    if (length > this.bytes.length) this.#grow(length)
    this.bytes.set(octets, this.length)
    this.length = length
  }

  clear(): void {
    this.length = 0
    if (this.bytes.length > KEPT_CAPACITY) this.bytes = NO_OCTETS
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(length, this.bytes.length * 2, FIRST_CAPACITY))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}
