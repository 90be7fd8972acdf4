/**
 * NOTIFY (RFC 5465): the server tells about many mailboxes on one connection, with no command in progress.
 *
 * There is always a SELECTED group. Without one Dovecot falls silent about the selected mailbox, NOOP and IDLE
 * included, and nothing but a new connection brings it back.
 */
import { CommandLine } from '../../../codec/encode/command-line.ts'
import { fetchRequest, type FetchRequest } from '../../../codec/encode/fetch-item.ts'
import type { FetchQuery } from '../../../codec/encode/fetch-query.ts'
import type { NotifyEventName, StatusItems } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { ALL_STATUS_SLOT, flagsOf, footprint, membersOf, nameOf, sessionResource } from '../../footprint.ts'
import type { NotifyMask } from '../../selection/notify-mask.ts'
import type { MailboxArgument } from './mailbox.ts'
import type { At, MailboxPath } from './path.ts'

/** Of messages. `messageNew` and `messageExpunge` come together; the others need both (RFC 5465 §5). */
export type NotifyMessageEvent = 'messageNew' | 'messageExpunge' | 'flagChange' | 'annotationChange'

export type NotifyEvent =
  NotifyMessageEvent | 'mailboxName' | 'subscriptionChange' | 'mailboxMetadataChange' | 'serverMetadataChange'

/** Which mailboxes a group is about, the selected one aside (RFC 5465 §6). */
export type NotifyFilter =
  'inboxes' | 'personal' | 'subscribed' | { readonly subtree: NotifyNames } | { readonly mailboxes: NotifyNames }

/** One mailbox, or a list of them; in a list each may be a path. */
export type NotifyNames = MailboxArgument | readonly (MailboxArgument | MailboxPath)[]

export interface NotifyGroup {
  readonly filter: NotifyFilter
  readonly events: readonly NotifyEvent[] | 'none'
}

/** The mailbox that is selected, whichever it is at the time (RFC 5465 §6.1). */
export interface NotifySelected {
  /** `messageNew`, `messageExpunge` and `flagChange` unless given. */
  readonly events?: readonly NotifyMessageEvent[]
  /** What comes with the news of a message, besides its UID: its flags unless given. */
  readonly fetch?: FetchQuery
  /** Removals wait for a command that allows them (SELECTED-DELAYED). Cyrus does not keep to it. */
  readonly delayed?: boolean
}

export interface NotifyRequest {
  /** `'none'` has the server say nothing of the selected mailbox any more. */
  readonly selected?: NotifySelected | 'none'
  /** Cyrus takes each filter once. */
  readonly groups?: readonly NotifyGroup[]
  /** STATUS of every mailbox watched, first. */
  readonly status?: boolean
}

/** The state of a mailbox when watching it began. */
export interface NotifiedMailbox {
  readonly mailbox: string
  /** See `Named.wireName`. */
  readonly wireName: string | undefined
  readonly status: StatusItems
}

const NAMES: Readonly<Record<NotifyEvent, NotifyEventName>> = {
  messageNew: 'MessageNew',
  messageExpunge: 'MessageExpunge',
  flagChange: 'FlagChange',
  annotationChange: 'AnnotationChange',
  mailboxName: 'MailboxName',
  subscriptionChange: 'SubscriptionChange',
  mailboxMetadataChange: 'MailboxMetadataChange',
  serverMetadataChange: 'ServerMetadataChange',
}

const OF_MESSAGES: readonly NotifyEvent[] = ['messageNew', 'messageExpunge', 'flagChange', 'annotationChange']
const DEFAULT_SELECTED: readonly NotifyEvent[] = ['messageNew', 'messageExpunge', 'flagChange']

/** NOTIFY SET, or NOTIFY NONE (RFC 5465 §3.1). */
export function notify(request: NotifyRequest | 'none', at: At): Command<void, NotifiedMailbox> {
  if (request === 'none') return command(new CommandLine('NOTIFY').atom('NONE'), [], 'none', false)
  checkKeys('request', request, ['selected', 'groups', 'status'])
  const { selected = {}, groups = [], status = false } = request
  checkBoolean('status', status)
  const line = new CommandLine('NOTIFY').atom('SET')
  if (status) line.atom('STATUS')
  const needs = putSelected(line, selected)
  checkFilters(groups)
  for (const group of groups) putGroup(line, group, at)
  const others = groups.flatMap(({ events }) => (events === 'none' ? [] : events))
  const mask: NotifyMask = {
    arrivals: selected !== 'none' && (selected.events ?? DEFAULT_SELECTED).includes('messageNew'),
    others: others.length > 0,
    names: others.includes('mailboxName'),
    subscriptions: others.includes('subscriptionChange'),
  }
  return command(line, needs, mask, status)
}

function command(
  line: CommandLine,
  needs: readonly string[],
  notifies: NotifyMask | 'none',
  status: boolean,
): Command<void, NotifiedMailbox> {
  return {
    name: 'NOTIFY',
    adapts: true,
    plan(facts) {
      for (const capability of ['NOTIFY', ...needs]) requireCapability('NOTIFY', facts.capabilities, capability)
      return {
        line,
        // It implies NOOP, and from then on sequence numbers may change at any time.
        footprint: footprint({
          selection: 'reads',
          // The STATUS lines are to be what the commands before have made of the mailboxes.
          reads: status ? [membersOf(undefined), flagsOf(undefined), nameOf(undefined)] : [],
          writes: [sessionResource],
          slots: status ? [ALL_STATUS_SLOT] : [],
        }),
        notifies,
        collector: {
          take(response) {
            if (response.type !== 'mailboxStatus') return false
            const { mailbox, wireName, items } = response
            this.emit?.({ mailbox, wireName, status: items }, 0)
            return true
          },
          finish: () => undefined,
        },
      }
    },
  }
}

