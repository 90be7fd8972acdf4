/** Whose response is it: rows, searches, STATUS, and everything nobody asked for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

test('out-of-order completion: each command gets its own rows and its own reply', async (t) => {
  const { imap, plays, log } = await selected(t)
  const first = imap.fetch('1:2', { flags: true })
  const second = imap.fetch('3:5', { size: true })
  const third = imap.noop()
  await plays(`
    C: t1 UID FETCH 1:2 (UID FLAGS)
    C: t2 UID FETCH 3:5 (UID RFC822.SIZE)
    C: t3 NOOP
    S: t3 OK done
    S: * 3 FETCH (UID 3 RFC822.SIZE 10)
    S: * 1 FETCH (UID 1 FLAGS ())
    S: * 4 FETCH (UID 5 RFC822.SIZE 20)
    S: t2 OK done
    S: * 2 FETCH (UID 2 FLAGS (\\Seen))
    S: t1 OK done
  `)
  assert.deepEqual(
    (await first).map(({ uid, flags }) => [uid, flags]),
    [
      [1, []],
      [2, ['\\Seen']],
    ],
  )
  assert.deepEqual(
    (await second).map(({ uid, size }) => [uid, size]),
    [
      [3, 10],
      [5, 20],
    ],
  )
  assert.equal(await third, undefined)
  assert.deepEqual(log.news('fetch', 'commandDone'), [
    'commandDone INBOX OK by t3'.replace(' INBOX', ''),
    'fetch INBOX 3 by t2',
    'fetch INBOX 1 by t1',
    'fetch INBOX 5 by t2',
    'commandDone INBOX OK by t2',
    'fetch INBOX 2 by t1',
    'commandDone INBOX OK by t1',
  ])
})

test('RFC 9051 §7.3.4: ESEARCH goes by its correlator, the later one may come first', async (t) => {
  const { imap, plays, log } = await selected(t)
  const unseen = imap.search({ seen: false })
  const large = imap.search({ larger: 1000 })
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) UNSEEN
    C: t2 UID SEARCH RETURN (ALL) LARGER 1000
    S: * ESEARCH (TAG "t2") UID ALL 5,8
    S: * ESEARCH (TAG "t1") UID ALL 1:3
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual([String(await unseen), String(await large)], ['1:3', '5,8'])
  assert.deepEqual(log.news(), ['searchResult INBOX 5,8 by t2', 'searchResult INBOX 1:3 by t1'])
})

test('plain SEARCHes take turns, and lines of one SEARCH add up (RFC 3501 §7.2.5)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const unseen = imap.search({ seen: false })
  const seen = imap.search({ seen: true })
  await plays(`
    C: t1 UID SEARCH UNSEEN
    C:
    S: * SEARCH 1 2
    S: * SEARCH 5
    S: * SEARCH
    S: t1 OK done
    C: t2 UID SEARCH SEEN
    S: t2 OK done
  `)
  assert.equal(String(await unseen), '1:2,5')
  assert.equal(String(await seen), '')
})

test('an ESEARCH without a correlator is nobody’s while two searches run, and belongs to the only one otherwise', async (t) => {
  const { imap, plays, log } = await selected(t)
  const only = imap.search({ seen: false })
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) UNSEEN
    S: * ESEARCH UID ALL 3
    S: t1 OK done
  `)
  assert.equal(String(await only), '3')
  const two = [imap.search({ seen: false }), imap.search({ seen: true })]
  await plays(`
    C: t2 UID SEARCH RETURN (ALL) UNSEEN
    C: t3 UID SEARCH RETURN (ALL) SEEN
    S: * ESEARCH UID ALL 3
    S: t2 OK done
    S: t3 OK done
  `)
  for (const token of two) await assert.rejects(token, { code: 'ERR_IMAP_INCOMPLETE' })
  assert.deepEqual(log.news(), ['searchResult INBOX 3 by t1', 'searchResult INBOX 3 by unsolicited'])
})

test('ESEARCH with the tag of somebody else, or of nobody, is no answer', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('1', { flags: true })
  const found = imap.search({ seen: false })
  await plays(`
    C: t1 UID FETCH 1 (UID FLAGS)
    C: t2 UID SEARCH RETURN (ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 1
    S: * ESEARCH (TAG "unheard") UID ALL 2
    S: * ESEARCH (TAG "t2") UID ALL 3
    S: t2 OK done
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t1 OK done
  `)
  assert.equal(String(await found), '3')
  assert.equal((await rows).length, 1)
  assert.deepEqual(log.news('searchResult'), [
    'searchResult INBOX 1 by unsolicited',
    'searchResult INBOX 2 by unsolicited',
    'searchResult INBOX 3 by t2',
  ])
})

test('RFC 4731 §3.1: an ESEARCH that found nothing has no ALL', async (t) => {
  const { imap, plays } = await selected(t)
  const found = imap.search({ seen: false }, { return: ['min', 'max', 'count', 'all'] })
  await plays(`
    C: t1 UID SEARCH RETURN (MIN MAX COUNT ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID COUNT 0
    S: t1 OK done
  `)
  const { min, max, count, all } = await found
  assert.deepEqual([min, max, count, String(all)], [undefined, undefined, 0, ''])
})

test('FLAGS nobody asked for inside a requested row are news, the rest of the row is the answer', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2', { internalDate: true })
  await plays(`
    C: t1 UID FETCH 2 (UID INTERNALDATE)
    S: * 2 FETCH (FLAGS (k) UID 2 INTERNALDATE "17-Jul-1996 02:44:25 -0700")
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [{ uid: 2, sequence: 2, internalDate: new Date('1996-07-17T09:44:25Z') }])
  assert.deepEqual(log.news(), ['fetch INBOX 2 by t1', 'flagChange INBOX 2 (k) by unsolicited'])
})

test('FLAGS that a STORE brings about have the STORE as their cause, those of other messages have not', async (t) => {
  const { imap, plays, log } = await selected(t)
  const stored = imap.store('2:3', { add: ['k'] })
  await plays(`
    C: t1 UID STORE 2:3 +FLAGS (k)
    S: * 2 FETCH (UID 2 MODSEQ (12) FLAGS (k))
    S: * 1 FETCH (UID 1 FLAGS (other))
    S: * 3 FETCH (UID 3 FLAGS (k))
    S: t1 OK done
    S: * 2 FETCH (UID 2 FLAGS ())
  `)
  assert.equal(String((await stored).modified), '')
  assert.deepEqual(log.news(), [
    'flagChange INBOX 2 (k) modseq 12 by t1',
    'flagChange INBOX 1 (other) by unsolicited',
    'flagChange INBOX 3 (k) by t1',
    'flagChange INBOX 2 () by unsolicited',
  ])
})

test('RFC 9051 §6.4.6: a STORE without any echo has succeeded when it is OK', async (t) => {
  const { imap, plays } = await selected(t)
  const stored = imap.store('2:3', { remove: ['k'] }, { unchangedSince: 9n })
  await plays(`
    C: t1 UID STORE 2:3 (UNCHANGEDSINCE 9) -FLAGS (k)
    S: t1 OK [MODIFIED 3] some had changed
  `)
  assert.equal(String((await stored).modified), '3')
})

test('FLAGS that BODY[] without PEEK brings about have the FETCH as their cause', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2', { text: true, markSeen: true })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY[TEXT])
    S: * 2 FETCH (UID 2 BODY[TEXT] "a")
    S: * 2 FETCH (UID 2 FLAGS (\\Seen))
    S: t1 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.deepEqual(log.news(), ['fetch INBOX 2 by t1', 'flagChange INBOX 2 (\\Seen) by t1'])
})

test('a row split over two lines is one row', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2:3', { size: true, flags: true })
  await plays(`
    C: t1 UID FETCH 2:3 (UID RFC822.SIZE FLAGS)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: * 3 FETCH (UID 3 RFC822.SIZE 30 FLAGS ())
    S: * 2 FETCH (UID 2 FLAGS (k))
    S: t1 OK done
  `)
  assert.deepEqual(
    (await rows).map(({ uid, size, flags }) => ({ uid, size, flags })),
    [
      { uid: 3, size: 30, flags: [] },
      { uid: 2, size: 10, flags: ['k'] },
    ],
  )
  assert.deepEqual(log.news(), ['fetch INBOX 2 by t1', 'fetch INBOX 3 by t1', 'fetch INBOX 2 by t1'])
})

test('a row that comes twice is handed out once', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('2', { size: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 1)
})

test('rows of messages not asked for are events, not results', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2:3', { size: true })
  await plays(`
    C: t1 UID FETCH 2:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 99)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: * 5 FETCH (UID 8 FLAGS (k))
    S: t1 OK done
  `)
  assert.deepEqual(
    (await rows).map(({ uid }) => uid),
    [2],
  )
  assert.deepEqual(log.news(), [
    'fetch INBOX 1 by unsolicited',
    'fetch INBOX 2 by t1',
    'flagChange INBOX 8 (k) by unsolicited',
  ])
})

test('items not asked for do not make a row', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('2', { size: true, flags: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE FLAGS)
    S: * 2 FETCH (UID 2 FLAGS (k))
    S: * 2 FETCH (UID 2 INTERNALDATE "17-Jul-1996 02:44:25 -0700")
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [], 'only news came of it: it was gone before its turn')
})

test('a row without all that was asked for is an error, not a shorter row', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('2:3', { size: true, envelope: true })
  await plays(`
    C: t1 UID FETCH 2:3 (UID RFC822.SIZE ENVELOPE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: t1 OK done
  `)
  await assert.rejects(rows, { code: 'ERR_IMAP_INCOMPLETE', outcome: 'answered' })
})

test('the UID may come behind the literal', async (t) => {
  const { imap, plays } = await selected(t)
  const first = imap.fetch('2', { source: true })
  const second = imap.fetch('3', { source: true })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[])
    C: t2 UID FETCH 3 (UID BODY.PEEK[])
    S: * 3 FETCH (BODY[] {5}
    S: abc
    S:  UID 3)
    S: * 2 FETCH (BODY[] {5}
    S: xyz
    S:  UID 2)
    S: t1 OK done
    S: t2 OK done
  `)
  const sources = [...(await first), ...(await second)].map(({ uid, source }) => [uid, Buffer.from(source).toString()])
  assert.deepEqual(sources, [
    [2, 'xyz\r\n'],
    [3, 'abc\r\n'],
  ])
})

test('RFC 9051 §7.5.2: a literal is content, whatever it looks like', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2', { source: true })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[])
    S: * 2 FETCH (UID 2 BODY[] {37}
    S: * 9 EXISTS
    S: * 1 EXPUNGE
    S: t1 OK done
    S: )
    S: t1 OK done
  `)
  assert.equal(Buffer.from((await rows)[0]!.source).toString(), '* 9 EXISTS\r\n* 1 EXPUNGE\r\nA4 OK done\r\n')
  assert.deepEqual(log.news(), ['fetch INBOX 2 by t1'])
})

test('one line answers two commands that asked for the same item', async (t) => {
  const { imap, plays } = await selected(t)
  const two = [imap.fetch('2', { size: true }), imap.fetch('1:3', { size: true })] as const
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    C: t2 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual([(await two[0]).length, (await two[1]).length], [1, 1])
})

test('STATUS goes by mailbox, the later one may come first', async (t) => {
  const { imap, plays, log } = await connected(t)
  const a = imap.status('A', ['messages'])
  const b = imap.status('B', ['messages', 'unseen'])
  await plays(`
    C: t1 STATUS A (MESSAGES)
    C: t2 STATUS B (MESSAGES UNSEEN)
    S: * STATUS B (MESSAGES 2 UNSEEN 1)
    S: * STATUS C (MESSAGES 3)
    S: * STATUS A (MESSAGES 1)
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual([await a, await b], [{ messages: 1 }, { messages: 2, unseen: 1 }])
  assert.deepEqual(log.news(), [
    'mailboxStatus B messages=2 unseen=1 by t2',
    'mailboxStatus C messages=3 by unsolicited',
    'mailboxStatus A messages=1 by t1',
  ])
})

test('a pushed STATUS without every item is not the answer (RFC 5465 §5.2)', async (t) => {
  const { imap, plays, log } = await connected(t)
  const counts = imap.status('A', ['messages', 'unseen'])
  await plays(`
    C: t1 STATUS A (MESSAGES UNSEEN)
    S: * STATUS A (MESSAGES 7 UIDNEXT 9)
    S: * STATUS A (MESSAGES 8 UNSEEN 1)
    S: t1 OK done
  `)
  assert.deepEqual(await counts, { messages: 8, unseen: 1 })
  assert.deepEqual(log.news(), [
    'mailboxStatus A messages=7 uidNext=9 by unsolicited',
    'mailboxStatus A messages=8 unseen=1 by t1',
  ])
})

test('STATUS that only a push answered is incomplete', async (t) => {
  const { imap, plays } = await connected(t)
  const counts = imap.status('A', ['messages', 'unseen'])
  await plays(`
    C: t1 STATUS A (MESSAGES UNSEEN)
    S: * STATUS A (MESSAGES 7)
    S: t1 OK done
  `)
  await assert.rejects(counts, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('INBOX in the answer of STATUS may be spelt in any case (RFC 9051 §5.1)', async (t) => {
  const { imap, plays } = await connected(t)
  const counts = imap.status('inbox', ['messages'])
  await plays(`
    C: t1 STATUS INBOX (MESSAGES)
    S: * STATUS "Inbox" (MESSAGES 7)
    S: t1 OK done
  `)
  assert.deepEqual(await counts, { messages: 7 })
})

test('LIST rows are the command’s own; news about names are events without a cause', async (t) => {
  const { imap, plays, log } = await connected(t)
  const names = imap.list('*')
  await plays(`
    C: t1 LIST "" "*"
    S: * LIST (\\HasNoChildren) "/" A
    S: * LIST () "/" New ("OLDNAME" ("Old"))
    S: t1 OK done
    S: * LIST () "/" B
    S: * LIST (\\NonExistent) "/" A
    S: * LIST (\\Subscribed) "/" B
  `)
  assert.deepEqual(
    (await names).map(({ mailbox }) => mailbox),
    ['A'],
  )
  assert.deepEqual(log.news(), [
    'mailboxName A listed by t1',
    'mailboxName New renamed from Old by unsolicited',
    'mailboxName B created by unsolicited',
    'mailboxName A deleted by unsolicited',
    'subscriptionChange B by unsolicited',
  ])
})

test('LIST with STATUS pairs each name with its counts, and a name without them is listed, too', async (t) => {
  const { imap, plays } = await connected(t)
  const names = imap.list('*', { status: ['messages'] })
  await plays(`
    C: t1 LIST "" "*" RETURN (STATUS (MESSAGES))
    S: * LIST () "/" A
    S: * LIST (\\Noselect) "/" B
    S: * STATUS A (MESSAGES 4)
    S: t1 OK done
  `)
  assert.deepEqual(
    (await names).map(({ mailbox, status }) => [mailbox, status]),
    [
      ['A', { messages: 4 }],
      ['B', undefined],
    ],
  )
})

test('EXPUNGE and VANISHED name their cause by the messages each command removes', async (t) => {
  const { imap, plays, log } = await selected(t)
  const two = [imap.expunge('1:2'), imap.expunge('5:8')] as const
  await plays(`
    C: t1 UID EXPUNGE 1:2
    C: t2 UID EXPUNGE 5:8
    S: * VANISHED 8
    S: * VANISHED 1
    S: * VANISHED 3
    S: t2 OK done
    S: t1 OK done
  `)
  assert.deepEqual([String((await two[0]).uids), String((await two[1]).uids)], ['1', '8'])
  assert.deepEqual(log.news(), [
    'messageExpunge INBOX 8 by t2',
    'messageExpunge INBOX 1 by t1',
    'messageExpunge INBOX 3 by unsolicited',
  ])
})

test('RFC 7162 §3.2.10: one VANISHED may tell of what two commands removed', async (t) => {
  const { imap, plays, log } = await selected(t)
  const two = [imap.expunge('1:2'), imap.expunge('5:8')] as const
  await plays(`
    C: t1 UID EXPUNGE 1:2
    C: t2 UID EXPUNGE 5:8
    S: * VANISHED 1:3,8
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual([String((await two[0]).uids), String((await two[1]).uids)], ['1:2', '8'])
  const expunged = log.news()
  assert.deepEqual([...expunged].toSorted(), [
    'messageExpunge INBOX 1:2 by t1',
    'messageExpunge INBOX 3 by unsolicited',
    'messageExpunge INBOX 8 by t2',
  ])
})

test('a COPY into the selected mailbox removes nothing: an EXPUNGE meanwhile is not its doing', async (t) => {
  const { imap, plays, log } = await selected(t)
  const copied = imap.copy('1', 'INBOX')
  await plays(`
    C: t1 UID COPY 1 INBOX
    S: * VANISHED 3
    S: t1 OK [COPYUID 7 1 9] done
  `)
  await copied
  assert.deepEqual(log.news('messageExpunge'), ['messageExpunge INBOX 3 by unsolicited'])
})

test('RFC 6851 §4.3: MOVE has its mapping from an untagged OK, and its removals are its own', async (t) => {
  const { imap, plays, log } = await selected(t)
  const moved = imap.move('1:2', 'Archive')
  await plays(`
    C: t1 UID MOVE 1:2 Archive
    S: * OK [COPYUID 9 1:2 30:31] moved
    S: * VANISHED 1:2
    S: t1 OK done
  `)
  const { uidValidity, source, destination } = await moved
  assert.deepEqual([uidValidity, String(source), String(destination)], [9, '1:2', '30:31'])
  assert.deepEqual(log.news(), ['notice moved', 'messageExpunge INBOX 1:2 by t1'])
})

test('RFC 7162 §3.2.10.1: VANISHED (EARLIER) does not touch the numbering', async (t) => {
  const { imap, plays, log } = await selected(t)
  await plays('S: * VANISHED (EARLIER) 1:3')
  assert.equal(imap.selected?.messages, 5)
  assert.deepEqual(log.news(), ['messageExpunge INBOX 1:3 earlier by unsolicited'])
})

test('EXPUNGE by number becomes a UID once the numbering has been learned', async (t) => {
  const { plays, log } = await selected(t, { capabilities: PLAIN })
  await plays(`
    S: * 4 EXPUNGE
    S: * 4 EXPUNGE
    S: * 1 EXPUNGE
  `)
  assert.deepEqual(log.news(), [
    'messageExpunge INBOX 5 by unsolicited',
    'messageExpunge INBOX 8 by unsolicited',
    'messageExpunge INBOX 1 by unsolicited',
  ])
})

test('flag changes without a UID find theirs by the numbering', async (t) => {
  const { plays, log } = await selected(t, { capabilities: PLAIN })
  await plays('S: * 4 FETCH (FLAGS (k))')
  assert.deepEqual(log.news(), ['flagChange INBOX 5 (k) by unsolicited'])
})

test('flag changes of a message whose UID nobody knows are counted', async (t) => {
  const { plays, log } = await selected(t)
  await plays('S: * 4 FETCH (FLAGS (k))')
  assert.deepEqual(log.news(), ['flagChange INBOX  (k) +1 by unsolicited'])
})

test('an unknown untagged response is an event with its bytes, and harms nothing', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2', { size: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    S: * XNEWS (a "b" {3}
    S: )
    S:  c)
    S: * 3 XFOO bar
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.deepEqual(log.news(), [
    String.raw`untagged INBOX "* XNEWS (a \"b\" {3}\r\n)\r\n c)"`,
    'untagged INBOX "* 3 XFOO bar"',
    'fetch INBOX 2 by t1',
  ])
})

test('a malformed row fails the FETCH it may have been for, and nothing else', async (t) => {
  const { imap, plays, log } = await selected(t)
  const mine = imap.fetch('1:3', { size: true })
  const other = imap.fetch('5:8', { size: true })
  const search = imap.search({ seen: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    C: t2 UID FETCH 5:8 (UID RFC822.SIZE)
    C: t3 UID SEARCH RETURN (ALL) SEEN
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * 2 FETCH (UID 2 RFC822.SIZE ten)
    S: * 4 FETCH (UID 5 RFC822.SIZE 50)
    S: * ESEARCH (TAG "t3") UID ALL 1
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  await assert.rejects(mine, { code: 'ERR_IMAP_MALFORMED', outcome: 'answered' })
  assert.equal((await other).length, 1)
  assert.equal(String(await search), '1')
  assert.deepEqual(log.news('untagged'), ['untagged INBOX "* 2 FETCH (UID 2 RFC822.SIZE ten)" malformed'])
})

test('a malformed row without a UID fails every FETCH it may have been for', async (t) => {
  const { imap, plays } = await selected(t)
  const both = [imap.fetch('1:3', { size: true }), imap.fetch('5:8', { size: true })]
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    C: t2 UID FETCH 5:8 (UID RFC822.SIZE)
    S: * 2 FETCH (RFC822.SIZE ten)
    S: t1 OK done
    S: t2 OK done
  `)
  for (const token of both) await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('a malformed row of a message that has been given out fails nothing', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:2', { size: true })
  await plays(`
    C: t1 UID FETCH 1:2 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * 1 FETCH (UID 1 RFC822.SIZE ten)
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 2)
})

test('a malformed SEARCH, STATUS or LIST fails the command it may have answered', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const found = imap.search({ seen: true })
  const counts = imap.status('A', ['messages'])
  const names = imap.list('*')
  await plays(`
    C: t1 UID SEARCH SEEN
    C: t2 STATUS A (MESSAGES)
    C: t3 LIST "" "*"
    S: * SEARCH 1 two
    S: * STATUS A (MESSAGES many)
    S: * LIST (\\HasNoChildren "/" A
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  for (const token of [found, counts, names]) await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('a malformed STATUS fails the LIST that asked for it: no name is listed without its counts', async (t) => {
  const { imap, plays } = await connected(t)
  const names = imap.list('*', { status: ['messages'] })
  await plays(`
    C: t1 LIST "" "*" RETURN (STATUS (MESSAGES))
    S: * LIST () "/" A
    S: * STATUS A (MESSAGES many)
    S: t1 OK done
  `)
  await assert.rejects(names, { code: 'ERR_IMAP_MALFORMED' })
})

test('a broken tagged line still settles its token', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.noop()
  const next = imap.status('A', ['messages'])
  await plays(`
    C: t1 NOOP
    C: t2 STATUS A (MESSAGES)
    S: t1 OKAY then
    S: * STATUS A (MESSAGES 1)
    S: t2 OK done
  `)
  await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
  assert.deepEqual(await next, { messages: 1 })
})

test('a tagged BYE fails its command', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.noop()
  await plays(`
    C: t1 NOOP
    S: t1 BYE leaving
  `)
  await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('two replies to strange tags are borne, the third ends the connection', async (t) => {
  const { imap, plays, log } = await selected(t)
  await plays('S: z1 OK who?\nS: z2 OK who?')
  assert.equal(imap.closed, false)
  assert.deepEqual(log.news(), ['untagged "z1 OK who?" malformed', 'untagged "z2 OK who?" malformed'])
  await plays('S: z3 OK who?')
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('a second reply to the same tag ends the connection', async (t) => {
  const { imap, plays, log } = await selected(t)
  const token = imap.noop()
  await plays(`
    C: t1 NOOP
    S: t1 OK done
    S: t1 OK done again
  `)
  await token
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('a reply to a tag that has not been used yet ends the connection', async (t) => {
  const { plays, log } = await selected(t)
  await plays('S: A99 OK done')
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('RFC 2180 §4.1.2: NO with some rows is a refusal; the rows came before it', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:3', { size: true })
  const seen: number[] = []
  const reading = assert.rejects(
    async () => {
      for await (const { uid } of rows) seen.push(uid)
    },
    { code: 'ERR_IMAP_NO', responseCode: 'EXPUNGEISSUED', outcome: 'answered' },
  )
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 NO [EXPUNGEISSUED] some are gone
  `)
  await reading
  assert.deepEqual(seen, [1])
})

test('EXISTS, flag changes and VANISHED before the "+" of a literal are applied and told', async (t) => {
  const capabilities = MODERN.replace('LITERAL+ ', '')
  const { imap, plays, log } = await selected(t, { capabilities })
  const appended = imap.append('Archive', 'hello')
  await plays(`
    C: t1 APPEND Archive {5}
    S: * 6 EXISTS
    S: * VANISHED 3
    S: * 1 FETCH (UID 1 FLAGS (k))
    S: + go ahead
    C: hello
    C: t2 UID FETCH 9:* (UID)
    S: t1 OK [APPENDUID 3 1] done
    S: * 5 FETCH (UID 9)
    S: t2 OK done
  `)
  await appended
  assert.equal(imap.selected?.messages, 5)
  assert.deepEqual(log.news(), [
    'mailboxStatus INBOX messages=6 by unsolicited',
    'messageExpunge INBOX 3 by unsolicited',
    'flagChange INBOX 1 (k) by unsolicited',
    'messageNew INBOX 9 by unsolicited',
  ])
})
