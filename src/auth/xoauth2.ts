import { ProtocolError } from '../errors.ts'
import { credentialOctets, joinOctets } from './mechanism.ts'
import type { Mechanism } from './mechanism.ts'

export interface TokenCredentials {
  readonly user: string
  /** An OAuth 2.0 access token, without "Bearer". */
  readonly accessToken: string
}

const STATUS_AT_MOST = 4096
/** The members both Google and Microsoft send; others may be anything. */
const STATUS_MEMBERS = ['status', 'schemes', 'scope'] as const
const REFUSAL_AT_MOST = 300

/**
 * XOAUTH2, the scheme of Google and Microsoft that came before OAUTHBEARER (RFC 7628):
 *
 *     message = "user=" user %x01 "auth=Bearer " token %x01 %x01
 *
 * A refusal comes as a challenge with a status in JSON, which has to be answered with nothing before the server
 * sends its tagged NO. UsageError if user or token is empty or holds NUL or U+0001.
 */
export function xoauth2(credentials: TokenCredentials): Mechanism {
  return new XOAuth2(credentials)
}

class XOAuth2 implements Mechanism {
  readonly name = 'XOAUTH2'
  readonly #message: Uint8Array
  #sent = false
  #refusal: string | undefined

  constructor({ user, accessToken }: TokenCredentials) {
    const ascii = new TextEncoder()
    this.#message = joinOctets(
      ascii.encode('user='),
      credentialOctets('user', user),
      ascii.encode('\x01auth=Bearer '),
      credentialOctets('accessToken', accessToken),
      ascii.encode('\x01\x01'),
    )
  }

  get refusal(): string | undefined {
    return this.#refusal
  }

  initial(): Uint8Array {
    this.#sent = true
    return this.#message
  }

  respond(challenge: Uint8Array): Uint8Array {
    if (!this.#sent || this.#refusal !== undefined) {
      throw new ProtocolError('the server sent a challenge that XOAUTH2 does not have', 'ERR_IMAP_ORDER')
    }
    this.#refusal = refusalOf(challenge)
    return new Uint8Array()
  }

  finish(): void {
    if (this.#sent && this.#refusal === undefined) return
    const what = this.#sent ? 'after it had refused the token' : 'before it got the token'
    throw new ProtocolError(`the server accepted XOAUTH2 ${what}`, 'ERR_IMAP_ORDER')
  }
}

/** `status 400, schemes Bearer, scope https://mail.google.com/` from the JSON of a refusal. */
function refusalOf(challenge: Uint8Array): string {
  if (challenge.length > STATUS_AT_MOST) return 'a status that is too long'
  const status = parsed(new TextDecoder().decode(challenge))
  if (typeof status !== 'object' || status === null) return 'a status that is not JSON'
  const told = STATUS_MEMBERS.flatMap((name) => {
    const value: unknown = Object.hasOwn(status, name) ? Reflect.get(status, name) : undefined
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : []
  })
  if (told.length === 0) return 'a status that says nothing'
  return told
    .join(', ')
    .slice(0, REFUSAL_AT_MOST)
    .replace(/[^\x20-\x7e]/g, '?')
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
