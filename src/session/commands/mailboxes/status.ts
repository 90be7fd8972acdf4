import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Malformed, MailboxStatus, StatusItems } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Command, Plan } from '../../command.ts'
import { together, type Composition } from '../../composing/composition.ts'
import { flagsOf, footprint, membersOf, nameOf, type Resource } from '../../footprint.ts'
import { appendLimit, requireCapability } from '../../server/capabilities.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'

/** STATUS items (RFC 9051 §6.3.11, RFC 7162, RFC 8438, RFC 7889, RFC 8474, RFC 9208). */
export type StatusItem = keyof StatusItems

interface ItemRule {
  readonly atom: string
  /** Announced by one of these; undefined: every server has it. */
  readonly needs?: readonly string[]
  /** Flags whose changes change it. */
  readonly readsFlags?: readonly string[] | 'any'
}

const ITEMS: Readonly<Record<StatusItem, ItemRule>> = {
  messages: { atom: 'MESSAGES' },
  recent: { atom: 'RECENT' },
  uidNext: { atom: 'UIDNEXT' },
  uidValidity: { atom: 'UIDVALIDITY' },
  unseen: { atom: 'UNSEEN', readsFlags: ['\\Seen'] },
  deleted: {
    atom: 'DELETED',
    needs: ['IMAP4REV2', 'QUOTA=RES-MESSAGE'],
    readsFlags: ['\\Deleted'],
  },
  deletedStorage: { atom: 'DELETED-STORAGE', needs: ['QUOTA=RES-STORAGE'], readsFlags: ['\\Deleted'] },
  size: { atom: 'SIZE', needs: ['STATUS=SIZE'] },
  highestModSeq: { atom: 'HIGHESTMODSEQ', needs: ['CONDSTORE'], readsFlags: 'any' },
  appendLimit: { atom: 'APPENDLIMIT', needs: ['APPENDLIMIT'] },
  mailboxId: { atom: 'MAILBOXID', needs: ['OBJECTID'] },
}

export function statusItem(item: StatusItem): string {
  const rule = Object.hasOwn(ITEMS, item) ? ITEMS[item] : undefined
  if (rule === undefined) throw new UsageError(`STATUS: unknown item ${JSON.stringify(String(item).slice(0, 40))}`)
  return rule.atom
}

/** @throws UsageError for an item that the server does not have. */
export function requireStatusItems(items: readonly StatusItem[], capabilities: ReadonlySet<string>): void {
  for (const item of itemsToAsk(items, capabilities)) {
    const { needs } = ITEMS[item]
    if (needs !== undefined) requireCapability(`STATUS ${item}`, capabilities, ...needs)
  }
}

/** What is the same for all mailboxes is told by a capability, and STATUS need not have it (RFC 7889 §2; Cyrus). */
export function knownItems(items: readonly StatusItem[], capabilities: ReadonlySet<string>): StatusItems {
  const limit = items.includes('appendLimit') ? appendLimit(capabilities) : undefined
  return limit === undefined ? {} : { appendLimit: limit }
}

export function itemsToAsk<I extends StatusItem>(items: readonly I[], capabilities: ReadonlySet<string>): readonly I[] {
  const known = knownItems(items, capabilities)
  return items.filter((item) => known[item] === undefined)
}

/**
 * Items by the command that asks for them: an id travels alone. Asked for more, Cyrus 3.10 has other octets of its memory
 * in its place, even such that break the line.
 */
export function askedApart(items: readonly StatusItem[]): readonly (readonly StatusItem[])[] {
  const others = items.filter((item) => item !== 'mailboxId')
  return [others, items.includes('mailboxId') ? (['mailboxId'] as const) : []].filter((some) => some.length > 0)
}

