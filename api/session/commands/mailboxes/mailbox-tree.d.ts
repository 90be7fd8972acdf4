/** Mailboxes as the tree their names describe. */
import type { ListEntry } from './list-entry.ts';
export interface MailboxNode {
    /** The last component of the path. */
    readonly name: string;
    readonly path: readonly string[];
    /** As listed; for a parent that was not, one whose attributes are `\NonExistent` and `\HasChildren`. */
    readonly entry: ListEntry;
    /** In the order they were listed. */
    readonly children: readonly MailboxNode[];
}
/**
 * The tree of what LIST told. A parent that was not listed, because the pattern left it out or because there is none,
 * is put in with the attribute `\NonExistent` (RFC 9051 §7.3.1).
 */
export declare function mailboxTree(entries: readonly ListEntry[]): readonly MailboxNode[];
