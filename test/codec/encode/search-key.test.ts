import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { CommandLine } from '../../../src/codec/encode/command-line.ts'
import { NumberSet } from '../../../src/codec/number-set.ts'
import type { SearchQuery } from '../../../src/codec/encode/search/query.ts'
import { describe } from '../../../src/codec/encode/search/traits.ts'
import { searchKeys } from '../../../src/codec/encode/search/write.ts'
import { SavedSearch, sequenceSet } from '../../../src/codec/sequence-set.ts'
import type { Arg, ParsedCommand } from '../../support/command-grammar.ts'
import { accepts, BASIC, MODES, isText, isUsageError, itemsOf, nastyText, received, utf8Text, wire } from './wire.ts'

function line(query: SearchQuery): CommandLine {
  const search = new CommandLine('UID SEARCH')
  searchKeys(search, query)
  return search
}

function keys(query: SearchQuery): string {
  return wire(line(query)).slice('T1 UID SEARCH '.length, -2)
}

function keysOf(command: ParsedCommand): readonly Arg[] {
  return itemsOf(command.args[2])
}

test('every key has its word', () => {
  const table: readonly (readonly [SearchQuery, string])[] = [
    [{ all: true }, 'ALL'],
    [{ answered: true, deleted: true, draft: true, flagged: true, seen: true }, 'ANSWERED DELETED DRAFT FLAGGED SEEN'],
    [
      { answered: false, deleted: false, draft: false, flagged: false, seen: false },
      'UNANSWERED UNDELETED UNDRAFT UNFLAGGED UNSEEN',
    ],
    [{ recent: true, new: true, old: true }, 'RECENT NEW OLD'],
    [{ recent: false, new: false, old: false, all: false }, 'NOT RECENT NOT NEW NOT OLD NOT ALL'],
    [{ keyword: '$Junk', unkeyword: ['a', 'b'] }, 'KEYWORD $Junk UNKEYWORD a UNKEYWORD b'],
    [{ from: 'a', to: 'b', cc: 'c', bcc: 'd' }, 'FROM "a" TO "b" CC "c" BCC "d"'],
    [{ subject: ['x', 'y z'], body: '"', text: 'NIL' }, 'SUBJECT "x" SUBJECT "y z" BODY "\\"" TEXT "NIL"'],
    [{ header: { 'Message-ID': '<a@b>', 'List-Id': '' } }, 'HEADER Message-ID "<a@b>" HEADER List-Id ""'],
    [
      {
        header: [
          ['X', '1'],
          ['X', '2'],
        ],
      },
      'HEADER X "1" HEADER X "2"',
    ],
    [{ header: { X: ['1', '2'] } }, 'HEADER X "1" HEADER X "2"'],
    [{ before: '2026-02-01', on: { year: 2026, month: 1, day: 31 } }, 'BEFORE 1-Feb-2026 ON 31-Jan-2026'],
    [{ since: '2024-02-29', sentBefore: '2024-01-01' }, 'SINCE 29-Feb-2024 SENTBEFORE 1-Jan-2024'],
    [{ sentOn: '2024-01-02', sentSince: '2024-01-03' }, 'SENTON 2-Jan-2024 SENTSINCE 3-Jan-2024'],
    [{ larger: 0, smaller: 2n ** 63n - 1n }, 'LARGER 0 SMALLER 9223372036854775807'],
    [{ uid: [3, 1, 2], sequence: '5:*' }, 'UID 1:3 5:*'],
    [{ modSeq: 7n, older: 60, younger: 4294967295 }, 'MODSEQ 7 OLDER 60 YOUNGER 4294967295'],
    [{ modSeq: { atLeast: 620162338, flag: '\\Draft' } }, 'MODSEQ "/flags/\\\\draft" all 620162338'],
    [{ modSeq: { atLeast: 0, flag: '$MDNSent', type: 'priv' } }, 'MODSEQ "/flags/$mdnsent" priv 0'],
    [{ savedBefore: '2024-01-02', savedOn: '2024-01-03' }, 'SAVEDBEFORE 2-Jan-2024 SAVEDON 3-Jan-2024'],
    [{ savedSince: '2024-01-04', saveDateSupported: true }, 'SAVEDSINCE 4-Jan-2024 SAVEDATESUPPORTED'],
    [{ saveDateSupported: false }, 'NOT SAVEDATESUPPORTED'],
    [{ emailId: 'M6d99ac3275bb4e', threadId: 'T64b478a75b7ea9' }, 'EMAILID M6d99ac3275bb4e THREADID T64b478a75b7ea9'],
    [{ filter: ['on-the-road', 'b'] }, 'FILTER on-the-road FILTER b'],
    [{ annotation: { entry: '/comment', value: 'IMAP4' } }, 'ANNOTATION "/comment" value "IMAP4"'],
    [
      {
        annotation: [
          { entry: '*', scope: 'private', value: 'a' },
          { entry: '/x/%', scope: 'shared', value: '' },
        ],
      },
      'ANNOTATION "*" value.priv "a" ANNOTATION "/x/%" value.shared ""',
    ],
    [{ gmailRaw: 'has:attachment in:unread' }, 'X-GM-RAW "has:attachment in:unread"'],
    [{ gmailMessageId: 1278455344230334865n, gmailThreadId: 5n }, 'X-GM-MSGID 1278455344230334865 X-GM-THRID 5'],
    [{ gmailLabel: ['foo', '\\Important', 'a b'] }, 'X-GM-LABELS foo X-GM-LABELS "\\\\Important" X-GM-LABELS "a b"'],
    [{ fuzzy: { subject: 'IMAP break' } }, 'FUZZY SUBJECT "IMAP break"'],
    [{ fuzzy: [{ from: 'a', to: 'b' }, { seen: true }] }, 'FUZZY (FROM "a" TO "b") FUZZY SEEN'],
    [{ uid: new SavedSearch() }, 'UID $'],
    [{ not: { uid: new SavedSearch(), seen: true } }, 'NOT (UID $ SEEN)'],
    [{ and: [{ seen: true }, { from: 'a', to: 'b' }] }, 'SEEN FROM "a" TO "b"'],
    [{ or: [{ seen: true }, { from: 'a', to: 'b' }] }, 'OR SEEN (FROM "a" TO "b")'],
    [{ or: [{ seen: true }, { draft: true }, { all: true }] }, 'OR SEEN OR DRAFT ALL'],
    [{ or: [{ seen: true }, { draft: true }, { all: true }, { new: true }] }, 'OR OR SEEN DRAFT OR ALL NEW'],
    [{ not: { seen: true } }, 'NOT SEEN'],
    [{ not: { seen: true, draft: true } }, 'NOT (SEEN DRAFT)'],
    [{ not: [{ seen: true }, { draft: true }] }, 'NOT SEEN NOT DRAFT'],
    [
      { not: { or: [{ not: { new: false } }, { subject: ['a', 'b'] }] } },
      'NOT OR NOT NOT NEW (SUBJECT "a" SUBJECT "b")',
    ],
  ]
  for (const [query, expected] of table) {
    assert.equal(keys(query), expected)
    received(line(query), BASIC)
  }
})

