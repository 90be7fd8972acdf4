/** SEARCH and its relatives: what is asked, whose answer it is, and what is made of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SavedSearch, type SearchQuery } from '../../src/index.ts'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

const CONTEXT = `${MODERN} SEARCHRES CONTEXT=SEARCH CONTEXT=SORT ESORT SORT SORT=DISPLAY THREAD=REFERENCES`
const FUZZY = `${MODERN} SEARCH=FUZZY PARTIAL SORT MULTISEARCH UIDBATCHES WITHIN`
const ALL: SearchQuery = { all: true }

test('PARTIAL is asked for where the server has it, and cut from ALL where it has not (RFC 9394 §3.1)', async (t) => {
  const part = { return: ['count', { partial: { from: -1, to: -2 } }] } as const
  const able = await selected(t, { capabilities: FUZZY })
  const asked = able.imap.search(ALL, part)
  await able.plays(`
    C: t1 UID SEARCH RETURN (COUNT PARTIAL -1:-2) ALL
    S: * ESEARCH (TAG "t1") UID COUNT 5 PARTIAL (-1:-2 5,8)
    S: t1 OK done
  `)
  assert.deepEqual(JSON.parse(JSON.stringify(await asked)), { count: 5, partial: '5,8' })

  // CONTEXT=SEARCH counts from the beginning only.
  const context = await selected(t, { capabilities: CONTEXT })
  const first = context.imap.search(ALL, { return: [{ partial: { from: 2, to: 3 } }], context: true })
  const last = context.imap.search(ALL, part)
  await context.plays(`
    C: t1 UID SEARCH RETURN (CONTEXT PARTIAL 2:3) ALL
    C: t2 UID SEARCH RETURN (COUNT ALL) ALL
    S: * ESEARCH (TAG "t1") UID PARTIAL (2:3 2:3)
    S: * ESEARCH (TAG "t2") UID COUNT 5 ALL 1:3,5,8
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual([String((await first).partial), String((await last).partial)], ['2:3', '5,8'])

  const plain = await selected(t, { capabilities: PLAIN })
  const cut = ([from, to]: readonly [number, number]) => plain.imap.search(ALL, { return: [{ partial: { from, to } }] })
  const ranges = [[1, 2], [2, 1], [4, 9], [6, 9], [-1, -1], [-9, -4], [-6, -9]] as const // prettier-ignore
  for (const [i, range] of ranges.entries()) {
    const token = cut(range)
    await plain.plays(`C: t${i} UID SEARCH ALL\nS: * SEARCH 1 2 3 5 8\nS: t${i} OK done`)
    assert.equal(String((await token).partial), ['1:2', '1:2', '5,8', '', '8', '1:2', ''][i])
  }
})

test('what an ESEARCH leaves out although it was asked for is an error', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CONTEXT })
  const tokens = [
    imap.search(ALL, { return: ['count'] }),
    imap.search(ALL, { return: [{ partial: { from: 1, to: 2 } }] }),
    imap.search(ALL, { return: ['count', 'all'] }),
    imap.sort(['date'], ALL),
  ]
  await plays(`
    C: t1 UID SEARCH RETURN (COUNT) ALL
    C: t2 UID SEARCH RETURN (PARTIAL 1:2) ALL
    C: t3 UID SEARCH RETURN (COUNT ALL) ALL
    C: t4 UID SORT RETURN (ALL) (DATE) UTF-8 ALL
    S: * ESEARCH (TAG "t1") UID MIN 1
    S: t1 OK done
    S: * ESEARCH (TAG "t2") UID
    S: t2 OK done
    S: * ESEARCH (TAG "t3") UID COUNT 5
    S: t3 OK done
    S: t4 OK done
  `)
  for (const token of tokens) await assert.rejects(token, { code: 'ERR_IMAP_INCOMPLETE', outcome: 'answered' })
})

test('modSeq is that of all messages found (RFC 4731 §3.2), with or without ESEARCH', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.search({ modSeq: 5n }, { return: ['min', 'modSeq'] })
  await plays(`
    C: t1 UID SEARCH RETURN (MIN COUNT) MODSEQ 5
    S: * ESEARCH (TAG "t1") UID MIN 3 COUNT 2 MODSEQ 917162500
    S: t1 OK done
  `)
  assert.deepEqual(await token, { min: 3, modSeq: 917162500n })
  const plain = await selected(t, { capabilities: `${PLAIN} CONDSTORE` })
  const old = plain.imap.search({ modSeq: 5n }, { return: ['modSeq'] })
  await plain.plays(`
    C: t1 UID SEARCH MODSEQ 5
    S: * SEARCH 1 (MODSEQ 7)
    S: * SEARCH 2 (MODSEQ 6)
    S: t1 OK done
  `)
  assert.deepEqual(await old, { modSeq: 7n })
})

test('relevancy goes with its message, and a server that says nothing of a fuzzy search has found nothing', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: FUZZY })
  const query = { fuzzy: { text: 'Helo' } }
  const scored = imap.search(query, { return: ['relevancy', 'count'] })
  const silent = imap.search(query, { return: ['relevancy', 'count'] })
  const short = imap.search(query, { return: ['relevancy'] })
  await plays(`
    C: t1 UID SEARCH RETURN (RELEVANCY COUNT ALL) FUZZY TEXT "Helo"
    C: t2 UID SEARCH RETURN (RELEVANCY COUNT ALL) FUZZY TEXT "Helo"
    C: t3 UID SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT "Helo"
    S: * ESEARCH (TAG "t1") UID ALL 1,5,8 COUNT 3 RELEVANCY (4 99 42)
    S: * ESEARCH (TAG "t3") UID ALL 1,5,8 RELEVANCY (4 99)
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  assert.deepEqual(await scored, { relevancy: new Map([[1, 4], [5, 99], [8, 42]]), count: 3 }) // prettier-ignore
  assert.deepEqual(await silent, { relevancy: new Map(), count: 0 })
  await assert.rejects(short, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('SORT with ESORT keeps the order, and MIN and MAX are first and last in it, whatever the server says', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CONTEXT })
  const all = imap.sort([{ reverse: 'date' }, 'displayFrom'], { since: '2026-01-01', subject: 'é' })
  const ends = imap.sort(['size'], ALL, { return: ['min', 'max', 'count'] })
  const part = imap.sort(['size'], ALL, { return: [{ partial: { from: 1, to: 2 } }] })
  await plays(
    `
    C: t1 UID SORT RETURN (ALL) (REVERSE DATE DISPLAYFROM) UTF-8 SINCE 1-Jan-2026 SUBJECT {2+}
    C: é
    C: t2 UID SORT RETURN (MIN MAX COUNT ALL) (SIZE) UTF-8 ALL
    C: t3 UID SORT RETURN (PARTIAL 1:2) (SIZE) UTF-8 ALL
    S: * ESEARCH (TAG "t2") UID COUNT 3 MIN 1 MAX 8 ALL 5,8,1
    S: * ESEARCH (TAG "t1") UID ALL 8,1:2
    S: * ESEARCH (TAG "t3") UID PARTIAL (1:2 5,1)
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `.replace('é', '\xc3\xa9'),
  )
  assert.deepEqual([...(await all)], [8, 1, 2])
  assert.deepEqual(await ends, { min: 5, max: 1, count: 3 })
  assert.deepEqual([...(await part).partial], [5, 1])
})

test('plain SORTs take turns, and so do THREADs; their lines add up', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: `${MODERN} SORT THREAD=REFS` })
  const tokens = [imap.sort(['date'], ALL), imap.sort(['size'], ALL, { return: ['max', 'count'] })] as const
  const threads = [imap.thread('refs', ALL), imap.thread('refs', { seen: false })] as const
  await plays(`
    C: t1 UID SORT (DATE) UTF-8 ALL
    C: t3 UID THREAD REFS UTF-8 ALL
    C:
    S: * SORT 5 3
    S: * THREAD (1 2)
    S: * SORT 4
    S: * THREAD (3)
    S: t3 OK done
    C: t4 UID THREAD REFS UTF-8 UNSEEN
    S: t1 OK done
    C: t2 UID SORT (SIZE) UTF-8 ALL
    S: * SORT 8 1
    S: t2 OK done
    S: t4 OK done
  `)
  assert.deepEqual([...(await tokens[0])], [5, 3, 4])
  assert.deepEqual(await tokens[1], { max: 1, count: 2 })
  assert.deepEqual(await threads[0], [
    { number: 1, children: [{ number: 2, children: [] }] },
    { number: 3, children: [] },
  ])
  assert.deepEqual(await threads[1], [])
})

test('a line that cannot be read fails every command whose answer it may have been', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CONTEXT })
  const tokens = [imap.search(ALL), imap.sort(['date'], ALL), imap.thread('references', ALL)]
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) ALL
    C: t2 UID SORT RETURN (ALL) (DATE) UTF-8 ALL
    C: t3 UID THREAD REFERENCES UTF-8 ALL
    S: * ESEARCH (TAG "t9") UID ALL x
    S: * THREAD (1
    S: * ESEARCH (TAG "t1") UID ALL 1
    S: * ESEARCH (TAG "t2") UID ALL 1
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  for (const token of tokens) await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('MULTISEARCH tells of each mailbox in which something was found, and needs none to be open (RFC 7377)', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: FUZZY })
  const found = imap.multiSearch(
    { seen: false },
    { in: ['personal', { mailboxes: ['a b', 'Entwürfe'] }, { subtreeOne: ['Lists'] }], return: ['min', 'count'] },
  )
  const nothing = imap.multiSearch({ draft: true }, { in: [{ subtree: ['x'] }] })
  await plays(`
    C: t1 ESEARCH IN (personal MAILBOXES ("a b" "Entw&APw-rfe") SUBTREE-ONE (Lists)) RETURN (MIN COUNT) UNSEEN
    C: t2 ESEARCH IN (SUBTREE (x)) RETURN (ALL) DRAFT
    S: * ESEARCH (TAG "t1" MAILBOX "INBOX" UIDVALIDITY 7) UID MIN 3 COUNT 9
    S: * ESEARCH (TAG "t1" MAILBOX "Entw&APw-rfe" UIDVALIDITY 8) UID MIN 1 COUNT 1
    S: t2 OK done
    S: t1 OK done
  `)
  assert.deepEqual(await found, [
    { min: 3, count: 9, mailbox: 'INBOX', wireName: undefined, uidValidity: 7 },
    { min: 1, count: 1, mailbox: 'Entwürfe', wireName: undefined, uidValidity: 8 },
  ])
  assert.deepEqual(await nothing, [])
  assert.deepEqual(log.news(), ['searchResult INBOX undefined by t1', 'searchResult Entwürfe undefined by t1'])
})

test('MULTISEARCH that the server gives up half-way is an error, as is an answer without a mailbox', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FUZZY })
  const limited = imap.multiSearch(ALL, { in: ['personal'] })
  const nameless = imap.multiSearch(ALL, { in: ['personal'] })
  await plays(`
    C: t1 ESEARCH IN (personal) RETURN (ALL) ALL
    C: t2 ESEARCH IN (personal) RETURN (ALL) ALL
    S: * ESEARCH (TAG "t1" MAILBOX INBOX UIDVALIDITY 7) UID ALL 1
    S: t1 OK [LIMIT] enough
    S: * ESEARCH (TAG "t2") UID ALL 1
    S: t2 OK done
  `)
  await assert.rejects(limited, { code: 'ERR_IMAP_INCOMPLETE' })
  await assert.rejects(nameless, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('UIDBATCHES go by their tag (RFC 10022)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: FUZZY })
  const all = imap.uidBatches(2000)
  const some = imap.uidBatches(500, { from: 50, to: 60 })
  const lost = imap.uidBatches(500)
  await plays(`
    C: t1 UIDBATCHES 2000
    C: t2 UIDBATCHES 500 50:60
    C: t3 UIDBATCHES 500
    S: * UIDBATCHES (TAG "t2")
    S: * UIDBATCHES (TAG "t1") 99:50,49:1
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  assert.deepEqual((await all).map(String), ['50:99', '1:49'])
  assert.deepEqual(await some, [])
  await assert.rejects(lost, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('what the server lacks is named, and nothing is sent', async (t) => {
  const { imap, plays } = await selected(t)
  const lacking: readonly (readonly [PromiseLike<unknown>, string])[] = [
    [imap.search({ older: 5 }), 'WITHIN'],
    [imap.search({ fuzzy: { from: 'a' } }), 'SEARCH=FUZZY'],
    [imap.search(ALL, { save: new SavedSearch() }), 'SEARCHRES'],
    [imap.sort(['date'], ALL), 'SORT'],
    [imap.thread('orderedSubject', ALL), 'THREAD=ORDEREDSUBJECT'],
    [imap.multiSearch(ALL, { in: ['personal'] }), 'MULTISEARCH'],
    [imap.searchUpdates(ALL), 'CONTEXT=SEARCH'],
    [imap.sortUpdates(['date'], ALL), 'CONTEXT=SORT'],
    [imap.uidBatches(500), 'UIDBATCHES'],
  ]
  for (const [token, capability] of lacking) {
    await assert.rejects(Promise.resolve(token), (error: Error & { code: string }) => {
      assert.equal(error.code, 'ERR_IMAP_CAPABILITY')
      assert.ok(error.message.endsWith(capability), error.message)
      return true
    })
  }
  await plays('C:')
})

test('wrong options are refused, and nothing is sent', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: `${CONTEXT} ${FUZZY}` })
  const wrong = <T>(value: unknown): T => value as T
  const tokens: readonly PromiseLike<unknown>[] = [
    imap.search(ALL, { return: [] }),
    imap.search(ALL, { return: wrong<never>(['mni']) }),
    imap.search(ALL, { return: wrong<never>('min') }),
    imap.search(ALL, { return: ['modSeq'] }),
    imap.search(ALL, { return: ['relevancy'] }),
    imap.search(ALL, { return: [{ partial: { from: 0, to: 5 } }] }),
    imap.search(ALL, { return: [{ partial: { from: 1, to: -5 } }] }),
    imap.search(ALL, { return: [{ partial: { from: 1.5, to: 5 } }] }),
    imap.search(ALL, { return: [{ partial: { from: 1, to: 2 ** 32 } }] }),
    imap.search(ALL, { return: wrong<never>([{ partial: { from: 1, to: 2, x: 3 } }]) }),
    imap.search(ALL, { return: [{ partial: { from: 1, to: 2 } }, { partial: { from: 3, to: 4 } }] }),
    imap.sort([], ALL),
    imap.sort(wrong(['x']), ALL),
    imap.sort(wrong([{ reverse: 'date', x: 1 }]), ALL),
    imap.sort(['relevancy'], ALL),
    imap.sort(['date'], {}),
    imap.thread(wrong('x'), ALL),
    imap.multiSearch(ALL, { in: [] }),
    imap.multiSearch(ALL, { in: wrong(['all']) }),
    imap.multiSearch(ALL, { in: [{ mailboxes: [] }] }),
    imap.multiSearch(ALL, { in: wrong([{ mailboxes: ['a'], subtree: ['b'] }]) }),
    imap.multiSearch({ sequence: 1 }, { in: ['personal'] }),
    imap.searchUpdates({ sequence: 1 }),
    imap.uidBatches(0),
    imap.uidBatches(500, { from: 1 }),
    imap.uidBatches(500, { from: 2, to: 1 }),
    imap.fetch(new SavedSearch(), { flags: true }, { by: 'sequence' }),
  ]
  for (const [i, token] of tokens.entries()) {
    await assert.rejects(Promise.resolve(token), { name: 'UsageError', code: 'ERR_IMAP_ARGUMENT' }, String(i))
  }
  await plays('C:')
})

test('where correlators are not trusted a MULTISEARCH gets its answers by being the only search', async (t) => {
  const options = { profile: { correlator: false } }
  const { imap, plays } = await connected(t, { capabilities: FUZZY, options })
  const first = imap.multiSearch(ALL, { in: ['personal'] })
  const second = imap.multiSearch(ALL, { in: ['personal'] })
  await plays(`
    C: t1 ESEARCH IN (personal) RETURN (ALL) ALL
    C:
    S: * ESEARCH (TAG "x" MAILBOX INBOX UIDVALIDITY 7) UID ALL 1
    S: t1 OK done
    C: t2 ESEARCH IN (personal) RETURN (ALL) ALL
    S: t2 OK done
  `)
  assert.deepEqual([(await first).length, (await second).length], [1, 0])
})

test('an answer that may be of several MULTISEARCHes fails them all', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FUZZY })
  const searches = [imap.multiSearch(ALL, { in: ['personal'] }), imap.multiSearch(ALL, { in: ['personal'] })]
  await plays(`
    C: t1 ESEARCH IN (personal) RETURN (ALL) ALL
    C: t2 ESEARCH IN (personal) RETURN (ALL) ALL
    S: * ESEARCH UID ALL 1
    S: t1 OK done
    S: t2 OK done
  `)
  for (const search of searches) await assert.rejects(search, { code: 'ERR_IMAP_MALFORMED' })
})

test('a MULTISEARCH of what is subscribed waits for the end of a SUBSCRIBE', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FUZZY })
  void imap.subscribe('a')
  void imap.multiSearch(ALL, { in: ['subscribed'] })
  await plays(`
    C: t1 SUBSCRIBE a
    C:
    S: t1 OK done
    C: t2 ESEARCH IN (subscribed) RETURN (ALL) ALL
  `)
})

test('RFC 6855 §3: behind an ENABLE of UTF8=ACCEPT no CHARSET is named, though it was when the search was submitted', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${FUZZY} UTF8=ACCEPT` })
  void imap.enable(['UTF8=ACCEPT'])
  void imap.multiSearch({ subject: 'Ü' }, { in: ['personal'] })
  void imap.select('INBOX')
  void imap.search({ subject: 'Ü' })
  await plays(`
    C: t1 ENABLE UTF8=ACCEPT
    C: t3 SELECT INBOX
    C:
    S: * ENABLED UTF8=ACCEPT
    S: t1 OK done
    C: t2 ESEARCH IN (personal) RETURN (ALL) SUBJECT "\xc3\x9c"
    C: t4 UID SEARCH RETURN (ALL) SUBJECT "\xc3\x9c"
  `)
})
