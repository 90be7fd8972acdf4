/** Mailboxes as the tree their names describe. */
import type { ListEntry } from './list-entry.ts'

export interface MailboxNode {
  /** The last component of the path. */
  readonly name: string
  readonly path: readonly string[]
  /** As listed; for a parent that was not, one whose attributes are `\NonExistent` and `\HasChildren`. */
  readonly entry: ListEntry
  /** In the order they were listed. */
  readonly children: readonly MailboxNode[]
}

/**
 * The tree of what LIST told. A parent that was not listed, because the pattern left it out or because there is none,
 * is put in with the attribute `\NonExistent` (RFC 9051 §7.3.1).
 */
export function mailboxTree(entries: readonly ListEntry[]): readonly MailboxNode[] {
  const top = new Branch('', undefined, null)
  for (const entry of entries) branchOf(entry, top).listed = entry
  return top.children
}

/** A node in the making. */
class Branch {
  readonly name: string
  readonly parent: Branch | undefined
  readonly delimiter: string | null
  readonly children: MailboxNode[] = []
  readonly byName: Map<string, Branch> = new Map()
  listed: ListEntry | undefined

  constructor(name: string, parent: Branch | undefined, delimiter: string | null) {
    this.name = name
    this.parent = parent
    this.delimiter = delimiter
  }
}

/** By components, not by name: two namespaces may have different delimiters. */
function branchOf({ path, delimiter }: ListEntry, top: Branch): Branch {
  let branch = top
  for (const name of path) {
    let below = branch.byName.get(name)
    if (below === undefined) {
      below = new Branch(name, branch, delimiter)
      branch.byName.set(name, below)
      branch.children.push(nodeOf(below))
    }
    branch = below
  }
  return branch
}

/** A server may name a mailbox of thousands of components, so no node keeps what its parents know. */
function nodeOf(branch: Branch): MailboxNode {
  return {
    name: branch.name,
    get path() {
      return pathOf(branch)
    },
    get entry() {
      return branch.listed ?? placeholder(pathOf(branch), branch.delimiter)
    },
    children: branch.children,
  }
}

function pathOf(branch: Branch): readonly string[] {
  const names: string[] = []
  for (let at = branch; at.parent !== undefined; at = at.parent) names.push(at.name)
  return names.reverse()
}

function placeholder(path: readonly string[], delimiter: string | null): ListEntry {
  const separator = delimiter ?? ''
  return {
    mailbox: path.join(separator),
    wireName: undefined,
    attributes: ['\\NonExistent', '\\HasChildren'],
    delimiter,
    path,
    name: path.at(-1)!,
    parent: path.length > 1 ? path.slice(0, -1).join(separator) : undefined,
    specialUse: undefined,
    specialUseSource: undefined,
    childInfo: undefined,
    oldName: undefined,
    status: undefined,
    myRights: undefined,
    metadata: undefined,
  }
}
