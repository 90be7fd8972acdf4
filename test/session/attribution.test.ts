/** Whose response is it: completions, searches, STATUS, LIST, and removals. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { expungeAll, type ExpungeResult } from '../../src/session/commands/changing/expunge.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

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

test('an ESEARCH without a correlator belongs to the only search there is; later ones go one at a time', async (t) => {
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
    C: t2 UID SEARCH UNSEEN
    C:
    S: * ESEARCH UID ALL 3
    S: t2 OK done
    C: t3 UID SEARCH SEEN
    S: * SEARCH 5
    S: t3 OK done
  `)
  assert.deepEqual((await Promise.all(two)).map(String), ['3', '5'])
  const found = ['searchResult INBOX 3 by t1', 'quirk esearch-without-tag', 'searchResult INBOX 3 by t2']
  assert.deepEqual(log.news(), [...found, 'searchResult INBOX 5 by t3'])
})

test('an ESEARCH without a correlator is nobody’s while two searches run', async (t) => {
  const { imap, plays, log } = await selected(t)
  const two = [imap.search({ seen: false }), imap.search({ seen: true })]
  await plays(`
    C: t2 UID SEARCH RETURN (ALL) UNSEEN
    C: t3 UID SEARCH RETURN (ALL) SEEN
    S: * ESEARCH UID ALL 3
    S: t2 OK done
    S: t3 OK done
  `)
  for (const token of two) await assert.rejects(token, { code: 'ERR_IMAP_INCOMPLETE' })
  assert.deepEqual(log.news(), ['searchResult INBOX 3 by unsolicited', 'quirk esearch-without-tag'])
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
  const { uidValidity, uids } = await moved
  assert.deepEqual([uidValidity, String(uids)], [9, '1:2=30:31'])
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

test('a hundred thousand messages learned in many lines, every other removed line by line, cost what they are worth', async () => {
  const total = 100_000
  const peer = SessionPeer.open(PLAIN)
  const opening = peer.submit(select('INBOX', false))
  peer.take()
  peer.send(`* ${total} EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 999999] n\r\n${opening.tag} OK open\r\n`)
  const [tag = ''] = peer.take().split(' ')
  const uids = Array.from({ length: total }, (_, place) => 2 * place + 1)
  const lines = Array.from({ length: total / 500 }, (_, n) => uids.slice(500 * n, 500 * n + 500).join(' '))
  const started = performance.now()
  peer.send(`${lines.map((line) => `* SEARCH ${line}\r\n`).join('')}${tag} OK done\r\n`)
  const removing = peer.submit(expungeAll())
  peer.take()
  const gone = Array.from({ length: total / 2 }, (_, n) => `* ${total - 2 * n} EXPUNGE\r\n`)
  peer.send(`${gone.join('')}${removing.tag} OK done\r\n`)
  assert.ok(performance.now() - started < 10_000, 'a minute and more when each line makes a set of all before it')
  assert.equal((peer.resultOf(removing) as ExpungeResult).uids.size, total / 2)
})
