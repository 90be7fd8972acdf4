/** FETCH: items of extensions, modifiers, and what becomes of a row that is not as it should be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

const EXTENDED = `${MODERN} PREVIEW SAVEDATE OBJECTID PARTIAL X-GM-EXT-1`

test('items of extensions are in the row, null where the server says NIL', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: EXTENDED })
  const rows = imap.fetch('2:3', { preview: 'lazy', saveDate: true, emailId: true, threadId: true })
  await plays(`
    C: t1 UID FETCH 2:3 (UID PREVIEW (LAZY) SAVEDATE EMAILID THREADID)
    S: * 2 FETCH (UID 2 PREVIEW NIL SAVEDATE NIL EMAILID (M2) THREADID NIL)
    S: * 3 FETCH (UID 3 PREVIEW "Hi" SAVEDATE " 1-Feb-2026 10:00:00 +0100" EMAILID (M3) THREADID (T1))
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [
    { uid: 2, sequence: 2, preview: null, saveDate: null, emailId: 'M2', threadId: null },
    { uid: 3, sequence: 3, preview: 'Hi', saveDate: new Date('2026-02-01T09:00:00Z'), emailId: 'M3', threadId: 'T1' },
  ])
})

test('Gmail: numbers are exact, labels are names', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: EXTENDED })
  const row = imap.fetchOne(2, { gmailMessageId: true, gmailThreadId: true, gmailLabels: true })
  await plays(`
    C: t1 UID FETCH 2 (UID X-GM-MSGID X-GM-THRID X-GM-LABELS)
    S: * 2 FETCH (X-GM-THRID 1266894439832287888 X-GM-MSGID 18446744073709551615 X-GM-LABELS (\\Inbox "\\\\Sent" Work "Two words" {2}
    S: ab &AOk-t&AOk-) UID 2)
    S: t1 OK done
  `)
  assert.deepEqual(await row, {
    uid: 2,
    sequence: 2,
    gmailMessageId: 18446744073709551615n,
    gmailThreadId: 1266894439832287888n,
    gmailLabels: ['\\Inbox', '\\Sent', 'Work', 'Two words', 'ab', 'été'],
  })
})

test('items that come apart are put together, those of extensions, too', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: EXTENDED })
  const rows = imap.fetch('2', { preview: true, emailId: true })
  await plays(`
    C: t1 UID FETCH 2 (UID PREVIEW EMAILID)
    S: * 2 FETCH (UID 2 EMAILID (M2))
    S: * 2 FETCH (UID 2 PREVIEW "Hi")
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [{ uid: 2, sequence: 2, preview: 'Hi', emailId: 'M2' }])
})

test('header lists come under the names they were asked by', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('2', {
    headerLists: {
      list: { fields: ['List-Id'] },
      rest: { except: ['Received'] },
      inner: { fields: ['To'], part: '2' },
    },
  })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[HEADER.FIELDS (LIST-ID)] BODY.PEEK[HEADER.FIELDS.NOT (RECEIVED)] BODY.PEEK[2.HEADER.FIELDS (TO)])
    S: * 2 FETCH (UID 2 BODY[2.HEADER.FIELDS (To)] NIL BODY[HEADER.FIELDS.NOT ("Received")] "Subject: a" BODY[HEADER.FIELDS (List-Id)] "List-Id: b")
    S: t1 OK done
  `)
  const [row] = await rows
  assert.equal(row?.headerLists.list.get('list-id'), 'b')
  assert.equal(row?.headerLists.rest.get('subject'), 'a')
  assert.equal(row?.headerLists.inner, null)
})

for (const [query, items, answer, what] of [
  [{ envelope: true }, 'ENVELOPE', 'ENVELOPE NIL', 'ENVELOPE'],
  [{ internalDate: true }, 'INTERNALDATE', 'INTERNALDATE "00-Jan-0000 00:00:00 +0000"', 'INTERNALDATE'],
  [{ saveDate: true }, 'SAVEDATE', 'SAVEDATE "never"', 'SAVEDATE'],
  [{ emailId: true }, 'EMAILID', 'EMAILID NIL', 'EMAILID'],
  [{ size: true }, 'RFC822.SIZE', 'RFC822.SIZE NIL', 'RFC822.SIZE'],
] as const) {
  test(`${answer} is an error, not a missing row`, async (t) => {
    const { imap, plays } = await selected(t, { capabilities: EXTENDED })
    const token = imap.fetch('1:3', { flags: true, ...query })
    await plays(`
      C: t1 UID FETCH 1:3 (UID FLAGS ${items})
      S: * 2 FETCH (UID 2 ${answer})
      S: * 5 FETCH (UID 8 ${answer})
      S: t1 OK done
    `)
    await assert.rejects(token, { code: 'ERR_IMAP_INCOMPLETE', message: new RegExp(`UID 2 has no ${what}`) })
  })
}

test('a value that comes after its NIL counts', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('2', { size: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE NIL)
    S: * 2 FETCH (UID 2 RFC822.SIZE 5)
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [{ uid: 2, sequence: 2, size: 5 }])
})

test('RFC 2180 §4.1.2: rows before a NO have been handed out, and the command fails', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.fetch('1:3', { size: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 5)
    S: t1 NO some of the messages no longer exist
  `)
  const got: number[] = []
  const reading = async (): Promise<void> => {
    for await (const { uid } of token) got.push(uid)
  }
  await assert.rejects(reading(), { code: 'ERR_IMAP_NO', outcome: 'answered' })
  assert.deepEqual(got, [1])
})

test('fetchOne: a row, or undefined where there is no such message', async (t) => {
  const { imap, plays } = await selected(t)
  const there = imap.fetchOne(2, { size: true })
  const gone = imap.fetchOne(4, { size: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    C: t2 UID FETCH 4 (UID RFC822.SIZE)
    S: * 2 FETCH (UID 2 RFC822.SIZE 5)
    S: t1 OK done
    S: t2 OK done
  `)
  assert.deepEqual(await there, { uid: 2, sequence: 2, size: 5 })
  assert.equal(await gone, undefined)
  await assert.rejects(imap.fetchOne('1:2' as never, {}), { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent' })
  await assert.rejects(imap.fetchOne(0, {}), { code: 'ERR_IMAP_ARGUMENT' })
})

test('RFC 7162 §3.2.6: what has vanished comes as an item, in the result and as an event; numbers stay', async (t) => {
  const { imap, plays, log } = await selected(t)
  const awaited = imap.fetch('1:8', { flags: true }, { changedSince: 5n, vanished: true })
  await plays(`
    C: t1 UID FETCH 1:8 (UID FLAGS) (CHANGEDSINCE 5 VANISHED)
    S: * VANISHED (EARLIER) 4
    S: * VANISHED (EARLIER) 6:7
    S: * 2 FETCH (UID 2 FLAGS (k) MODSEQ (6))
    S: t1 OK done
  `)
  const { rows, vanished } = await awaited
  assert.deepEqual(rows, [{ uid: 2, sequence: 2, flags: ['k'] }])
  assert.equal(String(vanished), '4,6:7')
  assert.deepEqual(log.news(), [
    'messageExpunge INBOX 4 earlier by t1',
    'messageExpunge INBOX 6:7 earlier by t1',
    'fetch INBOX 2 by t1',
  ])
  assert.equal(imap.selected?.messages, 5)
})

test('two FETCHes with VANISHED are not in flight together: the answer names neither', async (t) => {
  const { imap, plays } = await selected(t)
  const options = { changedSince: 5n, vanished: true } as const
  const first = imap.fetch('1:3', { flags: true }, options)
  const items: unknown[] = []
  const second = (async () => {
    for await (const item of imap.fetch('4:8', { flags: true }, options)) items.push(item)
  })()
  await plays(`
    C: t1 UID FETCH 1:3 (UID FLAGS) (CHANGEDSINCE 5 VANISHED)
    C:
    S: t1 OK done
    C: t2 UID FETCH 4:8 (UID FLAGS) (CHANGEDSINCE 5 VANISHED)
    S: * VANISHED (EARLIER) 4
    S: * 4 FETCH (UID 5 FLAGS ())
    S: t2 OK done
  `)
  assert.deepEqual((await first).rows, [])
  await second
  const [vanished, row] = items as [{ vanished: unknown }, unknown]
  assert.equal(String(vanished.vanished), '4')
  assert.deepEqual(row, { uid: 5, sequence: 4, flags: [] })
})

test('a VANISHED (EARLIER) nobody can read fails the FETCH that asked for it', async (t) => {
  const { imap, plays } = await selected(t)
  const changes = imap.fetch('1:8', { flags: true }, { changedSince: 5n, vanished: true })
  await plays(`
    C: t1 UID FETCH 1:8 (UID FLAGS) (CHANGEDSINCE 5 VANISHED)
    S: * VANISHED (EARLIER) x
    S: t1 OK done
  `)
  await assert.rejects(changes, { code: 'ERR_IMAP_MALFORMED' })
})

test('VANISHED is refused while QRESYNC is not enabled, for the server would say BAD', async (t) => {
  const { imap } = await selected(t, { capabilities: 'IMAP4rev1 CONDSTORE QRESYNC' })
  const refused = imap.fetch('1', {}, { changedSince: 1n, vanished: true })
  await assert.rejects(refused, { name: 'UsageError', code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('PARTIAL goes with CHANGEDSINCE (RFC 9394 §3.4)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: EXTENDED })
  const last = imap.fetch('1:*', {}, { partial: { from: -1, to: -30 }, changedSince: 98305n })
  await plays(`
    C: t1 UID FETCH 1:* (UID) (PARTIAL -1:-30 CHANGEDSINCE 98305)
    S: * 5 FETCH (UID 8 MODSEQ (98312))
    S: t1 OK done
  `)
  assert.deepEqual(await last, [{ uid: 8, sequence: 5 }])
})

test('by sequence number: rows have UIDs, and what may renumber is waited for', async (t) => {
  const { imap, plays } = await selected(t)
  const noop = imap.noop()
  const rows = imap.fetch('4', { size: true }, { by: 'sequence' })
  await plays(`
    C: t1 NOOP
    C:
    S: * VANISHED 1
    S: t1 OK done
    C: t2 FETCH 4 (UID RFC822.SIZE)
    S: * 4 FETCH (RFC822.SIZE 5 UID 8)
    S: t2 OK done
  `)
  await noop
  assert.equal(rows.name, 'FETCH')
  assert.deepEqual(await rows, [{ uid: 8, sequence: 4, size: 5 }])
})

test('a row by sequence number without its UID is an error where the UID is not known', async (t) => {
  const { imap, plays, log } = await selected(t)
  const known = imap.fetch('1:3', { flags: true }, { by: 'sequence' })
  await plays(`
    C: t1 FETCH 1:3 (UID FLAGS)
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t1 OK done
  `)
  await known
  log.news()
  const rows = imap.fetch('1:5', { size: true }, { by: 'sequence' })
  await plays(`
    C: t2 FETCH 1:5 (UID RFC822.SIZE)
    S: * 1 FETCH (RFC822.SIZE 4)
    S: * 5 FETCH (RFC822.SIZE 5)
    S: t2 OK done
  `)
  await assert.rejects(rows, { code: 'ERR_IMAP_MALFORMED', message: /without its UID/ })
  assert.deepEqual(log.news(), ['fetch INBOX 1 by t2', 'untagged INBOX "* 5 FETCH" malformed'])
})

test('RFC 9586: UIDFETCH rows without sequence numbers, and sequence numbers refused', async (t) => {
  const { imap, plays } = await selected(t)
  await plays('S: * ENABLED UIDONLY')
  const rows = imap.fetch('2:9', { size: true, flags: true })
  const refused = imap.fetch('1', {}, { by: 'sequence' })
  await plays(`
    C: t1 UID FETCH 2:9 (UID RFC822.SIZE FLAGS)
    C:
    S: * 2 UIDFETCH (RFC822.SIZE 5 FLAGS ())
    S: * 9 UIDFETCH (UID 9 RFC822.SIZE 6 FLAGS (k))
    S: t1 OK done
  `)
  assert.deepEqual(await rows, [
    { uid: 2, sequence: undefined, size: 5, flags: [] },
    { uid: 9, sequence: undefined, size: 6, flags: ['k'] },
  ])
  await assert.rejects(refused, { name: 'UsageError', code: 'ERR_IMAP_STATE', outcome: 'unsent' })
})

test('what the server lacks, or no server takes, is refused and not sent', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const lacking = [
    ...(['preview', 'saveDate', 'emailId', 'threadId', 'gmailMessageId', 'gmailThreadId', 'gmailLabels'] as const).map(
      (item) => imap.fetch('1', { [item]: true }),
    ),
    imap.fetch('1', {}, { changedSince: 1n }),
    imap.fetch('1', {}, { changedSince: 1n, vanished: true }),
    imap.fetch('1', {}, { partial: { from: 1, to: 2 } }),
  ]
  for (const token of lacking) await assert.rejects(token, { code: 'ERR_IMAP_CAPABILITY', outcome: 'unsent' })
  const wrong: readonly object[] = [
    { changedSince: 0n },
    { changedSince: -1n },
    { changedSince: 'x' },
    { vanished: true },
    { vanished: false, changedSince: 1n },
    { vanished: true, changedSince: 1n, by: 'sequence' },
    { by: 'number' },
    { partial: { from: 1, to: 2 }, by: 'sequence' },
    { partial: { from: 0, to: 2 } },
    { partial: { from: -1, to: 2 } },
    { partial: { from: 1.5, to: 2 } },
    { partial: { from: 1 } },
    { partial: null },
    { partial: '1:2' },
  ]
  for (const options of wrong) {
    await assert.rejects(
      imap.fetch('1', {}, options),
      { code: 'ERR_IMAP_ARGUMENT' },
      JSON.stringify(Object.keys(options)),
    )
  }
  await plays('C:')
})

test('a whole body and a stretch of it, asked for together, each get their own', async (t) => {
  const { imap, plays } = await selected(t)
  const ends: unknown[] = []
  const octets: string[] = []
  const whole = imap.fetch('2', { parts: ['1'] })
  const stretch = imap.fetch('2', { parts: [{ part: '1', start: 0, length: 3 }] })
  const streamed = imap.fetchBodies('2', () => (chunk) => octets.push(Buffer.from(chunk).toString()), { part: '1' })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[1])
    C: t2 UID FETCH 2 (UID BODY.PEEK[1]<0.3>)
    C: t3 UID FETCH 2 (UID BODY.PEEK[1])
    S: * 2 FETCH (UID 2 BODY[1]<0> "abc")
    S: t2 OK done
    S: * 2 FETCH (UID 2 BODY[1] "abcdef")
    S: t1 OK done
    S: t3 OK done
  `)
  ends.push(...(await streamed))
  const texts = [...(await whole), ...(await stretch)].map(({ parts }) => Buffer.from(parts.get('1')!).toString())
  assert.deepEqual(texts, ['abcdef', 'abc'])
  assert.deepEqual([ends, octets], [[{ uid: 2, octets: 6 }], ['abcdef']])
})

test('two stretches from one place wait for each other: their answers look the same; others do not', async (t) => {
  const { imap, plays } = await selected(t)
  const stretch = (uid: number, start: number, length: number) => imap.fetchOne(uid, { source: { start, length } })
  const rows = [stretch(2, 0, 3), stretch(2, 0, 9), stretch(3, 0, 9), stretch(2, 5, 9)]
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[]<0.3>)
    C: t3 UID FETCH 3 (UID BODY.PEEK[]<0.9>)
    C: t4 UID FETCH 2 (UID BODY.PEEK[]<5.9>)
    C:
    S: * 2 FETCH (UID 2 BODY[]<5> "f")
    S: * 3 FETCH (UID 3 BODY[]<0> "xyz")
    S: * 2 FETCH (UID 2 BODY[]<0> "abc")
    S: t1 OK done
    S: t3 OK done
    S: t4 OK done
    C: t2 UID FETCH 2 (UID BODY.PEEK[]<0.9>)
    S: * 2 FETCH (UID 2 BODY[]<0> "abcdef")
    S: t2 OK done
  `)
  const texts = (await Promise.all(rows)).map((row) => Buffer.from(row!.source).toString())
  assert.deepEqual(texts, ['abc', 'abcdef', 'xyz', 'f'])
})

test('a stretch is no longer than asked for, where the server sends all (Exmail) or echoes the length', async (t) => {
  const { imap, plays } = await selected(t)
  const all = imap.fetchOne(2, { source: { start: 0, length: 3 } })
  const echoed = imap.fetchOne(3, { binary: [{ part: '1', start: 2, length: 3 }] })
  await plays(`
    C: t1 UID FETCH 2 (UID BODY.PEEK[]<0.3>)
    C: t2 UID FETCH 3 (UID BINARY.PEEK[1]<2.3>)
    S: * 2 FETCH (UID 2 BODY[] "abcdef")
    S: * 3 FETCH (UID 3 BINARY[1]<2.3> "cdefgh")
    S: t1 OK done
    S: t2 OK done
  `)
  assert.equal(Buffer.from((await all)!.source).toString(), 'abc')
  assert.equal(Buffer.from((await echoed)!.binary.get('1')!).toString(), 'cde')
})
