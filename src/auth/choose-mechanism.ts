import { AuthenticationError, UsageError } from '../errors.ts'
import type { GivenAuth, PasswordAuth } from './credentials.ts'
import type { Mechanism } from './mechanism.ts'
import { plain } from './plain.ts'
import { xoauth2 } from './xoauth2.ts'

/** What is known of the connection when it is time to authenticate. */
export interface AuthContext {
  /** The server's current capabilities, upper case; those from before TLS do not count (RFC 9051 §6.2.1). */
  readonly capabilities: ReadonlySet<string>
  /** True when TLS protects the connection. */
  readonly secure: boolean
  /** True when the caller chose `security: 'insecure-plaintext'` in so many words. */
  readonly plaintextAllowed: boolean
}

/** LOGIN can go out in one write with commands that follow it, AUTHENTICATE stands alone. */
export type AuthChoice = { readonly kind: 'login' } | { readonly kind: 'authenticate'; readonly mechanism: Mechanism }

/**
 * How to authenticate here: LOGIN for what is plain ASCII, PLAIN for other passwords or where LOGIN is disabled,
 * XOAUTH2 for access tokens.
 *
 * Throws UsageError if the connection does not protect what would be sent, AuthenticationError if the server offers
 * nothing that fits; the message tells what it offered.
 */
export function chooseMechanism(auth: GivenAuth, context: AuthContext): AuthChoice {
  if (!context.secure && !context.plaintextAllowed) {
    throw new UsageError('no credentials are sent without TLS', 'ERR_IMAP_STATE')
  }
  if ('accessToken' in auth) {
    if (!offers(context, 'XOAUTH2')) throw nothingFits('an access token', 'AUTH=XOAUTH2', context)
    return { kind: 'authenticate', mechanism: xoauth2(auth) }
  }
  return forPassword(auth, context)
}

function forPassword(auth: PasswordAuth, context: AuthContext): AuthChoice {
  const { mechanism } = auth
  const ascii = isAscii(auth.user) && isAscii(auth.password)
  if (mechanism !== 'PLAIN' && ascii && !context.capabilities.has('LOGINDISABLED')) return { kind: 'login' }
  if (mechanism === 'LOGIN') {
    throw nothingFits(ascii ? 'LOGIN' : 'LOGIN with other than ASCII characters', 'LOGIN', context)
  }
  if (!offers(context, 'PLAIN')) throw nothingFits('this password', 'AUTH=PLAIN', context)
  return { kind: 'authenticate', mechanism: plain(auth) }
}

function offers({ capabilities }: AuthContext, mechanism: string): boolean {
  return capabilities.has(`AUTH=${mechanism}`)
}

/** Beyond ASCII the argument of LOGIN has no charset (RFC 3501 §6.2.3), while PLAIN is UTF-8. */
function isAscii(text: string): boolean {
  return /^[\x01-\x7f]*$/.test(text)
}

function nothingFits(what: string, needed: string, { capabilities }: AuthContext): AuthenticationError {
  const mechanisms = [...capabilities].filter((name) => name.startsWith('AUTH='))
  const offered = capabilities.has('LOGINDISABLED') ? mechanisms : ['LOGIN', ...mechanisms]
  const list = offered.length > 0 ? offered.join(' ').slice(0, 500) : 'nothing'
  return new AuthenticationError(
    `the server accepts no way to send ${what} (needs ${needed}): it offers ${list}`,
    { status: 'NO', serverText: '', retryable: false },
    { outcome: 'unsent' },
  )
}
