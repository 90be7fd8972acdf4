import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { buffer } from 'node:stream/consumers'
import { withConnection, type GlobalOptions } from '../connect.ts'
import { CliUsageError } from '../exit-code.ts'
import { escapeLine } from '../output/escape.ts'

export interface AppendCommandOptions extends GlobalOptions {
  readonly flags?: string
  readonly date?: string
}

/** `imaplex append URL MAILBOX [FILE]`: line ends become CRLF, as messages have them. */
export async function append(url: string, mailbox: string, file: string, options: AppendCommandOptions): Promise<void> {
  const date = options.date === undefined ? undefined : new Date(options.date)
  if (date !== undefined && Number.isNaN(date.getTime())) {
    throw new CliUsageError('--date: not a date; write it as 2026-02-01T10:00:00+01:00')
  }
  const flags = options.flags?.split(/[\s,]+/).filter((flag) => flag !== '')
  const message = withCrlf(file === '-' ? await buffer(process.stdin) : await readFile(file))
  if (message.length === 0) throw new CliUsageError(`${file === '-' ? 'stdin' : file}: there is no message in it`)
  await withConnection(url, options, async ({ imap, printer, signal }) => {
    const result = await imap.append(mailbox, message, {
      signal,
      ...(flags === undefined ? {} : { flags }),
      ...(date === undefined ? {} : { date }),
    })
    const { uid = 'not told', uidValidity = 'not told' } = result
    printer.record(result, () => escapeLine(`${result.mailbox}: UID ${uid}, UIDVALIDITY ${uidValidity}`))
  })
}

function withCrlf(octets: Buffer): Uint8Array {
  return Buffer.from(octets.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
}
