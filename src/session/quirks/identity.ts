/** What a server tells of itself, and so what it is recognised by. All of it is untrusted text. */
export interface ServerIdentity {
  /** As we were told to connect to; for the few that say nothing of themselves. */
  readonly host: string
  /** The text of the greeting. */
  readonly greeting: string
  /** As announced, upper case. */
  readonly capabilities: ReadonlySet<string>
  /** By keys in lower case (RFC 2971); undefined unless somebody asked. */
  readonly id: ReadonlyMap<string, string | null> | undefined
}

export const NOBODY: ServerIdentity = { host: '', greeting: '', capabilities: new Set(), id: undefined }

/** A field of its ID. */
export function idField({ id }: ServerIdentity, key: string): string {
  return id?.get(key) ?? ''
}

/** It is of a domain, or that very host. */
export function isHostOf({ host }: ServerIdentity, ...domains: readonly string[]): boolean {
  const name = host.toLowerCase()
  return domains.some((domain) => name === domain || name.endsWith(`.${domain}`))
}

/** `0.9.4` is below `0.10`. False for what is no version. */
export function isBelow(version: string, limit: string): boolean {
  const [numbers] = /^\d+(?:\.\d+)*/.exec(version) ?? []
  if (numbers === undefined) return false
  const parts = numbers.split('.').map(Number)
  const limits = limit.split('.').map(Number)
  const at = limits.findIndex((part, i) => (parts[i] ?? 0) !== part)
  return at >= 0 && (parts[at] ?? 0) < limits[at]!
}
