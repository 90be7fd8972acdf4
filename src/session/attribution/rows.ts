/** FETCH rows: offered item by item to every command that asked for that item of that message. */
import type { LiteralSink, LiteralStart } from '../../codec/decode/parser.ts'
import { NumberSet } from '../../codec/number-set.ts'
import type { Fetch, Malformed } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { Selection } from '../selection/selection.ts'
import type { Boundary } from './boundary.ts'
import { causeOf, type Ground } from './ground.ts'
import { stray } from './strays.ts'

export class Rows {
  readonly #ground: Ground
  readonly #boundary: Boundary

  constructor(ground: Ground, boundary: Boundary) {
    this.#ground = ground
    this.#boundary = boundary
  }

  fetch(row: Fetch): void {
    const selection = this.#boundary.certain()
    if (selection === undefined)
      return stray(this.#ground, row.sequence === undefined ? 'UIDFETCH' : `${row.sequence} FETCH`)
    const before = selection.numbering.exists
    const uid = selection.uidOfRow(row)
    // Some servers describe a message before they announce it; the row is as good as an EXISTS.
    if (selection.state === 'live' && selection.numbering.exists > before) selection.arrivalsPending = true
    if (uid === undefined) return this.#anonymous(selection, row)
    const offer = { uid, sequence: row.sequence, isLargest: selection.isLargest(uid, row.sequence) }
    const opener = selection.state === 'pending' ? this.#ground.switching?.entry : undefined
    let flagsAsked = false
    let asker: Entry | undefined
    let shown = row
    for (const entry of this.#ground.inFlight.rowTakers(uid)) {
      if (entry.selection !== selection) continue
      // What comes before SELECT's reply is its own (RFC 7162 §3.2.5), not that of reads which ride behind it.
      if (opener?.collector?.rows !== undefined && entry !== opener) continue
      const taken = entry.collector!.rows!.takeRow(row, offer)
      flagsAsked ||= taken.flags
      if (taken.keeps === true) shown = withoutOctets(row)
      if (taken.used && asker?.internal !== false) asker = entry
    }
    if (asker !== undefined && !asker.internal) {
      this.#ground.emit({ type: 'fetch', mailbox: selection.mailbox, cause: asker.token, uid, row: shown })
    }
    if (asker === undefined && this.#arrival(selection, row, uid)) return
    const changed = row.attributes.flags !== undefined || (asker === undefined && row.attributes.modSeq !== undefined)
    if (changed && !flagsAsked) this.#flagChange(selection, row, uid, this.#flagSetter(selection, offer))
    else if (asker === undefined && !changed) this.#unaskedRow(selection, row, uid, this.#flagSetter(selection, offer))
  }

  /** RFC 5465 §5.2: NOTIFY has new messages come with a row of their own, which tells of them. */
  #arrival(selection: Selection, row: Fetch, uid: number): boolean {
    if (this.#ground.notify?.arrivals !== true || selection.state !== 'live') return false
    const cause = selection.arrived(uid, row.sequence)
    if (cause === undefined) return false
    const { mailbox, uidValidity } = selection
    this.#ground.emit({ type: 'messageNew', mailbox, cause, uidValidity, uids: NumberSet.of(uid), row })
    return true
  }

  /**
   * Where the octets of a body go while they come: to the one command that takes them so, or nowhere when all who
   * asked have been cancelled. Undefined: keep them for the row.
   */
  sinkFor(literal: LiteralStart): LiteralSink | undefined {
    const selection = this.#boundary.current
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

  /**
   * A row of a message nobody has looked at, without its UID. Dovecot sends flag changes so, unless QRESYNC is on;
   * with more in it, it may be the answer of a command that is owed the UID.
   */
  #anonymous(selection: Selection, row: Fetch): void {
    if (onlyFlags(row)) return this.#anonymousFlags(selection, row)
    const reason = 'a row without its UID'
    const bytes = new TextEncoder().encode(`* ${row.sequence} FETCH`)
    const line: Malformed = { type: 'malformed', name: 'FETCH', bytes, reason, sequence: row.sequence, uid: undefined }
    for (const entry of this.#ground.inFlight.allRowTakers()) {
      if (entry.selection === selection) entry.collector?.spoil?.(line)
    }
    this.#ground.emit({ type: 'untagged', mailbox: selection.mailbox, name: 'FETCH', bytes, malformed: reason })
  }

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

  /** The echo of a STORE of labels is one, too. */
  #unaskedRow(selection: Selection, row: Fetch, uid: number, setter: Entry | undefined): void {
    this.#ground.emit({ type: 'fetch', mailbox: selection.mailbox, cause: causeOf(setter), uid, row })
  }
}

function onlyFlags({ attributes }: Fetch): boolean {
  return Object.entries(attributes).every(([key, value]) => key === 'flags' || key === 'modSeq' || value === undefined)
}

function withoutOctets(row: Fetch): Fetch {
  const sections = row.attributes.sections?.map((section) =>
    section.value instanceof Uint8Array ? { ...section, value: { streamed: section.value.length } } : section,
  )
  return { ...row, attributes: { ...row.attributes, sections } }
}
