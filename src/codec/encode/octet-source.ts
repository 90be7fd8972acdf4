/** The octets of a literal that are not all here yet: how many there will be, how they begin, and where they come from. */
export class OctetSource {
  readonly length: number
  /** The first of them, for a look at what it is. */
  readonly head: Uint8Array
  /** The rest never came: nobody can have read all of it. */
  isBroken = false
  readonly #rest: AsyncIterator<unknown>
  readonly #onProgress: ((sent: number, size: number) => void) | undefined

  constructor(
    length: number,
    head: Uint8Array,
    rest: AsyncIterator<unknown>,
    onProgress?: (sent: number, size: number) => void,
  ) {
    this.length = length
    this.head = head
    this.#rest = rest
    this.#onProgress = onProgress
  }

  /** To be read once. What comes behind `head` is as the caller's source gave it, and may be anything. */
  async *chunks(): AsyncGenerator<unknown, void, undefined> {
    yield this.head
    for (let next = await this.#rest.next(); next.done !== true; next = await this.#rest.next()) yield next.value
  }

  /** Nobody wants the rest. */
  abandon(): void {
    void Promise.resolve(this.#rest.return?.()).catch(() => {})
  }

  /** What the caller does with it is none of the connection's business, nor is what it throws. */
  progressed(sent: number): void {
    const tell = this.#onProgress
    if (tell !== undefined) queueMicrotask(() => tell(sent, this.length))
  }
}

/** What a command is written in: text that holds an octet a character, octets, and octets to come. */
export type WirePiece = string | Uint8Array | OctetSource
