import type { MailboxArgument } from '../../../codec/encode/command-line.ts';
export type { MailboxArgument };
/**
 * What a mailbox is known by here: its name, or the octets the server used where they are not our spelling.
 * INBOX is the one name that ignores case (RFC 9051 §5.1).
 */
export declare function mailboxKey(mailbox: MailboxArgument): string;
