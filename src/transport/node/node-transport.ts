import process from 'node:process'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { ConnectionError, ProtocolError, UsageError } from '../../errors.ts'
import type { Clock, TlsSession, Transport, TransportHandlers } from '../transport.ts'
import { Compression } from './compression.ts'
import { connectFailure, connectTimeout, lossOf, startTlsInjection, writeTimeout } from './failures.ts'
import type { Intake } from './intake.ts'
import { Sender } from './sender.ts'
import type { Sink } from './sender.ts'
import type { Target } from './target.ts'
import { tlsSession } from './tls-policy.ts'
import { whenReady } from './when-ready.ts'

/** How long the server may take to close after we have. */
const LINGER = 3_000

export interface NodeTransportParts {
  /** Connected, with TLS complete where `session` is given. */
  readonly socket: Socket
  readonly session: TlsSession | undefined
  /** What the socket reads into; undefined for a socket that reads by itself. */
  readonly intake: Intake | undefined
  /** Undefined where TLS is not wanted. */
  readonly policy: ConnectionOptions | undefined
  readonly target: Target
  readonly handlers: TransportHandlers
  readonly clock: Clock
}

/**
 * A connected socket, at most once wrapped in TLS, at most once compressed:
 *
 *     open → upgrading → open → ending → closed
 *
 * with a way to `closed` from everywhere. After `closed` no octet goes in or out; `onClose` follows when the socket is
 * gone and, if the end was orderly, all that was inflated has been delivered.
 */
export class NodeTransport implements Transport {
  readonly #target: Target
  readonly #policy: ConnectionOptions | undefined
  readonly #handlers: TransportHandlers
  readonly #clock: Clock
  readonly #sender: Sender
  readonly #upgradable: boolean
  #socket: Socket
  #tls: TlsSession | undefined
  #compression: Compression | undefined
  #state: 'open' | 'upgrading' | 'ending' | 'closed' = 'open'
  #paused = false
  #error: ConnectionError | ProtocolError | undefined
  #cancelLinger: (() => void) | undefined
  #socketGone = false
  /** All input has been delivered; matters with compression only, where delivery is behind the socket. */
  #delivered = false
  #concluded = false

