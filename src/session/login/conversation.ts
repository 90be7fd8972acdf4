/**
 * Whose turn it is in the dialogue of an AUTHENTICATE (RFC 9051 §6.2.2): each "+" has one answer before the next.
 */
import { decodeBase64, encodeBase64 } from '../../codec/text/base64.ts'
import { ProtocolError } from '../../errors.ts'
import type { Entry } from '../entry.ts'
import type { Outlet } from '../outlet.ts'
import type { Writer } from '../writer.ts'

export class Conversation {
  readonly #outlet: Outlet
  readonly #writer: Writer
  /** The command whose challenge is unanswered. */
  #owing: Entry | undefined

  constructor(outlet: Outlet, writer: Writer) {
    this.#outlet = outlet
    this.#writer = writer
  }

  /** A "+" for the command. @throws ProtocolError if the one before has no answer yet. */
  challenged(entry: Entry, text: string): void {
    if (this.#owing === entry) {
      throw new ProtocolError(
        `${entry.command.name}: a second "+" came before our answer to the first`,
        'ERR_IMAP_ORDER',
      )
    }
    this.#owing = entry
    if (!this.#outlet.challenge(entry, decodeBase64(text))) this.answer(entry, undefined)
  }

  /** Nothing for a command that has been answered meanwhile; false then. */
  answer(entry: Entry, octets: Uint8Array | undefined): boolean {
    if (this.#owing !== entry) return false
    this.#owing = undefined
    this.#writer.line(octets === undefined ? '*' : encodeBase64(octets))
    return true
  }

  /** The tagged reply has come. @throws ProtocolError for an OK that does not wait for our answer. */
  concluded(entry: Entry, ok: boolean): void {
    if (this.#owing !== entry) return
    this.#owing = undefined
    if (ok)
      throw new ProtocolError(`${entry.command.name} was accepted in the middle of its dialogue`, 'ERR_IMAP_ORDER')
  }
}