/** @returns the capabilities its FETCH items need. */
function putSelected(line: CommandLine, selected: NotifySelected | 'none'): readonly string[] {
  if (selected === 'none') {
    line.list((group) => group.atom('SELECTED').atom('NONE'))
    return []
  }
  checkKeys('selected', selected, ['events', 'fetch', 'delayed'])
  const { events = DEFAULT_SELECTED, fetch = { flags: true }, delayed = false } = selected
  checkBoolean('delayed', delayed)
  checkEvents(events)
  const other = events.find((event) => !OF_MESSAGES.includes(event))
  if (other !== undefined) throw new UsageError(`NOTIFY selected: ${other} is not about messages (RFC 5465 §6.1)`)
  if (typeof fetch !== 'object' || fetch === null) throw new UsageError('NOTIFY selected fetch: not an object of items')
  if (fetch.markSeen !== undefined) throw new UsageError('NOTIFY selected fetch: markSeen would mark messages unasked')
  const asked = events.includes('messageNew')
  if (!asked && selected.fetch !== undefined) throw new UsageError('NOTIFY selected fetch: messageNew is not asked for')
  const items = fetchRequest(fetch)
  line.list((group) => {
    group.atom(delayed ? 'SELECTED-DELAYED' : 'SELECTED')
    putEvents(group, events, asked ? items : undefined)
  })
  return asked ? items.traits.needs : []
}

function putGroup(line: CommandLine, group: NotifyGroup, at: At): void {
  checkKeys('group', group, ['filter', 'events'])
  const { filter, events } = group
  if (events !== 'none') checkEvents(events)
  line.list((wire) => {
    if (typeof filter === 'string') wire.atom(filter.toUpperCase())
    else if ('subtree' in filter) putMailboxes(wire.atom('SUBTREE'), namesOf(filter.subtree, 'subtree', at))
    else putMailboxes(wire.atom('MAILBOXES'), namesOf(filter.mailboxes, 'mailboxes', at))
    if (events === 'none') wire.atom('NONE')
    else putEvents(wire, events, undefined)
  })
}

function putMailboxes(line: CommandLine, names: readonly MailboxArgument[]): void {
  if (names.length === 1) line.mailbox(names[0]!)
  else line.list((all) => names.forEach((name) => all.mailbox(name)))
}

function namesOf(names: NotifyNames, what: string, at: At): readonly MailboxArgument[] {
  const list = isList(names) ? names : [names]
  if (list.length === 0) throw new UsageError(`NOTIFY ${what}: no mailbox named`)
  return list.map(at)
}

function isList(names: NotifyNames): names is readonly (MailboxArgument | MailboxPath)[] {
  return Array.isArray(names)
}

function putEvents(line: CommandLine, events: readonly NotifyEvent[], fetch: FetchRequest | undefined): void {
  line.list((list) => {
    for (const event of events) {
      list.atom(NAMES[event])
      if (event === 'messageNew') fetch?.put(list)
    }
  })
}

/** RFC 5465 §5: a server has to answer BAD to what is refused here. */
function checkEvents(events: readonly NotifyEvent[]): void {
  if (!Array.isArray(events) || events.length === 0) throw new UsageError('NOTIFY events: none named')
  const unknown = events.find((event) => !Object.hasOwn(NAMES, event))
  if (unknown !== undefined) throw new UsageError(`NOTIFY events: no such event: ${JSON.stringify(unknown)}`)
  if (new Set(events).size !== events.length) throw new UsageError('NOTIFY events: one is named twice')
  const both = events.includes('messageNew') && events.includes('messageExpunge')
  const alone = events.find((event) => OF_MESSAGES.includes(event))
  if (!both && alone !== undefined) {
    throw new UsageError(`NOTIFY events: ${alone} needs messageNew and messageExpunge, both (RFC 5465 §5)`)
  }
}

const FILTERS: readonly string[] = ['inboxes', 'personal', 'subscribed']

function checkFilters(groups: readonly NotifyGroup[]): void {
  const seen = new Set<string>()
  if (!Array.isArray(groups)) throw new UsageError('NOTIFY groups: not a list')
  for (const { filter } of groups as readonly NotifyGroup[]) {
    if (typeof filter === 'object' && filter !== null) checkKeys('filter', filter, [Object.keys(filter)[0] ?? ''])
    const named = typeof filter === 'string' ? FILTERS.includes(filter) : hasNames(filter)
    if (!named) throw new UsageError(`NOTIFY filter: expected ${FILTERS.join(', ')}, { subtree } or { mailboxes }`)
    const key = JSON.stringify(filter)
    if (seen.has(key)) throw new UsageError(`NOTIFY filter: named twice: ${key.slice(0, 100)}`)
    seen.add(key)
  }
}

function checkBoolean(what: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new UsageError(`NOTIFY ${what}: neither true nor false`)
}

function hasNames(filter: unknown): boolean {
  return typeof filter === 'object' && filter !== null && ('subtree' in filter || 'mailboxes' in filter)
}

function checkKeys(what: string, given: object, allowed: readonly string[]): void {
  if (typeof given !== 'object' || given === null) throw new UsageError(`NOTIFY ${what}: not an object`)
  const unknown = Object.keys(given).find((key) => !allowed.includes(key))
  if (unknown !== undefined) throw new UsageError(`NOTIFY ${what}: unknown key ${JSON.stringify(unknown)}`)
}
