import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupedAddresses, mailboxesOf } from '../../../src/codec/mime/addresses.ts'
import type { Address } from '../../../src/codec/values.ts'
import { fetchOf } from '../decode/parse.ts'

function to(list: string): readonly Address[] {
  return fetchOf(`ENVELOPE (NIL NIL NIL NIL NIL ${list} NIL NIL NIL NIL)`).attributes.envelope!.to
}

const names = (list: ReturnType<typeof groupedAddresses>): unknown =>
  list.map((each) => ('group' in each ? { [each.group]: each.members.map(({ address }) => address) } : each.address))

const ADA = '(NIL NIL "ada" "example.org")'
const BOB = '("Bob" NIL "bob" "example.org")'
const CLOSE = '(NIL NIL NIL NIL)'

test('groups stand among mailboxes, in order', () => {
  const list = to(`(${ADA}(NIL NIL "=?utf-8?Q?Fr=C3=BChst=C3=BCck?=" NIL)${BOB}${ADA}${CLOSE}${BOB})`)
  assert.deepEqual(names(groupedAddresses(list)), [
    'ada@example.org',
    { Frühstück: ['bob@example.org', 'ada@example.org'] },
    'bob@example.org',
  ])
  assert.deepEqual(
    mailboxesOf(list).map(({ address }) => address),
    ['ada@example.org', 'bob@example.org', 'ada@example.org', 'bob@example.org'],
  )
})

test('undisclosed recipients are a group of nobody', () => {
  assert.deepEqual(groupedAddresses(to(`((NIL NIL "undisclosed-recipients" NIL)${CLOSE})`)), [
    { group: 'undisclosed-recipients', members: [] },
  ])
  assert.deepEqual(mailboxesOf(to(`((NIL NIL "undisclosed-recipients" NIL)${CLOSE})`)), [])
})

test('groups that are not closed, and closings of nothing', () => {
  assert.deepEqual(names(groupedAddresses(to(`(${CLOSE}(NIL NIL "a" NIL)${BOB}(NIL NIL "b" NIL)${ADA})`))), [
    { a: ['bob@example.org'] },
    { b: ['ada@example.org'] },
  ])
  assert.deepEqual(groupedAddresses([]), [])
})

test('a sender with a name and no host is an address, not a group (Gmail)', () => {
  const list = to('(("Calendar <x@google.com>" NIL "Google" NIL))')
  assert.deepEqual(groupedAddresses(list), list)
  assert.deepEqual(mailboxesOf(list), list)
})
