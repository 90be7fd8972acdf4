import type { StatusItems } from '../../codec/values.ts';
import type { Command } from '../command.ts';
import { type MailboxArgument } from './mailbox.ts';
/** STATUS items (RFC 9051 §6.3.11, RFC 7162, RFC 8438, RFC 7889, RFC 8474). */
export type StatusItem = keyof StatusItems;
export declare function statusItem(item: StatusItem): string;
/** STATUS (RFC 9051 §6.3.11): exactly the items asked for. */
export declare function status<I extends StatusItem>(mailbox: MailboxArgument, items: readonly I[]): Command<Required<Pick<StatusItems, I>>>;
