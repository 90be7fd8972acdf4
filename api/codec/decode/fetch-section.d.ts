import type { FetchSection } from '../values.ts';
/** Which part of which message a literal is: what stands before it in the row, normalised. */
export type SectionName = Pick<FetchSection, 'item' | 'section' | 'origin'>;
/**
 *     msg-att-static =/ "RFC822" [".HEADER" / ".TEXT"] / "BODY" section ["<" number ">"] /
 *                       "BINARY" section-binary [ "<" number ">" ]             ; RFC 9051 §9, RFC 3501 §9
 *
 * Undefined for every other item name.
 */
export declare function sectionName(raw: string): SectionName | undefined;
/** Index after the item name that starts at `from`: up to SP or a parenthesis outside of `[…]`. */
export declare function itemNameEnd(text: string, from: number): number;
