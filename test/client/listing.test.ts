/** What LIST and its relatives write, and what becomes of the answers. */
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import test from 'node:test'
import { UsageError, mailboxTree, type ListEntry, type ListOptions } from '../../src/index.ts'
import { connected, MODERN, PLAIN, type Connected } from '../support/scripted-peer.ts'

const FULL = `${MODERN} SPECIAL-USE CREATE-SPECIAL-USE CHILDREN XLIST MAILBOX-REFERRALS OBJECTID STATUS=SIZE LIST-MYRIGHTS LIST-METADATA`

const names = (entries: readonly ListEntry[]): readonly string[] => entries.map(({ mailbox }) => mailbox)

/** Submits, answers `lines` with OK, and gives the result. */
async function answered<Result>(
  { plays }: Connected,
  token: PromiseLike<Result>,
  command: string,
  ...lines: readonly string[]
): Promise<Result> {
  await plays(
    `C: t1 ${command}\n${[...lines.map((line) => `* ${line}`), 't1 OK done'].map((s) => `S: ${s}`).join('\n')}`,
  )
  return token
}

test('options of LIST are written as the RFCs write them', async (t) => {
  const cases: readonly (readonly [string | readonly string[], ListOptions, string])[] = [
    ['*', {}, '"" "*"'],
    ['%', { reference: 'Lists/' }, 'Lists/ "%"'],
    [['INBOX', 'A/%'], {}, '"" ("INBOX" "A/%")'],
    ['*', { subscribed: true }, '(SUBSCRIBED) "" "*"'],
    ['*', { remote: true }, '(REMOTE) "" "*"'],
    ['*', { subscribed: true, remote: true, recursiveMatch: true }, '(SUBSCRIBED REMOTE RECURSIVEMATCH) "" "*"'],
    ['*', { specialUse: true, recursiveMatch: true }, '(RECURSIVEMATCH SPECIAL-USE) "" "*"'],
    ['*', { myRights: true }, '"" "*" RETURN (MYRIGHTS)'],
    [
      '*',
      { myRights: true, status: ['size'], metadata: ['/shared/comment', '/private/comment'] },
      '"" "*" RETURN (MYRIGHTS STATUS (SIZE) METADATA ("/shared/comment" "/private/comment"))',
    ],
    [
      '*',
      { subscriptions: true, children: true, specialUses: true, status: ['messages', 'uidNext'] },
      '"" "*" RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UIDNEXT))',
    ],
  ]
  for (const [pattern, options, written] of cases) {
    const connection = await connected(t, { capabilities: FULL })
    await answered(connection, connection.imap.list(pattern, options), `LIST ${written}`)
  }
})

test('an impossible LIST is refused with its option named, and nothing is written', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FULL })
  const wrong: readonly (readonly [string | readonly string[], ListOptions, RegExp])[] = [
    [[], {}, /no pattern/],
    ['*', { recursiveMatch: true }, /recursiveMatch/],
    ['*', { recursiveMatch: true, remote: true }, /recursiveMatch/],
    ['*', { status: [] }, /status/],
    ['*', { metadata: [] }, /metadata/],
    ['*', { metadata: ['comment'] }, /not the name of an entry/],
    ['*', { status: ['size', 'shoes' as 'size'] }, /shoes/],
    ['a\nb', {}, /CR, LF/],
    ['*', { reference: '\0' }, /NUL/],
  ]
  for (const [pattern, options, reason] of wrong) {
    await assert.rejects(
      imap.list(pattern, options),
      (error) => error instanceof UsageError && reason.test(error.message),
    )
  }
  await plays('C:')
})

test('recursiveMatch of specialUse is refused without SPECIAL-USE: alone on the wire it would be an error', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 LIST-EXTENDED' })
  await assert.rejects(imap.list('*', { specialUse: true, recursiveMatch: true }), /SPECIAL-USE/)
  await plays('C:')
})

