/**
 * Arguments of commands this library has no method for. Each has a type and is checked as the encoder checks it; there
 * is none for "text as it is".
 */
import { UsageError } from '../../errors.ts'
import { sequenceSet, type SetInput } from '../sequence-set.ts'
import type { CommandLine, MailboxArgument } from './command-line.ts'
import type { CalendarDate } from './date.ts'

/** Adds an argument to a command; returns the secrets in it. */
type Put = (line: CommandLine) => readonly string[]

/** An argument with a type; `arg` makes them. */
export class Argument {
  readonly #put: Put

  /** @internal */
  constructor(put: Put) {
    this.#put = put
  }

  /** @internal */
  static putOf(argument: Argument): Put {
    return argument.#put
  }

  /** Not what it holds: it may be a secret. */
  toJSON(): string {
    return '<argument>'
  }
}

/**
 * What stands for an argument: a string is an astring, a number or bigint a number, null is NIL, octets are a literal,
 * an array is a parenthesised list.
 */
export type ArgumentInput = Argument | string | number | bigint | null | Uint8Array | readonly ArgumentInput[]

/** Adds an argument to a command; returns the secrets in it. @throws UsageError */
export function putArgument(line: CommandLine, input: ArgumentInput): readonly string[] {
  if (input instanceof Argument) return Argument.putOf(input)(line)
  if (input instanceof Uint8Array) line.literal(input, { binary: input.includes(0) })
  else if (Array.isArray(input)) return putList(line, input as readonly ArgumentInput[])
  else if (typeof input === 'string') line.astring(input)
  else if (typeof input === 'number' || typeof input === 'bigint') line.bigint(input)
  else if (input === null) line.nstring(null)
  else throw new UsageError(`${line.name}: not an argument: ${typeof input}`)
  return []
}

function putList(line: CommandLine, inputs: readonly ArgumentInput[]): readonly string[] {
  const secrets: string[] = []
  line.list((list) => {
    for (const input of inputs) secrets.push(...putArgument(list, input))
  })
  return secrets
}

function plain(put: (line: CommandLine) => void): Argument {
  return new Argument((line) => {
    put(line)
    return []
  })
}

/** Makes arguments for `command()`. What does not fit its type is a `UsageError` of the command. */
export const arg: ArgumentMakers = Object.freeze<ArgumentMakers>({
  atom: (text) => plain((line) => line.atom(text)),
  astring: (text) => plain((line) => line.astring(text)),
  string: (text) => plain((line) => line.string(text)),
  number: (n) => plain((line) => line.bigint(n)),
  mailbox: (name) => plain((line) => line.mailbox(name)),
  listMailbox: (pattern) => plain((line) => line.listMailbox(pattern)),
  set: (set) => plain((line) => line.set(sequenceSet(set, `${line.name} set`))),
  flag: (flag) => plain((line) => line.flag(flag)),
  flags: (flags) => plain((line) => line.flags(flags, 'flags', { empty: true })),
  date: (date) => plain((line) => line.date(date)),
  dateTime: (date) => plain((line) => line.dateTime(date)),
  literal: (octets, options = {}) => plain((line) => line.literal(octets, options)),
  secret: (text) =>
    new Argument((line) => {
      line.string(text, { what: 'secret', secret: true })
      return [text]
    }),
  list: (inputs) => new Argument((line) => putList(line, inputs)),
})

export interface ArgumentMakers {
  /** A word without quotes: `NOSUCH`, `+X`. */
  atom(text: string): Argument
  /** Text, quoted where it must be; a plain string is the same. */
  astring(text: string): Argument
  /** Text in quotes, or as a literal where it has to be. */
  string(text: string): Argument
  /** 0 to 2^63 - 1. */
  number(n: number | bigint): Argument
  /** A mailbox name, in modified UTF-7 or UTF-8 as the session has it. */
  mailbox(name: MailboxArgument): Argument
  /** A mailbox name in which `%` and `*` match others. */
  listMailbox(pattern: string): Argument
  /** UIDs or sequence numbers: `'1:5,9'`, `[1, 2]`, a `NumberSet`. */
  set(set: SetInput): Argument
  flag(flag: string): Argument
  /** Flags in parentheses. */
  flags(flags: readonly string[]): Argument
  /** A day: `"2026-02-01"`. */
  date(date: CalendarDate): Argument
  dateTime(date: Date): Argument
  /** Octets; `binary` makes it a literal8, which alone may hold NUL. */
  literal(octets: Uint8Array, options?: { readonly binary?: boolean }): Argument
  /** Text that no error and no event may show. */
  secret(text: string): Argument
  /** A parenthesised list; a plain array is the same. */
  list(inputs: readonly ArgumentInput[]): Argument
}
