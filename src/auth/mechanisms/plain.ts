import { credentialOctets, joinOctets, optionalOctets, type Mechanism } from '../mechanism.ts'
import { OneMessage } from './one-message.ts'

export interface PlainCredentials {
  readonly user: string
  readonly password: string
  /** Whom to act for, when it is not `user`. */
  readonly authzid?: string | undefined
}

/**
 * PLAIN: user and password in clear, for use inside TLS. UsageError if one is empty or holds NUL.
 *
 *     message = [authzid] UTF8NUL authcid UTF8NUL passwd     ; RFC 4616 §2
 *
 * They go out as they were given: preparing them (SASLprep) is the server's part.
 */
export function plain({ user, password, authzid }: PlainCredentials): Mechanism {
  const nul = new Uint8Array(1)
  const message = joinOctets(
    optionalOctets('authzid', authzid),
    nul,
    credentialOctets('user', user),
    nul,
    credentialOctets('password', password),
  )
  return new OneMessage('PLAIN', message, [password])
}
