import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { checkServerIdentity, createSecureContext } from 'node:tls'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { ConnectionError, UsageError } from '../../errors.ts'
import type { TlsOptions, TlsSession } from '../transport.ts'
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
  const { minVersion = 'TLSv1.2' } = target.tls
  const trust = authorities(target.tls)
  const own = identity(target.tls)
  if (own.cert === undefined) return createSecureContext({ minVersion, ...trust })
  try {
    return createSecureContext({ minVersion, ...trust, ...own })
  } catch (cause) {
    const text = 'tls.cert and tls.key are no certificate in PEM and its key'
    throw new UsageError(text, 'ERR_IMAP_ARGUMENT', { cause })
  }
}

function authorities({ ca }: TlsOptions): { readonly ca?: string[] } {
  if (ca === undefined) return {}
  const given = typeof ca === 'string' ? [ca] : [...ca]
  try {
    // OpenSSL passes over text without a certificate in it and would trust nobody.
    for (const authority of given) new X509Certificate(authority)
    return { ca: given }
  } catch (cause) {
    throw new UsageError('tls.ca is not a certificate in PEM', 'ERR_IMAP_ARGUMENT', { cause })
  }
}

function identity({ cert, key, passphrase }: TlsOptions): Pick<TlsOptions, 'cert' | 'key' | 'passphrase'> {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('tls.cert and tls.key need each other')
  if (cert === undefined || key === undefined) return {}
  return { cert, key, ...(passphrase !== undefined && { passphrase }) }
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
    exporter: exporter(socket),
    unique: finished(socket),
  }
}

/** RFC 9266 §4: with TLS 1.2 it names the connection only under conditions that Node does not tell. */
function exporter(socket: TLSSocket): Uint8Array | undefined {
  if (socket.getProtocol() !== 'TLSv1.3') return undefined
  try {
    return new Uint8Array(socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)))
  } catch {
    // Not every runtime with Node's modules has it.
    return undefined
  }
}

function finished(socket: TLSSocket): Uint8Array | undefined {
  try {
    const message = socket.getFinished()
    return message === undefined ? undefined : new Uint8Array(message)
  } catch {
    return undefined
  }
}

function unacceptable(message: string): ConnectionError {
  return new ConnectionError(message, 'ERR_IMAP_CERTIFICATE', { outcome: 'unsent' })
}
