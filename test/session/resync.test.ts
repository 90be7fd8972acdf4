/** SELECT with parameters: what is asked, and what the answer is made of. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

const REMEMBERED = { uidValidity: 20, highestModSeq: 900n }

test('RFC 7162 §3.2.5: what vanished and what changed is in the result, and news of this command', async (t) => {
  const { imap, plays, log } = await selected(t)
  const opening = imap.select('Archive', { resync: { ...REMEMBERED, knownUids: '41:211,214:541' } })
  await plays(`
    C: t1 SELECT Archive (QRESYNC (20 900 41:211,214:541))
    S: * OK [CLOSED] closed
    S: * 3 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 600] next
    S: * OK [HIGHESTMODSEQ 990] highest
    S: * OK [UNSEEN 2] first unseen
    S: * OK [MAILBOXID (F1)] id
    S: * VANISHED (EARLIER) 41,43:116
    S: * 1 FETCH (UID 117 FLAGS (\\Seen) MODSEQ (950))
    S: * 2 FETCH (UID 119 FLAGS () MODSEQ (951))
    S: * VANISHED (EARLIER) 214:540
    S: t1 OK [READ-WRITE] open
  `)
  const { resync, firstUnseen, mailboxId, highestModSeq } = await opening
  assert.equal(resync?.outcome, 'resynced')
  assert.equal(resync.vanished.toString(), '41,43:116,214:540')
  assert.deepEqual(resync.changed, [
    { uid: 117, flags: ['\\Seen'], modSeq: 950n },
    { uid: 119, flags: [], modSeq: 951n },
  ])
  assert.deepEqual([firstUnseen, mailboxId, highestModSeq], [2, 'F1', 990n])
  assert.deepEqual(log.news(), [
    'mailboxClosed INBOX by t1',
    'messageExpunge Archive 41,43:116 earlier by t1',
    'flagChange Archive 117 (\\Seen) modseq 950 by t1',
    'flagChange Archive 119 () modseq 951 by t1',
    'messageExpunge Archive 214:540 earlier by t1',
    'mailboxSelected Archive by t1',
  ])
})

test('rows of the resynchronisation are not taken for answers to reads behind it', async (t) => {
  const { imap, plays } = await connected(t)
  const opening = imap.select('INBOX', { resync: REMEMBERED })
  const rows = imap.fetch('7', { flags: true })
  await plays(`
    C: t1 SELECT INBOX (QRESYNC (20 900))
    C: t2 UID FETCH 7 (UID FLAGS)
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 8] next
    S: * OK [HIGHESTMODSEQ 990] highest
    S: * 1 FETCH (UID 7 FLAGS (old) MODSEQ (950))
    S: t1 OK [READ-WRITE] open
    S: * 1 FETCH (UID 7 FLAGS (new))
    S: t2 OK done
  `)
  assert.deepEqual((await opening).resync?.changed, [{ uid: 7, flags: ['old'], modSeq: 950n }])
  assert.deepEqual(
    (await rows).map(({ flags }) => flags),
    [['new']],
  )
})

test('RFC 7162 §3.2.5.2: pairs of sequence numbers and UIDs', async (t) => {
  const { imap, plays } = await connected(t)
  void imap.examine('INBOX', {
    resync: { ...REMEMBERED, knownUids: '1:29997', sequenceMatch: { sequences: '5000,7500', uids: [15000, 22500] } },
  })
  await plays('C: t1 EXAMINE INBOX (QRESYNC (20 900 1:29997 (5000,7500 15000,22500)))')
})

test('another UIDVALIDITY, or a mailbox without mod-sequences, is told', async (t) => {
  const { imap, plays } = await connected(t)
  const other = imap.select('INBOX', { resync: REMEMBERED })
  await plays(`
    C: t1 SELECT INBOX (QRESYNC (20 900))
    S: * 464 EXISTS
    S: * OK [UIDVALIDITY 21] valid
    S: * OK [UIDNEXT 550] next
    S: * OK [HIGHESTMODSEQ 990] highest
    S: t1 OK [READ-WRITE] UIDVALIDITY mismatch
  `)
  assert.equal((await other).resync?.outcome, 'uidValidityChanged')
  const without = imap.select('Archive', { resync: REMEMBERED })
  await plays(`
    C: t2 SELECT Archive (QRESYNC (20 900))
    S: * OK [CLOSED] closed
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 2] next
    S: * OK [NOMODSEQ] none
    S: t2 OK [READ-WRITE] open
  `)
  const { resync, highestModSeq } = await without
  assert.deepEqual([resync?.outcome, highestModSeq], ['noModSeq', undefined])
})

for (const line of ['* 1 FETCH (UID 7 FLAGS x)', '* VANISHED (EARLIER) 7:x']) {
  test(`an unreadable ${line.slice(2, 12)} of a resynchronisation is an error, not a short result`, async (t) => {
    const { imap, plays } = await connected(t)
    const opening = imap.select('INBOX', { resync: REMEMBERED })
    await plays(`
      C: t1 SELECT INBOX (QRESYNC (20 900))
      S: * 1 EXISTS
      S: * OK [UIDVALIDITY 20] valid
      S: * OK [UIDNEXT 8] next
      S: * OK [HIGHESTMODSEQ 990] highest
      S: ${line}
      S: t1 OK [READ-WRITE] open
    `)
    await assert.rejects(opening, { code: 'ERR_IMAP_MALFORMED', outcome: 'answered' })
    assert.equal(imap.selected?.mailbox, 'INBOX', 'it is selected all the same')
  })
}

test('QRESYNC is asked for only where it is enabled: Cyrus says BAD and keeps the old mailbox', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 CONDSTORE' })
  await assert.rejects(imap.select('INBOX', { resync: REMEMBERED }), { code: 'ERR_IMAP_CAPABILITY', outcome: 'unsent' })
  const opening = imap.select('INBOX', { resync: REMEMBERED, condstore: true })
  await plays(`
    C: t1 SELECT INBOX (CONDSTORE)
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 1] next
    S: * OK [HIGHESTMODSEQ 990] highest
    S: t1 OK [READ-WRITE] open
  `)
  const { resync, highestModSeq } = await opening
  assert.deepEqual([resync, highestModSeq], [undefined, 990n])
})

test('CONDSTORE and ANNOTATE need their capabilities', async (t) => {
  const { imap } = await connected(t, { capabilities: PLAIN })
  await assert.rejects(imap.select('INBOX', { condstore: true }), { code: 'ERR_IMAP_CAPABILITY' })
  await assert.rejects(imap.select('INBOX', { annotate: true }), { code: 'ERR_IMAP_CAPABILITY' })
})

test('RFC 5257 §4.1: the size annotations may have', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} ANNOTATE-EXPERIMENT-1` })
  const opening = imap.select('INBOX', { annotate: true })
  await plays(`
    C: t1 SELECT INBOX (ANNOTATE)
    S: * 0 EXISTS
    S: * OK [UIDVALIDITY 20] valid
    S: * OK [UIDNEXT 1] next
    S: * OK [ANNOTATIONS 20480 NOPRIVATE] annotations
    S: t1 OK [READ-WRITE] open
  `)
  assert.equal((await opening).maxAnnotationSize, 20480)
})

const WRONG: readonly [string, object][] = [
  ['uidValidity', { uidValidity: 0, highestModSeq: 1n }],
  ['highestModSeq', { uidValidity: 1, highestModSeq: 0n }],
  ['highestModSeq', { uidValidity: 1, highestModSeq: 1.5 }],
  ['unknown key "knownUid"', { ...REMEMBERED, knownUid: '1:3' }],
  ['knownUids', { ...REMEMBERED, knownUids: '1:*' }],
  ['knownUids', { ...REMEMBERED, knownUids: [] }],
  ['sequenceMatch', { ...REMEMBERED, sequenceMatch: { sequences: '1:3', uids: '1:2' } }],
  ['sequences', { ...REMEMBERED, sequenceMatch: { sequences: '*', uids: '2' } }],
]

for (const [what, resync] of WRONG) {
  test(`resync ${JSON.stringify(resync, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))} is refused for its ${what}`, async (t) => {
    const { imap, plays } = await connected(t)
    const wrong = imap.select('INBOX', { resync: resync as typeof REMEMBERED })
    await assert.rejects(wrong, { code: 'ERR_IMAP_ARGUMENT', message: new RegExp(what) })
    await plays('C:')
  })
}
