/** The life of each token, from the event stream: when it was queued, written and answered. */
import { escapeLine } from '../../src/cli/output/escape.ts'
import type { ImapEvent } from '../../src/index.ts'

export interface Span {
  readonly mailbox: string
  readonly label: string
  /** Milliseconds. */
  readonly queued: number
  readonly sent: number | undefined
  readonly done: number | undefined
}

type Times = { -readonly [K in keyof Span]: Span[K] }

export class Spans {
  readonly #byTag: Map<string, Times> = new Map()

  /** A command was just submitted, and what it is for; `at` is read by the caller, on the clock of the events. */
  submitted(tag: string, label: string, at: number): void {
    this.#byTag.set(tag, { mailbox: '', label: escapeLine(label), queued: at, sent: undefined, done: undefined })
  }

  take(event: ImapEvent): void {
    if (event.type !== 'commandQueued' && event.type !== 'commandSent' && event.type !== 'commandDone') return
    const { tag, name } = event.cause
    if (!this.#byTag.has(tag)) this.submitted(tag, name, event.at)
    const span = this.#byTag.get(tag)!
    if (event.mailbox !== undefined) span.mailbox = escapeLine(event.mailbox)
    if (event.type === 'commandSent') span.sent = event.at
    if (event.type === 'commandDone') span.done = event.at
  }

  /** How many tokens there have been. */
  get count(): number {
    return this.#byTag.size
  }

  /** All but the first `count`, oldest first. */
  after(count: number): readonly Span[] {
    return [...this.#byTag.values()].slice(count)
  }
}

interface OnWire {
  readonly sent: number
  readonly done: number
}

function onWire(spans: readonly Span[]): OnWire[] {
  return spans.flatMap(({ sent, done }) => (sent === undefined || done === undefined ? [] : [{ sent, done }]))
}

/** Most answered tokens on the wire at one time. */
export function mostInFlight(spans: readonly Span[]): number {
  const wire = onWire(spans)
  return Math.max(0, ...wire.map(({ sent: now }) => wire.filter(({ sent, done }) => sent <= now && now < done).length))
}

/** The most tokens of which each was written after the one before was answered: what latency cost. */
export function roundTrips(spans: readonly Span[]): number {
  let trips = 0
  let free = -Infinity
  for (const { sent, done } of onWire(spans).sort((a, b) => a.done - b.done)) {
    if (sent < free) continue
    trips++
    free = done
  }
  return trips
}
