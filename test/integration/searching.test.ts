/** Searching, sorting and threading on a real server, compared with what a second connection is told. */
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { SavedSearch, walkThreads, type ImapConnection, type SearchChange, type SearchQuery } from '../../src/index.ts'
import { describe } from '../../src/codec/encode/search/traits.ts'
import { appendAll, corpus } from '../support/mail.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { message, messages, openAccount } from './account.ts'

type Case = {
  readonly what: string
  readonly on: 'dovecot' | 'dovecot24' | 'cyrus' | 'courier'
  readonly without: readonly string[]
}

/** Each once as it is, and Dovecot once more without what saves us work. */
const CASES: readonly Case[] = [
  { what: 'Dovecot 2.3', on: 'dovecot', without: [] },
  { what: 'Dovecot 2.3 without ESEARCH and its kin', on: 'dovecot', without: ['ESEARCH', 'ESORT', 'CONTEXT=SEARCH'] },
  { what: 'Dovecot 2.4', on: 'dovecot24', without: [] },
  { what: 'Cyrus', on: 'cyrus', without: [] },
  { what: 'Courier', on: 'courier', without: [] },
]

function open(
  t: TestContext,
  { on, without }: Case,
  options: { readonly messages?: readonly string[] } = {},
): ReturnType<typeof openAccount> {
  return openAccount(t, { on, profile: { without }, ...options })
}

/** Also by what includes it. */
const understands = (imap: ImapConnection, capability: string): boolean =>
  has(imap, capability) || (capability === 'CONDSTORE' && has(imap, 'QRESYNC'))

const has = (imap: ImapConnection, capability: string): boolean => imap.capabilities.has(capability)

/** The numbers in the one untagged line that a raw command is answered with. */
async function answer(raw: RawImap, command: string, name: string): Promise<string> {
  const { untagged } = await raw.ok(command)
  const line = untagged.find((each) => each.startsWith(`* ${name}`))
  return line?.slice(`* ${name}`.length).trim() ?? ''
}

for (const each of CASES) {
  test(`${each.what}: every search key it has finds what the same key finds by hand`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap, raw } = account
    await appendAll(raw, 'INBOX', corpus())
    await imap.select('INBOX')
    await raw.ok('EXAMINE INBOX')
    const keys: readonly (readonly [SearchQuery, string])[] = [
      [{ all: true }, 'ALL'],
      [{ seen: false, not: { flagged: true } }, 'UNSEEN NOT FLAGGED'],
      [{ or: [{ answered: true }, { draft: true }, { deleted: true }] }, 'OR ANSWERED OR DRAFT DELETED'],
      [{ keyword: '$Label' }, 'KEYWORD $Label'],
      [{ unkeyword: 'nope' }, 'UNKEYWORD nope'],
      [{ from: 'example' }, 'FROM example'],
      [{ header: { Subject: '' } }, 'HEADER Subject ""'],
      [{ text: 'the' }, 'TEXT the'],
      [{ since: '2000-01-01', before: '2026-06-01' }, 'SINCE 1-Jan-2000 BEFORE 1-Jun-2026'],
      [{ sentSince: '2001-01-01' }, 'SENTSINCE 1-Jan-2001'],
      [{ larger: 1000, smaller: 100_000 }, 'LARGER 1000 SMALLER 100000'],
      [{ uid: '2:4,6:*' }, 'UID 2:4,6:*'],
      [{ sequence: '1:3' }, '1:3'],
      [{ modSeq: 2n }, 'MODSEQ 2'],
      [{ emailId: 'Mxyzzy' }, 'EMAILID Mxyzzy'],
      [{ fuzzy: { subject: 'xyzzy' } }, 'FUZZY SUBJECT xyzzy'],
      [{ modSeq: { atLeast: 1, flag: '\\Seen' } }, 'MODSEQ "/flags/\\\\seen" all 1'],
      [{ younger: 3600 }, 'YOUNGER 3600'],
      [{ older: 3600 }, 'OLDER 3600'],
      [{ savedSince: '2020-01-01' }, 'SAVEDSINCE 1-Jan-2020'],
      [{ savedBefore: '2020-01-01' }, 'SAVEDBEFORE 1-Jan-2020'],
      [{ saveDateSupported: true }, 'SAVEDATESUPPORTED'],
    ]
    const known = keys.filter(([query]) => describe(query).needs.every((capability) => understands(imap, capability)))
    assert.ok(known.length >= 13)
    const found = await Promise.all(known.map(([query]) => imap.search(query)))
    for (const [i, [, key]] of known.entries()) {
      const byHand = (await answer(raw, `UID SEARCH ${key}`, 'SEARCH')).replace(/ ?\(MODSEQ.*/, '')
      assert.equal([...found[i]!].join(' '), byHand, key)
    }
  })
}

