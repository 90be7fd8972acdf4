/** What servers do that needs no quirk, for it follows from the rules: rows of docs/quirks.md that no other test shows. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError, type FetchRow } from '../../src/index.ts'
import { connected, MODERN, PLAIN, selected, started } from '../support/scripted-peer.ts'

const TWO = { parts: ['1.MIME', '1'] }

test('a section that was dropped (James): the row is incomplete, and never a row without it', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1', TWO)
  await plays(`
    C: t1 UID FETCH 1 (UID BODY.PEEK[1.MIME] BODY.PEEK[1])
    S: * 1 FETCH (UID 1 BODY[1.MIME] "a: b")
    S: t1 OK done
  `)
  await assert.rejects(rows, { code: 'ERR_IMAP_INCOMPLETE', outcome: 'answered' })
})

test('a row behind the tagged OK (James) is an event', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('1', { size: true })
  await plays(`
    C: t1 UID FETCH 1 (UID RFC822.SIZE)
    S: t1 OK done
    S: * 1 FETCH (UID 1 RFC822.SIZE 5)
  `)
  assert.deepEqual(await rows, [])
  assert.deepEqual(log.news(), ['fetch INBOX 1 by unsolicited'])
})

test('the whole for a part of it (Exmail): cut from 0 on, elsewhere incomplete', async (t) => {
  const { imap, plays } = await selected(t)
  const part = (start: number): { parts: [{ part: string; start: number; length: number }] } => ({
    parts: [{ part: '1', start, length: 3 }],
  })
  const first = imap.fetch('1', part(0))
  await plays(`
    C: t1 UID FETCH 1 (UID BODY.PEEK[1]<0.3>)
    S: * 1 FETCH (UID 1 BODY[1] "abcdef")
    S: t1 OK done
  `)
  assert.equal(Buffer.from((await first)[0]!.parts.get('1')!).toString(), 'abc')
  const second = imap.fetch('1', part(3))
  await plays(`
    C: t2 UID FETCH 1 (UID BODY.PEEK[1]<3.3>)
    S: * 1 FETCH (UID 1 BODY[1] "abcdef")
    S: t2 OK done
  `)
  await assert.rejects(second, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('EXPUNGE and EXISTS in the middle of FETCH (Proton Bridge): rows go to their messages, removals are told', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: PLAIN })
  const rows = imap.fetch('1:3', { size: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * 1 EXPUNGE
    S: * 5 EXISTS
    S: * 1 FETCH (UID 2 RFC822.SIZE 20)
    S: * 2 FETCH (RFC822.SIZE 30)
    S: t1 OK done
    C: t2 UID FETCH 9:* (UID)
    S: * 5 FETCH (UID 9)
    S: t2 OK done
  `)
  assert.deepEqual(
    (await rows).map(({ uid, size }) => [uid, size]),
    [
      [1, 10],
      [2, 20],
      [3, 30],
    ],
  )
  assert.ok(log.news().includes('messageExpunge INBOX 1 by unsolicited'))
})

test('UID NIL (Proton Bridge): the number tells which message it is, or the command fails', async (t) => {
  const known = await selected(t, { capabilities: PLAIN })
  const rows = known.imap.fetch('2', { size: true })
  await known.plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    S: * 2 FETCH (UID NIL RFC822.SIZE 5)
    S: t1 OK done
  `)
  assert.deepEqual(
    (await rows).map(({ uid, size }) => [uid, size]),
    [[2, 5]],
  )
  const unknown = await selected(t, { capabilities: MODERN })
  const flags = unknown.imap.fetch('2', { flags: true })
  await unknown.plays(`
    C: t1 UID FETCH 2 (UID FLAGS)
    S: * 2 FETCH (UID NIL FLAGS ())
    S: t1 OK done
  `)
  await assert.rejects(flags, { code: 'ERR_IMAP_MALFORMED' })
})

test('NO in the middle of a FETCH (Yahoo, Domino): the rows before it have been handed out, and the command fails', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1:3', { size: true })
  const seen: FetchRow[] = []
  const reading = (async () => {
    for await (const row of token) seen.push(row)
  })()
  const failure = assert.rejects(
    reading,
    (error) => error instanceof CommandError && error.responseCode === 'SERVERBUG',
  )
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 NO [SERVERBUG] FETCH failed
  `)
  await failure
  assert.deepEqual(
    seen.map(({ uid }) => uid),
    [1],
  )
})

test('STATUS without an item (163.com) is incomplete', async (t) => {
  const { imap, plays } = await connected(t)
  const status = imap.status('INBOX', ['messages'])
  await plays('C: t1 STATUS INBOX (MESSAGES)\nS: * STATUS "INBOX" ()\nS: t1 OK done')
  await assert.rejects(status, { code: 'ERR_IMAP_INCOMPLETE' })
})

test('ID is NIL, and never an empty list (GMX, Exchange)', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 ID' })
  const id = imap.id(null)
  await plays('C: t1 ID NIL\nS: * ID ("name" "x")\nS: t1 OK done')
  await id
})

test('ESEARCH with ALL in place of MIN and MAX (iCloud) says as much', async (t) => {
  const { imap, plays } = await selected(t)
  const found = imap.search({ seen: false }, { return: ['min', 'max'] })
  await plays(`
    C: t1 UID SEARCH RETURN (MIN MAX) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 2,5
    S: t1 OK done
  `)
  const { min, max } = await found
  assert.deepEqual([min, max], [2, 5])
})

test('prompts of SASL LOGIN that end in NUL, and a name with a backslash', async (t) => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const { imap, plays } = started(t, {
    options: { auth: { user: 'WORK\\me', password: 'secret-wordé' } },
  })
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=LOGIN] hello
    C: t1 AUTHENTICATE LOGIN
    S: + ${base64('User Name\0')}
    C: ${base64('WORK\\me')}
    S: + ${base64('Password\0')}
    C: ${base64('secret-wordé')}
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await imap.ready
  const named = started(t, { options: { auth: { user: 'WORK\\me/box', password: 'secret-word' } } })
  await named.plays('S: * OK [CAPABILITY IMAP4rev1] hello\nC: t1 LOGIN "WORK\\\\me/box" "secret-word"')
})

test('LSUB that is answered BAD (Exchange) fails the LIST that asked for subscriptions', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const list = imap.list('*', { subscriptions: true })
  await plays(`
    C: t1 LIST "" "*"
    C: t2 LSUB "" "*"
    S: * LIST () "/" A
    S: t1 OK done
    S: t2 BAD Command Error. 12
    C: t3 LSUB "" "*"
    S: t3 BAD Command Error. 12
  `)
  await assert.rejects(list, { code: 'ERR_IMAP_BAD' })
})

test('SORT is refused before anything is sent where there is none (Gmail)', async (t) => {
  const { imap, plays } = await selected(t)
  await assert.rejects(imap.sort(['date'], { seen: false }), { code: 'ERR_IMAP_CAPABILITY' })
  await plays('C:')
})

test('sets leave sorted and merged (QQ)', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('8,5:3,1,2', { flags: true })
  await plays('C: t1 UID FETCH 1:5,8 (UID FLAGS)\nS: t1 OK done')
  await rows
})

test('QRESYNC brings CONDSTORE, named or not (James)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: 'IMAP4rev1 ENABLE QRESYNC' })
  const rows = imap.fetch('1:*', { flags: true }, { changedSince: 5n })
  await plays('C: t1 UID FETCH 1:* (UID FLAGS) (CHANGEDSINCE 5)\nS: t1 OK done')
  assert.deepEqual(await rows, [])
})

test('no way of reading bodies is open while NOTIFY tells of other mailboxes (Dovecot)', async (t) => {
  const { imap, plays } = await selected(t, {
    capabilities: 'IMAP4rev1 NOTIFY ENABLE QRESYNC',
    options: { quirks: { 'bodies-broken-by-notify': true } },
  })
  const notified = imap.notify({ groups: [{ filter: 'inboxes', events: ['messageNew', 'messageExpunge'] }] })
  await plays(`
    C: t1 NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (INBOXES (MessageNew MessageExpunge))
    S: t1 OK done
  `)
  await notified
  for (const reading of [
    imap.fetch('1', { headers: true }),
    imap.fetch('1', { parts: ['1'] }),
    imap.fetchBodies('1', () => () => {}),
  ]) {
    await assert.rejects(Promise.resolve(reading), { code: 'ERR_IMAP_STATE' })
  }
  await plays('C:')
  const download = imap.download(1)
  await plays(`
    C: t4 UID FETCH 1 (UID RFC822.SIZE BODYSTRUCTURE)
    C:
    S: * 1 FETCH (UID 1 RFC822.SIZE 5 BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 5 1))
    S: t4 OK done
  `)
  await assert.rejects((async () => (await download).content.getReader().read())(), { code: 'ERR_IMAP_STATE' })
  const alone = imap.notify({})
  await plays('C: t2 NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))\nS: t2 OK done')
  await alone
  const rows = imap.fetch('1', { source: true })
  await plays('C: t3 UID FETCH 1 (UID BODY.PEEK[])\nS: * 1 FETCH (UID 1 BODY[] "x")\nS: t3 OK done')
  assert.equal((await rows).length, 1, 'news of the selected mailbox alone does no harm')
})
