/**
 * One reader's view of the event stream: a bounded queue that never holds anybody else up.
 *
 * Up to `limit` unread events are kept as they are, and up to 16 MiB of rows among them. Past that, state
 * events (STATUS, FLAGS) keep only their newest value, message events of one mailbox merge into one set of
 * UIDs, and what cannot be merged is counted in a single `overflow` event that says what to read again.
 */
import { NumberSetBuilder } from '../codec/number-set.ts'
import type { Overflow } from '../session/events.ts'
import type { ImapEvent } from './events.ts'

export interface EventOptions<Type extends ImapEvent['type'] = ImapEvent['type']> {
  /** Only events of these types. */
  readonly types?: readonly Type[]
  /** Unread events kept as they are; 1,000 by default. */
  readonly limit?: number
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal
}

/** Octets of unread rows past which events are merged, whatever their number. */
const MAX_OCTETS = 16 * 1024 * 1024

type Bar = 'fetch' | 'mailboxReset' | 'mailboxSelected' | 'mailboxClosed'
const BARS: ReadonlySet<string> = new Set<Bar>(['fetch', 'mailboxReset', 'mailboxSelected', 'mailboxClosed'])

interface Slot {
  event: ImapEvent
  /** The UIDs of all events that were merged into this one; put into it when it is read. */
  uids?: NumberSetBuilder
}

interface Loss {
  readonly slot: Slot
  readonly lost: Map<string, number>
  readonly mailboxes: Set<string>
}

export class EventReader<Event extends ImapEvent = ImapEvent> implements AsyncIterableIterator<Event> {
  readonly #limit: number
  readonly #types: ReadonlySet<string> | undefined
  readonly #detach: () => void
  #slots: Slot[] = []
  #taken = 0
  /** Where an event of this kind can be merged into. */
  readonly #mergeable: Map<string, Slot> = new Map()
  /** Of unread rows and unknown lines, which hold what the server sent. */
  #octets = 0
  #loss: Loss | undefined
  #ended = false
  #waiting: ((result: IteratorResult<Event>) => void)[] = []
  readonly #stopListening: (() => void) | undefined

