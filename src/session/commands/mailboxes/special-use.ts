/** What a mailbox is for (RFC 6154): by what the server says, else by what it is called. */
import { MAILBOX_NAMES, NAMED_USES, type NamedUse } from './special-use-table.ts'

/** The uses of RFC 6154 §2 and RFC 8457, and `\Inbox`, which only XLIST names. */
export type SpecialUse =
  '\\All' | '\\Archive' | '\\Drafts' | '\\Flagged' | '\\Important' | '\\Inbox' | '\\Junk' | '\\Sent' | '\\Trash'

/** Who says so: an attribute of LIST (RFC 6154), one of XLIST, or the name. */
export type SpecialUseSource = 'attribute' | 'xlist' | 'name'

const ATTRIBUTES: ReadonlyMap<string, SpecialUse> = new Map(
  (['\\All', '\\Archive', '\\Drafts', '\\Flagged', '\\Important', '\\Junk', '\\Sent', '\\Trash'] as const).map(
    (use) => [use.toLowerCase(), use],
  ),
)

/** XLIST has words of its own for some. */
const XLIST_ATTRIBUTES: ReadonlyMap<string, SpecialUse> = new Map<string, SpecialUse>([
  ...ATTRIBUTES,
  ['\\allmail', '\\All'],
  ['\\inbox', '\\Inbox'],
  ['\\spam', '\\Junk'],
  ['\\starred', '\\Flagged'],
])

/** The uses among the attributes of a LIST or, with `command`, an XLIST line, in the order they stand there. */
export function specialUsesOf(
  attributes: readonly string[],
  command: 'LIST' | 'LSUB' | 'XLIST' = 'LIST',
): readonly SpecialUse[] {
  const known = command === 'XLIST' ? XLIST_ATTRIBUTES : ATTRIBUTES
  return attributes.flatMap((attribute) => known.get(attribute.toLowerCase()) ?? [])
}

let uses: ReadonlyMap<string, NamedUse> | undefined

/** Made when first needed: most servers say what their mailboxes are for. */
function usesByName(): ReadonlyMap<string, NamedUse> {
  uses ??= new Map(
    Object.values(MAILBOX_NAMES).flatMap((row) =>
      row.flatMap((names, i) => names.split('|').map((name): [string, NamedUse] => [folded(name), NAMED_USES[i]!])),
    ),
  )
  return uses
}

function folded(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

/** What a mailbox called so is for, in any of some forty languages; `name` is the last component of its path. */
export function specialUseByName(name: string): SpecialUse | undefined {
  return usesByName().get(folded(name))
}

interface Candidate {
  readonly name: string
  readonly path: readonly string[]
  readonly attributes: readonly string[]
  readonly specialUse: SpecialUse | undefined
}

/**
 * Which of the mailboxes has which use by its name alone: only uses that no attribute gives to any, each to one
 * mailbox, the one nearest the root. A mailbox that cannot be selected has none.
 */
export function specialUsesByName<Entry extends Candidate>(entries: readonly Entry[]): ReadonlyMap<Entry, SpecialUse> {
  const taken = new Set(entries.map(({ specialUse }) => specialUse))
  const found = new Map<SpecialUse, Entry>()
  for (const entry of entries) {
    if (entry.specialUse !== undefined || !isSelectable(entry.attributes)) continue
    const use = specialUseByName(entry.name)
    if (use === undefined || taken.has(use)) continue
    const other = found.get(use)
    if (other === undefined || entry.path.length < other.path.length) found.set(use, entry)
  }
  return new Map([...found].map(([use, entry]) => [entry, use]))
}

/** `\NonExistent` implies `\Noselect` (RFC 9051 §7.3.1). */
export function isSelectable(attributes: readonly string[]): boolean {
  return !attributes.some((attribute) => /^\\(noselect|nonexistent)$/i.test(attribute))
}
