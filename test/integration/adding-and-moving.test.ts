/** Adding, moving, replacing and removing on every real server, with what it has and with less; a second connection looks. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { CommandError, UsageError, type ImapConnection } from '../../src/index.ts'
import type { RawImap } from '../support/raw-imap.ts'
import { SERVER_NAMES } from '../support/servers/shared.ts'
import { message, messages, openAccount } from './account.ts'

/** What servers without these have to do with; the result must be the same. */
const REDUCED = ['MOVE', 'MULTIAPPEND', 'REPLACE', 'LITERAL+', 'LITERAL-', 'QRESYNC', 'ESEARCH']

/** Subject and flags of each message, by UID. */
async function content(raw: RawImap, mailbox: string): Promise<Record<number, string>> {
  await raw.ok(`EXAMINE "${mailbox}"`)
  const { untagged } = await raw.ok('UID FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])')
  const found: Record<number, string> = {}
  for (const line of untagged) {
    const [, uid] = /\bUID (\d+)/.exec(line) ?? []
    const [, flags] = /FLAGS \(([^)]*)\)/.exec(line) ?? []
    const [, subject] = /^subject: (\S+)/im.exec(line) ?? []
    const kept = (flags ?? '').split(' ').filter((flag) => flag !== '' && flag !== '\\Recent')
    if (uid !== undefined) found[Number(uid)] = [subject, ...kept.toSorted()].join(' ')
  }
  return found
}

async function textOf(imap: ImapConnection, mailbox: string, uid: number): Promise<string> {
  await imap.examine(mailbox)
  return Buffer.from((await imap.fetch(uid, { source: true }))[0]!.source).toString('latin1')
}

