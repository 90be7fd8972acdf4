import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity, createSecureContext } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { ConnectionError, UsageError } from '../../errors.ts'
import type { TlsSession } from '../transport.ts'
import type { Target } from './target.ts'

/**
 * Every setting is spelled out, since Node's defaults can be changed from outside (NODE_TLS_REJECT_UNAUTHORIZED,
 * --tls-min-v1.0) or depend on how the socket came to be: on a socket that is upgraded, the name checked would be
 * "localhost". No session is ever resumed: a resumed one shows no certificate to compare with the pins.
 */
export function tlsPolicy(target: Target): ConnectionOptions {
  return {
    host: target.host,
    // RFC 6066 §3: an address is not a server name.
    ...(isIP(target.identity) === 0 && { servername: target.identity }),
    rejectUnauthorized: target.tls.dangerouslyAllowInvalidCertificate !== true,
    checkServerIdentity: (_, certificate) => checkServerIdentity(target.identity, certificate),
    secureContext: secureContext(target),
  }
}

function secureContext(target: Target): ReturnType<typeof createSecureContext> {
  const { ca, minVersion = 'TLSv1.2' } = target.tls
  if (ca === undefined) return createSecureContext({ minVersion })
  const authorities = typeof ca === 'string' ? [ca] : [...ca]
  try {
    // OpenSSL passes over text without a certificate in it and would trust nobody.
    for (const authority of authorities) new X509Certificate(authority)
    return createSecureContext({ minVersion, ca: authorities })
  } catch (cause) {
    throw new UsageError('tls.ca is not a certificate in PEM', 'ERR_IMAP_ARGUMENT', { cause })
  }
}

/** What was agreed; ConnectionError if the certificate is not one of those pinned. Call it once, on `secureConnect`. */
export function tlsSession(socket: TLSSocket, target: Target): TlsSession {
  const { raw, fingerprint256 } = socket.getPeerCertificate()
  if (raw === undefined || fingerprint256 === undefined) throw unacceptable(`${target.label} showed no certificate`)
  if (target.pins.length > 0 && !target.pins.includes(fingerprint256.replaceAll(':', ''))) {
    const found = `the certificate of ${target.label} has the fingerprint ${fingerprint256}`
    throw unacceptable(`${found}, which is not in tls.fingerprint256`)
  }
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    fingerprint256,
    certificate: new Uint8Array(raw),
  }
}

function unacceptable(message: string): ConnectionError {
  return new ConnectionError(message, 'ERR_IMAP_CERTIFICATE', { outcome: 'unsent' })
}
