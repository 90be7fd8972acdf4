/** A response and how it was said: what a quirk is recognised by. */
import { codeEnd } from '../decode/response-code.ts'
import type { Frame } from '../decode/framer.ts'
import type { Response, ResponseCode } from '../values.ts'
import { treeOf, type Node } from './tree.ts'

const CR = 0x0d

export class Said {
  readonly response: Response
  readonly #frame: Frame
  /** As it was said, without the line end, one char an octet. */
  readonly text: string
  /** Mailbox names and strings are UTF-8. */
  readonly utf8: boolean
  #tree: Node | undefined

  constructor(frame: Frame, response: Response, utf8: boolean) {
    this.response = response
    this.#frame = frame
    this.text = frame.text
    this.utf8 = utf8
  }

  /** LF alone ended it. */
  get endsInLf(): boolean {
    const { octets, start, text } = this.#frame
    return octets[start + text.length] !== CR
  }

  /** The response is a status, with human text at its end. */
  get isStatus(): boolean {
    const { type } = this.response
    return type === 'status' || type === 'tagged'
  }

  get code(): ResponseCode | undefined {
    const { response } = this
    return response.type === 'status' || response.type === 'tagged' ? response.code : undefined
  }

  /** Human text follows from here on; a code ends before. */
  get #structureEnd(): number {
    const [head] = /^\S+ *[A-Za-z]* */.exec(this.text) ?? ['']
    if (!this.isStatus) return this.text.length
    return this.code === undefined ? head.length : Math.max(head.length, codeEnd(this.text, head.length + 1) + 1)
  }

  /** The response without its human text. */
  get structure(): string {
    return this.text.slice(0, this.#structureEnd)
  }

  /** Words, strings and lists: of the whole response after its "*", or of the code in brackets. */
  get tree(): Node {
    return (this.#tree ??= this.#makeTree())
  }

  #makeTree(): Node {
    if (!this.isStatus) return treeOf(this.#frame, this.text.startsWith('*') ? 1 : 0, this.text.length)
    const [head] = /^\S+ *[A-Za-z]* *\[?/.exec(this.text) ?? ['']
    const end = this.code === undefined ? head.length : this.#structureEnd - 1
    return treeOf(this.#frame, head.length, end)
  }

  /** What follows the name of an untagged response, if that is its name. */
  argumentsOf(...names: readonly string[]): readonly Node[] | undefined {
    if (this.isStatus) return undefined
    const { items } = this.tree
    const [name] = items
    return name !== undefined && names.includes(name.text.toUpperCase()) ? items.slice(1) : undefined
  }

  /** The values of a row by item, in pairs; undefined when it is no row. */
  get items(): readonly (readonly [name: string, value: Node])[] | undefined {
    if (this.response.type !== 'fetch') return undefined
    const [, , list] = this.tree.items
    const pairs: [string, Node][] = []
    for (let i = 0; i + 1 < (list?.items.length ?? 0); i += 2) {
      pairs.push([list!.items[i]!.text.toUpperCase(), list!.items[i + 1]!])
    }
    return pairs
  }

  /** The value of one item of a row. */
  item(...names: readonly string[]): Node | undefined {
    return this.items?.find(([name]) => names.includes(name))?.[1]
  }
}
