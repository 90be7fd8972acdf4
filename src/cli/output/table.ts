/** Columns aligned by how wide characters are shown, not by how many code units they have. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** East Asian wide and fullwidth characters, and emoji, take two cells. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u
/** Marks and format characters that stand alone take none. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

function cells(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2
  return NO_WIDTH.test(grapheme) ? 0 : 1
}

export function displayWidth(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += cells(segment)
  return width
}

/** Cut to a width, with an ellipsis where something is missing. */
export function fit(text: string, width: number): string {
  if (text.length * 2 <= width || displayWidth(text) <= width) return text
  let shown = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = used + cells(segment)
    if (next > width - 1) break
    shown += segment
    used = next
  }
  return `${shown}…`
}

/** Filled with blanks up to a width. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** Rows, a heading first, as lines. Columns of numbers are aligned to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => {
    const all = rows.map((row) => row[column] ?? '')
    const width = all.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), 0)
    const numbers = all.length > 1 && all.slice(1).every((cell) => /^\d+$|^-$/.test(cell))
    return { width, align: numbers ? 'right' : 'left' } as const
  })
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, columns[column]!.width, columns[column]!.align))
      .join('  ')
      .trimEnd(),
  )
}
