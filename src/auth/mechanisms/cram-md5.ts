import { ProtocolError } from '../../errors.ts'
import { hmacMd5 } from '../crypto/md5.ts'
import { credentialOctets, joinOctets, strayChallenge, type Mechanism } from '../mechanism.ts'

/**
 * CRAM-MD5: a keyed digest of the server's challenge instead of the password. Used only when asked for by name: MD5 is
 * weak, the server does not prove that it knows the password, and it must keep something as good as the password.
 *
 *     response = user SP 32(hex digit)     ; RFC 2195 §2
 */
export function cramMd5(credentials: { readonly user: string; readonly password: string }): Mechanism {
  return new CramMd5(credentials.user, credentials.password)
}

class CramMd5 implements Mechanism {
  readonly name = 'CRAM-MD5'
  readonly refusal = undefined
  readonly #user: Uint8Array
  readonly #password: string
  readonly #key: Uint8Array
  #answer: string | undefined

  constructor(user: string, password: string) {
    this.#user = credentialOctets('user', user)
    this.#password = password
    this.#key = credentialOctets('password', password)
  }

  get secrets(): readonly string[] {
    return this.#answer === undefined ? [this.#password] : [this.#password, this.#answer]
  }

  initial(): undefined {
    return undefined
  }

  respond(challenge: Uint8Array): Uint8Array {
    if (this.#answer !== undefined) throw strayChallenge(this.name)
    if (challenge.length === 0) throw new ProtocolError('the challenge of CRAM-MD5 is empty', 'ERR_IMAP_SASL')
    this.#answer = [...hmacMd5(this.#key, challenge)].map((octet) => octet.toString(16).padStart(2, '0')).join('')
    return joinOctets(this.#user, new TextEncoder().encode(` ${this.#answer}`))
  }

  finish(): void {
    if (this.#answer !== undefined) return
    throw new ProtocolError('the server accepted CRAM-MD5 before it got the credentials', 'ERR_IMAP_ORDER')
  }
}
