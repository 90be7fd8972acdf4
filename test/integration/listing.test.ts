/** The same listing on every server: by one LIST, or by what takes its place; mailboxes named by their path. */
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { mailboxTree, type ImapConnection, type ListEntry } from '../../src/index.ts'
import type { ServerName } from '../support/servers/shared.ts'
import { message, openAccount } from './account.ts'

interface Case {
  readonly what: string
  readonly on: ServerName
  readonly without: readonly string[]
}

const EXTENSIONS = ['LIST-EXTENDED', 'LIST-STATUS', 'LIST-MYRIGHTS', 'LIST-METADATA', 'SPECIAL-USE', 'NAMESPACE']

const CASES: readonly Case[] = [
  { what: 'Dovecot 2.3', on: 'dovecot', without: [] },
  { what: 'Dovecot 2.3 with none of the extensions', on: 'dovecot', without: EXTENSIONS },
  { what: 'Dovecot 2.4', on: 'dovecot24', without: [] },
  { what: 'Cyrus', on: 'cyrus', without: [] },
  { what: 'Cyrus with none of the extensions', on: 'cyrus', without: EXTENSIONS },
  { what: 'Courier', on: 'courier', without: [] },
]

function open(t: TestContext, { on, without }: Case): ReturnType<typeof openAccount> {
  return openAccount(t, { on, profile: { without } })
}

async function build(imap: ImapConnection): Promise<void> {
  await Promise.all([imap.create(['Lists', 'ietf', 'imap']), imap.create(['Übung'])])
  await imap.create(['Lists']).catch(() => undefined)
  await Promise.all([imap.subscribe(['Lists', 'ietf', 'imap']), imap.subscribe(['Übung'])])
  await imap.append(['Übung'], message('one'))
}

/** Names without what precedes them on this server. */
const below = (entries: readonly ListEntry[]): readonly string[] =>
  entries.map(({ path }) => path.filter((component) => component !== 'INBOX').join('/'))

for (const each of CASES) {
  test(`${each.what}: paths name the same mailboxes as the entries that LIST gives`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap } = account
    await build(imap)
    const entries = await imap.list()
    const made = entries.filter(({ path }) => path.includes('Lists') || path.includes('Übung'))
    assert.deepEqual([...new Set(below(made))].toSorted(), ['Lists', 'Lists/ietf', 'Lists/ietf/imap', 'Übung'])
    const [{ messages: byPath }, { messages: byEntry }] = await Promise.all([
      imap.status(['Übung'], ['messages']),
      imap.status(
        made.find(({ name }) => name === 'Übung')!,
        ['messages'],
      ),
    ])
    assert.deepEqual([byPath, byEntry], [1, 1])
    const opened = await imap.select(made.find(({ name }) => name === 'imap')!.path)
    assert.equal(opened.mailbox, made.find(({ name }) => name === 'imap')!.mailbox)
    const flat = (nodes: ReturnType<typeof mailboxTree>): readonly string[] =>
      nodes.flatMap(({ path, children }) => [path.join('/'), ...flat(children)])
    for (const { path } of entries) assert.ok(flat(mailboxTree(entries)).includes(path.join('/')), path.join('/'))
  })

  test(`${each.what}: subscriptions and counts are the same, whatever commands they take`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap } = account
    await build(imap)
    const [all, subscribed] = await Promise.all([
      imap.list('*', { subscriptions: true, children: true, status: ['messages', 'uidNext'] }),
      imap.list('*', { subscribed: true }),
    ])
    const marked = all.filter(({ attributes }) => attributes.some((each) => /^\\subscribed$/i.test(each)))
    const wanted = ['Lists/ietf/imap', 'Übung']
    assert.deepEqual(
      below(marked)
        .filter((name) => wanted.includes(name))
        .toSorted(),
      wanted,
    )
    assert.deepEqual(
      below(subscribed)
        .filter((name) => wanted.includes(name))
        .toSorted(),
      wanted,
    )
    const counted = all.find(({ name }) => name === 'Übung')
    assert.deepEqual(counted?.status, { messages: 1, uidNext: 2 })
    const parent = all.find(({ name }) => name === 'ietf')
    assert.ok(parent?.attributes.some((each) => /^\\haschildren$/i.test(each)))
  })

  test(`${each.what}: special uses are told by attribute or by name`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap } = account
    await Promise.all([imap.create(['Papierkorb']), imap.create(['Archiv']), imap.create(['Other'])])
    const entries = await imap.list('*', { specialUses: true })
    const uses = new Map(
      entries.map(({ name, specialUse, specialUseSource }) => [name, [specialUse, specialUseSource]]),
    )
    assert.deepEqual(uses.get('Archiv'), ['\\Archive', 'name'])
    assert.deepEqual(uses.get('Other'), [undefined, undefined])
    // Cyrus has XLIST for whoever does without SPECIAL-USE.
    const viaXlist = each.on === 'cyrus' && each.without.length > 0
    assert.deepEqual(uses.get('INBOX'), viaXlist ? ['\\Inbox', 'xlist'] : [undefined, undefined])
    const trash = entries.filter(({ specialUse }) => specialUse === '\\Trash')
    assert.equal(trash.length, 1)
    assert.equal(trash[0]!.specialUseSource, trash[0]!.name === 'Papierkorb' ? 'name' : 'attribute')
  })
}

