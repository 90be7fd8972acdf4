import { type CalendarDate } from './date.ts';
import { OctetSource, type WirePiece } from './octet-source.ts';
import { type OctetRange, type Section, type SectionItem } from './section.ts';
import { type PartialRange } from '../partial-range.ts';
import { SequenceSet, type SavedSearch } from '../sequence-set.ts';
/** What the server takes, as far as it is known when a command is written. */
export interface WireMode {
    /** LITERAL+ is `plus`; LITERAL- and IMAP4rev2 are `minus` (RFC 7888). */
    readonly literal: 'synchronizing' | 'plus' | 'minus';
    /** UTF8=ACCEPT or IMAP4rev2 is enabled. */
    readonly utf8: boolean;
    /** BINARY or IMAP4rev2: literal8 is understood. */
    readonly binary: boolean;
}
/** Octets that may be written in one go. */
export interface WireSegment {
    /** In order; a string holds one octet a character. */
    readonly pieces: readonly WirePiece[];
    readonly octets: number;
    /** It ends in the count of a synchronizing literal: the next segment needs a "+" from the server. */
    readonly awaitContinuation: boolean;
}
export interface TextOptions {
    /** Names the argument in errors. */
    readonly what?: string;
    /** Shown as `<secret>` wherever the command is shown. */
    readonly secret?: boolean;
    /** NUL is allowed, and sent in a literal8 (RFC 9051 §4.3). */
    readonly binary?: boolean;
}
/** A name as people write it, or the octets a server used for one. */
export type MailboxArgument = string | {
    readonly mailbox?: string;
    readonly wireName: string | undefined;
};
/** A command without its tag: a name and typed arguments, separated by single spaces. */
export declare class CommandLine {
    #private;
    /** `UID FETCH`. */
    readonly name: string;
    /** @param name atoms with single spaces between them. @throws UsageError */
    constructor(name: string);
    /** Has every literal wait for the server's "+", whatever it takes otherwise. */
    askBeforeLiterals(): this;
    /** @throws UsageError for anything but an atom (RFC 9051 §9). */
    atom(text: string, what?: string): this;
    /** An unsigned 32-bit number. @throws UsageError */
    number(n: number, what?: string): this;
    /** An unsigned 63-bit number (number64, mod-sequences). @throws UsageError */
    bigint(n: bigint | number, what?: string): this;
    /** Text, without quotes where none are needed. @throws UsageError */
    astring(text: string, options?: TextOptions): this;
    /** Text in quotes, or as a literal where it has CR or LF, is long, or is not ASCII. @throws UsageError */
    string(text: string, options?: TextOptions): this;
    /** As `string`, with null as NIL. @throws UsageError */
    nstring(text: string | null, options?: TextOptions): this;
    /** A mailbox name. @throws UsageError as `encodeMailboxName`. */
    mailbox(name: MailboxArgument): this;
    /** A mailbox name in which `%` and `*` match others (RFC 9051 §6.3.9). @throws UsageError as `mailbox` */
    listMailbox(pattern: string): this;
    /** @throws UsageError as `checkFlag` */
    flag(flag: string, what?: string): this;
    /** A parenthesised list; an empty one must be asked for. @throws UsageError */
    flags(flags: readonly string[], what?: string, options?: {
        readonly empty?: boolean;
    }): this;
    set(set: SequenceSet, what?: string): this;
    /** `PARTIAL`'s places in a result (RFC 9394 §4). @throws UsageError */
    partialRange(range: PartialRange, what?: string): this;
    /** A label of Gmail's: a system label as a flag, any other as the name of a mailbox. @throws UsageError */
    label(label: string, what?: string): this;
    /** A day. @throws UsageError */
    date(date: CalendarDate, what?: string): this;
    /** An instant, in UTC. @throws UsageError */
    dateTime(date: Date, what?: string): this;
    /**
     * Octets by number: a literal, or with `binary` a literal8, which alone may hold NUL (RFC 9051 §4.3). They
     * are kept, not copied. @throws UsageError
     */
    literal(octets: Uint8Array | OctetSource, options?: {
        readonly binary?: boolean;
        readonly what?: string;
    }): this;
    /** SASL octets; none at all are "=" (RFC 9051 §6.2.2). */
    base64(octets: Uint8Array, options?: {
        readonly secret?: boolean;
    }): this;
    /** `BODY.PEEK[HEADER.FIELDS (FROM)]<0.100>` and its like (RFC 9051 §6.4.5). @throws UsageError */
    section(item: SectionItem, section: Section, range?: OctetRange): this;
    /** A parenthesised list of what `fill` adds. */
    list(fill: (line: this) => void): this;
}
/**
 * The octets of a command, cut where a "+" must be awaited. The last segment ends in CRLF.
 *
 * @throws UsageError for a tag that is none, and where literal8 is needed but not understood.
 */
export declare function serialize(line: CommandLine, tag: string, given: WireMode): WireSegment[];
/** The command without its tag, for people: no secrets, no literals, no control characters. */
export declare function redacted(line: CommandLine): string;
/** True when it names a mailbox whose octets depend on whether UTF-8 is enabled. */
export declare function needsUtf8Decision(line: CommandLine): boolean;
/** The saved searches it names as `$`. */
export declare function savedSearchesIn(line: CommandLine): readonly SavedSearch[];
/** True when it has a literal that waits for the server's "+". */
export declare function synchronizes(line: CommandLine, given: WireMode): boolean;
