import type { StatusItems } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
import { type MailboxArgument } from './mailbox.ts';
/** STATUS items (RFC 9051 §6.3.11, RFC 7162, RFC 8438, RFC 7889, RFC 8474, RFC 9208). */
export type StatusItem = keyof StatusItems;
export declare function statusItem(item: StatusItem): string;
/** @throws UsageError for an item that the server does not have. */
export declare function requireStatusItems(items: readonly StatusItem[], capabilities: ReadonlySet<string>): void;
/** What is the same for all mailboxes is told by a capability, and STATUS need not have it (RFC 7889 §2; Cyrus). */
export declare function knownItems(items: readonly StatusItem[], capabilities: ReadonlySet<string>): StatusItems;
export declare function itemsToAsk<I extends StatusItem>(items: readonly I[], capabilities: ReadonlySet<string>): readonly I[];
/**
 * Items by the command that asks for them: an id travels alone. Asked for more, Cyrus 3.10 has other octets of its memory
 * in its place, even such that break the line.
 */
export declare function askedApart(items: readonly StatusItem[]): readonly (readonly StatusItem[])[];
/** STATUS (RFC 9051 §6.3.11): exactly the items asked for. */
export declare function status<I extends StatusItem>(mailbox: MailboxArgument, items: readonly I[]): Command<Required<Pick<StatusItems, I>>>;
