/**
 * Writes in order what the session hands out, octets that are still to be read among them: what comes behind such a
 * literal waits for its end (rule R1), and the source is read no faster than the network takes it.
 */
import { OctetSource, type WirePiece } from '../../codec/encode/octet-source.ts'
import { UsageError } from '../../errors.ts'
import { checkedPiece } from './message-source.ts'

export interface FeederHost {
  write(pieces: readonly (string | Uint8Array)[]): void
  /** Octets of a source have been written. */
  fed(octets: number): void
  /** Octets not yet taken by the network. */
  unsent(): number
  /** The rest of a literal can never come: the connection cannot be saved. */
  failed(source: OctetSource, error: UsageError): void
}

/** Octets that may wait for the network before more of a source is read. */
const AHEAD = 256 * 1024

export class Feeder {
  readonly #host: FeederHost
  readonly #queue: WirePiece[] = []
  #source: OctetSource | undefined
  #running = false
  #stopped = false
  #wake: (() => void) | undefined

  constructor(host: FeederHost) {
    this.#host = host
  }

  write(pieces: readonly WirePiece[]): void {
    if (!this.#running && pieces.every((piece) => !(piece instanceof OctetSource))) {
      return this.#host.write(pieces as readonly (string | Uint8Array)[])
    }
    this.#queue.push(...pieces)
    if (!this.#running) void this.#run()
  }

  /** The network has taken everything. */
  drained(): void {
    this.#wake?.()
    this.#wake = undefined
  }

  /** Nothing can be written any more. */
  stop(): void {
    this.#stopped = true
    this.#source?.abandon()
    for (const piece of this.#queue.splice(0)) if (piece instanceof OctetSource) piece.abandon()
    this.drained()
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let piece = this.#queue.shift(); piece !== undefined && !this.#stopped; piece = this.#queue.shift()) {
      if (piece instanceof OctetSource) await this.#feed(piece)
      else this.#host.write([piece])
    }
    this.#running = false
  }

  async #feed(source: OctetSource): Promise<void> {
    this.#source = source
    try {
      await this.#copy(source)
    } catch (error) {
      source.abandon()
      if (!this.#stopped) this.#host.failed(source, inWords(error))
    } finally {
      this.#source = undefined
    }
  }

  async #copy(source: OctetSource): Promise<void> {
    let sent = 0
    for await (const piece of source.chunks()) {
      if (this.#stopped) return
      const octets = checkedPiece(piece)
      if (sent + octets.length > source.length) throw wrongSize(source, 'more')
      if (octets.includes(0) && !source.head.includes(0)) {
        throw new UsageError('APPEND: NUL in the message, and none in its beginning that would have told')
      }
      sent += octets.length
      this.#host.write([octets.slice()])
      this.#host.fed(octets.length)
      source.progressed(sent)
      await this.#room()
    }
    if (!this.#stopped && sent < source.length) throw wrongSize(source, String(sent))
  }

  async #room(): Promise<void> {
    if (this.#host.unsent() <= AHEAD || this.#stopped) return
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
  }
}

function wrongSize({ length }: OctetSource, got: string): UsageError {
  return new UsageError(`APPEND: the source gives ${got} octets, its size was to be ${length}`)
}

function inWords(error: unknown): UsageError {
  if (error instanceof UsageError) return error
  return new UsageError('APPEND: the source of the message failed', 'ERR_IMAP_ARGUMENT', { cause: error })
}
