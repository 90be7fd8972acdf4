/**
 * Every line that a server says in an example of an RFC is understood: it becomes a typed value, and what our encoder
 * makes of that value says the same.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { encodeResponse } from '../../src/codec/encode/response.ts'
import { allDialogues, RFCS } from '../../scripts/rfc-dialogues.ts'
import { one } from '../codec/decode/parse.ts'
import { serverMessages, stored } from './dialogues.ts'
import { tokens } from './tokens.ts'

/** Invented by the RFCs to show that such things may come. */
const UNKNOWN: ReadonlySet<string> = new Set(['XPIG-LATIN'])

const { messages: said, leftOut } = serverMessages()

for (const rfc of RFCS) {
  const lines = said.filter((line) => line.rfc === rfc)
  test(`RFC ${rfc}: what servers say in ${lines.length} examples is understood`, () => {
    for (const { line, text } of lines) {
      const place = `RFC ${rfc}, line ${line}: ${text}`
      const value = one(text)
      assert.notEqual(value.type, 'malformed', place)
      if (value.type === 'unknown') assert.ok(UNKNOWN.has(value.name), place)
      if (value.type === 'tagged') assert.notEqual(value.status, 'UNKNOWN', place)
      const again = encodeResponse(value)
        .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
        .join('')
      assert.deepEqual(tokens(again), tokens(text), place)
    }
  })
}

test('no example line is skipped', (t) => {
  const lines = stored().filter(({ from }) => from === 'S').length
  const taken = said.reduce((sum, message) => sum + message.lines, 0)
  t.diagnostic(`${said.length} messages of servers in ${lines} lines; ${leftOut} lines are cut off or stand for others`)
  assert.equal(taken + leftOut, lines)
})

/** Where the texts lie beside the checkout. */
const TEXTS = join(import.meta.dirname, '../../../shared/rfc')

test('the stored lines are those of the RFCs', { skip: !existsSync(TEXTS) && 'the texts are not at hand' }, () => {
  assert.deepEqual(stored(), allDialogues(TEXTS))
})
