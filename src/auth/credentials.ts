import { UsageError } from '../errors.ts'

/** How to authenticate: what the server wants to see, or a function that gives it when it is needed. */
export type Auth = GivenAuth | AuthSource

export type GivenAuth = PasswordAuth | TokenAuth | ExternalAuth | AnonymousAuth

/** What may carry a password. `CRAM-MD5` is used only when it is asked for. */
export type PasswordMechanism =
  | 'SCRAM-SHA-512-PLUS'
  | 'SCRAM-SHA-256-PLUS'
  | 'SCRAM-SHA-1-PLUS'
  | 'SCRAM-SHA-512'
  | 'SCRAM-SHA-256'
  | 'SCRAM-SHA-1'
  | 'CRAM-MD5'
  | 'PLAIN'
  | 'LOGIN'

export interface PasswordAuth {
  readonly user: string
  readonly password: string
  /** Whom to act for, when it is not `user`: SCRAM and PLAIN only. */
  readonly authzid?: string
  /**
   * Only this one. Unless given it is the strongest that the server offers: SCRAM with channel binding, SCRAM, and
   * where there is none, inside TLS, the LOGIN command or what shows the password likewise. A mechanism that was refused
   * is never followed by a weaker one.
   *
   * `LOGIN` is the LOGIN command (RFC 9051 §6.2.3), or the SASL mechanism of that name where the command is disabled or
   * cannot carry the characters. The command is the quickest way: it goes out in one write with ENABLE, SELECT and the
   * first reads. SCRAM takes two round trips more, and the hash.
   */
  readonly mechanism?: PasswordMechanism
}

export interface TokenAuth {
  readonly user: string
  /** An OAuth 2.0 access token. */
  readonly accessToken: string
  /** Only this one; OAUTHBEARER (RFC 7628) where the server has both, unless given. */
  readonly mechanism?: 'OAUTHBEARER' | 'XOAUTH2'
}

/** The TLS client certificate (`tls.cert`, `tls.key`) says who we are: EXTERNAL (RFC 4422 §A). */
export interface ExternalAuth {
  readonly external: true
  /** Whom to act for, when it is not whom the certificate names. */
  readonly authzid?: string
}

/** Nobody in particular: ANONYMOUS (RFC 4505). */
export interface AnonymousAuth {
  /** What the server may write into its log, such as a mail address; `true` for nothing. */
  readonly anonymous: true | string
}

/** Why credentials are asked for: first use, a token known to have expired, or a refusal by the server. */
export type AuthReason = 'initial' | 'expired' | 'rejected'

/** Called when credentials are needed, and never twice at the same time. */
export type AuthSource = (reason: AuthReason) => GivenAuth | Promise<GivenAuth>

/** Keeps what the caller gave where neither inspecting nor serializing shows it. */
export class Credentials {
  readonly #auth: Auth
  #asking: Promise<GivenAuth> | undefined

  /** UsageError for anything that is not an `Auth`. */
  constructor(auth: Auth) {
    this.#auth = typeof auth === 'function' ? auth : checked(auth)
  }

  /** False when asking again can only give the same. */
  get renewable(): boolean {
    return typeof this.#auth === 'function'
  }

  /**
   * The credentials to use now. Callers that ask while the function given by the user is still running share its
   * answer. Rejects with what that function throws, or UsageError for an answer that is no credentials.
   */
  get(reason: AuthReason): Promise<GivenAuth> {
    const auth = this.#auth
    if (typeof auth !== 'function') return Promise.resolve(auth)
    this.#asking ??= ask(auth, reason).finally(() => (this.#asking = undefined))
    return this.#asking
  }
}

async function ask(source: AuthSource, reason: AuthReason): Promise<GivenAuth> {
  return checked(await source(reason))
}

type Field = 'user' | 'password' | 'accessToken' | 'external' | 'anonymous' | 'authzid' | 'mechanism'
type Unchecked = Readonly<Partial<Record<Field, unknown>>>

/** Each kind is known by its own field. */
const KINDS: Readonly<Record<string, (given: Unchecked) => GivenAuth>> = {
  password: checkedPassword,
  accessToken: checkedToken,
  external: checkedExternal,
  anonymous: checkedAnonymous,
}

/** A frozen copy, so that a later change by the caller cannot slip past these checks. */
function checked(auth: GivenAuth): GivenAuth {
  if (typeof auth !== 'object' || auth === null) throw new UsageError('auth must be an object or a function')
  const given = Object.fromEntries(Object.entries(auth).filter(([, value]) => value !== undefined)) as Unchecked
  const kinds = Object.keys(KINDS).filter((kind) => Object.hasOwn(given, kind))
  if (kinds.length !== 1) {
    throw new UsageError('auth must have exactly one of password, accessToken, external and anonymous')
  }
  return Object.freeze(KINDS[kinds[0]!]!(given))
}

const PASSWORD_MECHANISMS: readonly PasswordMechanism[] = [
  'SCRAM-SHA-512-PLUS',
  'SCRAM-SHA-256-PLUS',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-512',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'CRAM-MD5',
  'PLAIN',
  'LOGIN',
]

function checkedPassword(given: Unchecked): PasswordAuth {
  only(given, 'user', 'password', 'authzid', 'mechanism')
  const user = text(given, 'user')
  const password = text(given, 'password')
  const authzid = optionalText(given, 'authzid')
  const mechanism = oneOf(given.mechanism, PASSWORD_MECHANISMS, 'a password')
  if (authzid.authzid !== undefined && (mechanism.mechanism === 'LOGIN' || mechanism.mechanism === 'CRAM-MD5')) {
    throw new UsageError(`auth.authzid cannot be sent by ${mechanism.mechanism}`)
  }
  return { user, password, ...authzid, ...mechanism }
}

function checkedToken(given: Unchecked): TokenAuth {
  only(given, 'user', 'accessToken', 'mechanism')
  const mechanism = oneOf(given.mechanism, ['OAUTHBEARER', 'XOAUTH2'] as const, 'an access token')
  return { user: text(given, 'user'), accessToken: text(given, 'accessToken'), ...mechanism }
}

function checkedExternal(given: Unchecked): ExternalAuth {
  only(given, 'external', 'authzid')
  if (given.external !== true) throw new UsageError('auth.external must be true')
  return { external: true, ...optionalText(given, 'authzid') }
}

function checkedAnonymous(given: Unchecked): AnonymousAuth {
  only(given, 'anonymous')
  if (given.anonymous === true) return { anonymous: true }
  return { anonymous: text(given, 'anonymous') }
}

/** A field that would have no effect is more likely a mistake than meant. */
function only(given: Unchecked, ...fields: readonly Field[]): void {
  const strange = Object.keys(given).find((key) => !(fields as readonly string[]).includes(key))
  if (strange === undefined) return
  throw new UsageError(`auth.${strange.slice(0, 40)} does not go with auth.${fields.find((field) => field in KINDS)}`)
}

function text(given: Unchecked, field: Field): string {
  const value = given[field]
  if (typeof value === 'string' && value !== '') return value
  throw new UsageError(`auth.${field} must be a string with something in it`)
}

function optionalText(given: Unchecked, field: 'authzid'): { readonly authzid?: string } {
  return given[field] === undefined ? {} : { authzid: text(given, field) }
}

function oneOf<Name extends string>(
  value: unknown,
  allowed: readonly Name[],
  what: string,
): { readonly mechanism?: Name } {
  if (value === undefined) return {}
  const mechanism = allowed.find((name) => name === value)
  if (mechanism !== undefined) return { mechanism }
  throw new UsageError(`auth.mechanism for ${what} must be one of ${allowed.join(', ')}`)
}
