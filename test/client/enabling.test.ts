/** What is enabled, and what follows; logging out of an account and into another. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ImapConnection } from '../../src/client/connection.ts'
import { noop } from '../../src/session/commands/any-state/basic.ts'
import { compress } from '../../src/session/commands/any-state/login.ts'
import { unauthenticate } from '../../src/session/commands/any-state/unauthenticate.ts'
import { SessionPeer } from '../session/session-peer.ts'
import { connected, MODERN, open, PLAIN, started, type Connected } from '../support/scripted-peer.ts'

async function enabling(
  connection: Connected,
  capabilities: string,
  { asks, gets }: { readonly asks: string; readonly gets: string },
): Promise<void> {
  await connection.plays(`
    S: * OK [CAPABILITY ${capabilities}] ready
    C: t81 LOGIN "me" "secret-word"
    C: t82 ENABLE ${asks}
    S: t81 OK [CAPABILITY ${capabilities}] in
    ${gets === '' ? '' : `S: * ENABLED ${gets}`}
    S: t82 OK enabled
  `)
  await connection.imap.ready
  connection.log.news()
}

test('what is found under the tag of ENABLE is no answer to it', async (t) => {
  const { imap, plays } = started(t, { options: { enable: ['CONDSTORE'] } })
  await plays(`
    S: * OK [CAPABILITY ${MODERN}] ready
    C: t1 LOGIN "me" "secret-word"
    C: t2 ENABLE CONDSTORE
    S: t1 OK [CAPABILITY ${MODERN}] in
    S: * ESEARCH (TAG "t2") UID COUNT 1
    S: * UIDBATCHES (TAG "t2") 1:5
    S: * ENABLED CONDSTORE
    S: t2 OK enabled
  `)
  await imap.ready
  assert.ok(imap.enabled.has('CONDSTORE'))
})

test('nothing is enabled where nothing is wanted', async (t) => {
  const { imap, plays } = started(t, { options: { enable: [] } })
  await plays(`
    S: * OK [CAPABILITY ${MODERN}] ready
    C: t1 LOGIN "me" "secret-word"
    C:
    S: t1 OK [CAPABILITY ${MODERN}] in
    C:
  `)
  await imap.ready
  assert.equal(imap.enabled.size, 0)
})

test('what the profile says to do without is not enabled', async (t) => {
  const connection = started(t, { options: { profile: { without: ['QRESYNC'] } } })
  await enabling(connection, MODERN, { asks: 'CONDSTORE', gets: 'CONDSTORE' })
})

test('what is no name of an extension is refused before anything is sent', () => {
  for (const name of ['', 'a b', 'x\r\nNOOP']) {
    const options = { host: 'mail.example.org', auth: { user: 'me', password: 'x' }, enable: [name] }
    assert.throws(() => ImapConnection.start(options), { code: 'ERR_IMAP_ARGUMENT' })
  }
})

test('an OK to ENABLE without ENABLED enables nothing, unless the profile trusts it', async (t) => {
  const strict = started(t)
  await enabling(strict, MODERN, { asks: 'CONDSTORE QRESYNC', gets: '' })
  assert.equal(strict.imap.enabled.size, 0)
  const trusting = started(t, { options: { profile: { enabledByOk: true } } })
  await enabling(trusting, MODERN, { asks: 'CONDSTORE QRESYNC', gets: '' })
  assert.deepEqual([...trusting.imap.enabled], ['CONDSTORE', 'QRESYNC'])
  const told = started(t, { options: { profile: { enabledByOk: true } } })
  await enabling(told, MODERN, { asks: 'CONDSTORE QRESYNC', gets: 'CONDSTORE' })
  assert.deepEqual([...told.imap.enabled], ['CONDSTORE'], 'what is told counts')
})

test('RFC 6855 §3: with UTF8=ACCEPT names go both ways in UTF-8', async (t) => {
  const connection = started(t, { options: { enable: ['UTF8=ACCEPT'] } })
  const capabilities = `${MODERN} UTF8=ACCEPT`
  await enabling(connection, capabilities, { asks: 'UTF8=ACCEPT', gets: 'UTF8=ACCEPT' })
  const { imap, plays } = connection
  const listed = imap.list('*')
  void imap.create('Entwürfe & mehr')
  const utf8 = Buffer.from('Entwürfe & mehr').toString('latin1')
  await plays(`
    C: t1 LIST "" "*"
    S: * LIST () "/" "${utf8}"
    S: t1 OK done
    C: t2 CREATE "${utf8}"
  `)
  assert.deepEqual(
    (await listed).map(({ mailbox }) => mailbox),
    ['Entwürfe & mehr'],
  )
})

test('RFC 9051 §E: under IMAP4rev2 there is no RECENT, and SEARCH has ESEARCH for an answer', async (t) => {
  const connection = started(t, { options: { enable: ['IMAP4rev2'] } })
  await enabling(connection, 'IMAP4rev2', { asks: 'IMAP4rev2', gets: 'IMAP4rev2' })
  const { imap, plays } = connection
  const opening = imap.select('INBOX')
  const found = imap.search({ subject: 'ü' })
  await plays(`
    C: t1 SELECT INBOX
    C: t2 UID SEARCH RETURN (ALL) SUBJECT "${Buffer.from('ü').toString('latin1')}"
    S: * 2 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 9] next
    S: * LIST () "/" INBOX
    S: t1 OK [READ-WRITE] open
    S: * ESEARCH (TAG "t2") UID ALL 8
    S: t2 OK done
  `)
  assert.equal((await opening).recent, undefined)
  assert.equal((await found).toString(), '8')
})

const UIDONLY = 'IMAP4rev1 ENABLE ESEARCH UIDPLUS UIDONLY'

async function uidOnly(connection: Connected): Promise<void> {
  await enabling(connection, UIDONLY, { asks: 'UIDONLY', gets: 'UIDONLY' })
  await open(connection, {}, 'QRESYNC')
}

test('RFC 9586 §3: with UIDONLY rows, removals and arrivals have UIDs, and nothing is asked by number', async (t) => {
  const connection = started(t, { options: { enable: ['UIDONLY'] } })
  await uidOnly(connection)
  const { imap, plays, log } = connection
  const rows = imap.fetch('1:*', { flags: true })
  await plays(`
    C: t1 UID FETCH 1:* (UID FLAGS)
    S: * 3 UIDFETCH (FLAGS (\\Seen))
    S: * 8 UIDFETCH (UID 8 FLAGS ())
    S: t1 OK done
  `)
  assert.deepEqual(
    (await rows).map(({ uid, sequence }) => [uid, sequence]),
    [
      [3, undefined],
      [8, undefined],
    ],
  )
  log.news()
  await plays(`
    S: * VANISHED 2:3
    S: * 4 EXISTS
    S: * 5 UIDFETCH (FLAGS (k))
    C: t2 UID FETCH 9:* (UID)
    S: * 9 UIDFETCH (UID 9)
    S: t2 OK done
  `)
  assert.deepEqual(log.news(), [
    'messageExpunge INBOX 2:3 by unsolicited',
    'mailboxStatus INBOX messages=4 by unsolicited',
    'flagChange INBOX 5 (k) by unsolicited',
    'messageNew INBOX 9 by unsolicited',
  ])
  const byNumber = imap.fetch('1', { flags: true }, { by: 'sequence' })
  await assert.rejects(byNumber, { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  await plays('C:')
})

test('RFC 9586 §3: `n:*` brings the last message with UIDONLY, too', async (t) => {
  const connection = started(t, { options: { enable: ['UIDONLY'] } })
  await uidOnly(connection)
  const { imap, plays } = connection
  const all = imap.fetch('1:*', { size: true })
  await plays(`
    C: t1 UID FETCH 1:* (UID RFC822.SIZE)
    S: * 3 UIDFETCH (RFC822.SIZE 1)
    S: * 8 UIDFETCH (RFC822.SIZE 2)
    S: t1 OK done
  `)
  await all
  const last = imap.fetch('100:*', { size: true })
  await plays(`
    C: t2 UID FETCH 100:* (UID RFC822.SIZE)
    S: * 8 UIDFETCH (RFC822.SIZE 2)
    S: t2 OK done
  `)
  assert.deepEqual(
    (await last).map(({ uid }) => uid),
    [8],
  )
})

const REUSABLE = `${MODERN} NOTIFY UNAUTHENTICATE`

test('RFC 8437 §4.1: after UNAUTHENTICATE all but TLS is as before the login', async (t) => {
  const connection = started(t)
  await enabling(connection, REUSABLE, { asks: 'CONDSTORE QRESYNC', gets: 'CONDSTORE QRESYNC' })
  await open(connection, {}, REUSABLE)
  const { imap, plays, log } = connection
  void imap.notify({})
  const before = imap.noop()
  const leaving = imap.unauthenticate()
  const behind = imap.status('INBOX', ['messages'])
  await plays(`
    C: t1 NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))
    C: t2 NOOP
    C:
    S: t1 OK notify
    S: t2 OK done
    C: t3 UNAUTHENTICATE
    C:
    S: t3 OK bye
    C:
  `)
  await Promise.all([before, leaving])
  assert.deepEqual([imap.selected, imap.enabled.size, imap.capabilities.size], [undefined, 0, 0])
  assert.deepEqual(log.news(), ['mailboxClosed INBOX by t3'])
  const again = imap.reauthenticate({ user: 'you', password: 'other-word' })
  await plays(`
    C: t4 CAPABILITY
    S: * CAPABILITY ${REUSABLE}
    S: t4 OK done
    C: t5 LOGIN "you" "other-word"
    C: t6 ENABLE CONDSTORE QRESYNC
    C: t7 STATUS INBOX (MESSAGES)
    S: t5 OK [CAPABILITY ${REUSABLE}] in
    S: * ENABLED CONDSTORE QRESYNC
    S: t6 OK enabled
    S: * STATUS INBOX (MESSAGES 3)
    S: t7 OK done
  `)
  await again
  assert.deepEqual(await behind, { messages: 3 })
  assert.ok(imap.enabled.has('QRESYNC'))
})

test('a refused login after UNAUTHENTICATE leaves the connection for another try', async (t) => {
  const connection = started(t, { options: { enable: [] } })
  const { imap, plays } = connection
  await plays(`
    S: * OK [CAPABILITY ${PLAIN} UNAUTHENTICATE] ready
    C: t1 LOGIN "me" "secret-word"
    S: t1 OK [CAPABILITY ${PLAIN} UNAUTHENTICATE] in
  `)
  await imap.ready
  await assert.rejects(imap.reauthenticate({ user: 'you', password: 'x' }), { code: 'ERR_IMAP_STATE' })
  void imap.unauthenticate()
  await plays(`
    C: t2 UNAUTHENTICATE
    S: t2 OK bye
  `)
  const refused = assert.rejects(imap.reauthenticate({ user: 'you', password: 'wrong' }), {
    code: 'ERR_IMAP_AUTHENTICATION',
  })
  await plays(`
    C: t3 CAPABILITY
    S: * CAPABILITY ${PLAIN}
    S: t3 OK done
    C: t4 LOGIN "you" "wrong"
    S: t4 NO no
  `)
  await refused
  assert.equal(imap.closed, false)
  const again = imap.reauthenticate({ user: 'you', password: 'right' })
  await plays(`
    C: t5 CAPABILITY
    S: * CAPABILITY ${PLAIN}
    S: t5 OK done
    C: t6 LOGIN "you" "right"
    S: t6 OK [CAPABILITY ${PLAIN}] in
  `)
  await again
})

test('what waits behind an UNAUTHENTICATE that fails, or is cancelled, goes on', async (t) => {
  const connection = started(t)
  await enabling(connection, REUSABLE, { asks: 'CONDSTORE QRESYNC', gets: 'CONDSTORE QRESYNC' })
  const { imap, plays } = connection
  const refused = imap.unauthenticate()
  const behind = imap.noop()
  await plays(`
    C: t1 UNAUTHENTICATE
    C:
    S: t1 BAD not now
    C: t2 NOOP
    S: t2 OK done
  `)
  await assert.rejects(refused, { code: 'ERR_IMAP_BAD' })
  await behind
  const holding = imap.noop()
  const cancelled = imap.unauthenticate()
  const last = imap.noop()
  cancelled.cancel()
  await assert.rejects(cancelled, { code: 'ERR_IMAP_CANCELLED', outcome: 'unsent' })
  await plays(`
    C: t3 NOOP
    C: t4 NOOP
    S: t3 OK done
    S: t4 OK done
  `)
  await Promise.all([holding, last])
})

test('RFC 8437 §4.1: UNAUTHENTICATE would end the compression in mid-stream, so it is refused', () => {
  const peer = SessionPeer.open(`${REUSABLE} COMPRESS=DEFLATE`)
  const compressing = peer.submit(compress())
  peer.take()
  peer.send(`${compressing.tag} OK from here on\r\n`)
  peer.session.layerReady('deflate')
  const leaving = peer.submit(unauthenticate())
  assert.throws(() => peer.resultOf(leaving), { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  const behind = peer.submit(noop())
  assert.equal(peer.take(), `${behind.tag} NOOP\r\n`, 'and nothing waits for another login')
})

test('after a refused login nothing goes out before the next', async (t) => {
  const capabilities = `${PLAIN} UNAUTHENTICATE`
  const { imap, plays } = await connected(t, { capabilities })
  void imap.unauthenticate()
  const before = imap.subscribe('a')
  await plays(`
    C: t1 UNAUTHENTICATE
    S: t1 OK bye
  `)
  const refused = assert.rejects(imap.reauthenticate({ user: 'you', password: 'wrong' }))
  await plays(`
    C: t2 CAPABILITY
    S: * CAPABILITY ${capabilities}
    S: t2 OK done
    C: t3 LOGIN "you" "wrong"
    S: t3 NO no
  `)
  await refused
  await assert.rejects(before, { code: 'ERR_IMAP_DEPENDENCY', outcome: 'unsent' })
  const after = imap.subscribe('b')
  await plays('C:')
  const again = imap.reauthenticate({ user: 'you', password: 'right' })
  await plays(`
    C: t5 CAPABILITY
    S: * CAPABILITY ${capabilities}
    S: t5 OK done
    C: t6 LOGIN "you" "right"
    S: t6 OK [CAPABILITY ${capabilities}] in
    C: t7 SUBSCRIBE b
    S: t7 OK done
  `)
  await Promise.all([again, after])
})

test('IMAP4rev2 is not enabled before ID has told whose it is, where the option id is given', async (t) => {
  const options = { enable: ['CONDSTORE', 'IMAP4rev2'], id: { name: 'tester' } }
  const { imap, plays } = started(t, { options })
  const selected = imap.select('INBOX')
  const capabilities = 'IMAP4rev1 IMAP4rev2 ENABLE ID CONDSTORE'
  await plays(`
    S: * OK [CAPABILITY ${capabilities}] ready
    C: t1 LOGIN "me" "secret-word"
    C:
    S: t1 OK [CAPABILITY ${capabilities}] in
    C: t2 ID ("name" "tester")
    C:
    S: * ID ("name" "RZimapd" "version" "7.1.12")
    S: t2 OK done
    C: t3 ENABLE CONDSTORE
    C:
    S: * ENABLED CONDSTORE
    S: t3 OK done
    C: t4 SELECT INBOX
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 1] next
    S: t4 OK [READ-WRITE] open
  `)
  await selected
  assert.equal(imap.capabilities.has('IMAP4REV2'), false)
})

test('one login at a time: a second is refused, and its password is not sent', async (t) => {
  const capabilities = `${PLAIN} UNAUTHENTICATE`
  const { imap, peer, plays } = await connected(t, { capabilities })
  void imap.unauthenticate()
  await plays(`
    C: t1 UNAUTHENTICATE
    S: t1 OK bye
  `)
  const first = imap.reauthenticate({ user: 'you', password: 'right' })
  await assert.rejects(imap.reauthenticate({ user: 'they', password: 'other-word' }), { code: 'ERR_IMAP_STATE' })
  await plays(`
    C: t2 CAPABILITY
    S: * CAPABILITY ${capabilities}
    S: t2 OK done
    C: t3 LOGIN "you" "right"
    S: t3 OK [CAPABILITY ${capabilities}] in
  `)
  await first
  assert.ok(!peer.written.includes('other-word'))
})
