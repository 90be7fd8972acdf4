/** What is selected, and what is switched on before. */
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

export const SELECTING: readonly Row[] = [
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