test('an entry tells path, name and parent by the delimiter of its own line', async (t) => {
  const connection = await connected(t)
  const entries = await answered(
    connection,
    connection.imap.list(),
    'LIST "" "*"',
    'LIST () "/" Lists/ietf/imap',
    'LIST () "." "#news.comp.mail"',
    'LIST () NIL a/b',
    'LIST () "/" INBOX',
    'LIST (\\Noselect) "/" Branch/',
    'LIST () "/" Entw&APw-rfe/x',
  )
  assert.deepEqual(
    entries.map(({ path, name, parent }) => [path, name, parent]),
    [
      [['Lists', 'ietf', 'imap'], 'imap', 'Lists/ietf'],
      [['#news', 'comp', 'mail'], 'mail', '#news.comp'],
      [['a/b'], 'a/b', undefined],
      [['INBOX'], 'INBOX', undefined],
      [['Branch'], 'Branch', undefined],
      [['Entwürfe', 'x'], 'x', 'Entwürfe'],
    ],
  )
})

test('CHILDINFO, OLDNAME and the uses of attributes are in the entries', async (t) => {
  const connection = await connected(t, { capabilities: FULL })
  const entries = await answered(
    connection,
    connection.imap.list(['odd', '%'], { subscribed: true, recursiveMatch: true }),
    'LIST (SUBSCRIBED RECURSIVEMATCH) "" ("odd" "%")',
    'LIST (\\sent \\Subscribed) "/" Gone',
    'LIST (\\Junk \\Archive) "/" Both',
    'LIST () "/" Foo ("CHILDINFO" ("SUBSCRIBED"))',
    'LIST () "/" Odd (OLDNAME (odd))',
  )
  assert.deepEqual(
    entries.map(({ mailbox, specialUse, specialUseSource, childInfo, oldName }) => [
      mailbox,
      specialUse,
      specialUseSource,
      childInfo,
      oldName,
    ]),
    [
      ['Gone', '\\Sent', 'attribute', undefined, undefined],
      ['Both', '\\Junk', 'attribute', undefined, undefined],
      ['Foo', undefined, undefined, ['SUBSCRIBED'], undefined],
      ['Odd', undefined, undefined, undefined, 'odd'],
    ],
  )
})

test('a use that no attribute tells is told by the name, once, of the mailbox nearest the root', async (t) => {
  const connection = await connected(t, { capabilities: FULL })
  const entries = await answered(
    connection,
    connection.imap.list('*', { specialUses: true }),
    'LIST "" "*" RETURN (SPECIAL-USE)',
    'LIST () "/" Old/Papierkorb',
    'LIST () "/" PAPIERKORB',
    'LIST () "/" Trash',
    'LIST () "/" Sent',
    'LIST (\\Sent) "/" "Gesendete Objekte"',
    'LIST (\\Noselect) "/" Drafts',
    'LIST () "/" INBOX',
  )
  assert.deepEqual(
    entries.flatMap(({ mailbox, specialUse, specialUseSource }) =>
      specialUse === undefined ? [] : [[mailbox, specialUse, specialUseSource]],
    ),
    [
      ['PAPIERKORB', '\\Trash', 'name'],
      ['Gesendete Objekte', '\\Sent', 'attribute'],
    ],
  )
  assert.equal(entries.length, 7)
})

test('XLIST has words of its own for special uses', async (t) => {
  const connection = await connected(t, { capabilities: FULL })
  const entries = await answered(
    connection,
    connection.imap.xlist(),
    'XLIST "" "*"',
    'XLIST (\\Inbox) "/" Posteingang',
    'XLIST (\\Spam) "/" a',
    'XLIST (\\Starred) "/" b',
    'XLIST (\\AllMail) "/" c',
    'XLIST (\\Drafts) "/" d',
    'XLIST (\\Noselect) "/" e',
  )
  assert.deepEqual(
    entries.map(({ specialUse, specialUseSource }) => [specialUse, specialUseSource]),
    [
      ['\\Inbox', 'xlist'],
      ['\\Junk', 'xlist'],
      ['\\Flagged', 'xlist'],
      ['\\All', 'xlist'],
      ['\\Drafts', 'xlist'],
      [undefined, undefined],
    ],
  )
})

test('RLIST and RLSUB are answered by LIST and LSUB lines', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FULL })
  const [all, subscribed] = [imap.rlist('#mh/%'), imap.rlsub('*', { reference: 'x' })]
  await plays(`
    C: t1 RLIST "" "#mh/%"
    C: t2 RLSUB x "*"
    S: * LSUB () "/" x/there
    S: * LIST () "/" #mh/here
    S: t2 OK done
    S: t1 OK done
  `)
  assert.deepEqual([names(await all), names(await subscribed)], [['#mh/here'], ['x/there']])
})

