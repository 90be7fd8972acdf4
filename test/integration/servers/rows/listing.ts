/** What mailboxes there are, and what is in them. */
import assert from 'node:assert/strict'
import { namesSeen } from '../seen.ts'
import type { Row } from '../row.ts'

export const LISTING: readonly Row[] = [
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
]
