/** One mailbox as LIST told it. */
import type { Rights } from '../../../codec/rights.ts'
import type { List, StatusItems } from '../../../codec/values.ts'
import type { MetadataValue } from '../administration/metadata.ts'
import { specialUsesOf, type SpecialUse, type SpecialUseSource } from './special-use.ts'

/** What was not asked for, or what the server could not tell, is undefined. An entry can be given wherever a mailbox is named. */
export interface ListEntry {
  readonly mailbox: string
  /** See `Named.wireName`; pass the entry itself on where a mailbox is asked for, and it is used. */
  readonly wireName: string | undefined
  /** As sent: `\HasChildren`, `\Subscribed`, … */
  readonly attributes: readonly string[]
  /** Null: the name is all there is, with nothing above or below. */
  readonly delimiter: string | null
  /** The components of the name; may be given wherever a mailbox is named. */
  readonly path: readonly string[]
  /** The last of them. */
  readonly name: string
  /** The name of the mailbox one level above. */
  readonly parent: string | undefined
  /** The first where the server gives several; `specialUsesOf(attributes)` has all. */
  readonly specialUse: SpecialUse | undefined
  readonly specialUseSource: SpecialUseSource | undefined
  /** CHILDINFO: mailboxes below meet these selection options (RFC 9051 §6.3.9.6). */
  readonly childInfo: readonly string[] | undefined
  /** What was asked for, where the server has another name for it (RFC 9051 §6.3.9.7). */
  readonly oldName: string | undefined
  readonly status: StatusItems | undefined
  /** What whoever is logged in may do with it (RFC 4314 §2.1). */
  readonly myRights: Rights | undefined
  /** By the names asked for; null where there is no value. */
  readonly metadata: ReadonlyMap<string, MetadataValue | null> | undefined
}

/** What comes in lines of its own beside LIST. */
export type ListExtras = Partial<Pick<ListEntry, 'status' | 'myRights' | 'metadata'>>

export function entryOf(list: List, extras: ListExtras = {}): ListEntry {
  const { mailbox, wireName, attributes, delimiter, childInfo, oldName, command } = list
  const path = pathOf(mailbox, delimiter)
  const specialUse = specialUsesOf(attributes, command)[0]
  return {
    mailbox,
    wireName,
    attributes,
    delimiter,
    path,
    name: path.at(-1)!,
    parent: path.length > 1 ? path.slice(0, -1).join(delimiter!) : undefined,
    specialUse,
    specialUseSource: specialUse === undefined ? undefined : command === 'XLIST' ? 'xlist' : 'attribute',
    childInfo,
    oldName: oldName?.mailbox,
    status: extras.status,
    myRights: extras.myRights,
    metadata: extras.metadata,
  }
}

/** The octets a server put at the end of a name to say that it is only a branch are no component. */
function pathOf(mailbox: string, delimiter: string | null): readonly string[] {
  if (delimiter === null) return [mailbox]
  const path = mailbox.split(delimiter)
  if (path.length > 1 && path.at(-1) === '') path.pop()
  return path
}
