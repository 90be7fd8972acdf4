/** THREAD (RFC 5256 §4). */
import { CLOSE, OPEN } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import type { Thread, ThreadNode } from '../values.ts'

interface Node extends ThreadNode {
  readonly children: Node[]
}

/**
 *     thread-data    = "THREAD" [SP 1*thread-list]
 *     thread-list    = "(" (thread-members / thread-nested) ")"
 *     thread-members = nz-number *(SP nz-number) [SP thread-nested]
 *     thread-nested  = 2*thread-list                                   ; RFC 5256 §5
 *
 * Each number answers the one before it, each list the number before the list. No recursion, and no limit on depth:
 * parentheses that stand for answers may nest as deep as people argue. Tokens are what is limited.
 */
export function thread(c: Cursor): Thread {
  const threads: Node[] = []
  c.skipBlanks()
  while (!c.atEnd) {
    threadList(c, threads)
    c.skipBlanks()
  }
  return { type: 'thread', threads }
}

/** One list of the outermost level. */
function threadList(c: Cursor, threads: Node[]): void {
  /** Where the members of the lists around belong; those of the innermost are `place`. */
  const outer: Node[][] = []
  let place = threads
  do {
    const code = c.peek()
    if (code === OPEN) {
      c.pos++
      c.countToken()
      outer.push(place)
      if (c.peek() === OPEN) place = missingParent(place)
    } else if (outer.length === 0) {
      throw c.broken('"(" expected')
    } else if (code === CLOSE) {
      c.pos++
      place = outer.pop()!
    } else {
      const node: Node = { number: c.nzNumber(), children: [] }
      c.countToken()
      place.push(node)
      place = node.children
    }
  } while (outer.length > 0)
}

/** A list that begins with lists: siblings whose parent is not in the mailbox. */
function missingParent(place: Node[]): Node[] {
  const node: Node = { number: undefined, children: [] }
  place.push(node)
  return node.children
}
