/**
 * One selection of a mailbox, from SELECT to its end: what the server has said about it so far.
 *
 * The selected mailbox is a property of the *incoming* stream. The session keeps at most two of these:
 * the one responses belong to now, and the one a SELECT in flight is making.
 */
import type { Fetch } from '../../codec/values.ts'
import { NumberSet } from '../../codec/number-set.ts'
import { SequenceMap } from './sequence-map.ts'

export class Selection {
  readonly mailbox: string
  /** Opened with EXAMINE, or the server says READ-ONLY. */
  readOnly: boolean
  state: 'pending' | 'live' | 'failed' | 'closed' = 'pending'
  readonly numbering: SequenceMap = new SequenceMap()
  recent: number | undefined
  uidValidity: number | undefined
  uidNext: number | undefined
  firstUnseen: number | undefined
  highestModSeq: bigint | undefined
  flags: readonly string[] = []
  permanentFlags: readonly string[] | undefined
  mailboxId: string | undefined
  maxAnnotationSize: number | 'READ-ONLY' | undefined
  /** EXISTS has been heard. */
  described = false
  /** The lowest UID `messageNew` has not told of; undefined until UIDNEXT or all UIDs are known. */
  newFrom: number | undefined
  /** UIDs from there on that have been told all the same. */
  toldAhead: NumberSet = NumberSet.empty
  /** How many of the messages were there when the mailbox was opened. */
  told = 0
  /** UIDs that a command of ours put here, and which one: the cause of their `messageNew`. */
  ownArrivals: readonly { readonly uids: NumberSet; readonly cause: unknown }[] = []
  /** EXISTS has grown past what `messageNew` has told. */
  arrivalsPending = false

  #largestSeen: number | undefined

  constructor(mailbox: string, readOnly: boolean) {
    this.mailbox = mailbox
    this.readOnly = readOnly
  }

  /** The UID a row is about, learned from the line or from the numbering. */
  uidOfRow(row: Fetch): number | undefined {
    const { uid } = row.attributes
    if (row.sequence === undefined) return this.#seen(uid)
    if (uid === undefined) return this.numbering.uidOf(row.sequence)
    this.numbering.learn(row.sequence, uid)
    return uid
  }

  /** True when the row is the mailbox's last message, which `n:*` and `*` always name. */
  isLargest(uid: number, sequence: number | undefined): boolean {
    if (sequence !== undefined && this.numbering.exists > 0) return sequence >= this.numbering.exists
    const largest = this.numbering.largestUid ?? this.#largestSeen
    return largest !== undefined && uid >= largest
  }

  /** With UIDONLY nothing is numbered (RFC 9586 §3). */
  #seen(uid: number | undefined): number | undefined {
    if (uid !== undefined) this.#largestSeen = Math.max(this.#largestSeen ?? 0, uid)
    return uid
  }

  /** A command of ours has put these messages here. */
  expectArrivals(uids: NumberSet, cause: unknown): void {
    const untold = [...this.ownArrivals, { uids, cause }].filter((own) => (own.uids.max ?? 0) >= (this.newFrom ?? 1))
    this.ownArrivals = untold
  }

  /** The row of a new message came by itself. Undefined when it has been told of already, or else its cause. */
  arrived(uid: number, sequence: number | undefined): unknown {
    const { newFrom, numbering } = this
    if (newFrom === undefined || uid < newFrom || this.toldAhead.has(uid)) return undefined
    const before = sequence === undefined ? undefined : numbering.uidOf(sequence - 1)
    // Those between the last one told and this one, if any, are yet to be told.
    if (sequence === 1 || (before !== undefined && before < newFrom)) {
      this.newFrom = uid + 1
      this.uidNext = Math.max(this.uidNext ?? 0, uid + 1)
      if (sequence === numbering.exists) this.arrivalsPending = false
    } else this.toldAhead = this.toldAhead.union(NumberSet.of(uid))
    return this.ownArrivals.find(({ uids }) => uids.has(uid))?.cause ?? 'unsolicited'
  }

  /** All UIDs, in order: what was here at the beginning is not new. False while they are not as many as messages. */
  learnAll(uids: NumberSet): boolean {
    if (!this.numbering.learnAll(uids)) return false
    this.newFrom ??= (uids.at(this.told - 1) ?? 0) + 1
    return true
  }

  /** UIDVALIDITY has changed: no UID known so far names a message. */
  forgetUids(): void {
    this.numbering.reset(this.numbering.exists)
    this.newFrom = undefined
    this.toldAhead = NumberSet.empty
    this.uidNext = undefined
    this.ownArrivals = []
  }

  expunge(sequence: number): number | undefined | false {
    return this.numbering.expunge(sequence)
  }

  vanish(uids: NumberSet): void {
    this.numbering.vanish(uids, true)
    if (this.#largestSeen !== undefined && uids.has(this.#largestSeen)) this.#largestSeen = undefined
  }
}
