export interface ParameterizedValue {
    /** In lower case: `text/plain`, `attachment`. */
    readonly value: string;
    /** By name in lower case, decoded. */
    readonly parameters: ReadonlyMap<string, string>;
}
/**
 *     content   = "Content-Type" ":" type "/" subtype *(";" parameter)
 *     parameter = attribute "=" (token / quoted-string)                     ; RFC 2045 §5.1
 *
 * Of a parameter that comes twice the first counts. What is no parameter is passed over.
 */
export declare function parameterizedValue(text: string): ParameterizedValue;
