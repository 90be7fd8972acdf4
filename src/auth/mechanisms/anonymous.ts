import { UsageError } from '../../errors.ts'
import { optionalOctets, type Mechanism } from '../mechanism.ts'
import { isFitTrace } from '../saslprep.ts'
import { OneMessage } from './one-message.ts'

const TRACE_AT_MOST = 255

/**
 * ANONYMOUS, with what the server may write into its log: a mail address, or a word without "@".
 *
 *     message = [ email / token ]     ; RFC 4505 §2
 *     token   = 1*255TCHAR
 */
export function anonymous(trace?: string): Mechanism {
  const octets = optionalOctets('anonymous', trace)
  if (trace !== undefined && (Array.from(trace).length > TRACE_AT_MOST || !isFitTrace(trace))) {
    throw new UsageError(`anonymous must be a text of at most ${TRACE_AT_MOST} characters, without control characters`)
  }
  return new OneMessage('ANONYMOUS', octets, [])
}
