/**
 * Reads that were answered BAD, and need not fail for it: those that had company are sent once more alone (quirk
 * `bad-when-pipelined`), those that leant on an extension are made of other commands (`list-return-refused`).
 *
 * Only what changes nothing and has given nothing yet. What is sent alone keeps its place: whatever waits for it goes on
 * waiting.
 */
import type { Tagged } from '../../codec/values.ts'
import { ImapError } from '../../errors.ts'
import type { Plan } from '../command.ts'
import type { Entry } from '../entry.ts'
import { onlyReads } from '../footprint.ts'
import { asksToSlowDown } from '../server/profile.ts'
import type { Recognition } from '../quirks/recognition.ts'
import type { Scheduler } from '../scheduling/scheduler.ts'
import type { SendWindow } from '../scheduling/send-window.ts'
import { hasLostLogin } from '../verdict.ts'

export interface SecondChanceHost {
  nextTag(): string
  /** A plan as good as the first. @throws UsageError */
  plan(entry: Entry): Plan<unknown, never>
  /** Submits it anew. */
  planAgain(entry: Entry): void
  /** Capabilities that are not what they are called. */
  distrust(capabilities: readonly string[]): void
}

export class SecondChance {
  readonly #recognition: Recognition
  readonly #window: SendWindow
  readonly #scheduler: Scheduler
  readonly #host: SecondChanceHost

  constructor(recognition: Recognition, window: SendWindow, scheduler: Scheduler, host: SecondChanceHost) {
    this.#recognition = recognition
    this.#window = window
    this.#scheduler = scheduler
    this.#host = host
  }

  /** False when the refusal stands. */
  given(entry: Entry, reply: Tagged): boolean {
    const { status, code } = reply
    if (status !== 'BAD' || (code !== undefined && code.name !== 'CLIENTBUG')) return false
    if (asksToSlowDown(status, undefined, reply.text) || hasLostLogin(reply)) return false
    const { footprint, collector } = entry.plan!
    if (entry.gave || entry.settled || entry.setup || !onlyReads(footprint) || footprint.mutates) return false
    if (collector.rows?.sink !== undefined) return false
    return this.#alone(entry) || this.#otherwise(entry)
  }

  /** It may have been right, and too much at once. */
  #alone(entry: Entry): boolean {
    if (!this.#recognition.bears('bad-when-pipelined') || this.#window.isNarrow) return false
    if (!entry.accompanied || entry.retried) return false
    try {
      entry.plan = this.#host.plan(entry)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return false
    }
    entry.retried = true
    this.#unsay(entry)
    this.#window.tryAlone(entry)
    this.#scheduler.again(entry)
    return true
  }

  /** The server announces an extension and does not understand it. */
  #otherwise(entry: Entry): boolean {
    const { leansOn = [] } = entry.plan!
    if (leansOn.length === 0 || entry.whole !== undefined || !this.#recognition.bears('list-return-refused'))
      return false
    this.#scheduler.remove(entry)
    this.#host.distrust(leansOn)
    this.#unsay(entry)
    this.#host.planAgain(entry)
    return true
  }

  #unsay(entry: Entry): void {
    entry.begun = entry.written = entry.answered = false
    entry.segments = []
    entry.state = 'queued'
    entry.tag = this.#host.nextTag()
  }
}
