/**
 * Events as a trace: Google's Trace Event Format, which Perfetto and Chrome draw.
 *
 * A connection is a process. A command has a lane (thread) for itself from submission to its end: first a slice
 * `queued`, then one with its name while it is on the wire. What the server said unasked is an instant in the lane
 * `server`.
 */
import type { ImapEvent, ImapEventType } from './events.ts'
import type { CommandToken } from './token.ts'

/** One record of a trace; `ts` counts microseconds. Unless it ends (`E`) what an earlier one began, it has a name. */
export type TraceEvent = TraceMetadata | TraceBegin | TraceEnd | TraceInstant

type Arguments = Readonly<Record<string, unknown>>

interface InLane {
  readonly pid: number
  readonly tid: number
}

export interface TraceMetadata extends InLane {
  readonly ph: 'M'
  readonly name: 'process_name' | 'thread_name' | 'thread_sort_index'
  readonly args: Arguments
}

export interface TraceBegin extends InLane {
  readonly ph: 'B'
  readonly name: string
  /** `queue` while it waits, `wire` from its first octet to its end. */
  readonly cat: 'queue' | 'wire'
  readonly ts: number
  readonly args: Arguments
}

export interface TraceEnd extends InLane {
  readonly ph: 'E'
  readonly ts: number
  readonly args: Arguments
}

export interface TraceInstant extends InLane {
  readonly ph: 'i'
  readonly name: string
  readonly cat: 'server' | 'connection'
  readonly ts: number
  /** It belongs to its lane. */
  readonly s: 't'
  readonly args: Arguments
}

export interface TraceOptions {
  /** Names the connection. */
  readonly name?: string
  /** Tells connections in one trace apart; 1 unless given. */
  readonly pid?: number
}

/** The types of events that a trace is made of: `imap.events({ types: TRACED, limit: Infinity })`. */
// prettier-ignore
export const TRACED: readonly ImapEventType[] = [
  'commandQueued', 'commandSent', 'commandDone',
  'messageNew', 'messageExpunge', 'flagChange', 'mailboxStatus', 'mailboxName', 'mailboxReset',
  'subscriptionChange', 'metadataChange', 'notificationOverflow', 'alert', 'notice', 'bye', 'untagged',
  'connected', 'disconnected', 'degraded', 'overflow',
]

/** The lane of the instants. Others follow it. 0 would be the idle task of a kernel. */
const SERVER_LANE = 1
const LONGEST_TEXT = 500

/** Makes records of events, which must come in their order. */
export class Trace {
  readonly #pid: number
  readonly #name: string
  /** The lane of each open command. */
  readonly #open: Map<CommandToken<unknown, unknown>, number> = new Map()
  /** Of each lane there has been, whether a command has it. */
  readonly #taken: boolean[] = []
  /** All lanes before this one are taken. */
  #lowest = 0

  constructor(options: TraceOptions = {}) {
    this.#pid = options.pid ?? 1
    this.#name = options.name ?? 'imaplex'
  }

