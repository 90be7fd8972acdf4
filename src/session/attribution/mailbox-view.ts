/** What the server says of the selected mailbox, applied to our view of it. */
import { NumberSet } from '../../codec/number-set.ts'
import type { MailboxStatus, Status } from '../../codec/values.ts'
import type { Entry } from '../entry.ts'
import type { Selection } from '../selection/selection.ts'
import type { Boundary } from './boundary.ts'
import { causeOf, type Ground } from './ground.ts'
import { contradiction, notice, stray } from './strays.ts'

export class MailboxView {
  readonly #ground: Ground
  readonly #boundary: Boundary

  constructor(ground: Ground, boundary: Boundary) {
    this.#ground = ground
    this.#boundary = boundary
  }

  exists(count: number): void {
    const selection = this.#boundary.describes()
    if (selection === undefined) return stray(this.#ground, `${count} EXISTS`)
    const before = selection.numbering.exists
    selection.described = true
    if (selection.state === 'pending') {
      selection.numbering.reset(count)
      selection.told = count
      return
    }
    if (!selection.numbering.grow(count)) return contradiction(this.#ground, selection, 'EXISTS', count)
    this.#items(selection, { messages: count })
    if (count > before) selection.arrivalsPending = true
  }

  recent(count: number): void {
    const selection = this.#boundary.describes()
    if (selection === undefined) return stray(this.#ground, `${count} RECENT`)
    selection.recent = count
    if (selection.state !== 'pending') this.#items(selection, { recent: count })
  }

  flags(flags: readonly string[]): void {
    const selection = this.#boundary.describes()
    if (selection === undefined) return stray(this.#ground, `FLAGS (${flags.join(' ')})`)
    selection.flags = flags
    if (selection.state !== 'pending') this.#flagList(selection, flags, undefined)
  }

  expunge(sequence: number): void {
    const selection = this.#boundary.certain()
    if (selection === undefined) return stray(this.#ground, `${sequence} EXPUNGE`)
    if (sequence <= selection.told) selection.told--
    const uid = selection.expunge(sequence)
    if (uid === false) return contradiction(this.#ground, selection, 'EXPUNGE', sequence)
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

  vanished(earlier: boolean, uids: NumberSet): void {
    const selection = earlier ? this.#boundary.current : this.#boundary.certain()
    if (selection === undefined) return stray(this.#ground, `VANISHED ${earlier ? '(EARLIER) ' : ''}${uids.toString()}`)
    if (!earlier) {
      selection.vanish(uids)
      selection.told = Math.min(selection.told, selection.numbering.exists)
      return this.#removed(selection, uids)
    }
    const { mailbox } = selection
    const asker = this.#earlierAsker()
    asker?.collector?.take?.({ type: 'vanished', earlier, uids })
    const cause = causeOf(asker)
    this.#ground.emit({ type: 'messageExpunge', mailbox, cause, uids, unidentified: 0, earlier })
  }

  /** The SELECT with QRESYNC in flight, or else the UID FETCH with VANISHED. */
  #earlierAsker(): Entry | undefined {
    const { switching, inFlight } = this.#ground
    return switching?.entry ?? inFlight.bySlot('EARLIER')
  }

  describe(response: Status, code: NonNullable<Status['code']>): void {
    const selection = this.#boundary.describes()
    if (selection === undefined) return notice(this.#ground, response)
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
      case 'ANNOTATIONS':
        selection.maxAnnotationSize = code.maxSize === 'NONE' ? 0 : code.maxSize
        break
      case 'READ-ONLY':
      case 'READ-WRITE':
        selection.readOnly = code.name === 'READ-ONLY'
        break
      default:
        break
    }
    if (live) notice(this.#ground, response)
  }

  #uidValidity(selection: Selection, value: number, response: Status): void {
    const previous = selection.uidValidity
    selection.uidValidity = value
    if (selection.state === 'pending') return
    if (previous === undefined || previous === value) return notice(this.#ground, response)
    selection.forgetUids()
    this.#ground.emit({
      type: 'mailboxReset',
      mailbox: selection.mailbox,
      cause: 'unsolicited',
      uidValidity: value,
      previous,
    })
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
}
