/**
 * What is written and read around IDLE; its states are in `idle.ts`, its deadlines in `liveness.ts`.
 */
import type { Tagged } from '../../codec/values.ts'
import { idleHasBegun } from './idle.ts'
import type { Liveness } from './liveness.ts'
import type { Outlet } from '../outlet.ts'
import type { ServerFacts } from '../server/server-facts.ts'
import type { Writer } from '../writer.ts'

export class Idling {
  readonly #liveness: Liveness
  readonly #writer: Writer
  readonly #outlet: Outlet
  readonly #facts: ServerFacts

  constructor(liveness: Liveness, writer: Writer, outlet: Outlet, facts: ServerFacts) {
    this.#liveness = liveness
    this.#writer = writer
    this.#outlet = outlet
    this.#facts = facts
  }

  /** `tag` is called when IDLE is really sent. */
  start(tag: () => string): void {
    if (!this.#facts.canIdle) return this.#liveness.noIdle()
    const idleTag = tag()
    this.#liveness.startIdle(idleTag, this.#outlet.now)
    this.#writer.line(`${idleTag} IDLE`)
  }

  stop(): void {
    this.#liveness.idleStep('stop', this.#outlet.now)
    this.#writeDoneIfDue()
  }

  /** A "+" came; false when IDLE waits for none. */
  continued(): boolean {
    if (!this.#liveness.idleStep('continuation', this.#outlet.now)) return false
    this.#writeDoneIfDue()
    return true
  }

  ended(reply: Tagged): void {
    const began = idleHasBegun(this.#liveness.idle)
    this.#liveness.idleStep('tagged', this.#outlet.now)
    // An OK without "+" would have us ask again and again.
    if (reply.status === 'OK' && began) return
    this.#liveness.noIdle()
    this.#outlet.emit({ type: 'degraded', what: 'idle', reason: reply.text })
  }

  #writeDoneIfDue(): void {
    if (this.#liveness.takeDone()) this.#writer.line('DONE')
  }
}
