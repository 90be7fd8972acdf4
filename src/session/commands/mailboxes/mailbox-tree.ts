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

interface OpenNode extends MailboxNode {
  entry: ListEntry
  readonly children: OpenNode[]
}

/**
 * The tree of what LIST told. A parent that was not listed, because the pattern left it out or because there is none,
 * is put in with the attribute `\NonExistent` (RFC 9051 §7.3.1).
 */
export function mailboxTree(entries: readonly ListEntry[]): readonly MailboxNode[] {
  const roots: OpenNode[] = []
  const nodes = new Map<string, OpenNode>()
  for (const entry of entries) nodeOf(entry, nodes, roots).entry = entry
  return roots
}

/** By components, not by name: two namespaces may have different delimiters. */
function nodeOf(entry: ListEntry, nodes: Map<string, OpenNode>, roots: OpenNode[]): OpenNode {
  let siblings = roots
  let node: OpenNode | undefined
  for (let depth = 1; depth <= entry.path.length; depth++) {
    const path = entry.path.slice(0, depth)
    const key = path.join('\0')
    node = nodes.get(key)
    if (node === undefined) {
      node = { name: path.at(-1)!, path, entry: placeholder(entry, path), children: [] }
      nodes.set(key, node)
      siblings.push(node)
    }
    siblings = node.children
  }
  return node!
}

function placeholder({ delimiter }: ListEntry, path: readonly string[]): ListEntry {
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
