/**
 * A link with latency, on loopback: whatever enters one end leaves the other `oneWayMs` later.
 *
 * Connecting costs what it costs on a real link. The local connect is instant, so the proxy connects upstream three
 * one-way delays after it: then a greeting arrives two round trips after connect(), as after a real handshake.
 */
import { createServer, Socket, type AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { LOOPBACK } from './ports.ts'

export interface DelayProxyOptions {
  readonly port: number
  readonly host?: string
  /** Half a round trip, in milliseconds. */
  readonly oneWayMs: number
  /** Of each direction; unlimited when absent. */
  readonly bytesPerSecond?: number
}

export interface DelayProxy {
  readonly host: string
  readonly port: number
  /** Octets that clients have sent so far, over all connections. */
  readonly sentOctets: number
  /** Reads it took to receive them: commands written together share one. */
  readonly sentChunks: number
  /** Resets every connection. */
  cut(): void
  close(): Promise<void>
}

export async function startDelayProxy(options: DelayProxyOptions): Promise<DelayProxy> {
  const { oneWayMs } = options
  const sockets = new Set<Socket>()
  let sentOctets = 0
  let sentChunks = 0

  const track = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.setNoDelay(true).on('close', () => sockets.delete(socket))
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const upstream = track(new Socket({ allowHalfOpen: true }))
    const outward = new Direction(track(client), upstream, options)
    const inward = new Direction(upstream, client, options)
    client.on('data', (chunk: Buffer) => {
      sentOctets += chunk.length
      sentChunks++
    })
    const accepted = performance.now()
    outward.at(accepted + 3 * oneWayMs, () => {
      upstream.connect(options.port, options.host ?? LOOPBACK)
      inward.start()
    })
    setTimeout(() => outward.start(), 2 * oneWayMs)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, LOOPBACK, resolve)
  })

  return {
    host: LOOPBACK,
    port: (server.address() as AddressInfo).port,
    get sentOctets() {
      return sentOctets
    },
    get sentChunks() {
      return sentChunks
    },
    cut() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A direction holds at most this much before it stops reading. */
const HELD_OCTETS = 64 << 20
/** Timers are a millisecond coarse: the last stretch is waited for turn by turn. */
const COARSE_MS = 1.5

interface Arrival {
  readonly due: number
  readonly octets: number
  readonly deliver: () => boolean | void
}

/** One way of a connection: a queue of what is under way. */
class Direction {
  readonly #from: Socket
  readonly #to: Socket
  readonly #options: DelayProxyOptions
  #underWay: Arrival[] = []
  #held = 0
  /** When the link has finished sending what it was given. */
  #free = 0
  #scheduled = false
  #blocked = false

  constructor(from: Socket, to: Socket, options: DelayProxyOptions) {
    this.#from = from
    this.#to = to
    this.#options = options
    to.on('drain', () => {
      this.#blocked = false
      this.#schedule()
    })
    from.on('error', () => undefined) // 'close' follows
  }

  start(): void {
    const from = this.#from
    from.on('data', (chunk: Buffer) => this.#send(chunk.length, () => this.#to.write(chunk)))
    from.on('end', () => this.#send(0, () => void this.#to.end()))
    from.on('close', (hadError) => {
      if (hadError || !from.readableEnded) this.#send(0, () => void this.#to.resetAndDestroy())
    })
    from.resume()
  }

  at(due: number, deliver: () => void): void {
    this.#underWay.push({ due, octets: 0, deliver })
    this.#schedule()
  }

  #send(octets: number, deliver: Arrival['deliver']): void {
    const { oneWayMs, bytesPerSecond = Infinity } = this.#options
    this.#free = Math.max(this.#free, performance.now()) + (octets / bytesPerSecond) * 1000
    this.#underWay.push({ due: this.#free + oneWayMs, octets, deliver })
    this.#held += octets
    if (this.#held > HELD_OCTETS) this.#from.pause()
    this.#schedule()
  }

  #schedule(): void {
    const [next] = this.#underWay
    if (next === undefined || this.#scheduled || this.#blocked) return
    this.#scheduled = true
    const wait = next.due - performance.now()
    if (wait > COARSE_MS) setTimeout(() => this.#arrive(), wait - COARSE_MS)
    else setImmediate(() => this.#arrive())
  }

  #arrive(): void {
    this.#scheduled = false
    const now = performance.now()
    let count = 0
    for (const { due, octets, deliver } of this.#underWay) {
      if (due > now || this.#blocked) break
      count++
      this.#held -= octets
      if (this.#to.destroyed) continue
      if (deliver() === false) this.#blocked = true
    }
    if (count > 0) this.#underWay = this.#underWay.slice(count)
    if (this.#from.isPaused() && this.#held < HELD_OCTETS / 2) this.#from.resume()
    this.#schedule()
  }
}
