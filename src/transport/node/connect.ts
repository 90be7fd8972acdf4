import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { Clock, ConnectTransport, Transport, TransportHandlers } from '../transport.ts'
import { nodeClock } from './clock.ts'
import { dialOptions } from './dial-options.ts'
import { connectFailure, connectTimeout } from './failures.ts'
import type { Phase } from './failures.ts'
import { Intake } from './intake.ts'
import { NodeTransport } from './node-transport.ts'
import { targetOf } from './target.ts'
import { tunnelTo } from './proxy/tunnel.ts'
import type { Target } from './target.ts'
import { tlsPolicy, tlsSession } from './tls-policy.ts'
import { whenReady } from './when-ready.ts'

const KEEP_ALIVE_DELAY = 30_000

/** Connects over TCP, with TLS from the start where `security` is `tls`. */
export const connectTransport: ConnectTransport = connectBy(nodeClock)

/** The same by another clock. */
export function connectBy(clock: Clock): ConnectTransport {
  return async (options, handlers, signal) => {
    signal.throwIfAborted()
    return await new Dialing(targetOf(options), handlers, clock).connected(signal)
  }
}

class Dialing {
  readonly #target: Target
  readonly #handlers: TransportHandlers
  readonly #clock: Clock
  readonly #secure: boolean
  readonly #policy: ConnectionOptions | undefined
  /** A socket with a buffer of its own cannot be upgraded, so STARTTLS does without, and what goes by a proxy. */
  readonly #intake: Intake | undefined
  readonly #started: number
  #phase: Phase

  constructor(target: Target, handlers: TransportHandlers, clock: Clock) {
    this.#target = target
    this.#handlers = handlers
    this.#clock = clock
    this.#secure = target.security === 'tls'
    this.#policy = target.security === 'insecure-plaintext' ? undefined : tlsPolicy(target)
    const plain = target.security === 'starttls' || target.proxy !== undefined
    this.#intake = plain ? undefined : new Intake(this.#secure)
    this.#started = clock.now()
    this.#phase = target.proxy !== undefined ? 'proxy' : isIP(target.host) === 0 ? 'lookup' : 'connect'
  }

  async connected(signal: AbortSignal): Promise<Transport> {
    const { proxy, localAddress } = this.#target
    if (proxy === undefined) return await this.#ready(this.#open(), signal)
    const guard = (fail: (reason: unknown) => void) => this.#guard(undefined, signal, fail)
    const tunnel = await tunnelTo(this.#target, proxy, localAddress, guard)
    if (this.#secure) return await this.#ready(this.#inside(tunnel), signal)
    if (signal.aborted) {
      tunnel.destroy()
      throw signal.reason
    }
    const transport = this.#transport(tunnel)
    tunnel.resume()
    return transport
  }

  #ready(socket: Socket, signal: AbortSignal): Promise<Transport> {
    return whenReady(socket, {
      event: this.#secure ? 'secureConnect' : 'connect',
      ready: () => this.#transport(socket),
      explain: (cause) => connectFailure(cause, this.#target, this.#phase),
      guard: (fail) => this.#guard(socket, signal, fail),
    })
  }

  #open(): Socket {
    const { host, port, localAddress } = this.#target
    const common = {
      ...dialOptions(host, port, localAddress),
      ...(this.#intake && { onread: this.#intake }),
    }
    return this.#secure ? connectTls({ ...this.#policy, ...common }) : connectTcp(common)
  }

  /** TLS with the server; a tunnel that breaks breaks it. */
  #inside(tunnel: Socket): Socket {
    this.#phase = 'tls'
    tunnel.on('error', () => {})
    return connectTls({ ...this.#policy, socket: tunnel })
  }

  #transport(socket: Socket): Transport {
    socket.setNoDelay(true)
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY)
    const session = this.#secure ? tlsSession(socket as TLSSocket, this.#target) : undefined
    return new NodeTransport({
      socket,
      session,
      intake: this.#intake,
      policy: this.#policy,
      target: this.#target,
      handlers: this.#handlers,
      clock: this.#clock,
    })
  }

  #guard(socket: Socket | undefined, signal: AbortSignal, fail: (reason: unknown) => void): () => void {
    const { connectTimeout: total, tlsTimeout } = this.#target
    const expire = (ms: number) => () => fail(connectTimeout(this.#target, this.#phase, ms))
    const left = Math.max(0, total - (this.#clock.now() - this.#started))
    const cancels = [this.#clock.after(left, expire(total))]
    const abort = (): void => fail(signal.reason)
    if (signal.aborted) queueMicrotask(abort)
    else signal.addEventListener('abort', abort, { once: true })
    const resolved = (): void => void (this.#phase = 'connect')
    const shaking = (): void => {
      this.#phase = 'tls'
      cancels.push(this.#clock.after(tlsTimeout, expire(tlsTimeout)))
    }
    socket?.once('lookup', resolved)
    if (this.#secure) socket?.once('connect', shaking)
    if (this.#phase === 'tls') shaking()
    return () => {
      for (const cancel of cancels) cancel()
      signal.removeEventListener('abort', abort)
      // A listener left behind would keep all of this alive as long as the connection.
      socket?.off('lookup', resolved).off('connect', shaking)
    }
  }
}
