import { ProtocolError } from '../errors.ts'
import { credentialOctets, joinOctets } from './mechanism.ts'
import type { Mechanism } from './mechanism.ts'

export interface PlainCredentials {
  readonly user: string
  readonly password: string
  /** Whom to act for, when it is not `user`. */
  readonly authzid?: string
}

/**
 * PLAIN: user and password in clear, for use inside TLS. UsageError if one is empty or holds NUL.
 *
 *     message = [authzid] UTF8NUL authcid UTF8NUL passwd     ; RFC 4616 §2
 */
export function plain(credentials: PlainCredentials): Mechanism {
  return new Plain(credentials)
}

class Plain implements Mechanism {
  readonly name = 'PLAIN'
  readonly refusal = undefined
  readonly #message: Uint8Array
  #sent = false

  constructor({ user, password, authzid }: PlainCredentials) {
    const nul = new Uint8Array(1)
    this.#message = joinOctets(
      authzid === undefined ? new Uint8Array() : credentialOctets('authzid', authzid),
      nul,
      credentialOctets('user', user),
      nul,
      credentialOctets('password', password),
    )
  }

  initial(): Uint8Array {
    this.#sent = true
    return this.#message
  }

  respond(): Uint8Array {
    throw new ProtocolError('the server sent a challenge that PLAIN does not have', 'ERR_IMAP_ORDER')
  }

  finish(): void {
    if (this.#sent) return
    throw new ProtocolError('the server accepted PLAIN before it got the credentials', 'ERR_IMAP_ORDER')
  }
}