for (const each of CASES) {
  test(`${each.what}: min, max, count, parts and mod-sequence of a search are those of its messages`, async (t) => {
    const account = await open(t, each, { messages: messages(9) })
    if (account === undefined) return
    const { imap } = account
    const { highestModSeq } = await imap.select('INBOX')
    const odd: SearchQuery = { uid: '1,3,5,7,9' }
    const [ends, first, last, beyond, none, since] = await Promise.all([
      imap.search(odd, { return: ['min', 'max', 'count', 'all'] }),
      imap.search(odd, { return: ['count', { partial: { from: 2, to: 3 } }], context: true }),
      imap.search(odd, { return: [{ partial: { from: -1, to: -2 } }] }),
      imap.search(odd, { return: [{ partial: { from: 6, to: 9 } }] }),
      imap.search({ from: 'nobody' }, { return: ['min', 'max', 'count', { partial: { from: 1, to: 5 } }] }),
      understands(imap, 'CONDSTORE') ? imap.search({ modSeq: 1n }, { return: ['modSeq', 'min'] }) : undefined,
    ])
    assert.deepEqual(JSON.parse(JSON.stringify([ends, first, last, beyond, none])), [
      { min: 1, max: 9, count: 5, all: '1,3,5,7,9' },
      { count: 5, partial: '3,5' },
      { partial: '7,9' },
      { partial: '' },
      { count: 0, partial: '' },
    ])
    if (since !== undefined) assert.deepEqual(since, { modSeq: highestModSeq, min: 1 })
  })
}

for (const each of CASES.filter(({ on }) => on !== 'courier')) {
  test(`${each.what}: $ is what its search found, for reads behind it and for changes after it`, async (t) => {
    const account = await open(t, each, { messages: messages(6) })
    if (account === undefined) return
    const { imap, raw } = account
    await imap.select('INBOX')
    await imap.store('2,4,5', { add: ['\\Flagged'] })
    const hits = new SavedSearch()
    const count = imap.search({ flagged: true }, { return: ['count'], save: hits })
    const rows = imap.fetch(hits, { flags: true })
    const narrowed = imap.search({ uid: hits, not: { uid: 4 } })
    const stored = imap.store(hits, { add: ['$Hit'] })
    const copied = imap.copy(hits, 'INBOX', { after: stored })
    assert.deepEqual(await count, { count: 3 })
    assert.deepEqual(
      (await rows).map(({ uid }) => uid),
      [2, 4, 5],
    )
    assert.equal(String(await narrowed), '2,5')
    assert.equal(String((await copied).uids?.source), '2,4:5')
    await raw.ok('EXAMINE INBOX')
    assert.equal(await answer(raw, 'UID SEARCH KEYWORD $Hit', 'SEARCH'), '2 4 5 7 8 9')

    const second = new SavedSearch()
    const failing = imap.search({ keyword: '$Hit' }, { save: second })
    await failing
    await assert.rejects(imap.store(hits, { add: ['$Wrong'] }), { code: 'ERR_IMAP_STATE' })
    await imap.examine('INBOX')
    await assert.rejects(imap.fetch(second, { flags: true }), { code: 'ERR_IMAP_STATE' })
    assert.equal(await answer(raw, 'UID SEARCH KEYWORD $Wrong', 'SEARCH'), '')
  })
}

