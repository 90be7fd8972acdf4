/** The uses of RFC 6154 §2 and RFC 8457, and `\Inbox`, which only XLIST names. */
export type SpecialUse = '\\All' | '\\Archive' | '\\Drafts' | '\\Flagged' | '\\Important' | '\\Inbox' | '\\Junk' | '\\Sent' | '\\Trash';
/** Who says so: an attribute of LIST (RFC 6154), one of XLIST, or the name. */
export type SpecialUseSource = 'attribute' | 'xlist' | 'name';
/** The uses among the attributes of a LIST or, with `command`, an XLIST line, in the order they stand there. */
export declare function specialUsesOf(attributes: readonly string[], command?: 'LIST' | 'LSUB' | 'XLIST'): readonly SpecialUse[];
/** What a mailbox called so is for, in any of some forty languages; `name` is the last component of its path. */
export declare function specialUseByName(name: string): SpecialUse | undefined;
interface Candidate {
    readonly name: string;
    readonly path: readonly string[];
    readonly attributes: readonly string[];
    readonly specialUse: SpecialUse | undefined;
}
/**
 * Which of the mailboxes has which use by its name alone: only uses that no attribute gives to any, each to one
 * mailbox, the one nearest the root. A mailbox that cannot be selected has none.
 */
export declare function specialUsesByName<Entry extends Candidate>(entries: readonly Entry[]): ReadonlyMap<Entry, SpecialUse>;
/** `\NonExistent` implies `\Noselect` (RFC 9051 §7.3.1). */
export declare function isSelectable(attributes: readonly string[]): boolean;
export {};
