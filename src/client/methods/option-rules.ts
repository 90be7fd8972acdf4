/**
 * The options of methods, checked before anything is made of them. One that is unknown was meant to change something:
 * it is refused, never left out (`{ unchangedSnice: 5n }`).
 */
import { UsageError } from '../../errors.ts'
import type { CommandOptions } from '../options.ts'

type Kind = 'boolean' | 'string' | 'number' | 'list' | 'any'

/** What each option of a method is, `signal` and `after` aside; `any` where the command itself says what is wrong. */
export type OptionRules<Options = Readonly<Record<string, unknown>>> = {
  readonly [Key in Exclude<keyof Options, keyof CommandOptions>]-?: Kind
}

/** No options but those of all commands. */
export const NO_OPTIONS: OptionRules<CommandOptions> = {}

const OF_ALL: Readonly<Record<keyof CommandOptions, Kind>> = { signal: 'any', after: 'any' }

const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  list: (value) => Array.isArray(value),
  any: () => true,
}

/** @throws UsageError naming the option. */
export function checkOptions(name: string, options: unknown, rules: Readonly<Record<string, Kind>>): void {
  if (!isObject(options)) throw new UsageError(`${name}: the options are not an object`)
  for (const [option, value] of Object.entries(options)) {
    const kind = Object.hasOwn(rules, option) ? rules[option] : isOfAll(option) ? OF_ALL[option] : undefined
    if (kind === undefined) throw new UsageError(`${name}: unknown option ${JSON.stringify(option.slice(0, 40))}`)
    if (value === undefined || IS[kind](value)) continue
    throw new UsageError(`${name} ${option}: expected a ${kind}`)
  }
  const { signal } = options
  if (signal === undefined || (isObject(signal) && typeof signal['aborted'] === 'boolean')) return
  throw new UsageError(`${name} signal: expected an AbortSignal`)
}

/** For methods that look into their options: something that can be looked into. */
export function optionsOf<Options extends object>(options: Options): Partial<Options> {
  return isObject(options) ? options : {}
}

function isOfAll(option: string): option is keyof CommandOptions {
  return Object.hasOwn(OF_ALL, option)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
