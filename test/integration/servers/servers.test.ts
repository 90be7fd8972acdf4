/**
 * Every command on every real server: its effect is seen by a second connection, or the server lacks it and the method
 * says so.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import test from 'node:test'
import { ImapConnection } from '../../../src/index.ts'
import { SERVER_NAMES } from '../../support/servers/shared.ts'
import { LEGEND, Matrix, TITLES } from './matrix.ts'
import { runRow } from './row.ts'
import { ROWS } from './rows/all.ts'

const matrix = new Matrix()

for (const server of SERVER_NAMES) {
  for (const row of ROWS) {
    test(`${TITLES[server]}: ${row.method}: ${row.command}`, async (t) => {
      const cell = await runRow(t, server, row)
      if (cell !== undefined) matrix.set(server, row, cell)
    })
  }
}

/** Those that send nothing. */
const NO_COMMAND: ReadonlySet<string> = new Set([
  'constructor',
  'submit',
  'submitLater',
  'collect',
  'gather',
  'follow',
  'events',
  'close',
])

function methodsOf(prototype: object): readonly string[] {
  const above: unknown = Object.getPrototypeOf(prototype)
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) =>
    typeof value === 'function' && !NO_COMMAND.has(name) ? [name] : [],
  )
  return above === Object.prototype || above === null ? own : [...own, ...methodsOf(above as object)]
}

test('every method of a connection that sends a command is in the table, and no other', () => {
  const inTable = new Set<string>(ROWS.map(({ method }) => method))
  for (const none of ['open', ...NO_COMMAND]) inTable.delete(none)
  assert.deepEqual([...inTable].sort(), [...new Set(methodsOf(ImapConnection.prototype))].sort())
})

test('no two rows have the same name', () => {
  const names = ROWS.map(({ method, command }) => `${method} ${command}`)
  assert.equal(new Set(names).size, names.length)
})

const DOCUMENT = new URL('../../../docs/servers.md', import.meta.url)

test('docs/servers.md is what was found', (t) => {
  const table = matrix.table(ROWS)
  t.diagnostic(`${table}\n${LEGEND}`)
  // a part of the tests was run, or a server cannot be had
  if (!matrix.complete(ROWS)) return
  const notes = ROWS.flatMap(({ method, command, broken = {} }) =>
    Object.entries(broken).map(
      ([server, why]) => `- \`${method}()\`, \`${command}\`, ${TITLES[server as keyof typeof TITLES]}: ${why}\n`,
    ),
  )
  const text =
    '# Servers\n\nWhat the tests do with each command on real servers; the test run writes this table.\n\n' +
    `${LEGEND}\n\n${table}\n${notes.length > 0 ? `\n${notes.join('')}` : ''}`
  if (process.env['UPDATE'] === '1') writeFileSync(DOCUMENT, text)
  assert.equal(readFileSync(DOCUMENT, 'utf8'), text, 'UPDATE=1 npm test -- test/integration/servers renews it')
})
