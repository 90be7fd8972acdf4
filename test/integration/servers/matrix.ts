/** Server × command, for people. */
import { SERVER_NAMES, type ServerName } from '../../support/servers/shared.ts'
import type { Cell, Row } from './row.ts'

export const TITLES: Readonly<Record<ServerName, string>> = {
  dovecot: 'Dovecot 2.3',
  dovecot24: 'Dovecot 2.4',
  cyrus: 'Cyrus 3.10',
  courier: 'Courier 5.2',
}

const MARKS: Readonly<Record<Cell, string>> = {
  exercised: '✓',
  'by fallback': '≈',
  refused: '○',
  lacking: '–',
  broken: '✗',
}

export class Matrix {
  readonly #cells: Map<string, Cell> = new Map()

  set(server: ServerName, row: Row, cell: Cell): void {
    this.#cells.set(keyOf(server, row), cell)
  }

  /** Every row was run on every server. */
  complete(rows: readonly Row[]): boolean {
    return rows.every((row) => SERVER_NAMES.every((server) => this.#cells.has(keyOf(server, row))))
  }

  /** Markdown. */
  table(rows: readonly Row[]): string {
    const head = ['method', 'command', ...SERVER_NAMES.map((server) => TITLES[server])]
    const body = rows.map((row) => [
      row.method === 'open' ? '`ImapConnection.open()`' : `\`${row.method}()\``,
      `\`${row.command}\``,
      ...SERVER_NAMES.map((server) => {
        const cell = this.#cells.get(keyOf(server, row))
        return cell === undefined ? '?' : MARKS[cell]
      }),
    ])
    return aligned([head, ...body])
  }
}

const keyOf = (server: ServerName, row: Row): string => `${server} ${row.method} ${row.command}`

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  const [head, ...body] = rows.map(line)
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n')
}

export const LEGEND =
  '✓ done on this server, the effect seen by a second connection · ≈ not offered, done by other commands · ' +
  '○ offered, refused to this user by the server, which is a `CommandError` · ' +
  '– not offered, refused before anything is sent, with `ERR_IMAP_CAPABILITY` (at login `ERR_IMAP_AUTHENTICATION`; ENABLE leaves it off) · ✗ announced, but the server does it wrong'
