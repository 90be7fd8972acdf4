/** `$` (RFC 9051 §6.4.4.1): who may ride behind the search that saves it, and who waits. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SavedSearch } from '../../src/index.ts'
import { MODERN, open, selected } from '../support/scripted-peer.ts'

const CAPABILITIES = `${MODERN} SEARCHRES`
const options = { capabilities: CAPABILITIES }

test('reads of $ travel with the search, changes through $ wait for its OK', async (t) => {
  const { imap, plays } = await selected(t, options)
  const hits = new SavedSearch()
  const search = imap.search({ flagged: true }, { return: ['count'], save: hits })
  const rows = imap.fetch(hits, { size: true })
  const narrowed = imap.search({ uid: hits, seen: false })
  const stored = imap.store(hits, { add: ['\\Seen'] })
  const copied = imap.copy(hits, 'x')
  assert.equal(hits.uids, undefined)
  await plays(`
    C: t1 UID SEARCH RETURN (SAVE COUNT ALL) FLAGGED
    C: t2 UID FETCH $ (UID RFC822.SIZE)
    C: t3 UID SEARCH RETURN (ALL) UID $ UNSEEN
    C:
    S: * ESEARCH (TAG "t1") UID COUNT 2 ALL 3,5
    S: t1 OK saved
    S: * 3 FETCH (UID 3 RFC822.SIZE 10)
    S: * 4 FETCH (UID 5 RFC822.SIZE 11)
    S: t2 OK done
    S: * ESEARCH (TAG "t3") UID ALL 5
    S: t3 OK done
    C: t4 UID STORE $ +FLAGS (\\Seen)
    S: t4 OK stored
    C: t5 UID COPY $ x
    S: t5 OK copied
  `)
  assert.deepEqual(await search, { count: 2 })
  assert.equal(String(hits.uids), '3,5')
  assert.deepEqual(
    (await rows).map(({ uid, size }) => [uid, size]),
    [[3, 10], [5, 11]], // prettier-ignore
  )
  assert.equal(String(await narrowed), '5')
  await Promise.all([stored, copied])
})

test('a row that another FETCH asked for is no row of $ unless $ has its message', async (t) => {
  const { imap, plays } = await selected(t, options)
  const hits = new SavedSearch()
  const everything = imap.fetch('1:*', { size: true })
  const search = imap.search({ flagged: true }, { save: hits })
  const rows = imap.fetch(hits, { size: true })
  await plays(`
    C: t1 UID FETCH 1:* (UID RFC822.SIZE)
    C: t2 UID SEARCH RETURN (SAVE ALL) FLAGGED
    C: t3 UID FETCH $ (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * ESEARCH (TAG "t2") UID ALL 3
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: * 3 FETCH (UID 3 RFC822.SIZE 10)
    S: t2 OK done
    S: t1 OK done
    S: t3 OK done
  `)
  await search
  assert.deepEqual(
    (await everything).map(({ uid }) => uid),
    [1, 2, 3],
  )
  assert.deepEqual(
    (await rows).map(({ uid }) => uid),
    [3],
  )
})

for (const reply of ['NO', 'BAD'] as const) {
  test(`after ${reply} to the search nothing that named its $ has a result`, async (t) => {
    const { imap, plays } = await selected(t, options)
    const hits = new SavedSearch()
    const search = imap.search({ flagged: true }, { save: hits })
    const rows = imap.fetch(hits, { size: true })
    const stored = imap.store(hits, { add: ['\\Deleted'] })
    await plays(`
      C: t1 UID SEARCH RETURN (SAVE ALL) FLAGGED
      C: t2 UID FETCH $ (UID RFC822.SIZE)
      C:
      S: t1 ${reply} no
      S: * 1 FETCH (UID 1 RFC822.SIZE 10)
      S: t2 OK done
      C:
    `)
    await assert.rejects(search, { name: 'CommandError' })
    await assert.rejects(rows, { code: 'ERR_IMAP_DEPENDENCY' })
    await assert.rejects(stored, { code: 'ERR_IMAP_DEPENDENCY', outcome: 'unsent' })
    await assert.rejects(imap.store(hits, { add: ['\\Deleted'] }), { code: 'ERR_IMAP_DEPENDENCY' })
    await plays('C:')
  })
}

test('another search that saves, or another mailbox, makes a $ useless', async (t) => {
  const connection = await selected(t, options)
  const { imap, plays } = connection
  const [first, second] = [new SavedSearch(), new SavedSearch()]
  const searches = [imap.search({ flagged: true }, { save: first }), imap.search({ seen: true }, { save: second })]
  await plays(`
    C: t1 UID SEARCH RETURN (SAVE ALL) FLAGGED
    C: t2 UID SEARCH RETURN (SAVE ALL) SEEN
    S: * ESEARCH (TAG "t1") UID ALL 3
    S: t1 OK done
    S: * ESEARCH (TAG "t2") UID
    S: t2 OK done
  `)
  await Promise.all(searches)
  const stale = { name: 'UsageError', code: 'ERR_IMAP_STATE', outcome: 'unsent' }
  await assert.rejects(imap.fetch(first, { size: true }), stale)
  await assert.rejects(imap.search({ seen: true }, { save: second }), { code: 'ERR_IMAP_ARGUMENT' })
  await assert.rejects(imap.fetch(new SavedSearch(), { size: true }), stale)
  await open(connection, { mailbox: 'other' }, CAPABILITIES)
  await assert.rejects(imap.store(second, { add: ['x'] }), stale)
  await plays('C:')
})

test('a search that saves stays behind those that read the $ before it', async (t) => {
  const { imap, plays } = await selected(t, options)
  const [first, second] = [new SavedSearch(), new SavedSearch()]
  const deleted = imap.store('1', { add: ['\\Flagged'] })
  const search = imap.search({ flagged: true }, { save: first })
  const rows = imap.fetch(first, { size: true })
  const later = imap.search({ all: true }, { save: second })
  // `later` needs no flags and could overtake, were it not for $.
  await plays(`
    C: t1 UID STORE 1 +FLAGS (\\Flagged)
    C:
    S: t1 OK done
    C: t2 UID SEARCH RETURN (SAVE ALL) FLAGGED
    C: t3 UID FETCH $ (UID RFC822.SIZE)
    C: t4 UID SEARCH RETURN (SAVE ALL) ALL
    S: * ESEARCH (TAG "t2") UID
    S: t2 OK done
    S: t3 OK done
    S: * ESEARCH (TAG "t4") UID ALL 1
    S: t4 OK done
  `)
  await Promise.all([deleted, search, rows, later])
  assert.equal(String(second.uids), '1')
})

test('a cancelled search takes with it what names its $', async (t) => {
  const { imap, plays } = await selected(t, options)
  const hits = new SavedSearch()
  const blocker = imap.store('1', { add: ['\\Flagged'] })
  const search = imap.search({ flagged: true }, { save: hits })
  const rows = imap.fetch(hits, { size: true })
  search.cancel()
  await plays(`
    C: t1 UID STORE 1 +FLAGS (\\Flagged)
    S: t1 OK done
    C:
  `)
  await blocker
  await assert.rejects(search, { name: 'CancelledError' })
  await assert.rejects(rows, { code: 'ERR_IMAP_DEPENDENCY' })
})
