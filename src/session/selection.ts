/**
 * One selection of a mailbox, from SELECT to its end: what the server has said about it so far.
 *
 * The selected mailbox is a property of the *incoming* stream. The session keeps at most two of these:
 * the one responses belong to now, and the one a SELECT in flight is making.
 */
import type { Fetch } from '../codec/values.ts'
import type { NumberSet } from '../codec/number-set.ts'
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
  /** EXISTS has been heard. */
  described = false
  /** The lowest UID `messageNew` has not told of; undefined while the server has not given UIDNEXT. */
  newFrom: number | undefined
  /** How many messages are known to whoever reads the events. */
  told = 0
  /** UIDs that a command of ours put here, and which one: the cause of their `messageNew`. */
  readonly ownArrivals: Map<number, unknown> = new Map<number, unknown>()
  /** EXISTS has grown past what `messageNew` has told. */
  arrivalsPending = false

  constructor(mailbox: string, readOnly: boolean) {
    this.mailbox = mailbox
    this.readOnly = readOnly
  }

  /** The UID a row is about, learned from the line or from the numbering. */
  uidOfRow(row: Fetch): number | undefined {
    const { uid } = row.attributes
    if (row.sequence === undefined) return uid
    if (uid === undefined) return this.numbering.uidOf(row.sequence)
    this.numbering.learn(row.sequence, uid)
    return uid
  }

  /** True when the row is the mailbox's last message, which `n:*` and `*` always name. */
  isLargest(uid: number, sequence: number | undefined): boolean {
    if (sequence !== undefined && this.numbering.exists > 0) return sequence >= this.numbering.exists
    const largest = this.numbering.largestUid
    return largest !== undefined && uid >= largest
  }

  /** A command of ours has put these messages here. */
  expectArrivals(uids: NumberSet, cause: unknown): void {
    for (const uid of uids) this.ownArrivals.set(uid, cause)
  }

  expunge(sequence: number): number | undefined | false {
    return this.numbering.expunge(sequence)
  }

  vanish(uids: NumberSet): void {
    this.numbering.vanish(uids, true)
  }
}