test('a key that is unknown, empty or undefined is refused, never left out (C13)', () => {
  const bad: readonly unknown[] = [
    {},
    { sen: false },
    { SEEN: true },
    { seen: true, x: undefined },
    { constructor: 'x' },
    { seen: undefined },
    { seen: null },
    { seen: 1 },
    { seen: 'false' },
    { from: '' },
    { from: [] },
    { from: ['a', ''] },
    { from: 7 },
    { from: { a: 1 } },
    { keyword: '' },
    { keyword: '\\Seen' },
    { keyword: 'a b' },
    { keyword: [] },
    { header: {} },
    { header: [] },
    { header: { 'a b': 'x' } },
    { header: { 'a:': 'x' } },
    { header: { 'a\r\n': 'x' } },
    { header: { a: 7 } },
    { header: { a: [] } },
    { header: { a: undefined } },
    { header: [['a']] },
    { header: ['ab'] },
    { header: 'a' },
    { since: new Date() },
    { since: 'yesterday' },
    { since: '' },
    { larger: -1 },
    { larger: NaN },
    { larger: '5' },
    { larger: 2 ** 53 },
    { smaller: 2n ** 63n },
    { modSeq: 1.5 },
    { modSeq: {} },
    { modSeq: { atLeast: 5 } },
    { modSeq: { atLeast: 5, flag: 'a b' } },
    { modSeq: { atLeast: 5, flag: 'a', type: 'x' } },
    { modSeq: { atLeast: 5, flag: 'a'.repeat(901) } },
    { modSeq: { atLeast: 5, flag: 'a', more: 1 } },
    { savedOn: '5' },
    { saveDateSupported: 'yes' },
    { emailId: 'a b' },
    { emailId: '' },
    { emailId: 'x'.repeat(256) },
    { threadId: 'a.b' },
    { filter: 'a/b' },
    { filter: 'a b' },
    { filter: '' },
    { annotation: [] },
    { annotation: { entry: 'comment', value: 'x' } },
    { annotation: { entry: '/comment' } },
    { annotation: { entry: '/comment', value: null } },
    { annotation: { entry: '/comment', value: 'x', scope: 'mine' } },
    { annotation: { entry: '/comment', value: 'x', scop: 'private' } },
    { gmailRaw: '' },
    { gmailMessageId: 0n },
    { gmailLabel: '' },
    { fuzzy: {} },
    { fuzzy: [] },
    { fuzzy: 'x' },
    { sequence: new SavedSearch() },
    { older: 0 },
    { younger: 2 ** 32 },
    { uid: [] },
    { uid: '' },
    { uid: 0 },
    { uid: NumberSet.empty },
    { sequence: 'x' },
    { and: [] },
    { and: [{}] },
    { and: { seen: true } },
    { or: [] },
    { or: [{ seen: true }] },
    { or: [{ seen: true }, {}] },
    { or: { seen: true } },
    { not: {} },
    { not: [] },
    { not: [{ seen: true }, undefined] },
    { not: 'x' },
    [],
    null,
    undefined,
    'ALL',
  ]
  for (const query of bad) {
    assert.throws(() => line(query as SearchQuery), isUsageError, inspect(query))
    assert.throws(() => describe(query as SearchQuery), isUsageError, inspect(query))
  }
})

