import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { buffer } from 'node:stream/consumers'
import type { FetchQuery } from '../../codec/fetch-item.ts'
import type { Envelope } from '../../codec/values.ts'
import type { FetchRow } from '../../session/commands/row.ts'
import { withConnection, type GlobalOptions } from '../connect.ts'
import { CliUsageError } from '../exit-code.ts'
import { escapeLine } from '../output/escape.ts'
import { fit } from '../output/table.ts'
import { queryOf } from '../query-words.ts'

export interface SearchCommandOptions extends GlobalOptions {
  readonly set?: true
  readonly count?: true
}

/** `imaplex search URL MAILBOX WORD…`. */
export function search(
  url: string,
  mailbox: string,
  words: readonly string[],
  options: SearchCommandOptions,
): Promise<void> {
  const query = queryOf(words)
  return withConnection(url, options, async (imap, printer) => {
    imap.examine(mailbox).catch(() => {})
    if (options.count === true) {
      const { count } = await imap.search(query, { return: ['count'] })
      return printer.record({ mailbox, count }, () => String(count))
    }
    const uids = await imap.search(query)
    if (printer.json) return printer.record({ mailbox, count: uids.size, uids }, () => '')
    if (options.set === true) return uids.isEmpty ? undefined : printer.line(uids.toString())
    for (const uid of uids) printer.line(String(uid))
  })
}

const ITEMS: Readonly<Record<string, FetchQuery>> = {
  flags: { flags: true },
  envelope: { envelope: true },
  size: { size: true },
  date: { internalDate: true },
  structure: { bodyStructure: true },
  headers: { headers: true },
}

export interface FetchCommandOptions extends GlobalOptions {
  readonly items?: string
  readonly source?: true
}

/** `imaplex fetch URL MAILBOX SET`: rows as they arrive. */
export function fetch(url: string, mailbox: string, set: string, options: FetchCommandOptions): Promise<void> {
  const query = options.items === undefined ? undefined : itemsNamed(options.items)
  if (options.source === true && !/^\d+$/.test(set)) throw new CliUsageError('--source: name one UID')
  return withConnection(url, options, async (imap, printer) => {
    imap.examine(mailbox).catch(() => {})
    if (options.source === true) {
      const [end] = await imap.fetchBodies(set, () => (chunk) => printer.octets(Uint8Array.from(chunk)))
      if (end === undefined) throw new CliUsageError(`${mailbox} has no message with UID ${set}`)
      return
    }
    if (query !== undefined) {
      for await (const row of imap.fetch(set, query)) printer.record(row, () => describeRow(row))
      return
    }
    const width = process.stdout.isTTY ? process.stdout.columns : Infinity
    for await (const row of imap.fetch(set, { flags: true, envelope: true, internalDate: true })) {
      printer.record(row, () => fit(summary(row), width))
    }
  })
}

function itemsNamed(names: string): FetchQuery {
  let query: FetchQuery = {}
  for (const name of names.split(',')) {
    const item = Object.hasOwn(ITEMS, name.trim()) ? ITEMS[name.trim()] : undefined
    if (item === undefined) {
      throw new CliUsageError(
        `--items: unknown item ${JSON.stringify(name)}; there are ${Object.keys(ITEMS).join(', ')}`,
      )
    }
    query = { ...query, ...item }
  }
  return query
}

type Summarized = FetchRow<{ flags: true; envelope: true; internalDate: true }>

/** `   17  2026-11-23 10:15  *A  Ada Lovelace   About the engine`. */
function summary({ uid, flags, envelope, internalDate }: Summarized): string {
  const date = internalDate.toISOString().slice(0, 16).replace('T', ' ')
  const marks = `${flags.includes('\\Seen') ? ' ' : '*'}${flags.includes('\\Flagged') ? '!' : ' '}`
  return escapeLine(
    `${String(uid).padStart(6)}  ${date}  ${marks}  ${sender(envelope)}  ${envelope.subject ?? '(no subject)'}`,
  )
}

function sender({ from }: Envelope): string {
  return (from[0]?.name ?? from[0]?.address ?? '(nobody)').padEnd(24)
}

function describeRow(row: object): string {
  return Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key}: ${typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value, plainBigint) : String(value)}`,
    )
    .join('  ')
}

function plainBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

export interface AppendCommandOptions extends GlobalOptions {
  readonly flags?: string
  readonly date?: string
}

/** `imaplex append URL MAILBOX [FILE]`: line ends become CRLF, as messages have them. */
export async function append(url: string, mailbox: string, file: string, options: AppendCommandOptions): Promise<void> {
  const message = withCrlf(file === '-' ? await buffer(process.stdin) : await readFile(file))
  const date = options.date === undefined ? undefined : new Date(options.date)
  if (date !== undefined && Number.isNaN(date.getTime())) throw new CliUsageError('--date: not a date')
  await withConnection(url, options, async (imap, printer) => {
    const result = await imap.append(mailbox, message, {
      ...(options.flags === undefined ? {} : { flags: options.flags.split(/[\s,]+/).filter((flag) => flag !== '') }),
      ...(date === undefined ? {} : { date }),
    })
    printer.record(
      result,
      () => `${result.mailbox}: UID ${result.uid ?? 'not told'}, UIDVALIDITY ${result.uidValidity ?? 'not told'}`,
    )
  })
}

function withCrlf(octets: Buffer): Uint8Array {
  const text = octets.toString('latin1')
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1')
}
