import { AuthenticationError, UsageError } from '../errors.ts'
import { channelBindings, type ChannelFacts } from './channel-binding.ts'
import type { GivenAuth, PasswordAuth, PasswordMechanism, TokenAuth } from './credentials.ts'
import type { Mechanism } from './mechanism.ts'
import { anonymous } from './mechanisms/anonymous.ts'
import { cramMd5 } from './mechanisms/cram-md5.ts'
import { external } from './mechanisms/external.ts'
import { saslLogin } from './mechanisms/login.ts'
import { oauthBearer } from './mechanisms/oauthbearer.ts'
import { plain } from './mechanisms/plain.ts'
import { scram, type ScramHash } from './mechanisms/scram.ts'
import { xoauth2 } from './mechanisms/xoauth2.ts'

/** What is known of the connection when it is time to authenticate. */
export interface AuthContext {
  /** The server's current capabilities, upper case; those from before TLS do not count (RFC 9051 §6.2.1). */
  readonly capabilities: ReadonlySet<string>
  /** True when TLS protects the connection. */
  readonly secure: boolean
  /** True when the caller chose `security: 'insecure-plaintext'` in so many words. */
  readonly plaintextAllowed: boolean
  readonly host: string
  readonly port: number
  /** For channel binding; undefined where the transport tells nothing of its TLS. */
  readonly tls?: ChannelFacts | undefined
  /** The words of the greeting, by which some servers can be told. */
  readonly greeting?: string | undefined
  /** Printable ASCII without ",", never the same twice. */
  readonly nonce: () => string
}

/** LOGIN can go out in one write with commands that follow it, AUTHENTICATE stands alone. */
export type AuthChoice =
  { readonly kind: 'login'; readonly name: 'LOGIN' } | ({ readonly kind: 'authenticate' } & SaslWay)

export interface SaslWay {
  readonly name: string
  /** A new run of the mechanism. @throws UsageError for credentials that it cannot carry. */
  start(): Mechanism
}

/** The first is to be used; the others are exactly as strong, for a server that turns out to lack the first. */
export type AuthChoices = readonly [AuthChoice, ...AuthChoice[]]

/**
 * How to authenticate here: by the strongest way that the server offers, or the one that the caller named.
 *
 * Throws UsageError if the connection does not protect what would be sent, AuthenticationError if the server offers
 * nothing that fits; the message tells what it offered.
 */
export function chooseMechanism(auth: GivenAuth, context: AuthContext): AuthChoices {
  if (!context.secure && !context.plaintextAllowed) {
    throw new UsageError('no credentials are sent without TLS', 'ERR_IMAP_STATE')
  }
  if ('password' in auth) return forPassword(auth, context)
  if ('accessToken' in auth) return forToken(auth, context)
  if ('external' in auth) {
    const ways = ifOffered(context, 'EXTERNAL', () => external(auth.authzid))
    return orNothingFits(ways, 'a client certificate', 'AUTH=EXTERNAL', context)
  }
  const trace = auth.anonymous === true ? undefined : auth.anonymous
  const ways = ifOffered(context, 'ANONYMOUS', () => anonymous(trace))
  return orNothingFits(ways, 'an anonymous login', 'AUTH=ANONYMOUS', context)
}

/** Both show the token alike; the standard comes first. */
function forToken(auth: TokenAuth, context: AuthContext): AuthChoices {
  const { host, port } = context
  const mechanisms = {
    OAUTHBEARER: () => oauthBearer({ ...auth, host, port }),
    XOAUTH2: () => xoauth2(auth),
  }
  const names = auth.mechanism === undefined ? (['OAUTHBEARER', 'XOAUTH2'] as const) : [auth.mechanism]
  const ways = names.flatMap((name) => ifOffered(context, name, mechanisms[name]))
  return orNothingFits(ways, 'an access token', names.map((name) => `AUTH=${name}`).join(' or '), context)
}

/** As `PasswordMechanism`, with the two things called LOGIN told apart. */
type PasswordWay = Exclude<PasswordMechanism, 'LOGIN'> | 'LOGIN command' | 'SASL LOGIN'

/** Strongest first; those in one row show the password alike, and the later ones take more round trips. */
const BY_STRENGTH: readonly (readonly PasswordWay[])[] = [
  ['SCRAM-SHA-512-PLUS'],
  ['SCRAM-SHA-256-PLUS'],
  ['SCRAM-SHA-1-PLUS'],
  ['SCRAM-SHA-512'],
  ['SCRAM-SHA-256'],
  ['SCRAM-SHA-1'],
  ['LOGIN command', 'PLAIN', 'SASL LOGIN'],
]

