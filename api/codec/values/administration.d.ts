/** What a server says about access rights, quotas, annotations, authorized URLs and languages. */
import type { BodyStructure } from './body-structure.ts';
import type { Named } from './mailbox.ts';
/** A value as sent, or null where the entry has none. */
export type EntryValue = Uint8Array | null;
/**
 * `* METADATA mailbox (entry value …)` (RFC 5464 §4.4.1): an answer. The server itself is the mailbox `''`. Entry names
 * are as sent; they ignore case.
 */
export interface Metadata extends Named {
    readonly type: 'metadata';
    readonly entries: ReadonlyMap<string, EntryValue>;
}
/** `* METADATA mailbox entry …` (RFC 5464 §4.4.2): somebody has changed them. */
export interface MetadataNews extends Named {
    readonly type: 'metadataNews';
    readonly entries: readonly string[];
}
export interface AclItem {
    /** With a leading `-` where the rights are taken away. */
    readonly identifier: string;
    readonly rights: string;
}
/** `* ACL` (RFC 4314 §3.6). */
export interface Acl extends Named {
    readonly type: 'acl';
    readonly items: readonly AclItem[];
}
/** `* LISTRIGHTS` (RFC 4314 §3.7). */
export interface ListRights extends Named {
    readonly type: 'listRights';
    readonly identifier: string;
    readonly required: string;
    /** Rights of one group come and go together. */
    readonly optional: readonly string[];
}
/** `* MYRIGHTS` (RFC 4314 §3.8). */
export interface MyRights extends Named {
    readonly type: 'myRights';
    readonly rights: string;
}
/** STORAGE counts units of 1024 octets, MESSAGE messages, MAILBOX mailboxes (RFC 9208 §5). */
export interface QuotaResource {
    readonly usage: number;
    /** Null where there is none: servers write -1, or a number beyond 2^53. */
    readonly limit: number | null;
}
/** `* QUOTA` (RFC 9208 §4.2.1). Names of resources are upper case. */
export interface Quota {
    readonly type: 'quota';
    readonly root: string;
    readonly resources: ReadonlyMap<string, QuotaResource>;
}
/** `* QUOTAROOT` (RFC 9208 §4.2.2). */
export interface QuotaRoot extends Named {
    readonly type: 'quotaRoot';
    readonly roots: readonly string[];
}
/** `* GENURLAUTH` (RFC 4467 §9). */
export interface GenUrlAuth {
    readonly type: 'genUrlAuth';
    readonly urls: readonly string[];
}
/** What a URL gave (RFC 4467 §9, RFC 5524 §3.2). */
export interface FetchedUrl {
    readonly url: string;
    /** The content as it stands in the message; null for NIL, undefined where it was not sent. */
    readonly body: Uint8Array | null | undefined;
    /** The content without its transfer encoding. */
    readonly binary: Uint8Array | null | undefined;
    readonly structure: BodyStructure | null | undefined;
}
/** `* URLFETCH` (RFC 4467 §9). */
export interface UrlFetch {
    readonly type: 'urlFetch';
    readonly items: readonly FetchedUrl[];
}
/** `* LANGUAGE` (RFC 5255 §3.3): one is the language in use, several are those there are. */
export interface Language {
    readonly type: 'language';
    readonly tags: readonly string[];
}
/** `* COMPARATOR` (RFC 5255 §4.8). */
export interface Comparator {
    readonly type: 'comparator';
    readonly active: string;
    /** All that match what was asked for, where there are several. */
    readonly matching: readonly string[];
}
/** `* JMAPACCESS` (RFC 9698 §3): the session resource of the same account in JMAP. */
export interface JmapAccess {
    readonly type: 'jmapAccess';
    readonly url: string;
}