for (const each of CASES) {
  test(`${each.what}: SORT is in the order the server gives by hand, first and last, in parts, and reversed`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap, raw } = account
    await appendAll(raw, 'INBOX', corpus())
    await imap.select('INBOX')
    await raw.ok('EXAMINE INBOX')
    const orders = [
      [['subject', 'date'], 'SUBJECT DATE'],
      [[{ reverse: 'size' }, 'arrival'], 'REVERSE SIZE ARRIVAL'],
      [['from', { reverse: 'to' }, 'cc'], 'FROM REVERSE TO CC'],
      [['displayFrom', 'displayTo'], 'DISPLAYFROM DISPLAYTO'],
    ] as const
    const known = orders.filter(([, criteria]) => !criteria.startsWith('DISPLAY') || has(imap, 'SORT=DISPLAY'))
    const sorted = await Promise.all(known.map(([criteria]) => imap.sort(criteria, { all: true })))
    for (const [i, [, criteria]] of known.entries()) {
      assert.equal([...sorted[i]!].join(' '), await answer(raw, `UID SORT (${criteria}) UTF-8 ALL`, 'SORT'))
    }
    const { min, max, count, partial } = await imap.sort(['size'], { all: true }, {
    return: ['min', 'max', 'count', { partial: { from: -1, to: -3 } }],
  }) // prettier-ignore
    const bySize = (await answer(raw, 'UID SORT (SIZE) UTF-8 ALL', 'SORT')).split(' ').map(Number)
    assert.deepEqual([min, max, count, [...partial]], [bySize[0], bySize.at(-1), bySize.length, bySize.slice(-3)])
    assert.equal((await imap.sort(['date'], { from: 'qqqzzz' })).size, 0)
  })
}

for (const each of CASES) {
  test(`${each.what}: THREAD gives every message once, under the one it answers`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap, raw } = account
    const answerTo = (subject: string, parent: string, id: string): string =>
      message(subject).replace(/Message-ID: .*\r\n/, `Message-ID: <${id}@x>\r\nReferences: <${parent}@x>\r\n`)
    await account.server.deliver(
      account.user,
      'INBOX',
      message('a').replace('<a@example.org>', '<a@x>'),
      answerTo('Re: a', 'a', 'b'),
      answerTo('Re: a', 'a', 'c'),
      answerTo('Re: a', 'b', 'd'),
      message('z'),
    )
    await imap.select('INBOX')
    await raw.ok('EXAMINE INBOX')
    for (const algorithm of ['references', 'refs', 'orderedSubject'] as const) {
      if (!has(imap, `THREAD=${algorithm.toUpperCase()}`)) continue
      const threads = await imap.thread(algorithm, { all: true })
      const walked = [...walkThreads(threads)]
      assert.deepEqual(
        walked.map(({ number }) => number).toSorted((a, b) => a! - b!),
        [1, 2, 3, 4, 5],
        algorithm,
      )
      if (algorithm === 'orderedSubject') continue
      assert.deepEqual(
        walked.map(({ number, depth }) => `${number}/${depth}`),
        ['1/0', '2/1', '4/2', '3/1', '5/0'],
        algorithm,
      )
    }
    assert.deepEqual(await imap.thread('references', { from: 'nobody' }), [])
  })
}

test('a search with updates tells what somebody else adds, changes and removes, until it is cancelled', async (t) => {
  const account = await openAccount(t, { messages: messages(3) })
  if (account === undefined) return
  const { imap, raw, server, user } = account
  await imap.select('INBOX')
  const token = imap.searchUpdates({ seen: false })
  const changes = token[Symbol.asyncIterator]()
  const next = async (): Promise<string> => {
    const { value } = (await changes.next()) as { value: SearchChange }
    return `${value.change} ${value.uids}`
  }
  assert.equal(await next(), 'found 1:3')
  await raw.ok('SELECT INBOX')
  await raw.ok('UID STORE 2 +FLAGS (\\Seen)')
  await imap.noop()
  assert.equal(await next(), 'removed 2')
  await server.deliver(user, 'INBOX', message('new'))
  await imap.noop()
  assert.equal(await next(), 'added 4')
  await raw.ok('UID STORE 1 +FLAGS (\\Deleted)')
  await raw.ok('UID EXPUNGE 1')
  await imap.noop()
  assert.equal(await next(), 'removed 1')
  // It does not stand in the way of anything.
  assert.equal(String(await imap.search({ seen: false })), '3:4')
  token.cancel()
  await assert.rejects(token, { name: 'CancelledError' })
  await imap.noop()
  const second = imap.searchUpdates({ seen: true })
  const reading = (async () => {
    const seen: string[] = []
    for await (const { change, uids } of second) seen.push(`${change} ${uids}`)
    return seen
  })()
  await imap.noop()
  await imap.unselect()
  await second
  assert.deepEqual(await reading, ['found 2'])
})

