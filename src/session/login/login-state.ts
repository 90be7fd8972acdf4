/** Who is logged in is nobody's business here; whether somebody is, and what of the session depends on it. */
import { defaultLimits, type Limits } from '../../codec/limits.ts'
import type { ResponseParser } from '../../codec/decode/parser.ts'
import type { Response } from '../../codec/values.ts'
import { maskedCode, type Mask } from './mask.ts'
import type { Outlet } from '../outlet.ts'
import type { ServerFacts } from '../server/server-facts.ts'

export class LoginState {
  readonly #parser: ResponseParser
  readonly #facts: ServerFacts
  readonly #outlet: Outlet
  readonly #limits: Limits
  /** Takes out of the server's words what was said in logging in. */
  #mask: Mask | undefined
  #state: 'new' | 'authenticated' | 'unauthenticated' = 'new'

  constructor(parser: ResponseParser, facts: ServerFacts, outlet: Outlet, limits: Limits = defaultLimits) {
    this.#parser = parser
    this.#facts = facts
    this.#outlet = outlet
    this.#limits = limits
  }

  get authenticated(): boolean {
    return this.#state === 'authenticated'
  }

  /** UNAUTHENTICATE has succeeded, and nobody has logged in since. */
  get unauthenticated(): boolean {
    return this.#state === 'unauthenticated'
  }

  /** A command goes out whose secrets `mask` knows. */
  says(mask: Mask | undefined): void {
    if (!this.authenticated) this.#mask = mask ?? this.#mask
  }

  /** An alert or a BYE may repeat what was said in logging in, and becomes an event or an error. */
  masked(said: Response): Response {
    if (said.type !== 'status' || this.#mask === undefined) return said
    return { ...said, text: this.#mask(said.text), code: maskedCode(said.code, this.#mask) }
  }

  loggedIn(): void {
    this.#state = 'authenticated'
    this.#mask = undefined
    this.#parser.limits = this.#limits
    this.#facts.forgetDoubtful()
  }

  /** RFC 8437 §4.1: all but TLS and ID is as it was before the login. */
  forget(): void {
    this.#state = 'unauthenticated'
    this.#parser.utf8 = false
    this.#facts.forgetLogin()
  }

  announced(capabilities: readonly string[]): void {
    this.#facts.announce(capabilities)
    this.#outlet.emit({ type: 'capabilities', cause: 'unsolicited', capabilities })
  }

  enabled(names: readonly string[]): void {
    this.#facts.enable(names)
    this.#parser.utf8 = this.#facts.wireMode.utf8
  }

  /** The server said OK to ENABLE and nothing else. */
  enabledByOk(names: readonly string[]): void {
    this.enabled(names.filter((name) => this.#facts.has(name)))
  }
}
