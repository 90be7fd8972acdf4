import assert from 'node:assert/strict'
import { CommandError, ImapConnection } from '../../../../src/index.ts'
import { CYRUS_ADMIN } from '../../../support/servers/cyrus.ts'
import { message, optionsFor } from '../../account.ts'
import { namesSeen } from '../seen.ts'
import type { Row } from '../row.ts'

const COMMENT = '/private/comment'

export const ADMINISTRATION: readonly Row[] = [
  {
    method: 'getMetadata',
    command: 'GETMETADATA',
    needs: ['METADATA'],
    async run({ imap, raw }) {
      if (imap.capabilities.has('METADATA')) await raw.ok(`SETMETADATA INBOX (${COMMENT} "mine")`)
      const { entries } = await imap.getMetadata('INBOX', [COMMENT, '/private/none'])
      assert.deepEqual([entries.get(COMMENT)?.text, entries.get('/private/none')], ['mine', null])
    },
  },
  {
    method: 'setMetadata',
    command: 'SETMETADATA',
    needs: ['METADATA'],
    async run({ imap, raw }) {
      await imap.setMetadata('INBOX', { [COMMENT]: 'mine' })
      assert.match((await raw.ok(`GETMETADATA INBOX ${COMMENT}`)).untagged.join(), /mine/)
      await imap.setMetadata('INBOX', { [COMMENT]: null })
      assert.doesNotMatch((await raw.ok(`GETMETADATA INBOX ${COMMENT}`)).untagged.join(), /mine/)
    },
  },
  {
    method: 'setMetadata',
    command: 'SETMETADATA, refused',
    needs: ['METADATA'],
    async run({ imap, raw, name }) {
      const refused = imap.setMetadata(name('Nowhere'), { [COMMENT]: `\r\nx1 CREATE ${name('Evil')}\r\n` })
      if (imap.capabilities.has('METADATA')) await assert.rejects(refused, CommandError)
      else await refused
      await imap.noop()
      assert.ok(!(await namesSeen(raw)).includes(name('Evil')))
    },
  },
  {
    method: 'myRights',
    command: 'MYRIGHTS',
    needs: ['ACL'],
    async run({ imap }) {
      assert.ok((await imap.myRights('INBOX')).has('r'))
    },
  },
  {
    method: 'setAcl',
    command: 'SETACL',
    needs: ['ACL'],
    async run({ imap, raw, name }) {
      await imap.create(name('Shared'))
      await imap.setAcl(name('Shared'), 'friend', { replace: 'lr' })
      assert.match((await raw.ok(`GETACL "${name('Shared')}"`)).untagged.join(), /"?friend"? "?(lr|rl)"?/)
    },
  },
  {
    method: 'getAcl',
    command: 'GETACL',
    needs: ['ACL'],
    async run({ imap, raw, name }) {
      await imap.create(name('Shared'))
      if (imap.capabilities.has('ACL')) await raw.ok(`SETACL "${name('Shared')}" friend lr`)
      const friend = (await imap.getAcl(name('Shared'))).find(({ identifier }) => identifier === 'friend')
      assert.deepEqual([friend?.rights.has('l'), friend?.rights.has('r'), friend?.rights.has('w')], [true, true, false])
    },
  },
  {
    method: 'deleteAcl',
    command: 'DELETEACL',
    needs: ['ACL'],
    async run({ imap, raw, name }) {
      await imap.create(name('Shared'))
      if (imap.capabilities.has('ACL')) await raw.ok(`SETACL "${name('Shared')}" friend lr`)
      await imap.deleteAcl(name('Shared'), 'friend')
      assert.doesNotMatch((await raw.ok(`GETACL "${name('Shared')}"`)).untagged.join(), /friend/)
    },
  },
  {
    method: 'listRights',
    command: 'LISTRIGHTS',
    needs: ['ACL'],
    async run({ imap }) {
      const { required, optional } = await imap.listRights('INBOX', 'friend')
      assert.ok([required, ...optional].some((rights) => rights.has('r')))
    },
  },
  {
    method: 'getQuotaRoot',
    command: 'GETQUOTAROOT',
    needs: ['QUOTA'],
    async run({ imap }) {
      const [quota] = await imap.getQuotaRoot('INBOX')
      assert.ok((quota?.resources.get('STORAGE')?.limit ?? 0) > 1000)
    },
  },
  {
    method: 'getQuota',
    command: 'GETQUOTA',
    needs: ['QUOTA'],
    async run({ on, imap, raw }) {
      const { untagged } = await raw.command('GETQUOTAROOT INBOX')
      if (on === 'cyrus') {
        await assert.rejects(imap.getQuota('INBOX'), CommandError)
        return 'refused'
      }
      const root = /^\* QUOTAROOT "?INBOX"? (?:"([^"]*)"|(\S+))/i
        .exec(untagged[0] ?? '')
        ?.slice(1)
        .find(Boolean)
      const quota = await imap.getQuota(root ?? '')
      assert.ok((quota.resources.get('STORAGE')?.limit ?? 0) > 1000)
    },
  },
  {
    method: 'setQuota',
    command: 'SETQUOTA',
    needs: ['QUOTASET', 'QUOTA'],
    async run({ t, on, imap, raw, server, user }) {
      if (on !== 'cyrus') {
        await assert.rejects(imap.setQuota('User quota', { STORAGE: 12_345 }), CommandError)
        return 'refused'
      }
      const admin = await ImapConnection.open(optionsFor(server, CYRUS_ADMIN))
      t.after(() => admin.close())
      await admin.setQuota(`user/${user}`, { STORAGE: 12_345 })
      assert.match((await raw.ok('GETQUOTAROOT INBOX')).untagged.join(), /STORAGE \d+ 12345/)
    },
  },
  {
    method: 'genUrlAuth',
    command: 'GENURLAUTH',
    needs: ['URLAUTH'],
    async run({ imap, user }) {
      const [url] = await imap.genUrlAuth([urlOf(user)])
      assert.match(url!, /:internal:[\da-f]+$/)
    },
  },
  {
    method: 'urlFetch',
    command: 'URLFETCH',
    needs: ['URLAUTH'],
    async run({ imap, user }) {
      const [url] = await imap.genUrlAuth([urlOf(user)])
      const content = (await imap.urlFetch([url!])).get(url!)
      assert.equal(Buffer.from(content!).toString(), message('m1'))
    },
  },
  {
    method: 'resetKey',
    command: 'RESETKEY',
    needs: ['URLAUTH'],
    async run({ imap, user }) {
      if (!imap.capabilities.has('URLAUTH')) await imap.resetKey('INBOX')
      const [url] = await imap.genUrlAuth([urlOf(user)])
      await imap.resetKey('INBOX')
      assert.equal((await imap.urlFetch([url!])).get(url!), null)
    },
  },
  {
    method: 'languages',
    command: 'LANGUAGE',
    needs: ['LANGUAGE'],
    async run({ imap }) {
      assert.ok((await imap.languages()).length > 0)
    },
  },
  {
    method: 'language',
    command: 'LANGUAGE …',
    needs: ['LANGUAGE'],
    async run({ imap }) {
      assert.ok(await imap.language(['i-default']))
    },
  },
  {
    method: 'comparator',
    command: 'COMPARATOR',
    needs: ['I18NLEVEL=2'],
    async run({ imap }) {
      assert.ok((await imap.comparator()).active)
    },
  },
  {
    method: 'getJmapAccess',
    command: 'GETJMAPACCESS',
    needs: ['JMAPACCESS'],
    async run({ imap }) {
      assert.match(await imap.getJmapAccess(), /^http/)
    },
  },
]

const urlOf = (user: string): string => `imap://${user}@localhost/INBOX/;uid=1;urlauth=user+${user}`
