/** Which mailbox is the incoming stream about. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, MODERN, open, PLAIN, selected } from '../support/scripted-peer.ts'

test('RFC 9051 §7.1: before [CLOSED] data are of the old mailbox, behind it of the new', async (t) => {
  const { imap, plays, log } = await selected(t)
  const opening = imap.select('Archive')
  await plays(`
    C: t1 SELECT Archive
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: * VANISHED 3
    S: * 5 EXISTS
    S: * OK [CLOSED] INBOX is closed
    S: * 2 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    S: * 2 FETCH (UID 8 FLAGS (\\Seen))
  `)
  const { messages, uidValidity } = await opening
  assert.deepEqual([messages, uidValidity], [2, 20])
  assert.deepEqual(log.news().slice(0, 2), [
    'flagChange INBOX 1 (k) by unsolicited',
    'messageExpunge INBOX 3 by unsolicited',
  ])
  assert.equal(imap.selected?.mailbox, 'Archive')
})

test('events of a switch name the right mailboxes, in wire order', async (t) => {
  const { imap, plays, log } = await selected(t)
  void imap.select('Archive')
  await plays(`
    C: t1 SELECT Archive
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: * OK [CLOSED] INBOX is closed
    S: * 2 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    S: * 2 FETCH (UID 8 FLAGS (\\Seen))
  `)
  assert.deepEqual(log.news(), [
    'flagChange INBOX 1 (k) by unsolicited',
    'mailboxClosed INBOX by t1',
    'mailboxSelected Archive by t1',
    'flagChange Archive 8 (\\Seen) by unsolicited',
  ])
})

test('rows between [CLOSED] and the reply are those of the new mailbox', async (t) => {
  const { imap, plays, log } = await selected(t)
  void imap.select('Archive')
  await plays(`
    C: t1 SELECT Archive
    S: * OK [CLOSED] INBOX is closed
    S: * 2 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 9] next
    S: * 2 FETCH (UID 8 FLAGS (\\Seen))
    S: * VANISHED (EARLIER) 3:4
    S: t1 OK [READ-WRITE] open
  `)
  assert.deepEqual(log.news(), [
    'mailboxClosed INBOX by t1',
    'flagChange Archive 8 (\\Seen) by unsolicited',
    'messageExpunge Archive 3:4 earlier by t1',
    'mailboxSelected Archive by t1',
  ])
})

test('a broken row of the old mailbox fails no read of the new one', async (t) => {
  const { imap, plays } = await selected(t)
  void imap.select('Archive')
  const rows = imap.fetch('1:2', { size: true })
  await plays(`
    C: t1 SELECT Archive
    C: t2 UID FETCH 1:2 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE ten)
    S: * OK [CLOSED] INBOX is closed
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK [READ-WRITE] open
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
})

test('a server without CLOSED is past the boundary when it describes a mailbox again', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: `${PLAIN} ESEARCH` })
  void imap.select('Archive')
  await plays(`
    C: t1 SELECT Archive
    S: * 4 FETCH (FLAGS (k))
    S: * FLAGS (\\Seen)
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
  `)
  assert.deepEqual(log.news(), [
    'flagChange INBOX 5 (k) by unsolicited',
    'mailboxClosed INBOX by t1',
    'mailboxSelected Archive by t1',
  ])
  assert.equal(imap.selected?.messages, 0)
})

test('without CLOSED, news of the old mailbox behind its last EXISTS never become news of the new one', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: `${PLAIN} ESEARCH` })
  const opening = imap.select('Archive')
  await plays(`
    C: t1 SELECT Archive
    S: * 6 EXISTS
    S: * 2 EXPUNGE
    S: * 4 FETCH (UID 8 FLAGS (k))
    S: * FLAGS (\\Seen)
    S: * 3 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    C: t2 UID SEARCH RETURN (ALL) ALL
    S: * ESEARCH (TAG "t2") UID ALL 4,6,8
    S: t2 OK done
    S: * 2 FETCH (FLAGS (new))
  `)
  assert.equal((await opening).messages, 3)
  const aboutArchive = log.news('messageExpunge', 'flagChange').filter((line) => line.includes('Archive'))
  assert.deepEqual(aboutArchive, ['flagChange Archive 6 (new) by unsolicited'])
})

test('SELECT NO: nothing is selected, and what counted on it fails unsent', async (t) => {
  const { imap, plays, log } = await selected(t)
  const opening = imap.select('Nowhere')
  const change = imap.store('1', { add: ['k'] })
  await plays(`
    C: t1 SELECT Nowhere
    C:
    S: * OK [CLOSED] INBOX is closed
    S: t1 NO [NONEXISTENT] no such mailbox
    C:
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_NO', responseCode: 'NONEXISTENT' })
  await assert.rejects(change, { code: 'ERR_IMAP_DEPENDENCY', outcome: 'unsent' })
  assert.equal(imap.selected, undefined)
  assert.deepEqual(log.news(), ['mailboxClosed INBOX by t1'])
  await assert.rejects(imap.search({ seen: true }), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('SELECT BAD without CLOSED, from a server that owes one: the old mailbox is still open', async (t) => {
  const { imap, plays, log } = await selected(t)
  const opening = imap.select('Nowhere')
  await plays(`
    C: t1 SELECT Nowhere
    S: t1 BAD not like this
    S: * 1 FETCH (UID 1 FLAGS (k))
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_BAD' })
  assert.equal(imap.selected?.mailbox, 'INBOX')
  assert.deepEqual(log.news(), ['flagChange INBOX 1 (k) by unsolicited'])
  const rows = imap.fetch('1', { flags: true })
  await plays(`
    C: t2 UID FETCH 1 (UID FLAGS)
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
})

test('SELECT BAD behind CLOSED: nothing is selected', async (t) => {
  const { imap, plays } = await selected(t)
  const opening = imap.select('Nowhere')
  await plays(`
    C: t1 SELECT Nowhere
    S: * OK [CLOSED] INBOX is closed
    S: t1 BAD not like this
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_BAD' })
  assert.equal(imap.selected, undefined)
})

test('SELECT BAD from a server without CLOSED: nobody knows, so nothing counts as selected', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const opening = imap.select('Nowhere')
  await plays(`
    C: t1 SELECT Nowhere
    S: t1 BAD not like this
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_BAD' })
  assert.equal(imap.selected, undefined)
  await assert.rejects(imap.fetch('1', { flags: true }), { code: 'ERR_IMAP_STATE' })
})

test('reads ride behind SELECT; their rows are seen when it is OK', async (t) => {
  const { imap, plays, peer, log } = await connected(t)
  const writes = peer.writes.length
  const opening = imap.select('INBOX')
  const rows = imap.fetch('1:2', { flags: true })
  const found = imap.search({ seen: true })
  const order: string[] = []
  void opening.then(() => order.push('select'))
  void found.then(() => order.push('search'))
  await plays(`
    C: t1 SELECT INBOX
    C: t2 UID FETCH 1:2 (UID FLAGS)
    C: t3 UID SEARCH RETURN (ALL) SEEN
    S: * 5 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    S: * ESEARCH (TAG "t3") UID ALL 2
    S: t3 OK done
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t2 OK done
  `)
  assert.equal(peer.writes.length, writes + 1, 'one write')
  assert.equal((await rows).length, 1)
  assert.deepEqual(order, ['select', 'search'])
  assert.deepEqual(log.news('mailboxSelected', 'fetch', 'searchResult'), [
    'mailboxSelected INBOX by t1',
    'searchResult INBOX 2 by t3',
    'fetch INBOX 1 by t2',
  ])
})

test('a server that bears no reads behind SELECT gets none (profile.readsBehindSelect)', async (t) => {
  const { imap, plays } = await connected(t, { options: { profile: { readsBehindSelect: false } } })
  void imap.select('INBOX')
  const rows = imap.fetch('1', { flags: true })
  await plays(`
    C: t1 SELECT INBOX
    C:
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK [READ-WRITE] open
    C: t2 UID FETCH 1 (UID FLAGS)
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t2 OK done
  `)
  assert.equal((await rows).length, 1)
})

test('rows behind a SELECT that is answered NO are never seen', async (t) => {
  const { imap, plays } = await selected(t)
  const opening = imap.select('Nowhere')
  const rows = imap.fetch('1:2', { flags: true })
  const seen: unknown[] = []
  const reading = assert.rejects(
    async () => {
      for await (const row of rows) seen.push(row)
    },
    { code: 'ERR_IMAP_DEPENDENCY' },
  )
  await plays(`
    C: t1 SELECT Nowhere
    C: t2 UID FETCH 1:2 (UID FLAGS)
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t1 NO [NONEXISTENT] no such mailbox
    S: * 2 FETCH (UID 2 FLAGS ())
    S: t2 OK of the old mailbox, which this server has kept
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_NO' })
  await reading
  assert.deepEqual(seen, [])
})

test('even an OK that overtakes the SELECT’s NO brings nothing of the wrong mailbox', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('Nowhere')
  const found = imap.search({ seen: true })
  await plays(`
    C: t1 SELECT Nowhere
    C: t2 UID SEARCH RETURN (ALL) SEEN
    S: * ESEARCH (TAG "t2") UID ALL 1:3
    S: t2 OK done
    S: t1 NO no
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_NO' })
  await assert.rejects(found, { code: 'ERR_IMAP_DEPENDENCY' })
})

test('RFC 9051 §2.3.1.1: reads behind SELECT fail when their UIDs are of another UIDVALIDITY', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('INBOX')
  const stale = imap.fetch('1:2', { flags: true }, { uidValidity: 6 })
  const seen: number[] = []
  const reading = assert.rejects(
    async () => {
      for await (const { uid } of stale) seen.push(uid)
    },
    { code: 'ERR_IMAP_STALE_UID', outcome: 'unsent' },
  )
  const fresh = imap.fetch('3', { flags: true }, { uidValidity: 7 })
  await plays(`
    C: t1 SELECT INBOX
    C: t2 UID FETCH 1:2 (UID FLAGS)
    C: t3 UID FETCH 3 (UID FLAGS)
    S: * 5 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t2 OK done
    S: * 3 FETCH (UID 3 FLAGS ())
    S: t3 OK done
  `)
  await opening
  await reading
  assert.deepEqual(seen, [])
  assert.equal((await fresh).length, 1)
})

test('RFC 9051 §2.3.1.1: changes with UIDs of another UIDVALIDITY are never written', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('INBOX')
  const stale = imap.store('1:2', { add: ['\\Deleted'] }, { uidValidity: 6 })
  await plays(`
    C: t1 SELECT INBOX
    S: * 5 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    C:
  `)
  await opening
  await assert.rejects(stale, { code: 'ERR_IMAP_STALE_UID', outcome: 'unsent' })
  await assert.rejects(imap.expunge('1', { uidValidity: 6 }), { code: 'ERR_IMAP_STALE_UID' })
})

test('UIDVALIDITY that changes in mid-session is told before anything else, and stale UIDs are refused', async (t) => {
  const { imap, plays, log } = await selected(t)
  await plays(`
    S: * OK [UIDVALIDITY 8] all is new
    S: * 1 FETCH (UID 40 FLAGS (k))
  `)
  assert.deepEqual(log.news(), ['mailboxReset INBOX 7 to 8 by unsolicited', 'flagChange INBOX 40 (k) by unsolicited'])
  await assert.rejects(imap.store('1', { add: ['k'] }, { uidValidity: 7 }), { code: 'ERR_IMAP_STALE_UID' })
})

test('the answer of a command that was in flight when UIDVALIDITY changed is not trusted', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:2', { flags: true }, { uidValidity: 7 })
  await plays(`
    C: t1 UID FETCH 1:2 (UID FLAGS)
    S: * OK [UIDVALIDITY 8] all is new
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: t1 OK done
  `)
  await assert.rejects(rows, { code: 'ERR_IMAP_STALE_UID', outcome: 'answered' })
})

test('CLOSE and UNSELECT: the tagged OK is the boundary', async (t) => {
  for (const [method, name] of [
    ['closeMailbox', 'CLOSE'],
    ['unselect', 'UNSELECT'],
  ] as const) {
    const { imap, plays, log } = await selected(t)
    const closing = imap[method]()
    await plays(`
      C: t1 ${name}
      S: * 1 FETCH (UID 1 FLAGS (k))
      S: t1 OK closed
      S: * 3 EXISTS
    `)
    await closing
    assert.equal(imap.selected, undefined)
    assert.deepEqual(log.news(), [
      'flagChange INBOX 1 (k) by unsolicited',
      'mailboxClosed INBOX by t1',
      'untagged "* 3 EXISTS" malformed',
    ])
  }
})

test('RFC 9051 §3: a CLOSED nobody asked for closes the mailbox, and commands on it are refused unsent', async (t) => {
  const { imap, plays, log } = await selected(t)
  await plays('S: * OK [CLOSED] it was deleted')
  assert.deepEqual(log.news(), ['mailboxClosed INBOX by unsolicited'])
  assert.equal(imap.selected, undefined)
  await assert.rejects(imap.fetch('1', { flags: true }), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  await plays('C:')
})

test('an APPEND to a mailbox whose SELECT is cancelled or refused has its own answer', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1', { flags: true })
  const cancelled = imap.select('A')
  const first = imap.append('A', 'x')
  await plays('C: t1 UID FETCH 1 (UID FLAGS)\nC:')
  cancelled.cancel()
  await plays(`
    S: t1 OK done
    C: t2 APPEND A {1+}
    C: x
    S: t2 OK [APPENDUID 3 4] done
  `)
  assert.equal((await first).uid, 4)
  await rows
  const refused = imap.select('A')
  const second = imap.append('A', 'y')
  await plays(`
    C: t3 SELECT A
    S: * OK [CLOSED] closed
    S: t3 NO not now
    C: t4 APPEND A {1+}
    C: y
    S: t4 OK [APPENDUID 3 5] done
  `)
  await assert.rejects(refused)
  assert.equal((await second).uid, 5)
})

test('two SELECTs in a row take turns, and reads between them belong to the first', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: MODERN })
  const first = imap.select('A')
  const rows = imap.fetch('1', { flags: true })
  const second = imap.select('B')
  await plays(`
    C: t1 SELECT A
    C: t2 UID FETCH 1 (UID FLAGS)
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK open
    C:
    S: * 1 FETCH (UID 1 FLAGS (a))
    S: t2 OK done
    C: t3 SELECT B
    S: * OK [CLOSED] A is closed
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 8] valid
    S: * OK [UIDNEXT 1] next
    S: t3 OK open
  `)
  await first
  assert.deepEqual(
    (await rows).map(({ flags }) => flags),
    [['a']],
  )
  assert.equal((await second).messages, 0)
})

test('SELECT without EXISTS is incomplete', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('A')
  await plays(`
    C: t1 SELECT A
    S: * OK [UIDVALIDITY 7] valid
    S: t1 OK open
  `)
  await assert.rejects(opening, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('EXAMINE is read-only, changes are refused unsent', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.examine('A')
  await plays(`
    C: t1 EXAMINE A
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK [READ-ONLY] open
  `)
  assert.equal((await opening).readOnly, true)
  await assert.rejects(imap.store('1', { add: ['k'] }), { code: 'ERR_IMAP_READ_ONLY' })
  await assert.rejects(imap.fetch('1', { source: true, markSeen: true }), { code: 'ERR_IMAP_READ_ONLY' })
})

test('a SELECT that the server answers READ-ONLY refuses changes, too', async (t) => {
  const { imap, plays } = await connected(t)
  void imap.select('A')
  await plays(`
    C: t1 SELECT A
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t1 OK [READ-ONLY] open
  `)
  await assert.rejects(imap.store('1', { add: ['k'] }), { code: 'ERR_IMAP_READ_ONLY' })
})

test('opening the same mailbox again begins anew', async (t) => {
  const connection = await selected(t)
  await open(connection, { uids: [1, 8], uidNext: 20 }, MODERN)
  assert.equal(connection.imap.selected?.messages, 2)
})

test('RFC 9051 §6.4.1: without UNSELECT, EXAMINE and then CLOSE, which removes nothing', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: `${PLAIN} ESEARCH` })
  const closing = imap.unselect()
  const behind = imap.noop()
  await plays(`
    C: t1 EXAMINE INBOX
    C: t2 NOOP
    S: * 5 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-ONLY] open
    S: t2 OK done
    C: t3 CLOSE
    C:
    S: t3 OK closed
  `)
  await closing
  await behind
  assert.equal(imap.selected, undefined)
  assert.deepEqual(log.news('mailboxClosed'), ['mailboxClosed INBOX by t3', 'mailboxClosed INBOX by t3'])
})

test('without UNSELECT and with nothing selected, it is the state that is wrong', async (t) => {
  const { imap } = await connected(t, { capabilities: `${PLAIN} ESEARCH` })
  await assert.rejects(imap.unselect(), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('without UNSELECT, a mailbox opened with EXAMINE is just closed', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} ESEARCH` })
  void imap.examine('Archive')
  await plays(`
    C: t1 EXAMINE Archive
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-ONLY] open
  `)
  void imap.unselect()
  await plays('C: t2 CLOSE')
})

test('without UNSELECT, an EXAMINE that is refused has closed the mailbox as well', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: `${PLAIN} ESEARCH` })
  const closing = imap.unselect()
  await plays(`
    C: t1 EXAMINE INBOX
    S: t1 NO gone
    C:
  `)
  await closing
  assert.equal(imap.selected, undefined)
})

test('a server that opens for writing what EXAMINE named gets no CLOSE', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: `${PLAIN} ESEARCH` })
  const closing = imap.unselect()
  await plays(`
    C: t1 EXAMINE INBOX
    S: * 5 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK [READ-WRITE] open
    C:
  `)
  await assert.rejects(closing, { code: 'ERR_IMAP_CAPABILITY' })
})
