import type { Quirk } from '../codec/quirks/quirk.ts';
import type { AuthenticationError } from '../errors.ts';
import type { AuthChoices } from './choose-mechanism.ts';
import type { Exchange } from './exchange.ts';
/** One AUTHENTICATE: by which of the equally strong ways, and whether the initial response may go with the command. */
export interface Attempt {
    readonly way: number;
    readonly initialResponse: boolean;
}
type RefusalQuirkName = 'binding-refused' | 'initial-response-refused' | 'mechanism-missing';
export type AuthQuirkName = RefusalQuirkName | 'tls-unique-only';
export declare const AUTH_QUIRKS: Readonly<Record<AuthQuirkName, Quirk>>;
/** What to try after a refusal, if that is because of a quirk. */
export declare function afterRefusal(refusal: AuthenticationError, exchange: Exchange, attempt: Attempt, choices: AuthChoices, bears?: (name: RefusalQuirkName) => boolean): Attempt | undefined;
export {};
