/** Every untagged response is an event, whatever the state; none costs the connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

const IN_MAILBOX: readonly (readonly [line: string, events: readonly string[]])[] = [
  ['6 RECENT', ['mailboxStatus INBOX recent=6 by unsolicited']],
  ['FLAGS (\\Seen k)', ['mailboxFlags INBOX (\\Seen k) by unsolicited']],
  ['OK [PERMANENTFLAGS (\\Seen \\*)] more', ['mailboxFlags INBOX (\\Seen \\*) by unsolicited']],
  ['OK [UIDNEXT 30] next', ['mailboxStatus INBOX uidNext=30 by unsolicited']],
  ['OK [HIGHESTMODSEQ 99] high', ['mailboxStatus INBOX highestModSeq=99 by unsolicited']],
  ['OK [UNSEEN 3] first', ['notice first']],
  ['OK [UIDVALIDITY 7] as before', ['notice as before']],
  ['OK [MAILBOXID (F1)] id', ['notice id']],
  ['OK [READ-ONLY] now', ['notice now']],
  ['OK [NOMODSEQ] none', ['notice none']],
  ['OK [CLOSED] over', ['mailboxClosed INBOX by unsolicited']],
  ['OK [UIDVALIDITY 8] new', ['mailboxReset INBOX 7 to 8 by unsolicited']],
  ['OK [ALERT] disk full', ['alert disk full']],
  ['OK [NOTIFICATIONOVERFLOW] too much', ['notificationOverflow']],
  ['OK [COPYUID 1 2 3] copied', ['notice copied']],
  ['OK [XCODE a b] thing', ['notice thing']],
  ['NO low on disk', ['notice low on disk']],
  ['BAD [CLIENTBUG] tsk', ['notice tsk']],
  ['BYE going', ['bye going']],
  ['SEARCH 1 2', ['searchResult INBOX 1:2 by unsolicited']],
  ['ESEARCH (TAG "x") UID ALL 4', ['searchResult INBOX 4 by unsolicited']],
  ['STATUS INBOX (MESSAGES 9)', ['mailboxStatus INBOX messages=9 by unsolicited']],
  ['LIST () "/" A', ['mailboxName A created by unsolicited']],
  ['LSUB () "/" A', ['mailboxName A created by unsolicited']],
  ['CAPABILITY IMAP4rev1', ['capabilities by unsolicited']],
  ['ENABLED X', ['serverReply enabled by unsolicited']],
  ['NAMESPACE NIL NIL NIL', ['serverReply id by unsolicited'.replace('id', 'namespace')]],
  ['ID NIL', ['serverReply id by unsolicited']],
  ['VANISHED 3', ['messageExpunge INBOX 3 by unsolicited']],
  ['VANISHED (EARLIER) 3', ['messageExpunge INBOX 3 earlier by unsolicited']],
  ['2 FETCH (UID 2 FLAGS (k))', ['flagChange INBOX 2 (k) by unsolicited']],
  ['2 FETCH (UID 2 MODSEQ (5))', ['flagChange INBOX 2 modseq 5 by unsolicited']],
  ['2 FETCH (UID 2 RFC822.SIZE 5)', ['fetch INBOX 2 by unsolicited']],
  ['XNEW (a b)', ['untagged INBOX "* XNEW (a b)"']],
  ['2 XNEW', ['untagged INBOX "* 2 XNEW"']],
  ['METADATA A /shared/x', ['metadataChange A by unsolicited']],
  ['METADATA A (/shared/x "y")', ['serverReply metadata by unsolicited']],
  ['ACL A me lr', ['serverReply acl by unsolicited']],
  ['QUOTA "" ()', ['serverReply quota by unsolicited']],
  ['LANGUAGE (DE)', ['serverReply language by unsolicited']],
  ['SORT 2 1', ['serverReply sort by unsolicited']],
  ['THREAD (1 2)', ['serverReply thread by unsolicited']],
  ['UIDBATCHES (TAG "x") 5:1', ['serverReply uidBatches by unsolicited']],
  ['NO [NOUPDATE "x"] enough', ['notice enough']],
  ['STATUS', ['untagged INBOX "* STATUS" malformed']],
  ['0 EXPUNGE', ['untagged INBOX "* 0 EXPUNGE" malformed']],
  ['9 EXPUNGE', ['untagged INBOX "* 9 EXPUNGE" malformed']],
  ['3 EXISTS', ['untagged INBOX "* 3 EXISTS" malformed']],
]

for (const [line, events] of IN_MAILBOX) {
  test(`with a mailbox open, * ${line} is told`, async (t) => {
    const { plays, log } = await selected(t)
    await plays(`S: * ${line}`)
    assert.deepEqual(log.news(...new Set(events.map((event) => event.split(' ')[0]!))), events)
  })
}

const OUTSIDE: readonly (readonly [line: string, event: string])[] = [
  ['3 EXISTS', 'untagged "* 3 EXISTS" malformed'],
  ['3 RECENT', 'untagged "* 3 RECENT" malformed'],
  ['3 EXPUNGE', 'untagged "* 3 EXPUNGE" malformed'],
  ['FLAGS (a b)', 'untagged "* FLAGS (a b)" malformed'],
  ['VANISHED 3:4', 'untagged "* VANISHED 3:4" malformed'],
  ['SEARCH 3', 'untagged "* SEARCH 3" malformed'],
  ['3 FETCH (UID 3 FLAGS (k))', 'untagged "* 3 FETCH" malformed'],
  ['OK [UIDNEXT 3] next', 'notice next'],
  ['STATUS A (MESSAGES 3)', 'mailboxStatus A messages=3 by unsolicited'],
]

for (const [line, event] of OUTSIDE) {
  test(`with no mailbox open (RFC 9051 §11.3), * ${line} is shown and changes nothing`, async (t) => {
    const { imap, plays, log } = await connected(t)
    await plays(`S: * ${line}`)
    assert.deepEqual(log.news(), [event])
    assert.equal(imap.selected, undefined)
    assert.equal(imap.closed, false)
  })
}

test('an EXPUNGE that cannot be read makes the numbering doubtful: no UID is guessed from it', async (t) => {
  const { plays, log } = await selected(t, { capabilities: PLAIN })
  await plays(`
    S: * 99999999999 EXPUNGE
    S: * 4 FETCH (FLAGS (k))
  `)
  assert.deepEqual(log.news('flagChange'), ['flagChange INBOX  (k) +1 by unsolicited'])
})

test('an EXISTS that shrinks the mailbox makes the numbering doubtful', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: PLAIN })
  await plays(`
    S: * 4 EXISTS
    S: * 4 FETCH (FLAGS (k))
  `)
  assert.equal(imap.selected?.messages, 4)
  assert.deepEqual(log.news('flagChange'), ['flagChange INBOX  (k) +1 by unsolicited'])
})

test('RFC 9051 §11.3: mailbox data before login are dropped, a flood of them ends the connection', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: MODERN })
  assert.equal(imap.closed, false)
  await plays('S: * 3 EXISTS')
  assert.equal(log.news().length, 1)
})
