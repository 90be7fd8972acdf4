/** X.509 certificates for tests, made on the spot without any program: ECDSA P-256, DER by hand. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIPv4 } from 'node:net'

export interface CertificateRequest {
  readonly commonName: string
  /** Subject alternative names: DNS names and IPv4 addresses. */
  readonly names?: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** May issue others. */
  readonly authority?: boolean
  /** Self-signed when left out. */
  readonly issuer?: Certificate
}

export interface Certificate {
  readonly commonName: string
  /** PEM. */
  readonly cert: string
  /** PEM, PKCS #8. */
  readonly key: string
  /** SHA-256 of the DER, upper case with colons. */
  readonly fingerprint256: string
  readonly privateKey: KeyObject
}

const DAY = 86_400_000

/** A certificate valid from yesterday until tomorrow unless told otherwise. */
export function makeCertificate(request: CertificateRequest): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = request.issuer ?? { commonName: request.commonName, privateKey }
  const signed = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name(issuer.commonName),
    sequence(
      time(request.notBefore ?? new Date(Date.now() - DAY)),
      time(request.notAfter ?? new Date(Date.now() + DAY)),
    ),
    name(request.commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(request))),
  )
  const signature = sign('sha256', signed, issuer.privateKey)
  const der = sequence(signed, ECDSA_WITH_SHA256, bitString(signature))
  return {
    commonName: request.commonName,
    cert: pem(der),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint256: createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)!.join(':'),
    privateKey,
  }
}

export interface Certificates {
  readonly authority: Certificate
  /** For `localhost` and 127.0.0.1. */
  readonly good: Certificate
  /** As `good`, but expired yesterday. */
  readonly expired: Certificate
  /** As `good`, but valid from tomorrow. */
  readonly early: Certificate
  /** For `other.example` only. */
  readonly otherName: Certificate
  readonly selfSigned: Certificate
}

let made: Certificates | undefined

/** One set for the whole process: nothing in it ever changes. */
export function certificates(): Certificates {
  made ??= makeAll()
  return made
}

function makeAll(): Certificates {
  const authority = makeCertificate({ commonName: 'imaplex test authority', authority: true })
  const common = { commonName: 'localhost', names: ['localhost', '127.0.0.1'] }
  const now = Date.now()
  return {
    authority,
    good: makeCertificate({ ...common, issuer: authority }),
    expired: makeCertificate({
      ...common,
      issuer: authority,
      notBefore: new Date(now - 3 * DAY),
      notAfter: new Date(now - DAY),
    }),
    early: makeCertificate({
      ...common,
      issuer: authority,
      notBefore: new Date(now + DAY),
      notAfter: new Date(now + 3 * DAY),
    }),
    otherName: makeCertificate({ commonName: 'other.example', names: ['other.example'], issuer: authority }),
    selfSigned: makeCertificate(common),
  }
}

/** RFC 5280 §4.2: BasicConstraints (critical) and SubjectAltName. */
function extensions({ authority = false, names = [] }: CertificateRequest): Buffer[] {
  const basic = sequence(
    oid('2.5.29.19'),
    tlv(0x01, Buffer.of(0xff)),
    tlv(0x04, sequence(...(authority ? [tlv(0x01, Buffer.of(0xff))] : []))),
  )
  if (names.length === 0) return [basic]
  const alternatives = names.map((alternative) =>
    isIPv4(alternative)
      ? tlv(0x87, Buffer.from(alternative.split('.').map(Number)))
      : tlv(0x82, Buffer.from(alternative, 'latin1')),
  )
  return [basic, sequence(oid('2.5.29.17'), tlv(0x04, sequence(...alternatives)))]
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

function name(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(commonName)))))
}

function tlv(tag: number, content: Uint8Array): Buffer {
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content])
  if (length < 0x100) return Buffer.concat([Buffer.of(tag, 0x81, length), content])
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 0xff), content])
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x30, Buffer.concat(parts))
}

function explicit(number: number, content: Buffer): Buffer {
  return tlv(0xa0 | number, content)
}

function integer(octets: Buffer): Buffer {
  return tlv(0x02, octets)
}

function bitString(octets: Buffer): Buffer {
  return tlv(0x03, Buffer.concat([Buffer.of(0), octets]))
}

/** UTCTime, good until 2049. */
function time(date: Date): Buffer {
  return tlv(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`, 'latin1'))
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(arc: number): number[] {
  const octets = [arc & 0x7f]
  for (let left = arc >> 7; left > 0; left >>= 7) octets.unshift((left & 0x7f) | 0x80)
  return octets
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')}\n-----END CERTIFICATE-----\n`
}
