import type { SearchQuery } from '../../../src/codec/encode/search/query.ts'
import { SavedSearch } from '../../../src/codec/sequence-set.ts'
import { aBoolean, absent, isInteger64, isNumber, isSet, key as ofKey, other, text, type Row } from '../row.ts'

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')

function inQuery(key: keyof SearchQuery, wrap: (value: never) => unknown = (value) => value): Row['call'] {
  return (imap, value) => imap.search({ [key]: wrap(value) })
}

const present =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value !== undefined && check(value)

const QUERIES: readonly Row[] = [
  ...(['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text', 'gmailLabel', 'keyword', 'unkeyword'] as const).map(
    (key) => text('search', key, inQuery(key), { also: isTexts }),
  ),
  text(
    'search',
    'one of several texts',
    inQuery('from', (value) => ['a', value]),
  ),
  text('search', 'gmailRaw', inQuery('gmailRaw'), { also: isTexts }),
  ofKey(
    'search',
    'a header field',
    inQuery('header', (value) => ({ [value]: 'x' })),
  ),
  text(
    'search',
    'the value of a header field',
    inQuery('header', (value) => ({ subject: value })),
    { also: isTexts },
  ),
  text(
    'search',
    'a header field of a pair',
    inQuery('header', (value) => [[value, 'x']]),
  ),
  other('search', 'header', { subject: 'x' }, inQuery('header'), { also: (value) => value instanceof String }),
  text('search', 'emailId', inQuery('emailId'), { also: isTexts }),
  text('search', 'threadId', inQuery('threadId'), { also: isTexts }),
  text('search', 'filter', inQuery('filter'), { also: isTexts }),
  text(
    'search',
    'the entry of an annotation',
    inQuery('annotation', (entry) => ({ entry, value: 'x' })),
    {
      around: (name) => `/${name}`,
    },
  ),
  text(
    'search',
    'the value of an annotation',
    inQuery('annotation', (value) => ({ entry: '/x', value })),
  ),
  other(
    'search',
    'the scope of an annotation',
    'private',
    inQuery('annotation', (scope) => ({ entry: '/x', value: '', scope })),
    {
      also: absent,
    },
  ),
  ...(
    ['before', 'on', 'since', 'sentBefore', 'sentOn', 'sentSince', 'savedBefore', 'savedOn', 'savedSince'] as const
  ).map((key) => other('search', key, '2026-02-01', inQuery(key))),
  ...(['year', 'month', 'day'] as const).map((part) =>
    other(
      'search',
      `the ${part} of a date`,
      5,
      inQuery('on', (value) => ({ year: 2026, month: 2, day: 1, [part]: value })),
      {
        also: present(isNumber(1, 9999)),
      },
    ),
  ),
  ...(
    'all answered deleted draft flagged seen recent new old saveDateSupported'.split(' ') as (keyof SearchQuery)[]
  ).map((key) => other('search', key, true, inQuery(key), { also: present(aBoolean) })),
  ...(['larger', 'smaller', 'gmailMessageId', 'gmailThreadId', 'modSeq'] as const).map((key) =>
    other('search', key, 5n, inQuery(key), { also: present(isInteger64(0n)) }),
  ),
  ...(['older', 'younger'] as const).map((key) =>
    other('search', key, 5, inQuery(key), { also: (v) => present(isInteger64(1n))(v) && Number(v) < 2 ** 32 }),
  ),
  other(
    'search',
    'atLeast of modSeq',
    5n,
    inQuery('modSeq', (atLeast) => ({ atLeast, flag: 'x' })),
    {
      also: present(isInteger64(0n)),
    },
  ),
  text(
    'search',
    'the flag of modSeq',
    inQuery('modSeq', (flag) => ({ atLeast: 5, flag })),
    {
      wire: (given) => `/flags/${given.toLowerCase()}`,
    },
  ),
  other(
    'search',
    'the type of modSeq',
    'priv',
    inQuery('modSeq', (type) => ({ atLeast: 5, flag: 'x', type })),
    {
      also: absent,
    },
  ),
  other('search', 'uid', '1:5', inQuery('uid'), { also: isSet }),
  other('search', 'sequence', '1:5', inQuery('sequence'), { also: isSet }),
  ...(['fuzzy', 'not'] as const).flatMap((key) => [
    other('search', key, { seen: true }, inQuery(key)),
    text(
      'search',
      `a text in ${key}`,
      inQuery(key, (value) => ({ subject: value })),
      { also: isTexts },
    ),
  ]),
  ...(['and', 'or'] as const).flatMap((key) => [
    other('search', key, [{ seen: true }, { draft: true }], inQuery(key)),
    text(
      'search',
      `a text in ${key}`,
      inQuery(key, (value) => [{ subject: value }, { seen: true }]),
      { also: isTexts },
    ),
  ]),
  other('search', 'a key', 'seen', (imap, value) => imap.search({ [value as string]: true } as SearchQuery)),
  other('search', 'the query', { seen: true }, (imap, value) => imap.search(value)),
]

