import { credentialOctets, joinOctets, type Mechanism } from '../mechanism.ts'
import { Bearer } from './bearer.ts'

export interface TokenCredentials {
  readonly user: string
  /** An OAuth 2.0 access token, without "Bearer". */
  readonly accessToken: string
}

/**
 * XOAUTH2, the scheme of Google and Microsoft that came before OAUTHBEARER (RFC 7628):
 *
 *     message = "user=" user %x01 "auth=Bearer " token %x01 %x01
 *
 * A refusal comes as a challenge with a status in JSON, which has to be answered with nothing before the server
 * sends its tagged NO. UsageError if user or token is empty or holds NUL or U+0001.
 */
export function xoauth2({ user, accessToken }: TokenCredentials): Mechanism {
  const ascii = new TextEncoder()
  const initial = joinOctets(
    ascii.encode('user='),
    credentialOctets('user', user),
    ascii.encode('\x01auth=Bearer '),
    credentialOctets('accessToken', accessToken),
    ascii.encode('\x01\x01'),
  )
  return new Bearer({ name: 'XOAUTH2', initial, afterRefusal: new Uint8Array(), accessToken })
}
