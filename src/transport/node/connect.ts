import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { Clock, ConnectTransport, Transport, TransportHandlers } from '../transport.ts'
import { nodeClock } from './clock.ts'
import { connectFailure, connectTimeout } from './failures.ts'
import type { Phase } from './failures.ts'
import { Intake } from './intake.ts'
import { NodeTransport } from './node-transport.ts'
import { targetOf } from './target.ts'
import type { Target } from './target.ts'
import { tlsPolicy, tlsSession } from './tls-policy.ts'
import { whenReady } from './when-ready.ts'

/**
 * With several addresses Node gives each but the last one this long and then drops the attempt, so a shorter time
 * would fail on slow lines; a longer one delays whoever has a broken IPv6.
 */
const ATTEMPT_TIMEOUT = 1000
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
  /** A socket with a buffer of its own cannot be upgraded, so STARTTLS does without. */
  readonly #intake: Intake | undefined
  #phase: Phase

  constructor(target: Target, handlers: TransportHandlers, clock: Clock) {
    this.#target = target
    this.#handlers = handlers
    this.#clock = clock
    this.#secure = target.security === 'tls'
    this.#policy = target.security === 'insecure-plaintext' ? undefined : tlsPolicy(target)
    this.#intake = target.security === 'starttls' ? undefined : new Intake(this.#secure)
    this.#phase = isIP(target.host) === 0 ? 'lookup' : 'connect'
  }

  async connected(signal: AbortSignal): Promise<Transport> {
    const socket = this.#open()
    return await whenReady(socket, {
      event: this.#secure ? 'secureConnect' : 'connect',
      ready: () => this.#transport(socket),
      explain: (cause) => connectFailure(cause, this.#target, this.#phase),
      guard: (fail) => this.#guard(socket, signal, fail),
    })
  }

  #open(): Socket {
    const { host, port, localAddress } = this.#target
    const common = {
      host,
      port,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT,
      ...(localAddress !== undefined && { localAddress, family: isIP(localAddress) }),
      ...(this.#intake && { onread: this.#intake }),
    }
    return this.#secure ? connectTls({ ...this.#policy, ...common }) : connectTcp(common)
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

  #guard(socket: Socket, signal: AbortSignal, fail: (reason: unknown) => void): () => void {
    const { connectTimeout: total, tlsTimeout } = this.#target
    const expire = (ms: number) => () => fail(connectTimeout(this.#target, this.#phase, ms))
    const cancels = [this.#clock.after(total, expire(total))]
    const abort = (): void => fail(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const resolved = (): void => void (this.#phase = 'connect')
    const shaking = (): void => {
      this.#phase = 'tls'
      cancels.push(this.#clock.after(tlsTimeout, expire(tlsTimeout)))
    }
    socket.once('lookup', resolved)
    if (this.#secure) socket.once('connect', shaking)
    return () => {
      for (const cancel of cancels) cancel()
      signal.removeEventListener('abort', abort)
      // A listener left behind would keep all of this alive as long as the connection.
      socket.off('lookup', resolved).off('connect', shaking)
    }
  }
}