const RANGE = { from: 1, to: 5 }

const RETURNS: readonly Row[] = [
  other('search', 'return', ['count'], (imap, value) => imap.search({ all: true }, { return: value }), {
    also: absent,
  }),
  other('search', 'one return', 'count', (imap, value) => imap.search({ all: true }, { return: [value] })),
  ...(['from', 'to'] as const).map((end) =>
    other(
      'search',
      `partial ${end}`,
      5,
      (imap, value) => imap.search({ all: true }, { return: [{ partial: { ...RANGE, [end]: value } }] }),
      { also: present(isNumber(1, 2 ** 32 - 1)) },
    ),
  ),
  other('search', 'save', new SavedSearch(), (imap, value) => imap.search({ all: true }, { save: value }), {
    also: absent,
  }),
  other('search', 'context', true, (imap, value) => imap.search({ all: true }, { context: value }), { also: aBoolean }),
  other('sort', 'return', ['count'], (imap, value) => imap.sort(['date'], { all: true }, { return: value }), {
    also: absent,
  }),
  other(
    'multiSearch',
    'return',
    ['count'],
    (imap, value) => imap.multiSearch({ all: true }, { in: ['inboxes'], return: value }),
    { also: absent },
  ),
]

export const SEARCHING: readonly Row[] = [
  ...QUERIES,
  ...RETURNS,
  other('sort', 'the criteria', ['date'], (imap, value) => imap.sort(value, { all: true })),
  other('sort', 'a criterion', 'date', (imap, value) => imap.sort([value], { all: true })),
  other('sort', 'a reversed criterion', 'date', (imap, value) => imap.sort([{ reverse: value }], { all: true })),
  text('sort', 'a text of the query', (imap, value) => imap.sort(['date'], { subject: value }), { also: isTexts }),
  other('sort', 'the query', { seen: true }, (imap, value) => imap.sort(['date'], value)),
  other('thread', 'the algorithm', 'refs', (imap, value) => imap.thread(value, { all: true })),
  text('thread', 'a text of the query', (imap, value) => imap.thread('refs', { subject: value }), { also: isTexts }),
  text(
    'multiSearch',
    'a text of the query',
    (imap, value) => imap.multiSearch({ subject: value }, { in: ['inboxes'] }),
    {
      also: isTexts,
    },
  ),
  text(
    'multiSearch',
    'a mailbox',
    (imap, value) => imap.multiSearch({ all: true }, { in: [{ mailboxes: ['a', value] }] }),
    { also: isTexts },
  ),
  text('multiSearch', 'a subtree', (imap, value) => imap.multiSearch({ all: true }, { in: [{ subtree: [value] }] }), {
    also: isTexts,
  }),
  other('multiSearch', 'a source', 'inboxes', (imap, value) => imap.multiSearch({ all: true }, { in: [value] })),
  other('multiSearch', 'sources', ['inboxes'], (imap, value) => imap.multiSearch({ all: true }, { in: value })),
  text('searchUpdates', 'a text of the query', (imap, value) => imap.searchUpdates({ subject: value }), {
    also: isTexts,
  }),
  text('sortUpdates', 'a text of the query', (imap, value) => imap.sortUpdates(['date'], { subject: value }), {
    also: isTexts,
  }),
  other('sortUpdates', 'the criteria', ['date'], (imap, value) => imap.sortUpdates(value, { all: true })),
  other('uidBatches', 'the size', 500, (imap, value) => imap.uidBatches(value), {
    also: present(isNumber(1, 2 ** 32 - 1)),
  }),
]
