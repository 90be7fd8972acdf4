/** URLs that carry authorization (RFC 4467, RFC 5524). None is ever followed. */
import { type MailboxArgument } from '../../../codec/encode/command-line.ts';
import type { BodyStructure } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
/** What URLFETCH can give besides the content as it stands in the message (RFC 5524). */
export type UrlPart = 'body' | 'binary' | 'structure';
/** What a URL gave, of what was asked for; null where the server says NIL. */
export interface UrlParts {
    readonly body: Uint8Array | null | undefined;
    /** Without its transfer encoding. */
    readonly binary: Uint8Array | null | undefined;
    readonly structure: BodyStructure | null | undefined;
}
/** GENURLAUTH (RFC 4467 §7): one authorized URL for each, in the same order. */
export declare function genUrlAuth(urls: readonly string[], mechanism: string): Command<readonly string[]>;
/** RESETKEY (RFC 4467 §7): URLs made before are void, of one mailbox or of all. */
export declare function resetKey(mailbox: MailboxArgument | undefined, mechanisms: readonly string[]): Command<void>;
/** URLFETCH (RFC 4467 §7): the content by URL, null where the URL is not good. */
export declare function urlFetch(urls: readonly string[]): Command<ReadonlyMap<string, Uint8Array | null>>;
/** URLFETCH with parameters (RFC 5524). */
export declare function urlFetchParts(urls: readonly string[], parts: readonly UrlPart[]): Command<ReadonlyMap<string, UrlParts | null>>;
/** Servers repeat URLs in what they say: line ends in one would break the lines of an answer. */
export declare function checkUrl(command: string, url: string): void;
