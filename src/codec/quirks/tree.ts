/**
 * A response as words, strings and lists, with the blanks between them: what the reader passes over, and what tells how
 * far a line is from the grammar. Made only where something is switched off.
 */
import type { Frame } from '../decode/framer.ts'
import { itemNameEnd } from '../decode/fetch-section.ts'

export interface Node {
  readonly kind: 'atom' | 'quoted' | 'literal' | 'list'
  /** As sent, quotes and escapes included; empty for a literal and a list. */
  readonly text: string
  /** Blanks before it. */
  readonly before: number
  /** Of a list. */
  readonly items: readonly Node[]
  /** Of a list: blanks before its ")". */
  readonly atEnd: number
}

type Draft = { -readonly [K in keyof Node]: Node[K] } & { items: Node[] }

const SP = 0x20
const QUOTE = 0x22
const OPEN = 0x28
const CLOSE = 0x29

/** What stands in a frame's text from `from` to `end`, as one list. */
export function treeOf({ text, large }: Pick<Frame, 'text' | 'large'>, from: number, end: number): Node {
  const root = draft('list', '', 0)
  const open: Draft[] = [root]
  let pos = from
  let blanks = 0
  const add = (kind: Node['kind'], until: number): void => {
    const node = draft(kind, kind === 'list' || kind === 'literal' ? '' : text.slice(pos, until), blanks)
    open.at(-1)!.items.push(node)
    if (kind === 'list') open.push(node)
    pos = until
    blanks = 0
  }
  while (pos < end) {
    const code = text.charCodeAt(pos)
    const literal = literalEnd(text, large, pos)
    if (code === SP) {
      blanks++
      pos++
    } else if (code === CLOSE && open.length > 1) {
      open.pop()!.atEnd = blanks
      blanks = 0
      pos++
    } else if (code === OPEN) add('list', pos + 1)
    else if (code === QUOTE) add('quoted', quotedEnd(text, pos))
    else if (literal !== undefined) add('literal', literal)
    else add('atom', Math.min(end, atomEnd(text, pos)))
  }
  root.atEnd = blanks
  return root
}

function draft(kind: Node['kind'], text: string, before: number): Draft {
  return { kind, text, before, items: [], atEnd: 0 }
}

function quotedEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5c) i++
    else if (code === QUOTE) return i + 1
  }
  return text.length
}

/** Names of body sections may hold blanks and parentheses. */
function atomEnd(text: string, from: number): number {
  if (/^(?:BODY|BINARY)(?:\.SIZE)?\[/i.test(text.slice(from, from + 'BINARY.SIZE['.length))) {
    const end = itemNameEnd(text, from)
    if (end > from) return end
  }
  let i = from + 1
  while (i < text.length && text.charCodeAt(i) !== SP && text.charCodeAt(i) !== OPEN && text.charCodeAt(i) !== CLOSE)
    i++
  return i
}

/** Where the literal ends that begins at `pos`; its octets may be kept apart from the text. */
function literalEnd(text: string, large: Frame['large'], pos: number): number | undefined {
  const code = text.charCodeAt(pos)
  if (code !== 0x7b && code !== 0x7e) return undefined
  const [marker, size] = /^~?\{(\d+)\}\r?\n/.exec(text.slice(pos, pos + 32)) ?? []
  if (marker === undefined) return undefined
  const brace = code === 0x7e ? pos + 1 : pos
  return pos + marker.length + (large.some(({ at }) => at === brace) ? 0 : Number(size))
}

/** The node and all within it. */
export function* walk(node: Node): Iterable<Node> {
  const open: Node[] = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next
    for (let i = next.items.length - 1; i >= 0; i--) open.push(next.items[i]!)
  }
}

export function isNil({ kind, text }: Node): boolean {
  return kind === 'atom' && text.toUpperCase() === 'NIL'
}

export function isNumber({ kind, text }: Node): boolean {
  return kind === 'atom' && /^\d+$/.test(text)
}

/** `string`: quoted or a literal. */
export function isString({ kind }: Node): boolean {
  return kind === 'quoted' || kind === 'literal'
}
