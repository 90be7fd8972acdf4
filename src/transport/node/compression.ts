import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib'
import type { ZlibOptions } from 'node:zlib'
import type { DuplexOptions } from 'node:stream'
import { ProtocolError } from '../../errors.ts'
import type { Sink } from './sender.ts'

/** Inflated octets come in pieces of this size, each delivered before the next is made. */
const CHUNK = 16 * 1024
/** More than a slice can grow to, so that all output of a slice is there when its write is done. */
const DEFLATED_AT_MOST = 256 * 1024
/** Mail compresses about 4-fold; DEFLATE itself stops at 1,030. */
const RATIO = 200
const RATIO_WINDOW = 1024 * 1024

type StreamedZlibOptions = ZlibOptions & Pick<DuplexOptions, 'readableHighWaterMark' | 'highWaterMark'>

const DEFLATE: StreamedZlibOptions = { flush: constants.Z_SYNC_FLUSH, readableHighWaterMark: DEFLATED_AT_MOST }

const INFLATE: StreamedZlibOptions = {
  flush: constants.Z_SYNC_FLUSH,
  // A connection may end between two blocks; whether something is missing is for the protocol to see.
  finishFlush: constants.Z_SYNC_FLUSH,
  chunkSize: CHUNK,
  highWaterMark: CHUNK,
}

export interface CompressionEvents {
  inflated(chunk: Uint8Array): void
  /** See TransportHandlers.expansionAllowed. */
  expansionAllowed(): boolean
  /** There is room for more input again, after `receive` has returned false. */
  roomy(): void
  /** All that came before `finish` has been delivered. */
  finished(): void
  failed(error: ProtocolError): void
}

/** Raw DEFLATE in both directions (RFC 4978). */
export class Compression {
  readonly #deflate = createDeflateRaw(DEFLATE)
  readonly #inflate = createInflateRaw(INFLATE)
  readonly #events: CompressionEvents
  #closed = false
  #finishing = false
  #inflateConsumed = 0
  /** Octets in and out of the inflater since the ratio was last found sound. */
  #countedIn = 0
  #countedOut = 0

  constructor(events: CompressionEvents) {
    this.#events = events
    this.#inflate.on('data', (chunk: Uint8Array) => this.#deliver(chunk))
    this.#inflate.on('drain', () => events.roomy())
    this.#inflate.on('end', () => this.#ended())
    this.#inflate.on('error', (cause) => this.#fail('the compressed stream is corrupt', 'ERR_IMAP_SYNTAX', cause))
    this.#deflate.on('error', (cause) => this.#fail('compressing failed', 'ERR_IMAP_SYNTAX', cause))
  }

  /** Compresses each write up to a flush point, so that the server can act on it at once. */
  deflating(sink: Sink): Sink {
    return (octets, taken) => {
      this.#deflate.write(octets, (error) => {
        if (error || this.#closed) return
        sink(Buffer.concat(this.#allDeflated()), taken)
      })
    }
  }

  /** Takes compressed octets; `chunk` is copied. False asks to wait for `roomy`. */
  receive(chunk: Uint8Array): boolean {
    return this.#closed || this.#inflate.write(Buffer.from(chunk))
  }

  get full(): boolean {
    return this.#inflate.writableNeedDrain
  }

  pause(): void {
    this.#inflate.pause()
  }

  resume(): void {
    this.#inflate.resume()
  }

  /** No more input will come. */
  finish(): void {
    if (this.#finishing) return
    this.#finishing = true
    this.#inflate.end()
  }

  close(): void {
    this.#closed = true
    this.#deflate.destroy()
    this.#inflate.destroy()
  }

  /** From Node 26 on, one call of `read` gives only one of the pieces that wait. */
  #allDeflated(): Uint8Array[] {
    const pieces: Uint8Array[] = []
    for (;;) {
      const piece = this.#deflate.read() as Uint8Array | null
      if (piece === null) return pieces
      pieces.push(piece)
    }
  }

  #deliver(chunk: Uint8Array): void {
    if (this.#closed) return
    const allowedBefore = this.#events.expansionAllowed()
    this.#events.inflated(chunk)
    const consumed = this.#inflate.bytesWritten - this.#inflateConsumed
    this.#inflateConsumed += consumed
    if (allowedBefore || this.#events.expansionAllowed()) return
    this.#countedIn += consumed
    this.#countedOut += chunk.length
    if (this.#countedOut < RATIO_WINDOW) return
    if (this.#countedOut > RATIO * this.#countedIn) {
      this.#fail(`compressed octets expanded more than ${RATIO}-fold`, 'ERR_IMAP_LIMIT')
    }
    this.#countedIn = 0
    this.#countedOut = 0
  }

  #ended(): void {
    if (this.#closed) return
    if (this.#finishing) this.#events.finished()
    else this.#fail('the server ended the compressed stream', 'ERR_IMAP_SYNTAX')
  }

  #fail(message: string, code: 'ERR_IMAP_SYNTAX' | 'ERR_IMAP_LIMIT', cause?: unknown): void {
    if (this.#closed) return
    this.#events.failed(new ProtocolError(message, code, { cause }))
  }
}
