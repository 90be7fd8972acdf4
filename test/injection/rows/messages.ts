import type { FetchQuery } from '../../../src/codec/encode/fetch-query.ts'
import { aBoolean, absent, isInteger64, isNumber, isSet, key, other, text, type Row } from '../row.ts'

const isTrue = (value: unknown): boolean => value === true
const ofMailbox = {
  also: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === 'string') && value.length > 0,
}
const isBytes = (value: unknown): boolean => value instanceof Uint8Array
const UID_VALIDITY = { also: isNumber(7, 7) }

function inFetch(key: keyof FetchQuery, wrap: (value: never) => unknown = (value) => value): Row['call'] {
  return (imap, value) => imap.fetch('1:*', { [key]: wrap(value) } as FetchQuery)
}

const upper = { wire: (given: string) => given.toUpperCase() }

const FETCHING: readonly Row[] = [
  other('fetch', 'the set', '1:5', (imap, value) => imap.fetch(value, { flags: true }), { also: isSet }),
  other('fetch', 'the query', { flags: true }, (imap, value) => imap.fetch('1:*', value), {
    also: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
  }),
  other('fetch', 'an item', 'flags', (imap, value) => imap.fetch('1:*', { [value as string]: true } as FetchQuery), {
    also: (value) => typeof value === 'symbol',
  }),
  ...(
    'flags envelope bodyStructure body size internalDate modSeq saveDate emailId threadId gmailMessageId ' +
    'gmailThreadId gmailLabels text'
  )
    .split(' ')
    .map((key) => other('fetch', key, true, inFetch(key as keyof FetchQuery), { also: isTrue })),
  other('fetch', 'markSeen', true, (imap, value) => imap.fetch('1:*', { text: true, markSeen: value }), {
    also: isTrue,
  }),
  other('fetch', 'preview', 'lazy', inFetch('preview'), { also: isTrue }),
  other('fetch', 'source', { start: 0, length: 5 }, inFetch('source'), { also: isTrue }),
  other(
    'fetch',
    'the start of a range',
    5,
    inFetch('source', (start) => ({ start, length: 1 })),
    {
      also: (value) => value !== undefined && isNumber(0, Number.MAX_SAFE_INTEGER)(value),
    },
  ),
  other(
    'fetch',
    'the length of a range',
    5,
    inFetch('source', (length) => ({ start: 0, length })),
    {
      also: (value) => value !== undefined && isNumber(1, Number.MAX_SAFE_INTEGER)(value),
    },
  ),
  text(
    'fetch',
    'a header field',
    inFetch('headers', (name) => [name]),
    upper,
  ),
  text(
    'fetch',
    'a header field left out',
    inFetch('headers', (name) => ({ except: [name] })),
    upper,
  ),
  text(
    'fetch',
    'a field of a header list',
    inFetch('headerLists', (name) => ({ x: { fields: [name] } })),
    upper,
  ),
  other(
    'fetch',
    'the part of a header list',
    '1',
    inFetch('headerLists', (part) => ({ x: { fields: ['to'], part } })),
    {
      also: (value) => typeof value === 'string' && /^[1-9]\d*(?:\.[1-9]\d*)*$/.test(value),
    },
  ),
  other('fetch', 'headers', ['x'], inFetch('headers'), { also: isTrue }),
  ...(['parts', 'binary', 'binarySize'] as const).flatMap((key) => [
    other('fetch', key, ['1'], inFetch(key)),
    other(
      'fetch',
      `one of ${key}`,
      '1.2',
      inFetch(key, (value) => [value]),
      { also: (value) => value === '1' },
    ),
  ]),
  other(
    'fetch',
    'a part with a range',
    '1.2',
    inFetch('parts', (part) => [{ part, start: 0, length: 5 }]),
    {
      also: (value) => value === '1',
    },
  ),
  text(
    'fetch',
    'an entry of annotations',
    inFetch('annotations', (name) => ({ entries: [name], attributes: 'value' })),
    {
      around: (name) => `/${name}`,
    },
  ),
  text(
    'fetch',
    'an attribute of annotations',
    inFetch('annotations', (name) => ({ entries: '/x', attributes: [name] })),
  ),
  other('fetch', 'by', 'sequence', (imap, value) => imap.fetch('1:*', { flags: true }, { by: value }), {
    also: absent,
  }),
  other('fetch', 'changedSince', 5n, (imap, value) => imap.fetch('1:*', { flags: true }, { changedSince: value }), {
    also: isInteger64(1n),
  }),
  other(
    'fetch',
    'vanished',
    true,
    (imap, value) => imap.fetch('1:*', { flags: true }, { changedSince: 5n, vanished: value }),
    { also: absent },
  ),
  other(
    'fetch',
    'partial',
    { from: 1, to: 5 },
    (imap, value) => imap.fetch('1:*', { flags: true }, { partial: value }),
    { also: absent },
  ),
  other(
    'fetch',
    'uidValidity',
    7,
    (imap, value) => imap.fetch('1:*', { flags: true }, { uidValidity: value }),
    UID_VALIDITY,
  ),
  other('fetchOne', 'the uid', 5, (imap, value) => imap.fetchOne(value, { flags: true }), {
    also: (value) => value !== undefined && isNumber(1, 2 ** 32 - 1)(value),
  }),
  other('fetchOne', 'the query', { flags: true }, (imap, value) => imap.fetchOne(5, value), {
    also: (value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0,
  }),
  other('fetchBodies', 'the set', '5', (imap, value) => imap.fetchBodies(value, () => () => {}), { also: isSet }),
  other(
    'fetchBodies',
    'open',
    () => () => {},
    (imap, value) => imap.fetchBodies('5', value),
    {
      also: (value) => typeof value === 'function',
    },
  ),
  other('fetchBodies', 'part', '1.MIME', (imap, value) => imap.fetchBodies('5', () => () => {}, { part: value }), {
    also: (value) => value === '1' || absent(value),
  }),
  other('download', 'the uid', 5, (imap, value) => imap.download(value), {
    also: (value) => value !== undefined && isNumber(1, 2 ** 32 - 1)(value),
  }),
  other('download', 'the part', '1.MIME', (imap, value) => imap.download(5, value), {
    also: (value) => value === '1' || absent(value),
  }),
  other('download', 'uidValidity', 7, (imap, value) => imap.download(5, '1', { uidValidity: value }), UID_VALIDITY),
  other('download', 'maxOctets', 7, (imap, value) => imap.download(5, '1', { maxOctets: value }), {
    also: (value) => absent(value) || (typeof value === 'number' && value >= 0),
  }),
  other('download', 'window', 70_000, (imap, value) => imap.download(5, '1', { window: value }), {
    also: isNumber(16 * 1024, Number.MAX_SAFE_INTEGER),
  }),
  other('download', 'where to resume', 7, (imap, value) => imap.download(5, '1', { resume: { from: value } }), {
    also: (value) => value !== undefined && isNumber(0, Number.MAX_SAFE_INTEGER)(value),
  }),
]

const MESSAGE = 'a\r\n'

const ADDING: readonly Row[] = [
  text('append', 'the mailbox', (imap, value) => imap.append(value, MESSAGE), ofMailbox),
  text('append', 'the message', (imap, value) => imap.append('x', value), { also: isBytes }),
  text('append', 'a flag', (imap, value) => imap.append('x', MESSAGE, { flags: ['a', value] })),
  other('append', 'flags', ['a'], (imap, value) => imap.append('x', MESSAGE, { flags: value }), {
    also: (value) => absent(value) || (Array.isArray(value) && value.length === 0),
  }),
  other('append', 'date', new Date(0), (imap, value) => imap.append('x', MESSAGE, { date: value }), { also: absent }),
  text('append', 'a text to catenate', (imap, value) => imap.append('x', { catenate: ['a', value] }), {
    also: isBytes,
  }),
  text('append', 'a URL to catenate', (imap, value) => imap.append('x', { catenate: [{ url: value }] })),
  text(
    'append',
    'the mailbox of a part',
    (imap, value) => imap.append('x', { catenate: [{ mailbox: value, uid: 5 }] }),
    {
      wire: (given) => `/${encodeURIComponent(given)}/;UID=5`,
    },
  ),
  ...(['uid', 'uidValidity'] as const).map((key) =>
    other(
      'append',
      `the ${key} of a part`,
      5,
      (imap, value) => imap.append('x', { catenate: [{ mailbox: 'y', uid: 6, [key]: value }] }),
      { also: (value) => isNumber(1, 2 ** 32 - 1)(value) && (key === 'uidValidity' || value !== undefined) },
    ),
  ),
  other(
    'append',
    'the section of a part',
    '1.MIME',
    (imap, value) => imap.append('x', { catenate: [{ mailbox: 'y', uid: 6, section: value }] }),
    { also: (value) => absent(value) || value === '1' },
  ),
  other('append', 'what to catenate', ['a'], (imap, value) => imap.append('x', { catenate: value }), {
    also: (value) => Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string'),
  }),
  text('appendMany', 'the mailbox', (imap, value) => imap.appendMany(value, [{ message: MESSAGE }]), ofMailbox),
  text('appendMany', 'a message', (imap, value) => imap.appendMany('x', [{ message: 'a' }, { message: value }]), {
    also: isBytes,
  }),
  text('appendMany', 'a flag', (imap, value) => imap.appendMany('x', [{ message: 'a', flags: [value] }])),
  other('appendMany', 'messages', [{ message: 'a' }], (imap, value) => imap.appendMany('x', value)),
  other('appendMany', 'a message of the list', { message: 'a' }, (imap, value) => imap.appendMany('x', [value])),
  other('appendMany', 'atomic', true, (imap, value) => imap.appendMany('x', [{ message: 'a' }], { atomic: value }), {
    also: aBoolean,
  }),
  other('replace', 'the uid', 5, (imap, value) => imap.replace(value, 'x', MESSAGE), {
    also: (value) => value !== undefined && isNumber(1, 2 ** 32 - 1)(value),
  }),
  text('replace', 'the mailbox', (imap, value) => imap.replace(5, value, MESSAGE), ofMailbox),
  text('replace', 'the message', (imap, value) => imap.replace(5, 'x', value), { also: isBytes }),
  text('replace', 'a flag', (imap, value) => imap.replace(5, 'x', MESSAGE, { flags: [value] })),
]

const CHANGING: readonly Row[] = [
  other('store', 'the set', '5', (imap, value) => imap.store(value, { add: ['x'] }), { also: isSet }),
  ...(['add', 'remove', 'replace'] as const).flatMap((mode) => [
    text('store', `a flag to ${mode}`, (imap, value) => imap.store('5', { [mode]: ['a', value] } as never)),
    other('store', mode, ['x'], (imap, value) => imap.store('5', { [mode]: value } as never), {
      also: (value) => mode === 'replace' && Array.isArray(value) && value.length === 0,
    }),
  ]),
  ...(['addLabels', 'removeLabels', 'replaceLabels'] as const).flatMap((mode) => [
    text('store', `a label of ${mode}`, (imap, value) => imap.store('5', { [mode]: [value] } as never)),
    other('store', mode, ['x'], (imap, value) => imap.store('5', { [mode]: value } as never), {
      also: (value) => mode === 'replaceLabels' && Array.isArray(value) && value.length === 0,
    }),
  ]),
  key(
    'store',
    'an entry of annotations',
    (imap, value) => imap.store('5', { annotations: { [value]: { value: 'x' } } }),
    {
      around: (name) => `/${name}`,
    },
  ),
  key('store', 'an attribute of annotations', (imap, value) =>
    imap.store('5', { annotations: { '/x': { [value]: 'x' } } }),
  ),
  text('store', 'a value of annotations', (imap, value) => imap.store('5', { annotations: { '/x': { value } } }), {
    also: (value) => value === null,
  }),
  other('store', 'the edit', { add: ['x'] }, (imap, value) => imap.store('5', value)),
  other('store', 'unchangedSince', 5n, (imap, value) => imap.store('5', { add: ['x'] }, { unchangedSince: value }), {
    also: isInteger64(0n),
  }),
  other('store', 'silent', true, (imap, value) => imap.store('5', { add: ['x'] }, { silent: value }), { also: absent }),
  other(
    'store',
    'uidValidity',
    7,
    (imap, value) => imap.store('5', { add: ['x'] }, { uidValidity: value }),
    UID_VALIDITY,
  ),
  ...(['copy', 'move'] as const).flatMap((method) => [
    other(method, 'the set', '5', (imap, value) => imap[method](value, 'x'), { also: isSet }),
    text(method, 'the mailbox', (imap, value) => imap[method]('5', value), ofMailbox),
    other(method, 'uidValidity', 7, (imap, value) => imap[method]('5', 'x', { uidValidity: value }), UID_VALIDITY),
  ]),
  other('expunge', 'the set', '5', (imap, value) => imap.expunge(value), { also: isSet }),
  other('expunge', 'everythingDeleted', true, (imap, value) => imap.expunge({ everythingDeleted: value })),
  other('deleteMessages', 'the set', '5', (imap, value) => imap.deleteMessages(value), { also: isSet }),
]

export const MESSAGES: readonly Row[] = [...FETCHING, ...ADDING, ...CHANGING]
