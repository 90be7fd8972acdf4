/** One mailbox as LIST told it. */
import type { Rights } from '../../../codec/rights.ts';
import type { List, StatusItems } from '../../../codec/values.ts';
import type { MetadataValue } from '../administration/metadata.ts';
import { type SpecialUse, type SpecialUseSource } from './special-use.ts';
/** What was not asked for, or what the server could not tell, is undefined. An entry can be given wherever a mailbox is named. */
export interface ListEntry {
    readonly mailbox: string;
    /** See `Named.wireName`; pass the entry itself on where a mailbox is asked for, and it is used. */
    readonly wireName: string | undefined;
    /** As sent: `\HasChildren`, `\Subscribed`, … */
    readonly attributes: readonly string[];
    /** Null: the name is all there is, with nothing above or below. */
    readonly delimiter: string | null;
    /** The components of the name; may be given wherever a mailbox is named. */
    readonly path: readonly string[];
    /** The last of them. */
    readonly name: string;
    /** The name of the mailbox one level above. */
    readonly parent: string | undefined;
    /** The first where the server gives several; `specialUsesOf(attributes)` has all. */
    readonly specialUse: SpecialUse | undefined;
    readonly specialUseSource: SpecialUseSource | undefined;
    /** CHILDINFO: mailboxes below meet these selection options (RFC 9051 §6.3.9.6). */
    readonly childInfo: readonly string[] | undefined;
    /** What was asked for, where the server has another name for it (RFC 9051 §6.3.9.7). */
    readonly oldName: string | undefined;
    readonly status: StatusItems | undefined;
    /** What whoever is logged in may do with it (RFC 4314 §2.1). */
    readonly myRights: Rights | undefined;
    /** By the names asked for; null where there is no value. */
    readonly metadata: ReadonlyMap<string, MetadataValue | null> | undefined;
}
/** What comes in lines of its own beside LIST. */
export type ListExtras = Partial<Pick<ListEntry, 'status' | 'myRights' | 'metadata'>>;
export declare function entryOf(list: List, extras?: ListExtras): ListEntry;
