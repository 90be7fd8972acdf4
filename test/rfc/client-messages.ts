/** What clients say in the examples: whole commands, each with its literals. */
import { stored, withoutRemarks, type Message } from './dialogues.ts'
import type { DialogueLine } from '../../scripts/rfc-dialogues.ts'
import { CORRECTED, LEFT_OUT } from './repairs.ts'

interface Open {
  readonly size: number
  readonly lines: string[]
}

/** Shorter literals are words in a line. */
const SMALL = 20
/** What goes on after a message: another, or another piece. */
const GOES_ON = /^(?:\(\\|URL |\)$)/

/** Is this the last line of a message? */
function ends(line: DialogueLine, next: DialogueLine | undefined): boolean {
  if (next === undefined || next.line > line.line + 2 || GOES_ON.test(next.text)) return true
  return line.text === '' && next.line !== line.line + 1
}

/** Lines of a client, their literals put together; the RFCs do not always count these right, so the count is corrected. */
export function clientMessages(): { readonly messages: readonly Message[]; readonly leftOut: number } {
  const found: Message[] = []
  let leftOut = 0
  let open: Open | undefined
  const lines = stored().filter(({ from }) => from === 'C')
  for (const [i, line] of lines.entries()) {
    const key = `${line.rfc}:${line.line}`
    if (LEFT_OUT[key] !== undefined) {
      leftOut++
      continue
    }
    const before = found.at(-1)
    if (open === undefined && before?.lines !== 1 && before?.rfc === line.rfc && GOES_ON.test(line.text)) {
      found[found.length - 1] = {
        ...before,
        text: before.text + (line.text === ')' ? '' : ' ') + line.text,
        lines: before.lines + 1,
      }
    } else if (open === undefined) {
      const text = CORRECTED[key]?.text ?? recounted(withoutRemarks(line.text))
      found.push({ ...line, text, lines: 1 })
    } else {
      open.lines.push(line.text)
      const last = found.at(-1)!
      const next = lines[i + 1]
      const isLast = open.size < SMALL || ends(line, next)
      const text = isLast ? closed(last.text, open) : last.text
      found[found.length - 1] = { ...last, text, lines: last.lines + 1 }
      if (!isLast) continue
    }
    const size = /\{(\d+)\+?\}$/.exec(found.at(-1)!.text)?.[1]
    open = size === undefined ? undefined : { size: Number(size), lines: [] }
  }
  return { messages: found, leftOut }
}

/** A message is many lines, and an empty one ends the command; what is shorter stands in one line, and the command goes on. */
function closed(start: string, { size, lines }: Open): string {
  const [first = ''] = lines
  const content =
    size < SMALL ? first.slice(0, size) : `${(lines.at(-1) === '' ? lines.slice(0, -1) : lines).join('\r\n')}\r\n`
  const rest = size < SMALL ? first.slice(size) : ''
  return `${start.replace(/\{\d+(\+?)\}$/, `{${content.length}$1}`)}\r\n${content}${rest}`
}

/** A literal whose lines the extraction has joined. */
function recounted(text: string): string {
  const [, start, content] = /^(.*?)\{\d+\}\r\n(.*)$/s.exec(text) ?? []
  return start === undefined || content === undefined ? text : `${start}{${content.length}}\r\n${content}`
}
