/** How methods become tokens. */
import type { Command } from '../../session/command.ts';
import { type At } from '../../session/commands/mailboxes/path.ts';
import type { CommandOptions } from '../options.ts';
import type { Pump } from '../pump.ts';
import type { CommandToken } from '../token.ts';
import { type OptionRules } from './option-rules.ts';
/** The methods of a connection are spread over a chain of classes, one for each part of RFC 9051 §6; this is its root. */
export declare class Submitter {
    #private;
    /** @internal */
    constructor(pump: Pump);
    /** @internal */
    protected get now(): number;
    /** @internal */
    protected get maxUnreadOctets(): number;
    /** @internal `make` is called again when a mailbox was given as a path; see `withPaths`. */
    protected submit<Result>(name: string, make: (at: At) => Command<Result>, options?: CommandOptions, rules?: OptionRules): CommandToken<Result>;
    /** @internal For commands that have something to read before they can be made. */
    protected submitLater<Result>(name: string, prepare: () => Promise<(at: At) => Command<Result>>, options: CommandOptions, rules: OptionRules): CommandToken<Result>;
    /** @internal For commands whose result is the list of their items. */
    protected collect<Item>(name: string, make: (at: At) => Command<void, Item>, options: CommandOptions, rules?: OptionRules): CommandToken<readonly Item[], Item>;
    /** @internal For commands whose result is made of their items. */
    protected gather<Item, Result>(name: string, make: (at: At) => Command<void, Item>, options: CommandOptions, gather: (items: readonly Item[]) => Result, rules?: OptionRules): CommandToken<Result, Item>;
    /** @internal For commands that yield items and have a result besides. */
    protected follow<Result, Item>(name: string, make: () => Command<Result, Item>, options: CommandOptions): CommandToken<Result, Item>;
}
