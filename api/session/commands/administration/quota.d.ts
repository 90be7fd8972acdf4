/** Quotas (RFC 9208, RFC 2087). */
import { type MailboxArgument } from '../../../codec/encode/command-line.ts';
import type { QuotaResource } from '../../../codec/values.ts';
import type { Command } from '../../command.ts';
/** Usage and limits of one quota root, by resource: `STORAGE` (in units of 1024 octets), `MESSAGE`, `MAILBOX`, … */
export interface QuotaInfo {
    readonly root: string;
    readonly resources: ReadonlyMap<string, QuotaResource>;
}
/** New limits by resource, in the units of `QuotaInfo`. */
export type QuotaLimits = Readonly<Record<string, number | bigint>>;
/** GETQUOTA (RFC 9208 §4.1.1). */
export declare function getQuota(root: string): Command<QuotaInfo>;
/** GETQUOTAROOT (RFC 9208 §4.1.2): every root that counts the mailbox; none where nothing is limited. */
export declare function getQuotaRoot(mailbox: MailboxArgument): Command<readonly QuotaInfo[]>;
/**
 * SETQUOTA (RFC 9208 §4.1.3): these limits and no others. The quota as it is then, or undefined where the server does
 * not say (Cyrus).
 */
export declare function setQuota(root: string, limits: QuotaLimits): Command<QuotaInfo | undefined>;
