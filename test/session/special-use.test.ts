import assert from 'node:assert/strict'
import test from 'node:test'
import { specialUseByName, specialUsesOf } from '../../src/session/commands/mailboxes/special-use.ts'
import { MAILBOX_NAMES, NAMED_USES } from '../../src/session/commands/mailboxes/special-use-table.ts'

test('no name in any language stands for two uses, none is in it twice, and all are in lower case', () => {
  const uses = new Map<string, string>()
  for (const [language, row] of Object.entries(MAILBOX_NAMES)) {
    assert.equal(row.length, NAMED_USES.length, language)
    for (const [i, names] of row.entries()) {
      const all = names.split('|')
      assert.equal(new Set(all).size, all.length, `${language}: ${names}`)
      for (const name of all) {
        assert.equal(name, name.normalize('NFC').trim().toLowerCase(), `${language}: ${name}`)
        assert.ok(name.length > 0, language)
        assert.equal(uses.get(name) ?? NAMED_USES[i], NAMED_USES[i], `${language}: ${name}`)
        uses.set(name, NAMED_USES[i]!)
      }
    }
  }
  assert.ok(Object.keys(MAILBOX_NAMES).length >= 25)
})

test('names are compared without case and in composed form', () => {
  assert.equal(specialUseByName('SENT Items'), '\\Sent')
  assert.equal(specialUseByName('Entwürfe'), '\\Drafts')
  assert.equal(specialUseByName('Entwu\u0308rfe'), '\\Drafts')
  assert.equal(specialUseByName('ОТПРАВЛЕННЫЕ'), '\\Sent')
  assert.equal(specialUseByName('迷惑メール'), '\\Junk')
  assert.equal(specialUseByName('Senta'), undefined)
  assert.equal(specialUseByName('constructor'), undefined)
})

test('all uses among the attributes are told, in their order', () => {
  assert.deepEqual(specialUsesOf(['\\HasChildren', '\\junk', '\\ARCHIVE']), ['\\Junk', '\\Archive'])
  assert.deepEqual(specialUsesOf(['\\Spam']), [])
  assert.deepEqual(specialUsesOf(['\\Spam'], 'XLIST'), ['\\Junk'])
})
