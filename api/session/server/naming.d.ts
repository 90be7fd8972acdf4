import type { Namespaces } from '../../codec/values.ts';
import type { Command } from '../command.ts';
export interface NamingRule {
    readonly prefix: string;
    /** Null: names have no parts. Undefined: the server does not tell. */
    readonly delimiter: string | null | undefined;
}
export interface Naming {
    readonly personal: NamingRule;
    /** Of other users, and shared. */
    readonly others: readonly NamingRule[];
}
export declare class LearnedNaming {
    #private;
    /** Undefined until the server has told. */
    get naming(): Naming | undefined;
    /** Whoever is logged in next has other namespaces (RFC 8437). */
    forget(): void;
    /** NAMESPACE, whoever asked for it. */
    learn({ personal, otherUsers, shared }: Namespaces): void;
    /**
     * The command that asks next: NAMESPACE, then what LIST tells of the delimiter (RFC 9051 §6.3.9). Undefined while one
     * is open, and when nothing is left to ask.
     */
    question(capabilities: ReadonlySet<string>): Command<unknown> | undefined;
    answered(): void;
}
