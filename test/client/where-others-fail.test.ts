/**
 * Situations in which other clients were seen to fail (docs/checklist.md): wrong results taken for right ones, hangs,
 * crashes, commands smuggled in. Each test is named after its row there.
 */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { ImapError } from '../../src/errors.ts'
import { connected, PLAIN, selected, type Connected } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

/** Nobody has received more than this. */
async function fails(token: PromiseLike<unknown>, code: string): Promise<ImapError> {
  let error: unknown
  await token.then(
    () => {},
    (reason: unknown) => (error = reason),
  )
  assert.ok(ImapError.is(error), 'it succeeded')
  assert.equal(error.code, code)
  return error
}

/** It can still be used. */
async function works({ imap, plays }: Connected): Promise<void> {
  const noop = imap.noop()
  await plays(`
    C: t99 NOOP
    S: t99 OK done
  `)
  await noop
}

// --- the end of the connection ---------------------------------------------------------------------------

test('P1, Q1: EXISTS and then the end is no opened mailbox', async (t) => {
  const { imap, peer, plays } = await connected(t)
  const opening = imap.select('INBOX')
  await plays(`
    C: t1 SELECT INBOX
    S: * 172 EXISTS
  `)
  peer.finish()
  assert.equal((await fails(opening, 'ERR_IMAP_CLOSED')).outcome, 'unknown')
  assert.equal(imap.selected, undefined)
})

test('Q1b: SELECT on a connection that has ended is an error, unsent', async (t) => {
  const { imap, peer } = await connected(t)
  peer.finish()
  assert.equal((await fails(imap.select('INBOX'), 'ERR_IMAP_STATE')).outcome, 'unsent')
})

test('Q3: some hits and then the end is no search result', async (t) => {
  const { imap, peer, plays } = await selected(t, { capabilities: PLAIN })
  const found = imap.search({ seen: true })
  await plays(`
    C: t1 UID SEARCH SEEN
    S: * SEARCH 1 2
  `)
  peer.finish()
  await fails(found, 'ERR_IMAP_CLOSED')
})

test('Q4: BYE and the end in place of the answer to NOOP, with the words of the server', async (t) => {
  const { imap, peer, plays } = await connected(t)
  const noop = imap.noop()
  await plays(`
    C: t1 NOOP
    S: * BYE [UNAVAILABLE] going down
  `)
  peer.finish()
  assert.match((await fails(noop, 'ERR_IMAP_BYE')).message, /going down/)
})

test('Q5: a row and then the end is that row, and an error behind it', async (t) => {
  const { imap, peer, plays } = await selected(t)
  const rows = imap.fetch('1:2', { size: true })
  await plays(`
    C: t1 UID FETCH 1:2 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
  `)
  peer.finish()
  const seen: number[] = []
  const reading = (async () => {
    for await (const { uid } of rows) seen.push(uid)
  })()
  await fails(reading, 'ERR_IMAP_CLOSED')
  assert.deepEqual(seen, [1])
})

test('Q7: the end while idling is told with its reason', async (t) => {
  const { clock, peer, plays, log } = await selected(t)
  await clock.pass(100)
  await plays('C: t1 IDLE\nS: + idling')
  peer.finish()
  await drain()
  assert.deepEqual(log.news('disconnected'), ['disconnected ERR_IMAP_CLOSED'])
})

// --- refusals --------------------------------------------------------------------------------------------

for (const [row, submit, line] of [
  ['P2: UID SEARCH', (imap) => imap.search({ seen: true }), 'UID SEARCH SEEN'],
  ['P4: UID FETCH', (imap) => imap.fetch('1', { size: true }), 'UID FETCH 1 (UID RFC822.SIZE)'],
  ['P4: UID STORE', (imap) => imap.store('1', { add: ['k'] }), 'UID STORE 1 +FLAGS (k)'],
  ['P4: LIST', (imap) => imap.list('*'), 'LIST "" "*"'],
] as const satisfies readonly (readonly [string, (imap: Connected['imap']) => PromiseLike<unknown>, string])[]) {
  test(`${row} answered NO is an error with code and words, not an empty result`, async (t) => {
    const connection = await selected(t, { capabilities: PLAIN })
    const token = submit(connection.imap)
    await connection.plays(`
      C: t1 ${line}
      S: t1 NO [NOPERM] not for you
    `)
    const error = await fails(token, 'ERR_IMAP_NO')
    assert.ok('responseCode' in error && 'serverText' in error)
    assert.deepEqual([error.responseCode, error.serverText], ['NOPERM', 'not for you'])
    await works(connection)
  })
}

