/** Header fields that are a value with parameters: Content-Type, Content-Disposition (RFC 2045 §5.1, RFC 2183 §2). */
import { decodedParameters } from './parameters.ts'

export interface ParameterizedValue {
  /** In lower case: `text/plain`, `attachment`. */
  readonly value: string
  /** By name in lower case, decoded. */
  readonly parameters: ReadonlyMap<string, string>
}

/**
 *     content   = "Content-Type" ":" type "/" subtype *(";" parameter)
 *     parameter = attribute "=" (token / quoted-string)                     ; RFC 2045 §5.1
 *
 * Of a parameter that comes twice the first counts. What is no parameter is passed over.
 */
export function parameterizedValue(text: string): ParameterizedValue {
  const parameters = new Map<string, string>()
  for (const [, name, quoted, token] of text.matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|"?([^;"]*))/g)) {
    const key = name!.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\([^])/g, '$1') ?? token!.trim())
  }
  const [value = ''] = text.split(';', 1)
  return { value: value.trim().toLowerCase(), parameters: decodedParameters(parameters) }
}
