import assert from 'node:assert/strict'
import type { Download } from '../../../../src/index.ts'
import { message } from '../../account.ts'
import { flagsSeen } from '../seen.ts'
import type { Row } from '../row.ts'

export const FETCHING: readonly Row[] = [
  {
    method: 'fetch',
    command: 'UID FETCH',
    async run({ imap, raw }) {
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 2 +FLAGS (\\Answered)')
      await imap.select('INBOX')
      const rows = await imap.fetch('1:*', {
        flags: true,
        envelope: true,
        bodyStructure: true,
        size: true,
        internalDate: true,
        headers: ['subject'],
        source: true,
      })
      const text = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1')
      assert.deepEqual(
        rows.map(({ uid, envelope, size, source }) => [uid, envelope.subject, size, text(source)]),
        [1, 2, 3].map((uid) => [uid, `m${uid}`, message(`m${uid}`).length, message(`m${uid}`)]),
      )
      assert.ok(rows[1]!.flags.includes('\\Answered'))
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 1), [])
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (BODY[…])',
    async run({ imap, raw }) {
      await imap.select('INBOX')
      const [row] = await imap.fetch(1, { text: true, markSeen: true })
      assert.equal(Buffer.from(row!.text).toString(), 'Hello.\r\n')
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 1), ['\\Seen'])
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (MODSEQ)',
    needs: ['CONDSTORE'],
    async run({ imap }) {
      await imap.select('INBOX')
      const rows = await imap.fetch('1:*', { modSeq: true })
      assert.deepEqual(
        rows.map(({ modSeq }) => typeof modSeq),
        ['bigint', 'bigint', 'bigint'],
      )
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (BINARY[…])',
    needs: ['BINARY'],
    async run({ imap, server, user }) {
      await server.deliver(
        user,
        'INBOX',
        'Subject: encoded\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n' +
          'Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n',
      )
      await imap.select('INBOX')
      const [row] = await imap.fetch(4, { binary: ['1'], binarySize: ['1'] })
      assert.equal(Buffer.from(row!.binary.get('1')!).toString(), 'hello')
      assert.equal(row!.binarySize.get('1'), 5)
    },
  },
  {
    method: 'fetch',
    command: 'FETCH',
    async run({ imap }) {
      await imap.select('INBOX')
      const rows = await imap.fetch('2:*', { envelope: true }, { by: 'sequence' })
      assert.deepEqual(
        rows.map(({ uid, envelope }) => [uid, envelope.subject]),
        [
          [2, 'm2'],
          [3, 'm3'],
        ],
      )
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (CHANGEDSINCE … VANISHED)',
    needs: ['QRESYNC'],
    async run({ imap, raw }) {
      const { highestModSeq } = await imap.select('INBOX')
      await raw.ok('SELECT INBOX')
      await raw.ok('UID STORE 1 +FLAGS (\\Deleted)')
      await raw.ok('EXPUNGE')
      await imap.noop()
      await raw.ok('UID STORE 3 +FLAGS (\\Flagged)')
      const changes = { changedSince: highestModSeq ?? 1n, vanished: true } as const
      const { rows, vanished } = await imap.fetch('1:*', { flags: true }, changes)
      assert.equal(String(vanished), '1')
      assert.deepEqual(
        rows.map(({ uid, flags }) => [uid, flags.includes('\\Flagged')]),
        [[3, true]],
      )
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (PARTIAL …)',
    needs: ['PARTIAL'],
    async run({ imap }) {
      await imap.select('INBOX')
      const rows = await imap.fetch('1:*', { flags: true }, { partial: { from: -1, to: -2 } })
      assert.deepEqual(
        rows.map(({ uid }) => uid).toSorted((a, b) => a - b),
        [2, 3],
      )
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (PREVIEW)',
    needs: ['PREVIEW'],
    async run({ on, imap }) {
      await imap.select('INBOX')
      const [row] = await imap.fetch(1, { preview: true })
      // Cyrus never makes one itself, and says NIL, which is allowed
      assert.equal(row!.preview, on === 'cyrus' ? null : 'Hello.')
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (SAVEDATE)',
    needs: ['SAVEDATE'],
    async run({ imap }) {
      await imap.select('INBOX')
      const [row] = await imap.fetch(1, { saveDate: true })
      assert.ok(Math.abs(row!.saveDate!.getTime() - Date.now()) < 3_600_000)
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (EMAILID THREADID)',
    needs: ['OBJECTID'],
    async run({ imap, raw, name }) {
      await raw.ok(`CREATE "${name('Copies')}"`)
      await imap.select('INBOX')
      const [row] = await imap.fetch(1, { emailId: true, threadId: true })
      await imap.copy(1, name('Copies'))
      await imap.select(name('Copies'))
      const [copy] = await imap.fetch(1, { emailId: true })
      assert.equal(copy!.emailId, row!.emailId)
      assert.ok(row!.threadId)
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (BODY[HEADER.FIELDS.NOT (…)])',
    async run({ imap }) {
      await imap.select('INBOX')
      const [row] = await imap.fetch(1, { headers: { except: ['subject'] } })
      assert.deepEqual([row!.headers.get('subject'), row!.headers.get('message-id')], [undefined, '<m1@example.org>'])
    },
  },
  {
    method: 'fetch',
    command: 'UID FETCH (X-GM-LABELS X-GM-MSGID X-GM-THRID)',
    needs: ['X-GM-EXT-1'],
    async run({ imap }) {
      await imap.select('INBOX')
      await imap.fetch('1:*', { gmailLabels: true, gmailMessageId: true, gmailThreadId: true })
    },
  },
  {
    method: 'fetchOne',
    command: 'UID FETCH',
    async run({ imap }) {
      await imap.select('INBOX')
      const [second, none] = await Promise.all([imap.fetchOne(2, { envelope: true }), imap.fetchOne(9, { size: true })])
      assert.deepEqual([second?.envelope.subject, none], ['m2', undefined])
    },
  },
  {
    method: 'fetchBodies',
    command: 'UID FETCH (BODY.PEEK[])',
    async run({ imap }) {
      await imap.select('INBOX')
      const bodies = new Map<number, string>()
      await imap.fetchBodies('1:*', ({ uid }) => (octets) => {
        bodies.set(uid, (bodies.get(uid) ?? '') + Buffer.from(octets).toString('latin1'))
      })
      assert.deepEqual(
        [...bodies],
        [1, 2, 3].map((uid) => [uid, message(`m${uid}`)]),
      )
    },
  },
  {
    method: 'download',
    command: 'UID FETCH (BODY.PEEK[…]<…>)',
    async run({ imap, raw, server, user }) {
      const file = Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * n) % 251))
      const encoded = file.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
      const letter = `Subject: file\r\nMIME-Version: 1.0\r\nContent-Type: application/x-file; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`
      await server.deliver(user, 'INBOX', letter)
      await imap.select('INBOX')
      const whole = await imap.download(4, undefined, { window: 100_000 })
      assert.equal(whole.meta.size, letter.length)
      assert.equal((await octetsOf(whole)).toString('latin1'), letter)
      const part = await imap.download(4, '1', { window: 100_000 })
      assert.deepEqual([part.meta.type, part.meta.fileName], ['application/x-file', 'a.bin'])
      assert.deepEqual(await octetsOf(part), file)
      assert.equal((await octetsOf(await imap.download(1, 'TEXT'))).toString(), 'Hello.\r\n')
      const rest = await imap.download(4, undefined, { resume: { from: letter.length - 5 } })
      assert.equal((await octetsOf(rest)).toString(), letter.slice(-5))
      await assert.rejects(imap.download(9), { code: 'ERR_IMAP_NO_MESSAGE' })
      await assert.rejects(imap.download(1, '7'), { code: 'ERR_IMAP_NO_MESSAGE' })
      assert.deepEqual(await flagsSeen(raw, 'INBOX', 4), [])
    },
  },
  {
    method: 'download',
    command: 'UID FETCH (BINARY.PEEK[…]<…>)',
    needs: ['BINARY'],
    fallback: true,
    async run({ imap, server, user }) {
      const letter =
        'Subject: encoded\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n' +
        'Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n'
      await server.deliver(user, 'INBOX', letter)
      await imap.select('INBOX')
      assert.equal((await octetsOf(await imap.download(4, '1', { binary: true }))).toString(), 'hello')
    },
  },
]

async function octetsOf({ content }: Download): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}