  /** @internal Readers are made by `events()`. */
  constructor(options: EventOptions, detach: () => void) {
    this.#limit = options.limit ?? 1000
    this.#types = options.types === undefined ? undefined : new Set(options.types)
    this.#detach = detach
    const { signal } = options
    if (signal === undefined) return
    const abort = (): void => this.end()
    signal.addEventListener('abort', abort, { once: true })
    this.#stopListening = () => signal.removeEventListener('abort', abort)
    if (signal.aborted) abort()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Events not yet read. */
  get unread(): number {
    return this.#slots.length - this.#taken
  }

  next(): Promise<IteratorResult<Event>> {
    const slot = this.#slots[this.#taken]
    if (slot !== undefined) return Promise.resolve({ done: false, value: this.#take(slot) as Event })
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  return(): Promise<IteratorResult<Event>> {
    this.#slots = []
    this.#taken = 0
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  /** No more events come; what is unread can still be read. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#stopListening?.()
    this.#detach()
    for (const resolve of this.#waiting.splice(0)) resolve({ done: true, value: undefined })
  }

  /** @internal */
  push(event: ImapEvent): void {
    if (this.#ended || (this.#types !== undefined && !this.#types.has(event.type))) return
    const resolve = this.#waiting.shift()
    if (resolve !== undefined) return resolve({ done: false, value: event as Event })
    if (this.unread >= this.#limit || this.#octets > MAX_OCTETS) return this.#squeeze(event)
    this.#append(event)
  }

  #append(event: ImapEvent): void {
    const slot: Slot = { event }
    this.#slots.push(slot)
    this.#octets += octetsOf(event)
    this.#loss = undefined
    if (bars(event)) this.#mergeable.delete(messagesOf(event.mailbox))
    for (const key of mergeKeys(event)) this.#mergeable.set(key, slot)
  }

  #take(slot: Slot): ImapEvent {
    this.#taken++
    this.#octets -= octetsOf(slot.event)
    if (this.#taken >= 256 && this.#taken * 2 >= this.#slots.length) {
      this.#slots.splice(0, this.#taken)
      this.#taken = 0
    }
    for (const key of mergeKeys(slot.event)) if (this.#mergeable.get(key) === slot) this.#mergeable.delete(key)
    if (this.#loss?.slot === slot) this.#loss = undefined
    return slot.uids === undefined ? slot.event : ({ ...slot.event, uids: slot.uids.build() } as ImapEvent)
  }

  #squeeze(event: ImapEvent): void {
    const [key] = mergeKeys(event)
    const slot = key === undefined ? undefined : this.#mergeable.get(key)
    const merged = slot === undefined ? undefined : merge(slot.event, event)
    if (slot === undefined || merged === undefined) return this.#lose(event)
    this.#octets += octetsOf(merged) - octetsOf(slot.event)
    if ('uids' in slot.event && 'uids' in event) {
      slot.uids ??= new NumberSetBuilder().addAll(slot.event.uids)
      slot.uids.addAll(event.uids)
    }
    slot.event = merged
  }

  #lose(event: ImapEvent): void {
    this.#loss ??= this.#openLoss(event)
    const { lost, mailboxes } = this.#loss
    lost.set(event.type, (lost.get(event.type) ?? 0) + 1)
    if ('mailbox' in event && event.mailbox !== undefined) mailboxes.add(event.mailbox)
    const overflow: Overflow = { ...(this.#loss.slot.event as Overflow), lost, mailboxes: [...mailboxes] }
    this.#loss.slot.event = overflow
  }

  #openLoss({ at, connection }: ImapEvent): Loss {
    const slot: Slot = { event: { type: 'overflow', at, connection, lost: new Map(), mailboxes: [] } }
    this.#slots.push(slot)
    // What comes after the gap must not be merged into what came before it.
    this.#mergeable.clear()
    return { slot, lost: new Map(), mailboxes: new Set() }
  }
}

function messagesOf(mailbox: string): string {
  return `messages ${mailbox}`
}

/** What happens to messages behind such an event must not be told before it. */
function bars(event: ImapEvent): event is Extract<ImapEvent, { type: Bar }> {
  return BARS.has(event.type)
}

function octetsOf(event: ImapEvent): number {
  if (event.type === 'fetch' || event.type === 'messageNew') return event.row?.octets ?? 0
  return event.type === 'untagged' ? event.bytes.length : 0
}

/**
 * Events with the same key may be merged. All message events of a mailbox share one key: a set of new
 * messages must not swallow a later one across an expunge between them.
 */
function mergeKeys(event: ImapEvent): readonly string[] {
  switch (event.type) {
    case 'messageNew':
    case 'messageExpunge':
    case 'flagChange':
      return [messagesOf(event.mailbox)]
    case 'mailboxStatus':
    case 'mailboxFlags':
      return [`${event.type} ${event.mailbox}`]
    case 'capabilities':
    case 'progress':
      return [event.type]
    default:
      return []
  }
}

/** Without the UIDs of message events, which the slot gathers. */
function merge(earlier: ImapEvent, later: ImapEvent): ImapEvent | undefined {
  if (earlier.type === 'mailboxStatus' && later.type === 'mailboxStatus') {
    return { ...later, items: { ...earlier.items, ...later.items } }
  }
  if (earlier.type === 'mailboxFlags' && later.type === 'mailboxFlags') {
    return {
      ...later,
      flags: later.flags ?? earlier.flags,
      permanentFlags: later.permanentFlags ?? earlier.permanentFlags,
    }
  }
  if (earlier.type === 'capabilities' && later.type === 'capabilities') return later
  if (earlier.type === 'progress' && later.type === 'progress') return earlier.cause === later.cause ? later : undefined
  const cause = 'cause' in earlier && 'cause' in later && earlier.cause === later.cause
  if (!cause) return undefined
  if (earlier.type === 'messageNew' && later.type === 'messageNew') {
    return { ...later, row: undefined }
  }
  if (earlier.type === 'messageExpunge' && later.type === 'messageExpunge' && earlier.earlier === later.earlier) {
    const unidentified = earlier.unidentified + later.unidentified
    return { ...later, unidentified }
  }
  if (earlier.type === 'flagChange' && later.type === 'flagChange') {
    const unidentified = earlier.unidentified + later.unidentified
    return { ...later, flags: undefined, modSeq: undefined, unidentified }
  }
  return undefined
}
