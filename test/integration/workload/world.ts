/**
 * What a generator of commands believes about the account: enough to name messages and mailboxes that mostly
 * exist, never enough to be relied upon.
 */
import { seededRandom } from '../../support/mail.ts'

export const MAILBOXES = ['INBOX', 'Sent', 'A', 'B', 'A/x', 'A/x/y', 'Entwürfe & mehr', 'odd "q" \\ (name)'] as const

export interface WorldOptions {
  /** What a mailbox is called on the server; in the world it is `A` or `A/x` always. */
  readonly local?: (mailbox: string) => string
  /** Nothing is added to the selected mailbox: some servers show it there only at the next NOOP, whenever that is. */
  readonly elsewhere?: boolean
  /** Nothing is renamed: some servers number the messages anew then, in the order of their files. */
  readonly keepsNames?: boolean
}

export class World {
  readonly random: () => number
  /** The mailbox that is selected if the latest SELECT succeeded. */
  open: string | undefined
  readOnly = false
  readonly local: (mailbox: string) => string
  readonly #highest: Map<string, number> = new Map()
  readonly keepsNames: boolean
  readonly #elsewhere: boolean

  constructor(seed: number, initial: Readonly<Record<string, number>>, options: WorldOptions = {}) {
    this.random = seededRandom(seed)
    this.local = options.local ?? ((mailbox) => mailbox)
    this.#elsewhere = options.elsewhere ?? false
    this.keepsNames = options.keepsNames ?? false
    for (const [mailbox, count] of Object.entries(initial)) this.#highest.set(mailbox, count)
  }

  /** From 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.random() * n)
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!
  }

  /** One to `most` different ones. */
  some<T>(choices: readonly T[], most: number): readonly T[] {
    return [...new Set(Array.from({ length: 1 + this.below(most) }, () => this.pick(choices)))]
  }

  mailbox(): string {
    return this.pick(MAILBOXES)
  }

  /** Where messages are added. */
  target(mailbox: string): string {
    if (!this.#elsewhere || mailbox !== this.open) return mailbox
    return mailbox === 'A' ? 'B' : 'A'
  }

  /** One that may be deleted or renamed: Dovecot hangs up when that happens to the selected one. */
  looseMailbox(): string | undefined {
    const open = this.open
    const choices = MAILBOXES.filter(
      (name) => name !== 'INBOX' && name !== 'Sent' && open !== name && open?.startsWith(`${name}/`) !== true,
    )
    return choices.length === 0 ? undefined : this.pick(choices)
  }

  grow(mailbox: string, messages: number): void {
    this.#highest.set(mailbox, Math.min(400, (this.#highest.get(mailbox) ?? 0) + messages))
  }

  /** UIDs of the open mailbox, the younger ones more often. */
  uids(): string {
    const highest = Math.max(5, this.#highest.get(this.open ?? 'INBOX') ?? 0)
    const lowest = this.chance(0.5) ? Math.max(1, highest - 25) : 1
    const one = (): number => lowest + this.below(highest + 2 - lowest)
    const form = this.random()
    if (form < 0.45) return String(one())
    if (form < 0.8) return this.#range(one(), 1 + this.below(9))
    if (form < 0.93) return [one(), this.#range(one(), 3), one()].join(',')
    return form < 0.97 ? `${one()}:*` : '*'
  }

  #range(from: number, length: number): string {
    return `${from}:${from + length}`
  }
}
