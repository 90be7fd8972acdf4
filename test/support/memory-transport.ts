/** A byte stream without a network: the other end is in the test's hands, and breaks where the test says. */
import { ConnectionError, ProtocolError } from '../../src/errors.ts'
import type {
  ConnectOptions,
  ConnectTransport,
  TlsSession,
  Transport,
  TransportHandlers,
} from '../../src/transport/transport.ts'

export type CutKind = 'fin' | 'rst' | 'stall'

/** After `at` octets in one direction the connection ends, or falls silent in both. */
export interface Cut {
  readonly direction: 'toClient' | 'toServer'
  readonly at: number
  readonly kind: CutKind
}

export interface MemoryPeerOptions {
  readonly cut?: Cut
  /** Why connecting fails. */
  readonly refusal?: ConnectionError
  /** Connecting is never answered. */
  readonly silent?: boolean
  /** What is known of the TLS connection. */
  readonly tls?: TlsSession
}

const RESET = 'read ECONNRESET'

/** The server's end of one connection. */
export class MemoryPeer {
  /** What was written in each turn of the event loop, one octet a character. */
  readonly writes: string[] = []
  /** Called for every write. */
  onWrite: ((octets: string) => void) | undefined
  target: ConnectOptions | undefined
  /** The client asked for TLS; `tlsAt` octets had been written until then. */
  tlsAt: number | undefined
  compressed = false
  /** The client sent FIN, or dropped the connection. */
  left: 'ended' | 'destroyed' | undefined
  /** Octets sent to the client so far. */
  sent = 0
  /** All octets the client has handed over, also those that a cut has swallowed. */
  handed = ''
  readonly #options: MemoryPeerOptions
  #handlers: TransportHandlers | undefined
  #secure = false
  #closed = false
  #cut = false
  #pieces: (string | Uint8Array)[] = []
  #received = 0

  constructor(options: MemoryPeerOptions = {}) {
    this.#options = options
  }

  /** Give this to a connection as its `transport`. */
  readonly connect: ConnectTransport = async (target, handlers, signal) => {
    this.target = target
    if (this.#options.refusal !== undefined) throw this.#options.refusal
    if (this.#options.silent === true) await untilAborted(signal)
    signal.throwIfAborted()
    this.#handlers = handlers
    this.#secure = target.security === 'tls'
    return this.#transport()
  }

  /** All octets the client has written. */
  get written(): string {
    return this.writes.join('')
  }

  /** The connection is over for both. */
  get closed(): boolean {
    return this.#closed
  }

  /** Octets to the client, one a character. */
  send(octets: string): void {
    if (this.#closed || this.#cut) return
    const room = this.#room('toClient', this.sent)
    const part = octets.slice(0, room)
    this.sent += part.length
    if (part.length > 0) this.#handlers!.onData(Buffer.from(part, 'latin1'))
    if (octets.length >= room) this.#break()
  }

  /** FIN. */
  finish(): void {
    this.#close(undefined)
  }

  /** RST. */
  reset(): void {
    this.#close(new ConnectionError(RESET, 'ERR_IMAP_CLOSED'))
  }

  #room(direction: Cut['direction'], passed: number): number {
    const { cut } = this.#options
    return cut?.direction === direction ? cut.at - passed : Infinity
  }

  #break(): void {
    if (this.#cut) return
    this.#cut = true
    const { kind } = this.#options.cut!
    if (kind === 'fin') this.finish()
    else if (kind === 'rst') this.reset()
  }

  #close(error: ConnectionError | undefined): void {
    if (this.#closed) return
    this.#closed = true
    this.#handlers?.onClose(error)
  }

  #transport(): Transport {
    const peer = this
    return {
      get secure() {
        return peer.#secure
      },
      tls: peer.#options.tls,
      unsent: 0,
      pause() {},
      resume() {},
      write(pieces) {
        if (peer.#closed || peer.left !== undefined) return
        if (peer.#pieces.length === 0) queueMicrotask(() => process.nextTick(() => peer.#deliver()))
        peer.#pieces.push(...pieces)
      },
      async startTls(leftover) {
        if (leftover.length > 0) throw new ProtocolError('plaintext after STARTTLS', 'ERR_IMAP_STARTTLS_INJECTION')
        peer.#deliver()
        peer.tlsAt = peer.written.length
        peer.#secure = true
      },
      compress(leftover) {
        peer.compressed = true
        if (leftover.length > 0) queueMicrotask(() => peer.#handlers!.onData(leftover))
      },
      end() {
        peer.#deliver()
        peer.#leave('ended')
      },
      destroy() {
        peer.#leave('destroyed')
      },
    }
  }

  #leave(how: 'ended' | 'destroyed'): void {
    if (this.#closed || this.left !== undefined) return
    this.left = how
    queueMicrotask(() => this.#close(undefined))
  }

  #deliver(): void {
    const octets = this.#pieces
      .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
      .join('')
    this.#pieces = []
    this.handed += octets
    if (this.#cut || this.#closed || octets.length === 0) return
    const room = this.#room('toServer', this.#received)
    const part = octets.slice(0, room)
    this.#received += part.length
    if (part.length > 0) {
      this.writes.push(part)
      this.onWrite?.(part)
    }
    if (octets.length >= room) this.#break()
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
