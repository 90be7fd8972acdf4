/** Which proxy, of which kind, and who we are to it: from a URL. */
import { UsageError } from '../../../errors.ts'
import type { Destination, Handshake, ProxyLogin } from './handshake.ts'
import { httpConnect } from './http-connect.ts'
import { socks4, socks5 } from './socks.ts'

export interface Proxy {
  readonly host: string
  readonly port: number
  /** The way to the proxy is TLS. */
  readonly secure: boolean
  /** `host:port` for messages. */
  readonly label: string
  readonly handshake: (to: Destination) => Handshake
}

interface Kind {
  readonly port: number
  readonly secure?: true
  readonly handshake: (to: Destination, login: ProxyLogin | undefined) => Handshake
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['socks5:', { port: 1080, handshake: socks5 }],
  ['socks5h:', { port: 1080, handshake: socks5 }],
  ['socks4:', { port: 1080, handshake: socks4 }],
  ['socks4a:', { port: 1080, handshake: socks4 }],
  ['http:', { port: 80, handshake: httpConnect }],
  ['https:', { port: 443, secure: true, handshake: httpConnect }],
])

/** @throws UsageError, which does not repeat the URL: there may be a password in it. */
export function proxyOf(url: string): Proxy {
  const parsed = typeof url === 'string' ? URL.parse(url) : null
  const kind = KINDS.get(parsed?.protocol ?? '')
  const bare = parsed !== null && /^\/?$/.test(parsed.pathname) && parsed.search === '' && parsed.hash === ''
  if (parsed === null || kind === undefined || parsed.hostname === '' || !bare) {
    throw new UsageError('proxy must be a URL such as socks5://user:password@host:1080, socks4:, http: or https:')
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  const port = parsed.port === '' ? kind.port : Number(parsed.port)
  const login = loginOf(parsed)
  return {
    host,
    port,
    secure: kind.secure ?? false,
    label: `${parsed.hostname}:${port}`,
    handshake: (to) => kind.handshake(to, login),
  }
}

function loginOf({ username, password }: URL): ProxyLogin | undefined {
  if (username === '' && password === '') return undefined
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw new UsageError('proxy: user name and password must be percent-encoded UTF-8')
  }
}
