import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flagColor, flagColorEdit, type FlagColor } from '../../src/codec/flag-color.ts'
import { UsageError } from '../../src/errors.ts'

const COLORS: readonly FlagColor[] = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey']

test('a flag without more is red, and a colour without the flag is none', () => {
  assert.equal(flagColor(['\\Seen', '\\flagged']), 'red')
  assert.equal(flagColor(['$MailFlagBit0']), undefined)
  assert.equal(flagColor([]), undefined)
})

test('the three keywords are a number, whatever their case; seven is no colour, and the flag counts', () => {
  assert.equal(flagColor(['\\Flagged', '$MailFlagBit0']), 'orange')
  assert.equal(flagColor(['\\Flagged', '$mailflagbit1', '$MAILFLAGBIT2']), 'grey')
  assert.equal(flagColor(['\\Flagged', '$MailFlagBit0', '$MailFlagBit2']), 'purple')
  assert.equal(flagColor(['\\Flagged', '$MailFlagBit0', '$MailFlagBit1', '$MailFlagBit2']), 'red')
})

test('whatever colour a message had, the edit gives it the one that is wanted', () => {
  for (const before of [null, ...COLORS]) {
    for (const after of [null, ...COLORS]) {
      const flags = new Set(['\\Seen'])
      for (const color of [before, after]) {
        const { add, remove } = flagColorEdit(color)
        for (const flag of remove) flags.delete(flag)
        for (const flag of add) flags.add(flag)
      }
      assert.equal(flagColor(flags) ?? null, after, `${before} to ${after}`)
      assert.ok(flags.has('\\Seen'))
    }
  }
})

test('a colour that is none of the seven is an error', () => {
  assert.throws(() => flagColorEdit('pink' as FlagColor), UsageError)
})