test('commands of extensions are refused, unsent, by servers without them', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const tokens = [imap.xlist(), imap.rlist(), imap.rlsub(), imap.create('A', { specialUse: '\\Sent' })]
  for (const token of tokens) {
    await assert.rejects(token, (error) => error instanceof UsageError && error.code === 'ERR_IMAP_CAPABILITY')
  }
  await plays('C:')
})

test('two LISTs whose names begin differently travel together, and each has its own lines', async (t) => {
  const { imap, plays } = await connected(t)
  const [one, two, wide] = [imap.list(['A/%', 'B']), imap.list('C*'), imap.list(['B/x', 'D'])]
  await plays(`
    C: t1 LIST "" ("A/%" "B")
    C: t2 LIST "" "C*"
    C:
    S: * LIST () "/" C
    S: * LIST () "/" B
    S: * LIST () "/" A/x
    S: * LIST () "/" CC
    S: t2 OK done
    S: t1 OK done
    C: t3 LIST "" ("B/x" "D")
    S: t3 OK done
  `)
  assert.deepEqual([names(await one), names(await two), names(await wide)], [['B', 'A/x'], ['C', 'CC'], []])
})

test('rights, annotations and counts of each mailbox come in lines of their own, in any order', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: FULL })
  const entries = imap.list('%', { myRights: true, metadata: ['/shared/a', '/Shared/b'], status: ['messages'] })
  await plays(`
    C: t1 LIST "" "%" RETURN (MYRIGHTS STATUS (MESSAGES) METADATA ("/shared/a" "/Shared/b"))
    S: * LIST () "/" A
    S: * METADATA A (/shared/b "x")
    S: * MYRIGHTS A lrs
    S: * STATUS A (MESSAGES 1)
    S: * LIST () "/" B
    S: * METADATA B (/shared/b NIL)
    S: * MYRIGHTS C lrs
    S: * METADATA A (/shared/a NIL)
    S: * METADATA A (/shared/a "later")
    S: * LIST (\\NonExistent) "/" D
    S: t1 OK done
  `)
  const texts = (entry: ListEntry): unknown => entry.metadata && [...entry.metadata].map(([k, v]) => [k, v?.text])
  assert.deepEqual(
    (await entries).map((entry) => [entry.mailbox, entry.myRights?.letters, texts(entry), entry.status]),
    [
      [
        'A',
        'lrs',
        [
          ['/Shared/b', 'x'],
          ['/shared/a', undefined],
        ],
        { messages: 1 },
      ],
      [
        'B',
        undefined,
        [
          ['/Shared/b', undefined],
          ['/shared/a', undefined],
        ],
        undefined,
      ],
      ['D', undefined, undefined, undefined],
    ],
  )
  const strays = log.events.filter((event) => event.type === 'serverReply' && event.cause === 'unsolicited')
  assert.deepEqual(
    strays.map((event) => (event.type === 'serverReply' ? event.response.type : undefined)),
    ['myRights', 'metadata'],
  )
})

