import { certificateHash } from './certificate-hash.ts'
import { digest } from './crypto/web-crypto.ts'

/** Ties an exchange to the TLS connection it runs in (RFC 5056). */
export interface ChannelBinding {
  readonly type: 'tls-exporter' | 'tls-server-end-point'
  data(): Uint8Array | Promise<Uint8Array>
}

/** What a transport knows of its TLS connection; a part of `TlsSession`. */
export interface ChannelFacts {
  /** The server's certificate, DER. */
  readonly certificate: Uint8Array
  /** Keying material of TLS 1.3. */
  readonly exporter?: Uint8Array | undefined
}

/**
 * The bindings that are possible here, the better first. `tls-exporter` (RFC 9266) names this one connection and is what
 * TLS 1.3 calls for; `tls-server-end-point` (RFC 5929 §4) names the server's certificate and does with TLS 1.2, too. The
 * older `tls-unique` is not among them: TLS 1.3 does not define it.
 */
export function channelBindings(facts: ChannelFacts | undefined): readonly ChannelBinding[] {
  const found: ChannelBinding[] = []
  const { exporter, certificate = new Uint8Array() } = facts ?? {}
  if (exporter !== undefined) found.push({ type: 'tls-exporter', data: () => exporter })
  const hash = certificateHash(certificate)
  if (hash !== undefined) found.push({ type: 'tls-server-end-point', data: () => digest(hash, certificate) })
  return found
}
