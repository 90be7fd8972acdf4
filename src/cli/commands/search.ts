import { inMailbox, withConnection, type GlobalOptions } from '../connect.ts'
import { queryOf } from '../query-words.ts'

export interface SearchCommandOptions extends GlobalOptions {
  readonly set?: true
  readonly count?: true
}

/** `imaplex search URL MAILBOX WORD…`: the UIDs of the messages for which all words hold. */
export async function search(
  url: string,
  mailbox: string,
  words: readonly string[],
  options: SearchCommandOptions,
): Promise<void> {
  const query = queryOf(words)
  await withConnection(url, options, async (at) => {
    const { imap, printer, signal } = at
    if (options.count === true) {
      const { count } = await inMailbox(at, mailbox, async () => imap.search(query, { return: ['count'], signal }))
      return printer.record({ mailbox, count }, () => String(count))
    }
    const uids = await inMailbox(at, mailbox, async () => imap.search(query, { signal }))
    if (printer.json) return printer.record({ mailbox, count: uids.size, uids }, () => '')
    if (options.set === true) return uids.isEmpty ? undefined : printer.line(uids.toString())
    for (const uid of uids) printer.line(String(uid))
  })
}
