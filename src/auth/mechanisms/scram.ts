import { encodeBase64 } from '../../codec/text/base64.ts'
import { UsageError } from '../../errors.ts'
import type { ChannelBinding } from '../channel-binding.ts'
import { digest, equalOctets, hmac, pbkdf2, type HashName } from '../crypto/web-crypto.ts'
import { credentialOctets, joinOctets, saslName, strayChallenge, type Mechanism } from '../mechanism.ts'
import { saslprep } from '../saslprep.ts'
import { cheat, readServerFirst, readVerifier, scramLimits, serverErrorIn, type ScramLimits } from './scram-messages.ts'

export type ScramHash = Extract<HashName, 'SHA-1' | 'SHA-256' | 'SHA-512'>

export interface ScramOptions {
  readonly hash: ScramHash
  readonly user: string
  readonly password: string
  /** Whom to act for, when it is not `user`. */
  readonly authzid?: string | undefined
  /** Printable ASCII without ",", never used before. */
  readonly nonce: string
  /**
   * What ties the exchange to this TLS connection (-PLUS), or `unannounced`: we could, but the server offers no -PLUS,
   * and if it does support it somebody between us took that out of its list (RFC 5802 §6).
   */
  readonly binding?: ChannelBinding | 'unannounced' | undefined
  readonly limits?: ScramLimits
}

/**
 * SCRAM-SHA-1, -256, -512 and their -PLUS (RFC 5802, RFC 7677): the password never goes over the wire, and the server
 * has to prove that it knows it.
 *
 * UsageError for what SASLprep (RFC 4013) refuses.
 */
export function scram(options: ScramOptions): Mechanism {
  return new Scram(options)
}

const UTF8 = new TextEncoder()
const NOTHING = new Uint8Array()

class Scram implements Mechanism {
  readonly name: string
  readonly #hash: ScramHash
  readonly #password: string
  readonly #prepared: string
  readonly #nonce: string
  readonly #gs2Header: string
  readonly #bindingData: () => Uint8Array | Promise<Uint8Array>
  readonly #clientFirstBare: string
  readonly #limits: ScramLimits
  #awaits: 'nothing' | 'first' | 'final' = 'nothing'
  #serverSignature: Uint8Array | undefined
  #verified = false
  #proof = ''
  #refusal: string | undefined

  constructor({ hash, user, password, authzid, nonce, binding, limits = scramLimits }: ScramOptions) {
    const bound = typeof binding === 'object'
    this.name = bound ? `SCRAM-${hash}-PLUS` : `SCRAM-${hash}`
    this.#hash = hash
    credentialOctets('user', user)
    credentialOctets('password', password)
    this.#password = password
    this.#prepared = saslprep('password', password)
    if (!/^[\x21-\x2b\x2d-\x7e]+$/.test(nonce)) throw new UsageError('a nonce of SCRAM must be printable, without ","')
    this.#nonce = nonce
    if (authzid !== undefined) credentialOctets('authzid', authzid)
    const flag = bound ? `p=${binding.type}` : binding === 'unannounced' ? 'y' : 'n'
    this.#gs2Header = `${flag},${authzid === undefined ? '' : `a=${saslName(authzid)}`},`
    this.#bindingData = bound ? () => binding.data() : () => NOTHING
    this.#clientFirstBare = `n=${saslName(saslprep('user', user))},r=${nonce}`
    this.#limits = limits
  }

  get refusal(): string | undefined {
    return this.#refusal
  }

  get secrets(): readonly string[] {
    return [this.#password, this.#prepared, this.#proof]
  }

  initial(): Uint8Array {
    this.#awaits = 'first'
    return UTF8.encode(this.#gs2Header + this.#clientFirstBare)
  }

  async respond(challenge: Uint8Array): Promise<Uint8Array> {
    const awaited = this.#awaits
    if (awaited === 'nothing') throw strayChallenge(this.name)
    this.#awaits = 'nothing'
    const text = new TextDecoder().decode(challenge)
    this.#refusal = serverErrorIn(text)
    // The tagged NO follows an empty answer.
    if (this.#refusal !== undefined) return NOTHING
    if (awaited === 'first') return this.#clientFinal(text)
    if (!equalOctets(this.#serverSignature!, readVerifier(text))) throw cheat('does not know the password')
    this.#verified = true
    return NOTHING
  }

  /**
   *     client-final-message = channel-binding "," nonce "," proof     ; RFC 5802 §7
   */
  async #clientFinal(serverFirst: string): Promise<Uint8Array> {
    const { nonce, salt, iterations } = readServerFirst(serverFirst, this.#nonce, this.#limits)
    const binding = encodeBase64(joinOctets(UTF8.encode(this.#gs2Header), await this.#bindingData()))
    const withoutProof = `c=${binding},r=${nonce}`
    const authMessage = UTF8.encode(`${this.#clientFirstBare},${serverFirst},${withoutProof}`)
    const salted = await pbkdf2(this.#hash, UTF8.encode(this.#prepared), salt, iterations)
    const clientKey = await this.#keyed(salted, 'Client Key')
    const signature = await hmac(this.#hash, await digest(this.#hash, clientKey), authMessage)
    this.#serverSignature = await hmac(this.#hash, await this.#keyed(salted, 'Server Key'), authMessage)
    this.#proof = encodeBase64(clientKey.map((octet, i) => octet ^ signature[i]!))
    this.#awaits = 'final'
    return UTF8.encode(`${withoutProof},p=${this.#proof}`)
  }

  #keyed(salted: Uint8Array, label: string): Promise<Uint8Array> {
    return hmac(this.#hash, salted, UTF8.encode(label))
  }

  finish(): void {
    if (!this.#verified) throw cheat(`accepted ${this.name} without a proof that it knows the password`)
  }
}
