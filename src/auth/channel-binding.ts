import { certificateHash } from './certificate-hash.ts'
import { digest } from './crypto/web-crypto.ts'

/** Ties an exchange to the TLS connection it runs in (RFC 5056). */
export interface ChannelBinding {
  readonly type: 'tls-exporter' | 'tls-unique' | 'tls-server-end-point'
  data(): Uint8Array | Promise<Uint8Array>
}

/** What a transport knows of its TLS connection; a part of `TlsSession`. */
export interface ChannelFacts {
  /** `TLSv1.3` or `TLSv1.2`. */
  readonly protocol: string
  /** The server's certificate, DER. */
  readonly certificate: Uint8Array
  /** Keying material of TLS 1.3. */
  readonly exporter?: Uint8Array | undefined
  /** Our Finished message. */
  readonly unique?: Uint8Array | undefined
}

/** Quirk `tls-unique-only`. */
const ONLY_UNIQUE = /\bCyrus\b/

/**
 * The bindings that are possible here, in the order in which a server is likely to know them. No server tells which it
 * does.
 *
 * `tls-exporter` (RFC 9266) names this one connection and is what TLS 1.3 calls for; `tls-unique` (RFC 5929 §3) does so
 * for TLS 1.2; `tls-server-end-point` (RFC 5929 §4) names the server's certificate, with any version.
 */
export function channelBindings(facts: ChannelFacts | undefined, greeting = ''): readonly ChannelBinding[] {
  if (facts === undefined) return []
  const { protocol, certificate, exporter, unique } = facts
  const hash = certificateHash(certificate)
  const byExporter = known('tls-exporter', exporter)
  const byCertificate: readonly ChannelBinding[] =
    hash === undefined ? [] : [{ type: 'tls-server-end-point', data: () => digest(hash, certificate) }]
  const byFinished = known('tls-unique', unique)
  const uniqueFirst = protocol !== 'TLSv1.3' || ONLY_UNIQUE.test(greeting)
  if (uniqueFirst) return [...byFinished, ...byExporter, ...byCertificate]
  return [...byExporter, ...byCertificate, ...byFinished]
}

function known(type: ChannelBinding['type'], data: Uint8Array | undefined): readonly ChannelBinding[] {
  return data === undefined ? [] : [{ type, data: () => data }]
}
