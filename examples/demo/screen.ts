/** The live picture: redrawn in place on a terminal, and nowhere else. */
import process from 'node:process'
import { styleText } from 'node:util'
import type { Span } from './spans.ts'
import { waterfall } from './waterfall.ts'

const STYLES = { label: 'reset', queued: 'dim', wire: 'cyan', axis: 'dim' } as const

export class Screen {
  readonly live: boolean
  readonly width: number
  #height = 0

  constructor() {
    this.live = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
    this.width = Math.min(process.stdout.isTTY ? process.stdout.columns : 88, 100)
  }

  style = (part: keyof typeof STYLES, text: string): string =>
    this.live && !process.env['NO_COLOR'] ? styleText(STYLES[part], text) : text

  /** The last `stretch` milliseconds, the events below. */
  draw(spans: readonly Span[], now: number, stretch: number, events: readonly string[]): void {
    if (!this.live) return
    const rows = Math.max(4, Math.min(24, process.stdout.rows - events.length - 6))
    const shown = spans.slice(-rows)
    const picture = { from: now - stretch, to: now, width: this.width, style: this.style }
    this.#replace([...waterfall(shown, picture), '', ...events])
  }

  #replace(lines: readonly string[]): void {
    const up = this.#height === 0 ? '' : `\x1b[${this.#height}A`
    process.stdout.write(`${up}\x1b[J${lines.join('\n')}\n`)
    this.#height = lines.length
  }

  /** Below everything that was drawn, for good. */
  print(...lines: readonly string[]): void {
    if (this.live && this.#height > 0) process.stdout.write(`\x1b[${this.#height}A\x1b[J`)
    this.#height = 0
    process.stdout.write(`${lines.join('\n')}\n`)
  }
}
