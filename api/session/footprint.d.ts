/**
 * What a command needs and touches. The scheduler consults nothing else.
 */
import type { SequenceSet } from '../codec/sequence-set.ts';
export type ResourceKind = 'flags'
/** A stretch of a body section, for telling the answers of two FETCHes apart. */
 | 'stretch' | 'members' | 'name' | 'subscription' | 'saved' | 'session' | 'metadata' | 'acl' | 'quota' | 'urlKeys' | 'everything';
/** A part of the account that commands read or write. */
export interface Resource {
    readonly kind: ResourceKind;
    /** A mailbox name; `undefined` means any mailbox. Names are hierarchical: `name` of `a` covers `a/b`. */
    readonly mailbox: string | undefined;
    /** Which messages; `undefined` means any. */
    readonly uids: SequenceSet | undefined;
    /** Of `flags`: which, in lower case; of `stretch`: of what and from where. `undefined` means any. */
    readonly flags?: readonly string[] | undefined;
}
export interface Footprint {
    readonly state: 'any' | 'notAuthenticated' | 'authenticated' | 'selected';
    /**
     * `layer` commands change what the octets mean and travel alone (RFC 9051 §6.2.1, RFC 4978 §3); of those that are
     * just `alone` nobody knows what they do.
     */
    readonly wire: 'plain' | 'alone' | 'layer';
    /** What the command does with the selected mailbox. */
    readonly selection: 'ignores' | 'reads' | 'changes';
    /** It changes mail, names or subscriptions, so it never rides behind an unanswered SELECT or LOGIN. */
    readonly mutates: boolean;
    /** It has sequence numbers, or `*`, among its arguments. */
    readonly usesSequence: boolean;
    /** The server may send EXPUNGE while it runs (RFC 9051 §7.5.1). */
    readonly breaksSequence: boolean;
    readonly reads: readonly Resource[];
    readonly writes: readonly Resource[];
    /** Written only by adding: other additions need not wait for the answer (APPEND after APPEND), reads must. */
    readonly adds: readonly Resource[];
    /** Untagged answers it owns that carry no tag; one owner at a time (`SEARCH`, `STATUS:INBOX`, `LIST:box`). */
    readonly slots: readonly string[];
    /** Nothing may follow it (LOGOUT). */
    readonly last: boolean;
    /** Commands behind it count on its success (LOGIN, ENABLE). */
    readonly prepares: boolean;
}
/** A footprint that touches nothing but what is named; everything except FETCH, STORE and SEARCH by number breaks sequence numbers. */
export declare function footprint(parts: Partial<Footprint>): Footprint;
/** `flags` names those that matter; all of them unless given. */
export declare function flagsOf(mailbox: string | undefined, uids?: SequenceSet, flags?: readonly string[]): Resource;
export declare function membersOf(mailbox: string | undefined, uids?: SequenceSet): Resource;
export declare function nameOf(mailbox: string | undefined): Resource;
export declare function subscriptionOf(mailbox: string | undefined): Resource;
/** Annotations of a mailbox, or of the server: `''` (RFC 5464). */
export declare function metadataOf(mailbox: string | undefined): Resource;
/** Who may do what with a mailbox (RFC 4314). */
export declare function aclOf(mailbox: string | undefined): Resource;
/** The limits of a quota root (RFC 9208). */
export declare function quotaOf(root: string | undefined): Resource;
/** What makes authorized URLs valid (RFC 4467 §2). */
export declare const urlKeys: Resource;
/** The saved search result `$` (RFC 9051 §6.4.4.1). */
export declare const savedResult: Resource;
/** Capabilities, enabled extensions, the login itself. */
export declare const sessionResource: Resource;
/** For commands we know nothing about: conflicts with every other. */
export declare const everything: Resource;
export declare function resourcesConflict(a: Resource, b: Resource): boolean;
/** Changes nothing and cares for no numbers: two such can only want the same slot. */
export declare function onlyReads(f: Footprint): boolean;
export declare const LIST_SLOT = "LIST:";
/** LIST with STATUS may be answered for any mailbox. */
export declare const ALL_STATUS_SLOT = "STATUS:*";
/** GETQUOTAROOT tells the quota of every root it finds (RFC 9208 §4.1.2). */
export declare const ALL_QUOTA_SLOT = "QUOTA:*";
/** Whatever comes while the command runs. */
export declare const ANYTHING_SLOT = "*";
/** A slot that stands for many: of all mailboxes, or of all names that begin alike. */
export declare function isWide(slot: string): boolean;
/**
 * One slot, two owners? Two LISTs go together only if no name can match both, and a LIST with STATUS goes with
 * no STATUS.
 */
export declare function slotsMeet(a: string, b: string): boolean;
