import { type ParameterizedValue } from './header-parameters.ts';
/** `new MessageHeaders(octets)` reads a header block from anywhere: of a row's `source`, or of a file. */
export declare class MessageHeaders {
    #private;
    /** The header block as sent. */
    readonly octets: Uint8Array;
    constructor(octets: Uint8Array);
    /** The first field of that name, unfolded, encoded words decoded; undefined when there is none. */
    get(name: string): string | undefined;
    /** All fields of that name, in order. */
    getAll(name: string): readonly string[];
    /**
     * The first field of that name as a value with parameters, as of Content-Type: `value` in lower case, parameters
     * decoded (RFC 2231, RFC 2047). Undefined when there is none.
     */
    parameterized(name: string): ParameterizedValue | undefined;
    /** The Date field; undefined when there is none, or none that can be read. */
    get date(): Date | undefined;
    /** Every field with its name in lower case, in order. */
    [Symbol.iterator](): Iterator<readonly [name: string, value: string]>;
    /** For JSON: an array of pairs, because a name may come twice. */
    toJSON(): readonly (readonly [string, string])[];
}
