/** SOCKS 5 (RFC 1928, RFC 1929), and SOCKS 4 with the names of 4A. Names are left to the proxy to look up. */
import { isIP, isIPv4, isIPv6 } from 'node:net'
import {
  NOTHING,
  twoOctets,
  ProxyRefusal,
  type Destination,
  type Handshake,
  type ProxyLogin,
  type Turn,
} from './handshake.ts'

const NO_LOGIN = 0
const BY_PASSWORD = 2

/** RFC 1928 §6. */
const REFUSALS: readonly string[] = [
  '',
  'failed',
  'does not allow it',
  'cannot reach the network',
  'cannot reach the host',
  'was refused by the host',
  'gave up waiting for the host',
  'does not know CONNECT',
  'does not know this kind of address',
]

/**
 *     methods  = %x05 count *method
 *     request  = %x05 %x01 %x00 address port        ; RFC 1928 §4
 */
export function* socks5(to: Destination, login: ProxyLogin | undefined): Handshake {
  const methods = login === undefined ? [NO_LOGIN] : [NO_LOGIN, BY_PASSWORD]
  const [version, method] = yield say([5, methods.length, ...methods], 2)
  if (version !== 5) throw new ProxyRefusal('does not speak SOCKS 5')
  if (method === BY_PASSWORD && login !== undefined) yield* password(login)
  else if (method !== NO_LOGIN) throw new ProxyRefusal('wants a login it was not given, or one of another kind')
  const reply = yield say([5, 1, 0, ...address(to.host), ...twoOctets(to.port)], 5)
  if (reply[0] !== 5) throw new ProxyRefusal('does not speak SOCKS 5')
  if (reply[1] !== 0) throw new ProxyRefusal(REFUSALS[reply[1]!] ?? `failed (${reply[1]})`)
  yield { write: NOTHING, read: restOfReply(reply) }
}

/** RFC 1929 §2. */
function* password({ user, password: secret }: ProxyLogin): Handshake {
  const [, status] = yield say([1, ...counted(user, 'user name'), ...counted(secret, 'password')], 2)
  if (status !== 0) throw new ProxyRefusal('refused user name or password')
}

/** Behind the octet that begins the address it is bound to: the rest of it, and the port. */
function restOfReply(reply: Uint8Array): number {
  const kind = reply[3]
  if (kind === 1) return 3 + 2
  if (kind === 3) return reply[4]! + 2
  if (kind === 4) return 15 + 2
  throw new ProxyRefusal('does not speak SOCKS 5')
}

function address(host: string): readonly number[] {
  if (isIPv4(host)) return [1, ...host.split('.').map(Number)]
  if (isIPv6(host)) return [4, ...sixteen(host)]
  return [3, ...counted(host, 'host name')]
}

function sixteen(host: string): readonly number[] {
  const [head = '', tail = ''] = withoutDots(host).split('::')
  const left = groups(head)
  const right = groups(tail)
  const between = Array.from({ length: 8 - left.length - right.length }, () => 0)
  return [...left, ...between, ...right].flatMap(twoOctets)
}

/** `::ffff:1.2.3.4` has its last two groups in another form. */
function withoutDots(host: string): string {
  return host.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a, b, c, d] = parts.map(Number)
    return `${((a! << 8) | b!).toString(16)}:${((c! << 8) | d!).toString(16)}`
  })
}

function groups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}

function counted(text: string, what: string): readonly number[] {
  const octets = Buffer.from(text)
  if (octets.length === 0 || octets.length > 255)
    throw new ProxyRefusal(`cannot take a ${what} of ${octets.length} octets`)
  return [octets.length, ...octets]
}

/**
 *     request = %x04 %x01 port address *octet %x00 [name %x00]
 *     reply   = %x00 status port address
 */
export function* socks4(to: Destination, login: ProxyLogin | undefined): Handshake {
  if (isIPv6(to.host)) throw new ProxyRefusal('speaks SOCKS 4, which has no IPv6')
  const named = isIP(to.host) === 0
  // An address that cannot be says that the name follows.
  const ip = named ? [0, 0, 0, 1] : to.host.split('.').map(Number)
  const user = [...Buffer.from(login?.user ?? ''), 0]
  const name = named ? [...Buffer.from(to.host), 0] : []
  const [version, status] = yield say([4, 1, ...twoOctets(to.port), ...ip, ...user, ...name], 8)
  if (version !== 0) throw new ProxyRefusal('does not speak SOCKS 4')
  if (status !== 90) throw new ProxyRefusal(`refused or could not reach the host (${status})`)
}

function say(octets: readonly number[], read: number): Turn {
  return { write: Uint8Array.from(octets), read }
}
