/** Answers that name their command by a correlator, or their mailbox: found by slot, never by age. */
import { NumberSet } from '../../codec/number-set.ts'
import type {
  ESearch,
  Malformed,
  MailboxStatus,
  MetadataNews,
  Reply,
  ResponseCode,
  Search,
  Status,
  UidBatches,
  Untagged,
} from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import { slotOf } from '../replies.ts'
import type { Boundary } from './boundary.ts'
import { causeOf, type Ground } from './ground.ts'
import { notice, stray } from './strays.ts'

/** Commands that ESEARCH may answer. */
export const SEARCHES: ReadonlySet<string> = new Set(['UID SEARCH', 'UID SORT', 'ESEARCH'])

export class Answers {
  readonly #ground: Ground
  readonly #boundary: Boundary

  constructor(ground: Ground, boundary: Boundary) {
    this.#ground = ground
    this.#boundary = boundary
  }

  /** Offers a response to the owner of a slot, or of all slots of that name. */
  bySlot(slot: string, response: Untagged): Entry | undefined {
    return this.#offer(slot, response) ?? this.#offer(allOf(slot), response) ?? this.#ground.inFlight.takerOfAll
  }

  #offer(slot: string, response: Untagged): Entry | undefined {
    const owner = this.#ground.inFlight.bySlot(slot)
    return owner?.collector?.take?.(response) === true ? owner : undefined
  }

  /** A reply goes to the owner of its slot, and is an event in any case. */
  reply(response: Reply): void {
    this.#ground.emit({ type: 'serverReply', cause: causeOf(this.bySlot(slotOf(response), response)), response })
  }

  /** RFC 8508 §4.3: REPLACE tells of the new message before it removes the old one. */
  replaced(response: Status, uids: NumberSet): void {
    const owner = this.bySlot('REPLACE', response)
    if (owner?.selection !== undefined && owner.command.mailbox === owner.selection.mailbox) {
      owner.selection.expectArrivals(uids, owner.token)
    }
  }

  metadataNews({ mailbox, entries }: MetadataNews): void {
    this.#ground.emit({ type: 'metadataChange', mailbox, cause: 'unsolicited', entries })
  }

  search(response: Search): void {
    this.#found(response, this.bySlot('SEARCH', response))
  }

  #found(response: Search | ESearch, owner: Entry | undefined): void {
    const told = response.type === 'esearch' ? response.mailbox : undefined
    const mailbox = told ?? owner?.selection?.mailbox ?? this.#boundary.current?.mailbox
    if (mailbox === undefined) {
      const found = response.type === 'search' ? response.numbers : (response.all ?? NumberSet.empty)
      return stray(this.#ground, `${response.type.toUpperCase()} ${found.toString()}`.trimEnd())
    }
    this.#ground.emit({ type: 'searchResult', mailbox, cause: causeOf(owner), response })
  }

  esearch(response: ESearch): void {
    const { correlator } = this.#ground.recognition.profile
    if (correlator && response.tag !== undefined) return this.#found(response, this.byTag(response.tag, response))
    this.#found(response, this.bySlot('SEARCH', response) ?? this.#onlySearch(response))
    if (response.tag === undefined) this.#ground.recognition.distrustCorrelator()
  }

  uidBatches(response: UidBatches): void {
    const owner = response.tag === undefined ? undefined : this.byTag(response.tag, response)
    this.#ground.emit({ type: 'serverReply', cause: causeOf(owner), response })
  }

  /** Offers a response to the command whose tag it carries: in flight, or answered and still yielding. */
  byTag(tag: string, response: Untagged): Entry | undefined {
    const { inFlight, live } = this.#ground
    const owner = inFlight.byTag(tag) ?? live.byTag(tag)
    return owner?.written === true && owner.collector?.take?.(response) === true ? owner : undefined
  }

  /** Without a correlator an answer is nobody's (RFC 9051 §7.3.4), unless just one search could have caused it. */
  #onlySearch(response: ESearch): Entry | undefined {
    const searches = [...this.#ground.inFlight.all()].filter(
      (entry) => entry.written && SEARCHES.has(entry.command.name),
    )
    if (searches.length === 1) return searches[0]!.collector?.take?.(response) === true ? searches[0] : undefined
    // A search of many mailboxes would not miss it.
    for (const { command, collector } of searches) if (command.name === 'ESEARCH') collector?.spoil?.(NAMELESS)
    return undefined
  }

  mailboxStatus(response: MailboxStatus): void {
    const slot = `STATUS:${response.wireName ?? response.mailbox}`
    const owner = this.bySlot(slot, response)
    this.#ground.emit({
      type: 'mailboxStatus',
      mailbox: response.mailbox,
      cause: causeOf(owner),
      items: response.items,
    })
  }

  /** RFC 9585 §4. Without a tag it is about one of the commands in flight, and nobody can tell which unless it is alone. */
  progress({ tag, progress, goal }: Extract<ResponseCode, { name: 'INPROGRESS' }>): void {
    const { inFlight } = this.#ground
    const [only, ...others] = tag === null ? inFlight.all() : []
    const entry = tag !== null ? inFlight.byTag(tag) : others.length === 0 ? only : undefined
    this.#ground.emit({
      type: 'progress',
      mailbox: entry?.mailbox,
      cause: causeOf(entry),
      progress: progress ?? undefined,
      goal: goal ?? undefined,
    })
  }

  /** RFC 5267 §4.3.1: a search whose results will not be kept up to date. */
  noUpdate(response: Status, tag: string): void {
    const { inFlight, live } = this.#ground
    const search = inFlight.byTag(tag) ?? live.byTag(tag)
    search?.collector?.take?.(response)
    notice(this.#ground, response)
  }

  /**
   * RFC 9738 §3.1: untagged where the tagged OK carries another code. It does not say which command it is about, so
   * every one that names messages may be short.
   */
  limited(code: Extract<ResponseCode, { name: 'MESSAGELIMIT' }>): void {
    for (const entry of this.#ground.inFlight.all())
      if (entry.written && LIMITED.test(entry.command.name)) entry.limit = code
  }
}

const NAMELESS: Malformed = {
  type: 'malformed',
  name: 'ESEARCH',
  bytes: new Uint8Array(),
  reason: 'it does not say which search it answers',
  sequence: undefined,
  uid: undefined,
}

/** Commands on sets of messages. */
const LIMITED = /^(UID )?(FETCH|STORE|SEARCH|SORT|THREAD|COPY|MOVE|EXPUNGE)$/

/** `STATUS:*` for `STATUS:INBOX`. */
function allOf(slot: string): string {
  const colon = slot.indexOf(':')
  return `${colon < 0 ? slot : slot.slice(0, colon)}:*`
}
