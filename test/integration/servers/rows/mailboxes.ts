/** Names of mailboxes. */
import assert from 'node:assert/strict'
import { namesSeen, subjectsSeen } from '../seen.ts'
import type { Row } from '../row.ts'

export const MAILBOXES: readonly Row[] = [
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
]
