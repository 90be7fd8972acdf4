/**
 * Tokens as bars on a time axis: waiting in the queue is `·`, on the wire is `━`, still on the wire ends in `╸`.
 */
import type { Span } from './spans.ts'

export interface Picture {
  /** The stretch of time shown, milliseconds. */
  readonly from: number
  readonly to: number
  /** How far time has come; `to` when absent. */
  readonly now?: number
  /** Columns in all. */
  readonly width: number
  readonly style?: Style
}

export type Style = (part: 'label' | 'queued' | 'wire' | 'axis', text: string) => string

const MAILBOX = 8
const COMMAND = 21
const LABEL = MAILBOX + 1 + COMMAND
const NARROWEST_BARS = 10

/** One line a token, oldest first, and the axis. */
export function waterfall(spans: readonly Span[], picture: Picture): string[] {
  const bars = Math.max(NARROWEST_BARS, picture.width - LABEL - 1)
  const style = picture.style ?? ((_part, text) => text)
  const lines = spans.map((span) => {
    const label = `${fit(span.mailbox, MAILBOX)} ${fit(span.label, COMMAND)}`
    return `${style('label', label)} ${bar(span, picture, bars, style)}`.trimEnd()
  })
  return [...lines, `${' '.repeat(LABEL)} ${style('axis', axis(picture, bars))}`]
}

/** What does not fit ends in `…`. */
export function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}

function fit(text: string, width: number): string {
  return clip(text, width).padEnd(width)
}

function bar(span: Span, picture: Picture, width: number, style: Style): string {
  const now = picture.now ?? picture.to
  const column = (time: number): number => {
    const place = ((time - picture.from) / (picture.to - picture.from)) * width
    return Math.min(width, Math.max(0, Math.round(place)))
  }
  const queued = column(span.queued)
  const sent = Math.max(queued, column(span.sent ?? span.done ?? now))
  const start = Math.min(sent, width - 1) // the shortest and latest still has a column
  const done = span.sent === undefined ? sent : Math.max(column(span.done ?? now), start + 1)
  const wire = span.sent === undefined ? '' : '━'.repeat(done - start)
  const shown = span.done === undefined && wire !== '' ? `${wire.slice(0, -1)}╸` : wire
  const waited = span.sent === undefined ? sent - queued : start - Math.min(queued, start)
  return ' '.repeat(Math.min(queued, width - shown.length)) + style('queued', '·'.repeat(waited)) + style('wire', shown)
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
