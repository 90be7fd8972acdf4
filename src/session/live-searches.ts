/**
 * Searches that go on yielding after their tagged OK (RFC 5267 §4.3), found by tag as those in flight are.
 *
 * One ends when its mailbox is closed, when the caller has had enough (the server is told with CANCELUPDATE), or
 * with the connection. Until the server has confirmed, its lines are still its own, though nobody wants them.
 */
import type { Command } from './command.ts'
import { cancelUpdate } from './commands/searching/updates.ts'
import type { Entry } from './entry.ts'
import type { Outlet } from './outlet.ts'

export class LiveSearches {
  readonly #byTag: Map<string, Entry> = new Map()
  readonly #outlet: Outlet
  /** Submits a command about a search, if its mailbox will still be selected then. */
  readonly #submit: (command: Command<void>, of: Entry) => void

  constructor(outlet: Outlet, submit: (command: Command<void>, of: Entry) => void) {
    this.#outlet = outlet
    this.#submit = submit
  }

  all(): Iterable<Entry> {
    return this.#byTag.values()
  }

  byTag(tag: string): Entry | undefined {
    return this.#byTag.get(tag)
  }

  /** Its tagged OK has come. It may have been cancelled before. */
  begin(entry: Entry): void {
    entry.live = true
    this.#byTag.set(entry.tag, entry)
    if (entry.settled) this.stop(entry)
  }

  /** Nobody wants its changes any more. */
  stop(entry: Entry): void {
    if (!this.#byTag.has(entry.tag)) return
    this.#submit(
      cancelUpdate(entry.tag, () => this.remove(entry)),
      entry,
    )
  }

  remove(entry: Entry): void {
    this.#byTag.delete(entry.tag)
  }

  /** After each response: ends those of a mailbox that is not selected any more, and those that missed a change. */
  check(): void {
    for (const entry of this.#byTag.values()) {
      const { selection } = entry
      const problem = entry.settled ? undefined : entry.plan?.live?.problem
      if (selection?.state !== 'live' && selection?.state !== 'pending') {
        this.remove(entry)
        this.#outlet.succeed(entry, undefined)
      } else if (problem !== undefined) {
        this.#outlet.fail(entry, problem)
        this.stop(entry)
      }
    }
  }
}
