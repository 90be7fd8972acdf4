/** Some servers repeat the command they refuse, in words or in a response code. */
import type { ResponseCode } from '../../codec/values.ts';
/** Takes out of the server's words what must not be shown. */
export type Mask = (text: string) => string;
/** Also as a quoted string, in which `"` and `\` have a backslash before them (RFC 9051 §9). */
export declare function maskOf(secrets: readonly string[]): Mask;
/** The code with every text in it masked. */
export declare function maskedCode<Code extends ResponseCode | undefined>(code: Code, mask: Mask): Code;
