/** Annotations, access rights, quotas, authorized URLs and unknown commands on real servers. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { arg, ImapConnection } from '../../src/index.ts'
import { sharedDovecotWithAcl } from '../support/dovecot.ts'
import { CYRUS_ADMIN } from '../support/servers/cyrus.ts'
import type { RealServer } from '../support/servers/real-server.ts'
import { sharedServer } from '../support/servers/shared.ts'
import { message } from './account.ts'

type Name = 'dovecot' | 'dovecot24' | 'cyrus' | 'courier'

interface Opened {
  readonly server: RealServer
  readonly imap: ImapConnection
  readonly user: string
}

async function open(t: TestContext, name: Name): Promise<Opened | undefined> {
  const server = name === 'dovecot' ? await sharedDovecotWithAcl(t) : await sharedServer(t, name)
  if (server === undefined) return undefined
  const user = `u${randomUUID().slice(0, 8)}`
  return { server, user, imap: await login(t, server, user) }
}

async function login(t: TestContext, { host, port, password }: RealServer, user: string): Promise<ImapConnection> {
  const imap = await ImapConnection.open({
    host,
    port,
    security: 'insecure-plaintext',
    auth: { user, password },
    id: { name: 'imaplex' },
  })
  t.after(() => imap.close())
  return imap
}

const WITH_METADATA = ['dovecot', 'dovecot24', 'cyrus'] as const

for (const name of WITH_METADATA) {
  test(`${name}: annotations of a mailbox and of the server are set, read, left out when too long, and taken away`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap } = opened
    const text = 'Grüße,\r\n"quoted" \\ and so on'
    await imap.create('Notes')
    await imap.setMetadata('Notes', { '/private/comment': text, '/shared/comment': 'x' })
    const entries = ['/private/comment', '/shared/comment', '/private/vendor/imaplex']
    const both = await imap.getMetadata('Notes', entries)
    assert.equal(both.tooLong, undefined)
    assert.equal(both.entries.get('/private/comment')?.text, text)
    assert.equal(both.entries.get('/shared/comment')?.text, 'x')
    assert.equal(both.entries.get('/private/vendor/imaplex'), null)

    const short = await imap.getMetadata('Notes', entries.slice(0, 2), { maxSize: 5 })
    assert.deepEqual(short.tooLong?.missing, ['/private/comment'])
    assert.equal(short.tooLong?.largest, Buffer.byteLength(text))
    const below = await imap.getMetadata('Notes', '/private', { depth: 'infinity' })
    assert.equal(below.entries.get('/private/comment')?.text, text)

    await imap.setMetadata('Notes', { '/private/comment': null })
    assert.equal((await imap.getMetadata('Notes', '/private/comment')).entries.get('/private/comment'), null)
    await imap.setMetadata('', { '/private/comment': 'of the server' })
    const ofServer = await imap.getMetadata('', ['/private/comment'])
    assert.equal(ofServer.entries.get('/private/comment')?.text, 'of the server')
  })

  test(`${name}: annotations of twenty mailboxes, set and read in one write, are each mailbox's own`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap } = opened
    const boxes = Array.from({ length: 20 }, (_, n) => `M${n}`)
    await Promise.all(boxes.map((box) => imap.create(box)))
    const set = boxes.map((box) => imap.setMetadata(box, { '/private/comment': `of ${box}` }))
    const got = boxes.map((box) => imap.getMetadata(box, '/private/comment'))
    await Promise.all(set)
    const values = await Promise.all(got)
    assert.deepEqual(
      values.map(({ entries }) => entries.get('/private/comment')?.text),
      boxes.map((box) => `of ${box}`),
    )
  })
}

for (const name of ['dovecot', 'dovecot24', 'cyrus', 'courier'] as const) {
  test(`${name}: rights are granted, taken away and read`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap, server, user } = opened
    const box = server.nameOf('Shared')
    await imap.create(box)
    const friend = `f${user}`
    const mine = await imap.myRights(box)
    for (const right of ['read', 'insert', 'createMailbox', 'expunge', 'administer'] as const) {
      assert.ok(mine.has(right), `${right} of ${mine.letters}`)
    }
    // RFC 2086: Courier says OK to `e`, and grants nothing.
    const old = name === 'courier'
    if (old) await assert.rejects(imap.setAcl(box, friend, { add: ['expunge'] }), { code: 'ERR_IMAP_CAPABILITY' })
    const edits = [
      imap.setAcl(box, friend, { replace: 'lr' }),
      imap.setAcl(box, friend, { add: ['seen', 'write', 'insert'] }),
      imap.setAcl(box, friend, { remove: ['write'] }),
      imap.setAcl(box, `-${friend}`, { replace: old ? 'd' : 'e' }),
    ]
    const read = imap.getAcl(box)
    await Promise.all(edits)
    const acl = new Map((await read).map((entry) => [entry.identifier, entry]))
    const granted = acl.get(friend) ?? acl.get(`user=${friend}`)
    assert.deepEqual(granted?.rights.names, ['lookup', 'read', 'seen', 'insert'])
    const negative = acl.get(`-${friend}`) ?? acl.get(`-user=${friend}`)
    assert.equal(negative?.negative, true)
    assert.ok(negative.rights.has('expunge'))
    const grantable = await imap.listRights(box, friend)
    assert.ok(grantable.optional.some((rights) => rights.has('read')))

    await imap.deleteAcl(box, friend)
    await imap.deleteAcl(box, `-${friend}`)
    const after = await imap.getAcl(box)
    assert.ok(!after.some(({ identifier }) => identifier.includes(friend)))
  })

  test(`${name}: quotas`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap, server, user } = opened
    await server.deliver(user, 'INBOX', message('big', 'x'.repeat(5000)))
    const roots = await imap.getQuotaRoot('INBOX')
    for (const { root, resources } of roots) {
      // Cyrus lets nobody but an administrator ask for a root by its name.
      const asked = imap.getQuota(root)
      if (name === 'cyrus') await assert.rejects(asked, { code: 'ERR_IMAP_NO' })
      else assert.deepEqual([...(await asked).resources], [...resources])
    }
    if (name === 'courier') return
    const [quota] = roots
    const storage = quota?.resources.get('STORAGE')
    assert.ok(storage !== undefined && storage.usage >= 4 && storage.limit !== null && storage.limit > storage.usage)
    const refused = imap.setQuota(quota!.root, { STORAGE: 100 })
    await assert.rejects(refused, { name: 'CommandError', code: 'ERR_IMAP_NO' })
  })
}

test('cyrus: an administrator sets a quota, and is told nothing', async (t) => {
  const opened = await open(t, 'cyrus')
  if (opened === undefined) return
  const { imap, server, user } = opened
  const admin = await login(t, server, CYRUS_ADMIN)
  await imap.getQuotaRoot('INBOX')
  assert.equal(await admin.setQuota(`user/${user}`, { STORAGE: 1000, MESSAGE: 50 }), undefined)
  const [quota] = await imap.getQuotaRoot('INBOX')
  assert.equal(quota?.resources.get('STORAGE')?.limit, 1000)
  assert.deepEqual(quota.resources.get('MESSAGE'), { usage: 0, limit: 50 })
})

for (const name of ['dovecot', 'cyrus'] as const) {
  test(`${name}: an authorized URL gives its content, a forged one nothing, one made before a reset nothing`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap, server, user } = opened
    await server.deliver(user, 'INBOX', message('one', 'The content.'))
    const { uidValidity } = await imap.select('INBOX')
    const [uid] = await imap.search({ all: true })
    const rump = `imap://${user}@localhost/INBOX;UIDVALIDITY=${uidValidity}/;UID=${uid};URLAUTH=authuser`
    const [url = ''] = await imap.genUrlAuth([rump])
    assert.ok(url.startsWith(rump), url)
    if (name === 'dovecot') return // its URLFETCH wants a service that runs as root
    const forged = url.replace(/.{4}$/, '0000')
    const other = await login(t, server, user)
    const contents = await other.urlFetch([url, forged])
    assert.match(Buffer.from(contents.get(url) ?? []).toString(), /The content\./)
    assert.equal(contents.get(forged), null)
    const parts = await other.urlFetch([url, forged], { parts: ['binary', 'structure'] })
    assert.match(Buffer.from(parts.get(url)?.binary ?? []).toString(), /The content\./)
    assert.equal(parts.get(url)?.structure?.type, 'message')
    assert.equal(parts.get(forged), null)
    await imap.resetKey('INBOX')
    assert.equal((await other.urlFetch([url])).get(url), null)
  })
}

for (const name of ['dovecot', 'dovecot24', 'cyrus', 'courier'] as const) {
  test(`${name}: any command, its answer, and the view of the mailbox after it`, async (t) => {
    const opened = await open(t, name)
    if (opened === undefined) return
    const { imap, server, user } = opened
    await server.deliver(user, 'INBOX', message('one'), message('two'))
    await imap.select('INBOX')
    const before = imap.fetch('1:*', { flags: true })
    const stored = imap.command('UID STORE', arg.set('1:*'), arg.atom('+FLAGS'), arg.flags(['\\Deleted']))
    const expunged = imap.command('EXPUNGE', { state: 'selected' })
    const listed = imap.command('LIST', '', arg.listMailbox('INBOX'), { untagged: ['LIST'] })
    assert.equal((await before).length, 2)
    assert.equal((await stored).untagged.filter(({ type }) => type === 'fetch').length, 2)
    const removals = (await expunged).untagged.filter(({ type }) => type === 'expunge' || type === 'vanished')
    assert.ok(removals.length > 0)
    assert.equal(imap.selected?.messages, 0)
    assert.deepEqual(
      (await listed).untagged.map((line) => (line.type === 'list' ? line.mailbox : line.type)),
      ['INBOX'],
    )
    const body = Buffer.from(message('three'))
    const appended = await imap.command('APPEND', arg.mailbox('INBOX'), arg.flags(['\\Seen']), body)
    assert.equal(appended.code?.name, 'APPENDUID')
    await imap.noop()
    assert.equal(imap.selected?.messages, 1)
    await assert.rejects(imap.command('XNOSUCHCOMMAND', 'x'), { name: 'CommandError' })
    assert.equal((await imap.fetch('1:*', { flags: true })).length, 1)
  })
}

test('who a server is, by the option id', async (t) => {
  for (const [name, who] of [
    ['dovecot', /^Dovecot$/],
    ['cyrus', /^Cyrus IMAPD$/],
  ] as const) {
    const opened = await open(t, name)
    if (opened === undefined) return
    assert.match(opened.imap.serverId?.get('name') ?? '', who)
  }
})
