/** How methods become tokens. */
import type { Command } from '../../session/command.ts'
import { withPaths, type At } from '../../session/commands/mailboxes/path.ts'
import type { CommandOptions } from '../options.ts'
import type { Pump } from '../pump.ts'
import type { CommandToken } from '../token.ts'

/** The methods of a connection are spread over a chain of classes, one for each part of RFC 9051 §6; this is its root. */
export class Submitter {
  readonly #pump: Pump

  /** @internal */
  constructor(pump: Pump) {
    this.#pump = pump
  }

  /** @internal `make` is called again when a mailbox was given as a path; see `withPaths`. */
  protected submit<Result>(
    name: string,
    make: (at: At) => Command<Result>,
    options?: CommandOptions,
  ): CommandToken<Result> {
    return this.#pump.submit(name, () => withPaths(make), options ?? {})
  }

  /** @internal For commands whose result is the list of their items. */
  protected collect<Item>(
    name: string,
    make: (at: At) => Command<void, Item>,
    options: CommandOptions,
  ): CommandToken<readonly Item[], Item> {
    return this.gather(name, make, options, (items) => items)
  }

  /** @internal For commands whose result is made of their items. */
  protected gather<Item, Result>(
    name: string,
    make: (at: At) => Command<void, Item>,
    options: CommandOptions,
    gather: (items: readonly Item[]) => Result,
  ): CommandToken<Result, Item> {
    return this.#pump.collect(name, () => withPaths(make), options, gather)
  }

  /** @internal For commands that yield items and have a result besides. */
  protected follow<Result, Item>(
    name: string,
    make: () => Command<Result, Item>,
    options: CommandOptions,
  ): CommandToken<Result, Item> {
    return this.#pump.follow(name, make, options)
  }
}
