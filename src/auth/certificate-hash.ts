/** Which hash a certificate is signed with, out of its DER: no runtime tells it everywhere. */
import type { HashName } from './crypto/web-crypto.ts'

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
/** The first parameter of RSASSA-PSS. */
const PSS_HASH = 0xa0

/** Signature algorithms and hashes by object identifier, hexadecimal. */
const HASHES: ReadonlyMap<string, HashName> = new Map<string, HashName>([
  // MD5 and SHA-1 are replaced by SHA-256 (RFC 5929 §4.1).
  ['2a864886f70d010104', 'SHA-256'], // md5WithRSAEncryption
  ['2a864886f70d010105', 'SHA-256'], // sha1WithRSAEncryption
  ['2a8648ce3d0401', 'SHA-256'], // ecdsa-with-SHA1
  ['2a864886f70d01010b', 'SHA-256'],
  ['2a864886f70d01010c', 'SHA-384'],
  ['2a864886f70d01010d', 'SHA-512'],
  ['2a8648ce3d040302', 'SHA-256'], // ecdsa-with-SHA256
  ['2a8648ce3d040303', 'SHA-384'],
  ['2a8648ce3d040304', 'SHA-512'],
  ['2b0e03021a', 'SHA-256'], // id-sha1
  ['608648016503040201', 'SHA-256'], // id-sha256
  ['608648016503040202', 'SHA-384'],
  ['608648016503040203', 'SHA-512'],
])
const RSASSA_PSS = '2a864886f70d01010a'

interface Element {
  readonly tag: number
  readonly content: Uint8Array
}

/**
 *     Certificate         ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier, signatureValue }
 *     AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }     (RFC 5280 §4.1)
 *
 * Undefined where the signature has no hash of its own (Ed25519), for which RFC 5929 defines no binding, and for octets
 * that are no certificate.
 */
export function certificateHash(certificate: Uint8Array): HashName | undefined {
  const [outer] = elements(certificate)
  if (outer?.tag !== SEQUENCE) return undefined
  return hashOf(elements(outer.content)[1])
}

function hashOf(identifier: Element | undefined): HashName | undefined {
  if (identifier?.tag !== SEQUENCE) return undefined
  const [algorithm, parameters] = elements(identifier.content)
  if (algorithm?.tag !== OBJECT_IDENTIFIER) return undefined
  const name = [...algorithm.content].map((octet) => octet.toString(16).padStart(2, '0')).join('')
  return name === RSASSA_PSS ? pssHash(parameters) : HASHES.get(name)
}

/**
 *     RSASSA-PSS-params ::= SEQUENCE { hashAlgorithm [0] AlgorithmIdentifier DEFAULT sha1, … }     (RFC 4055 §3.1)
 */
function pssHash(parameters: Element | undefined): HashName | undefined {
  const hash = elements(parameters?.content).find(({ tag }) => tag === PSS_HASH)
  return hash === undefined ? 'SHA-256' : hashOf(elements(hash.content)[0])
}

/** The elements of DER that follow one another, as far as they are whole. */
function elements(der: Uint8Array = new Uint8Array()): Element[] {
  const found: Element[] = []
  let at = 0
  while (at + 2 <= der.length) {
    const short = der[at + 1]!
    const longForm = short < 0x80 ? 0 : short & 0x7f
    if (longForm > 4) return found
    const start = at + 2 + longForm
    const length = longForm === 0 ? short : der.subarray(at + 2, start).reduce((sum, octet) => sum * 256 + octet, 0)
    if (start + length > der.length) return found
    found.push({ tag: der[at]!, content: der.subarray(start, start + length) })
    at = start + length
  }
  return found
}
