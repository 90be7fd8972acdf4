/** The messages of SCRAM (RFC 5802 §7) as text in and out. */
import { decodeBase64 } from '../../codec/text/base64.ts'
import { ProtocolError } from '../../errors.ts'
import { printable } from '../token-refusal.ts'

/**
 * How often a server may have us run the hash over the password.
 *
 * `least`: RFC 7677 §4 wants at least 4096; with fewer, who listens in could try passwords the faster. `most`: each
 * iteration costs about 0.2 µs, so a million is a fifth of a second, while the largest number that fits the message
 * would keep a core busy for minutes.
 */
export interface ScramLimits {
  readonly least: number
  readonly most: number
}

export const scramLimits: ScramLimits = { least: 4096, most: 1_000_000 }

export interface ServerFirst {
  /** Of both sides, one after the other. */
  readonly nonce: string
  readonly salt: Uint8Array
  readonly iterations: number
}

/**
 *     server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
 *     nonce                = "r=" c-nonce [s-nonce]          ; printable characters without ","
 *     salt                 = "s=" base64
 *     iteration-count      = "i=" posit-number               ; RFC 5802 §7
 */
const SERVER_FIRST = /^r=([\x21-\x2b\x2d-\x7e]+),s=([A-Za-z0-9+/=]+),i=([1-9][0-9]*)(?:,|$)/

/** Checks all that can be checked before the password is put to use. @throws ProtocolError */
export function readServerFirst(text: string, ownNonce: string, limits: ScramLimits): ServerFirst {
  // RFC 5802 §5.1: m= announces an extension that must be understood, and there is none.
  if (text.startsWith('m=')) throw cheat('demands an extension of SCRAM that does not exist')
  const [, nonce = '', base64 = '', count = ''] = SERVER_FIRST.exec(text) ?? []
  if (nonce === '') throw cheat('sent no proper first message of SCRAM')
  if (!nonce.startsWith(ownNonce) || nonce === ownNonce) throw cheat('answered SCRAM with a nonce that is not ours')
  const salt = decodeBase64(base64)
  if (salt === undefined) throw cheat('sent a salt that is no base64')
  const iterations = Number(count)
  if (iterations < limits.least || iterations > limits.most) {
    const told = count.slice(0, 20)
    throw cheat(`asks for ${told} iterations of SCRAM, and ${limits.least} to ${limits.most} are acceptable`)
  }
  return { nonce, salt, iterations }
}

/**
 *     server-final-message = (server-error / verifier) ["," extensions]
 *     verifier             = "v=" base64                     ; RFC 5802 §7
 */
export function readVerifier(text: string): Uint8Array {
  const base64 = /^v=([A-Za-z0-9+/=]+)(?:,|$)/.exec(text)?.[1]
  const signature = base64 === undefined ? undefined : decodeBase64(base64)
  if (signature === undefined) throw cheat('sent no proper last message of SCRAM')
  return signature
}

/**
 *     server-error = "e=" server-error-value                 ; RFC 5802 §7
 *
 * The value in a form fit for messages; undefined if this is no error.
 */
export function serverErrorIn(text: string): string | undefined {
  const value = /^e=([^,]+)/.exec(text)?.[1]
  return value === undefined ? undefined : printable(value)
}

export function cheat(what: string): ProtocolError {
  return new ProtocolError(`the server ${what}`, 'ERR_IMAP_SASL')
}
