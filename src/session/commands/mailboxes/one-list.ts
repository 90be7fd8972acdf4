/** LIST and its relatives, one command each. */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { UsageError } from '../../../errors.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import type { Command, Facts, Plan } from '../../command.ts'
import {
  aclOf,
  ALL_STATUS_SLOT,
  flagsOf,
  footprint,
  LIST_SLOT,
  membersOf,
  metadataOf,
  nameOf,
  subscriptionOf,
  type Resource,
} from '../../footprint.ts'
import { putEntry } from '../administration/metadata.ts'
import { ListCollector, type ListWishes } from './list-collector.ts'
import type { ListEntry, ListExtras } from './list-entry.ts'
import { requireStatusItems, statusItem, type StatusItem } from './status.ts'

/** Which mailboxes, and what of each (RFC 9051 §6.3.9). What a server without the extension named gets instead is told beside each. */
export interface ListOptions {
  /** What the patterns are relative to; `''` by default. */
  readonly reference?: string

  /** Only subscribed mailboxes, existing or not (LIST-EXTENDED, else from LSUB). */
  readonly subscribed?: boolean
  /** Only mailboxes with a special use (SPECIAL-USE with LIST-EXTENDED, else from `specialUses`). */
  readonly specialUse?: boolean
  /** Mailboxes on other servers, too (LIST-EXTENDED, else RLIST of MAILBOX-REFERRALS, else refused). */
  readonly remote?: boolean
  /** Parents of what `subscribed` or `specialUse` finds, too; see `childInfo` (LIST-EXTENDED, else refused). */
  readonly recursiveMatch?: boolean

  /** Tell which mailboxes are subscribed, by `\Subscribed` (LIST-EXTENDED, else from LSUB). */
  readonly subscriptions?: boolean
  /** Tell which have children, by `\HasChildren` and `\HasNoChildren` (LIST-EXTENDED or CHILDREN, else refused). */
  readonly children?: boolean
  /**
   * Tell what each is for, even if only its name says so (SPECIAL-USE, else XLIST, and by name what neither tells).
   * Entries come when all are known.
   */
  readonly specialUses?: boolean
  /** STATUS of each that can be selected (LIST-STATUS, else a STATUS for each, all at once). */
  readonly status?: readonly StatusItem[]
  /** What may be done with each (LIST-MYRIGHTS, RFC 8440, else a MYRIGHTS for each of ACL, else refused). */
  readonly myRights?: boolean
  /** Annotations of each (LIST-METADATA, RFC 9590, else a GETMETADATA for each of METADATA, else refused). */
  readonly metadata?: readonly string[]
}

/** A LIST with its arguments checked. */
export interface ListRequest {
  readonly patterns: readonly string[]
  readonly options: ListOptions
}

/** @throws UsageError */
export function listRequest(pattern: string | readonly string[], options: ListOptions): ListRequest {
  const patterns = typeof pattern === 'string' ? [pattern] : pattern
  if (!Array.isArray(patterns) || patterns.length === 0) throw new UsageError('LIST: no pattern')
  const { status, metadata, recursiveMatch, subscribed, specialUse } = options
  if (status?.length === 0) throw new UsageError('LIST status: no item named')
  if (metadata?.length === 0) throw new UsageError('LIST metadata: no entry named')
  if (recursiveMatch === true && subscribed !== true && specialUse !== true) {
    throw new UsageError('LIST recursiveMatch: needs subscribed or specialUse (RFC 9051 §6.3.9.1)')
  }
  const request = { patterns, options }
  putList(request, new Set(), new CommandLine('LIST'))
  return request
}

/** LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154) on a server that has all of it. */
export function oneList(request: ListRequest): Command<void, ListEntry> {
  return { name: 'LIST', adapts: needsOf(request).length > 0, plan: (facts) => planList(request, facts) }
}

