/**
 * Takes every example dialogue (`C:` and `S:` lines) out of the texts of RFCs:
 *
 *     node scripts/rfc-dialogues.ts FOLDER > test/rfc/dialogues.jsonl
 *
 * FOLDER holds rfc9051.txt and the others named in RFCS. test/rfc compares the stored lines with the texts where these
 * are at hand, so that none can be left out.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

export const RFCS: readonly number[] = [
  ...[2177, 2193, 2342, 2971, 3348, 3501, 3502, 3691, 4314, 4315, 4469, 4731, 4959, 4978, 5032, 5161, 5182, 5255],
  ...[5256, 5257, 5258, 5267, 5464, 5465, 5466, 5530, 5819, 6154, 6203, 6851, 7162, 7377, 7888, 7889, 8438],
  ...[8440, 8457, 8474, 8508, 8514, 8970, 9051, 9208, 9394],
]

/** One line of a dialogue, its continuations joined. */
export interface DialogueLine {
  readonly rfc: number
  /** Of the text, from 1. */
  readonly line: number
  readonly from: 'C' | 'S'
  readonly text: string
}

const SPEAKER = /^( *(?:Examples?: +)?)(?:\d\d? {0,3})?([CS]): ?(.*)$/
/** What page breaks leave between two lines of an example. */
const PAGE = /^(?:\f|[A-Z][\w.&, -]* +\[Page \d+\]$|RFC \d+ {3,}\S.* \d{4}$)/

/** Every line of every example in a text; continuation lines stand no further left than the speaker. */
export function dialoguesOf(rfc: number, text: string): DialogueLine[] {
  const lines = text.split('\n').map((line) => line.replace(/[\r\f]/g, '').trimEnd())
  const found: { line: number; from: 'C' | 'S'; text: string; column: number }[] = []
  let open = false
  let blanks = 0
  for (const [index, line] of lines.entries()) {
    if (PAGE.test(line)) continue
    const [, indent = '', from, rest = ''] = SPEAKER.exec(line) ?? []
    const last = found.at(-1)
    if (from === 'C' || from === 'S') {
      found.push({ line: index + 1, from, text: rest.trimStart(), column: indent.length })
      open = true
      blanks = 0
    } else if (line === '') {
      blanks++
    } else if (open && last !== undefined && continues(line, last.column, blanks)) {
      last.text = joined(last.text, line.trim())
      blanks = 0
    } else {
      open = false
    }
  }
  return found.map(({ line, from, text: said }) => ({ rfc, line, from, text: said }))
}

/**
 * Does a line go on with the one before? A paragraph between the two ends the example; the empty lines around a page
 * break do not, if what follows is indented.
 */
function continues(line: string, column: number, blanks: number): boolean {
  const indent = line.search(/\S/)
  return blanks === 0 ? indent >= column : blanks > 3 && indent > column
}

function joined(start: string, rest: string): string {
  if (/\{\d+\+?\}$/.test(start)) return `${start}\r\n${rest}`
  return /[^ ]-$/.test(start) ? start + rest : `${start} ${rest}`
}

export function allDialogues(folder: string): DialogueLine[] {
  return RFCS.flatMap((rfc) => {
    const path = join(folder, `rfc${rfc}.txt`)
    if (!existsSync(path)) throw new Error(`${path} is missing`)
    return dialoguesOf(rfc, readFileSync(path, 'latin1'))
  })
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) {
    console.error('Usage: node scripts/rfc-dialogues.ts FOLDER')
    process.exit(2)
  }
  for (const line of allDialogues(folder)) console.log(JSON.stringify(line))
}
