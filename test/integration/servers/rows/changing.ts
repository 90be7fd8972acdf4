import assert from 'node:assert/strict'
import { CommandError } from '../../../../src/index.ts'
import { message } from '../../account.ts'
import { flagsSeen, messagesSeen, namesSeen, subjectsSeen } from '../seen.ts'
import type { Row } from '../row.ts'

export const CHANGING: readonly Row[] = [
  {
    method: 'append',
    command: 'APPEND',
    async run({ imap, raw }) {
      const date = new Date('2020-02-29T12:34:56Z')
      const { uid } = await imap.append('INBOX', message('new'), { flags: ['\\Flagged'], date })
      assert.equal(uid, 4)
      assert.deepEqual((await messagesSeen(raw, 'INBOX')).get(4), { subject: 'new', flags: ['\\Flagged'] })
      const { untagged } = await raw.ok('UID FETCH 4 (INTERNALDATE BODY.PEEK[])')
      assert.ok(untagged[0]!.includes(message('new')))
      assert.equal(new Date(/INTERNALDATE "([^"]*)"/.exec(untagged[0]!)![1]!).getTime(), date.getTime())
    },
  },
  {
    method: 'append',
    command: 'APPEND, refused',
    async run({ imap, raw, name }) {
      const evil = message('evil', `x1 CREATE ${name('Evil')}\r\n`)
      await assert.rejects(imap.append(name('Nowhere'), evil), CommandError)
      // some take it
      await imap
        .append('INBOX', evil, { flags: ['\\Unheard'] })
        .catch((error) => assert.ok(error instanceof CommandError))
      await imap.noop()
      assert.ok(!(await namesSeen(raw)).includes(name('Evil')))
    },
  },
  {
    method: 'append',
    command: 'APPEND, read while it is sent',
    async run({ imap }) {
      await imap.select('INBOX')
      const size = 300 + 40 * 20_000
      async function* pieces(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('Subject: long\r\n\r\n'.padEnd(298, 'x') + '\r\n')
        for (let n = 0; n < 40; n++) yield Buffer.from(`${String(n % 10).repeat(98)}\r\n`.repeat(200))
      }
      const added = imap.append('INBOX', pieces(), { size })
      const counted = imap.noop()
      await added
      await counted
      await imap.noop()
      const row = await imap.fetchOne(4, { size: true, envelope: true, source: { start: size - 4, length: 10 } })
      assert.deepEqual([row?.size, row?.envelope.subject], [size, 'long'])
      assert.equal(Buffer.from(row!.source).toString(), '99\r\n')
    },
  },
  {
    method: 'append',
    command: 'APPEND … CATENATE',
    needs: ['CATENATE'],
    async run({ imap, raw }) {
      const { uidValidity } = await imap.select('INBOX')
      const old = { mailbox: 'INBOX', uid: 1, uidValidity: uidValidity! }
      await imap.append('INBOX', { catenate: ['Subject: joined\r\n\r\n', { ...old, section: 'TEXT' }] })
      const { untagged } = await (await raw.ok('SELECT INBOX'), raw.ok('UID FETCH 4 BODY.PEEK[]'))
      assert.ok(untagged[0]!.includes('Subject: joined\r\n\r\nHello.\r\n'), untagged[0])
    },
  },
  {
    method: 'append',
    command: 'APPEND ~{…}',
    needs: ['BINARY'],
    async run({ imap, raw }) {
      const head = 'Subject: nul\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n'
      const encoding = 'Content-Transfer-Encoding: binary\r\n\r\n'
      await imap.append('INBOX', Buffer.from(`${head}${encoding}a\0b`))
      await raw.ok('EXAMINE INBOX')
      assert.match((await raw.ok('UID FETCH 4 BINARY.PEEK[1]')).untagged.join(), /a\0b/)
    },
  },
  {
    method: 'appendMany',
    command: 'APPEND of several',
    needs: ['MULTIAPPEND'],
    fallback: true,
    async run({ imap, raw }) {
      const { uids } = await imap.appendMany('INBOX', [
        { message: message('first') },
        { message: message('second'), flags: ['\\Draft'] },
      ])
      assert.deepEqual(uids, [4, 5])
      assert.deepEqual((await subjectsSeen(raw, 'INBOX')).slice(3), ['first', 'second'])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 5), ['\\Draft'])
    },
  },
  {
    method: 'replace',
    command: 'UID REPLACE',
    needs: ['REPLACE'],
    fallback: true,
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const { uid } = await imap.replace(2, 'INBOX', message('newer'))
      assert.equal(uid, 4)
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm3', 'newer'])
    },
  },
  {
    method: 'replace',
    command: 'UID REPLACE, refused',
    needs: ['REPLACE'],
    fallback: true,
    async run({ imap, raw, name }) {
      await imap.select('INBOX')
      const evil = message('evil', `x1 CREATE ${name('Evil')}\r\n`)
      await assert.rejects(imap.replace(9, 'INBOX', evil))
      await assert.rejects(imap.replace(1, name('Nowhere'), evil), CommandError)
      await imap.noop()
      assert.ok(!(await namesSeen(raw)).includes(name('Evil')))
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm2', 'm3'])
    },
  },
  {
    method: 'deleteMessages',
    command: 'UID STORE, then UID EXPUNGE',
    needs: ['UIDPLUS'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      await imap.store(1, { add: ['\\Deleted'] })
      assert.equal(String((await imap.deleteMessages('2:3')).uids), '2:3')
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1'])
    },
  },
  {
    method: 'store',
    command: 'UID STORE',
    async run({ imap, raw }) {
      await imap.select('INBOX')
      await Promise.all([imap.store('1:2', { add: ['\\Flagged', 'custom'] }), imap.store(1, { remove: ['\\Flagged'] })])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 1), ['custom'])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 2), ['\\Flagged', 'custom'])
      await imap.store(2, { replace: ['\\Draft'] })
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 2), ['\\Draft'])
    },
  },
  {
    method: 'store',
    command: 'UID STORE (UNCHANGEDSINCE …)',
    needs: ['CONDSTORE'],
    async run({ imap, raw }) {
      const { highestModSeq } = await imap.select('INBOX')
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 2 +FLAGS (\\Seen)')
      const { modified } = await imap.store('1:3', { add: ['\\Flagged'] }, { unchangedSince: highestModSeq ?? 1n })
      assert.equal(String(modified), '2')
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 2), ['\\Seen'])
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 3), ['\\Flagged'])
    },
  },
  {
    method: 'store',
    command: 'UID STORE +X-GM-LABELS',
    needs: ['X-GM-EXT-1'],
    async run({ imap }) {
      await imap.select('INBOX')
      await imap.store(1, { addLabels: ['Work'] })
    },
  },
  {
    method: 'copy',
    command: 'UID COPY',
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('Copies')}"`)
      await imap.select('INBOX')
      const { uids } = await imap.copy('2:3', name('Copies'))
      assert.deepEqual([uids?.get(2), uids?.get(3)], [1, 2])
      assert.deepEqual(await subjectsSeen(raw, name('Copies')), ['m2', 'm3'])
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm2', 'm3'])
    },
  },
  {
    method: 'move',
    command: 'UID MOVE',
    needs: ['MOVE'],
    fallback: true,
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('Moved')}"`)
      await imap.select('INBOX')
      const { uids } = await imap.move('2:3', name('Moved'))
      assert.deepEqual([uids?.get(2), uids?.get(3)], [1, 2])
      assert.deepEqual(await subjectsSeen(raw, name('Moved')), ['m2', 'm3'])
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1'])
    },
  },
  {
    method: 'expunge',
    command: 'UID EXPUNGE',
    needs: ['UIDPLUS'],
    async run({ imap, raw }) {
      await imap.select('INBOX')
      await imap.store('1:2', { add: ['\\Deleted'] })
      assert.equal(String((await imap.expunge('2:3')).uids), '2')
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m1', 'm3'])
    },
  },
  {
    method: 'expunge',
    command: 'EXPUNGE',
    async run({ imap, raw }) {
      await imap.select('INBOX')
      await imap.store('1,3', { add: ['\\Deleted'] })
      await imap.expunge({ everythingDeleted: true })
      assert.deepEqual(await subjectsSeen(raw, 'INBOX'), ['m2'])
    },
  },
]