function forPassword(auth: PasswordAuth, context: AuthContext): AuthChoices {
  for (const row of rowsFor(auth.mechanism)) {
    const [first, ...equals] = row.flatMap((way) => passwordWays(way, auth, context))
    if (first !== undefined) return [first, ...equals]
  }
  const { mechanism = 'PLAIN' } = auth
  if (mechanism !== 'LOGIN') throw nothingFits('this password', `AUTH=${mechanism}`, context)
  throw nothingFits(isAscii(auth) ? 'LOGIN' : 'LOGIN with other than ASCII characters', 'LOGIN', context)
}

function rowsFor(mechanism: PasswordMechanism | undefined): readonly (readonly PasswordWay[])[] {
  if (mechanism === undefined) return BY_STRENGTH
  return mechanism === 'LOGIN' ? [['LOGIN command', 'SASL LOGIN']] : [[mechanism]]
}

/** The forms of one mechanism that the server offers and the credentials fit. */
function passwordWays(way: PasswordWay, auth: PasswordAuth, context: AuthContext): AuthChoice[] {
  const actsForOther = auth.authzid !== undefined
  switch (way) {
    case 'LOGIN command': {
      const fits = isAscii(auth) && !actsForOther && !context.capabilities.has('LOGINDISABLED')
      return fits ? [{ kind: 'login', name: 'LOGIN' }] : []
    }
    case 'SASL LOGIN':
      return actsForOther ? [] : ifOffered(context, 'LOGIN', () => saslLogin(auth))
    case 'CRAM-MD5':
      return ifOffered(context, way, () => cramMd5(auth))
    case 'PLAIN':
      return ifOffered(context, way, () => plain(auth))
    default:
      return scramWays(way, auth, context)
  }
}

type ScramName = Extract<PasswordMechanism, `SCRAM-${string}`>

const SCRAM: Readonly<Record<ScramName, { readonly hash: ScramHash; readonly bound: boolean }>> = {
  'SCRAM-SHA-512-PLUS': { hash: 'SHA-512', bound: true },
  'SCRAM-SHA-256-PLUS': { hash: 'SHA-256', bound: true },
  'SCRAM-SHA-1-PLUS': { hash: 'SHA-1', bound: true },
  'SCRAM-SHA-512': { hash: 'SHA-512', bound: false },
  'SCRAM-SHA-256': { hash: 'SHA-256', bound: false },
  'SCRAM-SHA-1': { hash: 'SHA-1', bound: false },
}

function scramWays(name: ScramName, auth: PasswordAuth, context: AuthContext): AuthChoice[] {
  const { hash, bound } = SCRAM[name]
  const possible = channelBindings(context.tls, context.greeting)
  const seen = [...context.capabilities].some((capability) => /^AUTH=SCRAM-.*-PLUS$/.test(capability))
  const bindings = bound ? possible : [possible.length > 0 && !seen ? ('unannounced' as const) : undefined]
  const { user, password, authzid } = auth
  return bindings.flatMap((binding) =>
    ifOffered(context, name, () => scram({ hash, user, password, authzid, binding, nonce: context.nonce() })),
  )
}

function ifOffered({ capabilities }: AuthContext, name: string, start: () => Mechanism): AuthChoice[] {
  return capabilities.has(`AUTH=${name}`) ? [{ kind: 'authenticate', name, start }] : []
}

function orNothingFits(
  [first, ...equals]: readonly AuthChoice[],
  what: string,
  needed: string,
  context: AuthContext,
): AuthChoices {
  if (first === undefined) throw nothingFits(what, needed, context)
  return [first, ...equals]
}

/** Beyond ASCII the argument of LOGIN has no charset (RFC 3501 §6.2.3), while PLAIN is UTF-8. */
function isAscii({ user, password }: PasswordAuth): boolean {
  return /^[\x01-\x7f]*$/.test(user + password)
}

function nothingFits(what: string, needed: string, { capabilities }: AuthContext): AuthenticationError {
  const mechanisms = [...capabilities].filter((name) => name.startsWith('AUTH='))
  const offers = capabilities.has('LOGINDISABLED') ? mechanisms : ['LOGIN', ...mechanisms]
  const list = offers.length > 0 ? offers.join(' ').slice(0, 500) : 'nothing'
  return new AuthenticationError(
    `the server accepts no way to send ${what} (needs ${needed}): it offers ${list}`,
    { status: 'NO', serverText: '', retryable: false },
    { outcome: 'unsent' },
  )
}