test('text beyond ASCII is found, and what the server lacks is an error that names it', async (t) => {
  const account = await openAccount(t, { messages: [message('=?utf-8?q?Gr=C3=BC=C3=9Fe?='), message('x')] })
  if (account === undefined) return
  const { imap } = account
  await imap.select('INBOX')
  assert.equal(String(await imap.search({ subject: 'Grüße' })), '1')
  assert.equal(String(await imap.sort(['date'], { subject: 'grüße' })), '1')
  await assert.rejects(imap.search({ emailId: 'x' }), { code: 'ERR_IMAP_CAPABILITY' })
  await assert.rejects(imap.multiSearch({ all: true }, { in: ['personal'] }), { code: 'ERR_IMAP_CAPABILITY' })
})

test('Cyrus searches many mailboxes with one command, whichever is open', async (t) => {
  const account = await openAccount(t, { on: 'cyrus' })
  if (account === undefined) return
  const { imap, raw } = account
  await Promise.all([imap.create(['Lists', 'imap']), imap.create(['Entwürfe']), imap.create(['Empty'])])
  const [first, second, third] = await Promise.all([
    imap.append('INBOX', message('needle')),
    imap.append(['Entwürfe'], message('needle')),
    imap.append(['Lists', 'imap'], message('other')),
  ])
  const query: SearchQuery = { subject: 'needle' }
  const personal = imap.multiSearch(query, { in: ['personal'], return: ['count', 'min', 'all'] })
  const named = imap.multiSearch({ all: true }, { in: [{ mailboxes: ['Entwürfe', 'Empty'] }, { subtree: ['Lists'] }] })
  const nothing = imap.multiSearch({ subject: 'xyzzy' }, { in: ['personal'], return: ['count'] })
  const found = (await personal).toSorted((a, b) => a.mailbox.localeCompare(b.mailbox))
  assert.deepEqual(
    found.map(({ mailbox, uidValidity, count, min, all }) => [mailbox, uidValidity, count, min, String(all)]),
    [
      ['Entwürfe', second.uidValidity, 1, second.uid, String(second.uid)],
      ['INBOX', first.uidValidity, 1, first.uid, String(first.uid)],
    ],
  )
  assert.deepEqual(
    (await named)
      .toSorted((a, b) => a.mailbox.localeCompare(b.mailbox))
      .map(({ mailbox, uidValidity, all }) => [mailbox, uidValidity, [...all]]),
    [
      ['Entwürfe', second.uidValidity, [second.uid]],
      ['Lists/imap', third.uidValidity, [third.uid]],
    ],
  )
  assert.deepEqual(await nothing, [])
  await imap.select('INBOX')
  const both = await Promise.all([
    imap.search(query),
    imap.multiSearch(query, { in: ['selected'] }),
    imap.multiSearch(query, { in: [{ mailboxes: ['Entwürfe'] }] }),
  ])
  assert.deepEqual([String(both[0]), both[1].length, both[2].length], [String(first.uid), 1, 1])
  await raw.ok('EXAMINE INBOX')
  assert.equal(await answer(raw, 'UID SEARCH SUBJECT needle', 'SEARCH'), String(first.uid))
})

test('Cyrus tells nothing of a fuzzy search that finds nothing, and that is an answer', async (t) => {
  const account = await openAccount(t, { on: 'cyrus', messages: messages(2) })
  if (account === undefined) return
  const { imap } = account
  await imap.select('INBOX')
  const query: SearchQuery = { fuzzy: { body: 'qqqzzz' } }
  assert.deepEqual(await imap.search(query, { return: ['relevancy', 'count'] }), { relevancy: new Map(), count: 0 })
  assert.equal((await imap.search(query)).size, 0)
})
