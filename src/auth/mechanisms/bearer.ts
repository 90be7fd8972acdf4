import { ProtocolError } from '../../errors.ts'
import { strayChallenge, type Mechanism } from '../mechanism.ts'
import { tokenRefusal } from '../token-refusal.ts'

export interface BearerMessages {
  readonly name: string
  readonly initial: Uint8Array
  /** What the status of a refusal is answered with, so that the tagged NO can come. */
  readonly afterRefusal: Uint8Array
  readonly accessToken: string
}

/** An access token in the initial response; a refusal comes as a challenge with a status in JSON. */
export class Bearer implements Mechanism {
  readonly name: string
  readonly #initial: Uint8Array
  readonly #afterRefusal: Uint8Array
  readonly #accessToken: string
  #sent = false
  #refusal: string | undefined

  constructor({ name, initial, afterRefusal, accessToken }: BearerMessages) {
    this.name = name
    this.#initial = initial
    this.#afterRefusal = afterRefusal
    this.#accessToken = accessToken
  }

  get refusal(): string | undefined {
    return this.#refusal
  }

  get secrets(): readonly string[] {
    return [this.#accessToken]
  }

  initial(): Uint8Array {
    this.#sent = true
    return this.#initial
  }

  respond(challenge: Uint8Array): Uint8Array {
    if (!this.#sent || this.#refusal !== undefined) throw strayChallenge(this.name)
    this.#refusal = tokenRefusal(challenge)
    return this.#afterRefusal
  }

  finish(): void {
    if (this.#sent && this.#refusal === undefined) return
    const what = this.#sent ? 'after it had refused the token' : 'before it got the token'
    throw new ProtocolError(`the server accepted ${this.name} ${what}`, 'ERR_IMAP_ORDER')
  }
}
