/**
 * What a server says, as values. One type a response, named with the RFC's words.
 *
 * Text is decoded where the protocol says what it is (UTF-8, modified UTF-7, encoded words);
 * message content stays octets.
 */
import type { Flags, List, MailboxStatus, Namespaces, Numbered, Vanished } from './values/mailbox.ts'
import type { Fetch } from './values/message.ts'
import type { ESearch, Search } from './values/search.ts'
import type { Capability, Continuation, Enabled, Id, Malformed, Status, Tagged, Unknown } from './values/server.ts'

export type * from './values/body-structure.ts'
export type * from './values/extension.ts'
export type * from './values/mailbox.ts'
export type * from './values/message.ts'
export type * from './values/response-code.ts'
export type * from './values/search.ts'
export type * from './values/server.ts'

export type Response = Continuation | Tagged | Untagged

/** Answers that belong whole to whoever asked, found by the slot that `session/replies.ts` names for each. */
export type Reply = Namespaces | Id | Enabled

export type Untagged =
  | Reply
  | Status
  | Capability
  | Flags
  | List
  | Search
  | ESearch
  | MailboxStatus
  | Numbered
  | Vanished
  | Fetch
  | Unknown
  | Malformed
