/** The bodies within a BODYSTRUCTURE as it was said, and what of each is not as the grammar has it (RFC 9051 §9, "body"). */
import { isNil, isNumber, isString, type Node } from './tree.ts'

interface Body {
  /** Type, subtype, encoding: what must be a string. */
  readonly strings: readonly (Node | undefined)[]
  readonly parameters: readonly (Node | undefined)[]
  /** Octets and lines, where the type wants them. */
  readonly numbers: readonly (Node | undefined)[]
  /** What must be a list: envelope and body of a message. */
  readonly lists: readonly (Node | undefined)[]
  readonly disposition: Node | undefined
}

/** Every body in it, the whole first. */
export function bodiesIn(structure: Node): readonly Body[] {
  const bodies: Body[] = []
  const open: Node[] = [structure]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind !== 'list') continue
    const parts = node.items.findIndex(({ kind }) => kind !== 'list')
    const inner = parts === 0 ? innerBody(node) : node.items.slice(0, parts < 0 ? undefined : parts)
    bodies.push(parts === 0 ? part(node) : multipart(node, inner.length))
    open.push(...inner)
  }
  return bodies
}

/** A body without what it must have: parts, a subtype, lines, an envelope. */
export function isIncomplete({ strings, numbers, lists, disposition }: Body): boolean {
  return (
    strings.some((node) => node === undefined) ||
    numbers.some((node) => node === undefined || !/^(-?\d+|NIL)$/i.test(node.text)) ||
    lists.some((node) => node?.kind !== 'list') ||
    (disposition !== undefined && disposition.kind !== 'list' && !isNil(disposition))
  )
}

/** NIL where a string or a number must be. */
export function hasNil({ strings, parameters, numbers }: Body): boolean {
  const values = parameters.flatMap((list) => list?.items ?? [])
  return [...strings, ...numbers, ...values].some((node) => node !== undefined && isNil(node))
}

export function hasMinusOne({ numbers }: Body): boolean {
  return numbers.some((node) => node?.text.startsWith('-') === true)
}

function multipart({ items }: Node, parts: number): Body {
  const [subtype, parameters, disposition] = items.slice(parts)
  return { strings: [subtype], parameters: [parameters], numbers: [], lists: [], disposition }
}

function part(node: Node): Body {
  const [type, subtype, parameters, , , encoding, octets, ...rest] = node.items
  // A multipart without parts: its type is its subtype, and its parameters come next.
  if (subtype?.kind === 'list') {
    return { strings: [undefined], parameters: [subtype], numbers: [], lists: [], disposition: undefined }
  }
  const strings = [type, subtype, encoding]
  const fixed = { strings, parameters: [parameters] }
  if (isMessage(node)) {
    const [envelope, body, lines, , disposition] = rest
    return { ...fixed, numbers: [octets, lines], lists: [envelope, body], disposition }
  }
  if (wordOf(type) === 'text') return { ...fixed, numbers: [octets, rest[0]], lists: [], disposition: rest[2] }
  return { ...fixed, numbers: [octets], lists: [], disposition: rest[1] }
}

function innerBody(node: Node): readonly Node[] {
  const body = isMessage(node) ? node.items[8] : undefined
  return body === undefined ? [] : [body]
}

function isMessage({ items }: Node): boolean {
  return wordOf(items[0]) === 'message' && (wordOf(items[1]) === 'rfc822' || wordOf(items[1]) === 'global')
}

function wordOf(node: Node | undefined): string {
  return node === undefined || !isString(node) ? '' : node.text.slice(1, -1).toLowerCase()
}

/** The envelope of the row, and those of messages in its bodies. */
export function envelopesIn(envelope: Node | undefined, structure: Node | undefined): readonly Node[] {
  const inner = structure === undefined ? [] : bodiesIn(structure).flatMap(({ lists }) => lists[0] ?? [])
  return [...(envelope === undefined ? [] : [envelope]), ...inner].filter(({ kind }) => kind === 'list')
}

/** Words that stand where only strings, numbers and NIL may. */
export function isBareWord(node: Node): boolean {
  return node.kind === 'atom' && !isNil(node) && !isNumber(node) && !node.text.startsWith('-')
}
