/** Quotas (RFC 9208, RFC 2087). */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts'
import type { Quota, QuotaResource } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { ALL_QUOTA_SLOT, footprint, membersOf, nameOf, quotaOf } from '../../footprint.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'
import { gather, incomplete, last } from './gather.ts'

/** Usage and limits of one quota root, by resource: `STORAGE` (in units of 1024 octets), `MESSAGE`, `MAILBOX`, … */
export interface QuotaInfo {
  readonly root: string
  readonly resources: ReadonlyMap<string, QuotaResource>
}

/** New limits by resource, in the units of `QuotaInfo`. */
export type QuotaLimits = Readonly<Record<string, number | bigint>>

/** GETQUOTA (RFC 9208 §4.1.1). */
export function getQuota(root: string): Command<QuotaInfo> {
  const line = new CommandLine('GETQUOTA').astring(root, { what: 'root' })
  return {
    name: 'GETQUOTA',
    adapts: true,
    plan(facts) {
      requireQuota('GETQUOTA', facts.capabilities)
      return {
        line,
        // What is used changes with every message.
        footprint: footprint({ reads: [quotaOf(root), membersOf(undefined)], slots: [`QUOTA:${root}`] }),
        collector: gather('GETQUOTA', ['quota'], (found) => infoOf(last('GETQUOTA', found, 'QUOTA response'))),
      }
    },
  }
}

/** GETQUOTAROOT (RFC 9208 §4.1.2): every root that counts the mailbox; none where nothing is limited. */
export function getQuotaRoot(mailbox: MailboxArgument): Command<readonly QuotaInfo[]> {
  const key = mailboxKey(mailbox)
  const line = new CommandLine('GETQUOTAROOT').mailbox(mailbox)
  return {
    name: 'GETQUOTAROOT',
    mailbox: key,
    adapts: true,
    plan(facts) {
      requireQuota('GETQUOTAROOT', facts.capabilities)
      return {
        line,
        footprint: footprint({
          reads: [quotaOf(undefined), nameOf(key), membersOf(undefined)],
          slots: [`QUOTAROOT:${key}`, ALL_QUOTA_SLOT],
        }),
        collector: gather('GETQUOTAROOT', ['quotaRoot', 'quota'], (found) => {
          const roots = found.filter((response) => response.type === 'quotaRoot')
          const quotas = found.filter((response) => response.type === 'quota')
          return last('GETQUOTAROOT', roots, 'QUOTAROOT response').roots.map((root) => {
            const quota = quotas.findLast((each) => each.root === root)
            if (quota === undefined) throw incomplete('GETQUOTAROOT', `QUOTA response for ${JSON.stringify(root)}`)
            return infoOf(quota)
          })
        }),
      }
    },
  }
}

/**
 * SETQUOTA (RFC 9208 §4.1.3): these limits and no others. The quota as it is then, or undefined where the server does
 * not say (Cyrus).
 */
export function setQuota(root: string, limits: QuotaLimits): Command<QuotaInfo | undefined> {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) {
    throw new UsageError('SETQUOTA: not an object of limits by resource')
  }
  const resources = Object.entries(limits)
  const line = new CommandLine('SETQUOTA').astring(root, { what: 'root' }).list((list) => {
    for (const [resource, limit] of resources) list.atom(resource.toUpperCase(), 'resource').bigint(limit, resource)
  })
  return {
    name: 'SETQUOTA',
    adapts: true,
    plan(facts) {
      requireQuotaSet(facts.capabilities, Object.keys(limits))
      return {
        line,
        footprint: footprint({
          mutates: true,
          reads: [membersOf(undefined)],
          writes: [quotaOf(root)],
          slots: [`QUOTA:${root}`],
        }),
        collector: gather('SETQUOTA', ['quota'], (found) => {
          const quota = found.at(-1)
          return quota === undefined ? undefined : infoOf(quota)
        }),
      }
    },
  }
}

function infoOf({ root, resources }: Quota): QuotaInfo {
  return { root, resources }
}

/** A server of RFC 9208 names each resource; one of RFC 2087 does not. */
const RESOURCE = 'QUOTA=RES-'

function requireQuota(command: string, capabilities: ReadonlySet<string>): void {
  if (![...capabilities].some((name) => name.startsWith(RESOURCE))) requireCapability(command, capabilities, 'QUOTA')
}

/** RFC 9208 §3: with it, QUOTASET tells that limits can be set; before it, QUOTA was all there was to tell. */
function requireQuotaSet(capabilities: ReadonlySet<string>, resources: readonly string[]): void {
  requireQuota('SETQUOTA', capabilities)
  if (![...capabilities].some((name) => name.startsWith(RESOURCE))) return
  requireCapability('SETQUOTA', capabilities, 'QUOTASET')
  for (const resource of resources) {
    const needed = `${RESOURCE}${resource.toUpperCase()}`
    if (!capabilities.has(needed)) {
      throw new UsageError(`SETQUOTA: the server lacks the capability ${needed}`, 'ERR_IMAP_CAPABILITY')
    }
  }
}
