const SMALL = 16 * 1024
const LARGE = 256 * 1024

/**
 * Lets a socket read into one buffer that is used again and again, which is twice as fast as a new one for each read.
 * The buffer is small until a read fills it, so that a thousand idle connections cost little.
 *
 * It has the shape of the `onread` option of `net.connect` and `tls.connect`.
 */
export class Intake {
  /** Set by whoever owns the socket before the first octet can arrive. */
  receive: (chunk: Uint8Array) => void = () => {}
  readonly #most: number
  #buffer: Uint8Array = Buffer.allocUnsafeSlow(SMALL)

  /** TLS never hands out more than a record, which fits in the small buffer. */
  constructor(secure: boolean) {
    this.#most = secure ? SMALL : LARGE
  }

  readonly buffer = (): Uint8Array => this.#buffer

  readonly callback = (octets: number, buffer: Uint8Array): boolean => {
    if (octets === buffer.length && octets < this.#most) this.#buffer = Buffer.allocUnsafeSlow(this.#most)
    this.receive(buffer.subarray(0, octets))
    return true
  }
}
