/**
 * What a server says, as values. One type a response, named with the RFC's words.
 *
 * Text is decoded where the protocol says what it is (UTF-8, modified UTF-7, encoded words);
 * message content stays octets.
 */
import type { Acl, Comparator, GenUrlAuth, JmapAccess, Language, ListRights, Metadata, MetadataNews, MyRights, Quota, QuotaRoot, UrlFetch } from './values/administration.ts';
import type { Flags, List, MailboxStatus, Namespaces, Numbered, Vanished } from './values/mailbox.ts';
import type { Fetch } from './values/message.ts';
import type { ESearch, Search, Sort, Thread, UidBatches } from './values/search.ts';
import type { Capability, Continuation, Enabled, Id, Malformed, Status, Tagged, Unknown } from './values/server.ts';
export type * from './values/administration.ts';
export type * from './values/body-structure.ts';
export type * from './values/extension.ts';
export type * from './values/mailbox.ts';
export type * from './values/message.ts';
export type * from './values/response-code.ts';
export type * from './values/search.ts';
export type * from './values/server.ts';
export type Response = Continuation | Tagged | Untagged;
/** Answers that belong whole to whoever asked, found by the slot that `session/replies.ts` names for each. */
export type Reply = Namespaces | Id | Enabled | Metadata | Acl | ListRights | MyRights | Quota | QuotaRoot | GenUrlAuth | UrlFetch | Language | Comparator | JmapAccess | Sort | Thread;
export type Untagged = Reply | MetadataNews | Status | Capability | Flags | List | Search | ESearch | UidBatches | MailboxStatus | Numbered | Vanished | Fetch | Unknown | Malformed;