test('an error names the key and not what was searched for', () => {
  assert.throws(
    () => line({ subject: 'private\0' }),
    (error) => /search subject/.test(String(error)) && !/private/.test(String(error)),
  )
  assert.throws(() => line({ or: [{ seen: true }, { older: 0 }] }), /search older/)
  assert.throws(() => line({ from: undefined } as never), /search from: has no value/)
})

test('an object that holds itself is refused', () => {
  const query: { not?: SearchQuery } = {}
  query.not = query
  assert.throws(() => line(query), isUsageError)
})

test('text arrives as it was given (C1)', () => {
  const text = nastyText.filter((value) => value !== '')
  const field = fc.constantFrom('X-A', 'NIL', '{3}', 'a"b', 'a\\b', '(', '%', ']')
  fc.assert(
    fc.property(text, text, field, fc.constantFrom(...MODES), (subject, value, name, mode) => {
      const query = { subject, header: [[name, value]] as const, or: [{ body: value }, { keyword: 'k' }] }
      if (!isText(subject) || !isText(value)) return assert.throws(() => line(query), isUsageError)
      const [first, header, or] = keysOf(received(line(query), mode))
      const texts = [first, header, or].flatMap((key) => (key?.type === 'key' ? key.args : []))
      assert.deepEqual(
        texts.slice(0, 3).map((arg) => (arg.type === 'string' ? utf8Text(arg.value) : undefined)),
        [subject, name, value],
      )
    }),
    { numRuns: 500 },
  )
})

