/** Commands that are submitted and cannot be planned yet, because the connection is not that far. */
import type { Command } from '../command.ts'
import type { Entry } from '../entry.ts'
import { LearnedNaming } from '../server/naming.ts'
import type { ServerFacts } from '../server/server-facts.ts'

export interface WaitingRoomHost {
  plan(entry: Entry): void
  /** Submits a command of the session's own. */
  ask(question: Command<unknown>): Entry
  /** The session may ask now. */
  asks(): boolean
}

export class WaitingRoom {
  readonly naming: LearnedNaming = new LearnedNaming()
  readonly #facts: ServerFacts
  readonly #host: WaitingRoomHost
  #waiting: Entry[] = []
  /** The user's commands may follow what is in flight. */
  #open = false
  #settledIn = false
  #question: Entry | undefined

  constructor(facts: ServerFacts, host: WaitingRoomHost) {
    this.#facts = facts
    this.#host = host
  }

  /** Capabilities after login and what is enabled are known. */
  get settledIn(): boolean {
    return this.#settledIn
  }

  get size(): number {
    return this.#waiting.length
  }

  entries(): Iterable<Entry> {
    return this.#waiting
  }

  add(entry: Entry): void {
    this.#waiting.push(entry)
  }

  remove(entry: Entry): void {
    if (this.#waiting.includes(entry)) this.#waiting = this.#waiting.filter((other) => other !== entry)
  }

  clear(): void {
    this.#waiting = []
  }

  open(): void {
    this.#open = true
    this.admit()
  }

  settleIn(): void {
    this.#settledIn = true
  }

  /** What is submitted from here on is for whoever logs in next. */
  close(): void {
    this.#open = false
  }

  /** Nobody is logged in any more. */
  forgetLogin(): void {
    this.#settledIn = false
    this.naming.forget()
  }

  /** Plans commands in order; nothing passes one that cannot be planned yet. */
  admit(): void {
    while (this.#open && this.#waiting.length > 0 && !this.#isTooEarly(this.#waiting[0]!.command)) {
      const entry = this.#waiting.shift()!
      if (!entry.settled) this.#host.plan(entry)
    }
    this.#askNaming()
  }

  /** It may have been the question how names are made. */
  answered(entry: Entry): void {
    if (entry !== this.#question) return
    this.naming.answered()
    this.admit()
  }

  #isTooEarly({ adapts, needsNaming }: Command<unknown, never>): boolean {
    return (adapts && !this.#settledIn) || (needsNaming === true && this.naming.naming === undefined)
  }

  /** A command that names a mailbox by its path is next, and it is not known how this server makes names. */
  #askNaming(): void {
    if (!this.#open || !this.#settledIn || this.#waiting[0]?.command.needsNaming !== true) return
    if (!this.#host.asks()) return
    const question = this.naming.question(this.#facts.capabilities)
    if (question !== undefined) this.#question = this.#host.ask(question)
    else if (this.naming.naming !== undefined) this.admit()
  }
}
