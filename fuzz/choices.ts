/** The octets of one input, read as a list of decisions. An input that has run out decides for 0, so every input ends. */
export class Choices {
  readonly #input: Uint8Array
  #at = 0

  constructor(input: Uint8Array) {
    // a copy, and of plain octets: `slice` of the fuzzer's Buffer would be a view
    this.#input = Uint8Array.from(input)
  }

  get isEmpty(): boolean {
    return this.#at >= this.#input.length
  }

  /** 0 to 255. */
  byte(): number {
    return this.#input[this.#at++] ?? 0
  }

  /** 0 to 2^32-1. */
  word(): number {
    return this.byte() * 0x1_00_00_00 + (this.byte() << 16) + (this.byte() << 8) + this.byte()
  }

  below(n: number): number {
    return this.byte() % n
  }

  flip(): boolean {
    return (this.byte() & 1) === 1
  }

  oneOf<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!
  }

  maybe<T>(make: () => T): T | undefined {
    return this.flip() ? make() : undefined
  }

  /** From `least` on, at most `most`. */
  several<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, make)
  }

  /** The next octets as they are. */
  octets(length: number): Uint8Array {
    const taken = this.#input.slice(this.#at, this.#at + length)
    this.#at += length
    return taken
  }

  /** One octet a character. */
  raw(length: number): string {
    return Buffer.from(this.octets(length)).toString('latin1')
  }

  /** All that is left, as it is. */
  rest(): Uint8Array {
    return this.octets(Math.max(0, this.#input.length - this.#at))
  }
}
