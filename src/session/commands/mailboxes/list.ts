import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { List, MailboxStatus, Malformed, StatusItems, Untagged } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Collector, Command, Facts } from '../../command.ts'
import { ALL_STATUS_SLOT, flagsOf, footprint, LIST_SLOT, membersOf, nameOf, subscriptionOf } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'
import { statusItem, type StatusItem } from './status.ts'

export interface ListOptions {
  /** Prefix the patterns are relative to; `''` by default. */
  readonly reference?: string
  /** Only subscribed mailboxes (LIST-EXTENDED or IMAP4rev2). */
  readonly subscribed?: boolean
  /** Tell which mailboxes are subscribed, by `\Subscribed` (LIST-EXTENDED or IMAP4rev2). */
  readonly subscriptions?: boolean
  /** STATUS of every mailbox listed, in the same round trip (LIST-STATUS, RFC 5819, or IMAP4rev2). */
  readonly status?: readonly StatusItem[]
}

/** One mailbox as LIST told it. `status` is there when it was asked for and the mailbox can be selected. */
export interface ListEntry {
  readonly mailbox: string
  /** See `Named.wireName`; pass it on as `{ wireName }`. */
  readonly wireName: string | undefined
  readonly attributes: readonly string[]
  readonly delimiter: string | null
  readonly childInfo: readonly string[] | undefined
  readonly status: StatusItems | undefined
}

/** LIST (RFC 9051 §6.3.9, RFC 5258, RFC 5819). */
export function list(pattern: string | readonly string[], options: ListOptions): Command<void, ListEntry> {
  const patterns = typeof pattern === 'string' ? [pattern] : pattern
  if (patterns.length === 0) throw new UsageError('LIST: no pattern')
  const extended =
    patterns.length > 1 || options.subscribed === true || options.subscriptions === true || options.status !== undefined
  return {
    name: 'LIST',
    adapts: extended,
    plan(facts) {
      if (extended) requireExtended(facts, options)
      const line = new CommandLine('LIST')
      if (options.subscribed === true) line.list((selection) => selection.atom('SUBSCRIBED'))
      line.mailbox(options.reference ?? '')
      if (patterns.length === 1) line.listMailbox(patterns[0]!)
      else line.list((all) => patterns.forEach((each) => all.listMailbox(each)))
      putReturn(line, options)
      const everybody = [membersOf(undefined), flagsOf(undefined)]
      return {
        line,
        footprint: footprint({
          reads: [nameOf(undefined), subscriptionOf(undefined), ...(options.status === undefined ? [] : everybody)],
          slots: [
            LIST_SLOT + commonPrefix(patterns, options.reference),
            ...(options.status === undefined ? [] : [ALL_STATUS_SLOT]),
          ],
        }),
        collector: listCollector('LIST', options.status !== undefined),
      }
    },
  }
}

/** What every name listed begins with, upper case because INBOX has no case; nothing where the server decides. */
function commonPrefix(patterns: readonly string[], reference: string | undefined): string {
  if (patterns.length > 1 || (reference ?? '') !== '') return ''
  return patterns[0]!.replace(/[%*].*$/s, '').toUpperCase()
}

function requireExtended(facts: Facts, options: ListOptions): void {
  requireCapability('LIST', facts.capabilities, 'LIST-EXTENDED')
  if (options.status !== undefined) requireCapability('LIST', facts.capabilities, 'LIST-STATUS')
}

function putReturn(line: CommandLine, options: ListOptions): void {
  const { subscriptions, status } = options
  if (subscriptions !== true && status === undefined) return
  line.atom('RETURN').list((returns) => {
    if (subscriptions === true) returns.atom('SUBSCRIBED')
    if (status !== undefined)
      returns.atom('STATUS').list((items) => status.forEach((item) => items.atom(statusItem(item))))
  })
}

/** LSUB (RFC 3501 §6.3.9): for servers without LIST-EXTENDED. */
export function lsub(pattern: string, reference: string): Command<void, ListEntry> {
  const line = new CommandLine('LSUB').mailbox(reference).listMailbox(pattern)
  return {
    name: 'LSUB',
    adapts: false,
    plan: () => ({
      line,
      footprint: footprint({ reads: [subscriptionOf(undefined), nameOf(undefined)], slots: ['LSUB'] }),
      collector: listCollector('LSUB', false),
    }),
  }
}

/** Entries go out as they come; with STATUS, when theirs has come or the command is over. */
function listCollector(name: 'LIST' | 'LSUB', withStatus: boolean): Collector<void, ListEntry> {
  const waiting = new Map<string, List>()
  let spoiled: Malformed | undefined
  const collector: Collector<void, ListEntry> = {
    take(response: Untagged) {
      if (response.type === 'list') {
        if (withStatus) waiting.set(response.mailbox, response)
        else collector.emit?.(entryOf(response, undefined), 0)
        return true
      }
      if (response.type !== 'mailboxStatus' || !waiting.has(response.mailbox)) return false
      give(response)
      return true
    },
    spoil(line) {
      spoiled = line
    },
    finish() {
      if (spoiled !== undefined) {
        throw new ProtocolError(`${name}: a line could not be read: ${spoiled.reason}`, 'ERR_IMAP_MALFORMED', {
          outcome: 'answered',
        })
      }
      for (const rest of waiting.values()) collector.emit?.(entryOf(rest, undefined), 0)
    },
  }
  const give = (status: MailboxStatus): void => {
    collector.emit?.(entryOf(waiting.get(status.mailbox)!, status.items), 0)
    waiting.delete(status.mailbox)
  }
  return collector
}

function entryOf(list: List, status: StatusItems | undefined): ListEntry {
  const { mailbox, wireName, attributes, delimiter, childInfo } = list
  return { mailbox, wireName, attributes, delimiter, childInfo, status }
}
