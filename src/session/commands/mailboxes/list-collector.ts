/** Gathers what LIST is answered with: LIST lines, and lines of other kinds about the same mailboxes. */
import { Rights } from '../../../codec/rights.ts'
import type { List, Malformed, MailboxStatus, Metadata, Named, StatusItems, Untagged } from '../../../codec/values.ts'
import { ProtocolError } from '../../../errors.ts'
import type { Collector } from '../../command.ts'
import { metadataEntries } from '../administration/metadata.ts'
import { entryOf, type ListEntry, type ListExtras } from './list-entry.ts'
import { specialUsesByName } from './special-use.ts'

/** What beside LIST lines was asked for. */
export interface ListWishes {
  readonly name: string
  readonly patterns: readonly string[]
  readonly extras: readonly (keyof ListExtras)[]
  /** Uses by name are told when all names are known. */
  readonly usesByName: boolean
  /** The items of STATUS that were asked for. */
  readonly status: readonly (keyof StatusItems)[]
  /** The annotations that were asked for. */
  readonly metadata: readonly string[]
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

interface Row {
  readonly list: List
  readonly extras: Mutable<ListExtras>
  given: boolean
  incomplete?: StatusItems
  /** METADATA may take several lines (RFC 5464 §4.4.1). */
  readonly metadata: Metadata[]
}

/** Entries go out as they come, or when what was asked for beside them has come, or when the command is over. */
export class ListCollector implements Collector<void, ListEntry> {
  emit?: (entry: ListEntry, octets: number) => void
  readonly #wishes: ListWishes
  readonly #rows: Map<string, Row> = new Map()
  #spoiled: Malformed | undefined

  constructor(wishes: ListWishes) {
    this.#wishes = wishes
  }

  take(response: Untagged): boolean {
    switch (response.type) {
      case 'list':
        return this.#takeList(response)
      case 'mailboxStatus':
        return this.#takeStatus(response)
      case 'myRights':
        return this.#takeExtra(response, 'myRights', new Rights(response.rights))
      case 'metadata':
        return this.#takeMetadata(response)
      default:
        return false
    }
  }

  /**
   * A mailbox is listed once. A second line that says something else is news (RFC 5465 §5.4), and so is one about a
   * name that was changed from one that nobody asked for.
   */
  #takeList(list: List): boolean {
    const before = this.#rows.get(keyOf(list))
    if (before !== undefined) return String(before.list.attributes) === String(list.attributes)
    if (list.oldName !== undefined && !this.#wishes.patterns.includes(list.oldName.mailbox)) return false
    const row: Row = { list, extras: {}, given: false, metadata: [] }
    this.#rows.set(keyOf(list), row)
    this.#giveIfComplete(row)
    return true
  }

  /** A NOTIFY push may lack items (RFC 5465 §5.2); what else lacks some is kept for want of better. */
  #takeStatus(response: MailboxStatus): boolean {
    const row = this.#rows.get(keyOf(response))
    const complete = this.#wishes.status.every((item) => response.items[item] !== undefined)
    if (!complete && row !== undefined) row.incomplete ??= response.items
    return complete && this.#takeExtra(response, 'status', response.items)
  }

  #takeMetadata(response: Metadata): boolean {
    const row = this.#rows.get(keyOf(response))
    if (row === undefined || row.given) return false
    row.metadata.push(response)
    const { entries, missing } = metadataEntries(row.metadata, this.#wishes.metadata)
    if (missing.length === 0) this.#takeExtra(response, 'metadata', entries)
    return true
  }

  #takeExtra<Key extends keyof ListExtras>(of: Named, key: Key, value: NonNullable<ListExtras[Key]>): boolean {
    const row = this.#rows.get(keyOf(of))
    if (row === undefined || !this.#wishes.extras.includes(key) || row.extras[key] !== undefined) return false
    row.extras[key] = value
    this.#giveIfComplete(row)
    return true
  }

  #giveIfComplete(row: Row): void {
    const { extras, usesByName } = this.#wishes
    if (usesByName || extras.some((key) => row.extras[key] === undefined)) return
    row.given = true
    this.emit?.(entryOf(row.list, row.extras), 0)
  }

  spoil(line: Malformed): void {
    this.#spoiled = line
  }

  finish(): void {
    if (this.#spoiled !== undefined) {
      const text = `${this.#wishes.name}: a line could not be read: ${this.#spoiled.reason}`
      throw new ProtocolError(text, 'ERR_IMAP_MALFORMED', { outcome: 'answered' })
    }
    const rest = [...this.#rows.values()].filter(({ given }) => !given).map((row) => this.#atLast(row))
    for (const entry of this.#wishes.usesByName ? withUsesByName(rest) : rest) this.emit?.(entry, 0)
  }

  /** With what has come of what was asked for; annotations without a value need not have been told. */
  #atLast({ list, extras, incomplete, metadata }: Row): ListEntry {
    const { entries, missing } = metadataEntries(metadata, this.#wishes.metadata)
    for (const name of missing) entries.set(name, null)
    return entryOf(list, { status: incomplete, metadata: metadata.length === 0 ? undefined : entries, ...extras })
  }
}

/** The same entries, with the uses that only names tell. */
export function withUsesByName(entries: readonly ListEntry[]): readonly ListEntry[] {
  const uses = specialUsesByName(entries)
  return entries.map((entry) => {
    const specialUse = uses.get(entry)
    return specialUse === undefined ? entry : { ...entry, specialUse, specialUseSource: 'name' }
  })
}

function keyOf({ mailbox, wireName }: Named): string {
  return wireName ?? mailbox
}
