export declare class MessageHeaders {
    #private;
    /** The header block as sent. */
    readonly octets: Uint8Array;
    constructor(octets: Uint8Array);
    /** The first field of that name, unfolded, encoded words decoded; undefined when there is none. */
    get(name: string): string | undefined;
    /** All fields of that name, in order. */
    getAll(name: string): readonly string[];
    /** Every field with its name in lower case, in order. */
    [Symbol.iterator](): Iterator<readonly [name: string, value: string]>;
    /** For JSON: an array of pairs, because a name may come twice. */
    toJSON(): readonly (readonly [string, string])[];
}
