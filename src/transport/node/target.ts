import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { UsageError } from '../../errors.ts'
import type { ConnectOptions, Security, TlsOptions } from '../transport.ts'
import { proxyOf, type Proxy } from './proxy/proxy-url.ts'

/** Connect options, checked and with every default filled in. */
export interface Target {
  /** As sockets want it: ASCII, no brackets, no final dot. */
  readonly host: string
  readonly port: number
  readonly security: Security
  /** `host:port` for messages. */
  readonly label: string
  /** The name or address the certificate must bear. */
  readonly identity: string
  readonly tls: TlsOptions
  readonly localAddress: string | undefined
  readonly proxy: Proxy | undefined
  /** Upper case without colons; empty when not pinned. */
  readonly pins: readonly string[]
  readonly connectTimeout: number
  readonly tlsTimeout: number
  readonly writeTimeout: number
}

const SECURITIES: readonly string[] = ['tls', 'starttls', 'insecure-plaintext'] satisfies Security[]

/** Refuses options that cannot work before anything is sent. */
export function targetOf(options: ConnectOptions): Target {
  const { port, security, tls = {}, localAddress, proxy } = options
  const { connectTimeout = 30_000, tlsTimeout = 10_000, writeTimeout = 30_000 } = options
  const host = hostOf(options.host, 'host')
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError(`port ${port} is not in 1–65535`)
  if (!SECURITIES.includes(security)) {
    throw new UsageError(`security must be 'tls', 'starttls' or 'insecure-plaintext', not ${JSON.stringify(security)}`)
  }
  if (localAddress !== undefined && isIP(localAddress) === 0) {
    throw new UsageError(`localAddress ${JSON.stringify(localAddress)} is not an IP address`)
  }
  for (const [name, ms] of Object.entries({ connectTimeout, tlsTimeout, writeTimeout })) {
    if (typeof ms !== 'number' || !(ms > 0)) throw new UsageError(`${name} must be a positive number of milliseconds`)
  }
  return {
    host,
    port,
    security,
    label: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    identity: tls.servername === undefined ? host : hostOf(tls.servername, 'tls.servername'),
    tls,
    localAddress,
    proxy: proxy === undefined ? undefined : proxyOf(proxy),
    pins: pinsOf(tls.fingerprint256),
    connectTimeout,
    tlsTimeout,
    writeTimeout,
  }
}

function hostOf(given: string, option: string): string {
  const refused = new UsageError(`${option} ${JSON.stringify(given)} is not a host name or an address`)
  if (typeof given !== 'string') throw refused
  const bare = given.startsWith('[') && given.endsWith(']') ? given.slice(1, -1) : given
  if (isIP(bare) !== 0) return bare
  // The conversion would drop a line break and keep the rest.
  const ascii = /^[\x00-\x7f]*$/.test(bare) || /[\x00-\x20]/.test(bare) ? bare : domainToASCII(bare)
  const name = ascii.endsWith('.') ? ascii.slice(0, -1) : ascii
  if (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})$/.test(name)) throw refused
  return name
}

function pinsOf(given: string | readonly string[] | undefined): string[] {
  if (given === undefined) return []
  const pins = (typeof given === 'string' ? [given] : given).map((pin) => pin.replaceAll(':', '').toUpperCase())
  // An empty list is more likely a mistake in a configuration than the wish to pin nothing.
  if (pins.length === 0 || pins.some((pin) => !/^[0-9A-F]{64}$/.test(pin))) {
    throw new UsageError('tls.fingerprint256 must be 64 hexadecimal digits')
  }
  return pins
}
