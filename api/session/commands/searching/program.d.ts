/** What all searching commands share: their criteria on the wire, and what these depend on. */
import type { CommandLine } from '../../../codec/encode/command-line.ts';
import type { SearchQuery } from '../../../codec/encode/search/query.ts';
import { type SearchTraits } from '../../../codec/encode/search/traits.ts';
import type { Malformed, Tagged, Untagged } from '../../../codec/values.ts';
import { ProtocolError } from '../../../errors.ts';
import type { Collector, Facts, Plan } from '../../command.ts';
import { type Footprint, type Resource } from '../../footprint.ts';
/** The criteria of one command, checked. */
export declare class Program {
    #private;
    readonly traits: SearchTraits;
    /** @throws UsageError naming the key that is wrong. */
    constructor(line: CommandLine, query: SearchQuery);
    /** @throws UsageError naming the capability that is missing. */
    check(command: string, facts: Facts): void;
    /** `CHARSET UTF-8` where it is needed and allowed (RFC 9051 §6.4.4, RFC 6855 §3), then the keys. */
    put(line: CommandLine, facts: Facts): CommandLine;
    /** SORT and THREAD always name the charset (RFC 5256 §3). */
    putWithCharset(line: CommandLine): void;
    /** Whether a charset is to be named is known when an ENABLE that is on its way has been answered. */
    lines(build: () => CommandLine): Pick<Plan<unknown>, 'line' | 'lateLine'>;
    footprint(facts: Facts, slots: readonly string[]): Footprint;
    /** The members of a mailbox, and the flags that count; undefined is any mailbox. */
    reads(mailbox: string | undefined): readonly Resource[];
}
/** A collector that fails when a line that may have been its own could not be read. */
export declare function collector<Result, Item = never>(command: string, take: (response: Untagged) => boolean, finish: (reply: Tagged) => Result): Collector<Result, Item>;
export declare function unreadable(command: string, line: Malformed): ProtocolError;
export declare function incomplete(command: string, what: string): ProtocolError;