for (const on of SERVER_NAMES) {
  const box = (name: string): string => (on === 'courier' ? `INBOX.${name}` : name)
  for (const without of [[], ['LITERAL+', 'LITERAL-'], REDUCED]) {
    const how = without.length === 0 ? on : `${on} without ${without.join(' ')}`
    const open = (t: test.TestContext, texts: readonly string[] = []): ReturnType<typeof openAccount> =>
      openAccount(t, { on, messages: texts, profile: { without } })

    test(`${how}: MOVE moves what it names, and leaves what others have flagged \\Deleted`, async (t) => {
      const account = await open(t, messages(6))
      if (account === undefined) return
      const { imap, raw } = account
      await imap.create(box('Archive'))
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 4:5 +FLAGS (\\Deleted)')
      await imap.select('INBOX')
      const moved = imap.move('2,5:6', box('Archive'))
      const rest = imap.search({ all: true })
      const { uids } = await moved
      assert.equal(String(uids), '2=1,5:6=2:3')
      assert.equal(String(await rest), '1,3:4')
      assert.deepEqual(await content(raw, 'INBOX'), { 1: 'm1', 3: 'm3', 4: 'm4 \\Deleted' })
      assert.deepEqual(await content(raw, box('Archive')), { 1: 'm2', 2: 'm5 \\Deleted', 3: 'm6' })
      if (imap.capabilities.has('MOVE')) assert.deepEqual(moved.steps, [])
      else assert.equal(moved.steps.length, 3)
      await assert.rejects(imap.move('1', box('Nowhere')), (error) => {
        assert.ok(error instanceof CommandError)
        assert.equal(error.responseCode, 'TRYCREATE')
        return true
      })
      assert.deepEqual(await content(raw, 'INBOX'), { 1: 'm1', 3: 'm3', 4: 'm4 \\Deleted' })
    })

    test(`${how}: a MOVE and the SELECT behind it do not get in each other's way`, async (t) => {
      const account = await open(t, messages(3))
      if (account === undefined) return
      const { imap, raw } = account
      await imap.create(box('Archive'))
      void imap.select('INBOX')
      const moved = imap.move('1:2', box('Archive'))
      const opened = imap.select(box('Archive'))
      const found = imap.search({ all: true })
      assert.equal((await moved).uids?.size, 2)
      assert.equal((await opened).messages, 2)
      assert.equal(String(await found), '1:2')
      assert.deepEqual(await content(raw, 'INBOX'), { 3: 'm3' })
    })

    test(`${how}: several messages are added in order, with their flags and dates`, async (t) => {
      const account = await open(t)
      if (account === undefined) return
      const { imap, raw } = account
      const date = new Date(Date.UTC(2020, 0, 2, 3, 4, 5))
      const added = await imap.appendMany('INBOX', [
        { message: message('m1'), flags: ['\\Seen'] },
        { message: message('m2', 'x'.repeat(10_000)), date },
        { message: message('m3'), flags: ['\\Flagged', '\\Draft'] },
      ])
      assert.equal(added.atomic, imap.capabilities.has('MULTIAPPEND'))
      assert.deepEqual(added.uids, [1, 2, 3])
      assert.deepEqual(await content(raw, 'INBOX'), { 1: 'm1 \\Seen', 2: 'm2', 3: 'm3 \\Draft \\Flagged' })
      await imap.select('INBOX')
      assert.deepEqual((await imap.fetch(2, { internalDate: true }))[0]!.internalDate, date)
      await assert.rejects(
        imap.appendMany(box('Nowhere'), [{ message: message('m4') }, { message: message('m5') }]),
        (error) => error instanceof CommandError && error.responseCode === 'TRYCREATE',
      )
      await imap.noop()
    })

    test(`${how}: REPLACE leaves the new message and takes the old one, or neither`, async (t) => {
      const account = await open(t, messages(3))
      if (account === undefined) return
      const { imap, raw } = account
      await imap.create(box('Made'))
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 3 +FLAGS (\\Deleted)')
      await imap.select('INBOX')
      const replaced = imap.replace(2, 'INBOX', message('new'), { flags: ['\\Draft'] })
      assert.equal((await replaced).uid, 4)
      assert.equal(replaced.steps.length, imap.capabilities.has('REPLACE') ? 0 : 4)
      assert.deepEqual(await content(raw, 'INBOX'), { 1: 'm1', 3: 'm3 \\Deleted', 4: 'new \\Draft' })
      assert.equal((await imap.replace(4, box('Made'), message('newer'))).uid, 1)
      assert.deepEqual(await content(raw, box('Made')), { 1: 'newer' })
      for (const [uid, mailbox] of [
        [1, box('Nowhere')],
        [77, 'INBOX'],
      ] as const) {
        await assert.rejects(imap.replace(uid, mailbox, message('lost')))
      }
      assert.deepEqual(await content(raw, 'INBOX'), { 1: 'm1', 3: 'm3 \\Deleted' })
    })

    test(`${how}: deleteMessages removes what it names and nothing else`, async (t) => {
      const account = await open(t, messages(4))
      if (account === undefined) return
      const { imap, raw } = account
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 3:4 +FLAGS (\\Deleted)')
      await imap.select('INBOX')
      assert.equal(String((await imap.deleteMessages('1,3')).uids), '1,3')
      assert.deepEqual(await content(raw, 'INBOX'), { 2: 'm2', 4: 'm4 \\Deleted' })
    })
  }

  test(`${on}: CATENATE makes a message of stored parts`, async (t) => {
    const account = await openAccount(t, { on, messages: [message('old', 'kept')] })
    if (account === undefined) return
    const { imap } = account
    await imap.create(box('Made'))
    const { uidValidity } = await imap.status('INBOX', ['uidValidity'])
    const parts = [
      'Subject: put-together\r\n\r\nnew, and ',
      { mailbox: 'INBOX', uid: 1, uidValidity, section: 'TEXT' },
      Buffer.from('the end\r\n'),
    ] as const
    const added = imap.append(box('Made'), { catenate: parts as never })
    if (!imap.capabilities.has('CATENATE')) {
      return assert.rejects(added, (error) => error instanceof UsageError && error.code === 'ERR_IMAP_CAPABILITY')
    }
    const { uid } = await added
    assert.equal(await textOf(imap, box('Made'), uid!), 'Subject: put-together\r\n\r\nnew, and kept\r\nthe end\r\n')
    await assert.rejects(
      imap.append(box('Made'), { catenate: ['Subject: x\r\n\r\n', { mailbox: 'INBOX', uid: 99 }] }),
      (error) => error instanceof CommandError && error.status === 'NO',
    )
  })
}