  /** What a trace begins with. */
  begin(): readonly TraceEvent[] {
    const process = this.#metadata('process_name', SERVER_LANE, { name: this.#name })
    return [process, ...this.#lane(SERVER_LANE, 'server')]
  }

  take(event: ImapEvent): readonly TraceEvent[] {
    switch (event.type) {
      case 'commandQueued':
        return this.#queued(event.cause, event.at)
      case 'commandSent':
        return this.#sent(event.cause, event.at)
      case 'commandDone': {
        const error = event.error === undefined ? {} : { error: event.error.code, outcome: event.error.outcome }
        return this.#done(event.cause, event.at, { status: event.status, ...error })
      }
      case 'overflow':
        return [...this.#instant(event), ...this.#catchUp(event.at)]
      default:
        return this.#instant(event)
    }
  }

  #queued(token: CommandToken<unknown, unknown>, at: number): readonly TraceEvent[] {
    let lane = this.#lowest
    while (this.#taken[lane] === true) lane++
    const fresh = lane === this.#taken.length ? this.#lane(laneTid(lane), `in flight ${lane + 1}`) : []
    this.#taken[lane] = true
    this.#lowest = lane + 1
    this.#open.set(token, lane)
    const waits = token.blockedBy.map(({ token: other, rule }) => `${rule} ${other.name} ${other.tag}`)
    const args = { command: token.name, ...identity(token), ...(waits.length === 0 ? {} : { waitsFor: waits }) }
    return [...fresh, { ph: 'B', name: 'queued', cat: 'queue', ...this.#place(lane, at), args }]
  }

  #sent(token: CommandToken<unknown, unknown>, at: number): readonly TraceEvent[] {
    const lane = this.#open.get(token)
    if (lane === undefined) return []
    const text = token.text === undefined ? {} : { text: token.text.slice(0, LONGEST_TEXT) }
    const place = this.#place(lane, at)
    return [
      { ph: 'E', ...place, args: {} },
      { ph: 'B', name: title(token), cat: 'wire', ...place, args: { ...identity(token), ...text } },
    ]
  }

  #done(token: CommandToken<unknown, unknown>, at: number, args: Arguments): readonly TraceEvent[] {
    const lane = this.#open.get(token)
    if (lane === undefined) return []
    this.#open.delete(token)
    this.#taken[lane] = false
    this.#lowest = Math.min(this.#lowest, lane)
    return [{ ph: 'E', ...this.#place(lane, at), args }]
  }

  /** Events were lost: what has ended meanwhile ends here. */
  #catchUp(at: number): readonly TraceEvent[] {
    const ended = [...this.#open.keys()].filter(({ state }) => state !== 'queued' && state !== 'sent')
    return ended.flatMap((token) => this.#done(token, at, { status: token.state }))
  }

  /** What a command caused is no news. */
  #instant(event: ImapEvent): readonly TraceEvent[] {
    if ('cause' in event && event.cause !== undefined && event.cause !== 'unsolicited') return []
    const said = ofServer(event)
    const args = said ?? ofConnection(event)
    if (args === undefined) return []
    const cat = said === undefined ? 'connection' : 'server'
    const at = { pid: this.#pid, tid: SERVER_LANE, ts: micro(event.at) }
    return [{ ph: 'i', name: event.type, cat, ...at, s: 't', args }]
  }

  #place(lane: number, at: number): { readonly pid: number; readonly tid: number; readonly ts: number } {
    return { pid: this.#pid, tid: laneTid(lane), ts: micro(at) }
  }

  #lane(tid: number, name: string): readonly TraceEvent[] {
    return [this.#metadata('thread_name', tid, { name }), this.#metadata('thread_sort_index', tid, { sort_index: tid })]
  }

  #metadata(name: TraceMetadata['name'], tid: number, args: Arguments): TraceEvent {
    return { ph: 'M', name, pid: this.#pid, tid, args }
  }
}

/** The trace of a connection as its events come; `events` must have those of `TRACED`. */
export async function* traceEvents(
  events: AsyncIterable<ImapEvent>,
  options?: TraceOptions,
): AsyncGenerator<TraceEvent, void> {
  const trace = new Trace(options)
  yield* trace.begin()
  for await (const event of events) yield* trace.take(event)
}

function laneTid(lane: number): number {
  return SERVER_LANE + 1 + lane
}

function micro(ms: number): number {
  return Math.round(ms * 1000)
}

function title({ name, mailbox }: CommandToken<unknown, unknown>): string {
  return mailbox === undefined ? name : `${name} ${mailbox}`
}

function identity({ tag, mailbox, partOf }: CommandToken<unknown, unknown>): Arguments {
  return {
    tag,
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(partOf === undefined ? {} : { partOf: partOf.name }),
  }
}

/** What the server said, as JSON can hold it. */
function ofServer(event: ImapEvent): Arguments | undefined {
  switch (event.type) {
    case 'messageNew':
      return { mailbox: event.mailbox, uids: event.uids.toString() }
    case 'messageExpunge':
      return { mailbox: event.mailbox, uids: event.uids.toString(), unidentified: event.unidentified }
    case 'flagChange':
      return { mailbox: event.mailbox, uids: event.uids.toString(), flags: event.flags }
    case 'mailboxStatus': {
      const items = Object.entries(event.items).map(([item, value]) => [item, String(value)] as const)
      return { mailbox: event.mailbox, ...Object.fromEntries(items) }
    }
    case 'mailboxName':
      return { mailbox: event.list.mailbox, change: event.change, oldName: event.oldName }
    case 'mailboxReset':
      return { mailbox: event.mailbox, uidValidity: event.uidValidity, previous: event.previous }
    case 'subscriptionChange':
      return { mailbox: event.list.mailbox, subscribed: event.subscribed }
    case 'metadataChange':
      return { mailbox: event.mailbox, entries: event.entries }
    case 'notificationOverflow':
      return { ended: event.ended }
    case 'alert':
    case 'bye':
      return { text: event.text }
    case 'notice':
      return { status: event.status, text: event.text }
    case 'untagged':
      return { mailbox: event.mailbox, name: event.name, malformed: event.malformed }
    default:
      return undefined
  }
}

function ofConnection(event: ImapEvent): Arguments | undefined {
  switch (event.type) {
    case 'connected':
      return { secure: event.secure }
    case 'disconnected':
      return { error: event.error?.code }
    case 'degraded':
      return { what: event.what, reason: event.reason }
    case 'overflow':
      return { lost: Object.fromEntries(event.lost), mailboxes: event.mailboxes }
    default:
      return undefined
  }
}
