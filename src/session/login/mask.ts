/** Some servers repeat the command they refuse, in words or in a response code. */
import type { ResponseCode } from '../../codec/values.ts'

/** Takes out of the server's words what must not be shown. */
export type Mask = (text: string) => string

/** Also as a quoted string, in which `"` and `\` have a backslash before them (RFC 9051 §9). */
export function maskOf(secrets: readonly string[]): Mask {
  const forms = secrets.flatMap((secret) => [secret, secret.replaceAll(/["\\]/g, '\\$&')]).filter((form) => form !== '')
  // The longest first: one may be a part of another.
  forms.sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, '<secret>'), text)
}

/** The code with every text in it masked. */
export function maskedCode<Code extends ResponseCode | undefined>(code: Code, mask: Mask): Code {
  if (code === undefined) return code
  const shown = Object.entries(code).map(([key, value]) => [key, key === 'name' ? value : masked(value, mask)])
  return Object.fromEntries(shown) as Code
}

function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value)
  return Array.isArray(value) ? value.map((each: unknown) => masked(each, mask)) : value
}
