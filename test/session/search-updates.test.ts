/** Searches that go on yielding (RFC 5267 §4.3): each token is settled once, and every line is its own. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { SearchChange } from '../../src/index.ts'
import { MODERN, open, selected, type Connected } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const CAPABILITIES = `${MODERN} CONTEXT=SEARCH CONTEXT=SORT SORT`

async function following(
  t: TestContext,
): Promise<Connected & { seen: string[]; token: ReturnType<Connected['imap']['searchUpdates']> }> {
  const connection = await selected(t, { capabilities: CAPABILITIES })
  const token = connection.imap.searchUpdates({ seen: false })
  const seen: string[] = []
  void read(token, seen)
  await connection.plays(`
    C: t1 UID SEARCH RETURN (UPDATE ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: t1 OK will notify
  `)
  return { ...connection, seen, token }
}

async function read(token: AsyncIterable<SearchChange>, seen: string[]): Promise<void> {
  try {
    for await (const { change, uids } of token) seen.push(`${change} ${uids}`)
    seen.push('end')
  } catch (error) {
    seen.push((error as { code: string }).code)
  }
}

test('what is found comes first, then every change, also while nothing else happens', async (t) => {
  const { plays, seen, token, log } = await following(t)
  await plays(`
    S: * ESEARCH (TAG "t1") UID REMOVEFROM (0 2) ADDTO (0 7:8)
    S: * ESEARCH (TAG "t1") UID ADDTO (1 9 2 10)
    S: * ESEARCH (TAG "x") UID ADDTO (0 11)
  `)
  assert.deepEqual(seen, ['found 1:3', 'removed 2', 'added 7:8', 'added 9', 'added 10'])
  assert.equal(token.state, 'sent')
  assert.deepEqual(log.news(), [
    'searchResult INBOX 1:3 by t1',
    'searchResult INBOX undefined by t1',
    'searchResult INBOX undefined by t1',
    'searchResult INBOX undefined by unsolicited',
  ])
})

test('changes that come before the tagged OK stand behind what was found', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CAPABILITIES })
  const token = imap.searchUpdates({ seen: false })
  const seen: string[] = []
  void read(token, seen)
  await plays(`
    C: t1 UID SEARCH RETURN (UPDATE ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ADDTO (0 8)
    S: * ESEARCH (TAG "t1") UID
    S: t1 OK will notify
  `)
  assert.deepEqual(seen, ['found ', 'added 8'])
})

test('cancelling tells the server; what is still on its way is nobody else’s', async (t) => {
  const { imap, plays, seen, token, log } = await following(t)
  log.news()
  token.cancel()
  await plays(`
    C: t2 CANCELUPDATE "t1"
    S: * ESEARCH (TAG "t1") UID ADDTO (0 7)
    S: t2 OK no more
    S: * ESEARCH (TAG "t1") UID ADDTO (0 8)
  `)
  await assert.rejects(token, { name: 'CancelledError' })
  assert.deepEqual(log.news(), ['searchResult INBOX undefined by t1', 'searchResult INBOX undefined by unsolicited'])
  assert.deepEqual(seen.slice(0, 1), ['found 1:3'])
  const noop = imap.noop()
  await plays('C: t3 NOOP\nS: t3 OK')
  await noop
})

test('cancelled before its OK, it is still called off', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CAPABILITIES })
  const token = imap.searchUpdates({ seen: false })
  await plays('C: t1 UID SEARCH RETURN (UPDATE ALL) UNSEEN')
  token.cancel()
  await plays(`
    C:
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: t1 OK will notify
    C: t2 CANCELUPDATE "t1"
    S: t2 OK no more
  `)
  await assert.rejects(token, { name: 'CancelledError' })
})

test('leaving the loop calls it off', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CAPABILITIES })
  const token = imap.searchUpdates({ seen: false })
  const loop = (async () => {
    for await (const { change } of token) if (change === 'found') break
  })()
  await plays(`
    C: t1 UID SEARCH RETURN (UPDATE ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: t1 OK will notify
  `)
  await loop
  await plays('C: t2 CANCELUPDATE "t1"\nS: t2 OK')
})

test('when the mailbox is closed there is no more to tell: it is fulfilled', async (t) => {
  const connection = await following(t)
  const { seen, token, plays, log } = connection
  await open(connection, { mailbox: 'other' }, CAPABILITIES)
  await token
  assert.deepEqual(seen, ['found 1:3', 'end'])
  log.news()
  await plays('S: * ESEARCH (TAG "t1") UID ADDTO (0 7)')
  assert.deepEqual(log.news(), ['searchResult other undefined by unsolicited'])
})

test('the end of the connection is the end of it', async (t) => {
  const { imap, seen, token } = await following(t)
  imap.close()
  await drain()
  await assert.rejects(token, { code: 'ERR_IMAP_CLOSED' })
  assert.deepEqual(seen, ['found 1:3', 'ERR_IMAP_CLOSED'])
})

test('a server that refuses to follow is heard, and what it found is not lost (RFC 5267 §4.3.1)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CAPABILITIES })
  const token = imap.searchUpdates({ seen: false })
  const seen: string[] = []
  void read(token, seen)
  await plays(`
    C: t1 UID SEARCH RETURN (UPDATE ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: * NO [NOUPDATE "t1"] Too many contexts
    S: t1 OK will not notify
  `)
  await assert.rejects(token, { name: 'CommandError', responseCode: 'NOUPDATE', status: 'NO' })
  assert.deepEqual(seen[0], 'found 1:3')
})

test('a server that gives up later is heard, too (RFC 5267 §4.3.1)', async (t) => {
  const { plays, token, seen } = await following(t)
  await plays(`
    S: * ESEARCH (TAG "t1") UID ADDTO (0 8)
    S: * NO [NOUPDATE "t1"] Too busy
    C: t2 CANCELUPDATE "t1"
    S: t2 OK
  `)
  await assert.rejects(token, { name: 'CommandError', responseCode: 'NOUPDATE' })
  assert.deepEqual(seen, ['found 1:3', 'added 8', 'ERR_IMAP_NO'])
})

test('a change that cannot be read ends it: what was known is wrong from there on', async (t) => {
  const { plays, token } = await following(t)
  await plays('S: * ESEARCH (TAG "t1") UID ADDTO (0 x)\nC: t2 CANCELUPDATE "t1"\nS: t2 OK')
  await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('other commands need not wait for it, and may stand behind it by name', async (t) => {
  const { imap, plays, token } = await following(t)
  const store = imap.store('1', { add: ['\\Seen'] }, { after: token })
  await plays(`
    C: t2 UID STORE 1 +FLAGS (\\Seen)
    S: * ESEARCH (TAG "t1") UID REMOVEFROM (0 1)
    S: t2 OK done
  `)
  await store
})

test('SORT tells places (RFC 5267 §4.3.3)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: CAPABILITIES })
  const token = imap.sortUpdates([{ reverse: 'arrival' }], { all: true })
  const seen: string[] = []
  const reading = (async () => {
    for await (const { change, position, uids } of token) seen.push(`${change} ${position} ${uids}`)
  })()
  await plays(`
    C: t1 UID SORT RETURN (UPDATE ALL) (REVERSE ARRIVAL) UTF-8 ALL
    S: * ESEARCH (TAG "t1") UID ALL 8,5,3
    S: t1 OK will notify
    S: * ESEARCH (TAG "t1") UID ADDTO (1 9) REMOVEFROM (3 5)
  `)
  assert.deepEqual(seen, ['found 0 8,5,3', 'added 1 9', 'removed 3 5'])
  imap.close()
  await assert.rejects(reading, { code: 'ERR_IMAP_CLOSED' })
})
