/** How this server makes names of paths: asked once, by the first command that names a mailbox by its path. */
import { CommandLine } from '../../codec/encode/command-line.ts'
import type { List, Namespaces } from '../../codec/values.ts'
import { hasCapability } from './capabilities.ts'
import type { Command } from '../command.ts'
import { namespace } from '../commands/any-state/basic.ts'
import { footprint, LIST_SLOT } from '../footprint.ts'

export interface NamingRule {
  readonly prefix: string
  /** Null: names have no parts. Undefined: the server does not tell. */
  readonly delimiter: string | null | undefined
}

export interface Naming {
  readonly personal: NamingRule
  /** Of other users, and shared. */
  readonly others: readonly NamingRule[]
}

export class LearnedNaming {
  #naming: Naming | undefined
  #others: readonly NamingRule[] = []
  #asked: 'nothing' | 'namespace' | 'delimiter' = 'nothing'
  #open = false

  /** Undefined until the server has told. */
  get naming(): Naming | undefined {
    return this.#naming
  }

  /** Whoever is logged in next has other namespaces (RFC 8437). */
  forget(): void {
    this.#naming = undefined
    this.#others = []
    this.#asked = 'nothing'
  }

  /** NAMESPACE, whoever asked for it. */
  learn({ personal, otherUsers, shared }: Namespaces): void {
    this.#others = [...(personal?.slice(1) ?? []), ...(otherUsers ?? []), ...(shared ?? [])]
    const own = personal?.[0]
    if (own !== undefined) this.#naming = { personal: own, others: this.#others }
  }

  /**
   * The command that asks next: NAMESPACE, then what LIST tells of the delimiter (RFC 9051 §6.3.9). Undefined while one
   * is open, and when nothing is left to ask.
   */
  question(capabilities: ReadonlySet<string>): Command<unknown> | undefined {
    if (this.#open || this.#naming !== undefined) return undefined
    if (this.#asked === 'delimiter') return this.#tell(undefined)
    this.#open = true
    if (this.#asked === 'nothing' && hasCapability(capabilities, 'NAMESPACE')) {
      this.#asked = 'namespace'
      return namespace()
    }
    this.#asked = 'delimiter'
    return askDelimiter((list) => this.#tell(list.delimiter))
  }

  answered(): void {
    this.#open = false
  }

  #tell(delimiter: string | null | undefined): undefined {
    this.#naming = { personal: { prefix: '', delimiter }, others: this.#others }
  }
}

/** `LIST "" ""` has one line about no mailbox. */
function askDelimiter(tell: (list: List) => void): Command<void> {
  return {
    name: 'LIST',
    adapts: false,
    plan: () => ({
      line: new CommandLine('LIST').mailbox('').listMailbox(''),
      footprint: footprint({ slots: [LIST_SLOT] }),
      collector: {
        take(response) {
          if (response.type !== 'list' || response.mailbox !== '') return false
          tell(response)
          return true
        },
        finish: () => undefined,
      },
    }),
  }
}
