/** What LIST becomes on servers without the extensions it needs. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { UsageError, type ListEntry, type ListOptions } from '../../src/index.ts'
import { connected, MODERN, PLAIN } from '../support/scripted-peer.ts'

function shown(entries: readonly ListEntry[]): readonly unknown[] {
  return entries.map(({ mailbox, attributes }) => `${mailbox} ${attributes.join(' ')}`.trim())
}

test('subscribed mailboxes come from LSUB, with what LIST knows of them', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const entries = imap.list('%', { subscribed: true })
  await plays(`
    C: t1 LIST "" "%"
    C: t2 LSUB "" "%"
    S: * LSUB () "/" Gone
    S: * LSUB () "/" A
    S: * LIST (\\HasChildren) "/" A
    S: * LSUB (\\Noselect) "/" B
    S: * LIST () "/" B
    S: t2 OK done
    S: t1 OK done
  `)
  assert.deepEqual(shown(await entries), ['A \\HasChildren \\Subscribed', 'Gone \\Subscribed \\NonExistent'])
})

test('all mailboxes are marked that LSUB tells', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const entries = imap.list(['A', 'B*'], { subscriptions: true })
  await plays(`
    C: t1 LIST "" "A"
    C: t2 LIST "" "B*"
    C: t3 LSUB "" "A"
    S: * LIST () "/" A
    S: * LIST () "/" B
    S: t2 OK done
    S: t1 OK done
    S: t3 OK done
    C: t4 LSUB "" "B*"
    S: * LSUB () "/" B
    S: t4 OK done
  `)
  assert.deepEqual(shown(await entries), ['A', 'B \\Subscribed'])
})

test('counts come from a STATUS for each mailbox that can be selected, all at once', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities: PLAIN })
  const entries = imap.list('*', { status: ['messages', 'unseen'] })
  await plays(`
    C: t1 LIST "" "*"
    C:
    S: * LIST () "/" A
    S: * LIST (\\Noselect) "/" B
    S: * LIST () "/" C
    S: t1 OK done
    C: t2 STATUS A (MESSAGES UNSEEN)
    C: t3 STATUS C (MESSAGES UNSEEN)
    S: * STATUS A (MESSAGES 4 UNSEEN 2)
    S: t3 NO [NOPERM] not yours
    S: t2 OK done
  `)
  assert.deepEqual(
    (await entries).map(({ mailbox, status }) => [mailbox, status]),
    [
      ['A', { messages: 4, unseen: 2 }],
      ['B', undefined],
      ['C', undefined],
    ],
  )
  const causes = log.events.flatMap((event) => (event.type === 'mailboxStatus' ? [event.cause] : []))
  assert.deepEqual(causes, [entries])
})

test('rights and annotations come from a command for each mailbox, together with the counts', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} ACL METADATA` })
  const entries = imap.list('*', { status: ['messages'], myRights: true, metadata: ['/shared/a'] })
  await plays(`
    C: t1 LIST "" "*"
    S: * LIST () "/" A
    S: * LIST (\\Noselect) "/" B
    S: * LIST (\\NonExistent) "/" C
    S: t1 OK done
    C: t2 STATUS A (MESSAGES)
    C: t3 MYRIGHTS A
    C: t4 GETMETADATA A "/shared/a"
    C: t5 MYRIGHTS B
    C: t6 GETMETADATA B "/shared/a"
    S: * MYRIGHTS A lrs
    S: * METADATA A ("/shared/a" "x")
    S: * STATUS A (MESSAGES 1)
    S: t6 NO no
    S: t2 OK done
    S: t3 OK done
    S: t4 OK done
    S: t5 NO no
  `)
  assert.deepEqual(
    (await entries).map(({ mailbox, status, myRights, metadata }) => [
      mailbox,
      status,
      myRights?.letters,
      metadata?.get('/shared/a')?.text,
    ]),
    [
      ['A', { messages: 1 }, 'lrs', 'x'],
      ['B', undefined, undefined, undefined],
      ['C', undefined, undefined, undefined],
    ],
  )
})

test('a STATUS that ends in BAD, or in OK without an answer, fails the whole', async (t) => {
  for (const [line, code] of [
    ['t2 BAD what', 'ERR_IMAP_BAD'],
    ['t2 OK done', 'ERR_IMAP_INCOMPLETE'],
  ] as const) {
    const { imap, plays } = await connected(t, { capabilities: PLAIN })
    const entries = imap.list('*', { status: ['messages'] })
    await plays(`
      C: t1 LIST "" "*"
      S: * LIST () "/" A
      S: t1 OK done
      C: t2 STATUS A (MESSAGES)
      S: ${line}
    `)
    await assert.rejects(entries, { code })
  }
})

test('special uses come from XLIST, and by name for what it does not tell', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} XLIST` })
  const entries = imap.list('*', { specialUses: true })
  await plays(`
    C: t1 LIST "" "*"
    C: t2 XLIST "" "*"
    S: * XLIST (\\Inbox) "/" Posteingang
    S: * XLIST (\\Spam) "/" Werbung
    S: * LIST () "/" INBOX
    S: * LIST () "/" Werbung
    S: * LIST () "/" Gesendet
    S: * LIST () "/" Junk
    S: t2 OK done
    S: t1 OK done
  `)
  assert.deepEqual(
    (await entries).map(({ mailbox, specialUse, specialUseSource }) => [mailbox, specialUse, specialUseSource]),
    [
      ['INBOX', '\\Inbox', 'xlist'],
      ['Werbung', '\\Junk', 'xlist'],
      ['Gesendet', '\\Sent', 'name'],
      ['Junk', undefined, undefined],
    ],
  )
})

test('with a server that knows of no uses, only those with a telling name have one', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const entries = imap.list('*', { specialUse: true })
  await plays(`
    C: t1 LIST "" "*"
    S: * LIST () "/" A
    S: * LIST () "/" Sent
    S: t1 OK done
  `)
  assert.deepEqual(shown(await entries), ['Sent'])
})

test('what one LIST can do is left to it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} XLIST`.replace(' LIST-STATUS', '') })
  const options: ListOptions = { subscribed: true, children: true, specialUses: true, status: ['messages'] }
  const entries = imap.list(['A', 'B'], options)
  await plays(`
    C: t1 LIST (SUBSCRIBED) "" ("A" "B") RETURN (CHILDREN)
    C: t2 XLIST "" "A"
    S: * LIST (\\Subscribed) "/" A
    S: t1 OK done
    S: t2 OK done
    C: t3 XLIST "" "B"
    S: t3 OK done
    C: t4 STATUS A (MESSAGES)
    S: * STATUS A (MESSAGES 1)
    S: t4 OK done
  `)
  assert.deepEqual(
    (await entries).map(({ mailbox, status }) => [mailbox, status]),
    [['A', { messages: 1 }]],
  )
})

test('CHILDREN alone tells without being asked; mailboxes on other servers come from RLIST', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${PLAIN} CHILDREN MAILBOX-REFERRALS` })
  void imap.list('A', { children: true })
  void imap.list('B', { remote: true, subscriptions: true, reference: '#r/' })
  await plays(`
    C: t1 LIST "" "A"
    C: t3 RLSUB "#r/" "B"
    C:
    S: t1 OK done
    C: t2 RLIST "#r/" "B"
  `)
})

test('what nothing else can tell is refused, and nothing is written', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const wrong: readonly ListOptions[] = [
    { subscribed: true, recursiveMatch: true },
    { children: true },
    { remote: true },
    { myRights: true },
    { metadata: ['/shared/a'] },
    { status: ['messages', 'mailboxId'] },
  ]
  for (const options of wrong) {
    await assert.rejects(
      imap.list('*', options),
      (error) => error instanceof UsageError && error.code === 'ERR_IMAP_CAPABILITY',
      JSON.stringify(options),
    )
  }
  await plays('C:')
})

test('a refusal of any of them is that of the whole', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  const entries = imap.list('*', { subscriptions: true })
  await plays(`
    C: t1 LIST "" "*"
    C: t2 LSUB "" "*"
    S: * LIST () "/" A
    S: t1 OK done
    S: t2 NO [SERVERBUG] oops
  `)
  await assert.rejects(entries, { code: 'ERR_IMAP_NO', responseCode: 'SERVERBUG' })
})

test('an append limit that holds for all mailboxes is told without asking', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} APPENDLIMIT=5000` })
  const [alone, one] = [imap.status('A', ['appendLimit']), imap.status('A', ['messages', 'appendLimit'])]
  const [bare, all] = [
    imap.list('%', { status: ['appendLimit'] }),
    imap.list('%', { status: ['appendLimit', 'messages'] }),
  ]
  await plays(`
    C: t1 STATUS A (MESSAGES)
    C: t2 LIST "" "%"
    S: * STATUS A (MESSAGES 3)
    S: t1 OK done
    S: * LIST () "/" A
    S: * LIST (\\Noselect) "/" B
    S: t2 OK done
    C: t3 LIST "" "%" RETURN (STATUS (MESSAGES))
    S: * LIST () "/" A
    S: * LIST (\\Noselect) "/" B
    S: * STATUS A (MESSAGES 3)
    S: t3 OK done
    C:
  `)
  assert.deepEqual([await alone, await one], [{ appendLimit: 5000 }, { messages: 3, appendLimit: 5000 }])
  const counts = (entries: readonly ListEntry[]): unknown => entries.map(({ status }) => status)
  assert.deepEqual(counts(await bare), [{ appendLimit: 5000 }, undefined])
  assert.deepEqual(counts(await all), [{ messages: 3, appendLimit: 5000 }, undefined])
})

test('ids are asked for apart, and of each mailbox that is listed without', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} OBJECTID LIST-MYRIGHTS` })
  const entries = imap.list('%', { myRights: true, subscribed: true, status: ['mailboxId', 'messages'] })
  await plays(`
    C: t1 LIST (SUBSCRIBED) "" "%" RETURN (MYRIGHTS STATUS (MESSAGES))
    C:
    S: * LIST () "/" A
    S: * STATUS A (MESSAGES 1)
    S: * LIST () "/" B
    S: * STATUS B (MESSAGES 2)
    S: * LIST () "/" C
    S: t1 OK done
    C: t2 LIST (SUBSCRIBED) "" "%" RETURN (STATUS (MAILBOXID))
    S: * LIST () "/" A
    S: * STATUS A (MAILBOXID (F1))
    S: * LIST () "/" B
    S: t2 OK done
    C: t3 STATUS B (MAILBOXID)
    C:
    S: * STATUS B (MAILBOXID (F2))
    S: t3 OK done
  `)
  assert.deepEqual(
    (await entries).map(({ status }) => status),
    [{ messages: 1, mailboxId: 'F1' }, { messages: 2, mailboxId: 'F2' }, undefined],
  )
})

test('STATUS asks for an id by a command of its own', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} OBJECTID` })
  const [both, alone] = [imap.status('A', ['mailboxId', 'messages']), imap.status('B', ['mailboxId'])]
  await plays(`
    C: t1 STATUS A (MESSAGES)
    C: t3 STATUS B (MAILBOXID)
    C:
    S: * STATUS A (MESSAGES 1)
    S: t1 OK done
    C: t2 STATUS A (MAILBOXID)
    S: * STATUS A (MAILBOXID (F1))
    S: * STATUS B (MAILBOXID (g+D))
    S: t2 OK done
    S: t3 OK done
  `)
  assert.deepEqual(await both, { mailboxId: 'F1', messages: 1 })
  await assert.rejects(alone, { code: 'ERR_IMAP_INCOMPLETE' })
})
