/** What no server that knows us says: a little of it is borne, for real servers err. */
import type { Tagged } from '../codec/values.ts'
import { ProtocolError } from '../errors.ts'
import type { Outlet } from './outlet.ts'

/** RFC 9051 §11.3: before login, only capabilities and status responses make sense. */
const MAX_PRE_AUTH_LINES = 100
const MAX_UNKNOWN_TAGS = 2

export class Strangers {
  readonly #tagPrefix: string
  readonly #outlet: Outlet
  #preAuthLines = 0
  #unknownTags = 0

  constructor(tagPrefix: string, outlet: Outlet) {
    this.#tagPrefix = tagPrefix
    this.#outlet = outlet
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

  /** A tag of ours that is not in flight is a forgery; a few strange ones are borne. */
  unknownTag(reply: Tagged, authenticated: boolean): void {
    const ours = reply.tag.startsWith(this.#tagPrefix)
    if (ours || !authenticated || ++this.#unknownTags > MAX_UNKNOWN_TAGS) {
      throw new ProtocolError('a reply came for a command that is not in flight', 'ERR_IMAP_ORDER')
    }
    const bytes = new TextEncoder().encode(`${reply.tag} ${reply.status} ${reply.text}`.slice(0, 1024))
    this.#outlet.emit({ type: 'untagged', mailbox: undefined, name: reply.status, bytes, malformed: 'unknown tag' })
  }
}
