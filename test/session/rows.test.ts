/** Whose row is it: FETCH, flags, and who changed them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { selected } from '../support/scripted-peer.ts'

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
