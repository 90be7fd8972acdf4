import { optionalOctets, type Mechanism } from '../mechanism.ts'
import { OneMessage } from './one-message.ts'

/**
 * EXTERNAL (RFC 4422 §A): the TLS client certificate says who we are; `authzid`, whom to act for. Without one the
 * response is empty and the server takes the name from the certificate.
 */
export function external(authzid?: string): Mechanism {
  return new OneMessage('EXTERNAL', optionalOctets('authzid', authzid), [])
}
