/** What a server tells of itself, and so what it is recognised by. All of it is untrusted text. */
export interface ServerIdentity {
    /** As we were told to connect to; for the few that say nothing of themselves. */
    readonly host: string;
    /** The text of the greeting. */
    readonly greeting: string;
    /** As announced, upper case. */
    readonly capabilities: ReadonlySet<string>;
    /** By keys in lower case (RFC 2971); undefined unless somebody asked. */
    readonly id: ReadonlyMap<string, string | null> | undefined;
}
export declare const NOBODY: ServerIdentity;
/** A field of its ID. */
export declare function idField({ id }: ServerIdentity, key: string): string;
/** It is of a domain, or that very host. */
export declare function isHostOf({ host }: ServerIdentity, ...domains: readonly string[]): boolean;
/** `0.9.4` is below `0.10`. False for what is no version. */
export declare function isBelow(version: string, limit: string): boolean;
