/** STORE: what it changes, and what it left alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError } from '../../src/errors.ts'
import type { FlagEdit } from '../../src/session/commands/changing/store.ts'
import { MODERN, PLAIN, selected } from '../support/scripted-peer.ts'

const GMAIL = `${MODERN} X-GM-EXT-1`

test('silent: the server is asked not to echo; what it says of others is news', async (t) => {
  const { imap, plays, log } = await selected(t)
  const done = imap.store('2:3', { add: ['\\Seen', '$Work'] }, { silent: true, unchangedSince: 9n })
  await plays(`
    C: t1 UID STORE 2:3 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Seen $Work)
    S: * 2 FETCH (UID 2 MODSEQ (12))
    S: t1 OK done
  `)
  assert.equal(String((await done).modified), '')
  assert.deepEqual(log.news(), ['flagChange INBOX 2 modseq 12 by t1'])
})

test('RFC 7162 §3.1.3: UNCHANGEDSINCE 0 and MODIFIED under OK', async (t) => {
  const { imap, plays } = await selected(t)
  const done = imap.store('2:8', { add: ['$MDNSent'] }, { unchangedSince: 0n })
  await plays(`
    C: t1 UID STORE 2:8 (UNCHANGEDSINCE 0) +FLAGS ($MDNSent)
    S: t1 OK [MODIFIED 3,8] Conditional STORE failed
  `)
  assert.equal(String((await done).modified), '3,8')
})

test('RFC 7162 §3.1.3: MODIFIED under NO is in the error', async (t) => {
  const { imap, plays } = await selected(t)
  const done = imap.store('1:8', { add: ['\\Seen'] }, { unchangedSince: 320172338n })
  await plays(`
    C: t1 UID STORE 1:8 (UNCHANGEDSINCE 320172338) +FLAGS (\\Seen)
    S: * 1 FETCH (UID 1 MODSEQ (320172342) FLAGS (\\Seen))
    S: t1 NO [MODIFIED 2] Some of the messages no longer exist.
  `)
  const error: unknown = await done.then(
    () => assert.fail('it succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof CommandError && error.typedCode?.name === 'MODIFIED')
  assert.equal(String(error.typedCode.numbers), '2')
})

test('a MODIFIED that cannot be read is no success', async (t) => {
  const { imap, plays } = await selected(t)
  const done = imap.store('1:8', { add: ['\\Seen'] }, { unchangedSince: 5n })
  await plays(`
    C: t1 UID STORE 1:8 (UNCHANGEDSINCE 5) +FLAGS (\\Seen)
    S: t1 OK [MODIFIED 2,] some
  `)
  await assert.rejects(done, { code: 'ERR_IMAP_MALFORMED', outcome: 'answered' })
})

test('Gmail labels: system labels as flags, others as names of mailboxes', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: GMAIL })
  const added = imap.store('2', { addLabels: ['\\Inbox', 'Work', 'Two "words"', 'été'] })
  await plays(`
    C: t1 UID STORE 2 +X-GM-LABELS (\\Inbox Work "Two \\"words\\"" "&AOk-t&AOk-")
    S: * 2 FETCH (UID 2 X-GM-LABELS (\\Inbox Work))
    S: t1 OK done
  `)
  await added
  assert.deepEqual(log.news(), ['fetch INBOX 2 by t1'])
  const removed = imap.store('2', { removeLabels: ['Work'] }, { silent: true })
  const emptied = imap.store('3', { replaceLabels: [] })
  await plays(`
    C: t2 UID STORE 2 -X-GM-LABELS.SILENT (Work)
    C:
    S: t2 OK done
    C: t3 UID STORE 3 X-GM-LABELS ()
    S: t3 OK done
  `)
  await Promise.all([removed, emptied])
})

test('annotations: set and taken away; whoever reads them waits', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: `${MODERN} ANNOTATE-EXPERIMENT-1` })
  const stored = imap.store('2', { annotations: { '/comment': { 'value.priv': 'a "b"', 'value.shared': null } } })
  const row = imap.fetchOne(2, { annotations: { entries: '/comment', attributes: 'value' } })
  await plays(`
    C: t1 UID STORE 2 ANNOTATION ("/comment" (value.priv "a \\"b\\"" value.shared NIL))
    C:
    S: t1 OK done
    C: t2 UID FETCH 2 (UID ANNOTATION (("/comment") (value)))
    S: * 2 FETCH (UID 2 ANNOTATION (/comment))
    S: * 2 FETCH (UID 2 ANNOTATION (/comment (value.priv "a \\"b\\"" value.shared NIL)))
    S: t2 OK done
  `)
  await stored
  assert.deepEqual(
    (await row)?.annotations.get('/comment'),
    new Map([
      ['value.priv', 'a "b"'],
      ['value.shared', null],
    ]),
  )
  for (const annotations of [
    {},
    [],
    true,
    { comment: {} },
    { '/a': {} },
    { '/%': { value: 'a' } },
    { '/a': { '*': 'a' } },
    { '/a': { 'value.priv': 7 } },
    { '/a': { 'value.priv': 'a\0' } },
  ]) {
    await assert.rejects(imap.store('2', { annotations: annotations as never }), { code: 'ERR_IMAP_ARGUMENT' })
  }
  const edit = { annotations: { '/a': { value: 'a' } } }
  await assert.rejects(imap.store('2', edit, { silent: true }), { code: 'ERR_IMAP_ARGUMENT' })
  await plays('C:')
})

test('a change of labels is waited for by what reads mailboxes: it moves messages', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: GMAIL })
  const stored = imap.store('2', { removeLabels: ['\\Inbox'] })
  const status = imap.status('Work', ['messages'])
  await plays(`
    C: t1 UID STORE 2 -X-GM-LABELS (\\Inbox)
    C:
    S: t1 OK done
    C: t2 STATUS Work (MESSAGES)
    S: * STATUS Work (MESSAGES 1)
    S: t2 OK done
  `)
  await Promise.all([stored, status])
})

test('what no server takes, or this one lacks, is refused and not sent', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const edits: readonly FlagEdit[] = [
    { addLabels: ['a'] },
    { removeLabels: ['a'] },
    { replaceLabels: [] },
    { annotations: { '/a': { value: 'a' } } },
  ]
  for (const edit of edits) {
    await assert.rejects(imap.store('1', edit), { code: 'ERR_IMAP_CAPABILITY', outcome: 'unsent' })
  }
  const wrong: readonly object[] = [
    {},
    { add: ['a'], remove: ['b'] },
    { add: [] },
    { addLabels: [] },
    { addLabels: 'a' },
    { addLabels: [''] },
    { addLabels: [7] },
    { addLabels: ['a\r\nb'] },
    { addLabels: ['a\0'] },
    { addLabels: ['\\a b'] },
    { addLabels: ['\ud800'] },
    { labels: ['a'] },
    { constructor: ['a'] },
  ]
  for (const edit of wrong) {
    await assert.rejects(imap.store('1', edit as FlagEdit), { code: 'ERR_IMAP_ARGUMENT' }, JSON.stringify(edit))
  }
  await assert.rejects(imap.store('1', { add: ['a'] }, { silent: false as never }), { code: 'ERR_IMAP_ARGUMENT' })
  await plays('C:')
})
