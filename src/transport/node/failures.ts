import { ConnectionError, ProtocolError } from '../../errors.ts'
import type { ConnectionErrorCode } from '../../errors.ts'
import type { Target } from './target.ts'

/** How far connecting had come: `proxy` until there is a tunnel. `starttls` is a handshake on a connection that already talked IMAP. */
export type Phase = 'proxy' | 'lookup' | 'connect' | 'tls' | 'starttls'

type Explanation = readonly [ConnectionErrorCode, (target: Target) => string]

const NETWORK: Readonly<Record<string, Explanation>> = {
  ENOTFOUND: ['ERR_IMAP_DNS', ({ host }) => `no address is known for ${host}: check the host name`],
  EAI_AGAIN: ['ERR_IMAP_DNS', ({ host }) => `the name server gave no answer for ${host}: try again later`],
  ECONNREFUSED: ['ERR_IMAP_CONNECT', ({ label }) => `${label} refused the connection: check host and port`],
  EHOSTUNREACH: ['ERR_IMAP_CONNECT', ({ label }) => `${label} is unreachable`],
  ENETUNREACH: ['ERR_IMAP_CONNECT', ({ label }) => `${label} is unreachable: no route from this network`],
  ENETDOWN: ['ERR_IMAP_CONNECT', ({ label }) => `${label} is unreachable: the network is down`],
  EADDRNOTAVAIL: ['ERR_IMAP_CONNECT', ({ label }) => `${label} is unreachable: no local address fits`],
  ETIMEDOUT: ['ERR_IMAP_TIMEOUT', ({ label }) => `${label} did not answer`],
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet: check the clock of this machine',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed; if it is meant to be, give it as tls.ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that is not trusted; if it should be, give it as tls.ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has an unknown issuer: the server leaves out a certificate, or tls.ca lacks one',
  UNABLE_TO_GET_ISSUER_CERT: 'has an unknown issuer: the server leaves out a certificate, or tls.ca lacks one',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has an unknown issuer: the server leaves out a certificate, or tls.ca lacks one',
  CERT_REVOKED: 'has been revoked',
  CERT_SIGNATURE_FAILURE: 'has a wrong signature',
  CERT_UNTRUSTED: 'is not trusted for this purpose',
  CERT_REJECTED: 'is rejected for this purpose',
  CERT_CHAIN_TOO_LONG: 'has too long a chain',
  PATH_LENGTH_EXCEEDED: 'has too long a chain',
  INVALID_CA: 'was issued by a certificate that may not issue any',
  INVALID_PURPOSE: 'is not meant for servers',
}

/** Flaws without words of their own above. */
const OTHER_FLAW = /^(?:CERT_|CRL_|UNABLE_|INVALID_|ERROR_IN_|HOSTNAME_MISMATCH$|UNSPECIFIED$)/

/** Node's words for octets that are no TLS record where one had to come. */
const NOT_TLS: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_RECORD_LAYER_FAILURE',
])

const TOO_OLD: ReadonlySet<string> = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
])

/** A failure on the way to a usable connection. */
export function connectFailure(cause: Error, target: Target, phase: Phase): ConnectionError | ProtocolError {
  if (cause instanceof ConnectionError || cause instanceof ProtocolError) return cause
  const code = codeOf(cause)
  if (phase === 'tls' || phase === 'starttls') return tlsFailure(cause, code, target, phase)
  const [mapped, message] = NETWORK[code] ?? unexplained(code, phase)
  return connecting(message(target), mapped, cause)
}

/** The deadline of connecting, or of a handshake, has passed. */
export function connectTimeout(target: Target, phase: Phase, ms: number): ConnectionError {
  const { host, label } = target
  const messages: Readonly<Record<Phase, string>> = {
    proxy: `${target.proxy?.label} made no connection to ${label} within ${ms} ms`,
    lookup: `the address of ${host} was not found within ${ms} ms`,
    connect: `${label} did not accept a connection within ${ms} ms`,
    tls: `${label} did not finish the TLS handshake within ${ms} ms: does this port speak TLS from the start?`,
    starttls: `${label} did not finish the TLS handshake within ${ms} ms`,
  }
  return connecting(messages[phase], 'ERR_IMAP_TIMEOUT')
}

