/** The life of each token, from the event stream: when it was queued, written and answered. */
import type { ImapEvent } from '../../src/index.ts'

export interface Span {
  readonly label: string
  /** Milliseconds. */
  readonly queued: number
  readonly sent: number | undefined
  readonly done: number | undefined
}

type Times = { -readonly [K in keyof Span]: Span[K] }

export class Spans {
  readonly #byTag: Map<string, Times> = new Map()
  readonly #labels: Map<string, string> = new Map()
  #inFlight = 0
  /** Most tokens on the wire at once. */
  mostInFlight = 0

  /** What the command is for; its name and mailbox unless given. */
  name(tag: string, label: string): void {
    this.#labels.set(tag, label)
    const span = this.#byTag.get(tag)
    if (span !== undefined) span.label = label
  }

  take(event: ImapEvent): void {
    if (event.type === 'commandQueued') {
      const { tag, name } = event.cause
      const label = this.#labels.get(tag) ?? (event.mailbox === undefined ? name : `${name} ${event.mailbox}`)
      this.#byTag.set(tag, { label, queued: event.at, sent: undefined, done: undefined })
    } else if (event.type === 'commandSent') {
      const span = this.#byTag.get(event.cause.tag)
      if (span !== undefined) span.sent = event.at
      this.mostInFlight = Math.max(this.mostInFlight, ++this.#inFlight)
    } else if (event.type === 'commandDone') {
      const span = this.#byTag.get(event.cause.tag)
      if (span === undefined) return
      span.done = event.at
      if (span.sent !== undefined) this.#inFlight--
    }
  }

  /** Those that were alive at some time from `from` on, oldest first. */
  since(from: number): readonly Span[] {
    return [...this.#byTag.values()].filter(({ done }) => done === undefined || done >= from)
  }
}
