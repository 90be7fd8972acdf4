import type { Auth } from '../auth/credentials.ts';
import type { Limits } from '../codec/limits.ts';
import type { Profile, Timing } from '../session/profile.ts';
import type { RuleName } from '../session/rules.ts';
import { type Clock, type ConnectTransport, type Security, type TlsOptions } from '../transport/transport.ts';
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
    /** Milliseconds from the start to the end of login, name lookup and TLS included; 30,000 unless given. */
    readonly connectTimeout?: number;
    /** Who we say we are (ID, RFC 2971), sent after login to servers that have it. Nothing unless given. */
    readonly id?: Readonly<Record<string, string>>;
    /** Ask for COMPRESS=DEFLATE after login where the server has it (RFC 4978). Off unless given: see SECURITY.md. */
    readonly compress?: boolean;
    /** Octets of rows a token may hold unread; 64 MiB unless given. Past it the command fails, nothing else is delayed. */
    readonly maxUnreadOctets?: number;
    readonly limits?: Limits;
    readonly profile?: Partial<Profile>;
    readonly timing?: Partial<Timing>;
    /** Aborts connecting and, later, the connection. */
    readonly signal?: AbortSignal;
    /** For other runtimes and for tests. */
    readonly transport?: ConnectTransport;
    readonly clock?: Clock;
    /** Makes the tag prefix: unpredictable letters and digits. */
    readonly randomTag?: () => string;
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
}
/** @throws UsageError naming the option and what was given. */
export declare function checkOptions(options: ConnectionOptions): CheckedOptions;
/** Six letters nobody can guess: a reply to a tag we have not used yet is a forgery. */
export declare function randomTag(): string;
