/** Response codes that concern a command: its error, its progress, its limit. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError, MessageLimitError } from '../../src/errors.ts'
import { connected, MODERN, selected } from '../support/scripted-peer.ts'

test('a refusal carries its response code with arguments', async (t) => {
  const { imap, plays } = await connected(t)
  const refused = imap.create('Far')
  await plays(`
    C: t1 CREATE Far
    S: t1 NO [REFERRAL imap://user@other.example.org/Far] elsewhere
  `)
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof CommandError)
    assert.equal(error.responseCode, 'REFERRAL')
    assert.deepEqual(error.typedCode, { name: 'REFERRAL', url: 'imap://user@other.example.org/Far' })
    return true
  })
})

test('RFC 9738 §3.1: an OK that did not reach every message is an error with the limit and the last UID', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:*', { flags: true })
  const given: number[] = []
  const reading = assert.rejects(
    async () => {
      for await (const { uid } of rows) given.push(uid)
    },
    (error) => {
      assert.ok(error instanceof MessageLimitError)
      const { code, limit, lastUid, outcome } = error
      assert.deepEqual([code, limit, lastUid, outcome], ['ERR_IMAP_MESSAGE_LIMIT', 2, 5, 'answered'])
      return true
    },
  )
  await plays(`
    C: t1 UID FETCH 1:* (UID FLAGS)
    S: * 5 FETCH (UID 8 FLAGS ())
    S: * 4 FETCH (UID 5 FLAGS ())
    S: t1 OK [MESSAGELIMIT 2 5] partial results
  `)
  await reading
  assert.deepEqual(given, [8, 5], 'what came is with the caller')
})

test('RFC 9738 §3.1: a search that did not look at every message is no answer', async (t) => {
  const { imap, plays } = await selected(t)
  const found = imap.search({ seen: false })
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) UNSEEN
    S: * ESEARCH (TAG "t1") UID ALL 5,8
    S: t1 OK [MESSAGELIMIT 2 5] searched the last 2
  `)
  await assert.rejects(found, { code: 'ERR_IMAP_MESSAGE_LIMIT', lastUid: 5 })
})

test('RFC 9738 §3.1: a COPY of too many is refused as a whole', async (t) => {
  const { imap, plays } = await selected(t)
  const copied = imap.copy('1:8', 'Archive')
  await plays(`
    C: t1 UID COPY 1:8 Archive
    S: t1 NO [MESSAGELIMIT 2] too many
  `)
  await assert.rejects(copied, { code: 'ERR_IMAP_MESSAGE_LIMIT', limit: 2, lastUid: undefined })
})

test('RFC 9738 §3.1: an untagged limit fails the commands on messages in flight and no other', async (t) => {
  const { imap, plays } = await selected(t)
  const moved = imap.move('1:8', 'Archive')
  const status = imap.status('Sent', ['messages'])
  await plays(`
    C: t1 UID MOVE 1:8 Archive
    C: t2 STATUS Sent (MESSAGES)
    S: * OK [COPYUID 9 5,8 1:2] moved
    S: * VANISHED 5,8
    S: * NO [MESSAGELIMIT 2 5] only the last 2
    S: * STATUS Sent (MESSAGES 4)
    S: t1 OK [HIGHESTMODSEQ 99] done
    S: t2 OK done
  `)
  await assert.rejects(moved, { code: 'ERR_IMAP_MESSAGE_LIMIT', limit: 2, lastUid: 5 })
  assert.deepEqual(await status, { messages: 4 })
})

test('RFC 9585 §4: progress names its command; without a tag the only one in flight', async (t) => {
  const { imap, plays, log } = await selected(t)
  void imap.search({ body: 'needle' })
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) BODY "needle"
    S: * OK [INPROGRESS ("t1" 454 1000)] working
    S: * OK [INPROGRESS] still working
  `)
  assert.deepEqual(log.news(), ['progress INBOX 454/1000 by t1', 'progress INBOX undefined/undefined by t1'])
  void imap.noop()
  await plays(`
    C: t2 NOOP
    S: * OK [INPROGRESS] which of them
    S: t2 OK done
    S: * ESEARCH (TAG "t1") UID
    S: t1 OK done
  `)
  assert.deepEqual(log.news('progress'), ['progress undefined/undefined by unsolicited'])
})

test('a server at work is not silent: progress puts the deadline off', async (t) => {
  const { imap, plays, clock } = await selected(t)
  const found = imap.search({ body: 'needle' })
  await plays('C: t1 UID SEARCH RETURN (ALL) BODY "needle"')
  for (let minute = 0; minute < 3; minute++) {
    await clock.pass(50_000)
    await plays('S: * OK [INPROGRESS ("t1" 1 NIL)] working')
  }
  await plays(`
    S: * ESEARCH (TAG "t1") UID ALL 3
    S: t1 OK done
  `)
  assert.equal((await found).toString(), '3')
})

test('RFC 5267 §4.3.1: NOUPDATE is shown', async (t) => {
  const { plays, log } = await selected(t, { capabilities: `${MODERN} CONTEXT=SEARCH` })
  await plays('S: * NO [NOUPDATE "gone"] too many contexts')
  assert.deepEqual(log.news(), ['notice too many contexts'])
})
