import { ProtocolError } from '../../errors.ts'
import { credentialOctets, strayChallenge, type Mechanism } from '../mechanism.ts'

/**
 * LOGIN, the SASL mechanism without an RFC: the server asks for the user, then for the password. Its questions are
 * `Username:` and `Password:`, `User Name` with a NUL behind it, other words, or nothing; only their order counts.
 */
export function saslLogin(credentials: { readonly user: string; readonly password: string }): Mechanism {
  return new SaslLogin(credentials.user, credentials.password)
}

class SaslLogin implements Mechanism {
  readonly name = 'LOGIN'
  readonly refusal = undefined
  readonly ignoresWords = true
  readonly #password: string
  readonly #answers: Uint8Array[]

  constructor(user: string, password: string) {
    this.#password = password
    this.#answers = [credentialOctets('user', user), credentialOctets('password', password)]
  }

  get secrets(): readonly string[] {
    return [this.#password]
  }

  initial(): undefined {
    return undefined
  }

  respond(): Uint8Array {
    const answer = this.#answers.shift()
    if (answer === undefined) throw strayChallenge(this.name)
    return answer
  }

  finish(): void {
    if (this.#answers.length === 0) return
    throw new ProtocolError('the server accepted LOGIN before it got the credentials', 'ERR_IMAP_ORDER')
  }
}