test('text of the extensions arrives as it was given, and what must be a name is a name or an error (C1)', () => {
  const text = nastyText.filter((value) => value !== '')
  fc.assert(
    fc.property(text, fc.constantFrom(...MODES), (value, mode) => {
      const query: SearchQuery = { gmailRaw: value, gmailLabel: value, annotation: { entry: '/comment', value } }
      if (!isText(value)) assert.throws(() => line(query), isUsageError)
      else {
        const texts = keysOf(received(line({ fuzzy: query }), mode))
          .flatMap((key) => (key.type === 'key' ? key.args : []))
          .flatMap((arg) => (arg.type === 'list' ? arg.items : [arg]))
          .map((key) => (key.type === 'key' ? key.args.at(-1) : undefined))
        assert.deepEqual(
          texts.map((arg) => (arg?.type === 'string' ? utf8Text(arg.value) : undefined)),
          [value, value, value],
        )
      }
      for (const named of [
        { emailId: value },
        { threadId: value },
        { filter: value },
        { annotation: { entry: value, value: 'x' } },
        { modSeq: { atLeast: 1, flag: value } },
      ]) {
        if (accepts(() => line(named))) received(line(named), mode)
      }
    }),
    { numRuns: 500 },
  )
})

interface Message {
  readonly uid: number
  readonly seen: boolean
  readonly flagged: boolean
  readonly size: number
  readonly subject: string
}

/** The query as its documentation says. */
function meant(query: SearchQuery, m: Message): boolean {
  return Object.entries(query).every(([key, value]) => {
    switch (key) {
      case 'seen':
        return m.seen === value
      case 'flagged':
        return m.flagged === value
      case 'larger':
        return m.size > Number(value)
      case 'smaller':
        return m.size < Number(value)
      case 'subject':
        return [value].flat().every((text: string) => m.subject.includes(text))
      case 'uid':
        return sequenceSet(value, 'uid').matches(m.uid, m.uid === 6)
      case 'and':
        return value.every((each: SearchQuery) => meant(each, m))
      case 'or':
        return value.some((each: SearchQuery) => meant(each, m))
      case 'not':
        return ![value].flat().some((each: SearchQuery) => meant(each, m))
      default:
        return assert.fail(key)
    }
  })
}

/** The keys on the wire, as a server reads them. */
function found(key: Arg, m: Message): boolean {
  if (key.type === 'list') return key.items.every((each) => found(each, m))
  assert.ok(key.type === 'key', key.type)
  const [a, b] = key.args
  const text = a?.type === 'string' ? a.value : ''
  const number = a?.type === 'number' ? Number(a.value) : NaN
  switch (key.name) {
    case 'SEEN':
      return m.seen
    case 'UNSEEN':
      return !m.seen
    case 'FLAGGED':
      return m.flagged
    case 'UNFLAGGED':
      return !m.flagged
    case 'LARGER':
      return m.size > number
    case 'SMALLER':
      return m.size < number
    case 'SUBJECT':
      return m.subject.includes(text)
    case 'UID':
      return a?.type === 'set' && sequenceSet(a.value, 'uid').matches(m.uid, m.uid === 6)
    case 'NOT':
      return !found(a!, m)
    case 'OR':
      return found(a!, m) || found(b!, m)
    default:
      return assert.fail(key.name)
  }
}

const LEAVES = {
  seen: fc.boolean(),
  flagged: fc.boolean(),
  larger: fc.integer({ min: 0, max: 9 }),
  smaller: fc.integer({ min: 1, max: 9 }),
  subject: fc.oneof(fc.constantFrom('a', 'b', 'ab'), fc.constant(['a', 'b'])),
  uid: fc.constantFrom('1:3', '5:*', '2,4', '*'),
}
const notEmpty = (query: SearchQuery): boolean => Object.keys(query).length > 0
const leaf: fc.Arbitrary<SearchQuery> = fc.record(LEAVES, { requiredKeys: [] }).filter(notEmpty)

/** Queries that nest as deep as this. */
function queries(depth: number): fc.Arbitrary<SearchQuery> {
  if (depth === 0) return leaf
  const inner = queries(depth - 1)
  const nested = fc.record(
    {
      ...LEAVES,
      and: fc.array(inner, { minLength: 1, maxLength: 2 }),
      or: fc.array(inner, { minLength: 2, maxLength: 5 }),
      not: fc.oneof(inner, fc.array(inner, { minLength: 1, maxLength: 2 })),
    },
    { requiredKeys: [] },
  )
  return fc.oneof(leaf, nested.filter(notEmpty))
}

