import type { Auth } from '../auth/credentials.ts';
import type { Limits } from '../codec/limits.ts';
import type { IdParameters } from '../session/commands/any-state/basic.ts';
import type { Profile, Timing } from '../session/server/profile.ts';
import type { RuleName } from '../session/scheduling/rules.ts';
import { type Clock, type ConnectTransport, type Security, type TlsOptions } from '../transport/transport.ts';
import { type QuirkSwitches } from './quirks.ts';
import type { CommandToken } from './token.ts';
export type { Security };
export interface ConnectionOptions {
    readonly host: string;
    /** 993 for `tls`, 143 otherwise. */
    readonly port?: number;
    /** `tls` unless given. There is no opportunistic mode: `starttls` means required. */
    readonly security?: Security;
    readonly auth: Auth;
    readonly tls?: TlsOptions;
    /** The address of this machine to connect from, where it has several. */
    readonly localAddress?: string;
    /** A proxy to go by: `socks5://user:password@host:1080`, `socks4:`, `http:` or `https:`. None unless given. */
    readonly proxy?: string;
    /** Milliseconds from the start to the end of login, name lookup and TLS included; 30,000 unless given. */
    readonly connectTimeout?: number;
    /** Who we say we are (ID, RFC 2971), sent after login to servers that have it. Nothing unless given. */
    readonly id?: IdParameters;
    /**
     * Extensions to ENABLE after login (RFC 9051 §6.3.1), as far as the server has them; `enabled` tells which are on.
     * `['CONDSTORE', 'QRESYNC']` unless given: with these every change and removal names its UID. The others change what
     * answers mean, or what servers get wrong, and are for the caller to choose:
     * - `UTF8=ACCEPT` (RFC 6855) and `IMAP4rev2`: names and headers in UTF-8. Under IMAP4rev2 there is no RECENT.
     * - `UIDONLY` (RFC 9586): no sequence numbers at all; nothing can be fetched by them.
     */
    readonly enable?: readonly string[];
    /** Ask for COMPRESS=DEFLATE after login where the server has it (RFC 4978). Off unless given: see SECURITY.md. */
    readonly compress?: boolean;
    /** Octets of rows a token may hold unread; 64 MiB unless given. Past it the command fails, nothing else is delayed. */
    readonly maxUnreadOctets?: number;
    readonly limits?: Limits;
    readonly profile?: Partial<Profile>;
    readonly timing?: Partial<Timing>;
    /** Quirks of servers that are not to be borne, or taken for granted: docs/quirks.md has them all. */
    readonly quirks?: QuirkSwitches;
    /** Aborts connecting and, later, the connection. */
    readonly signal?: AbortSignal;
    /** For other runtimes and for tests. */
    readonly transport?: ConnectTransport;
    readonly clock?: Clock;
    /** Makes the tag prefix: unpredictable letters and digits. */
    readonly randomTag?: () => string;
    /** Makes the client's part of a SCRAM nonce: printable ASCII without ",", unpredictable. */
    readonly randomNonce?: () => string;
    /** @internal Switches rules of the scheduler off, for tests that show what each is good for. */
    readonly withoutRules?: ReadonlySet<RuleName>;
}
/** Accepted by every command. */
export interface CommandOptions {
    /** Cancels the command; the token then rejects with the signal's reason. */
    readonly signal?: AbortSignal;
    /** Commands whose OK this one needs; if one fails this fails unsent (`ERR_IMAP_DEPENDENCY`). */
    readonly after?: CommandToken<unknown, unknown> | readonly CommandToken<unknown, unknown>[];
}
export interface CheckedOptions extends ConnectionOptions {
    readonly port: number;
    readonly security: Security;
    readonly connectTimeout: number;
    readonly maxUnreadOctets: number;
    readonly enable: readonly string[];
}
/** @throws UsageError naming the option and what was given. */
export declare function checkOptions(options: ConnectionOptions): CheckedOptions;
/** Six letters nobody can guess: a reply to a tag we have not used yet is a forgery. */
export declare function randomTag(): string;
/** 144 random bits: whoever could choose or repeat the nonce could replay a SCRAM exchange (RFC 5802 §5.1). */
export declare function randomNonce(): string;