for (const each of CASES.filter(({ on }) => on === 'cyrus')) {
  test(`${each.what}: rights and annotations of each mailbox are told with its name`, async (t) => {
    const account = await open(t, each)
    if (account === undefined) return
    const { imap } = account
    await imap.create(['Noted'])
    await imap.setMetadata(['Noted'], { '/private/comment': 'mine' })
    const entries = await imap.list('*', { myRights: true, metadata: ['/private/comment', '/shared/comment'] })
    for (const { myRights, metadata } of entries) {
      assert.ok(myRights?.has('read'))
      assert.equal(metadata?.get('/shared/comment'), null)
    }
    const noted = entries.find(({ name }) => name === 'Noted')
    assert.equal(noted?.metadata?.get('/private/comment')?.text, 'mine')
  })
}

test('Cyrus gives a new mailbox the use it was asked for, and an id', async (t) => {
  const account = await openAccount(t, { on: 'cyrus' })
  if (account === undefined) return
  const { imap, raw } = account
  const made = await imap.create(['Ablage'], { specialUse: '\\Archive' })
  assert.match(made.mailboxId ?? '', /^\S+$/)
  assert.equal((await imap.status(['Ablage'], ['mailboxId'])).mailboxId, made.mailboxId)
  const { untagged } = await raw.ok('LIST (SPECIAL-USE) "" *')
  assert.ok(untagged.some((line) => /\\archive.*Ablage/i.test(line)))
  assert.deepEqual(
    (await imap.list('*', { specialUse: true }))
      .map(({ name, specialUse }) => [name, specialUse])
      .filter(([name]) => name === 'Ablage'),
    [['Ablage', '\\Archive']],
  )
  await assert.rejects(imap.create(['Alles'], { specialUse: '\\All' }), { code: 'ERR_IMAP_NO' })
})

test('Cyrus has every item of STATUS, also where LIST asks', async (t) => {
  const account = await openAccount(t, { on: 'cyrus' })
  if (account === undefined) return
  const { imap } = account
  await imap.append(['INBOX'], message('one'), { flags: ['\\Deleted'] })
  const items = [
    'messages',
    'unseen',
    'deleted',
    'deletedStorage',
    'size',
    'highestModSeq',
    'appendLimit',
    'mailboxId',
  ] as const
  const [alone, entries] = await Promise.all([imap.status('INBOX', items), imap.list('*', { status: items })])
  assert.deepEqual([alone.messages, alone.deleted, alone.deletedStorage], [1, 1, alone.size])
  assert.equal(alone.appendLimit, 2147483647)
  assert.deepEqual(entries.find(({ name }) => name === 'INBOX')?.status, alone)
  for (const { name, status } of entries) assert.match(status?.mailboxId ?? '', /^[\w-]+$/, name)
})

test('refusals keep the code of the server', async (t) => {
  const account = await openAccount(t, { on: 'cyrus' })
  if (account === undefined) return
  const { imap } = account
  await imap.create(['A', 'b'])
  await assert.rejects(imap.delete(['A']), { code: 'ERR_IMAP_NO', responseCode: 'HASCHILDREN' })
  await assert.rejects(imap.create(['Another'], { specialUse: '\\Sent' }), {
    code: 'ERR_IMAP_NO',
    responseCode: 'USEATTR',
  })
})

for (const on of ['dovecot', 'cyrus', 'courier'] as const) {
  test(`${on}: STATUS of the selected mailbox is answered`, async (t) => {
    const account = await openAccount(t, { on })
    if (account === undefined) return
    const { imap } = account
    await imap.append('INBOX', message('one'))
    const [{ messages: selected }, { messages: counted }] = await Promise.all([
      imap.select('INBOX'),
      imap.status('INBOX', ['messages']),
    ])
    assert.deepEqual([selected, counted], [1, 1])
  })
}
