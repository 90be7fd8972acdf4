/** A socket through a proxy, as good as one of its own. */
import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import { ConnectionError } from '../../../errors.ts'
import { dialOptions } from '../dial-options.ts'
import { whenReady } from '../when-ready.ts'
import { NOTHING, ProxyRefusal, type Destination, type Handshake } from './handshake.ts'
import type { Proxy } from './proxy-url.ts'

/** No answer of a proxy is longer. */
const MOST = 16 * 1024

/** Sets up the deadline and the like, which call `fail`; returns what takes them down. */
export type Guard = (fail: (reason: unknown) => void) => () => void

/** Connects to the proxy and has it connect on. The socket is paused; nothing of what came is lost. */
export async function tunnelTo(
  to: Destination,
  proxy: Proxy,
  localAddress: string | undefined,
  guard: Guard,
): Promise<Socket> {
  const socket = await reached(proxy, localAddress, guard)
  await throughHandshake(socket, proxy, proxy.handshake(to), guard)
  return socket
}

function reached(proxy: Proxy, localAddress: string | undefined, guard: Guard): Promise<Socket> {
  const { host, port, secure } = proxy
  const common = dialOptions(host, port, localAddress)
  const named = isIP(host) === 0 && { servername: host }
  const socket = secure
    ? connectTls({
        ...common,
        ...named,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
      })
    : connectTcp(common)
  return whenReady(socket, {
    event: secure ? 'secureConnect' : 'connect',
    ready: () => socket.setNoDelay(true),
    explain: (cause) => failed(proxy, `cannot be reached (${codeOf(cause)})`, cause),
    guard,
  })
}

function throughHandshake(socket: Socket, proxy: Proxy, handshake: Handshake, guard: Guard): Promise<void> {
  return new Promise((resolve, reject) => {
    let held: Buffer = Buffer.alloc(0)
    let read: number | 'header' = 0
    const release = guard(fail)
    socket.on('data', received).on('error', broken).on('close', broken)
    advance(NOTHING)

    function received(chunk: Buffer): void {
      held = Buffer.concat([held, chunk])
      const end = read === 'header' ? held.indexOf('\r\n\r\n') + 4 : read
      const complete = read === 'header' ? end > 3 : held.length >= end
      if (complete) {
        const answer = held.subarray(0, end)
        held = held.subarray(end)
        advance(answer)
      } else if (held.length > MOST) {
        fail(failed(proxy, 'says too much'))
      }
    }
    function advance(answer: Uint8Array): void {
      try {
        const turn = handshake.next(answer)
        if (turn.done === true) return succeed()
        read = turn.value.read
        if (turn.value.write.length > 0) socket.write(turn.value.write)
        if (read !== 0 && held.length > 0) received(NO_MORE)
      } catch (cause) {
        fail(cause instanceof ProxyRefusal ? failed(proxy, cause.message) : cause)
      }
    }
    function broken(cause?: Error | boolean): void {
      fail(failed(proxy, 'closed the connection', cause instanceof Error ? cause : undefined))
    }
    function succeed(): void {
      conclude()
      socket.pause()
      if (held.length > 0) socket.unshift(held)
      resolve()
    }
    function fail(reason: unknown): void {
      conclude()
      socket.on('error', () => {}).destroy()
      reject(reason)
    }
    function conclude(): void {
      release()
      socket.off('data', received).off('error', broken).off('close', broken)
    }
  })
}

const NO_MORE = Buffer.alloc(0)

function failed(proxy: Proxy, words: string, cause?: Error): ConnectionError {
  return new ConnectionError(`the proxy ${proxy.label} ${words}`, 'ERR_IMAP_PROXY', { outcome: 'unsent', cause })
}

function codeOf(cause: Error): string {
  const { code } = cause as Error & { code?: unknown }
  return typeof code === 'string' ? code : cause.name
}