  constructor({ socket, session, intake, policy, target, handlers, clock }: NodeTransportParts) {
    this.#target = target
    this.#policy = policy
    this.#handlers = handlers
    this.#clock = clock
    this.#socket = socket
    this.#tls = session
    this.#upgradable = session === undefined && policy !== undefined
    this.#sender = new Sender(sinkTo(socket), clock, target.writeTimeout, {
      drained: () => this.#drained(),
      stalled: () => this.#fail(writeTimeout(target)),
    })
    if (intake !== undefined) intake.receive = this.#received
    socket.on('close', this.#gone)
    this.#adopt(socket)
  }

  get unsent(): number {
    return this.#sender.unsent
  }

  get secure(): boolean {
    return this.#tls !== undefined
  }

  get tls(): TlsSession | undefined {
    return this.#tls
  }

  write(pieces: readonly (string | Uint8Array)[]): void {
    if (this.#state === 'open' || this.#state === 'upgrading') this.#sender.write(pieces)
  }

  pause(): void {
    this.#paused = true
    if (this.#state === 'upgrading') return
    this.#compression?.pause()
    this.#socket.pause()
  }

  resume(): void {
    this.#paused = false
    if (this.#state === 'upgrading') return
    this.#compression?.resume()
    if (!this.#compression?.full) this.#socket.resume()
  }

  async startTls(leftover: Uint8Array): Promise<void> {
    const { upgrade, plain } = this.#beginUpgrade(leftover)
    await whenReady(upgrade, {
      event: 'secureConnect',
      ready: () => {
        this.#tls = tlsSession(upgrade, this.#target)
        this.#state = 'open'
        this.#adopt(upgrade)
        this.#sender.release(sinkTo(upgrade))
      },
      explain: (cause) => this.#upgradeFailure(cause),
      guard: (fail) => {
        const { tlsTimeout } = this.#target
        return this.#clock.after(tlsTimeout, () => fail(connectTimeout(this.#target, 'starttls', tlsTimeout)))
      },
    }).catch((reason: unknown) => {
      plain.destroy()
      if (reason instanceof ConnectionError || reason instanceof ProtocolError) this.#fail(reason)
      else this.destroy()
      throw reason
    })
  }

  compress(leftover: Uint8Array): void {
    if (this.#state === 'closed') return
    if (this.#state !== 'open' || this.#compression !== undefined) throw illegal('COMPRESS')
    const compression = new Compression({
      inflated: (chunk) => this.#handlers.onData(chunk),
      expansionAllowed: () => this.#handlers.expansionAllowed?.() ?? false,
      roomy: () => {
        if (!this.#paused) this.#socket.resume()
      },
      finished: () => {
        this.#delivered = true
        this.#concludeIfOver()
      },
      failed: (error) => this.#fail(error),
    })
    this.#compression = compression
    this.#sender.switchTo(compression.deflating(sinkTo(this.#socket)))
    if (this.#paused) compression.pause()
    if (leftover.length > 0) this.#received(leftover)
  }

  end(): void {
    if (this.#state === 'upgrading') this.destroy()
    if (this.#state !== 'open') return
    this.#state = 'ending'
    if (this.#sender.unsent === 0) this.#finishSending()
  }

  destroy(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#sender.close()
    this.#compression?.close()
    this.#socket.destroy()
    if (this.#socketGone) process.nextTick(() => this.#concludeIfOver())
  }

  #adopt(socket: Socket): void {
    socket.on('end', this.#inputEnded).on('error', this.#lost)
    // On a socket that reads into a buffer of ours this delivers nothing, but lets it notice the end.
    socket.on('data', this.#received)
    if (this.#paused) socket.pause()
  }

  /**
   * Both measures against response injection: whatever came after the OK goes back into the socket, where OpenSSL
   * would choke on it, and is refused before it comes to that (RFC 9051 §6.2.1).
   */
  #beginUpgrade(leftover: Uint8Array): { upgrade: ReturnType<typeof connectTls>; plain: Socket } {
    if (this.#state !== 'open' || !this.#upgradable || this.secure || this.#compression) throw illegal('STARTTLS')
    const plain = this.#socket
    this.#state = 'upgrading'
    this.#sender.hold()
    plain.off('data', this.#received).pause()
    if (leftover.length > 0) plain.unshift(Buffer.from(leftover))
    if (plain.readableLength > 0) {
      const injection = startTlsInjection(this.#target)
      this.#fail(injection)
      throw injection
    }
    plain.off('end', this.#inputEnded).off('error', this.#lost).off('close', this.#gone)
    plain.on('error', () => {})
    const upgrade = connectTls({ ...this.#policy, socket: plain })
    upgrade.on('close', this.#gone)
    this.#socket = upgrade
    return { upgrade, plain }
  }

  #upgradeFailure(cause: Error): Error {
    if (this.#state !== 'closed') return connectFailure(cause, this.#target, 'starttls')
    return new ConnectionError('the connection was closed by this side', 'ERR_IMAP_CLOSED')
  }

  readonly #received = (chunk: Uint8Array): void => {
    if (this.#state === 'closed') return
    if (this.#compression === undefined) this.#handlers.onData(chunk)
    else if (!this.#compression.receive(chunk)) this.#socket.pause()
  }

  /** The server will send no more, and so will not read for long either. */
  readonly #inputEnded = (): void => {
    this.#sender.close()
    this.#compression?.finish()
    this.#lingerAtMost(() => this.#socket.destroy())
  }

  readonly #lost = (cause: Error): void => {
    this.#fail(lossOf(cause, this.#target))
  }

  readonly #gone = (): void => {
    this.#socketGone = true
    this.#compression?.finish()
    this.#concludeIfOver()
  }

  #fail(error: ConnectionError | ProtocolError): void {
    if (this.#state === 'closed') return
    this.#error = error
    this.destroy()
  }

  #drained(): void {
    if (this.#state === 'ending') this.#finishSending()
    else this.#handlers.onDrain?.()
  }

  #finishSending(): void {
    this.#socket.end()
    this.#lingerAtMost(() => this.destroy())
  }

  #lingerAtMost(cut: () => void): void {
    this.#cancelLinger ??= this.#clock.after(LINGER, cut)
  }

  #concludeIfOver(): void {
    const allDelivered = this.#compression === undefined || this.#delivered || this.#state === 'closed'
    // A failed upgrade concludes once it is known why it failed.
    if (this.#concluded || !this.#socketGone || !allDelivered || this.#state === 'upgrading') return
    this.#concluded = true
    this.#state = 'closed'
    this.#cancelLinger?.()
    this.#sender.close()
    this.#compression?.close()
    this.#handlers.onClose(this.#error)
  }
}

function sinkTo(socket: Socket): Sink {
  return (octets, taken) => {
    socket.write(octets, (error) => {
      if (!error) taken()
    })
  }
}

function illegal(command: string): UsageError {
  return new UsageError(`${command} is not possible on this connection now`, 'ERR_IMAP_STATE')
}
