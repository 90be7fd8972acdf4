import type { TestContext } from 'node:test'
import { connectTransport } from '../../src/transport/node/connect.ts'
import type { ConnectOptions, ConnectTransport, Transport, TransportHandlers } from '../../src/transport/transport.ts'
import { certificates } from '../support/certificates.ts'

/** Handlers that remember everything. */
export class Recorder implements TransportHandlers {
  /** All octets received, latin1. */
  text = ''
  octets = 0
  readonly closes: unknown[] = []
  drains = 0
  /** Set by tests that act on data or steer the ratio guard. */
  onText: (text: string, chunk: Uint8Array) => void = () => {}
  expansion = false
  /** Resolves with what the first `onClose` got. */
  readonly closed: Promise<unknown>
  #close: (error: unknown) => void = () => {}
  readonly #waiting: (() => void)[] = []

  constructor() {
    this.closed = new Promise((resolve) => (this.#close = resolve))
  }

  onData(chunk: Uint8Array): void {
    this.octets += chunk.length
    const text = Buffer.from(chunk).toString('latin1')
    if (this.text.length < 100_000) this.text += text
    this.onText(text, chunk)
    for (const check of this.#waiting.splice(0)) check()
  }

  onClose(error: unknown): void {
    this.closes.push(error)
    this.#close(error)
  }

  onDrain(): void {
    this.drains++
  }

  expansionAllowed(): boolean {
    return this.expansion
  }

  /** Resolves once `text` has been received, at or after the octet `from`. */
  receives(text: string, from = 0): Promise<void> {
    return this.#until(() => this.text.includes(text, from))
  }

  receivesOctets(octets: number): Promise<void> {
    return this.#until(() => this.octets >= octets)
  }

  #until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (met()) resolve()
        else this.#waiting.push(check)
      }
      check()
    })
  }
}

export interface Opened {
  readonly transport: Transport
  readonly recorder: Recorder
}

/** Connects to 127.0.0.1, trusting the test authority, and cleans up after the test. */
export async function open(
  t: TestContext,
  options: Partial<ConnectOptions> & { readonly port: number },
  signal: AbortSignal = new AbortController().signal,
  connect: ConnectTransport = connectTransport,
): Promise<Opened> {
  const recorder = new Recorder()
  const transport = await connect(localOptions(options), recorder, signal)
  t.after(() => transport.destroy())
  return { transport, recorder }
}

export function localOptions(options: Partial<ConnectOptions> & { readonly port: number }): ConnectOptions {
  return { host: '127.0.0.1', security: 'insecure-plaintext', tls: { ca: certificates().authority.cert }, ...options }
}

/** The pieces of `octets` cut at `at`. */
export function cut(octets: Uint8Array, at: number): [Uint8Array, Uint8Array] {
  return [octets.subarray(0, at), octets.subarray(at)]
}

/** Lets everything that can happen without waiting for the network happen. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