/** Extensions that a request cannot do without if one command is to do: of each, one. */
export function needsOf({ patterns, options }: ListRequest): readonly (readonly [string, ...string[]])[] {
  const { subscribed, specialUse, remote, recursiveMatch, subscriptions, children, status, myRights, metadata } =
    options
  const extended = [subscribed, specialUse, remote, recursiveMatch, subscriptions].includes(true)
  return [
    ...(extended || patterns.length > 1 ? [['LIST-EXTENDED'] as const] : []),
    ...(specialUse === true ? [['SPECIAL-USE'] as const] : []),
    ...(children === true ? [['LIST-EXTENDED', 'CHILDREN'] as const] : []),
    ...(status === undefined ? [] : [['LIST-STATUS'] as const]),
    ...(myRights === true ? [['LIST-MYRIGHTS'] as const] : []),
    ...(metadata === undefined ? [] : [['LIST-METADATA'] as const]),
  ]
}

function planList(request: ListRequest, facts: Facts): Plan<void, ListEntry> {
  for (const any of needsOf(request)) requireCapability('LIST', facts.capabilities, ...any)
  const { patterns, options } = request
  if (options.status !== undefined) requireStatusItems(options.status, facts.capabilities)
  const line = new CommandLine('LIST')
  putList(request, facts.capabilities, line)
  return {
    line,
    leansOn: replaceable(request),
    footprint: footprint({
      reads: [
        nameOf(undefined),
        subscriptionOf(undefined),
        ...EXTRAS.flatMap(([key, { reads }]) => (asks(options, key) ? reads : [])),
      ],
      slots: [
        ...listSlots(patterns, options.reference),
        ...EXTRAS.flatMap(([key, { slot }]) => (asks(options, key) ? [slot] : [])),
      ],
    }),
    collector: new ListCollector(wishesOf('LIST', request)),
  }
}

/** Extensions it makes use of, where other commands can tell all of it (list-ladder.ts). */
function replaceable(request: ListRequest): readonly string[] {
  const { children, remote, recursiveMatch, myRights, metadata } = request.options
  const others = [children, remote, recursiveMatch, myRights].includes(true) || metadata !== undefined
  return others ? [] : needsOf(request).flat()
}

/** What comes in lines of its own, for any mailbox. */
const EXTRAS: readonly (readonly [keyof ListExtras, { readonly reads: readonly Resource[]; readonly slot: string }])[] =
  [
    ['status', { reads: [membersOf(undefined), flagsOf(undefined)], slot: ALL_STATUS_SLOT }],
    ['myRights', { reads: [aclOf(undefined)], slot: 'MYRIGHTS:*' }],
    ['metadata', { reads: [metadataOf(undefined)], slot: 'METADATA:*' }],
  ]

function asks(options: ListOptions, extra: keyof ListExtras): boolean {
  return options[extra] !== undefined && options[extra] !== false
}

function wishesOf(name: string, { patterns, options }: ListRequest): ListWishes {
  return {
    name,
    patterns,
    extras: EXTRAS.flatMap(([key]) => (asks(options, key) ? [key] : [])),
    usesByName: options.specialUses === true,
    status: options.status ?? [],
    metadata: options.metadata ?? [],
  }
}

/**
 * What the names listed begin with, upper case because INBOX has no case; nothing where the server decides. Of several
 * patterns each has its own.
 */
function listSlots(patterns: readonly string[], reference: string | undefined): readonly string[] {
  if ((reference ?? '') !== '') return [LIST_SLOT]
  return [...new Set(patterns.map((pattern) => LIST_SLOT + pattern.replace(/[%*].*$/s, '').toUpperCase()))]
}

/**
 *     list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]   ; RFC 9051 §9
 */