/** STATUS (RFC 9051 §6.3.11): exactly the items asked for. */
export function status<I extends StatusItem>(
  mailbox: MailboxArgument,
  items: readonly I[],
): Command<Required<Pick<StatusItems, I>>> {
  const given: unknown = items
  if (!Array.isArray(given) || given.length === 0) throw new UsageError('STATUS: expected a list of items')
  statusLine(mailbox, items)
  return {
    name: 'STATUS',
    mailbox: mailboxKey(mailbox),
    adapts: items.some((item) => ITEMS[item].needs !== undefined),
    compose({ capabilities }) {
      requireStatusItems(items, capabilities)
      const asked = itemsToAsk(items, capabilities)
      if (askedApart(asked).length === 1) return undefined
      return inSteps(mailbox, items, capabilities)
    },
    plan({ capabilities }) {
      requireStatusItems(items, capabilities)
      const plan = planStatus(mailbox, itemsToAsk(items, capabilities))
      const finish = (): Required<Pick<StatusItems, I>> =>
        only(items, { ...plan.answer(), ...knownItems(items, capabilities) })
      return { ...plan, collector: { ...plan.collector, finish } }
    },
  }
}

/** No command where capabilities tell everything, two for an id and more. */
function* inSteps<I extends StatusItem>(
  mailbox: MailboxArgument,
  items: readonly I[],
  capabilities: ReadonlySet<string>,
): Composition<Required<Pick<StatusItems, I>>> {
  const parts = askedApart(itemsToAsk(items, capabilities))
  const told: StatusItems = knownItems(items, capabilities)
  if (parts.length > 0) Object.assign(told, ...(yield* together(parts.map((part) => one(mailbox, part)))))
  return only(items, told)
}

/** Just this command. */
function one(mailbox: MailboxArgument, items: readonly StatusItem[]): Command<StatusItems> {
  return { name: 'STATUS', mailbox: mailboxKey(mailbox), adapts: true, plan: () => planStatus(mailbox, items) }
}

interface StatusPlan extends Plan<StatusItems> {
  /** @throws ProtocolError unless everything has come. */
  answer(): StatusItems
}

function planStatus(mailbox: MailboxArgument, items: readonly StatusItem[]): StatusPlan {
  const key = mailboxKey(mailbox)
  let answer: MailboxStatus | undefined
  let spoiled: Malformed | undefined
  const result = (): StatusItems => {
    if (answer === undefined) throw noAnswer(key, spoiled)
    return answer.items
  }
  return {
    line: statusLine(mailbox, items),
    footprint: footprint({
      reads: [nameOf(key), membersOf(key), ...items.flatMap((item) => flagsReadBy(item, key))],
      slots: [`STATUS:${key}`],
    }),
    collector: {
      // A NOTIFY push about the same mailbox may lack items; it is not our answer (RFC 5465 §5.2).
      take(response) {
        if (response.type !== 'mailboxStatus' || items.some((item) => response.items[item] === undefined)) return false
        answer = response
        return true
      },
      spoil(line) {
        spoiled = line
      },
      finish: result,
    },
    answer: result,
  }
}

function statusLine(mailbox: MailboxArgument, items: readonly StatusItem[]): CommandLine {
  return new CommandLine('STATUS').mailbox(mailbox).list((list) => items.forEach((item) => list.atom(statusItem(item))))
}

function only<I extends StatusItem>(items: readonly I[], told: StatusItems): Required<Pick<StatusItems, I>> {
  return Object.fromEntries(items.map((item) => [item, told[item]])) as Required<Pick<StatusItems, I>>
}

function flagsReadBy(item: StatusItem, mailbox: string): readonly Resource[] {
  const { readsFlags } = ITEMS[item]
  if (readsFlags === undefined) return []
  return [readsFlags === 'any' ? flagsOf(mailbox) : flagsOf(mailbox, undefined, readsFlags)]
}

function noAnswer(mailbox: string, spoiled: Malformed | undefined): ProtocolError {
  return spoiled === undefined
    ? new ProtocolError(`STATUS ${mailbox}: OK, but not every item asked for`, 'ERR_IMAP_INCOMPLETE', {
        outcome: 'answered',
      })
    : new ProtocolError(`STATUS ${mailbox}: the answer could not be read: ${spoiled.reason}`, 'ERR_IMAP_MALFORMED', {
        outcome: 'answered',
      })
}
