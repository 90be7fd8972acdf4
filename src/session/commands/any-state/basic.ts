import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Capability, Id, Namespaces, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command } from '../../command.ts'
import { requireCapability } from '../../server/capabilities.ts'
import { footprint, sessionResource } from '../../footprint.ts'

/** The last response of one type, which the command cannot do without. */
export function lastOf<R extends Untagged>(name: string, type: R['type']): Collector<R> {
  let last: R | undefined
  return {
    take(response) {
      if (response.type !== type) return false
      last = response as R
      return true
    },
    finish() {
      if (last === undefined) {
        throw new ProtocolError(`${name}: OK, but no ${name} response`, 'ERR_IMAP_INCOMPLETE', { outcome: 'answered' })
      }
      return last
    },
  }
}

/** For commands whose tagged OK is all there is. */
export const justOk: Collector<void> = { finish: () => undefined }

/** CAPABILITY (RFC 9051 §6.1.1). */
export function capability(): Command<Capability> {
  return {
    name: 'CAPABILITY',
    adapts: false,
    plan: () => ({
      line: new CommandLine('CAPABILITY'),
      footprint: footprint({ state: 'any', reads: [sessionResource], slots: ['CAPABILITY'] }),
      collector: lastOf<Capability>('CAPABILITY', 'capability'),
    }),
  }
}

/** NOOP (RFC 9051 §6.1.2): lets the server say what is new. */
export function noop(): Command<void> {
  return {
    name: 'NOOP',
    adapts: false,
    plan: () => ({ line: new CommandLine('NOOP'), footprint: footprint({ state: 'any' }), collector: justOk }),
  }
}

/** LOGOUT (RFC 9051 §6.1.3). */
export function logout(): Command<void> {
  return {
    name: 'LOGOUT',
    adapts: false,
    plan: () => ({
      line: new CommandLine('LOGOUT'),
      footprint: footprint({ state: 'any', selection: 'changes', last: true }),
      collector: justOk,
    }),
  }
}

/** Who a client says it is: the fields of RFC 2971 §3.3, and any other. */
export interface IdParameters {
  readonly name?: string | null
  readonly version?: string | null
  readonly os?: string | null
  readonly 'os-version'?: string | null
  readonly vendor?: string | null
  readonly 'support-url'?: string | null
  readonly address?: string | null
  readonly date?: string | null
  readonly command?: string | null
  readonly arguments?: string | null
  readonly environment?: string | null
  readonly [other: string]: string | null
}

/** ID (RFC 2971): at most 30 fields, their names of at most 30 octets, their values of at most 1024. */
export function id(parameters: IdParameters | null): Command<Id> {
  const line = new CommandLine('ID')
  if (parameters === null) line.nstring(null)
  else {
    checkIdParameters(parameters)
    line.list((list) => {
      for (const [key, value] of Object.entries(parameters)) {
        list.string(key, { what: 'field name' }).nstring(value, { what: key })
      }
    })
  }
  return {
    name: 'ID',
    adapts: false,
    plan(facts) {
      if (facts.capabilities.size > 0 && !facts.capabilities.has('ID')) {
        throw new UsageError('ID: the server lacks the capability ID', 'ERR_IMAP_CAPABILITY')
      }
      return { line, footprint: footprint({ state: 'any', slots: ['ID'] }), collector: lastOf<Id>('ID', 'id') }
    },
  }
}

function checkIdParameters(parameters: IdParameters): void {
  if (typeof parameters !== 'object' || Array.isArray(parameters)) throw new UsageError('ID: not an object of fields')
  const entries = Object.entries(parameters)
  if (entries.length > 30) throw new UsageError('ID: more than 30 fields (RFC 2971 §3.3)')
  const octets = new TextEncoder()
  for (const [key, value] of entries) {
    if (octets.encode(key).length > 30) throw new UsageError('ID: a field name of more than 30 octets (RFC 2971 §3.3)')
    if (typeof value === 'string' && octets.encode(value).length > 1024) {
      throw new UsageError(`ID: ${key} has more than 1024 octets (RFC 2971 §3.3)`)
    }
  }
}

/** NAMESPACE (RFC 9051 §6.3.10, RFC 2342). */
export function namespace(): Command<Namespaces> {
  return {
    name: 'NAMESPACE',
    adapts: true,
    plan(facts) {
      requireCapability('NAMESPACE', facts.capabilities, 'NAMESPACE')
      return {
        line: new CommandLine('NAMESPACE'),
        footprint: footprint({ slots: ['NAMESPACE'] }),
        collector: lastOf<Namespaces>('NAMESPACE', 'namespace'),
      }
    },
  }
}

const ENABLE_NAME = /^[A-Za-z0-9][A-Za-z0-9.=+-]*$/

/** @throws UsageError */
function checkExtension(name: string): void {
  if (!isExtension(name)) throw new UsageError(`ENABLE: not the name of an extension: ${JSON.stringify(name)}`)
}

export function isExtension(name: unknown): name is string {
  return typeof name === 'string' && ENABLE_NAME.test(name)
}

/** ENABLE (RFC 9051 §6.3.1): the names that are now on; servers ignore what they do not know. */
export function enable(names: readonly string[]): Command<readonly string[]> {
  if (!Array.isArray(names) || names.length === 0) throw new UsageError('ENABLE: expected a list of extensions')
  const line = new CommandLine('ENABLE')
  for (const name of names) {
    checkExtension(name)
    line.atom(name)
  }
  const enabled = new Set<string>()
  let told = false
  return {
    name: 'ENABLE',
    adapts: false,
    plan(facts) {
      if (facts.mailbox !== undefined) {
        throw new UsageError('ENABLE: only before a mailbox is selected (RFC 9051 §6.3.1)', 'ERR_IMAP_STATE')
      }
      return {
        line,
        footprint: footprint({ writes: [sessionResource], slots: ['ENABLED'], prepares: true }),
        enables: () => (told ? [] : names.map((name) => name.toUpperCase())),
        collector: {
          take(response) {
            // What carries a tag is offered to the command it names, whatever the server put there.
            if (response.type !== 'enabled') return false
            told = true
            for (const name of response.capabilities) enabled.add(name)
            return true
          },
          finish: () => [...enabled],
        },
      }
    },
  }
}
