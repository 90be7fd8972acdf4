/**
 * Commands the session submits for itself, so that what it tells can carry UIDs.
 */
import type { Command } from './command.ts'
import { resolveArrivals, type Arrivals } from './commands/fetching/arrivals.ts'
import { noop } from './commands/any-state/basic.ts'
import { status } from './commands/mailboxes/status.ts'
import { learnNumbering } from './commands/searching/search.ts'
import type { Entry } from './entry.ts'
import type { Outlet } from './outlet.ts'
import type { Selection } from './selection/selection.ts'

/** Milliseconds until a server is asked again what it would not tell. */
const REPEAT_AFTER = 60_000

export class OwnCommands {
  readonly #submit: (command: Command<unknown>) => Entry
  readonly #outlet: Outlet
  /** The latest request for arrivals, and when it may be repeated. */
  #asked: Entry | undefined
  #again = 0

  constructor(submit: (command: Command<unknown>) => Entry, outlet: Outlet) {
    this.#submit = submit
    this.#outlet = outlet
  }

  /** EXISTS has told how many messages there are; people want to know which. */
  resolveArrivals(selection: Selection | undefined): void {
    const from = selection?.newFrom
    if (selection === undefined || from === undefined) return
    if (!selection.arrivalsPending && !this.#wasRefused(selection)) return
    selection.arrivalsPending = false
    this.#again = this.#outlet.now + REPEAT_AFTER
    this.#asked = this.#submit(resolveArrivals(selection, from, (arrivals) => this.#tell(selection, arrivals)))
  }

  /** And long enough ago. */
  #wasRefused(selection: Selection): boolean {
    const asked = this.#asked
    return asked?.state === 'failed' && asked.selection === selection && this.#outlet.now >= this.#again
  }

  /** One `messageNew` for each cause: a command of ours that put the messages there, or the world. */
  #tell({ mailbox, uidValidity }: Selection, arrivals: Arrivals): void {
    for (const [cause, uids] of arrivals) {
      this.#outlet.emit({
        type: 'messageNew',
        mailbox,
        cause: cause ?? 'unsolicited',
        uidValidity,
        uids,
        row: undefined,
      })
    }
  }

  /**
   * Where removals come by number (no QRESYNC), only the whole list of UIDs tells whose number it was; where there
   * is no UIDNEXT, only that list tells which messages are new.
   */
  learnNumbering(selection: Selection): void {
    if (selection.numbering.exists > 0) this.#submit(learnNumbering(selection))
  }

  /** Gives the server an occasion to speak. Some take only STATUS for a sign of life. */
  poll(byStatus: boolean, mailbox: string = 'INBOX'): void {
    this.#submit(byStatus ? status(mailbox, ['messages']) : noop())
  }
}
