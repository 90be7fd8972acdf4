/** Access rights, quotas, annotations and other matters of an account. */
import type { Rights } from '../../codec/rights.ts';
import { type AclEntry, type GrantableRights, type RightsEdit } from '../../session/commands/administration/acl.ts';
import { type ComparatorInfo } from '../../session/commands/administration/language.ts';
import { type GetMetadataOptions, type MetadataResult, type MetadataValues } from '../../session/commands/administration/metadata.ts';
import { type QuotaInfo, type QuotaLimits } from '../../session/commands/administration/quota.ts';
import { type UrlPart, type UrlParts } from '../../session/commands/administration/urlauth.ts';
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts';
import type { MailboxPath } from '../../session/commands/mailboxes/path.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { MailboxMethods } from './mailboxes.ts';
export declare class AdministrationMethods extends MailboxMethods {
    /**
     * GETMETADATA (RFC 5464 §4.2): the values of entries such as `/private/comment`, null for those without one; `''` is
     * the server itself. `maxSize` leaves out larger values, and the result says so. Needs METADATA; for `''`
     * METADATA-SERVER is enough.
     */
    getMetadata(mailbox: MailboxArgument | MailboxPath, entries: string | readonly string[], options?: GetMetadataOptions & CommandOptions): CommandToken<MetadataResult>;
    /**
     * SETMETADATA (RFC 5464 §4.3): sets all of the entries, or none; null takes one away. Line ends in text must be CRLF.
     * Needs METADATA; for `''`, the server itself, METADATA-SERVER is enough. Values with NUL need BINARY.
     */
    setMetadata(mailbox: MailboxArgument | MailboxPath, values: MetadataValues, options?: CommandOptions): CommandToken<void>;
    /** GETACL (RFC 4314 §3.3): who may do what. Needs ACL, and the right to administer. */
    getAcl(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<readonly AclEntry[]>;
    /**
     * SETACL (RFC 4314 §3.1): exactly one of `add`, `remove`, `replace`. An identifier that begins with `-` takes rights
     * away. Needs ACL. A server of RFC 2086 (no RIGHTS=) has no `k`, `x`, `t`, `e`: use its `c` and `d`, which grant more.
     */
    setAcl(mailbox: MailboxArgument | MailboxPath, identifier: string, edit: RightsEdit, options?: CommandOptions): CommandToken<void>;
    /** DELETEACL (RFC 4314 §3.2): takes away the entry of one identifier. Needs ACL. */
    deleteAcl(mailbox: MailboxArgument | MailboxPath, identifier: string, options?: CommandOptions): CommandToken<void>;
    /** LISTRIGHTS (RFC 4314 §3.4): which rights can be granted to an identifier, and which go together. Needs ACL. */
    listRights(mailbox: MailboxArgument | MailboxPath, identifier: string, options?: CommandOptions): CommandToken<GrantableRights>;
    /** MYRIGHTS (RFC 4314 §3.5): what we may do. Needs ACL. */
    myRights(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<Rights>;
    /** GETQUOTA (RFC 9208 §4.1.1): usage and limits of a quota root, often `''`. Needs QUOTA. */
    getQuota(root: string, options?: CommandOptions): CommandToken<QuotaInfo>;
    /** GETQUOTAROOT (RFC 9208 §4.1.2): every quota root that counts a mailbox, with its quota. Needs QUOTA. */
    getQuotaRoot(mailbox: MailboxArgument | MailboxPath, options?: CommandOptions): CommandToken<readonly QuotaInfo[]>;
    /**
     * SETQUOTA (RFC 9208 §4.1.3): these limits and no others, STORAGE in units of 1024 octets. The quota as it is then;
     * undefined where the server does not say. Needs QUOTASET, or QUOTA at servers of RFC 2087.
     */
    setQuota(root: string, limits: QuotaLimits, options?: CommandOptions): CommandToken<QuotaInfo | undefined>;
    /**
     * GENURLAUTH (RFC 4467 §7): an authorized URL for each that ends in `;URLAUTH=…`, in the same order. Whoever has one
     * has what it names. Needs URLAUTH.
     */
    genUrlAuth(urls: readonly string[], options?: {
        readonly mechanism?: string;
    } & CommandOptions): CommandToken<readonly string[]>;
    /** RESETKEY (RFC 4467 §7): makes the URLs of a mailbox void, or all without one. Needs URLAUTH. */
    resetKey(mailbox?: MailboxArgument | MailboxPath, options?: {
        readonly mechanisms?: readonly string[];
    } & CommandOptions): CommandToken<void>;
    /**
     * URLFETCH (RFC 4467 §7): the content by URL, null where the server does not honour it. The server reads it; nothing
     * is ever connected to. Needs URLAUTH; `parts` (decoded content, structure) URLAUTH=BINARY (RFC 5524).
     */
    urlFetch(urls: readonly string[], options?: CommandOptions): CommandToken<ReadonlyMap<string, Uint8Array | null>>;
    urlFetch(urls: readonly string[], options: CommandOptions & {
        readonly parts: readonly UrlPart[];
    }): CommandToken<ReadonlyMap<string, UrlParts | null>>;
    /** LANGUAGE (RFC 5255 §3.2): the languages the server speaks. Needs LANGUAGE. */
    languages(options?: CommandOptions): CommandToken<readonly string[]>;
    /**
     * LANGUAGE (RFC 5255 §3.2): from now on human-readable text is in the first of these the server has (`default` is its
     * own choice). The one it uses now. Needs LANGUAGE.
     */
    language(ranges: readonly string[], options?: CommandOptions): CommandToken<string>;
    /**
     * COMPARATOR (RFC 5255 §4.7): how texts are compared in searches and sorts; with `order`, from now on by the first of
     * these the server has. Needs I18NLEVEL=2.
     */
    comparator(order?: readonly string[], options?: CommandOptions): CommandToken<ComparatorInfo>;
    /** GETJMAPACCESS (RFC 9698 §3): where the same mail is to be had by JMAP. Untrusted. Needs JMAPACCESS. */
    getJmapAccess(options?: CommandOptions): CommandToken<string>;
}
