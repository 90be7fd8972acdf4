import { UsageError } from '../errors.ts'

/** How to authenticate: a password, a token, or a function that gives one of them when it is needed. */
export type Auth = PasswordAuth | TokenAuth | AuthSource

export interface PasswordAuth {
  readonly user: string
  readonly password: string
  /** Only this one: the LOGIN command or a SASL mechanism. */
  readonly mechanism?: 'LOGIN' | 'PLAIN'
}

export interface TokenAuth {
  readonly user: string
  /** An OAuth 2.0 access token. */
  readonly accessToken: string
  readonly mechanism?: 'XOAUTH2'
}

/** Why credentials are asked for: first use, a token known to have expired, or a refusal by the server. */
export type AuthReason = 'initial' | 'expired' | 'rejected'

/** Called when credentials are needed, and never twice at the same time. */
export type AuthSource = (reason: AuthReason) => GivenAuth | Promise<GivenAuth>

export type GivenAuth = PasswordAuth | TokenAuth

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

/** A frozen copy, so that a later change by the caller cannot slip past these checks. */
function checked(auth: GivenAuth): GivenAuth {
  if (typeof auth !== 'object' || auth === null) throw new UsageError('auth must be an object or a function')
  const { user, password, accessToken, mechanism }: Unchecked = auth
  if (!isText(user)) throw new UsageError('auth.user must be a string with something in it')
  if ((password === undefined) === (accessToken === undefined)) {
    throw new UsageError('auth must have either a password or an accessToken')
  }
  if (isText(password)) return checkedPassword(user, password, mechanism)
  if (isText(accessToken)) return checkedToken(user, accessToken, mechanism)
  throw new UsageError('auth.password and auth.accessToken must be strings with something in them')
}

interface Unchecked {
  readonly user?: unknown
  readonly password?: unknown
  readonly accessToken?: unknown
  readonly mechanism?: unknown
}

function checkedPassword(user: string, password: string, mechanism: unknown): PasswordAuth {
  if (mechanism === undefined) return Object.freeze({ user, password })
  if (mechanism === 'LOGIN' || mechanism === 'PLAIN') return Object.freeze({ user, password, mechanism })
  throw new UsageError("auth.mechanism must be 'LOGIN' or 'PLAIN' for a password")
}

function checkedToken(user: string, accessToken: string, mechanism: unknown): TokenAuth {
  if (mechanism === undefined || mechanism === 'XOAUTH2') return Object.freeze({ user, accessToken })
  throw new UsageError("auth.mechanism must be 'XOAUTH2' for an access token")
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
