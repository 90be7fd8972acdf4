/**
 * Whose response is it.
 *
 * Every untagged response is (1) applied to the view of the mailbox it belongs to, (2) offered to commands
 * by content: slot, correlator, or UID and item; never by age, because servers complete commands out of
 * order, and (3) turned into an event. "Solicited" is a property of each data item, not of the line: a
 * server may merge a pending flag change into the row that somebody asked for.
 *
 * The mailbox of a response is the one selected at that point of the incoming stream. Between a SELECT and
 * its `[CLOSED]` data belong to the old mailbox, after it to the new (RFC 9051 §7.1, RFC 7162 §3.2.11).
 * A server without CLOSED is past the boundary when it first describes a mailbox again.
 */
import type { LiteralSink, LiteralStart } from '../../codec/decode/parser.ts'
import type { Malformed, Status, Untagged } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { Selection } from '../selection/selection.ts'
import { Answers, SEARCHES } from './answers.ts'
import { Boundary } from './boundary.ts'
import type { Ground } from './ground.ts'
import { Listings } from './listings.ts'
import { MailboxView } from './mailbox-view.ts'
import { Rows } from './rows.ts'
import { notice } from './strays.ts'

const NOTIFY_ERROR = /^NOTIFY error\b/i

export class Attribution {
  readonly #ground: Ground
  readonly #boundary: Boundary
  readonly #view: MailboxView
  readonly #rows: Rows
  readonly #answers: Answers
  readonly #listings: Listings

  constructor(ground: Ground) {
    this.#ground = ground
    this.#boundary = new Boundary(ground)
    this.#view = new MailboxView(ground, this.#boundary)
    this.#rows = new Rows(ground, this.#boundary)
    this.#answers = new Answers(ground, this.#boundary)
    this.#listings = new Listings(ground, this.#answers)
  }

  /** The mailbox whose data the server is sending at this point of the stream. */
  get current(): Selection | undefined {
    return this.#boundary.current
  }

  /** The old mailbox is left behind. */
  pass(): void {
    this.#boundary.pass()
  }

  /** Nobody is logged in any more. */
  forgetLogin(): void {
    this.#ground.notify = undefined
    this.#listings.forget()
  }

  /** Where the octets of a body go while they come; undefined keeps them for the row. */
  sinkFor(literal: LiteralStart): LiteralSink | undefined {
    return this.#rows.sinkFor(literal)
  }

  untagged(response: Untagged): void {
    this.#ground.inFlight.takerOfAll?.collector?.take?.(response)
    switch (response.type) {
      case 'fetch':
        return this.#rows.fetch(response)
      case 'exists':
        return this.#view.exists(response.number)
      case 'recent':
        return this.#view.recent(response.number)
      case 'expunge':
        return this.#view.expunge(response.number)
      case 'vanished':
        return this.#view.vanished(response.earlier, response.uids)
      case 'flags':
        return this.#view.flags(response.flags)
      case 'status':
        return this.#status(response)
      case 'search':
        return this.#answers.search(response)
      case 'esearch':
        return this.#answers.esearch(response)
      case 'uidBatches':
        return this.#answers.uidBatches(response)
      case 'mailboxStatus':
        return this.#answers.mailboxStatus(response)
      case 'list':
        return this.#listings.list(response)
      case 'capability':
        this.#answers.bySlot('CAPABILITY', response)
        return this.#ground.capabilities(response.capabilities)
      case 'enabled':
        this.#ground.enabled(response.capabilities)
        return this.#answers.reply(response)
      case 'namespace':
        this.#ground.namespaces(response)
        return this.#answers.reply(response)
      case 'id':
        this.#ground.identified(response.parameters)
        return this.#answers.reply(response)
      case 'metadataNews':
        return this.#answers.metadataNews(response)
      case 'unknown':
        return this.#unknown(response)
      case 'malformed':
        return this.#malformed(response)
      default:
        return this.#answers.reply(response)
    }
  }

