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
import type { LiteralSink, LiteralStart } from '../codec/parser.ts'
import { NumberSet } from '../codec/number-set.ts'
import type { ESearch, Fetch, List, Malformed, MailboxStatus, Search, Status, Untagged } from '../codec/values.ts'
import type { Entry } from './entry.ts'
import type { Occurrence } from './events.ts'
import { ALL_STATUS_SLOT } from './footprint.ts'
import type { InFlight } from './in-flight.ts'
import type { Selection } from './selection.ts'

/** A SELECT or EXAMINE on the wire. */
export interface Switch {
  readonly entry: Entry
  readonly to: Selection
  /** The old mailbox's data are over. */
  passed: boolean
  /** `[CLOSED]` has been seen for it. */
  closed: boolean
  /** What was selected before, once its data are over. */
  leaves?: Selection | undefined
}

/** What attribution reads and changes of the session. */
export interface Ground {
  readonly inFlight: InFlight
  selected: Selection | undefined
  switching: Switch | undefined
  /** The server announced CONDSTORE, QRESYNC or IMAP4rev2, so it owes us CLOSED. */
  readonly sendsClosed: boolean
  /** The correlator of ESEARCH can be trusted. */
  readonly correlator: boolean
  emit(occurrence: Occurrence<unknown>): void
  capabilities(list: readonly string[]): void
  enabled(list: readonly string[]): void
}

export class Attribution {
  readonly #ground: Ground

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /** The mailbox whose data the server is sending at this point of the stream. */
  get current(): Selection | undefined {
    const { switching, selected } = this.#ground
    return switching?.passed === true ? switching.to : selected
  }

  untagged(response: Untagged): void {
    switch (response.type) {
      case 'fetch':
        return this.#fetch(response)
      case 'exists':
        return this.#exists(response.number)
      case 'recent':
        return this.#recent(response.number)
      case 'expunge':
        return this.#expunge(response.number)
      case 'vanished':
        return this.#vanished(response.earlier, response.uids)
      case 'flags':
        return this.#flags(response.flags)
      case 'status':
        return this.#status(response)
      case 'search':
        return this.#search(response, this.#bySlot('SEARCH', response))
      case 'esearch':
        return this.#esearch(response)
      case 'mailboxStatus':
        return this.#mailboxStatus(response)
      case 'list':
        return this.#list(response)
      case 'capability':
        this.#bySlot('CAPABILITY', response)
        return this.#ground.capabilities(response.capabilities)
      case 'enabled':
        this.#ground.enabled(response.capabilities)
        return this.#reply(response, 'ENABLED')
      case 'namespace':
        return this.#reply(response, 'NAMESPACE')
      case 'id':
        return this.#reply(response, 'ID')
      case 'unknown':
        return this.#unknown(response)
      case 'malformed':
        return this.#malformed(response)
    }
  }

