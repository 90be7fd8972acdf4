import assert from 'node:assert/strict'
import { flagsSeen, namesSeen, subjectsSeen } from '../seen.ts'
import type { Row } from '../row.ts'

/** ENABLE of what the server lacks is no error (RFC 5161 §3.1): it stays off. */
function staysOff(name: string): NonNullable<Row['lacking']> {
  return async ({ imap }) => {
    // Cyrus names all that are on
    assert.ok(!(await imap.enable([name])).includes(name.toUpperCase()))
    assert.ok(!imap.enabled.has(name.toUpperCase()))
  }
}

export const MAILBOXES: readonly Row[] = [
  {
    method: 'enable',
    command: 'ENABLE',
    needs: ['ENABLE'],
    async run({ imap }) {
      const wanted = ['CONDSTORE', 'UTF8=ACCEPT'].find((name) => imap.capabilities.has(name))!
      await imap.enable([wanted])
      assert.ok(imap.enabled.has(wanted))
    },
  },
  {
    method: 'enable',
    command: 'ENABLE UTF8=ACCEPT',
    needs: ['UTF8=ACCEPT'],
    lacking: staysOff('UTF8=ACCEPT'),
    async run({ imap, raw, name }) {
      assert.ok((await imap.enable(['UTF8=ACCEPT'])).includes('UTF8=ACCEPT'))
      await imap.create(name('Grüße'))
      assert.ok((await namesSeen(raw)).includes(name('Gr&APwA3w-e')))
      assert.ok((await imap.list()).some(({ mailbox }) => mailbox === name('Grüße')))
    },
  },
  {
    method: 'enable',
    command: 'ENABLE IMAP4rev2',
    needs: ['IMAP4REV2'],
    lacking: staysOff('IMAP4rev2'),
    async run({ imap, name }) {
      assert.ok((await imap.enable(['IMAP4rev2'])).includes('IMAP4REV2'))
      await imap.create(name('Grüße'))
      assert.equal((await imap.select(name('Grüße'))).messages, 0)
      assert.equal(String((await imap.select('INBOX'), await imap.search({ all: true }))), '1:3')
    },
  },
  {
    method: 'enable',
    command: 'ENABLE UIDONLY',
    needs: ['UIDONLY'],
    lacking: staysOff('UIDONLY'),
    async run({ imap, raw }) {
      assert.ok((await imap.enable(['UIDONLY'])).includes('UIDONLY'))
      await imap.select('INBOX')
      const rows = await imap.fetch('1:*', { flags: true })
      assert.deepEqual(
        rows.map(({ uid }) => uid),
        [1, 2, 3],
      )
      await imap.store(2, { add: ['\\Deleted'] })
      await imap.expunge(2)
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm3'])
    },
  },
  {
    method: 'namespace',
    command: 'NAMESPACE',
    needs: ['NAMESPACE'],
    async run({ imap, server }) {
      const { prefix, separator: delimiter } = server.naming
      const { personal } = await imap.namespace()
      assert.deepEqual(
        personal?.map((each) => [each.prefix, each.delimiter]),
        [[prefix, delimiter]],
      )
    },
  },
  {
    method: 'list',
    command: 'LIST',
    async run({ imap, raw, server, name }) {
      await raw.ok(`CREATE "${name('A', 'B')}"`)
      const entries = await imap.list()
      assert.deepEqual(entries.map(({ mailbox }) => mailbox).sort(), await namesSeen(raw))
      assert.equal(entries.find(({ mailbox }) => mailbox === name('A', 'B'))?.delimiter, server.naming.separator)
      assert.deepEqual(await imap.list('none*'), [])
    },
  },
  {
    method: 'list',
    command: 'LIST (SUBSCRIBED) … RETURN (SUBSCRIBED)',
    needs: ['LIST-EXTENDED'],
    fallback: true,
    async run({ imap, raw, name }) {
      for (const each of ['A', 'B']) await raw.ok(`CREATE "${name(each)}"`)
      await raw.ok(`SUBSCRIBE "${name('B')}"`)
      const patterns = [name('A'), name('B')]
      const all = await imap.list(patterns, { subscriptions: true })
      const marked = all.filter(({ attributes }) => attributes.includes('\\Subscribed'))
      assert.deepEqual([all.length, marked.map(({ mailbox }) => mailbox)], [2, [name('B')]])
      assert.deepEqual(
        (await imap.list(patterns, { subscribed: true })).map(({ mailbox }) => mailbox),
        [name('B')],
      )
    },
  },
  {
    method: 'list',
    command: 'LIST … RETURN (STATUS)',
    needs: ['LIST-STATUS'],
    fallback: true,
    async run({ imap }) {
      const entries = await imap.list('*', { status: ['messages', 'uidNext'] })
      assert.deepEqual(entries.find(({ mailbox }) => mailbox === 'INBOX')?.status, { messages: 3, uidNext: 4 })
    },
  },
  {
    method: 'list',
    command: 'LIST … RETURN (SPECIAL-USE)',
    needs: ['SPECIAL-USE'],
    fallback: true,
    async run({ imap, raw, name }) {
      if (!(await namesSeen(raw)).includes(name('Sent'))) await raw.ok(`CREATE "${name('Sent')}"`)
      const entries = await imap.list('*', { specialUses: true })
      assert.equal(entries.find(({ mailbox }) => mailbox === name('Sent'))?.specialUse, '\\Sent')
    },
  },
  {
    method: 'list',
    command: 'LIST … RETURN (MYRIGHTS)',
    needs: ['LIST-MYRIGHTS', 'ACL'],
    async run({ imap }) {
      const entries = await imap.list('INBOX', { myRights: true })
      assert.ok(entries[0]?.myRights?.has('r'))
    },
  },
  {
    method: 'list',
    command: 'LIST … RETURN (METADATA)',
    needs: ['LIST-METADATA', 'METADATA'],
    async run({ imap, raw }) {
      if (imap.capabilities.has('METADATA')) await raw.ok('SETMETADATA INBOX (/private/comment "mine")')
      const entries = await imap.list('INBOX', { metadata: ['/private/comment'] })
      assert.equal(entries[0]?.metadata?.get('/private/comment')?.text, 'mine')
    },
  },
  {
    method: 'xlist',
    command: 'XLIST',
    needs: ['XLIST'],
    async run({ imap, raw }) {
      assert.deepEqual((await imap.xlist()).map(({ mailbox }) => mailbox).toSorted(), await namesSeen(raw))
    },
  },
  {
    method: 'rlist',
    command: 'RLIST',
    needs: ['MAILBOX-REFERRALS'],
    async run({ imap, raw }) {
      assert.deepEqual((await imap.rlist()).map(({ mailbox }) => mailbox).toSorted(), await namesSeen(raw))
    },
  },
  {
    method: 'rlsub',
    command: 'RLSUB',
    needs: ['MAILBOX-REFERRALS'],
    async run({ imap, raw }) {
      await raw.ok('SUBSCRIBE INBOX')
      assert.deepEqual((await imap.rlsub()).map(({ mailbox }) => mailbox).toSorted(), await namesSeen(raw, 'LSUB'))
    },
  },
  {
    method: 'lsub',
    command: 'LSUB',
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('A')}"`)
      await raw.ok(`SUBSCRIBE "${name('A')}"`)
      const found = (await imap.lsub()).map(({ mailbox }) => mailbox)
      assert.deepEqual(found.toSorted(), await namesSeen(raw, 'LSUB'))
      assert.ok(found.includes(name('A')))
    },
  },
  {
    method: 'status',
    command: 'STATUS',
    async run({ imap, raw }) {
      const [line] = (await raw.ok('STATUS INBOX (UIDVALIDITY)')).untagged
      const uidValidity = Number(/UIDVALIDITY (\d+)/.exec(line!)?.[1])
      const status = await imap.status('INBOX', ['messages', 'uidNext', 'unseen', 'uidValidity'])
      assert.deepEqual(status, { messages: 3, uidNext: 4, unseen: 3, uidValidity })
    },
  },
  {
    method: 'status',
    command: 'STATUS (SIZE)',
    needs: ['STATUS=SIZE'],
    async run({ imap, raw }) {
      const [line] = (await raw.ok('STATUS INBOX (SIZE)')).untagged
      assert.deepEqual(await imap.status('INBOX', ['size']), { size: Number(/SIZE (\d+)/.exec(line!)?.[1]) })
    },
  },
  {
    method: 'status',
    command: 'STATUS (HIGHESTMODSEQ)',
    needs: ['CONDSTORE'],
    async run({ imap }) {
      assert.equal(typeof (await imap.status('INBOX', ['highestModSeq'])).highestModSeq, 'bigint')
    },
  },
  {
    method: 'status',
    command: 'STATUS (MAILBOXID)',
    needs: ['OBJECTID'],
    async run({ imap }) {
      const { mailboxId } = await imap.status('INBOX', ['mailboxId'])
      assert.equal((await imap.select('INBOX')).mailboxId, mailboxId)
      assert.ok(mailboxId)
    },
  },
  {
    method: 'status',
    command: 'STATUS (DELETED)',
    needs: ['IMAP4REV2', 'QUOTA=RES-STORAGE', 'QUOTA=RES-MESSAGE'],
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 1:2 +FLAGS (\\Deleted)')
      assert.deepEqual(await imap.status('INBOX', ['deleted']), { deleted: 2 })
    },
  },
  {
    method: 'status',
    command: 'STATUS (DELETED-STORAGE)',
    needs: ['QUOTA=RES-STORAGE'],
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 1 +FLAGS (\\Deleted)')
      assert.ok(Number((await imap.status('INBOX', ['deletedStorage'])).deletedStorage) > 0)
    },
  },
  {
    method: 'status',
    command: 'STATUS (APPENDLIMIT)',
    needs: ['APPENDLIMIT', 'APPENDLIMIT='],
    async run({ imap }) {
      const { appendLimit } = await imap.status('INBOX', ['appendLimit'])
      assert.ok(imap.capabilities.has(`APPENDLIMIT=${appendLimit}`))
    },
  },
  {
    method: 'select',
    command: 'SELECT',
    async run({ imap, raw }) {
      const { untagged } = await raw.ok('EXAMINE INBOX')
      const { messages, uidValidity, uidNext, readOnly, permanentFlags } = await imap.select('INBOX')
      assert.deepEqual([messages, readOnly], [3, false])
      assert.equal(uidValidity, Number(/UIDVALIDITY (\d+)/.exec(untagged.join('\n'))?.[1]))
      // Courier says it in STATUS only
      assert.equal(uidNext, untagged.join('\n').includes('UIDNEXT') ? 4 : undefined)
      assert.ok(permanentFlags?.includes('\\Flagged'))
    },
  },
  {
    method: 'select',
    command: 'SELECT (QRESYNC …)',
    needs: ['QRESYNC'],
    async run({ imap, raw }) {
      const { uidValidity, highestModSeq } = await imap.select('INBOX')
      await imap.closeMailbox()
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 1 +FLAGS (\\Deleted)')
      await raw.ok('UID STORE 3 +FLAGS (\\Flagged)')
      await raw.ok('EXPUNGE')
      const { resync } = await imap.select('INBOX', {
        resync: { uidValidity: uidValidity!, highestModSeq: highestModSeq ?? 1n, knownUids: '1:3' },
      })
      assert.ok(resync?.outcome === 'resynced')
      assert.equal(String(resync.vanished), '1')
      assert.deepEqual(
        resync.changed.map(({ uid, flags }) => [uid, flags.includes('\\Flagged')]),
        [[3, true]],
      )
    },
  },
  {
    method: 'select',
    command: 'SELECT (ANNOTATE)',
    needs: ['ANNOTATE-EXPERIMENT-1'],
    async run({ imap }) {
      assert.equal((await imap.select('INBOX', { annotate: true })).messages, 3)
    },
  },
  {
    method: 'notify',
    command: 'NOTIFY',
    needs: ['NOTIFY'],
    async run({ imap, raw, server, user, name }) {
      await raw.ok(`CREATE "${name('News')}"`)
      const events = imap.events({ types: ['mailboxStatus'] })
      const begun = await imap.notify({
        status: true,
        groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }],
      })
      assert.equal(begun.find(({ mailbox }) => mailbox === 'INBOX')?.status.messages, 3)
      await server.deliver(user, name('News'), 'Subject: new\r\n\r\n')
      for await (const event of events) {
        if (event.type === 'mailboxStatus' && event.mailbox === name('News') && event.items.messages === 1) break
      }
    },
  },
  {
    method: 'examine',
    command: 'EXAMINE',
    async run({ imap, raw }) {
      assert.equal((await imap.examine('INBOX')).readOnly, true)
      await imap.fetch('1:*', { source: true })
      await assert.rejects(imap.store(1, { add: ['\\Seen'] }))
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 1), [])
    },
  },
  {
    method: 'create',
    command: 'CREATE',
    async run({ imap, raw, name }) {
      await imap.create(name('Entwürfe'))
      await imap.create(name('Deep', 'down'))
      const names = await namesSeen(raw)
      for (const each of [name('Entw&APw-rfe'), name('Deep', 'down')]) assert.ok(names.includes(each), names.join())
    },
  },
  {
    method: 'create',
    command: 'CREATE (USE …)',
    needs: ['CREATE-SPECIAL-USE'],
    async run({ imap, raw, name }) {
      await imap.create(name('Store'), { specialUse: '\\Archive' })
      const { untagged } = await raw.ok(`LIST "" "${name('Store')}" RETURN (SPECIAL-USE)`)
      assert.match(untagged[0]!, /\\Archive/i)
    },
  },
  {
    method: 'delete',
    command: 'DELETE',
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('Old')}"`)
      await imap.delete(name('Old'))
      assert.ok(!(await namesSeen(raw)).includes(name('Old')))
    },
  },
  {
    method: 'rename',
    command: 'RENAME',
    async run({ imap, raw, name, server, user }) {
      await raw.ok(`CREATE "${name('Old')}"`)
      await raw.ok(`CREATE "${name('Old', 'below')}"`)
      await server.deliver(user, name('Old', 'below'), 'Subject: kept\r\n\r\n')
      await imap.rename(name('Old'), name('New'))
      const names = await namesSeen(raw)
      assert.ok(!names.includes(name('Old')) && names.includes(name('New')), names.join())
      assert.deepEqual(await subjectsSeen(raw, name('New', 'below')), ['kept'])
    },
  },
  {
    method: 'subscribe',
    command: 'SUBSCRIBE',
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('News')}"`)
      await imap.subscribe(name('News'))
      assert.ok((await namesSeen(raw, 'LSUB')).includes(name('News')))
    },
  },
  {
    method: 'unsubscribe',
    command: 'UNSUBSCRIBE',
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('News')}"`)
      await raw.ok(`SUBSCRIBE "${name('News')}"`)
      await imap.unsubscribe(name('News'))
      assert.ok(!(await namesSeen(raw, 'LSUB')).includes(name('News')))
    },
  },
  {
    method: 'closeMailbox',
    command: 'CLOSE',
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 2 +FLAGS (\\Deleted)')
      await imap.select('INBOX')
      await imap.closeMailbox()
      assert.equal(imap.selected, undefined)
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm3'])
    },
  },
  {
    method: 'unselect',
    command: 'UNSELECT',
    needs: ['UNSELECT'],
    fallback: true,
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 2 +FLAGS (\\Deleted)')
      await imap.select('INBOX')
      await imap.unselect()
      assert.equal(imap.selected, undefined)
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm2', 'm3'])
    },
  },
]
