/** Data go to stdout: lines for people, JSON Lines with --json. */
import process from 'node:process'
import { styleText } from 'node:util'
import { escapeLine } from './escape.ts'
import { jsonLine } from './json.ts'
import { table } from './table.ts'

export interface PrinterOptions {
  readonly json: boolean
  readonly color: boolean
}

/** Gives a piece of text a look, where looks are wanted. */
export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string) => string

export class Printer {
  readonly json: boolean
  /** stdout is a terminal. */
  readonly terminal: boolean = process.stdout.isTTY
  readonly paint: Paint

  constructor({ json, color }: PrinterOptions) {
    this.json = json
    const colorful = color && this.terminal && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
    this.paint = colorful ? (style, text) => styleText(style, text) : (_style, text) => text
  }

  /** Columns of the terminal; Infinity where the reader is a program. */
  get width(): number {
    return this.terminal ? process.stdout.columns || 80 : Infinity
  }

  /** One record: as JSON, or as the text that `human` makes of it, which must have been escaped. */
  record(value: unknown, human: () => string): void {
    this.line(this.json ? jsonLine(value) : human())
  }

  /** Records as an aligned table with a heading, or as JSON Lines. */
  table<T>(values: readonly T[], heading: readonly string[], cells: (value: T) => readonly string[]): void {
    if (this.json) return values.forEach((value) => this.line(jsonLine(value)))
    const rows = [heading, ...values.map((value) => cells(value).map(escapeLine))]
    table(rows).forEach((line, place) => this.line(place === 0 ? this.paint('bold', line) : line))
  }

  line(text: string): void {
    process.stdout.write(`${text}\n`)
  }

  /** As they are: for whoever asked for octets, and never for a terminal. */
  octets(octets: Uint8Array): void {
    process.stdout.write(octets)
  }
}
