import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { Malformed, MailboxStatus, StatusItems } from '../../../codec/values.ts'
import { ProtocolError, UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import { flagsOf, footprint, membersOf, nameOf, type Resource } from '../../footprint.ts'
import { requireCapability } from '../../capabilities.ts'
import { mailboxKey, type MailboxArgument } from './mailbox.ts'

/** STATUS items (RFC 9051 §6.3.11, RFC 7162, RFC 8438, RFC 7889, RFC 8474). */
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
    needs: ['IMAP4REV2', 'QUOTA=RES-STORAGE', 'QUOTA=RES-MESSAGE'],
    readsFlags: ['\\Deleted'],
  },
  size: { atom: 'SIZE', needs: ['STATUS=SIZE'] },
  highestModSeq: { atom: 'HIGHESTMODSEQ', needs: ['CONDSTORE'], readsFlags: 'any' },
  appendLimit: { atom: 'APPENDLIMIT', needs: ['APPENDLIMIT'] },
  mailboxId: { atom: 'MAILBOXID', needs: ['OBJECTID'] },
}

export function statusItem(item: StatusItem): string {
  const rule = Object.hasOwn(ITEMS, item) ? ITEMS[item] : undefined
  if (rule === undefined) throw new UsageError(`STATUS: unknown item ${JSON.stringify(item)}`)
  return rule.atom
}

/** @throws UsageError for an item that the server does not have. */
export function requireStatusItems(items: readonly StatusItem[], capabilities: ReadonlySet<string>): void {
  for (const item of items) {
    const { needs } = ITEMS[item]
    if (needs !== undefined) requireCapability(`STATUS ${item}`, capabilities, ...needs)
  }
}

/** STATUS (RFC 9051 §6.3.11): exactly the items asked for. */
export function status<I extends StatusItem>(
  mailbox: MailboxArgument,
  items: readonly I[],
): Command<Required<Pick<StatusItems, I>>> {
  if (items.length === 0) throw new UsageError('STATUS: no item named')
  const key = mailboxKey(mailbox)
  const line = new CommandLine('STATUS')
    .mailbox(mailbox)
    .list((list) => items.forEach((item) => list.atom(statusItem(item))))
  return {
    name: 'STATUS',
    mailbox: key,
    adapts: items.some((item) => ITEMS[item].needs !== undefined),
    plan(facts) {
      requireStatusItems(items, facts.capabilities)
      let answer: MailboxStatus | undefined
      let spoiled: Malformed | undefined
      return {
        line,
        footprint: footprint({
          reads: [nameOf(key), membersOf(key), ...items.flatMap((item) => flagsReadBy(item, key))],
          slots: [`STATUS:${key}`],
        }),
        collector: {
          // A NOTIFY push about the same mailbox may lack items; it is not our answer (RFC 5465 §5.2).
          take(response) {
            if (response.type !== 'mailboxStatus' || items.some((item) => response.items[item] === undefined))
              return false
            answer = response
            return true
          },
          spoil(line) {
            spoiled = line
          },
          finish() {
            if (answer === undefined) throw noAnswer(key, spoiled)
            return Object.fromEntries(items.map((item) => [item, answer!.items[item]])) as Required<
              Pick<StatusItems, I>
            >
          },
        },
      }
    },
  }
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