  #status(response: Status): void {
    const { code } = response
    switch (code?.name) {
      case 'CLOSED':
        return this.#closed(response)
      case 'UIDVALIDITY':
      case 'UIDNEXT':
      case 'HIGHESTMODSEQ':
      case 'UNSEEN':
      case 'PERMANENTFLAGS':
      case 'NOMODSEQ':
      case 'MAILBOXID':
      case 'ANNOTATIONS':
      case 'READ-ONLY':
      case 'READ-WRITE':
        return this.#view.describe(response, code)
      case 'CAPABILITY':
        return this.#ground.capabilities(code.capabilities)
      case 'COPYUID':
        // RFC 6851 §4.3: MOVE tells its mapping before the expunges, untagged.
        this.#answers.bySlot('MOVE', response)
        return notice(this.#ground, response)
      case 'APPENDUID':
        this.#answers.replaced(response, code.uids)
        return notice(this.#ground, response)
      case 'ALERT':
        return this.#ground.emit({ type: 'alert', text: response.text })
      case 'INPROGRESS':
        return this.#answers.progress(code)
      case 'NOUPDATE':
        return this.#answers.noUpdate(response, code.tag)
      case 'MESSAGELIMIT':
        this.#answers.limited(code)
        return notice(this.#ground, response)
      case 'NOTIFICATIONOVERFLOW':
        // As if NOTIFY NONE had been said.
        this.#ground.notify = undefined
        return this.#ground.emit({ type: 'notificationOverflow', ended: true })
      default:
        return this.#words(response)
    }
  }

  /** Dovecot has no code for news it could not deliver, and goes on. */
  #words(response: Status): void {
    const lost = this.#ground.notify !== undefined && response.status === 'NO' && NOTIFY_ERROR.test(response.text)
    if (lost) this.#ground.emit({ type: 'notificationOverflow', ended: false })
    else notice(this.#ground, response)
  }

  #closed(response: Status): void {
    const { switching } = this.#ground
    if (switching === undefined) return this.#closedUnasked(response)
    switching.closed = true
    this.#boundary.pass()
  }

  /** RFC 9051 §3.3: the server may close the mailbox by itself. */
  #closedUnasked(response: Status): void {
    const { selected } = this.#ground
    if (selected === undefined) return notice(this.#ground, response)
    this.#ground.selected = undefined
    selected.state = 'closed'
    this.#ground.emit({ type: 'mailboxClosed', mailbox: selected.mailbox, cause: 'unsolicited' })
  }

  #unknown(response: Extract<Untagged, { type: 'unknown' }>): void {
    const { name, bytes } = response
    const mailbox = this.#boundary.current?.mailbox
    const owner = this.#answers.bySlot(name, response)
    const cause = owner === undefined ? {} : { cause: owner.token }
    this.#ground.emit({ type: 'untagged', mailbox, name, bytes, malformed: undefined, ...cause })
  }

  #malformed(response: Malformed): void {
    const { name, bytes, reason } = response
    const uid = response.uid ?? this.#boundary.current?.numbering.uidOf(response.sequence ?? 0)
    for (const entry of this.#mayHaveOwned(name, uid)) entry.collector?.spoil?.({ ...response, uid })
    // It may have been a removal, and then every number behind it is wrong.
    if (name === 'EXPUNGE' || name === 'VANISHED')
      this.#boundary.current?.numbering.reset(this.#boundary.current.numbering.exists)
    this.#ground.emit({ type: 'untagged', mailbox: this.#boundary.current?.mailbox, name, bytes, malformed: reason })
  }

  *#earlierAskers(): Iterable<Entry> {
    const { switching, inFlight } = this.#ground
    const fetcher = inFlight.bySlot('EARLIER')
    if (switching !== undefined) yield switching.entry
    if (fetcher !== undefined) yield fetcher
  }

  /** The commands whose answer may have stood in a line nobody could read. */
  *#mayHaveOwned(name: string, uid: number | undefined): Iterable<Entry> {
    const { inFlight } = this.#ground
    if (name === 'FETCH' || name === 'UIDFETCH') {
      for (const entry of uid === undefined ? inFlight.allRowTakers() : inFlight.rowTakers(uid)) {
        if (entry.selection === this.#boundary.current) yield entry
      }
      return
    }
    if (name === 'VANISHED') yield* this.#earlierAskers()
    if (name === 'ESEARCH') yield* this.#ground.live.all()
    const answers = (command: string): boolean => (name === 'ESEARCH' ? SEARCHES.has(command) : command.endsWith(name))
    for (const entry of inFlight.all()) {
      if (entry.written && (answers(entry.command.name) || ownsSlot(entry, name))) yield entry
    }
  }
}

/** It waits for answers that begin so. */
function ownsSlot(entry: Entry, name: string): boolean {
  return entry.plan!.footprint.slots.some((slot) => slot === name || slot.startsWith(`${name}:`))
}
