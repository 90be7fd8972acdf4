/**
 * Sequence number ⇄ UID of the selected mailbox, as far as the server has told (RFC 9051 §2.3.1).
 *
 * What always holds: UIDs ascend strictly with the numbers, and between two known messages there is room
 * for the unknown ones. Whatever would break that is refused and changes nothing; what a refusal means is
 * for the caller to decide. Messages whose UIDs are unknown cost nothing, however many a server announces.
 */
import { NumberSet, NumberSetBuilder } from '../../codec/number-set.ts'
import { RunList, UNKNOWN } from '../scheduling/run-list.ts'

export class SequenceMap {
  readonly #runs = new RunList()
  #knownCount = 0
  /** Made when asked for. */
  #known: NumberSet | undefined

  /** How many messages there are. */
  get exists(): number {
    return this.#runs.total
  }

  get unknownCount(): number {
    return this.exists - this.#knownCount
  }

  /** The largest UID known. Messages behind it may be unknown. */
  get largestUid(): number | undefined {
    return this.#knownCount === 0 ? undefined : this.#runs.lastKnownUid
  }

  /** All UIDs known. */
  get known(): NumberSet {
    return (this.#known ??= this.#gather())
  }

  /** Forgets all UIDs. */
  reset(exists: number): void {
    this.#runs.clear()
    this.#runs.append(exists, UNKNOWN)
    this.#knownCount = 0
    this.#known = undefined
  }

  /** EXISTS: messages are only ever added (RFC 9051 §7.4.1). False when there would be fewer. */
  grow(exists: number): boolean {
    if (exists < this.exists) return false
    this.#runs.append(exists - this.exists, UNKNOWN)
    return true
  }

  /**
   * A message's number and UID, told together. A number past the end adds messages. False when it cannot be
   * true beside what is known.
   */
  learn(sequence: number, uid: number): boolean {
    if (sequence < 1) return false
    if (sequence > this.exists) return this.#learnBeyond(sequence, uid)
    const place = this.#runs.seek(sequence)
    const { uid: first, count } = this.#runs
    if (first !== UNKNOWN) return first + place === uid
    if (!this.#fits(sequence, uid)) return false
    if (place > 0 || !this.#runs.tellFirst(uid)) {
      this.#runs.replace(place, UNKNOWN, 1, uid, count - place - 1, UNKNOWN)
    }
    this.#learned(1)
    return true
  }

  /** The UIDs of all messages. False when there are not as many, or when it cannot be true beside what is known. */
  learnAll(uids: NumberSet): boolean {
    if (uids.size !== this.exists || !this.#agrees(uids)) return false
    this.#runs.clear()
    for (const [low, high] of uids.ranges()) this.#runs.append(high - low + 1, low)
    this.#knownCount = uids.size
    this.#known = uids
    return true
  }

  /** EXPUNGE: the UID, undefined when it was not known, false when there is no such message. */
  expunge(sequence: number): number | undefined | false {
    if (sequence < 1 || sequence > this.exists) return false
    const place = this.#runs.seek(sequence)
    const { uid: first, count } = this.#runs
    if (first === UNKNOWN) {
      this.#runs.replace(count - 1, UNKNOWN)
      return undefined
    }
    this.#runs.replace(place, first, count - place - 1, first + place + 1)
    this.#learned(-1)
    return first + place
  }

  /**
   * VANISHED: takes out the known UIDs and returns them. `uidsAreMembers` says that the others were messages
   * of this mailbox too, as without EARLIER (RFC 7162 §3.2.10.2): each that can have been one of the unknown
   * messages then lowers `exists`.
   */
  vanish(uids: NumberSet, uidsAreMembers: boolean): NumberSet {
    const removed = this.#runs.vanish(uids, uidsAreMembers)
    this.#learned(-removed.size)
    return removed
  }

  uidOf(sequence: number): number | undefined {
    if (sequence < 1 || sequence > this.exists) return undefined
    const place = this.#runs.seek(sequence)
    return this.#runs.uid === UNKNOWN ? undefined : this.#runs.uid + place
  }

  sequenceOf(uid: number): number | undefined {
    return this.#runs.sequenceOf(uid)
  }

  #learnBeyond(sequence: number, uid: number): boolean {
    const unknown = sequence - 1 - this.exists
    const last = this.#runs.lastKnownUid
    const lastSequence = last === UNKNOWN ? 0 : this.#runs.sequenceOf(last)!
    if (uid - last < sequence - lastSequence) return false
    this.#runs.append(unknown, UNKNOWN)
    this.#runs.append(1, uid)
    this.#learned(1)
    return true
  }

  /** Whether there is room for all the unknown messages on both sides, with the cursor at their run. */
  #fits(sequence: number, uid: number): boolean {
    const previous = this.#runs.previousKnown()
    const next = this.#runs.nextKnown()
    return uid - previous.uid >= sequence - previous.sequence && next.uid - uid >= next.sequence - sequence
  }

  #agrees(uids: NumberSet): boolean {
    let before = 0
    for (const [count, first] of this.#runs.runs()) {
      const same = uids.at(before) === first && uids.at(before + count - 1) === first + count - 1
      if (first !== UNKNOWN && !same) return false
      before += count
    }
    return true
  }

  #learned(messages: number): void {
    if (messages !== 0) this.#known = undefined
    this.#knownCount += messages
  }

  #gather(): NumberSet {
    const builder = new NumberSetBuilder()
    for (const [count, first] of this.#runs.runs()) {
      if (first !== UNKNOWN) builder.addRange(first, first + count - 1)
    }
    return builder.build()
  }
}