function putList({ patterns, options }: ListRequest, capabilities: ReadonlySet<string>, line: CommandLine): void {
  const selection = selectionOptions(options)
  if (selection.length > 0) line.list((all) => selection.forEach((each) => all.atom(each)))
  line.mailbox(options.reference ?? '')
  if (patterns.length === 1) line.listMailbox(patterns[0]!)
  else line.list((all) => patterns.forEach((each) => all.listMailbox(each)))
  putReturn(options, capabilities, line)
}

function selectionOptions(options: ListOptions): readonly string[] {
  return [
    ...(options.subscribed === true ? ['SUBSCRIBED'] : []),
    ...(options.remote === true ? ['REMOTE'] : []),
    ...(options.recursiveMatch === true ? ['RECURSIVEMATCH'] : []),
    ...(options.specialUse === true ? ['SPECIAL-USE'] : []),
  ]
}

/** Servers with CHILDREN or SPECIAL-USE alone tell without being asked (RFC 3348 §3, RFC 6154 §2). */
function putReturn(options: ListOptions, capabilities: ReadonlySet<string>, line: CommandLine): void {
  const has = (name: string): boolean => hasCapability(capabilities, name)
  const extended = has('LIST-EXTENDED')
  const words = [
    ...(options.subscriptions === true ? ['SUBSCRIBED'] : []),
    ...(options.children === true && extended ? ['CHILDREN'] : []),
    ...(options.specialUses === true && extended && has('SPECIAL-USE') ? ['SPECIAL-USE'] : []),
    ...(options.myRights === true ? ['MYRIGHTS'] : []),
  ]
  const { status, metadata } = options
  if (words.length === 0 && status === undefined && metadata === undefined) return
  line.atom('RETURN').list((returns) => {
    for (const word of words) returns.atom(word)
    if (status !== undefined) {
      returns.atom('STATUS').list((items) => status.forEach((item) => items.atom(statusItem(item))))
    }
    if (metadata !== undefined) {
      returns.atom('METADATA').list((entries) => metadata.forEach((entry) => putEntry(entries, entry)))
    }
  })
}

/** LSUB (RFC 3501 §6.3.9). With `%`, `\Noselect` marks parents that are not subscribed themselves. */
export function lsub(pattern: string, reference: string): Command<void, ListEntry> {
  return listLike('LSUB', pattern, reference)
}

/** XLIST, which Gmail had before SPECIAL-USE. */
export function xlist(pattern: string, reference: string): Command<void, ListEntry> {
  return listLike('XLIST', pattern, reference, 'XLIST')
}

/** RLIST (RFC 2193 §5.1): LIST with mailboxes on other servers. */
export function rlist(pattern: string, reference: string): Command<void, ListEntry> {
  return listLike('RLIST', pattern, reference, 'MAILBOX-REFERRALS')
}

/** RLSUB (RFC 2193 §5.2): LSUB with mailboxes on other servers. */
export function rlsub(pattern: string, reference: string): Command<void, ListEntry> {
  return listLike('RLSUB', pattern, reference, 'MAILBOX-REFERRALS')
}

/** RLIST and RLSUB are answered by LIST and LSUB lines. */
const SLOTS_OF = {
  LSUB: () => ['LSUB'],
  RLSUB: () => ['LSUB'],
  XLIST: () => ['XLIST'],
  RLIST: listSlots,
} as const

function listLike(
  name: keyof typeof SLOTS_OF,
  pattern: string,
  reference: string,
  capability?: string,
): Command<void, ListEntry> {
  const line = new CommandLine(name).mailbox(reference).listMailbox(pattern)
  const request = { patterns: [pattern], options: { reference } }
  return {
    name,
    adapts: capability !== undefined,
    plan(facts) {
      if (capability !== undefined) requireCapability(name, facts.capabilities, capability)
      return {
        line,
        footprint: footprint({
          reads: [subscriptionOf(undefined), nameOf(undefined)],
          slots: SLOTS_OF[name]([pattern], reference),
        }),
        collector: new ListCollector(wishesOf(name, request)),
      }
    },
  }
}
