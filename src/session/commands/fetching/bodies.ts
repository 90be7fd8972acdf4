import { CommandLine } from '../../../codec/encode/command-line.ts'
import { fetchRequest } from '../../../codec/encode/fetch-item.ts'
import type { FetchQuery } from '../../../codec/encode/fetch-query.ts'
import type { SectionName } from '../../../codec/decode/fetch-section.ts'
import type { LiteralSink, LiteralStart } from '../../../codec/decode/parser.ts'
import { sequenceSet, type SequenceSet, type SetInput } from '../../../codec/sequence-set.ts'
import type { Fetch, FetchSection, Malformed } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Offer, RowTaker, Taken } from '../../command.ts'
import { footprint, membersOf } from '../../footprint.ts'
import { GivenOut } from './given-out.ts'
import { answers, type SectionExpectation } from './row-items.ts'

/** A body is about to come. */
export interface BodyStart {
  readonly uid: number
  /** Octets. */
  readonly size: number
}

/** Takes the octets of one body. `chunk` is valid only during the call: copy what is to be kept. */
export type BodySink = (chunk: Uint8Array) => void

/** A body has come whole. */
export interface BodyEnd {
  readonly uid: number
  /** What the sink got; null when the message has no such part. */
  readonly octets: number | null
}

export interface BodiesOptions {
  /** The section: `1`, `2.MIME`, `TEXT`, `HEADER`; the whole message unless given. */
  readonly part?: string
  readonly uidValidity?: number
}

/** UID FETCH of one section whose octets go to a sink as they arrive, and are kept by nobody. */
export function bodies(
  set: SetInput,
  open: (body: BodyStart) => BodySink,
  options: BodiesOptions,
): Command<void, BodyEnd> {
  if (typeof open !== 'function') throw new UsageError('UID FETCH: expected a function that opens a sink for each body')
  const messages = sequenceSet(set, 'UID FETCH set')
  const request = fetchRequest(queryOf(options.part))
  const line = new CommandLine('UID FETCH').set(messages)
  request.put(line)
  return {
    name: 'UID FETCH',
    uidValidity: options.uidValidity,
    adapts: false,
    plan: (facts) => ({
      line,
      bodies: true,
      footprint: footprint({ state: 'selected', selection: 'reads', reads: [membersOf(facts.mailbox, messages)] }),
      collector: new BodyCollector(messages, request.expected[0] as SectionExpectation, open),
    }),
  }
}

function queryOf(part: string | undefined): FetchQuery {
  if (part === undefined) return { source: true }
  if (part.toUpperCase() === 'TEXT') return { text: true }
  if (part.toUpperCase() === 'HEADER') return { headers: true }
  return { parts: [part] }
}

class BodyCollector implements Collector<void, BodyEnd>, RowTaker {
  readonly rows: RowTaker = this
  readonly singleUid: number | undefined
  emit?: (end: BodyEnd, octets: number) => void
  readonly #set: SequenceSet
  readonly #wanted: SectionExpectation
  readonly #open: (body: BodyStart) => BodySink
  readonly #given: GivenOut = new GivenOut()
  #failure: ProtocolError | UsageError | undefined

  constructor(set: SequenceSet, wanted: SectionExpectation, open: (body: BodyStart) => BodySink) {
    this.#set = set
    this.#wanted = wanted
    this.#open = open
    this.singleUid = set.usesStar || set.known.size !== 1 ? undefined : set.known.min
  }

  asksFor(section: SectionName, { uid, isLargest }: Offer): boolean {
    if (!this.#set.matches(uid, isLargest) || this.#given.has(uid)) return false
    return answers(section, this.#wanted)
  }

  sink({ size }: LiteralStart, { uid }: Offer): LiteralSink {
    return this.#guarded(uid, size)
  }

  /** What the caller throws fails the command, not the connection. */
  #guarded(uid: number, size: number): LiteralSink {
    const attempt = <T>(run: () => T): T | undefined => {
      if (this.#failure !== undefined) return undefined
      try {
        return run()
      } catch (cause) {
        this.#failure = new UsageError(`UID FETCH: the sink for UID ${uid} threw`, 'ERR_IMAP_ARGUMENT', { cause })
        return undefined
      }
    }
    const sink = attempt(() => this.#open({ uid, size }))
    return (chunk) => attempt(() => sink?.(chunk))
  }

  takeRow(row: Fetch, offer: Offer): Taken {
    const section = row.attributes.sections?.find((each) => this.asksFor(each, offer))
    if (section === undefined) return { used: false, flags: false }
    this.#given.add(offer.uid)
    this.emit?.({ uid: offer.uid, octets: this.#octetsOf(section, offer.uid) }, 0)
    return { used: true, flags: false }
  }

  /** Small bodies come whole, with the row. */
  #octetsOf({ value }: FetchSection, uid: number): number | null {
    if (value === null) return null
    if (!(value instanceof Uint8Array)) return value.streamed
    this.#guarded(uid, value.length)(value)
    return value.length
  }

  spoil(line: Malformed): void {
    const text = `UID FETCH: a row could not be read: ${line.reason}`
    this.#failure ??= new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
  }

  finish(): void {
    if (this.#failure !== undefined) throw this.#failure
  }
}
