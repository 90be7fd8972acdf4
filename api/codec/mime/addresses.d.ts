/** Address lists of an ENVELOPE: the protocol has groups as markers in a flat list (RFC 9051 §7.5.2). */
import type { Address } from '../values.ts';
/** `A Group: ada@example.org, …;` */
export interface AddressGroup {
    readonly group: string;
    readonly members: readonly Address[];
}
/** The list with its groups as such, in order. A group that is never closed ends with the list. */
export declare function groupedAddresses(list: readonly Address[]): readonly (Address | AddressGroup)[];
/** All mailboxes of the list, those in groups, too. */
export declare function mailboxesOf(list: readonly Address[]): readonly Address[];
