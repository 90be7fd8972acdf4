/** The live picture: redrawn in place on a terminal, and nowhere else. */
import process from 'node:process'
import { styleText } from 'node:util'
import type { Span } from './spans.ts'
import { clip, waterfall, type Style } from './waterfall.ts'

const STYLES = { label: 'reset', queued: 'yellow', wire: 'cyan', axis: 'dim' } as const
const PLAIN_WIDTH = 88
const WIDEST = 100
const SMALL_ROWS = 34
const FEW_EVENTS = 3

export interface Page {
  readonly title: string
  readonly spans: readonly Span[]
  readonly from: number
  readonly to: number
  readonly now: number
  readonly events: readonly string[]
}

export class Screen {
  readonly live: boolean = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
  #height = 0
  #shown = ''

  /** A terminal may be resized; its last column is left free, where some wrap. */
  get width(): number {
    return Math.min((process.stdout.columns || PLAIN_WIDTH + 1) - 1, WIDEST)
  }

  readonly style: Style = (part, text) =>
    this.live && !process.env['NO_COLOR'] ? styleText(STYLES[part], text, { validateStream: false }) : text

  draw(page: Page): void {
    if (!this.live) return
    const { width, style } = this
    const height = process.stdout.rows || SMALL_ROWS
    const events = page.events.slice(height < SMALL_ROWS ? -FEW_EVENTS : 0)
    const room = Math.max(1, height - events.length - 5)
    const bars = waterfall(page.spans.slice(-room), { ...page, width, style })
    this.#replace([clip(page.title, width), '', ...bars, '', ...events.map((line) => clip(line, width))])
  }

  /** Below everything that was drawn, for good. */
  print(...lines: readonly string[]): void {
    this.#replace(lines)
    this.#height = 0
  }

  /** Gives the cursor back. */
  end(): void {
    if (this.live) process.stdout.write('\x1b[?25h')
  }

  #replace(lines: readonly string[]): void {
    const text = lines.join('\n')
    if (this.#height > 0 && text === this.#shown) return
    const up = this.#height === 0 ? '' : `\x1b[${this.#height}A\r`
    const clear = this.live ? `\x1b[?25l${up}\x1b[J` : ''
    process.stdout.write(`${clear}${text}\n`)
    this.#shown = text
    this.#height = lines.length
  }
}
