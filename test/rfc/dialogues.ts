/** The stored example lines, repaired, literals put together. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DialogueLine } from '../../scripts/rfc-dialogues.ts'
import { CORRECTED, LEFT_OUT, REMARKS } from './repairs.ts'

export const STORED: string = join(import.meta.dirname, 'dialogues.jsonl')

export interface Message extends DialogueLine {
  /** How many lines of the text it takes up. */
  readonly lines: number
}

export function stored(): DialogueLine[] {
  return readFileSync(STORED, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DialogueLine)
}

/** Every line of servers, as it goes over the wire; why others are none is in repairs.ts. */
export function serverMessages(): { readonly messages: readonly Message[]; readonly leftOut: number } {
  const found: Message[] = []
  let leftOut = 0
  let literal: { readonly message: Message; missing: number } | undefined
  for (const line of stored()) {
    if (line.from !== 'S') continue
    const key = `${line.rfc}:${line.line}`
    if (LEFT_OUT[key] !== undefined) leftOut++
    else if (literal !== undefined) literal = continued(found, literal, line.text)
    else {
      const message = { ...line, text: CORRECTED[key]?.text ?? withoutRemarks(line.text), lines: 1 }
      found.push(message)
      literal = literalOf(message)
    }
  }
  return { messages: found, leftOut }
}

export function withoutRemarks(text: string): string {
  return REMARKS.reduce((rest, remark) => rest.replace(remark, ''), text)
}

type Open = { readonly message: Message; missing: number } | undefined

function literalOf(message: Message): Open {
  const size = /\{(\d+)\+?\}$/.exec(message.text)?.[1]
  return size === undefined ? undefined : { message, missing: Number(size) }
}

/** The octets of a literal come as lines of their own; RFCs do not always count them right, so the count is corrected. */
function continued(found: Message[], open: NonNullable<Open>, text: string): Open {
  const last = found.at(-1)!
  const isEnd = text.startsWith(')') || (open.missing <= 0 && text !== '')
  const joined = `${last.text}\r\n${isEnd ? withoutRemarks(text) : text}`
  found[found.length - 1] = { ...last, text: isEnd ? recounted(joined) : joined, lines: last.lines + 1 }
  if (isEnd) return literalOf(found.at(-1)!)
  return { message: last, missing: open.missing - text.length - 2 }
}

/** `{n}`, its lines, and what follows the last of them. */
function recounted(text: string): string {
  const [, start = '', content = '', end = ''] = /^(.*?\{)\d+\}\r\n(.*)\r\n(\).*)$/s.exec(text) ?? []
  return `${start}${content.length + 2}}\r\n${content}\r\n${end}`
}
