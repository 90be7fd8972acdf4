/** ESEARCH: many mailboxes with one command (MULTISEARCH, RFC 7377). */
import { type MailboxArgument } from '../../../codec/encode/command-line.ts';
import type { SearchQuery } from '../../../codec/encode/search/query.ts';
import type { Command } from '../../command.ts';
import type { At, MailboxPath } from '../mailboxes/path.ts';
import { type SearchResult, type SearchReturn } from './returns.ts';
/**
 * Where to search (RFC 7377 §2.2): the selected mailbox, those that get new mail, the user's own, the subscribed, some
 * by name, some with everything below them, or with what is right below them.
 */
export type SearchSource = Source<MailboxArgument | MailboxPath>;
type Source<Mailbox> = 'selected' | 'inboxes' | 'personal' | 'subscribed' | {
    readonly mailboxes: readonly Mailbox[];
} | {
    readonly subtree: readonly Mailbox[];
} | {
    readonly subtreeOne: readonly Mailbox[];
};
/** What was found in one mailbox. */
export type MailboxResult<Return extends SearchReturn> = SearchResult<Return> & {
    readonly mailbox: string;
    /** The octets the server used for the name, where they are not our spelling of it. */
    readonly wireName: string | undefined;
    readonly uidValidity: number;
};
/** ESEARCH: one item for each mailbox in which something was found. */
export declare function multiSearch<Return extends SearchReturn>(query: SearchQuery, sources: readonly SearchSource[], wanted: readonly Return[], at: At): Command<void, MailboxResult<Return>>;
export {};