test('P8, P8b, R5: EXISTS before "+" and NO in its place: the news is told, the code kept, the line free', async (t) => {
  const connection = await selected(t, { capabilities: PLAIN })
  const { imap, plays, log } = connection
  const appended = imap.append('Drafts', 'Subject: x\r\n\r\n')
  await plays(`
    C: t1 APPEND Drafts {14}
    S: * 6 EXISTS
    S: t1 NO [TRYCREATE] no such mailbox
  `)
  const error = await fails(appended, 'ERR_IMAP_NO')
  assert.equal('responseCode' in error && error.responseCode, 'TRYCREATE')
  assert.deepEqual(log.news('mailboxStatus'), ['mailboxStatus INBOX messages=6 by unsolicited'])
  await plays(`
    C: t2 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t2 OK done
  `)
  assert.deepEqual(log.news('messageNew'), ['messageNew INBOX 9 by unsolicited'])
  await works(connection)
})

for (const line of ['NO [OVERQUOTA] nearly full', 'NO something is odd']) {
  test(`Q8, R1: "* ${line}" inside of SELECT is a notice, and the mailbox opens`, async (t) => {
    const { imap, plays, log } = await connected(t)
    const opening = imap.select('INBOX')
    await plays(`
      C: t1 SELECT INBOX
      S: * ${line}
      S: * 0 EXISTS
      S: * OK [UIDVALIDITY 7] valid
      S: t1 OK [READ-WRITE] open
    `)
    assert.equal((await opening).messages, 0)
    assert.deepEqual(log.news('notice').length, 1)
  })
}

// --- what belongs to whom --------------------------------------------------------------------------------

