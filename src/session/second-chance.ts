/**
 * Reads that were answered BAD while others were under way, and are sent once more alone (quirk `bad-when-pipelined`).
 *
 * Only what changes nothing and has given nothing yet. It keeps its place: whatever waits for it goes on waiting.
 */
import type { Tagged } from '../codec/values.ts'
import { ImapError } from '../errors.ts'
import type { Plan } from './command.ts'
import type { Entry } from './entry.ts'
import { onlyReads } from './footprint.ts'
import { asksToSlowDown } from './profile.ts'
import type { Recognition } from './quirks/recognition.ts'
import type { Scheduler } from './scheduler.ts'
import type { SendWindow } from './send-window.ts'
import { hasLostLogin } from './verdict.ts'

export interface SecondChanceHost {
  nextTag(): string
  /** A plan as good as the first. @throws UsageError */
  plan(entry: Entry): Plan<unknown, never>
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
    const plan = entry.plan!
    if (status !== 'BAD' || (code !== undefined && code.name !== 'CLIENTBUG')) return false
    if (asksToSlowDown(status, undefined, reply.text) || hasLostLogin(reply)) return false
    if (!this.#recognition.bears('bad-when-pipelined') || this.#window.isNarrow) return false
    if (!entry.accompanied || entry.retried || entry.gave || entry.settled || entry.setup) return false
    if (!onlyReads(plan.footprint) || plan.footprint.mutates || plan.collector.rows?.sink !== undefined) return false
    try {
      entry.plan = this.#host.plan(entry)
    } catch (error) {
      if (!(error instanceof ImapError)) throw error
      return false
    }
    entry.retried = true
    entry.begun = entry.written = entry.answered = false
    entry.segments = []
    entry.state = 'queued'
    entry.tag = this.#host.nextTag()
    this.#window.tryAlone(entry)
    this.#scheduler.again(entry)
    return true
  }
}
