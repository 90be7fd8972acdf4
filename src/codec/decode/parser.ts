/**
 * Octets of a server in, responses out.
 *
 * Two stages: the framer finds where a response ends, the reader makes a value of it. A response that cannot be
 * understood is a value too (`unknown`, `malformed`). Only what leaves the parser unable to tell where the next
 * response begins, and what exceeds a limit, is an error, and then the parser is dead for good.
 */
import { Cursor } from './cursor.ts'
import { Framer } from './framer.ts'
import type { LiteralListener } from './framer.ts'
import { defaultLimits } from '../limits.ts'
import type { Limits } from '../limits.ts'
import { Strictness } from '../quirks/strictness.ts'
import type { CodecQuirkName } from '../quirks/table.ts'
import { ResponseReader } from './response.ts'
import type { Response } from '../values.ts'

export type { LiteralListener, LiteralStart } from './framer.ts'
export type { LiteralSink } from './large-literal.ts'

export interface ResponseParserOptions {
  /** `defaultLimits` when left out. */
  readonly limits?: Limits
  /** Quirks of servers that are not to be borne: a response that shows one is `malformed`. None unless given. */
  readonly strict?: readonly CodecQuirkName[]
}

/** From here on a body section is offered to `onLiteral`, in octets. */
const STREAM_FROM = 64 * 1024

/** Parses what a server sends, in chunks of any size. */
export class ResponseParser {
  readonly #framer: Framer
  readonly #cursor: Cursor
  readonly #reader = new ResponseReader()
  readonly #strictness: Strictness | undefined
  /** What ended it, in a box: listeners may throw anything. */
  #failure: { readonly error: unknown } | undefined = undefined

  /** @throws UsageError for a quirk that does not exist */
  constructor(options: ResponseParserOptions = {}) {
    const limits = options.limits ?? defaultLimits
    this.#framer = new Framer(limits)
    this.#framer.streamFrom = STREAM_FROM
    this.#cursor = new Cursor(limits)
    const { strict = [] } = options
    this.#strictness = strict.length === 0 ? undefined : new Strictness(strict)
  }

  /** May change at any time; counts from then on. */
  get limits(): Limits {
    return this.#framer.limits
  }

  set limits(limits: Limits) {
    this.#framer.limits = limits
    this.#cursor.limits = limits
  }

  /** Whether mailbox names are UTF-8: after ENABLE of UTF8=ACCEPT or IMAP4rev2. Else they are modified UTF-7. */
  get utf8(): boolean {
    return this.#cursor.utf8
  }

  set utf8(utf8: boolean) {
    this.#cursor.utf8 = utf8
  }

  /**
   * Asked when the content of a body section (BODY[…], BINARY[…], RFC822…) of at least `streamFrom` octets begins.
   * A sink that is returned takes its octets as they come; without one they are kept, within `limits.body`.
   */
  get onLiteral(): LiteralListener | undefined {
    return this.#framer.onLiteral
  }

  set onLiteral(listener: LiteralListener | undefined) {
    this.#framer.onLiteral = listener
  }

  /** Octets; 64 KiB unless set. */
  get streamFrom(): number {
    return this.#framer.streamFrom
  }

  set streamFrom(octets: number) {
    this.#framer.streamFrom = octets
  }

  /** A large literal, of announced size, is being received. */
  get inLiteral(): boolean {
    return this.#framer.inLiteral
  }

  /** Takes octets. The caller may use their memory again once `next` has returned undefined. */
  feed(chunk: Uint8Array): void {
    if (this.#failure === undefined) this.#framer.feed(chunk)
  }

  /**
   * The next response, or undefined when more octets are needed for it.
   *
   * @throws ProtocolError (`ERR_IMAP_SYNTAX`, `ERR_IMAP_LIMIT`), or what a listener or sink threw; after that the same
   * again for ever.
   */
  next(): Response | undefined {
    if (this.#failure !== undefined) throw this.#failure.error
    try {
      const frame = this.#framer.next()
      if (frame === undefined) return undefined
      this.#cursor.begin(frame)
      const response = this.#reader.read(this.#cursor, frame.size)
      if (this.#strictness === undefined) return response
      return this.#strictness.judge(frame, response, this.utf8, () => this.#cursor.wholeOctets())
    } catch (error) {
      this.#failure = { error }
      throw error
    }
  }

  /**
   * Takes back what was fed and is not part of a response that was returned: after STARTTLS it must be nothing, after
   * COMPRESS it is compressed already. Octets that went to a sink are not in it.
   */
  takeRest(): Uint8Array {
    return this.#framer.takeRest()
  }
}