test('P5: what is left of an abandoned FETCH gets into no later one', async (t) => {
  const { imap, plays } = await selected(t)
  const abandoned = imap.fetch('1:3', { size: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
  `)
  for await (const row of abandoned) {
    assert.equal(row.uid, 1)
    break
  }
  const next = imap.fetch('8', { size: true })
  await plays(`
    C: t2 UID FETCH 8 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: * 3 FETCH (UID 3 RFC822.SIZE 30)
    S: t1 OK done
    S: * 5 FETCH (UID 8 RFC822.SIZE 80)
    S: t2 OK done
  `)
  assert.deepEqual(await next, [{ uid: 8, sequence: 5, size: 80 }])
})

test('P5c: the late NO to a cancelled SELECT is not the answer to the command behind it', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('Gone')
  await plays('C: t1 SELECT Gone')
  opening.cancel()
  await fails(opening, 'ERR_IMAP_CANCELLED')
  const created = imap.create('New')
  await plays(`
    C: t2 CREATE New
    S: t1 NO [NONEXISTENT] no such mailbox
    S: t2 OK made
  `)
  assert.equal((await created).mailbox, 'New')
})

test('R7: flags of another message inside a FETCH are news, not a row', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('8', { size: true })
  await plays(`
    C: t1 UID FETCH 8 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 FLAGS (\\Seen))
    S: * 5 FETCH (UID 8 RFC822.SIZE 80)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.deepEqual(log.news('flagChange'), ['flagChange INBOX 2 (\\Seen) by unsolicited'])
})

test('P15: tags never come again, however many commands there are', async (t) => {
  const { imap, peer } = await connected(t)
  const tags = new Set<string>()
  peer.onWrite = (octets) => {
    for (const line of octets.split('\r\n').filter((each) => each !== '')) {
      const tag = line.slice(0, line.indexOf(' '))
      assert.ok(!tags.has(tag), `${tag} twice`)
      tags.add(tag)
      queueMicrotask(() => peer.send(`${tag} OK done\r\n`))
    }
  }
  for (let i = 0; i < 21; i++) await Promise.all(Array.from({ length: 500 }, () => imap.noop()))
  assert.equal(tags.size, 10_500)
})

// --- odd lines -------------------------------------------------------------------------------------------

const ODD: readonly (readonly [row: string, line: string, event: string])[] = [
  ['P14, Q6', 'STATUS foo (MESSAGES 1 SIZE 10)', 'mailboxStatus foo messages=1 size=10 by unsolicited'],
  ['P14, Q6', 'SOMETHING new', 'untagged "* SOMETHING new"'],
  ['R3', 'LIST (', 'untagged "* LIST (" malformed'],
  ['Q9', 'LIST () "/" a ("CHILDINFO" ("SUBSCRIBED"))', 'mailboxName a created by unsolicited'],
  ['N6', 'OK [ALERT] see {5}', 'alert see {5}'],
  ['R8', 'OK [ALERT]\u00c3\u00a9x', 'alert éx'],
]

for (const [row, line, event] of ODD) {
  test(`${row}: "* ${line}" is an event, and nothing fails`, async (t) => {
    const connection = await connected(t)
    const status = connection.imap.status('bar', ['messages'])
    await connection.plays(`
      C: t1 STATUS bar (MESSAGES)
      S: * ${line}
      S: * STATUS bar (MESSAGES 3)
      S: t1 OK done
    `)
    assert.equal((await status).messages, 3)
    assert.ok(connection.log.news().includes(event))
    await works(connection)
  })
}

test('N3: a tagged OK without any text completes its command', async (t) => {
  const { imap, plays } = await connected(t)
  const noop = imap.noop()
  await plays(`
    C: t1 NOOP
    S: t1 OK
  `)
  await noop
})

test('R8: INTERNALDATE NIL fails the FETCH that wants a date, and nothing else', async (t: TestContext) => {
  const connection = await selected(t)
  const rows = connection.imap.fetch('1', { internalDate: true })
  await connection.plays(`
    C: t1 UID FETCH 1 (UID INTERNALDATE)
    S: * 1 FETCH (UID 1 INTERNALDATE NIL)
    S: t1 OK done
  `)
  await fails(rows, 'ERR_IMAP_INCOMPLETE')
  await works(connection)
})

test('R10: escapes of a quoted string are no part of it', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1', { envelope: true })
  await plays(`
    C: t1 UID FETCH 1 (UID ENVELOPE)
    S: * 1 FETCH (UID 1 ENVELOPE (NIL "a\\"b\\\\c" NIL NIL NIL NIL NIL NIL NIL NIL))
    S: t1 OK done
  `)
  assert.equal((await rows)[0]?.envelope.subject, 'a"b\\c')
})

// --- injection -------------------------------------------------------------------------------------------

test('R4: a line break in an argument never reaches the wire as one', async (t) => {
  const { imap, peer } = await selected(t)
  const before = peer.handed.length
  const EVIL = 'a\r\nA9 DELETE INBOX'
  const tokens = [
    imap.rename(EVIL, 'b'),
    imap.subscribe(EVIL),
    imap.unsubscribe(EVIL),
    imap.copy('1', EVIL),
    imap.copy('1\r\nA9 DELETE INBOX', 'b'),
    imap.expunge('1\r\nA9 DELETE INBOX'),
    imap.list(EVIL),
    imap.store('1', { add: [EVIL] }),
    imap.search({ keyword: EVIL }),
    imap.command(EVIL),
  ]
  for (const token of tokens) assert.equal((await fails(token, 'ERR_IMAP_ARGUMENT')).outcome, 'unsent')
  await drain()
  assert.equal(peer.handed.length, before)
})

test('R4: text with a line break in it travels as a literal', async (t) => {
  const { imap, plays } = await selected(t)
  const found = imap.search({ subject: 'a\r\nA9 DELETE INBOX' })
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) SUBJECT {18+}
    C: a
    C: A9 DELETE INBOX
    S: * ESEARCH (TAG "t1") UID
    S: t1 OK done
  `)
  assert.equal((await found).size, 0)
})
