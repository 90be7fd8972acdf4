import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Rights } from '../../src/codec/rights.ts'

test('rights are asked for by name and by letter', () => {
  const rights = new Rights('lrsi')
  assert.deepEqual(
    [rights.has('insert'), rights.has('i'), rights.has('write'), rights.has('w')],
    [true, true, false, false],
  )
  assert.deepEqual(rights.names, ['lookup', 'read', 'seen', 'insert'])
  assert.throws(() => rights.has('inserts'), { code: 'ERR_IMAP_ARGUMENT' })
})

test('RFC 4314 §2.1.1: c and d of a server of RFC 2086 stand for k, e and t', () => {
  const old = new Rights('lrswipcda')
  assert.deepEqual(
    [old.has('createMailbox'), old.has('expunge'), old.has('deleteMessages'), old.has('deleteMailbox')],
    [true, true, true, false],
  )
})

test('where k, x, t or e are told, c and d are only echoes of them', () => {
  const rights = new Rights('lrtcd')
  assert.deepEqual([rights.has('t'), rights.has('e'), rights.has('k')], [true, false, false])
})

test('rights are made of letters or of names, and of nothing else', () => {
  assert.equal(Rights.from('lrsl').letters, 'lrs')
  assert.equal(Rights.from(['lookup', 'read', 'createMailbox']).letters, 'lrk')
  assert.equal(Rights.from(new Rights('a')).letters, 'a')
  assert.equal(Rights.from('').size, 0)
  for (const bad of ['LR', 'l r', '+l', ['lr'], undefined]) {
    assert.throws(() => Rights.from(bad as string), { code: 'ERR_IMAP_ARGUMENT' }, String(bad))
  }
})

test('what a server calls a right is kept as it is', () => {
  assert.equal(String(new Rights('lr0!Zl')), 'lr0!Z')
  assert.equal(JSON.stringify(new Rights('lr')), '"lr"')
})
