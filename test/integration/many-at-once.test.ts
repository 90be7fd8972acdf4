/** Many commands of one kind at once, and commands inside the loop over another's rows. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import { startDelayProxy } from '../support/delay-proxy.ts'
import { appendAll, bulkMessage } from '../support/mail.ts'
import { ImapConnection } from '../../src/index.ts'
import { messages, openAccount, optionsFor } from './account.ts'

test('STATUS of 200 mailboxes in one turn: each answer is its own, in one round trip', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { server, user } = account
  const names = Array.from({ length: 200 }, (_, n) => `box-${n}`)
  // One by one this takes seconds.
  const filled = names.flatMap((name, n) => [
    account.imap.create(name),
    ...messages(n % 2).map((text) => account.imap.append(name, text)),
  ])
  await Promise.all(filled)
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 25 })
  t.after(() => proxy.close())
  await using imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
  const started = performance.now()
  const all = await Promise.all(names.map((name) => imap.status(name, ['messages', 'uidNext', 'unseen'])))
  t.diagnostic(`${(performance.now() - started).toFixed(0)} ms at 50 ms a round trip`)
  for (const [n, status] of all.entries()) {
    assert.deepEqual(status, { messages: n % 2, uidNext: (n % 2) + 1, unseen: n % 2 }, names[n])
  }
})

test('1,000 single FETCHes in one turn: each has its own message, whatever order they are awaited in', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  await appendAll(
    raw,
    'INBOX',
    Array.from({ length: 1000 }, (_, n) => bulkMessage(n)),
  )
  await imap.select('INBOX')
  const started = performance.now()
  const tokens = Array.from({ length: 1000 }, (_, n) => imap.fetch(n + 1, { envelope: true, flags: true, size: true }))
  const found = imap.search({ all: true }, { return: ['count'] })
  for (const [n, token] of [...tokens.entries()].toReversed()) {
    const rows = await token
    assert.equal(rows.length, 1)
    assert.equal(rows[0]!.uid, n + 1)
    assert.equal(rows[0]!.envelope.messageId, `<bulk-${n}@example.org>`)
    assert.equal(rows[0]!.size, bulkMessage(n).bytes.length)
  }
  assert.equal((await found).count, 1000)
  t.diagnostic(`${(performance.now() - started).toFixed(0)} ms`)
})

test('200 mailboxes opened and read in one turn: every row is from the mailbox that was asked', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { imap, raw } = account
  const names = Array.from({ length: 20 }, (_, n) => `place-${n}`)
  for (const name of names) {
    await raw.ok(`CREATE ${name}`)
    const text = `Subject: in ${name}\r\n\r\n.\r\n`
    await raw.ok(`APPEND ${name} {${text.length}+}\r\n${text}`)
  }
  const visits = Array.from({ length: 200 }, (_, n) => names[(n * 7) % names.length]!)
  const rows = visits.map((name) => {
    void imap.select(name)
    return imap.fetch('1:*', { headers: ['subject'], flags: true })
  })
  for (const [n, name] of visits.entries()) {
    const [row] = await rows[n]!
    assert.equal(row?.headers.get('subject'), `in ${name}`)
    assert.equal(rows[n]!.mailbox, name)
  }
})

test('commands awaited inside the loop over the rows of a FETCH work, also such that wait for its end', async (t) => {
  const account = await openAccount(t, { messages: messages(50) })
  if (account === undefined) return
  const { imap, raw } = account
  await imap.select('INBOX')
  let read = 0
  for await (const { uid, flags } of imap.fetch('1:*', { flags: true, envelope: true })) {
    assert.equal(uid, ++read)
    assert.ok(!flags.includes('\\Flagged'))
    const [again] = await imap.fetch(uid, { source: true })
    assert.match(Buffer.from(again!.source).toString(), new RegExp(`Subject: m${uid}\r`))
    await imap.store(uid, { add: ['\\Flagged'] })
    assert.equal((await imap.search({ flagged: true }, { return: ['count'] })).count, uid)
    if (uid % 10 === 0) await imap.status('Sent', ['messages'])
  }
  assert.equal(read, 50)
  assert.match((await raw.ok('STATUS INBOX (UNSEEN MESSAGES)')).untagged[0]!, /MESSAGES 50/)
})

test('break leaves the connection usable at once, while the rest of the rows still comes', async (t) => {
  const account = await openAccount(t)
  if (account === undefined) return
  const { server, user, raw } = account
  await appendAll(
    raw,
    'INBOX',
    Array.from({ length: 300 }, (_, n) => bulkMessage(n, 10_000)),
  )
  const proxy = await startDelayProxy({ port: server.port, oneWayMs: 5, bytesPerSecond: 20_000_000 })
  t.after(() => proxy.close())
  await using imap = await ImapConnection.open({ ...optionsFor(server, user), port: proxy.port })
  await imap.select('INBOX')
  for (let round = 0; round < 10; round++) {
    const token = imap.fetch('1:*', { source: true, flags: true })
    let read = 0
    for await (const { uid } of token) {
      assert.equal(uid, ++read)
      if (read > round * 3) break
    }
    assert.equal(token.state, 'cancelled')
    const [again] = await imap.fetch(7, { source: true, flags: true })
    assert.equal(again?.uid, 7)
    assert.equal(String(await imap.search({ uid: '1:9' })), '1:9')
  }
  assert.equal((await imap.fetch('1:*', { size: true })).length, 300)
})
