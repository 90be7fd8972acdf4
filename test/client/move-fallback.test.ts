/** MOVE on servers that have none: COPY, STORE \Deleted, UID EXPUNGE, and never a message too many. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CommandError,
  ConnectionError,
  MessageLimitError,
  ProtocolError,
  UsageError,
  type ImapError,
} from '../../src/errors.ts'
import { connected, MODERN, selected, started } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const capabilities = MODERN.replace(' MOVE', '')

function outcomes(error: ImapError): readonly string[] {
  return (error.steps ?? []).map(({ name, outcome }) => `${name} ${outcome}`)
}

async function failureOf(token: PromiseLike<unknown>): Promise<ImapError> {
  try {
    await token
  } catch (error) {
    return error as ImapError
  }
  throw new Error('it did not fail')
}

test('each step of a MOVE waits for the OK of the one before, and the result is that of MOVE', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities })
  const moved = imap.move('1:2', 'Archive')
  await plays(`
    C: t1 UID COPY 1:2 Archive
    C:
    S: t1 OK [COPYUID 9 1:2 30:31] done
    C: t2 UID STORE 1:2 +FLAGS.SILENT (\\Deleted)
    C:
    S: t2 OK done
    C: t3 UID EXPUNGE 1:2
    S: * VANISHED 1:2
    S: t3 OK done
  `)
  const { mailbox, uidValidity, uids } = await moved
  assert.deepEqual([mailbox, uidValidity, String(uids)], ['Archive', 9, '1:2=30:31'])
  assert.deepEqual(log.news(), ['messageExpunge INBOX 1:2 by t3'])
  assert.equal(moved.state, 'done')
  assert.deepEqual(
    moved.steps.map(({ name, state, partOf }) => [name, state, partOf === moved]),
    [
      ['UID COPY', 'done', true],
      ['UID STORE', 'done', true],
      ['UID EXPUNGE', 'done', true],
    ],
  )
})

test('answers have the whole as their cause, the life of each step is told with a token of its own', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const told: string[] = []
  const moved = imap.move('1', 'Archive')
  const reader = imap.events({ types: ['commandQueued', 'commandSent', 'commandDone', 'messageExpunge'] })
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1 30] done
    C: t2 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    S: t2 OK done
    C: t3 UID EXPUNGE 1
    S: * VANISHED 1
    S: t3 OK done
  `)
  imap.close()
  for await (const event of reader) {
    if (!('cause' in event) || event.cause === 'unsolicited') continue
    const what = event.cause === moved ? 'whole' : event.cause.partOf === moved ? event.cause.name : 'another'
    told.push(`${event.type} ${what}`)
  }
  assert.deepEqual(told, [
    'commandSent whole',
    'commandSent UID COPY',
    'commandDone UID COPY',
    'commandSent UID STORE',
    'commandDone UID STORE',
    'commandSent UID EXPUNGE',
    'messageExpunge whole',
    'commandDone UID EXPUNGE',
    'commandDone whole',
  ])
})

test('a MOVE submitted before the capabilities are known keeps its place among the commands around it', async (t) => {
  const { imap, plays } = started(t)
  void imap.select('INBOX')
  const moved = imap.move('1', 'Archive')
  void imap.select('Other')
  void imap.fetch('1', { flags: true })
  await plays(`
    S: * OK [CAPABILITY ${capabilities}] ready
    C: t1 LOGIN "me" "secret-word"
    C: t2 ENABLE CONDSTORE QRESYNC
    C: t3 SELECT INBOX
    S: t1 OK [CAPABILITY ${capabilities}] in
    S: * ENABLED QRESYNC
    S: t2 OK enabled
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t3 OK open
    C: t4 UID COPY 1 Archive
    C:
    S: t4 OK [COPYUID 9 1 30] done
    C: t5 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    C:
    S: t5 OK done
    C: t6 UID EXPUNGE 1
    C:
    S: t6 OK done
    C: t7 SELECT Other
    C: t8 UID FETCH 1 (UID FLAGS)
  `)
  assert.equal((await moved).uids?.get(1), 30)
})

test('nothing is flagged or removed when the COPY is refused', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Nowhere')
  const next = imap.noop({ after: moved })
  await plays(`
    C: t1 UID COPY 1 Nowhere
    S: t1 NO [TRYCREATE] no such mailbox
    C:
  `)
  const error = await failureOf(moved)
  assert.ok(error instanceof CommandError)
  assert.deepEqual([error.responseCode, error.outcome, error.code], ['TRYCREATE', 'answered', 'ERR_IMAP_NO'])
  assert.deepEqual(outcomes(error), ['UID COPY answered', 'UID STORE unsent', 'UID EXPUNGE unsent'])
  assert.equal((await failureOf(next)).code, 'ERR_IMAP_DEPENDENCY')
  assert.equal(moved.state, 'failed')
})

test('a refused STORE leaves the messages in both mailboxes, and the error says so', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Archive')
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1 30] done
    C: t2 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    S: t2 NO [NOPERM] not yours
    C:
  `)
  const error = await failureOf(moved)
  assert.match(error.message, /UID MOVE Archive: UID STORE INBOX: the server said NO: not yours; done before: UID COPY/)
  assert.deepEqual(outcomes(error), ['UID COPY done', 'UID STORE answered', 'UID EXPUNGE unsent'])
})

test('a message that came after the COPY is not removed, though the set names it', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  void imap.move('5:*', 'Archive')
  await plays(`
    C: t1 UID COPY 5:* Archive
    S: t1 OK [COPYUID 9 8,5 30:31] done
    C: t2 UID STORE 5,8 +FLAGS.SILENT (\\Deleted)
    S: t2 OK done
    C: t3 UID EXPUNGE 5,8
  `)
})

test('without a mapping only messages that cannot be new are removed', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const known = imap.move('1:8', 'Archive')
  await plays(`
    C: t1 UID COPY 1:8 Archive
    S: t1 OK done
    C: t2 UID STORE 1:8 +FLAGS.SILENT (\\Deleted)
    S: t2 OK done
    C: t3 UID EXPUNGE 1:8
    S: t3 OK done
  `)
  assert.equal((await known).uids, undefined)
  for (const [n, set] of ['1:9', '1:*', '*'].entries()) {
    const moved = imap.move(set, 'Archive')
    await plays(`
      C: t${n + 4} UID COPY ${set} Archive
      S: t${n + 4} OK done
      C:
    `)
    const error = await failureOf(moved)
    assert.ok(error instanceof ProtocolError)
    assert.deepEqual([error.code, error.outcome], ['ERR_IMAP_INCOMPLETE', 'unknown'])
    assert.deepEqual(outcomes(error), ['UID COPY done', 'UID STORE unsent', 'UID EXPUNGE unsent'])
  }
})

test('a mapping that names what was not asked for removes nothing', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Archive')
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1:2 30:31] done
    C:
  `)
  assert.equal((await failureOf(moved)).code, 'ERR_IMAP_INCOMPLETE')
})

test('without UIDPLUS a MOVE is refused before anything is sent; there is no plain EXPUNGE', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: 'IMAP4rev1 IDLE' })
  const error = await failureOf(imap.move('1', 'Archive'))
  assert.ok(error instanceof UsageError)
  assert.deepEqual([error.code, error.outcome], ['ERR_IMAP_CAPABILITY', 'unsent'])
  await plays('C:')
})

test('a MOVE cancelled between two steps sends no further one', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const abort = new AbortController()
  const moved = imap.move('1', 'Archive', { signal: abort.signal })
  await plays('C: t1 UID COPY 1 Archive')
  abort.abort('enough')
  assert.equal(await failureOf(moved), 'enough')
  assert.equal(moved.state, 'cancelled')
  assert.deepEqual(
    moved.steps.map(({ state }) => state),
    ['cancelled', 'cancelled', 'cancelled'],
  )
  await plays('S: t1 OK [COPYUID 9 1 30] done\nC:')
  const other = imap.noop()
  await plays('C: t2 NOOP\nS: t2 OK done')
  await other
})

test('cancelling a step cancels the whole', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Archive')
  await plays('C: t1 UID COPY 1 Archive')
  moved.steps[1]!.cancel()
  assert.equal((await failureOf(moved)).code, 'ERR_IMAP_CANCELLED')
  await plays('S: t1 OK [COPYUID 9 1 30] done\nC:')
})

test('a lost connection tells which steps were done', async (t) => {
  const { imap, plays, peer } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Archive')
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1 30] done
    C: t2 UID STORE 1 +FLAGS.SILENT (\\Deleted)
  `)
  peer.reset()
  const error = await failureOf(moved)
  assert.ok(error instanceof ConnectionError)
  assert.equal(error.outcome, 'unknown')
  assert.deepEqual(outcomes(error), ['UID COPY done', 'UID STORE unknown', 'UID EXPUNGE unsent'])
})

test('a MOVE that was never begun is unsent when the connection is lost', async (t) => {
  const { imap, peer } = await connected(t, { capabilities })
  void imap.select('INBOX')
  const moved = imap.move('1', 'Archive')
  await drain()
  peer.reset()
  const error = await failureOf(moved)
  assert.deepEqual(
    [error.outcome, outcomes(error)],
    ['unsent', ['UID COPY unsent', 'UID STORE unsent', 'UID EXPUNGE unsent']],
  )
})

test('a queued MOVE says what its next step waits for', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const stored = imap.store('1', { add: ['\\Flagged'] })
  const moved = imap.move('1', 'Archive')
  const [block] = moved.blockedBy
  assert.deepEqual([block?.token === stored, block?.rule, moved.state], [true, 'R6', 'queued'])
  await plays('C: t1 UID STORE 1 +FLAGS (\\Flagged)\nS: t1 OK done\nC: t2 UID COPY 1 Archive')
  assert.equal(moved.state, 'sent')
  assert.deepEqual(
    moved.blockedBy.map(({ token, rule }) => [token.name, rule]),
    [['UID COPY', 'R8']],
  )
})

test('what a MOVE touches is out of reach until its last step is answered', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  void imap.move('1', 'Archive')
  const there = imap.search({ all: true })
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1 30] done
    C: t2 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    S: t2 OK done
    C: t3 UID EXPUNGE 1
    C:
    S: * VANISHED 1
    S: t3 OK done
    C: t4 UID SEARCH RETURN (ALL) ALL
    S: * ESEARCH (TAG "t4") UID ALL 2:3
    S: t4 OK done
  `)
  assert.equal(String(await there), '2:3')
})

test('a COPY that reached only some of the messages is no ground for removing any (MESSAGELIMIT)', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1:8', 'Archive')
  await plays(`
    C: t1 UID COPY 1:8 Archive
    S: t1 OK [MESSAGELIMIT 2 5] only two of them
    C:
  `)
  const error = await failureOf(moved)
  assert.ok(error instanceof MessageLimitError)
  assert.deepEqual([error.code, error.lastUid], ['ERR_IMAP_MESSAGE_LIMIT', 5])
  assert.deepEqual(outcomes(error), ['UID COPY answered', 'UID STORE unsent', 'UID EXPUNGE unsent'])
})

test('what follows a MOVE waits for its last step', async (t) => {
  const { imap, plays } = await selected(t, { capabilities })
  const moved = imap.move('1', 'Archive')
  const next = imap.noop({ after: moved })
  await plays(`
    C: t1 UID COPY 1 Archive
    S: t1 OK [COPYUID 9 1 30] done
    C: t2 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    S: t2 OK done
    C: t3 UID EXPUNGE 1
    C:
    S: t3 OK done
    C: t4 NOOP
    S: t4 OK done
  `)
  await next
})

test('a MOVE out of an empty mailbox has nothing to remove, unless a message has just come', async (t) => {
  const { imap, plays } = await selected(t, { capabilities, uids: [] })
  const nothing = imap.move('1:*', 'Archive')
  await plays('C: t1 UID COPY 1:* Archive\nS: t1 OK no messages\nC:')
  assert.deepEqual(await nothing, { mailbox: 'Archive', uidValidity: undefined, uids: undefined })
  const moved = imap.move('1:*', 'Archive')
  await plays(`
    C: t2 UID COPY 1:* Archive
    S: t2 OK [COPYUID 9 1 30] done
    C: t3 UID STORE 1 +FLAGS.SILENT (\\Deleted)
    S: t3 OK done
    C: t4 UID EXPUNGE 1
    S: t4 OK done
  `)
  assert.equal(String((await moved).uids), '1=30')
})
