import { ProtocolError } from '../../errors.ts'
import { strayChallenge, type Mechanism } from '../mechanism.ts'

/** A mechanism that says everything in its initial response and hears nothing but the tagged reply. */
export class OneMessage implements Mechanism {
  readonly name: string
  readonly refusal = undefined
  readonly #message: Uint8Array
  readonly #secrets: readonly string[]
  #sent = false

  constructor(name: string, message: Uint8Array, secrets: readonly string[]) {
    this.name = name
    this.#message = message
    this.#secrets = secrets
  }

  get secrets(): readonly string[] {
    return this.#secrets
  }

  initial(): Uint8Array {
    this.#sent = true
    return this.#message
  }

  respond(): Uint8Array {
    throw strayChallenge(this.name)
  }

  finish(): void {
    if (this.#sent) return
    throw new ProtocolError(`the server accepted ${this.name} before it got the credentials`, 'ERR_IMAP_ORDER')
  }
}
