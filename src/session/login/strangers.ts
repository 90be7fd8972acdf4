/** What no server that knows us says: a little of it is borne, for real servers err. */
import type { Tagged } from '../../codec/values.ts'
import { ProtocolError } from '../../errors.ts'
import type { InFlight } from '../scheduling/in-flight.ts'
import type { Outlet } from '../outlet.ts'
import type { Recognition } from '../quirks/recognition.ts'

/** RFC 9051 §11.3: before login, only capabilities and status responses make sense. */
const MAX_PRE_AUTH_LINES = 100
const MAX_UNKNOWN_TAGS = 2

export class Strangers {
  readonly #tagPrefix: string
  readonly #outlet: Outlet
  readonly #recognition: Recognition
  #preAuthLines = 0
  #unknownTags = 0

  constructor(tagPrefix: string, outlet: Outlet, recognition: Recognition) {
    this.#tagPrefix = tagPrefix
    this.#outlet = outlet
    this.#recognition = recognition
  }

  /** A new layer, or a new login: what came before does not count. */
  forget(): void {
    this.#preAuthLines = 0
  }

  /** Server data before login are dropped (RFC 9051 §11.3), and a flood of them ends the connection. */
  earlyLine(): void {
    if (++this.#preAuthLines > MAX_PRE_AUTH_LINES) {
      throw new ProtocolError('too much data before login', 'ERR_IMAP_LIMIT')
    }
  }

  /**
   * A tag of ours that is not in flight is a forgery; a few strange ones are borne. Returns what the reply was meant to be
   * if it has no tag at all.
   */
  unknownTag(reply: Tagged, authenticated: boolean, inFlight: InFlight): Tagged | undefined {
    const refusal = this.#refusalOf(reply, inFlight)
    if (refusal !== undefined) return refusal
    const ours = reply.tag.startsWith(this.#tagPrefix)
    if (ours || !authenticated || ++this.#unknownTags > MAX_UNKNOWN_TAGS) {
      throw new ProtocolError('a reply came for a command that is not in flight', 'ERR_IMAP_ORDER')
    }
    const bytes = new TextEncoder().encode(`${reply.tag} ${reply.status} ${reply.text}`.slice(0, 1024))
    this.#outlet.emit({ type: 'untagged', mailbox: undefined, name: reply.status, bytes, malformed: 'unknown tag' })
    return undefined
  }

  /**
   * A refusal without a tag is the reply of what is alone in flight (quirk `tagless-refusal`): its first word was read as
   * the tag.
   */
  #refusalOf(reply: Tagged, inFlight: InFlight): Tagged | undefined {
    const [only, ...others] = inFlight.all()
    const status = reply.tag === 'NO' || reply.tag === 'BAD' ? reply.tag : undefined
    if (status === undefined || reply.status === 'OK' || only === undefined || others.length > 0) return undefined
    return this.#recognition.bears('tagless-refusal') ? { ...reply, tag: only.tag, status } : undefined
  }
}
