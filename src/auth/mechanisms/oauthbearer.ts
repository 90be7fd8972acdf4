import { credentialOctets, joinOctets, saslName, type Mechanism } from '../mechanism.ts'
import { Bearer } from './bearer.ts'
import type { TokenCredentials } from './xoauth2.ts'

export interface OAuthBearerCredentials extends TokenCredentials {
  /** The server as the caller knows it, and its port: a server can tell a token that was meant for another. */
  readonly host: string
  readonly port: number
}

/**
 * OAUTHBEARER (RFC 7628 §3.1):
 *
 *     client-resp = gs2-header kvsep *kvpair kvsep
 *     kvsep       = %x01
 *     message     = "n,a=" user "," %x01 "host=" host %x01 "port=" port %x01 "auth=Bearer " token %x01 %x01
 *
 * A refusal comes as a challenge with a status in JSON and is answered with one %x01 before the server sends its tagged
 * NO (RFC 7628 §3.2.3).
 */
export function oauthBearer({ user, accessToken, host, port }: OAuthBearerCredentials): Mechanism {
  const ascii = new TextEncoder()
  const initial = joinOctets(
    ascii.encode('n,a='),
    credentialOctets('user', saslName(user)),
    ascii.encode(',\x01host='),
    credentialOctets('host', host),
    ascii.encode(`\x01port=${port}\x01auth=Bearer `),
    credentialOctets('accessToken', accessToken),
    ascii.encode('\x01\x01'),
  )
  return new Bearer({ name: 'OAUTHBEARER', initial, afterRefusal: Uint8Array.of(1), accessToken })
}
