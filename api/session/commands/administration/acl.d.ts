/** Access control lists (RFC 4314, RFC 2086). */
import { type MailboxArgument } from '../../../codec/encode/command-line.ts';
import { Rights, type RightsInput } from '../../../codec/rights.ts';
import type { Command } from '../../command.ts';
/** What one user, group or `anyone` may do. */
export interface AclEntry {
    /** As SETACL wants it: a negative one begins with `-`. */
    readonly identifier: string;
    /** The rights are taken away from whoever has them by another entry (RFC 4314 §2). */
    readonly negative: boolean;
    readonly rights: Rights;
}
/** What to do with the rights: exactly one of the three. */
export type RightsEdit = {
    readonly add: RightsInput;
} | {
    readonly remove: RightsInput;
}
/** Also takes away every right not named. */
 | {
    readonly replace: RightsInput;
};
/** What may be granted (RFC 4314 §3.4). */
export interface GrantableRights {
    /** Always granted to the identifier. */
    readonly required: Rights;
    /** Those of one set come and go together. */
    readonly optional: readonly Rights[];
}
/** GETACL (RFC 4314 §3.3). */
export declare function getAcl(mailbox: MailboxArgument): Command<readonly AclEntry[]>;
/** MYRIGHTS (RFC 4314 §3.5). */
export declare function myRights(mailbox: MailboxArgument): Command<Rights>;
/** LISTRIGHTS (RFC 4314 §3.4). */
export declare function listRights(mailbox: MailboxArgument, identifier: string): Command<GrantableRights>;
/** SETACL (RFC 4314 §3.1). */
export declare function setAcl(mailbox: MailboxArgument, identifier: string, edit: RightsEdit): Command<void>;
/** DELETEACL (RFC 4314 §3.2): the entry of one identifier, which says nothing of what others give it. */
export declare function deleteAcl(mailbox: MailboxArgument, identifier: string): Command<void>;
