/** Servers on loopback that do what a test tells them, and go away with the test. */
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import type { TlsOptions } from 'node:tls'
import type { TestContext } from 'node:test'
import type { Certificate } from './certificates.ts'

export interface TcpPeer {
  readonly port: number
  /** Every connection there has been, oldest first. */
  readonly sockets: readonly Socket[]
  /** The next connection that is accepted (for TLS: that finished its handshake). */
  accepted(): Promise<PeerSocket>
}

/** The server's end of one connection, read as text. */
export class PeerSocket {
  readonly socket: Socket
  /** All octets received, latin1. */
  received = ''
  readonly #waiting: { readonly until: string; readonly found: () => void }[] = []

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1')
      this.#check()
    })
  }

  send(text: string | Uint8Array): void {
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
  }

  /** Resolves once `text` has been received. */
  receives(text: string): Promise<void> {
    return new Promise((found) => {
      this.#waiting.push({ until: text, found })
      this.#check()
    })
  }

  /** Goes on as the server of a TLS connection; resolves when the handshake is done. */
  startTls(certificate: Certificate): Promise<PeerSocket> {
    this.socket.removeAllListeners('data')
    const secured = new TLSSocket(this.socket, { isServer: true, cert: certificate.cert, key: certificate.key })
    const peer = new PeerSocket(secured)
    return new Promise((resolve, reject) => {
      secured.once('secure', () => resolve(peer))
      secured.once('error', reject)
      secured.once('close', () => reject(new Error('closed during the handshake')))
    })
  }

  #check(): void {
    for (const waiting of this.#waiting.splice(0)) {
      if (this.received.includes(waiting.until)) waiting.found()
      else this.#waiting.push(waiting)
    }
  }
}

/** Listens on 127.0.0.1, with TLS when `tls` is given. */
export async function tcpPeer(
  t: TestContext,
  onConnection: (peer: PeerSocket) => void = () => {},
  tls?: TlsOptions & { readonly cert: string; readonly key: string },
): Promise<TcpPeer> {
  const sockets: Socket[] = []
  const waiting: ((peer: PeerSocket) => void)[] = []
  const early: PeerSocket[] = []
  const accept = (socket: Socket): void => {
    const peer = new PeerSocket(socket)
    const next = waiting.shift()
    if (next) next(peer)
    else early.push(peer)
    onConnection(peer)
  }
  const server: Server = tls ? createTlsServer(tls, accept) : createServer(accept)
  server.on('connection', (socket: Socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((closed) => server.close(closed))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    accepted: () =>
      new Promise((resolve) => {
        const peer = early.shift()
        if (peer) resolve(peer)
        else waiting.push(resolve)
      }),
  }
}

/** A port on 127.0.0.1 where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
