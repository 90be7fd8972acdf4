/**
 * Tokens as bars on a time axis: waiting in the queue is `·`, on the wire is `━`, still on the wire ends in `╸`.
 */
import type { Span } from './spans.ts'

export interface Picture {
  /** The stretch of time shown, milliseconds. */
  readonly from: number
  readonly to: number
  /** Columns in all. */
  readonly width: number
  readonly style?: (part: 'label' | 'queued' | 'wire' | 'axis', text: string) => string
}

const LABEL = 30

/** One line a token, oldest first, and the axis. */
export function waterfall(spans: readonly Span[], picture: Picture): string[] {
  const bars = picture.width - LABEL - 1
  const style = picture.style ?? ((_part, text) => text)
  const lines = spans.map((span) =>
    `${style('label', fitLabel(span.label))} ${bar(span, picture, bars, style)}`.trimEnd(),
  )
  return [...lines, `${' '.repeat(LABEL)} ${style('axis', axis(picture, bars))}`]
}

function fitLabel(label: string): string {
  return label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label.padEnd(LABEL)
}

function bar(span: Span, picture: Picture, width: number, style: NonNullable<Picture['style']>): string {
  const column = (time: number): number => {
    const place = ((time - picture.from) / (picture.to - picture.from)) * width
    return Math.min(width, Math.max(0, Math.round(place)))
  }
  const start = column(span.queued)
  const sent = column(span.sent ?? span.done ?? picture.to)
  const done = span.sent === undefined ? sent : Math.max(column(span.done ?? picture.to), sent + 1)
  const wire = '━'.repeat(done - sent)
  const shown = span.sent !== undefined && span.done === undefined ? `${wire.slice(0, -1)}╸` : wire
  return ' '.repeat(start) + style('queued', '·'.repeat(sent - start)) + style('wire', shown)
}

/** Marks at the quarters, as far as there is room, and the end with its unit. */
function axis({ from, to }: Picture, width: number): string {
  const end = `${Math.round(to - from)} ms`
  let line = '0'
  for (const quarter of [1, 2, 3]) {
    const text = String(Math.round(((to - from) * quarter) / 4))
    const place = Math.round((width * quarter) / 4)
    if (place > line.length && place + text.length < width - end.length) line = line.padEnd(place) + text
  }
  return line.padEnd(width - end.length) + end
}
