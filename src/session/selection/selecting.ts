/**
 * The selected mailbox, now and in the future: which one the incoming stream is about, and which one will
 * be selected once everything planned has succeeded.
 *
 * Reads may ride behind a SELECT that has not been answered (rule R4). Their rows are held back here until
 * it is: released when it was OK and their UIDs are of its UIDVALIDITY, otherwise never seen by anybody.
 */
import type { Tagged } from '../../codec/values.ts'
import { ImapError } from '../../errors.ts'
import type { Attribution } from '../attribution/attribution.ts'
import type { Ground } from '../attribution/ground.ts'
import { precedes, type Entry } from '../entry.ts'
import type { Outlet } from '../outlet.ts'
import { checkUidValidity } from '../scheduling/planning.ts'
import type { Scheduler } from '../scheduling/scheduler.ts'
import type { Selection } from './selection.ts'

export class Selecting {
  readonly #ground: Ground
  readonly #attribution: Attribution
  readonly #outlet: Outlet
  readonly #scheduler: Scheduler
  readonly #riders: Set<Entry> = new Set()
  #projected: Selection | undefined

  constructor(ground: Ground, attribution: Attribution, outlet: Outlet, scheduler: Scheduler) {
    this.#ground = ground
    this.#attribution = attribution
    this.#outlet = outlet
    this.#scheduler = scheduler
  }

  /** The selection once all planned commands have succeeded. */
  get projected(): Selection | undefined {
    return this.#projected?.state === 'closed' ? undefined : this.#projected
  }

  /** Reads whose rows are held back. */
  riders(): Iterable<Entry> {
    return this.#riders
  }

  /** Ties a planned command to the selection it makes or works on. */
  planned(entry: Entry): void {
    const { opens, footprint } = entry.plan!
    if (footprint.selection === 'changes') {
      entry.selection = opens ?? this.#projected
      this.#projected = opens
    } else if (footprint.selection === 'reads' || footprint.state === 'selected') entry.selection = this.#projected
  }

  /** The plans have changed: what will be selected follows from what is still to be answered. */
  replan(): void {
    let last: Entry | undefined
    for (const entry of this.#scheduler.entries()) {
      const counts = entry.plan!.footprint.selection === 'changes' && !entry.answered && entry.state !== 'failed'
      if (counts && (last === undefined || precedes(last, entry))) last = entry
    }
    this.#projected = last === undefined ? this.#ground.selected : last.plan!.opens
  }

  /** Its first octet goes out: whoever rides behind an unanswered SELECT is held back. */
  begun(entry: Entry): void {
    // Others, such as an APPEND to the mailbox being opened, have an answer whatever becomes of the SELECT.
    if (entry.plan!.footprint.state !== 'selected' || entry.selection?.state !== 'pending') return
    entry.held = []
    this.#riders.add(entry)
  }

  /** Its last octet goes out. */
  written(entry: Entry): void {
    const { opens } = entry.plan!
    if (opens === undefined) return
    const passed = this.#ground.selected === undefined
    this.#ground.switching = { entry, to: opens, passed, closed: false }
  }

  /** A command that changes the selection has its tagged reply. */
  answered(entry: Entry, reply: Tagged): void {
    const { opens } = entry.plan!
    if (opens === undefined) this.#closed(entry, reply)
    else if (reply.status === 'OK') this.#opened(entry, opens, reply)
    else this.#notOpened(opens, reply)
  }

  /** CLOSE, UNSELECT, LOGOUT: the tagged OK is the boundary. */
  #closed(entry: Entry, reply: Tagged): void {
    const old = this.#ground.selected
    if (reply.status !== 'OK') return
    this.#ground.selected = undefined
    if (old === undefined) return
    old.state = 'closed'
    this.#outlet.emit({ type: 'mailboxClosed', mailbox: old.mailbox, cause: entry.token })
  }

  #opened(entry: Entry, opens: Selection, { code }: Tagged): void {
    this.#attribution.pass()
    this.#ground.switching = undefined
    this.#ground.selected = opens
    opens.state = 'live'
    opens.newFrom = opens.uidNext ?? (opens.numbering.exists === 0 ? 1 : undefined)
    if (code?.name === 'READ-ONLY' || code?.name === 'READ-WRITE') opens.readOnly = code.name === 'READ-ONLY'
    const { mailbox, readOnly, uidValidity, numbering } = opens
    const messages = numbering.exists
    this.#outlet.emit({ type: 'mailboxSelected', mailbox, cause: entry.token, readOnly, uidValidity, messages })
    this.#release(opens)
  }

  /**
   * After NO nothing is selected (RFC 9051 §6.3.2). After BAD a server that owes a CLOSED and sent none has not
   * left the old mailbox (Cyrus).
   */
  #notOpened(opens: Selection, reply: Tagged): void {
    const keepsOld =
      reply.status === 'BAD' && this.#ground.switching?.closed === false && this.#ground.facts.sendsClosed
    if (!keepsOld) this.#attribution.pass()
    this.#ground.switching = undefined
    opens.state = 'failed'
    for (const rider of [...this.#riders]) if (rider.selection === opens) this.forget(rider)
  }

  #release(selection: Selection): void {
    for (const rider of [...this.#riders]) {
      if (rider.selection !== selection) continue
      const held = rider.held ?? []
      this.forget(rider)
      try {
        checkUidValidity(rider, selection)
        for (const release of held) release()
      } catch (error) {
        if (!(error instanceof ImapError)) throw error
        this.#outlet.fail(rider, error)
      }
    }
  }

  forget(entry: Entry): void {
    entry.held = undefined
    this.#riders.delete(entry)
  }
}
