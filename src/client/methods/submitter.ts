/** How methods become tokens. */
import type { Command } from '../../session/command.ts'
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

  /** @internal */
  protected submit<Result>(name: string, make: () => Command<Result>, options?: CommandOptions): CommandToken<Result> {
    return this.#pump.submit(name, make, options ?? {})
  }

  /** @internal For commands whose result is the list of their items. */
  protected collect<Item>(
    name: string,
    make: () => Command<void, Item>,
    options: CommandOptions,
  ): CommandToken<readonly Item[], Item> {
    return this.#pump.collect(name, make, options)
  }
}
