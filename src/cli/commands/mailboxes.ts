import type { StatusItem } from '../../session/commands/mailboxes/status.ts'
import { withConnection, type GlobalOptions } from '../connect.ts'
import { CliUsageError } from '../exit-code.ts'
import { escapeLine } from '../output/escape.ts'

/** `imaplex capabilities URL`. */
export function capabilities(url: string, options: GlobalOptions): Promise<void> {
  return withConnection(url, options, async ({ imap, printer, signal }) => {
    const { capabilities: names } = await imap.capability({ signal })
    await imap.ready
    if (printer.json) return printer.record({ capabilities: names, enabled: [...imap.enabled] }, () => '')
    for (const name of [...names].sort()) {
      printer.line(escapeLine(name) + (imap.enabled.has(name) ? printer.paint('green', ' (enabled)') : ''))
    }
  })
}

export interface ListCommandOptions extends GlobalOptions {
  readonly subscribed?: true
}

/** `imaplex list URL [PATTERN]`. */
export function list(url: string, pattern: string, options: ListCommandOptions): Promise<void> {
  return withConnection(url, options, async ({ imap, printer, signal }) => {
    const entries = await imap.list(pattern, { subscribed: options.subscribed ?? false, signal })
    printer.table(entries, ['MAILBOX', 'ATTRIBUTES'], ({ mailbox, attributes }) => [mailbox, attributes.join(' ')])
  })
}

const DEFAULT_ITEMS: readonly StatusItem[] = ['messages', 'unseen', 'uidNext', 'uidValidity']
export const STATUS_ITEMS: readonly StatusItem[] = [
  ...DEFAULT_ITEMS,
  'recent',
  'deleted',
  'deletedStorage',
  'size',
  'highestModSeq',
  'appendLimit',
  'mailboxId',
]

export interface StatusCommandOptions extends GlobalOptions {
  readonly items?: string
}

/** `imaplex status URL MAILBOX…`: all of them in one round trip. */
export async function status(url: string, mailboxes: readonly string[], options: StatusCommandOptions): Promise<void> {
  const items = options.items === undefined ? DEFAULT_ITEMS : options.items.split(',').map(itemNamed)
  await withConnection(url, options, async ({ imap, printer, signal }) => {
    const answers = await Promise.all(mailboxes.map((mailbox) => imap.status(mailbox, items, { signal })))
    const rows = answers.map((answer, place) => ({ mailbox: mailboxes[place]!, ...answer }))
    printer.table(rows, ['MAILBOX', ...items.map((item) => item.toUpperCase())], (row) => [
      row.mailbox,
      ...items.map((item) => String(row[item] ?? '-')),
    ])
  })
}

function itemNamed(name: string): StatusItem {
  const item = STATUS_ITEMS.find((each) => each.toLowerCase() === name.trim().toLowerCase())
  if (item !== undefined) return item
  throw new CliUsageError(`--items: no such item: ${JSON.stringify(name)}; there are ${STATUS_ITEMS.join(', ')}`)
}
