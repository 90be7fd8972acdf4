/** A stretch of one body section of one message: what downloads are made of (RFC 9051 §6.4.5). */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { isPart, sectionSpec, type OctetRange, type Section } from '../../../codec/encode/section.ts'
import type { SectionName } from '../../../codec/decode/fetch-section.ts'
import type { LiteralSink, LiteralStart } from '../../../codec/decode/parser.ts'
import type { Fetch, FetchSection, Malformed } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Facts, Offer, RowTaker, Taken } from '../../command.ts'
import { footprint, membersOf } from '../../footprint.ts'
import { sequenceSet } from '../../../codec/sequence-set.ts'

const NAME = 'UID FETCH'

/** What is being downloaded, and the mailbox it is in from the first command on. */
export class Target {
  readonly uid: number
  readonly section: Section
  /** `1`, `HEADER`, `2.MIME`; empty for the whole message. */
  readonly spec: string
  /** The server undoes the transfer encoding (RFC 3516). */
  binary = false
  #uidValidity: number | undefined
  #mailbox: string | undefined
  #selection: Facts['selection']

  /** @throws UsageError */
  constructor(uid: number, part: string | undefined, uidValidity: number | undefined) {
    this.uid = uid
    this.section = sectionOf(part)
    this.spec = sectionSpec(this.section, NAME)
    this.#uidValidity = uidValidity
  }

  get mailbox(): string | undefined {
    return this.#mailbox
  }

  /** Known at the latest when the first answer is there. */
  get uidValidity(): number | undefined {
    return this.#uidValidity ?? this.#selection?.uidValidity
  }

  /** The UID means a message of this mailbox. */
  bind({ mailbox, selection }: Facts): void {
    this.#mailbox = mailbox
    this.#selection = selection
  }

  /** @throws UsageError once another mailbox has been selected: there the UID means another message */
  check({ mailbox, selection }: Facts): void {
    if (selection === this.#selection) return
    if (mailbox === this.#mailbox && this.uidValidity !== undefined) return
    throw new UsageError(
      `${NAME}: UID ${this.uid} is of ${this.#mailbox}, which is not selected any more`,
      'ERR_IMAP_STATE',
    )
  }
}

function sectionOf(part: string | undefined): Section {
  if (part === undefined) return {}
  const given = typeof part === 'string' ? part : ''
  const [, number, ofPart, ofMessage] = /^(?:([\d.]*\d)(?:\.([A-Z]+))?|([A-Z]+))$/i.exec(given) ?? []
  const word = (ofPart ?? ofMessage)?.toUpperCase() as Section['text']
  if (number === undefined ? word === undefined : !isPart(number)) {
    throw new UsageError(`${NAME}: expected a part such as 1.2, HEADER, TEXT or 1.MIME`)
  }
  return { ...(number === undefined ? {} : { part: number }), ...(word === undefined ? {} : { text: word }) }
}

/** What came for a stretch. */
export interface SliceAnswer {
  /** Undefined when the octets went to `Overflow`. */
  readonly octets: Uint8Array | undefined
  /** They begin at the beginning of the section and not where they were asked to. */
  readonly whole: boolean
}

/** Takes the octets of a server that sends more than it was asked for, as they come. The chunk is the taker's to keep. */
export interface Overflow {
  /** @param whole as in `SliceAnswer` */
  begin(size: number, whole: boolean): void
  take(chunk: Uint8Array): void
}

export interface SliceOptions {
  readonly overflow: Overflow
  /** An answer that tells no place may be ours, wherever ours was to begin. */
  readonly placeless: boolean
}

/** UID FETCH of `range` of the section. */
export function slice(target: Target, range: OctetRange, options: SliceOptions): Command<SliceAnswer> {
  const messages = sequenceSet(target.uid, `${NAME} set`)
  return {
    name: NAME,
    get uidValidity() {
      return target.uidValidity
    },
    adapts: target.binary,
    plan(facts) {
      target.check(facts)
      const item = target.binary ? 'BINARY' : 'BODY'
      const line = new CommandLine(NAME).set(messages)
      line.list((items) => items.atom('UID').section(`${item}.PEEK`, target.section, range))
      const stretch = `${item}[${target.spec}]<${range.start}>`
      return {
        line,
        bodies: true,
        footprint: footprint({
          state: 'selected',
          selection: 'reads',
          reads: [membersOf(facts.mailbox, messages)],
          // Of two stretches of one place the answers would look the same.
          writes: [{ kind: 'stretch', mailbox: facts.mailbox, uids: messages, flags: [stretch] }],
        }),
        collector: new SliceCollector(target, item, range, options),
      }
    },
  }
}

export function noMessage({ uid, mailbox }: Target): UsageError {
  const text = `${NAME}: there is no message with UID ${uid} in ${mailbox ?? 'the mailbox'}`
  return new UsageError(text, 'ERR_IMAP_NO_MESSAGE', { outcome: 'answered' })
}

export function noPart({ uid, spec }: Target): UsageError {
  return new UsageError(`${NAME}: the message with UID ${uid} has no part ${spec}`, 'ERR_IMAP_NO_MESSAGE', {
    outcome: 'answered',
  })
}

class SliceCollector implements Collector<SliceAnswer>, RowTaker {
  readonly rows: RowTaker = this
  readonly singleUid: number
  readonly #target: Target
  readonly #item: string
  readonly #range: OctetRange
  readonly #options: SliceOptions
  #answer: SliceAnswer | undefined
  #missing = false
  #spoiled: Malformed | undefined

  constructor(target: Target, item: string, range: OctetRange, options: SliceOptions) {
    this.singleUid = target.uid
    this.#target = target
    this.#item = item
    this.#range = range
    this.#options = options
  }

  asksFor({ item, section, origin }: SectionName, { uid }: Offer): boolean {
    if (uid !== this.#target.uid || this.#answer !== undefined) return false
    if (item !== this.#item || section !== this.#target.spec) return false
    return (
      origin === this.#range.start || (origin === undefined && (this.#range.start === 0 || this.#options.placeless))
    )
  }

  /** As much as was asked for comes with the row. */
  sink({ size, origin }: LiteralStart): LiteralSink | undefined {
    if (size <= this.#range.length) return undefined
    const { overflow } = this.#options
    overflow.begin(size, origin === undefined)
    return (chunk) => overflow.take(chunk.slice())
  }

  takeRow(row: Fetch, offer: Offer): Taken {
    const section = row.attributes.sections?.find((each) => this.asksFor(each, offer))
    if (section === undefined) return { used: false, flags: false }
    this.#take(section)
    return { used: true, flags: false, keeps: true }
  }

  #take({ value, origin }: FetchSection): void {
    if (value === null) this.#missing = true
    const octets = value instanceof Uint8Array ? value : undefined
    this.#answer = { octets, whole: origin === undefined }
  }

  spoil(line: Malformed): void {
    if (line.uid === undefined || line.uid === this.#target.uid) this.#spoiled = line
  }

  finish(): SliceAnswer {
    if (this.#answer === undefined && this.#spoiled !== undefined) {
      const text = `${NAME}: a row could not be read: ${this.#spoiled.reason}`
      throw new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
    }
    if (this.#missing) throw noPart(this.#target)
    if (this.#answer === undefined) throw noMessage(this.#target)
    return this.#answer
  }
}
