import type { Capability, Id, Namespaces, Untagged } from '../../../codec/values.ts';
import type { Collector, Command } from '../../command.ts';
/** The last response of one type, which the command cannot do without. */
export declare function lastOf<R extends Untagged>(name: string, type: R['type']): Collector<R>;
/** For commands whose tagged OK is all there is. */
export declare const justOk: Collector<void>;
/** CAPABILITY (RFC 9051 §6.1.1). */
export declare function capability(): Command<Capability>;
/** NOOP (RFC 9051 §6.1.2): lets the server say what is new. */
export declare function noop(): Command<void>;
/** LOGOUT (RFC 9051 §6.1.3). */
export declare function logout(): Command<void>;
/** Who a client says it is: the fields of RFC 2971 §3.3, and any other. */
export interface IdParameters {
    readonly name?: string | null;
    readonly version?: string | null;
    readonly os?: string | null;
    readonly 'os-version'?: string | null;
    readonly vendor?: string | null;
    readonly 'support-url'?: string | null;
    readonly address?: string | null;
    readonly date?: string | null;
    readonly command?: string | null;
    readonly arguments?: string | null;
    readonly environment?: string | null;
    readonly [other: string]: string | null;
}
/** ID (RFC 2971): at most 30 fields, their names of at most 30 octets, their values of at most 1024. */
export declare function id(parameters: IdParameters | null): Command<Id>;
/** NAMESPACE (RFC 9051 §6.3.10, RFC 2342). */
export declare function namespace(): Command<Namespaces>;
export declare function isExtension(name: unknown): name is string;
/** ENABLE (RFC 9051 §6.3.1): the names that are now on; servers ignore what they do not know. */
export declare function enable(names: readonly string[]): Command<readonly string[]>;
