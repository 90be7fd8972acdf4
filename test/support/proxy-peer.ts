/** A proxy on loopback that speaks SOCKS 4A, SOCKS 5 and HTTP, told apart by the first octet, and notes what it is asked. */
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TestContext } from 'node:test'
import type { Certificate } from './certificates.ts'

export interface ProxyOptions {
  /** Where it leads, whatever it is asked for. */
  readonly port: number
  readonly tls?: Certificate
  /** SOCKS 5 and HTTP: nobody gets in without. */
  readonly password?: string
  /** Sent right behind the reply, as a quick server's greeting would be. */
  readonly behindReply?: string
}

export interface ProxyPeer {
  readonly port: number
  /** `socks5 mail.example.org:143 as me`. */
  readonly asked: readonly string[]
  readonly sockets: ReadonlySet<Socket>
}

export async function proxyPeer(t: TestContext, options: ProxyOptions): Promise<ProxyPeer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const serve = (socket: Socket): void => {
    keep(socket)
    void talk(new Reading(socket), options, asked, keep).catch(() => socket.destroy())
  }
  const { tls } = options
  const server = tls ? createTlsServer({ cert: tls.cert, key: tls.key }, serve) : createServer(serve)
  server.on('tlsClientError', () => {})
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((closed) => server.close(closed))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { port: (server.address() as AddressInfo).port, asked, sockets }
}

/** Reads so many octets, or up to a mark. */
class Reading {
  readonly socket: Socket
  #held = Buffer.alloc(0)
  #wake: () => void = () => {}

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', this.#keep)
  }

  readonly #keep = (chunk: Buffer): void => {
    this.#held = Buffer.concat([this.#held, chunk])
    this.#wake()
  }

  async octets(count: number): Promise<Buffer> {
    while (this.#held.length < count) await new Promise<void>((wake) => (this.#wake = wake))
    const octets = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return octets
  }

  async upTo(mark: string): Promise<string> {
    while (!this.#held.includes(mark)) await new Promise<void>((wake) => (this.#wake = wake))
    const end = this.#held.indexOf(mark)
    const text = (await this.octets(end)).toString()
    await this.octets(mark.length)
    return text
  }

  /** Hands the rest over to whoever reads next. */
  stop(): Buffer {
    this.socket.off('data', this.#keep)
    return this.#held
  }
}

type Keep = (socket: Socket) => void

async function talk(from: Reading, options: ProxyOptions, asked: string[], keep: Keep): Promise<void> {
  const [first] = await from.octets(1)
  if (first === 5) await socks5(from, options, asked)
  else if (first === 4) await socks4(from, asked)
  else await http(from, options, asked)
  const onward = connect(options.port, '127.0.0.1')
  keep(onward)
  onward.write(from.stop())
  from.socket.on('close', () => onward.destroy())
  from.socket.pipe(onward).pipe(from.socket)
}

async function socks5(from: Reading, { password, behindReply = '' }: ProxyOptions, asked: string[]): Promise<void> {
  const methods = await from.octets((await from.octets(1))[0]!)
  const method = password === undefined ? 0 : 2
  from.socket.write(Buffer.from([5, methods.includes(method) ? method : 255]))
  let user = ''
  if (method === 2) {
    await from.octets(1)
    user = (await from.octets((await from.octets(1))[0]!)).toString()
    const given = (await from.octets((await from.octets(1))[0]!)).toString()
    from.socket.write(Buffer.from([1, given === password ? 0 : 1]))
    if (given !== password) return from.socket.destroy() as never
  }
  const [, , , kind] = await from.octets(4)
  const octets = await from.octets(kind === 1 ? 4 : kind === 4 ? 16 : (await from.octets(1))[0]!)
  const host = kind === 1 ? octets.join('.') : kind === 4 ? octets.toString('hex') : octets.toString()
  asked.push(`socks5 ${host}:${(await from.octets(2)).readUInt16BE()}${user === '' ? '' : ` as ${user}`}`)
  if (host === 'refused.example') return refuse(from, Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0]))
  // The address it is bound to may be of any kind.
  const bound = [
    [1, 1, 2, 3, 4],
    [3, 4, ...Buffer.from('host')],
    [4, ...Buffer.alloc(16, 7)],
  ][asked.length % 3]!
  from.socket.write(Buffer.concat([Buffer.from([5, 0, 0, ...bound, 9, 9]), Buffer.from(behindReply)]))
}

async function socks4(from: Reading, asked: string[]): Promise<void> {
  const request = await from.octets(7)
  const user = await from.upTo('\0')
  const ip = request.subarray(3)
  const host = ip.readUInt32BE() < 256 ? await from.upTo('\0') : ip.join('.')
  asked.push(`socks4 ${host}:${request.readUInt16BE(1)}${user === '' ? '' : ` as ${user}`}`)
  if (host === 'refused.example') return refuse(from, Buffer.from([0, 91, 0, 0, 0, 0, 0, 0]))
  from.socket.write(Buffer.from([0, 90, 0, 0, 0, 0, 0, 0]))
}

async function http(from: Reading, { password, behindReply = '' }: ProxyOptions, asked: string[]): Promise<void> {
  const header = await from.upTo('\r\n\r\n')
  const host = /^ONNECT (\S+) HTTP\/1\.1\r\nHost: \1(\r\n|$)/.exec(header)?.[1] ?? 'nothing'
  const basic = /^Proxy-Authorization: Basic (.+)$/m.exec(header)?.[1] ?? ''
  const [user = '', given] = Buffer.from(basic, 'base64').toString().split(':')
  if (password !== undefined && given !== password) return refuse(from, 'HTTP/1.1 407 Who are you\r\n\r\n')
  asked.push(`http ${host}${user === '' ? '' : ` as ${user}`}`)
  if (host.startsWith('refused.example')) return refuse(from, 'HTTP/1.1 502 Bad Gateway\r\n\r\n')
  from.socket.write(`HTTP/1.1 200 Go on\r\nVia: me\r\n\r\n${behindReply}`)
}

function refuse({ socket }: Reading, answer: string | Buffer): Promise<never> {
  socket.end(answer)
  return Promise.reject(new Error('refused'))
}