  /** Offers a response to the owner of a slot. */
  #bySlot(slot: string, response: Untagged): Entry | undefined {
    const owner = this.#ground.inFlight.bySlot(slot)
    return owner?.collector?.take?.(response) === true ? owner : undefined
  }

  #reply(response: Extract<Untagged, { type: 'namespace' | 'id' | 'enabled' }>, slot: string): void {
    this.#ground.emit({ type: 'serverReply', cause: causeOf(this.#bySlot(slot, response)), response })
  }

  // --- the selected mailbox -------------------------------------------------------------------------

  /** A line that describes a mailbox: without CLOSED it marks the boundary. */
  #describes(): Selection | undefined {
    const { switching, selected, sendsClosed } = this.#ground
    if (switching !== undefined && !switching.passed && (!sendsClosed || selected === undefined)) this.pass()
    return this.current
  }

  /**
   * The mailbox that rows and removals are about. No server tells any of a mailbox it is still opening, so without
   * CLOSED they are late news of the old one, which is gone by then.
   */
  #certain(): Selection | undefined {
    const { switching } = this.#ground
    const late = switching?.passed === true && !switching.closed && switching.leaves !== undefined
    return late ? undefined : this.current
  }

  /** The old mailbox is left behind. */
  pass(): void {
    const { switching, selected } = this.#ground
    if (switching === undefined || switching.passed) return
    switching.passed = true
    switching.leaves = selected
    this.#ground.selected = undefined
    if (selected === undefined) return
    selected.state = 'closed'
    this.#ground.emit({ type: 'mailboxClosed', mailbox: selected.mailbox, cause: switching.entry.token })
  }

  #exists(count: number): void {
    const selection = this.#describes()
    if (selection === undefined) return this.#stray(`${count} EXISTS`)
    const before = selection.numbering.exists
    selection.described = true
    if (selection.state === 'pending') {
      selection.numbering.reset(count)
      selection.told = count
      return
    }
    if (!selection.numbering.grow(count)) return this.#contradiction(selection, 'EXISTS', count)
    this.#items(selection, { messages: count })
    if (count > before) selection.arrivalsPending = true
  }

  #recent(count: number): void {
    const selection = this.#describes()
    if (selection === undefined) return this.#stray(`${count} RECENT`)
    selection.recent = count
    if (selection.state !== 'pending') this.#items(selection, { recent: count })
  }

  #flags(flags: readonly string[]): void {
    const selection = this.#describes()
    if (selection === undefined) return this.#stray(`FLAGS (${flags.join(' ')})`)
    selection.flags = flags
    if (selection.state !== 'pending') this.#flagList(selection, flags, undefined)
  }

  #expunge(sequence: number): void {
    const selection = this.#certain()
    if (selection === undefined) return this.#stray(`${sequence} EXPUNGE`)
    if (sequence <= selection.told) selection.told--
    const uid = selection.expunge(sequence)
    if (uid === false) return this.#contradiction(selection, 'EXPUNGE', sequence)
    if (uid !== undefined) return this.#removed(selection, NumberSet.of(uid))
    const [remover] = this.#ground.inFlight.removers()
    this.#gone(selection, remover?.entry, NumberSet.empty, 1)
  }

  /** One line may tell what several commands have removed, and somebody else besides: one event for each. */
  #removed(selection: Selection, uids: NumberSet): void {
    let rest = uids
    for (const { entry, removes } of this.#ground.inFlight.removers()) {
      const own = removes === undefined ? rest : rest.intersection(removes)
      if (own.isEmpty) continue
      rest = rest.difference(own)
      entry.collector!.removed!(own)
      this.#gone(selection, entry, own, 0)
    }
    if (!rest.isEmpty) this.#gone(selection, undefined, rest, 0)
  }

  #gone({ mailbox }: Selection, remover: Entry | undefined, uids: NumberSet, unidentified: number): void {
    this.#ground.emit({ type: 'messageExpunge', mailbox, cause: causeOf(remover), uids, unidentified, earlier: false })
  }

  #vanished(earlier: boolean, uids: NumberSet): void {
    const selection = earlier ? this.current : this.#certain()
    if (selection === undefined) return this.#stray(`VANISHED ${earlier ? '(EARLIER) ' : ''}${uids.toString()}`)
    if (!earlier) {
      selection.vanish(uids)
      selection.told = Math.min(selection.told, selection.numbering.exists)
      return this.#removed(selection, uids)
    }
    const { mailbox } = selection
    this.#ground.emit({ type: 'messageExpunge', mailbox, cause: this.#earlierCause(), uids, unidentified: 0, earlier })
  }

  #earlierCause(): unknown {
    return this.#ground.switching?.entry.token ?? causeOf(this.#ground.inFlight.bySlot('EARLIER'))
  }

  #items(selection: Selection, items: MailboxStatus['items']): void {
    this.#ground.emit({ type: 'mailboxStatus', mailbox: selection.mailbox, cause: 'unsolicited', items })
  }

  #flagList(
    selection: Selection,
    flags: readonly string[] | undefined,
    permanent: readonly string[] | undefined,
  ): void {
    this.#ground.emit({
      type: 'mailboxFlags',
      mailbox: selection.mailbox,
      cause: 'unsolicited',
      flags,
      permanentFlags: permanent,
    })
  }

  // --- rows -----------------------------------------------------------------------------------------

  #fetch(row: Fetch): void {
    const selection = this.#certain()
    if (selection === undefined) return this.#stray(row.sequence === undefined ? 'UIDFETCH' : `${row.sequence} FETCH`)
    const before = selection.numbering.exists
    const uid = selection.uidOfRow(row)
    // Some servers describe a message before they announce it; the row is as good as an EXISTS.
    if (selection.state === 'live' && selection.numbering.exists > before) selection.arrivalsPending = true
    if (uid === undefined) return this.#anonymousFlags(selection, row)
    const offer = { uid, sequence: row.sequence, isLargest: selection.isLargest(uid, row.sequence) }
    let flagsAsked = false
    let asker: Entry | undefined
    for (const entry of this.#ground.inFlight.rowTakers(uid)) {
      if (entry.selection !== selection) continue
      const taken = entry.collector!.rows!.takeRow(row, offer)
      flagsAsked ||= taken.flags
      if (taken.used && asker?.internal !== false) asker = entry
    }
    if (asker !== undefined && !asker.internal) {
      this.#ground.emit({ type: 'fetch', mailbox: selection.mailbox, cause: asker.token, uid, row })
    }
    const changed = row.attributes.flags !== undefined || (asker === undefined && row.attributes.modSeq !== undefined)
    if (changed && !flagsAsked) this.#flagChange(selection, row, uid, this.#flagSetter(selection, offer))
    else if (asker === undefined && !changed) this.#unaskedRow(selection, row, uid)
  }

  /**
   * Where the octets of a body go while they come: to the one command that takes them so, or nowhere when all who
   * asked have been cancelled. Undefined: keep them for the row.
   */
  sinkFor(literal: LiteralStart): LiteralSink | undefined {
    const selection = this.current
    const uid = literal.uid ?? selection?.numbering.uidOf(literal.sequence ?? 0)
    if (selection === undefined || uid === undefined) return undefined
    const offer = { uid, sequence: literal.sequence, isLargest: selection.isLargest(uid, literal.sequence) }
    const askers = [...this.#ground.inFlight.rowTakers(uid)].filter(
      (entry) => entry.selection === selection && entry.collector?.rows?.asksFor?.(literal, offer) === true,
    )
    const waiting = askers.filter((entry) => !entry.settled)
    if (askers.length > 0 && waiting.length === 0) return () => {}
    const [only] = waiting
    if (only === undefined || waiting.length > 1 || only.held !== undefined) return undefined
    return only.collector?.rows?.sink?.(literal, offer)
  }

  #flagSetter(
    selection: Selection,
    offer: { uid: number; sequence: number | undefined; isLargest: boolean },
  ): Entry | undefined {
    for (const entry of this.#ground.inFlight.rowTakers(offer.uid)) {
      if (entry.selection === selection && entry.collector!.rows!.causes?.(offer) === true) return entry
    }
    return undefined
  }

  #flagChange(selection: Selection, row: Fetch, uid: number, setter: Entry | undefined): void {
    this.#ground.emit({
      type: 'flagChange',
      mailbox: selection.mailbox,
      cause: causeOf(setter),
      uids: NumberSet.of(uid),
      flags: row.attributes.flags,
      modSeq: row.attributes.modSeq,
      unidentified: 0,
    })
  }

  /** Dovecot sends flag changes without a UID unless QRESYNC is on; of a message nobody has looked at. */
  #anonymousFlags(selection: Selection, row: Fetch): void {
    this.#ground.emit({
      type: 'flagChange',
      mailbox: selection.mailbox,
      cause: 'unsolicited',
      uids: NumberSet.empty,
      flags: row.attributes.flags,
      modSeq: row.attributes.modSeq,
      unidentified: 1,
    })
  }

  #unaskedRow(selection: Selection, row: Fetch, uid: number): void {
    this.#ground.emit({ type: 'fetch', mailbox: selection.mailbox, cause: 'unsolicited', uid, row })
  }

  // --- answers that name their command or their mailbox ---------------------------------------------

  #search(response: Search | ESearch, owner: Entry | undefined): void {
    const mailbox = owner?.selection?.mailbox ?? this.current?.mailbox
    if (mailbox === undefined) {
      const found = response.type === 'search' ? response.numbers : (response.all ?? NumberSet.empty)
      return this.#stray(`${response.type.toUpperCase()} ${found.toString()}`.trimEnd())
    }
    this.#ground.emit({ type: 'searchResult', mailbox, cause: causeOf(owner), response })
  }

  #esearch(response: ESearch): void {
    const { inFlight, correlator } = this.#ground
    if (!correlator) return this.#search(response, this.#bySlot('SEARCH', response))
    if (response.tag === undefined) return this.#search(response, this.#onlySearch(response))
    const owner = inFlight.byTag(response.tag)
    const taken = owner?.written === true && owner.collector?.take?.(response) === true
    this.#search(response, taken ? owner : undefined)
  }

  /** Without a correlator an answer is nobody's (RFC 9051 §7.3.4), unless just one search could have caused it. */
  #onlySearch(response: ESearch): Entry | undefined {
    const searches = [...this.#ground.inFlight.all()].filter(
      (entry) => entry.written && entry.command.name === 'UID SEARCH',
    )
    return searches.length === 1 && searches[0]!.collector?.take?.(response) === true ? searches[0] : undefined
  }

  #mailboxStatus(response: MailboxStatus): void {
    const slot = `STATUS:${response.wireName ?? response.mailbox}`
    const owner = this.#bySlot(slot, response) ?? this.#bySlot(ALL_STATUS_SLOT, response)
    this.#ground.emit({
      type: 'mailboxStatus',
      mailbox: response.mailbox,
      cause: causeOf(owner),
      items: response.items,
    })
  }

  #list(response: List): void {
    const renamed = response.oldName !== undefined
    const owner = renamed ? undefined : this.#lister(response)
    const switching = this.#ground.switching
    // IMAP4rev2 describes the mailbox in SELECT's answer, too (RFC 9051 §6.3.2).
    const opener = switching?.to.mailbox === response.mailbox ? switching.entry : undefined
    const cause = causeOf(owner ?? opener)
    const mailbox = response.mailbox
    if (cause === 'unsolicited' && !renamed && has(response, '\\Subscribed')) {
      return this.#ground.emit({ type: 'subscriptionChange', mailbox, cause, subscribed: true, list: response })
    }
    const change = renamed
      ? 'renamed'
      : has(response, '\\NonExistent')
        ? 'deleted'
        : cause === 'unsolicited'
          ? 'created'
          : 'listed'
    this.#ground.emit({
      type: 'mailboxName',
      mailbox,
      cause,
      change: cause === 'unsolicited' ? change : 'listed',
      oldName: response.oldName?.mailbox,
      list: response,
    })
  }

  #lister(response: List): Entry | undefined {
    if (response.command === 'LSUB') return this.#bySlot('LSUB', response)
    const owner = this.#ground.inFlight.lister(response.mailbox)
    return owner?.collector?.take?.(response) === true ? owner : undefined
  }

  // --- status responses -----------------------------------------------------------------------------

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
      case 'READ-ONLY':
      case 'READ-WRITE':
        return this.#describe(response, code)
      case 'CAPABILITY':
        return this.#ground.capabilities(code.capabilities)
      case 'COPYUID':
        // RFC 6851 §4.3: MOVE tells its mapping before the expunges, untagged.
        this.#bySlot('MOVE', response)
        return this.#notice(response)
      case 'ALERT':
        return this.#ground.emit({ type: 'alert', text: response.text })
      case 'NOTIFICATIONOVERFLOW':
        return this.#ground.emit({ type: 'notificationOverflow' })
      default:
        return this.#notice(response)
    }
  }

  #closed(response: Status): void {
    const { switching } = this.#ground
    if (switching === undefined) return this.#closedUnasked(response)
    switching.closed = true
    this.pass()
  }

  /** RFC 9051 §3.3: the server may close the mailbox by itself. */
  #closedUnasked(response: Status): void {
    const { selected } = this.#ground
    if (selected === undefined) return this.#notice(response)
    this.#ground.selected = undefined
    selected.state = 'closed'
    this.#ground.emit({ type: 'mailboxClosed', mailbox: selected.mailbox, cause: 'unsolicited' })
  }

  #notice(response: Status): void {
    const { status, code, text } = response
    if (status === 'OK' || status === 'NO' || status === 'BAD')
      this.#ground.emit({ type: 'notice', status, code, text })
  }

  #describe(response: Status, code: NonNullable<Status['code']>): void {
    const selection = this.#describes()
    if (selection === undefined) return this.#notice(response)
    const live = selection.state !== 'pending'
    switch (code.name) {
      case 'UIDVALIDITY':
        return this.#uidValidity(selection, code.value, response)
      case 'UIDNEXT':
        selection.uidNext = Math.max(selection.uidNext ?? 0, code.value)
        if (live) selection.newFrom ??= code.value
        if (live) this.#items(selection, { uidNext: code.value })
        return
      case 'HIGHESTMODSEQ':
        selection.highestModSeq = code.value
        if (live) this.#items(selection, { highestModSeq: code.value })
        return
      case 'UNSEEN':
        selection.firstUnseen = code.value
        break
      case 'PERMANENTFLAGS':
        selection.permanentFlags = code.flags
        if (live) this.#flagList(selection, undefined, code.flags)
        return
      case 'MAILBOXID':
        selection.mailboxId = code.id
        break
      case 'READ-ONLY':
      case 'READ-WRITE':
        selection.readOnly = code.name === 'READ-ONLY'
        break
      default:
        break
    }
    if (live) this.#notice(response)
  }

  #uidValidity(selection: Selection, value: number, response: Status): void {
    const previous = selection.uidValidity
    selection.uidValidity = value
    if (selection.state === 'pending') return
    if (previous === undefined || previous === value) return this.#notice(response)
    selection.forgetUids()
    this.#ground.emit({
      type: 'mailboxReset',
      mailbox: selection.mailbox,
      cause: 'unsolicited',
      uidValidity: value,
      previous,
    })
  }

  // --- what does not fit ----------------------------------------------------------------------------

  #unknown(response: Extract<Untagged, { type: 'unknown' }>): void {
    const { name, bytes } = response
    this.#ground.emit({ type: 'untagged', mailbox: this.current?.mailbox, name, bytes, malformed: undefined })
  }

  /** RFC 9051 §11.3: mailbox data with no mailbox selected are to be ignored; we still show them. */
  #stray(line: string): void {
    const [name = ''] = /[A-Z]+/.exec(line) ?? []
    const bytes = new TextEncoder().encode(`* ${line}`)
    this.#ground.emit({ type: 'untagged', mailbox: undefined, name, bytes, malformed: 'no mailbox is selected' })
  }

  /** The numbering cannot be trusted any more: forget which UID has which number. */
  #contradiction(selection: Selection, name: string, number: number): void {
    const exists = name === 'EXISTS' ? number : selection.numbering.exists
    selection.numbering.reset(exists)
    const bytes = new TextEncoder().encode(`* ${number} ${name}`)
    this.#ground.emit({
      type: 'untagged',
      mailbox: selection.mailbox,
      name,
      bytes,
      malformed: 'contradicts the number of messages',
    })
  }

  #malformed(response: Malformed): void {
    const { name, bytes, reason } = response
    const uid = response.uid ?? this.current?.numbering.uidOf(response.sequence ?? 0)
    for (const entry of this.#mayHaveOwned(name, uid)) entry.collector?.spoil?.({ ...response, uid })
    // It may have been a removal, and then every number behind it is wrong.
    if (name === 'EXPUNGE' || name === 'VANISHED') this.current?.numbering.reset(this.current.numbering.exists)
    this.#ground.emit({ type: 'untagged', mailbox: this.current?.mailbox, name, bytes, malformed: reason })
  }

  /** The commands whose answer may have stood in a line nobody could read. */
  *#mayHaveOwned(name: string, uid: number | undefined): Iterable<Entry> {
    const { inFlight } = this.#ground
    if (name === 'FETCH' || name === 'UIDFETCH') {
      for (const entry of uid === undefined ? inFlight.allRowTakers() : inFlight.rowTakers(uid)) {
        if (entry.selection === this.current) yield entry
      }
      return
    }
    const command = name.replace(/^E(?=SEARCH)/, '')
    for (const entry of inFlight.all()) if (entry.written && entry.command.name.endsWith(command)) yield entry
    const lister = name === 'STATUS' ? inFlight.bySlot('STATUS:*') : undefined
    if (lister !== undefined) yield lister
  }
}

function causeOf(entry: Entry | undefined): unknown {
  return entry === undefined || entry.internal ? 'unsolicited' : entry.token
}

function has(list: List, attribute: string): boolean {
  return list.attributes.some((other) => other.toLowerCase() === attribute.toLowerCase())
}