/** Octets wait to be sent and the server takes none. */
export function writeTimeout(target: Target): ConnectionError {
  const message = `${target.label} has taken no octets for ${target.writeTimeout} ms`
  return new ConnectionError(message, 'ERR_IMAP_TIMEOUT')
}

/** The loss of a connection that was in use. */
export function lossOf(cause: Error, target: Target): ConnectionError | ProtocolError {
  if (cause instanceof ConnectionError || cause instanceof ProtocolError) return cause
  const code = codeOf(cause)
  if (code.startsWith('ERR_SSL_')) {
    return new ConnectionError(`TLS with ${target.label} broke: ${reasonOf(cause)}`, 'ERR_IMAP_TLS', { cause })
  }
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return new ConnectionError(`${target.label} can no longer be reached`, 'ERR_IMAP_TIMEOUT', { cause })
  }
  return new ConnectionError(`the connection to ${target.label} was lost (${code})`, 'ERR_IMAP_CLOSED', { cause })
}

/** Plaintext where TLS had to start (RFC 9051 §6.2.1). */
export function startTlsInjection(target: Target, cause?: Error): ProtocolError {
  return new ProtocolError(
    `${target.label} sent plaintext after its OK to STARTTLS: someone may be tampering with the connection`,
    'ERR_IMAP_STARTTLS_INJECTION',
    { cause },
  )
}

function tlsFailure(cause: Error, code: string, target: Target, phase: Phase): ConnectionError | ProtocolError {
  const { label } = target
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return connecting(`the certificate of ${label} ${wrongName(cause, target)}`, 'ERR_IMAP_CERTIFICATE', cause)
  }
  const flaw =
    CERTIFICATE[code] ?? (OTHER_FLAW.test(code) ? `was not accepted: ${printable(cause.message)}` : undefined)
  if (flaw !== undefined) return connecting(`the certificate of ${label} ${flaw}`, 'ERR_IMAP_CERTIFICATE', cause)
  if (NOT_TLS.has(code)) {
    if (phase === 'starttls') return startTlsInjection(target, cause)
    const advice = `this port speaks plaintext; use security: 'starttls' (port 143) or another port`
    return connecting(`${label} does not speak TLS: ${advice}`, 'ERR_IMAP_WRONG_PORT', cause)
  }
  if (TOO_OLD.has(code)) {
    const wanted = target.tls.minVersion ?? 'TLSv1.2'
    return connecting(`${label} offers no version of TLS from ${wanted} on`, 'ERR_IMAP_TLS', cause)
  }
  if (code === 'ETIMEDOUT') return connecting(`${label} did not answer`, 'ERR_IMAP_TIMEOUT', cause)
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return connecting(`${label} closed the connection during the TLS handshake`, 'ERR_IMAP_TLS', cause)
  }
  return connecting(`the TLS handshake with ${label} failed: ${reasonOf(cause)}`, 'ERR_IMAP_TLS', cause)
}

function wrongName(cause: Error, target: Target): string {
  const { cert } = cause as Error & { cert?: { subjectaltname?: string } }
  const names = cert?.subjectaltname ?? ''
  if (names === '') return `does not name ${target.identity}`
  return `is for ${printable(names)}, not for ${target.identity}`
}

function unexplained(code: string, phase: Phase): Explanation {
  if (phase === 'lookup') return ['ERR_IMAP_DNS', ({ host }) => `looking up ${host} failed (${code})`]
  return ['ERR_IMAP_CONNECT', ({ label }) => `connecting to ${label} failed (${code})`]
}

function connecting(message: string, code: ConnectionErrorCode, cause?: Error): ConnectionError {
  return new ConnectionError(message, code, { outcome: 'unsent', cause })
}

function codeOf(cause: Error): string {
  const { code } = cause as Error & { code?: unknown }
  return typeof code === 'string' ? code : cause.name
}

/** OpenSSL's reason, where there is one. */
function reasonOf(cause: Error): string {
  const { reason } = cause as Error & { reason?: unknown }
  return typeof reason === 'string' ? printable(reason) : codeOf(cause)
}

/** Words the server had a part in, fit for a log line. */
function printable(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '?')
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain
}
