/**
 * What follows from what a server announces.
 */
import { UsageError } from '../../errors.ts'

/** What IMAP4rev2 brings without naming it (RFC 9051 §E). */
const IMAP4REV2: readonly string[] = [
  'BINARY',
  'CHILDREN',
  'ENABLE',
  'ESEARCH',
  'IDLE',
  'LIST-EXTENDED',
  'LIST-STATUS',
  'LITERAL-',
  'MOVE',
  'NAMESPACE',
  'SASL-IR',
  'SEARCHRES',
  'SPECIAL-USE',
  'STATUS=SIZE',
  'UIDPLUS',
  'UNSELECT',
]

/** Capabilities by what brings them, too. */
const INCLUDED_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ...IMAP4REV2.map((name): [string, string[]] => [name, ['IMAP4REV2']]),
  // RFC 7162 §3.2.3
  ['CONDSTORE', ['QRESYNC']],
  // RFC 7888 §5: it takes more, so it takes that, too.
  ['LITERAL-', ['LITERAL+', 'IMAP4REV2']],
])

/** The server has it, by name or as part of something else. `name` is upper case. */
export function hasCapability(capabilities: ReadonlySet<string>, name: string): boolean {
  if (capabilities.has(name)) return true
  return INCLUDED_IN.get(name)?.some((other) => capabilities.has(other)) === true
}

/**
 * What was announced except `without`. What brings one of those goes, too; the rest of what it brings stays.
 */
export function usable(announced: readonly string[], without: readonly string[]): ReadonlySet<string> {
  const capabilities = new Set(announced)
  for (const name of without) {
    if (!capabilities.delete(name) && !hasCapability(capabilities, name)) continue
    for (const whole of INCLUDED_IN.get(name) ?? []) {
      if (!capabilities.delete(whole)) continue
      for (const [part, wholes] of INCLUDED_IN) if (wholes.includes(whole) && part !== name) capabilities.add(part)
    }
  }
  return capabilities
}

/** @throws UsageError unless they are names in upper case, and none of them protects us. */
export function checkWithout(without: readonly string[]): void {
  for (const name of without) {
    if (typeof name !== 'string' || !/^[A-Z0-9][A-Z0-9.=+_/-]*$/.test(name)) {
      throw new UsageError(`profile.without: not a capability in upper case: ${JSON.stringify(name)}`)
    }
    if (name === 'LOGINDISABLED') throw new UsageError('profile.without: LOGINDISABLED is not to be ignored')
  }
}

/** @throws UsageError unless the server has one of `any`. */
export function requireCapability(command: string, capabilities: ReadonlySet<string>, ...any: readonly string[]): void {
  if (any.some((name) => hasCapability(capabilities, name))) return
  throw new UsageError(`${command}: the server lacks the capability ${any.join(' or ')}`, 'ERR_IMAP_CAPABILITY')
}

/** Octets a message may have, where it is the same for all mailboxes (RFC 7889 §2). */
export function appendLimit(capabilities: ReadonlySet<string>): number | undefined {
  for (const capability of capabilities) {
    const [, limit] = /^APPENDLIMIT=(\d+)$/.exec(capability) ?? []
    if (limit !== undefined) return Number(limit)
  }
  return undefined
}
