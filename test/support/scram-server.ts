/** The server's side of SCRAM (RFC 5802), written against `node:crypto` alone; it can be told to cheat. */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'

export interface ScramServerOptions {
  readonly hash: 'SHA-1' | 'SHA-256' | 'SHA-512'
  readonly user?: string
  /** As it is to be hashed: prepared already. */
  readonly password?: string
  readonly salt?: Uint8Array
  readonly iterations?: number
  /** The server's part of the nonce. */
  readonly nonce?: string
  /** -PLUS, with what the server knows of its side of the TLS connection. */
  readonly bindings?: Readonly<Record<string, Uint8Array>>
  /** The server has a -PLUS, which a client that says `y` must not have missed. */
  readonly announcesPlus?: boolean
  /** What is sent instead of the two messages. */
  readonly cheat?: { readonly first?: (message: string) => string; readonly final?: (message: string) => string }
}

export class ScramServer {
  readonly #options: ScramServerOptions
  readonly #user: string
  readonly #hash: string
  #clientFirst = ''
  #serverFirst = ''
  #header = ''
  #nonce = ''
  #steps = 0
  #refused = false
  /** For whom the client wants to act. */
  authzid: string | undefined
  /** The client has proved that it knows the password. */
  accepted = false

  constructor(options: ScramServerOptions) {
    this.#options = options
    this.#user = options.user ?? 'user'
    this.#hash = options.hash.replace('-', '').toLowerCase()
  }

  /** The answer to a message of the client; undefined when it was the last one. */
  answer(message: string): string | undefined {
    const { first = same, final = same } = this.#options.cheat ?? {}
    this.#steps++
    if (this.#steps > 2 || this.#refused) return undefined
    const answer = this.#steps === 1 ? first(this.#first(message)) : final(this.#final(message))
    this.#refused = answer.startsWith('e=')
    return answer
  }

  #first(message: string): string {
    const {
      salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'),
      iterations = 4096,
      nonce = 'server',
    } = this.#options
    const [, header = '', authzid, bare = '', user = '', clientNonce = ''] =
      /^((?:n|y|p=[\w.-]+),(?:a=([^,]+))?,)(n=([^,]+),r=([^,]+))$/.exec(message) ?? []
    this.#clientFirst = bare
    this.#header = header
    this.#nonce = clientNonce + nonce
    this.authzid = authzid === undefined ? undefined : unescaped(authzid)
    if (unescaped(user) !== this.#user) return 'e=unknown-user'
    const refusal = this.#refusalOf(header)
    if (refusal !== undefined) return refusal
    this.#serverFirst = `r=${this.#nonce},s=${Buffer.from(salt).toString('base64')},i=${iterations}`
    return this.#serverFirst
  }

  #refusalOf(header: string): string | undefined {
    const { bindings, announcesPlus } = this.#options
    if (header.startsWith('y') && announcesPlus === true) return 'e=server-does-support-channel-binding'
    if (bindings === undefined) return header.startsWith('p=') ? 'e=channel-binding-not-supported' : undefined
    const type = /^p=([^,]+)/.exec(header)?.[1]
    if (type === undefined) return 'e=channel-bindings-dont-match'
    return Object.hasOwn(bindings, type) ? undefined : 'e=unsupported-channel-binding-type'
  }

  #final(message: string): string {
    const [, withoutProof = '', binding = '', nonce = '', proof = ''] =
      /^(c=([^,]+),r=([^,]+)),p=([^,]+)$/.exec(message) ?? []
    const type = /^p=([^,]+)/.exec(this.#header)?.[1]
    const data = (type === undefined ? undefined : this.#options.bindings?.[type]) ?? new Uint8Array()
    const expected = Buffer.concat([Buffer.from(this.#header), data])
    if (!expected.equals(Buffer.from(binding, 'base64'))) return 'e=channel-bindings-dont-match'
    if (nonce !== this.#nonce) return 'e=other-error'
    return this.#verified(`${this.#clientFirst},${this.#serverFirst},${withoutProof}`, Buffer.from(proof, 'base64'))
  }

  #verified(authMessage: string, proof: Buffer): string {
    const {
      salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'),
      iterations = 4096,
      password = 'pencil',
    } = this.#options
    const octets = createHash(this.#hash).digest().length
    const salted = pbkdf2Sync(password, salt, iterations, octets, this.#hash)
    const clientKey = this.#hmac(salted, 'Client Key')
    const storedKey = createHash(this.#hash).update(clientKey).digest()
    const signature = this.#hmac(storedKey, authMessage)
    const right = clientKey.map((octet, i) => octet ^ signature[i]!)
    this.accepted = proof.length === right.length && timingSafeEqual(proof, right)
    if (!this.accepted) return 'e=invalid-proof'
    return `v=${this.#hmac(this.#hmac(salted, 'Server Key'), authMessage).toString('base64')}`
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest()
  }
}

function same(message: string): string {
  return message
}

function unescaped(name: string): string {
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=')
}
