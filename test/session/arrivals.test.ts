/** EXISTS says how many; messageNew says which. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append } from '../../src/session/commands/changing/append.ts'
import { notify } from '../../src/session/commands/mailboxes/notify.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { connected, MODERN, open, PLAIN, selected } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

test('EXISTS that grows is followed by UID FETCH, and messageNew has the UIDs', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 7 EXISTS
    C: t1 UID FETCH 9:* (UID)
    C:
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 12)
    S: t1 OK done
    C:
  `)
  assert.deepEqual(log.news(), [
    'mailboxStatus INBOX messages=7 by unsolicited',
    'messageNew INBOX 9,12 by unsolicited',
  ])
})

test('EXISTS that tells no new number asks for nothing', async (t) => {
  const { plays, log } = await selected(t)
  await plays('S: * 5 EXISTS\nC:')
  assert.deepEqual(log.news(), ['mailboxStatus INBOX messages=5 by unsolicited'])
})

test('two EXISTS in quick succession: each message is told once', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 6 EXISTS
    C: t1 UID FETCH 9:* (UID)
    S: * 7 EXISTS
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t1 OK done
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: t2 OK done
    S: * 8 EXISTS
    C: t3 UID FETCH 11:* (UID)
    S: * 8 FETCH (UID 11)
    S: t3 OK done
  `)
  assert.deepEqual(log.news('messageNew'), [
    'messageNew INBOX 9 by unsolicited',
    'messageNew INBOX 10 by unsolicited',
    'messageNew INBOX 11 by unsolicited',
  ])
})

test('two EXISTS in one chunk ask once', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 6 EXISTS
    S: * 7 EXISTS
    C: t1 UID FETCH 9:* (UID)
    C:
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: t1 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9:10 by unsolicited'])
})

test('a message that has gone before it was asked for is not told, and nobody else’s row is', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 6 EXISTS
    C: t1 UID FETCH 9:* (UID)
    S: * VANISHED 9
    S: * 5 FETCH (UID 8)
    S: t1 OK done
  `)
  assert.deepEqual(log.news(), [
    'mailboxStatus INBOX messages=6 by unsolicited',
    'messageExpunge INBOX 9 by unsolicited',
  ])
})

test('mail arrives while commands run: messageNew comes without waiting for them', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('1:3', { source: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID BODY.PEEK[])
    S: * 6 EXISTS
    C: t2 UID FETCH 9:* (UID)
    S: * 1 FETCH (UID 1 BODY[] "a")
    S: * 6 FETCH (UID 9)
    S: t2 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
  await plays('S: t1 OK done')
  assert.equal((await rows).length, 1)
})

test('mail arrives while idling: DONE and the question go out together, then it idles again', async (t) => {
  const { plays, log, clock, peer } = await selected(t)
  await clock.pass(100)
  await plays(`
    C: t1 IDLE
    S: + idling
  `)
  const writes = peer.writes.length
  await plays(`
    S: * 6 EXISTS
    C: DONE
    C: t2 UID FETCH 9:* (UID)
    S: t1 OK idle ended
    S: * 6 FETCH (UID 9)
    S: t2 OK done
  `)
  assert.equal(peer.writes.length, writes + 1)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
  await clock.pass(100)
  await plays('C: t3 IDLE')
})

test('an APPEND of our own is the cause of what it brings', async (t) => {
  const { imap, plays, log } = await selected(t)
  const appended = imap.append('INBOX', 'x')
  await plays(`
    C: t1 APPEND INBOX {1+}
    C: x
    S: * 7 EXISTS
    S: t1 OK [APPENDUID 7 10] done
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: t2 OK done
  `)
  assert.equal((await appended).uid, 10)
  assert.deepEqual([...log.news('messageNew')].toSorted(), [
    'messageNew INBOX 10 by t1',
    'messageNew INBOX 9 by unsolicited',
  ])
})

test('a COPY into the open mailbox is the cause of what it brings', async (t) => {
  const { imap, plays, log } = await selected(t)
  void imap.copy('1:2', 'INBOX')
  await plays(`
    C: t1 UID COPY 1:2 INBOX
    S: * 7 EXISTS
    S: t1 OK [COPYUID 7 1:2 9:10] done
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: t2 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9:10 by t1'])
})

test('an APPENDUID or COPYUID that names billions of messages costs nothing', async (t) => {
  const { imap, plays, log } = await selected(t)
  const appended = imap.append('INBOX', 'x')
  await plays(`
    C: t1 APPEND INBOX {1+}
    C: x
    S: * 6 EXISTS
    S: t1 OK [APPENDUID 7 9:4294967295] done
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t2 OK done
  `)
  await appended
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by t1'])
})

for (const capabilities of [`${PLAIN} ESEARCH`, MODERN]) {
  const server = capabilities === MODERN ? 'with QRESYNC' : 'without QRESYNC'

  test(`a server without UIDNEXT, ${server}: the new messages are those behind the last known`, async (t) => {
    const { imap, plays, log } = await connected(t, { capabilities })
    const opening = imap.select('INBOX')
    await plays(`
      C: t1 SELECT INBOX
      S: * 2 EXISTS
      S: * OK [UIDVALIDITY 7] valid
      S: t1 OK open
      C: t2 UID SEARCH RETURN (ALL) ALL
      S: * ESEARCH (TAG "t2") UID ALL 3,5
      S: t2 OK done
      S: * 3 EXISTS
      C: t3 UID FETCH 6:* (UID)
      S: * 3 FETCH (UID 9)
      S: t3 OK done
      S: * 4 EXISTS
      C: t4 UID FETCH 10:* (UID)
      S: * 4 FETCH (UID 10)
      S: t4 OK done
    `)
    await opening
    assert.deepEqual(log.news('messageNew'), [
      'messageNew INBOX 9 by unsolicited',
      'messageNew INBOX 10 by unsolicited',
    ])
  })

  test(`a server without UIDNEXT, ${server}: mail that comes before the numbering is known is told, too`, async (t) => {
    const { imap, plays, log } = await connected(t, { capabilities })
    void imap.select('INBOX')
    await plays(`
      C: t1 SELECT INBOX
      S: * 2 EXISTS
      S: * OK [UIDVALIDITY 7] valid
      S: t1 OK open
      C: t2 UID SEARCH RETURN (ALL) ALL
      S: * 4 EXISTS
      S: * ESEARCH (TAG "t2") UID ALL 3,5,9:10
      S: * 1 EXPUNGE
      S: t2 OK done
      C: t3 UID FETCH 6:* (UID)
      S: * 2 FETCH (UID 9)
      S: * 3 FETCH (UID 10)
      S: t3 OK done
    `)
    assert.deepEqual(log.news('messageNew', 'messageExpunge'), [
      'messageExpunge INBOX 3 by unsolicited',
      'messageNew INBOX 9:10 by unsolicited',
    ])
  })
}

test('without UIDNEXT, a removal before the numbering is known shifts where the new messages begin', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: PLAIN })
  void imap.select('INBOX')
  await plays(`
    C: t1 SELECT INBOX
    S: * 2 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: t1 OK open
    C: t2 UID SEARCH ALL
    S: * 4 EXISTS
    S: * 1 EXPUNGE
    S: * SEARCH 5 9 10
    S: t2 OK done
    C: t3 UID FETCH 6:* (UID)
    S: * 2 FETCH (UID 9)
    S: * 3 FETCH (UID 10)
    S: t3 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9:10 by unsolicited'])
})

test('an empty mailbox of a server without UIDNEXT: everything that comes is new', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: PLAIN })
  void imap.select('INBOX')
  await plays(`
    C: t1 SELECT INBOX
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: t1 OK open
    C:
    S: * 1 EXISTS
    C: t2 UID FETCH 1:* (UID)
    S: * 1 FETCH (UID 4)
    S: t2 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 4 by unsolicited'])
})

test('the numbering is learned although mail comes while it is asked for', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: PLAIN })
  void imap.select('INBOX')
  await plays(`
    C: t1 SELECT INBOX
    S: * 3 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: t1 OK open
    C: t2 UID SEARCH ALL
    S: * SEARCH 1 3 8
    S: * 4 EXISTS
    S: t2 OK done
    C: t3 UID FETCH 9:* (UID)
    S: * 4 FETCH (UID 9)
    S: t3 OK done
    S: * 2 EXPUNGE
    S: * 3 EXPUNGE
  `)
  assert.deepEqual(log.news('messageExpunge'), [
    'messageExpunge INBOX 3 by unsolicited',
    'messageExpunge INBOX 9 by unsolicited',
  ])
})

test('EXPUNGE and EXISTS in turn: the right messages are new', async (t) => {
  const { plays, log } = await selected(t, { capabilities: PLAIN })
  await plays(`
    S: * 6 EXISTS
    S: * 1 EXPUNGE
    S: * 6 EXISTS
    C: t1 UID FETCH 9:* (UID)
    S: * 5 FETCH (UID 9)
    S: * 6 FETCH (UID 10)
    S: t1 OK done
  `)
  assert.deepEqual(log.news('messageNew', 'messageExpunge'), [
    'messageExpunge INBOX 1 by unsolicited',
    'messageNew INBOX 9:10 by unsolicited',
  ])
})

test('a row that describes an unannounced message is as good as EXISTS', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 6 FETCH (UID 9 FLAGS (\\Recent))
    C: t1 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t1 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
})

test('mail that came while the question was refused is told when the next comes', async (t) => {
  const { plays, log } = await selected(t)
  await plays(`
    S: * 6 EXISTS
    C: t1 UID FETCH 9:* (UID)
    S: t1 NO [INUSE] not now
    C:
    S: * 7 EXISTS
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: t2 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9:10 by unsolicited'])
})

test('mail that arrives while another SELECT is on its way is that of the mailbox being left', async (t) => {
  const connection = await selected(t)
  const { imap, plays, log } = connection
  const rows = imap.fetch('1', { flags: true })
  const opening = imap.select('Nowhere')
  await plays(`
    C: t1 UID FETCH 1 (UID FLAGS)
    S: * 6 EXISTS
    S: t1 OK done
    C: t2 SELECT Nowhere
    S: t2 BAD no
    C: t3 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t3 OK done
  `)
  await rows
  await assert.rejects(opening)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
  await open(connection, { mailbox: 'A', uids: [], uidNext: 1 }, MODERN)
})

test('what came is asked for again when the server would not tell at first', async () => {
  const peer = SessionPeer.open(MODERN, {}, 'QRESYNC')
  await peer.selects(select('INBOX', false), [1, 2, 3])
  peer.log.news()
  await peer.plays(`
    S: * 4 EXISTS
    C: t1 UID FETCH 4:* (UID)
    S: t1 NO [UNAVAILABLE] not now
    C:
  `)
  peer.now += 61_000
  await peer.plays(`
    C: t2 UID FETCH 4:* (UID)
    S: * 4 FETCH (UID 4)
    S: t2 OK done
  `)
  assert.deepEqual(peer.log.news('messageNew'), ['messageNew INBOX 4 by unsolicited'])
  peer.now += 61_000
  await peer.plays('C:')
})

test('who put a message here is forgotten once it is told of, rows pushed by NOTIFY included', async () => {
  const peer = SessionPeer.open(`${MODERN} NOTIFY`, {}, 'QRESYNC')
  await peer.selects(select('INBOX', false), [1])
  const watching = peer.submit(notify({}, (name) => name as string))
  peer.take()
  peer.send(`${watching.tag} OK done\r\n* 1 FETCH (UID 1 FLAGS ())\r\n`)
  for (let uid = 2; uid < 6; uid++) {
    const adding = peer.submit(append('INBOX', 'x', {}))
    peer.take()
    peer.send(
      `${adding.tag} OK [APPENDUID 7 ${uid}] done\r\n* ${uid} EXISTS\r\n* ${uid} FETCH (UID ${uid} FLAGS ())\r\n`,
    )
  }
  assert.equal(peer.log.news('messageNew').length, 4)
  assert.equal(peer.session.selected?.ownArrivals.length, 1)
})
