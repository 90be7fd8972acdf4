/** Rights by what they allow; the letter is what goes on the wire. */
declare const LETTERS: {
    readonly lookup: 'l';
    readonly read: 'r';
    /** To change `\Seen`. */
    readonly seen: 's';
    /** To change other flags. */
    readonly write: 'w';
    readonly insert: 'i';
    readonly post: 'p';
    readonly createMailbox: 'k';
    readonly deleteMailbox: 'x';
    /** To change `\Deleted`. */
    readonly deleteMessages: 't';
    readonly expunge: 'e';
    readonly administer: 'a';
    /** Shared annotations of messages (RFC 5257 §3.1). */
    readonly annotate: 'n';
};
export type RightName = keyof typeof LETTERS;
/** Letters as text, such as `'lrs'`, or rights by name. */
export type RightsInput = string | readonly RightName[] | Rights;
/** A set of rights. A server that knows only RFC 2086 says `c` and `d` where others say `k`, `t` and `e`. */
export declare class Rights {
    /** As sent, each letter once. */
    readonly letters: string;
    /** Characters that are no rights are kept, so that what a server sent can be sent back (RFC 4314 §5.1.2). */
    constructor(letters: string);
    /** @throws UsageError naming what is no right. */
    static from(input: RightsInput): Rights;
    /**
     * Whether a right is in the set, by name or letter. `k`, `t` and `e` also where the set has none of RFC 4314's own
     * letters and says `c` or `d` instead.
     *
     * @throws UsageError for what is no right.
     */
    has(right: RightName | (string & {})): boolean;
    /** The rights that have names; others are only in `letters`. */
    get names(): readonly RightName[];
    get size(): number;
    [Symbol.iterator](): Generator<string, undefined>;
    toString(): string;
    toJSON(): string;
}
export {};