const MAILBOX: readonly Message[] = Array.from({ length: 24 }, (_, i) => ({
  uid: (i % 6) + 1,
  seen: i % 2 === 0,
  flagged: i % 3 === 0,
  size: (i * 7) % 10,
  subject: ['a', 'b', 'ab', 'ba c', ''][i % 5]!,
}))

test('AND, OR and NOT on the wire find what the query means (C15)', () => {
  fc.assert(
    fc.property(queries(3), (query) => {
      const onWire = keysOf(received(line(query), BASIC))
      for (const message of MAILBOX) {
        assert.equal(
          onWire.every((key) => found(key, message)),
          meant(query, message),
          keys(query),
        )
      }
    }),
    { numRuns: 200 },
  )
})

test('a thousand alternatives nest ten deep', () => {
  const or = Array.from({ length: 1000 }, (_, i): SearchQuery => ({ uid: i + 1 }))
  const depth = (key: Arg): number =>
    key.type === 'key' && key.name === 'OR' ? 1 + Math.max(...key.args.map(depth)) : 0
  assert.equal(depth(keysOf(received(line({ or }), BASIC))[0]!), 10)
})

test('a query tells what it needs and reads', () => {
  const traits = (query: SearchQuery): unknown[] => {
    const { readsFlags, usesSequence, usesStar, needsUtf8Charset, needs } = describe(query)
    return [readsFlags, usesSequence, usesStar, needsUtf8Charset, [...needs]]
  }
  const none = [[], false, false, false, []]
  const table: readonly (readonly [SearchQuery, unknown[]])[] = [
    [{ all: true, from: 'a', since: '2024-01-01', larger: 5, uid: 7, header: { a: 'b' } }, none],
    [{ all: false }, none],
    [{ or: [{ all: true }, { not: { seen: false } }] }, [['\\Seen'], ...none.slice(1)]],
    [{ keyword: 'a', answered: true }, [['a', '\\Answered'], ...none.slice(1)]],
    [
      { unkeyword: 'a', deleted: false, draft: true, flagged: true },
      [['a', '\\Deleted', '\\Draft', '\\Flagged'], ...none.slice(1)],
    ],
    [{ recent: false }, [['\\Recent'], false, false, false, ['IMAP4REV1']]],
    [{ new: true, old: false }, [['\\Recent', '\\Seen'], false, false, false, ['IMAP4REV1']]],
    [{ modSeq: 5n, seen: true }, ['any', false, false, false, ['CONDSTORE']]],
    [{ older: 5, younger: 6 }, [[], false, false, false, ['WITHIN']]],
    [{ modSeq: { atLeast: 5, flag: 'a' } }, [['a'], false, false, false, ['CONDSTORE']]],
    [{ savedOn: '2024-01-01' }, [[], false, false, false, ['SAVEDATE']]],
    [{ saveDateSupported: false }, [[], false, false, false, ['SAVEDATE']]],
    [{ or: [{ emailId: 'a' }, { threadId: 'b' }] }, [[], false, false, false, ['OBJECTID']]],
    [{ filter: 'a' }, ['any', false, false, false, ['FILTERS']]],
    [{ annotation: { entry: '/a', value: 'é' } }, [[], false, false, true, ['ANNOTATE-EXPERIMENT-1']]],
    [{ gmailRaw: 'é', gmailLabel: 'a' }, ['any', false, false, true, ['X-GM-EXT-1']]],
    [{ fuzzy: { seen: true, modSeq: 5 } }, ['any', false, false, false, ['SEARCH=FUZZY', 'CONDSTORE']]],
    [{ uid: new SavedSearch() }, none],
    [{ not: { sequence: 5 } }, [[], true, false, false, []]],
    [{ and: [{ uid: '5:*' }] }, [[], false, true, false, []]],
    [{ sequence: '*' }, [[], true, true, false, []]],
    [{ or: [{ subject: 'é' }, { all: true }] }, [[], false, false, true, []]],
    [{ header: [['a', 'é']] }, [[], false, false, true, []]],
  ]
  for (const [query, expected] of table) assert.deepEqual(traits(query), expected, inspect(query))
})
