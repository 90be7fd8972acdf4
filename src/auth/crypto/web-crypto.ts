/** The part of WebCrypto that SCRAM needs; every runtime has it as `crypto.subtle`. */
import { UsageError } from '../../errors.ts'

export type HashName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

type Subtle = typeof globalThis.crypto.subtle

const OCTETS: Readonly<Record<HashName, number>> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 }

function subtle(): Subtle {
  const found: Subtle | undefined = globalThis.crypto?.subtle
  // Browsers have it on pages that came over HTTPS only.
  if (found === undefined) throw new UsageError('this runtime has no crypto.subtle here', 'ERR_IMAP_STATE')
  return found
}

export async function digest(hash: HashName, octets: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await subtle().digest(hash, owned(octets)))
}

export async function hmac(hash: HashName, key: Uint8Array, octets: Uint8Array): Promise<Uint8Array> {
  const imported = await subtle().importKey('raw', owned(key), { name: 'HMAC', hash }, false, ['sign'])
  return new Uint8Array(await subtle().sign('HMAC', imported, owned(octets)))
}

/** PBKDF2 with one block of output: `Hi` of RFC 5802 §2.2. */
export async function pbkdf2(
  hash: HashName,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Promise<Uint8Array> {
  const key = await subtle().importKey('raw', owned(password), 'PBKDF2', false, ['deriveBits'])
  const algorithm = { name: 'PBKDF2', hash, salt: owned(salt), iterations }
  return new Uint8Array(await subtle().deriveBits(algorithm, key, OCTETS[hash] * 8))
}

/** Takes the same time wherever the difference is. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ (b[i] ?? 0)
  return difference === 0
}

/** WebCrypto takes no octets of memory that may be shared. */
function owned(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets)
}
