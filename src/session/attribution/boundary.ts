/** Which mailbox the incoming stream is about. */
import type { Selection } from '../selection/selection.ts'
import type { Ground } from './ground.ts'

export class Boundary {
  readonly #ground: Ground

  constructor(ground: Ground) {
    this.#ground = ground
  }

  /** The mailbox whose data the server is sending at this point of the stream. */
  get current(): Selection | undefined {
    const { switching, selected } = this.#ground
    return switching?.passed === true ? switching.to : selected
  }

  /** A line that describes a mailbox: without CLOSED it marks the boundary. */
  describes(): Selection | undefined {
    const { switching, selected, facts } = this.#ground
    if (switching !== undefined && !switching.passed && (!facts.sendsClosed || selected === undefined)) this.pass()
    return this.current
  }

  /**
   * The mailbox that rows and removals are about. No server tells any of a mailbox it is still opening, so without
   * CLOSED they are late news of the old one, which is gone by then.
   */
  certain(): Selection | undefined {
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
}
