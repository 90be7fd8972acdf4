import { encodeBase64 } from '../codec/text/base64.ts'
import { ImapError, ProtocolError, UsageError } from '../errors.ts'
import type { Mechanism } from './mechanism.ts'

/**
 * One AUTHENTICATE as a conversation (RFC 9051 §6.2.2): the initial response goes with the command or waits for the
 * first "+", every challenge gets one answer, and a challenge that cannot come gives the exchange up. What we said is
 * remembered only to keep it out of errors.
 */
export class Exchange {
  readonly #mechanism: Mechanism
  readonly #said: string[] = []
  #pending: Uint8Array | undefined
  #withCommand = false
  #challenges = 0
  #failure: ImapError | undefined

  constructor(mechanism: Mechanism) {
    this.#mechanism = mechanism
  }

  get name(): string {
    return this.#mechanism.name
  }

  /** Why the exchange was given up by us. */
  get failure(): ImapError | undefined {
    return this.#failure
  }

  /** What the server said of its refusal inside the exchange. */
  get refusal(): string | undefined {
    return this.#mechanism.refusal
  }

  /** The server has sent at least one challenge. */
  get challenged(): boolean {
    return this.#challenges > 0
  }

  /** The initial response went out in the command itself. */
  get saidInitially(): boolean {
    return this.#withCommand
  }

  /** What goes into the command: the initial response, if there is one and the server takes it there. */
  begin(withCommand: boolean): Uint8Array | undefined {
    const initial = this.#mechanism.initial()
    this.#withCommand = withCommand && initial !== undefined
    if (initial !== undefined) this.#said.push(encodeBase64(initial))
    if (this.#withCommand) return initial
    this.#pending = initial
    return undefined
  }

  /** What to answer; undefined gives up. `challenge` is undefined if it was no base64. Never rejects. */
  async answer(challenge: Uint8Array | undefined): Promise<Uint8Array | undefined> {
    this.#challenges++
    try {
      const pending = this.#pending
      this.#pending = undefined
      const answer = pending ?? (await this.#mechanism.respond(this.#readable(challenge)))
      this.#said.push(encodeBase64(answer))
      return answer
    } catch (error) {
      this.#failure = ImapError.is(error) ? error : cannotAnswer(this.name, error)
      return undefined
    }
  }

  #readable(challenge: Uint8Array | undefined): Uint8Array {
    if (challenge !== undefined) return challenge
    if (this.#mechanism.ignoresWords === true) return new Uint8Array()
    throw new ProtocolError(`a challenge of ${this.name} is no base64`, 'ERR_IMAP_SASL')
  }

  /** To be called at the tagged OK. @throws ProtocolError if it should not have come. */
  finish(): void {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#pending !== undefined) {
      throw new ProtocolError(`the server accepted ${this.name} before it got the credentials`, 'ERR_IMAP_ORDER')
    }
    this.#mechanism.finish()
  }

  /** The server's words without ours in them. */
  mask(text: string): string {
    // The longest first: one may be a part of another.
    const secrets = [...this.#mechanism.secrets, ...this.#said].filter((secret) => secret !== '')
    return secrets.sort((a, b) => b.length - a.length).reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text)
  }
}

const HIDDEN = '<secret>'

/** The fault is the runtime's. */
function cannotAnswer(mechanism: string, cause: unknown): UsageError {
  return new UsageError(`this runtime cannot compute an answer of ${mechanism}`, 'ERR_IMAP_STATE', {
    cause,
    outcome: 'answered',
  })
}
