import type { StatusItem } from '../../session/commands/status.ts'
import { withConnection, type GlobalOptions } from '../connect.ts'
import { CliUsageError } from '../exit-code.ts'

/** `imaplex capabilities URL`. */
export function capabilities(url: string, options: GlobalOptions): Promise<void> {
  return withConnection(url, options, async (imap, printer) => {
    const { capabilities: names } = await imap.capability()
    if (printer.json) return printer.record({ capabilities: names, enabled: [...imap.enabled] }, () => '')
    for (const name of [...names].sort())
      printer.record(name, () => (imap.enabled.has(name) ? `${name} (enabled)` : name))
  })
}

export interface ListCommandOptions extends GlobalOptions {
  readonly subscribed?: true
}

/** `imaplex list URL [PATTERN]`. */
export function list(url: string, pattern: string, options: ListCommandOptions): Promise<void> {
  return withConnection(url, options, async (imap, printer) => {
    const extended = imap.capabilities.has('LIST-EXTENDED') || imap.capabilities.has('IMAP4REV2')
    const subscribed = options.subscribed === true
    const entries =
      subscribed && !extended ? await imap.lsub(pattern) : await imap.list(pattern, subscribed ? { subscribed } : {})
    printer.table(entries, ['MAILBOX', 'ATTRIBUTES'], ({ mailbox, attributes }) => [mailbox, attributes.join(' ')])
  })
}

const DEFAULT_ITEMS: readonly StatusItem[] = ['messages', 'unseen', 'uidNext', 'uidValidity']
const ITEMS: readonly StatusItem[] = [
  ...DEFAULT_ITEMS,
  'recent',
  'deleted',
  'size',
  'highestModSeq',
  'appendLimit',
  'mailboxId',
]

export interface StatusCommandOptions extends GlobalOptions {
  readonly items?: string
}

/** `imaplex status URL MAILBOX…`: all of them in one round trip. */
export function status(url: string, mailboxes: readonly string[], options: StatusCommandOptions): Promise<void> {
  const items = options.items === undefined ? DEFAULT_ITEMS : options.items.split(',').map(itemNamed)
  return withConnection(url, options, async (imap, printer) => {
    const answers = await Promise.all(mailboxes.map((mailbox) => imap.status(mailbox, items)))
    const rows = answers.map((answer, place) => ({ mailbox: mailboxes[place]!, ...answer }))
    printer.table(rows, ['MAILBOX', ...items.map((item) => item.toUpperCase())], (row) => [
      row.mailbox,
      ...items.map((item) => String(row[item] ?? '-')),
    ])
  })
}

function itemNamed(name: string): StatusItem {
  const item = ITEMS.find((each) => each.toLowerCase() === name.trim().toLowerCase())
  if (item === undefined)
    throw new CliUsageError(`--items: unknown item ${JSON.stringify(name)}; there are ${ITEMS.join(', ')}`)
  return item
}
