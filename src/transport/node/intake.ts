const SMALL = 4 * 1024
/** A TLS record holds at most this, and a read gives at most a record (RFC 8446 §5.1). */
const RECORD = 16 * 1024
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

  constructor(secure: boolean) {
    this.#most = secure ? RECORD : LARGE
  }

  readonly buffer = (): Uint8Array => this.#buffer

  readonly callback = (octets: number, buffer: Uint8Array): boolean => {
    if (octets === buffer.length && octets < this.#most) this.#buffer = Buffer.allocUnsafeSlow(this.#most)
    this.receive(buffer.subarray(0, octets))
    return true
  }
}
