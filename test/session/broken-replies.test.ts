/** What cannot be read costs only whom it may have been for; forged replies cost the connection. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connected, PLAIN, selected } from '../support/scripted-peer.ts'

test('an unknown untagged response is an event with its bytes, and harms nothing', async (t) => {
  const { imap, plays, log } = await selected(t)
  const rows = imap.fetch('2', { size: true })
  await plays(`
    C: t1 UID FETCH 2 (UID RFC822.SIZE)
    S: * XNEWS (a "b" {3}
    S: )
    S:  c)
    S: * 3 XFOO bar
    S: * 2 FETCH (UID 2 RFC822.SIZE 10)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 1)
  assert.deepEqual(log.news(), [
    String.raw`untagged INBOX "* XNEWS (a \"b\" {3}\r\n)\r\n c)"`,
    'untagged INBOX "* 3 XFOO bar"',
    'fetch INBOX 2 by t1',
  ])
})

test('a malformed row fails the FETCH it may have been for, and nothing else', async (t) => {
  const { imap, plays, log } = await selected(t)
  const mine = imap.fetch('1:3', { size: true })
  const other = imap.fetch('5:8', { size: true })
  const search = imap.search({ seen: true })
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    C: t2 UID FETCH 5:8 (UID RFC822.SIZE)
    C: t3 UID SEARCH RETURN (ALL) SEEN
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * 2 FETCH (UID 2 RFC822.SIZE ten)
    S: * 4 FETCH (UID 5 RFC822.SIZE 50)
    S: * ESEARCH (TAG "t3") UID ALL 1
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  await assert.rejects(mine, { code: 'ERR_IMAP_MALFORMED', outcome: 'answered' })
  assert.equal((await other).length, 1)
  assert.equal(String(await search), '1')
  assert.deepEqual(log.news('untagged'), ['untagged INBOX "* 2 FETCH (UID 2 RFC822.SIZE ten)" malformed'])
})

test('a malformed row without a UID fails every FETCH it may have been for', async (t) => {
  const { imap, plays } = await selected(t)
  const both = [imap.fetch('1:3', { size: true }), imap.fetch('5:8', { size: true })]
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    C: t2 UID FETCH 5:8 (UID RFC822.SIZE)
    S: * 2 FETCH (RFC822.SIZE ten)
    S: t1 OK done
    S: t2 OK done
  `)
  for (const token of both) await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('a malformed row of a message that has been given out fails nothing', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:2', { size: true })
  await plays(`
    C: t1 UID FETCH 1:2 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: * 1 FETCH (UID 1 RFC822.SIZE ten)
    S: * 2 FETCH (UID 2 RFC822.SIZE 20)
    S: t1 OK done
  `)
  assert.equal((await rows).length, 2)
})

test('a malformed SEARCH, STATUS or LIST fails the command it may have answered', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLAIN })
  const found = imap.search({ seen: true })
  const counts = imap.status('A', ['messages'])
  const names = imap.list('*')
  await plays(`
    C: t1 UID SEARCH SEEN
    C: t2 STATUS A (MESSAGES)
    C: t3 LIST "" "*"
    S: * SEARCH 1 two
    S: * STATUS A (MESSAGES many)
    S: * LIST (\\HasNoChildren "/" A
    S: t1 OK done
    S: t2 OK done
    S: t3 OK done
  `)
  for (const token of [found, counts, names]) await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
})

test('a malformed STATUS fails the LIST that asked for it: no name is listed without its counts', async (t) => {
  const { imap, plays } = await connected(t)
  const names = imap.list('*', { status: ['messages'] })
  await plays(`
    C: t1 LIST "" "*" RETURN (STATUS (MESSAGES))
    S: * LIST () "/" A
    S: * STATUS A (MESSAGES many)
    S: t1 OK done
  `)
  await assert.rejects(names, { code: 'ERR_IMAP_MALFORMED' })
})

test('a broken tagged line still settles its token', async (t) => {
  const { imap, plays } = await selected(t)
  const token = imap.noop()
  const next = imap.status('A', ['messages'])
  await plays(`
    C: t1 NOOP
    C: t2 STATUS A (MESSAGES)
    S: t1 OKAY then
    S: * STATUS A (MESSAGES 1)
    S: t2 OK done
  `)
  await assert.rejects(token, { code: 'ERR_IMAP_MALFORMED' })
  assert.deepEqual(await next, { messages: 1 })
})

test('a tagged BYE ends the connection', async (t) => {
  const { imap, plays, log } = await selected(t)
  const token = imap.noop()
  await plays(`
    C: t1 NOOP
    S: t1 BYE leaving
  `)
  await assert.rejects(token, { code: 'ERR_IMAP_BYE', outcome: 'unknown' })
  assert.deepEqual(log.news(), ['bye leaving', 'disconnected ERR_IMAP_BYE'])
})

test('two replies to strange tags are borne, the third ends the connection', async (t) => {
  const { imap, plays, log } = await selected(t)
  await plays('S: z1 OK who?\nS: z2 OK who?')
  assert.equal(imap.closed, false)
  assert.deepEqual(log.news(), ['untagged "z1 OK who?" malformed', 'untagged "z2 OK who?" malformed'])
  await plays('S: z3 OK who?')
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('a second reply to the same tag ends the connection', async (t) => {
  const { imap, plays, log } = await selected(t)
  const token = imap.noop()
  await plays(`
    C: t1 NOOP
    S: t1 OK done
    S: t1 OK done again
  `)
  await token
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('a reply to a tag that has not been used yet ends the connection', async (t) => {
  const { plays, log } = await selected(t)
  await plays('S: A99 OK done')
  assert.deepEqual(log.news(), ['disconnected ERR_IMAP_ORDER'])
})

test('RFC 2180 §4.1.2: NO with some rows is a refusal; the rows came before it', async (t) => {
  const { imap, plays } = await selected(t)
  const rows = imap.fetch('1:3', { size: true })
  const seen: number[] = []
  const reading = assert.rejects(
    async () => {
      for await (const { uid } of rows) seen.push(uid)
    },
    { code: 'ERR_IMAP_NO', responseCode: 'EXPUNGEISSUED', outcome: 'answered' },
  )
  await plays(`
    C: t1 UID FETCH 1:3 (UID RFC822.SIZE)
    S: * 1 FETCH (UID 1 RFC822.SIZE 10)
    S: t1 NO [EXPUNGEISSUED] some are gone
  `)
  await reading
  assert.deepEqual(seen, [1])
})
