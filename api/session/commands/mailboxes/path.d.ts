import type { Command } from '../../command.ts';
import type { Naming } from '../../server/naming.ts';
import type { MailboxArgument } from './mailbox.ts';
export type MailboxPath = readonly string[];
/** What the argument of a method becomes when it is known how this server makes names. */
export type At = (mailbox: MailboxArgument | MailboxPath) => MailboxArgument;
/**
 * A command whose mailboxes may be given as paths: `make` passes each through its argument. Without a path it is what
 * `make` returns; with one, `make` is called again when the command is planned, so it must do nothing but check and
 * build.
 */
export declare function withPaths<Result, Item>(make: (at: At) => Command<Result, Item>): Command<Result, Item>;
/**
 * A path stands below the personal namespace, unless it begins with INBOX or with the prefix of a namespace: the
 * `path` of a list entry names the same mailbox again. @throws UsageError
 */
export declare function nameOfPath(path: MailboxPath, naming: Naming | undefined): string;
