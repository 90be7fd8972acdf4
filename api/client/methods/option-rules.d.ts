import type { CommandOptions } from '../options.ts';
type Kind = 'boolean' | 'string' | 'number' | 'list' | 'any';
/** What each option of a method is, `signal` and `after` aside; `any` where the command itself says what is wrong. */
export type OptionRules<Options = Readonly<Record<string, unknown>>> = {
    readonly [Key in Exclude<keyof Options, keyof CommandOptions>]-?: Kind;
};
/** No options but those of all commands. */
export declare const NO_OPTIONS: OptionRules<CommandOptions>;
/** @throws UsageError naming the option. */
export declare function checkOptions(name: string, options: unknown, rules: Readonly<Record<string, Kind>>): void;
/** For methods that look into their options: something that can be looked into. */
export declare function optionsOf<Options extends object>(options: Options): Partial<Options>;
export {};
