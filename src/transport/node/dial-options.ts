import { isIP } from 'node:net'

/**
 * With several addresses Node gives each but the last one this long and then drops the attempt, so a shorter time
 * would fail on slow lines; a longer one delays whoever has a broken IPv6.
 */
const ATTEMPT_TIMEOUT = 1000

export interface DialOptions {
  readonly host: string
  readonly port: number
  readonly autoSelectFamily: true
  readonly autoSelectFamilyAttemptTimeout: number
  readonly localAddress?: string
  readonly family?: number
}

/** Where a socket connects to and from, for `net.connect` and `tls.connect`. */
export function dialOptions(host: string, port: number, localAddress: string | undefined): DialOptions {
  return {
    host,
    port,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT,
    // Addresses of another family cannot be reached from it.
    ...(localAddress !== undefined && { localAddress, family: isIP(localAddress) }),
  }
}
