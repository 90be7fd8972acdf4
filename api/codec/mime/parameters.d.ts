/**
 *     parameter        = regular-parameter / extended-parameter
 *     parameter-name   = attribute [section] [ "*" ]
 *     section          = "*" ("0" / other-sections)                          ; RFC 2231 §7
 *
 * The parameters by their plain names, in lower case: sections joined, percent-encoding and charset undone, encoded
 * words decoded. Where a name comes in several forms, the one that can say more counts. Sections whose beginning is
 * missing stay under the names they came by.
 */
export declare function decodedParameters(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string>;
