/** Adding, changing, moving and removing messages (RFC 9051 §6.3.12, §6.4). */
import { type SetInput } from '../../codec/sequence-set.ts';
import type { AppendOptions, MessageContent } from '../../session/commands/changing/append-data.ts';
import { type AppendItem, type AppendManyOptions, type AppendManyResult, type AppendResult } from '../../session/commands/changing/append.ts';
import { type CopyOptions, type CopyResult } from '../../session/commands/changing/copy.ts';
import { type ExpungeOptions, type ExpungeResult } from '../../session/commands/changing/expunge.ts';
import { type ReplaceOptions } from '../../session/commands/changing/replace.ts';
import type { MailboxArgument } from '../../session/commands/mailboxes/mailbox.ts';
import type { MailboxPath } from '../../session/commands/mailboxes/path.ts';
import { type FlagEdit, type StoreOptions, type StoreResult } from '../../session/commands/changing/store.ts';
import type { CommandOptions } from '../options.ts';
import type { CommandToken } from '../token.ts';
import { FetchingMethods } from './fetching.ts';
import { type MessageSource, type SourceOptions } from '../sources/message-source.ts';
export declare class ChangingMethods extends FetchingMethods {
    /**
     * APPEND (RFC 9051 §6.3.12): a whole message, or pieces of which the server makes one (CATENATE, RFC 4469; no
     * fallback). NUL in it needs BINARY. Refused unsent when it is larger than a limit the server announces (RFC 7889).
     * The UID where the server has UIDPLUS; elsewhere `search({ header: { 'message-id': … } })` can look for it.
     * Never repeated by itself: when the connection is lost the error's `outcome` says what is known.
     *
     * A Blob, or an iterable of octets (streams are), is read first where it is short or its size is not told; the command
     * takes its place in the queue when that is done. Of a long one of known size the rest is sent as it is read, no faster
     * than the network takes it, and other commands wait for its end. A literal that has begun cannot be taken back: a
     * source that then fails, or does not give its `size`, ends the connection, and the message is `unsent`; cancelled,
     * it is still sent to its end.
     */
    append(mailbox: MailboxArgument | MailboxPath, message: MessageSource, options?: AppendOptions & SourceOptions & CommandOptions): CommandToken<AppendResult>;
    append(mailbox: MailboxArgument | MailboxPath, message: MessageContent, options?: AppendOptions & CommandOptions): CommandToken<AppendResult>;
    /**
     * APPEND of several messages: one command where the server has MULTIAPPEND (RFC 3502), which succeeds or fails as a
     * whole. Elsewhere one APPEND each, sent together: when one is refused the others may have been taken, and the
     * error's `steps` say which, in the order of the messages. `atomic: true` refuses that.
     */
    appendMany(mailbox: MailboxArgument | MailboxPath, messages: readonly AppendItem[], options?: AppendManyOptions & CommandOptions): CommandToken<AppendManyResult>;
    /**
     * UID REPLACE (RFC 8508): adds a message and removes the one it replaces from the selected mailbox. Without REPLACE
     * by APPEND, STORE and UID EXPUNGE, each only after the OK of the one before; that needs UIDPLUS.
     */
    replace(uid: number, mailbox: MailboxArgument | MailboxPath, message: MessageContent, options?: ReplaceOptions & CommandOptions): CommandToken<AppendResult>;
    /** UID STORE (RFC 9051 §6.4.6): exactly one of `add`, `remove`, `replace`. */
    store(set: SetInput, edit: FlagEdit, options?: StoreOptions & CommandOptions): CommandToken<StoreResult>;
    /** UID COPY (RFC 9051 §6.4.7): with the new UIDs where the server has UIDPLUS. */
    copy(set: SetInput, target: MailboxArgument | MailboxPath, options?: CopyOptions & CommandOptions): CommandToken<CopyResult>;
    /**
     * UID MOVE (RFC 9051 §6.4.8). Where MOVE is missing: UID COPY, UID STORE \Deleted, UID EXPUNGE, each only after the OK
     * of the one before, and only of what was copied; the result is the same. That needs UIDPLUS: without it nothing is
     * done, for a plain EXPUNGE would remove what others have flagged, too.
     */
    move(set: SetInput, target: MailboxArgument | MailboxPath, options?: CopyOptions & CommandOptions): CommandToken<CopyResult>;
    /**
     * UID EXPUNGE (RFC 9051 §6.4.9): removes those of the set that are flagged `\Deleted`. Needs UIDPLUS or
     * IMAP4rev2. Without a set, `{ everythingDeleted: true }` must say that messages flagged by others go, too.
     */
    expunge(set: SetInput, options?: ExpungeOptions & CommandOptions): CommandToken<ExpungeResult>;
    expunge(options: {
        readonly everythingDeleted: true;
    } & CommandOptions): CommandToken<ExpungeResult>;
    /** UID STORE \Deleted, then UID EXPUNGE of the same messages (RFC 9051 §6.4.9). Needs UIDPLUS or IMAP4rev2. */
    deleteMessages(set: SetInput, options?: ExpungeOptions & CommandOptions): CommandToken<ExpungeResult>;
}
