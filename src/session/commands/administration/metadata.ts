/** Annotations of mailboxes and of the server (RFC 5464). */
import { CommandLine, type MailboxArgument } from '../../../codec/encode/command-line.ts'
import type { EntryValue, Metadata, ResponseCode } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { requireCapability } from '../../server/capabilities.ts'
import type { Command } from '../../command.ts'
import { footprint, metadataOf, nameOf, type Resource } from '../../footprint.ts'
import { justOk } from '../any-state/basic.ts'
import { mailboxKey } from '../mailboxes/mailbox.ts'
import { gather } from './gather.ts'

export interface GetMetadataOptions {
  /** How far below the entries to look: not at all, one level, or everything. 0 unless given. */
  readonly depth?: 0 | 1 | 'infinity'
  /** Leave out values of more octets. */
  readonly maxSize?: number
}

/** A value: octets, by nature. */
export interface MetadataValue {
  readonly octets: Uint8Array
  /** The octets read as UTF-8. */
  readonly text: string
}

export interface MetadataResult {
  /**
   * By name; null for an entry without a value. Entries that were asked for stand under the name they were asked by; a
   * server may tell of others, too (Cyrus).
   */
  readonly entries: ReadonlyMap<string, MetadataValue | null>
  /** Values were left out because of `maxSize`, or may have been; undefined when everything is there. */
  readonly tooLong: MetadataTooLong | undefined
}

export interface MetadataTooLong {
  /** Octets of the largest value that was left out (LONGENTRIES, RFC 5464 §4.2.1); undefined where the server says nothing. */
  readonly largest: number | undefined
  /** The entries asked for that did not come. More below them may be missing if `depth` was given. */
  readonly missing: readonly string[]
}

/** What to set: text, octets, or null to take the entry away. */
export type MetadataValues = Readonly<Record<string, string | Uint8Array | null>>

const DEPTHS: readonly unknown[] = [0, 1, 'infinity']

/** GETMETADATA (RFC 5464 §4.2). `''` is the server itself. */
export function getMetadata(
  mailbox: MailboxArgument,
  entry: string | readonly string[],
  { depth, maxSize }: GetMetadataOptions,
): Command<MetadataResult> {
  const key = mailboxKey(mailbox)
  const entries = typeof entry === 'string' ? [entry] : entry
  const line = new CommandLine('GETMETADATA')
  if (!Array.isArray(entries) || entries.length === 0) throw new UsageError('GETMETADATA: no entry named')
  if (depth !== undefined && !DEPTHS.includes(depth)) throw new UsageError("GETMETADATA depth: not 0, 1 or 'infinity'")
  if (maxSize !== undefined || depth !== undefined) {
    line.list((options) => {
      if (maxSize !== undefined) options.atom('MAXSIZE').number(maxSize, 'maxSize')
      if (depth !== undefined) options.atom('DEPTH').atom(String(depth))
    })
  }
  line.mailbox(mailbox)
  if (entries.length === 1) putEntry(line, entries[0]!)
  else line.list((list) => entries.forEach((each) => putEntry(list, each)))
  return {
    name: 'GETMETADATA',
    mailbox: key,
    adapts: true,
    plan(facts) {
      requireMetadata('GETMETADATA', key, facts.capabilities)
      return {
        line,
        footprint: footprint({ reads: [metadataOf(key), ...names(key)], slots: [`METADATA:${key}`] }),
        collector: gather('GETMETADATA', ['metadata'], (found, { code }) =>
          resultOf(found, entries, code, maxSize !== undefined),
        ),
      }
    },
  }
}

/** SETMETADATA (RFC 5464 §4.3): all of the entries, or none. */
export function setMetadata(mailbox: MailboxArgument, values: MetadataValues): Command<void> {
  const key = mailboxKey(mailbox)
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new UsageError('SETMETADATA: not an object of entries and their values')
  }
  const pairs = Object.entries(values)
  if (pairs.length === 0) throw new UsageError('SETMETADATA: no entry named')
  // Dovecot refuses a mailbox that is not there without reading a `{n+}` literal, and would run the value as commands.
  const line = new CommandLine('SETMETADATA')
    .askBeforeLiterals()
    .mailbox(mailbox)
    .list((list) => {
      for (const [entry, value] of pairs) {
        putEntry(list, entry)
        if (value instanceof Uint8Array) list.literal(value, { binary: value.includes(0), what: entry })
        else list.nstring(value, { binary: true, what: entry })
      }
    })
  // RFC 6154 §4: it is told by LIST, too.
  const listed = pairs.some(([entry]) => entry.toLowerCase() === '/private/specialuse')
  return {
    name: 'SETMETADATA',
    mailbox: key,
    adapts: true,
    plan(facts) {
      requireMetadata('SETMETADATA', key, facts.capabilities)
      const writes = [metadataOf(key), ...(listed ? names(key) : [])]
      return { line, footprint: footprint({ mutates: true, reads: names(key), writes }), collector: justOk }
    },
  }
}

/**
 * RFC 5464 §3.2: components behind slashes, none of them empty; printable ASCII without `*` and `%`.
 */
export function putEntry(line: CommandLine, entry: string): void {
  if (typeof entry === 'string' && /^(?:\/[ -$&-)+-.0-~]+)+$/.test(entry)) return void line.astring(entry)
  const shown = JSON.stringify(String(entry).slice(0, 40))
  throw new UsageError(`${line.name}: not the name of an entry: ${shown}; such as /private/comment`)
}

function names(key: string): readonly Resource[] {
  return key === '' ? [] : [nameOf(key)]
}

function requireMetadata(command: string, key: string, capabilities: ReadonlySet<string>): void {
  requireCapability(command, capabilities, 'METADATA', ...(key === '' ? ['METADATA-SERVER'] : []))
}

/** Entries that were asked for under the name they were asked by; of those that no line tells of, `missing`. */
export function metadataEntries(
  found: readonly Metadata[],
  asked: readonly string[],
): { readonly entries: Map<string, MetadataValue | null>; readonly missing: readonly string[] } {
  const spelling = new Map(asked.map((entry) => [entry.toLowerCase(), entry]))
  const entries = new Map<string, MetadataValue | null>()
  for (const response of found) {
    for (const [entry, value] of response.entries) {
      entries.set(spelling.get(entry.toLowerCase()) ?? entry, valueOf(value))
    }
  }
  return { entries, missing: asked.filter((entry) => !entries.has(entry)) }
}

function resultOf(
  found: readonly Metadata[],
  asked: readonly string[],
  code: ResponseCode | undefined,
  limited: boolean,
): MetadataResult {
  const { entries, missing } = metadataEntries(found, asked)
  const largest = code?.name === 'METADATA' && code.problem === 'LONGENTRIES' ? code.octets : undefined
  // Cyrus leaves some out without a word.
  if (largest !== undefined || (limited && missing.length > 0)) return { entries, tooLong: { largest, missing } }
  // Servers need not mention an entry that has no value.
  for (const entry of missing) entries.set(entry, null)
  return { entries, tooLong: undefined }
}

function valueOf(octets: EntryValue): MetadataValue | null {
  if (octets === null) return null
  return {
    octets,
    get text() {
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets)
    },
  }
}
