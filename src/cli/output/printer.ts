/** Data go to stdout: lines for people on a terminal, JSON Lines with --json. */
import process from 'node:process'
import { styleText } from 'node:util'
import { escapeText } from './escape.ts'
import { jsonLine } from './json.ts'
import { table } from './table.ts'

export interface PrinterOptions {
  readonly json: boolean
  readonly color: boolean
}

type Style = Parameters<typeof styleText>[0]

export class Printer {
  readonly json: boolean
  readonly #color: boolean

  constructor({ json, color }: PrinterOptions) {
    this.json = json
    this.#color = color && process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
  }

  style(style: Style, text: string): string {
    return this.#color ? styleText(style, text) : text
  }

  /** One record: as JSON, or as what `human` makes of it. Dangerous characters never reach a terminal. */
  record(value: unknown, human: () => string): void {
    this.line(this.json ? jsonLine(value) : escapeText(human()))
  }

  /** Records as an aligned table with a heading, or as JSON Lines. */
  table<T>(values: readonly T[], heading: readonly string[], cells: (value: T) => readonly string[]): void {
    if (this.json) return values.forEach((value) => this.line(jsonLine(value)))
    const rows = [
      heading,
      ...values.map((value) => cells(value).map((cell) => escapeText(cell.replace(/[\r\n\t]/g, ' ')))),
    ]
    table(rows).forEach((line, place) => this.line(place === 0 ? this.style('bold', line) : line))
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`)
  }

  /** As they are. */
  octets(octets: Uint8Array): void {
    process.stdout.write(octets)
  }
}
