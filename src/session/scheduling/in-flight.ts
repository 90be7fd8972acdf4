/**
 * The commands on the wire, findable by what their answers carry: a tag, a slot, or the UID of a row.
 *
 * A command is registered under its tag when its first octet is written and under what it owns when its
 * last one is: what the server said before that cannot be its answer.
 */
import type { NumberSet } from '../../codec/number-set.ts'
import type { Entry } from '../entry.ts'
import { ANYTHING_SLOT, LIST_SLOT } from '../footprint.ts'

export class InFlight {
  readonly #byTag: Map<string, Entry> = new Map()
  readonly #slots: Map<string, Entry> = new Map()
  readonly #rowsOfOne: Map<number, Entry[]> = new Map()
  readonly #rows: Set<Entry> = new Set()
  readonly #removers: Set<Entry> = new Set()
  #octets = 0
  #takerOfAll: Entry | undefined

  get size(): number {
    return this.#byTag.size
  }

  /** Octets of all commands in flight. */
  get octets(): number {
    return this.#octets
  }

  /** The command nobody knows that is alone on the wire: whatever comes may be its answer. */
  get takerOfAll(): Entry | undefined {
    return this.#takerOfAll
  }

  all(): Iterable<Entry> {
    return this.#byTag.values()
  }

  begin(entry: Entry): void {
    this.#byTag.set(entry.tag, entry)
    this.#octets += entry.octets
  }

  own(entry: Entry): void {
    const { footprint, collector } = entry.plan!
    for (const slot of footprint.slots) this.#slots.set(slot, entry)
    if (footprint.slots.includes(ANYTHING_SLOT)) this.#takerOfAll = entry
    if (collector.rows !== undefined) this.#ownRows(entry, collector.rows.singleUid)
    if (collector.removed !== undefined) this.#removers.add(entry)
  }

  #ownRows(entry: Entry, uid: number | undefined): void {
    if (uid === undefined) this.#rows.add(entry)
    else if (this.#rowsOfOne.has(uid)) this.#rowsOfOne.get(uid)!.push(entry)
    else this.#rowsOfOne.set(uid, [entry])
  }

  remove(entry: Entry): void {
    if (!this.#byTag.delete(entry.tag)) return
    this.#octets -= entry.octets
    for (const slot of entry.plan!.footprint.slots) if (this.#slots.get(slot) === entry) this.#slots.delete(slot)
    if (this.#takerOfAll === entry) this.#takerOfAll = undefined
    this.#rows.delete(entry)
    this.#removers.delete(entry)
    const uid = entry.collector?.rows?.singleUid
    if (uid !== undefined) this.#disownRows(entry, uid)
  }

  #disownRows(entry: Entry, uid: number): void {
    const rest = this.#rowsOfOne.get(uid)?.filter((other) => other !== entry)
    if (rest === undefined || rest.length === 0) this.#rowsOfOne.delete(uid)
    else this.#rowsOfOne.set(uid, rest)
  }

  byTag(tag: string): Entry | undefined {
    return this.#byTag.get(tag)
  }

  bySlot(slot: string): Entry | undefined {
    return this.#slots.get(slot)
  }

  /** The LIST that asked for names like this one. */
  lister(mailbox: string): Entry | undefined {
    const slot = LIST_SLOT + mailbox.toUpperCase()
    for (const [owned, entry] of this.#slots) if (owned.startsWith(LIST_SLOT) && slot.startsWith(owned)) return entry
    return undefined
  }

  /** The LOGOUT on the wire. */
  leaver(): Entry | undefined {
    for (const entry of this.#byTag.values()) if (entry.written && entry.plan?.footprint.last === true) return entry
    return undefined
  }

  /** The AUTHENTICATE whose challenges a "+" carries. */
  dialogue(): Entry | undefined {
    for (const entry of this.#byTag.values()) if (entry.plan?.dialogue !== undefined) return entry
    return undefined
  }

  /** Commands that may have asked for a row of this message. */
  rowTakers(uid: number): Iterable<Entry> {
    const single = this.#rowsOfOne.get(uid)
    if (single === undefined) return this.#rows
    return this.#rows.size === 0 ? single : [...single, ...this.#rows]
  }

  /** Every command that waits for rows. */
  *allRowTakers(): Iterable<Entry> {
    for (const entries of this.#rowsOfOne.values()) yield* entries
    yield* this.#rows
  }

  /** Commands that remove messages from the selected mailbox, and which: any unless said. */
  *removers(): Iterable<{ readonly entry: Entry; readonly removes: NumberSet | undefined }> {
    for (const entry of this.#removers) {
      const { writes } = entry.plan!.footprint
      const members = writes.find(({ kind, mailbox }) => kind === 'members' && mailbox === entry.selection?.mailbox)
      if (members !== undefined) yield { entry, removes: members.uids?.reach }
    }
  }
}