test('a LIST that asks for rights or annotations takes turns with commands that do', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${FULL} ACL METADATA` })
  void imap.list('%', { myRights: true, metadata: ['/shared/a'] })
  void imap.myRights('A')
  void imap.getMetadata('A', '/shared/a')
  void imap.getAcl('A')
  await plays(`
    C: t1 LIST "" "%" RETURN (MYRIGHTS METADATA ("/shared/a"))
    C: t4 GETACL A
    C:
    S: t1 OK done
    C: t2 MYRIGHTS A
    C: t3 GETMETADATA A "/shared/a"
  `)
})

test('a line that contradicts one of the same LIST is news; one that repeats it is not', async (t) => {
  const { imap, plays, log } = await connected(t)
  const entries = imap.list('*', { status: ['messages'] })
  await plays(`
    C: t1 LIST "" "*" RETURN (STATUS (MESSAGES))
    S: * LIST () "/" A
    S: * LIST () "/" B
    S: * STATUS A (MESSAGES 4)
    S: * STATUS A (MESSAGES 5)
    S: * LIST (\\NonExistent) "/" A
    S: * LIST () "/" B
    S: * STATUS B (UIDNEXT 5)
    S: t1 OK done
  `)
  assert.deepEqual(
    (await entries).map(({ mailbox, status }) => [mailbox, status]),
    [
      ['A', { messages: 4 }],
      ['B', { uidNext: 5 }],
    ],
  )
  assert.deepEqual(log.news(), [
    'mailboxName A listed by t1',
    'mailboxName B listed by t1',
    'mailboxStatus A messages=4 by t1',
    'mailboxStatus A messages=5 by unsolicited',
    'mailboxName A deleted by unsolicited',
    'mailboxName B listed by t1',
    'mailboxStatus B uidNext=5 by unsolicited',
  ])
})

test('CREATE gives uses, the id of the mailbox, and its name as the server spells it', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: FULL })
  const [made, odd] = [imap.create('Out', { specialUse: ['\\Sent', '\\Archive'] }), imap.create('odd')]
  await plays(`
    C: t1 CREATE Out (USE (\\Sent \\Archive))
    C: t2 CREATE odd
    S: * LIST () "/" Odd ("OLDNAME" ("odd"))
    S: t2 OK done
    S: t1 OK [MAILBOXID (F2212ea87)] done
  `)
  assert.deepEqual(await made, { mailbox: 'Out', mailboxId: 'F2212ea87' })
  assert.deepEqual(await odd, { mailbox: 'Odd', mailboxId: undefined })
  assert.deepEqual(log.news(), ['mailboxName Odd created from odd by t2'])
})

test('a use that the server cannot give is its refusal, one that nobody can is ours', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: FULL })
  const refused = imap.create('x', { specialUse: '\\All' })
  await plays(`
    C: t1 CREATE x (USE (\\All))
    S: t1 NO [USEATTR] \\All not supported
  `)
  await assert.rejects(refused, { code: 'ERR_IMAP_NO', responseCode: 'USEATTR' })
  await assert.rejects(imap.create('x', { specialUse: [] }), UsageError)
  await assert.rejects(imap.create('x', { specialUse: '\\Inbox' }), UsageError)
  await plays('C:')
})

test('what RENAME, DELETE and SUBSCRIBE are echoed with has them as the cause', async (t) => {
  const { imap, plays, log } = await connected(t)
  void imap.rename('A', 'B')
  void imap.subscribe('C')
  void imap.delete('D')
  await plays(`
    C: t1 RENAME A B
    C:
    S: * LIST () "/" B ("OLDNAME" ("A"))
    S: * LIST () "/" X ("OLDNAME" ("Y"))
    S: t1 OK done
    C: t2 SUBSCRIBE C
    C: t3 DELETE D
    S: * LIST (\\Subscribed) "/" C
    S: t2 OK done
    S: * LIST (\\NonExistent) "/" D
    S: t3 OK done
  `)
  assert.deepEqual(log.news(), [
    'mailboxName B renamed from A by t1',
    'mailboxName X renamed from Y by unsolicited',
    'subscriptionChange C by t2',
    'mailboxName D deleted by t3',
  ])
})

test('a tree has every mailbox once, and a parent that was not listed as one that does not exist', async (t) => {
  const connection = await connected(t)
  const entries = await answered(
    connection,
    connection.imap.list(),
    'LIST "" "*"',
    'LIST () "/" A/b/c',
    'LIST () "/" INBOX',
    'LIST (\\HasChildren) "/" A',
    'LIST () "." x.y',
  )
  const shown = (nodes: ReturnType<typeof mailboxTree>): unknown =>
    nodes.map(({ entry, name, children }) => [name, entry.mailbox, entry.attributes, shown(children)])
  assert.deepEqual(shown(mailboxTree(entries)), [
    ['A', 'A', ['\\HasChildren'], [['b', 'A/b', ['\\NonExistent', '\\HasChildren'], [['c', 'A/b/c', [], []]]]]],
    ['INBOX', 'INBOX', [], []],
    ['x', 'x', ['\\NonExistent', '\\HasChildren'], [['y', 'x.y', [], []]]],
  ])
  assert.deepEqual(mailboxTree(entries)[0]!.children[0]!.entry.path, ['A', 'b'])
})

test('a name of thousands of components makes a tree in no time', async (t) => {
  const connection = await connected(t)
  const line = `LIST () "/" "${'a/'.repeat(20_000)}b"`
  const entries = await answered(connection, connection.imap.list('*'), 'LIST "" "*"', line)
  const started = performance.now()
  let [node] = mailboxTree(entries)
  let depth = 0
  for (; node !== undefined; node = node.children[0]) depth++
  assert.ok(performance.now() - started < 2000, 'many seconds and gigabytes when each level keeps its path')
  assert.equal(depth, 20_001)
})
