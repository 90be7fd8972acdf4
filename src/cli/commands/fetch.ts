import type { FetchQuery } from '../../codec/encode/fetch-query.ts'
import { sequenceSet } from '../../codec/sequence-set.ts'
import { inMailbox, withConnection, type GlobalOptions, type Workplace } from '../connect.ts'
import { CliUsageError, NotFoundError } from '../exit-code.ts'
import { escapeText } from '../output/escape.ts'
import { messageBlock, summaryLine, SUMMARY_ITEMS } from '../output/message.ts'

const ITEMS: Readonly<Record<string, FetchQuery>> = {
  flags: { flags: true },
  envelope: { envelope: true },
  size: { size: true },
  date: { internalDate: true },
  structure: { bodyStructure: true },
  headers: { headers: true },
  source: { source: true },
}
export const FETCH_ITEMS: readonly string[] = Object.keys(ITEMS)

export interface FetchCommandOptions extends GlobalOptions {
  readonly items?: string
  readonly source?: true
}

/** `imaplex fetch URL MAILBOX SET`: messages as they arrive. */
export async function fetch(url: string, mailbox: string, set: string, options: FetchCommandOptions): Promise<void> {
  const query = options.items === undefined ? undefined : itemsNamed(options.items)
  if (options.source === true) {
    if (query !== undefined) throw new CliUsageError('--source and --items: name one of them')
    if (options.json === true) throw new CliUsageError('--source writes no JSON; --items source --json does')
    if (!/^[1-9]\d*$/.test(set)) throw new CliUsageError('--source: name one UID')
  }
  sequenceSet(set, 'the set of UIDs')
  await withConnection(url, options, (at) =>
    inMailbox(at, mailbox, async () => {
      if (options.source === true) return await source(at, mailbox, set)
      const { imap, printer, signal } = at
      if (query !== undefined) {
        for await (const row of imap.fetch(set, query, { signal })) printer.record(row, () => messageBlock(row))
        return
      }
      for await (const row of imap.fetch(set, SUMMARY_ITEMS, { signal })) {
        printer.record(row, () => summaryLine(row, printer.width))
      }
    }),
  )
}

/** The octets as they are; on a terminal as text that cannot steer it. */
async function source({ imap, printer, signal }: Workplace, mailbox: string, uid: string): Promise<void> {
  const missing = new NotFoundError(`${mailbox} has no message with UID ${uid}`)
  if (printer.terminal) {
    const [row] = await imap.fetch(uid, { source: true }, { signal })
    if (row === undefined) throw missing
    return printer.line(escapeText(new TextDecoder().decode(row.source)))
  }
  const [end] = await imap.fetchBodies(uid, () => (chunk) => printer.octets(Uint8Array.from(chunk)), { signal })
  if (end === undefined) throw missing
}

function itemsNamed(names: string): FetchQuery {
  let query: FetchQuery = {}
  for (const name of names.split(',').map((each) => each.trim())) {
    const item = Object.hasOwn(ITEMS, name) ? ITEMS[name] : undefined
    if (item === undefined) {
      throw new CliUsageError(`--items: no such item: ${JSON.stringify(name)}; there are ${FETCH_ITEMS.join(', ')}`)
    }
    query = { ...query, ...item }
  }
  return query
}
