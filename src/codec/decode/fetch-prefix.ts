/**
 * Reads the beginning of a FETCH response while the rest is still on its way, far enough to say what the literal
 * is that comes next. Only asked for literals large enough to matter; the grammar proper runs on whole responses.
 *
 * It is fed the parts between literals, each once, so that many literals in one response cost no more than its
 * length. What it cannot follow it gives up on: such a literal is then treated as no body section.
 */
import { itemNameEnd, sectionName } from './fetch-section.ts'
import type { SectionName } from './fetch-section.ts'
import { isMessageNumber } from '../number-set.ts'

export class FetchPrefix {
  sequence: number | undefined = undefined
  uid: number | undefined = undefined
  #phase: 'head' | 'items' | 'lost' = 'head'
  #depth = 0
  /** The item whose value comes next. */
  #item: string | undefined = undefined

  /**
   * Takes the text between the previous literal (or the start) and the next one's `{`.
   * Returns the section that literal is the content of, if it is one.
   */
  advance(before: string): SectionName | undefined {
    // The "~" of literal8 belongs to what comes.
    const part = before.endsWith('~') ? before.slice(0, -1) : before
    let from = 0
    if (this.#phase === 'head') from = this.#head(part)
    if (this.#phase === 'items') this.#items(part, from)
    if (this.#phase !== 'items' || this.#depth > 0 || this.#item === undefined) return undefined
    const section = sectionName(this.#item)
    this.#item = undefined
    return section
  }

  /** What has been read as the value of UID outside of any list, to the end of `text`. */
  static scan(text: string): FetchPrefix {
    const prefix = new FetchPrefix()
    prefix.advance(text)
    return prefix
  }

  #head(part: string): number {
    const head = /^\* +(\d{1,10}) +(UID)?FETCH *\( */i.exec(part)
    this.#phase = head === null ? 'lost' : 'items'
    if (head === null) return 0
    if (head[2] === undefined) this.sequence = messageNumber(head[1])
    else this.uid = messageNumber(head[1])
    return head[0].length
  }

  #items(part: string, from: number): void {
    let i = from
    while (i < part.length && this.#phase === 'items') {
      switch (part.charCodeAt(i)) {
        case 0x20:
          i++
          break
        case 0x22:
          i = this.#quoted(part, i)
          break
        case 0x28:
          this.#depth++
          i++
          break
        case 0x29:
          i++
          if (--this.#depth < 0) this.#phase = 'lost'
          else if (this.#depth === 0) this.#item = undefined
          break
        default:
          i = this.#depth === 0 ? this.#nameOrAtom(part, i) : atomEnd(part, i)
      }
    }
  }

  #quoted(part: string, from: number): number {
    for (let i = from + 1; i < part.length; i++) {
      const code = part.charCodeAt(i)
      if (code === 0x5c) i++
      else if (code === 0x22) {
        if (this.#depth === 0) this.#item = undefined
        return i + 1
      }
    }
    this.#phase = 'lost'
    return part.length
  }

  #nameOrAtom(part: string, from: number): number {
    if (this.#item === undefined) {
      const end = itemNameEnd(part, from)
      if (end < 0) this.#phase = 'lost'
      else this.#item = part.slice(from, end)
      return end
    }
    const end = atomEnd(part, from)
    const value = part.slice(from, end)
    if (this.#item.toUpperCase() === 'UID') this.uid = messageNumber(value)
    this.#item = undefined
    return end
  }
}

function messageNumber(digits: string | undefined): number | undefined {
  const number = /^\d{1,10}$/.test(digits ?? '') ? Number(digits) : NaN
  return isMessageNumber(number) ? number : undefined
}

function atomEnd(text: string, from: number): number {
  let i = from + 1
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x20 || code === 0x28 || code === 0x29) return i
  }
  return i
}
