/** Message flags and keywords in commands (RFC 9051 §2.3.2, §9). */
import { UsageError } from '../../errors.ts'

/**
 *     ATOM-CHAR = <any CHAR except atom-specials>   ; RFC 9051 §9
 *
 * The specials are `(`, `)`, `{`, SP, CTL, `%`, `*`, `"`, `\` and `]`.
 */
const ATOM = /^[!#$&'+\-./0-9:;<=>?@A-Z[^_`a-z|}~]+$/

export function isAtom(text: string): boolean {
  return ATOM.test(text)
}

/**
 *     flag           = "\Answered" / "\Flagged" / "\Deleted" / "\Seen" / "\Draft" / flag-keyword / flag-extension
 *     flag-keyword   = atom
 *     flag-extension = "\" atom                      ; RFC 9051 §9
 *
 * `\Recent` is the server's to set (RFC 3501 §2.3.2).
 *
 * @throws UsageError naming the flag.
 */
export function checkFlag(flag: string, what: string): string {
  if (typeof flag !== 'string' || !isAtom(flag.startsWith('\\') ? flag.slice(1) : flag)) {
    throw new UsageError(`${what}: not a flag: ${shown(flag)}`)
  }
  if (flag.toLowerCase() === '\\recent') throw new UsageError(`${what}: \\Recent is set by the server alone`)
  return flag
}

/** As `checkFlag`, for keywords alone. @throws UsageError */
export function checkKeyword(keyword: string, what: string): string {
  if (typeof keyword !== 'string' || !isAtom(keyword)) {
    const hint =
      typeof keyword === 'string' && keyword.startsWith('\\') ? '; system flags have a name of their own' : ''
    throw new UsageError(`${what}: not a keyword: ${shown(keyword)}${hint}`)
  }
  return keyword
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
}
