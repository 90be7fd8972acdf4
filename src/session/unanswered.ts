/** What has no answer yet, and what becomes of those that never get one. */
import type { ImapError } from '../errors.ts'
import type { Entry } from './entry.ts'
import type { LiveSearches } from './live-searches.ts'
import type { Outlet } from './outlet.ts'
import { countsOn } from './scheduling/planning.ts'
import type { Scheduler } from './scheduling/scheduler.ts'
import type { Selecting } from './selection/selecting.ts'
import type { SendWindow } from './scheduling/send-window.ts'
import { dependencyFailure } from './verdict.ts'
import type { WaitingRoom } from './scheduling/waiting-room.ts'

export interface UnansweredGround {
  readonly outlet: Outlet
  readonly scheduler: Scheduler
  readonly selecting: Selecting
  readonly live: LiveSearches
  readonly waiting: WaitingRoom
  readonly window: SendWindow
  /** A command is never sent; what was planned on top of it is failed already. */
  readonly discarded: (entry: Entry) => void
}

export class Unanswered {
  readonly #ground: UnansweredGround

  constructor(ground: UnansweredGround) {
    this.#ground = ground
  }

  /** Everything that has no answer yet, or whose answer is held back. */
  all(): Entry[] {
    const { scheduler, selecting, live, waiting } = this.#ground
    const kinds = [scheduler.entries(), selecting.riders(), live.all(), waiting.entries()]
    return [...new Set(kinds.flatMap((entries) => [...entries]))]
  }

  /** What counted on `entry` fails here: unsent if it can be kept back, else its answer is swallowed. */
  failDependents(entry: Entry, cause: ImapError | undefined): void {
    for (const other of this.all()) {
      if (other === entry || other.settled || !countsOn(other, entry)) continue
      this.#ground.outlet.fail(other, dependencyFailure(other, entry, cause))
      if (!other.begun) this.discard(other)
    }
  }

  /** It cannot be done; nothing of it reached the wire. */
  refuse(entry: Entry, error: ImapError): void {
    this.#ground.outlet.fail(entry, error)
    this.discard(entry)
  }

  /** It is never sent, and takes with it what was planned on top of it. */
  discard(entry: Entry): void {
    const { scheduler, waiting, window, discarded } = this.#ground
    entry.answered = true
    window.forget(entry)
    waiting.remove(entry)
    scheduler.remove(entry)
    this.failDependents(entry, undefined)
    discarded(entry)
  }
}
