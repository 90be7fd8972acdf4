import { type SetInput } from '../sequence-set.ts';
import type { CommandLine, MailboxArgument } from './command-line.ts';
import type { CalendarDate } from './date.ts';
/** Adds an argument to a command; returns the secrets in it. */
type Put = (line: CommandLine) => readonly string[];
/** An argument with a type; `arg` makes them. */
export declare class Argument {
    #private;
    /** @internal */
    constructor(put: Put);
    /** @internal */
    static putOf(argument: Argument): Put;
    /** Not what it holds: it may be a secret. */
    toJSON(): string;
}
/**
 * What stands for an argument: a string is an astring, a number or bigint a number, null is NIL, octets are a literal,
 * an array is a parenthesised list.
 */
export type ArgumentInput = Argument | string | number | bigint | null | Uint8Array | readonly ArgumentInput[];
/** Adds an argument to a command; returns the secrets in it. @throws UsageError */
export declare function putArgument(line: CommandLine, input: ArgumentInput): readonly string[];
/** Makes arguments for `command()`. What does not fit its type is a `UsageError` of the command. */
export declare const arg: ArgumentMakers;
export interface ArgumentMakers {
    /** A word without quotes: `NOSUCH`, `+X`. */
    atom(text: string): Argument;
    /** Text, quoted where it must be; a plain string is the same. */
    astring(text: string): Argument;
    /** Text in quotes, or as a literal where it has to be. */
    string(text: string): Argument;
    /** 0 to 2^63 - 1. */
    number(n: number | bigint): Argument;
    /** A mailbox name, in modified UTF-7 or UTF-8 as the session has it. */
    mailbox(name: MailboxArgument): Argument;
    /** A mailbox name in which `%` and `*` match others. */
    listMailbox(pattern: string): Argument;
    /** UIDs or sequence numbers: `'1:5,9'`, `[1, 2]`, a `NumberSet`. */
    set(set: SetInput): Argument;
    flag(flag: string): Argument;
    /** Flags in parentheses. */
    flags(flags: readonly string[]): Argument;
    /** A day: `"2026-02-01"`. */
    date(date: CalendarDate): Argument;
    dateTime(date: Date): Argument;
    /** Octets; `binary` makes it a literal8, which alone may hold NUL. */
    literal(octets: Uint8Array, options?: {
        readonly binary?: boolean;
    }): Argument;
    /** Text that no error and no event may show. */
    secret(text: string): Argument;
    /** A parenthesised list; a plain array is the same. */
    list(inputs: readonly ArgumentInput[]): Argument;
}
export {};
