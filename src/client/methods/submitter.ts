/** How methods become tokens. */
import type { Command } from '../../session/command.ts'
import { withPaths, type At } from '../../session/commands/mailboxes/path.ts'
import { UsageError } from '../../errors.ts'
import type { CommandOptions } from '../options.ts'
import type { Pump } from '../pump.ts'
import type { CommandToken } from '../token.ts'
import { checkOptions, NO_OPTIONS, optionsOf, type OptionRules } from './option-rules.ts'

/** The methods of a connection are spread over a chain of classes, one for each part of RFC 9051 §6; this is its root. */
export class Submitter {
  readonly #pump: Pump

  /** @internal */
  constructor(pump: Pump) {
    this.#pump = pump
  }

  /** @internal */
  protected get now(): number {
    return this.#pump.clock.now()
  }

  /** @internal */
  protected get maxUnreadOctets(): number {
    return this.#pump.maxUnreadOctets
  }

  /** @internal `make` is called again when a mailbox was given as a path; see `withPaths`. */
  protected submit<Result>(
    name: string,
    make: (at: At) => Command<Result>,
    options: CommandOptions = {},
    rules: OptionRules = NO_OPTIONS,
  ): CommandToken<Result> {
    return this.#pump.submit(name, guarded(name, make, options, rules), optionsOf(options))
  }

  /** @internal For commands that have something to read before they can be made. */
  protected submitLater<Result>(
    name: string,
    prepare: () => Promise<(at: At) => Command<Result>>,
    options: CommandOptions,
    rules: OptionRules,
  ): CommandToken<Result> {
    const prepared = async (): Promise<() => Command<Result>> => {
      checkOptions(name, options, rules)
      return guarded(name, await prepare(), options, rules)
    }
    return this.#pump.submitLater(name, prepared, optionsOf(options))
  }

  /** @internal For commands whose result is the list of their items. */
  protected collect<Item>(
    name: string,
    make: (at: At) => Command<void, Item>,
    options: CommandOptions,
    rules: OptionRules = NO_OPTIONS,
  ): CommandToken<readonly Item[], Item> {
    return this.gather(name, make, options, (items) => items, rules)
  }

  /** @internal For commands whose result is made of their items. */
  protected gather<Item, Result>(
    name: string,
    make: (at: At) => Command<void, Item>,
    options: CommandOptions,
    gather: (items: readonly Item[]) => Result,
    rules: OptionRules = NO_OPTIONS,
  ): CommandToken<Result, Item> {
    return this.#pump.collect(name, guarded(name, make, options, rules), optionsOf(options), gather)
  }

  /** @internal For commands that yield items and have a result besides. */
  protected follow<Result, Item>(
    name: string,
    make: () => Command<Result, Item>,
    options: CommandOptions,
  ): CommandToken<Result, Item> {
    return this.#pump.follow(name, guarded(name, make, options, NO_OPTIONS), optionsOf(options))
  }
}

/** A value of a type that nobody expected is the caller's mistake, too, wherever it is noticed. */
function guarded<Result, Item>(
  name: string,
  make: (at: At) => Command<Result, Item>,
  options: CommandOptions,
  rules: OptionRules,
): () => Command<Result, Item> {
  return () => {
    checkOptions(name, options, rules)
    try {
      return withPaths(make)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new UsageError(`${name}: an argument has the wrong type`, 'ERR_IMAP_ARGUMENT', { cause: error })
    }
  }
}
