/**
 * Commands the session submits for itself, so that what it tells can carry UIDs.
 */
import type { Command } from './command.ts'
import { resolveArrivals, type Arrivals } from './commands/fetching/arrivals.ts'
import { noop } from './commands/any-state/basic.ts'
import { status } from './commands/mailboxes/status.ts'
import { learnNumbering } from './commands/searching/search.ts'
import type { Outlet } from './outlet.ts'
import type { Selection } from './selection.ts'

export class OwnCommands {
  readonly #submit: (command: Command<unknown>) => void
  readonly #outlet: Outlet

  constructor(submit: (command: Command<unknown>) => void, outlet: Outlet) {
    this.#submit = submit
    this.#outlet = outlet
  }

  /** EXISTS has told how many messages there are; people want to know which. */
  resolveArrivals(selection: Selection | undefined): void {
    const from = selection?.newFrom
    if (selection?.arrivalsPending !== true || from === undefined) return
    selection.arrivalsPending = false
    this.#submit(resolveArrivals(selection, from, (arrivals) => this.#tell(selection, arrivals)))
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
