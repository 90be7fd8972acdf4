/** NOTIFY: what is asked, and what the lines that follow become. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError } from '../../src/errors.ts'
import { notify, type NotifyRequest } from '../../src/session/commands/mailboxes/notify.ts'
import { withPaths } from '../../src/session/commands/mailboxes/path.ts'
import { parseCommand } from '../support/command-grammar.ts'
import { connected, MODERN, selected, type Connected } from '../support/scripted-peer.ts'
import { redacted } from '../../src/codec/encode/command-line.ts'

const capabilities = `${MODERN} NOTIFY`

const FACTS = {
  capabilities: new Set(capabilities.toUpperCase().split(' ')),
  enabled: new Set<string>(),
  mailbox: undefined,
  readOnly: false,
  correlator: true,
  selection: undefined,
  naming: undefined,
  notifying: false,
  commandOctets: Infinity,
}

function onWire(request: NotifyRequest | 'none'): string {
  return redacted(withPaths((at) => notify(request, at)).plan(FACTS).line)
}

/** NOTIFY SET is in force. */
async function watching({ imap, plays, dialogue }: Connected, request: NotifyRequest, wire: string): Promise<void> {
  const done = imap.notify(request)
  await plays(`
    C: t70 ${wire}
    S: t70 OK notify
  `)
  await done
  dialogue.forget('t70')
}

const NAMES: NotifyRequest = { groups: [{ filter: 'personal', events: ['mailboxName', 'subscriptionChange'] }] }
const NAMES_WIRE =
  'NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (PERSONAL (MailboxName SubscriptionChange))'

const WIRE: readonly [NotifyRequest | 'none', string][] = [
  ['none', 'NOTIFY NONE'],
  [{}, 'NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))'],
  [{ selected: 'none' }, 'NOTIFY SET (SELECTED NONE)'],
  [
    {
      status: true,
      selected: { events: ['messageNew', 'messageExpunge'], fetch: { headers: ['subject'] }, delayed: true },
      groups: [
        { filter: { subtree: 'Lists' }, events: ['messageNew', 'messageExpunge'] },
        { filter: { mailboxes: ['a b', { wireName: 'x' }] }, events: ['serverMetadataChange'] },
        { filter: 'subscribed', events: 'none' },
      ],
    },
    'NOTIFY SET STATUS (SELECTED-DELAYED (MessageNew (UID BODY.PEEK[HEADER.FIELDS (subject)]) MessageExpunge)) ' +
      '(SUBTREE Lists (MessageNew MessageExpunge)) (MAILBOXES ("a b" "x") (ServerMetadataChange)) (SUBSCRIBED NONE)',
  ],
]

for (const [request, wire] of WIRE) {
  test(`${JSON.stringify(request)} is ${wire.slice(0, 40)}`, () => {
    assert.equal(onWire(request).toLowerCase(), wire.toLowerCase())
    parseCommand(`t ${onWire(request)}\r\n`)
  })
}

const WRONG: readonly [string, object][] = [
  ['messageNew needs', { groups: [{ filter: 'personal', events: ['messageNew'] }] }],
  ['flagChange needs', { groups: [{ filter: 'personal', events: ['flagChange'] }] }],
  ['flagChange needs', { selected: { events: ['flagChange', 'messageNew'] } }],
  ['mailboxName is not about messages', { selected: { events: ['mailboxName'] } }],
  ['none named', { groups: [{ filter: 'personal', events: [] }] }],
  ['named twice', { groups: [{ filter: 'inboxes', events: ['mailboxName', 'mailboxName'] }] }],
  [
    'named twice',
    {
      groups: [
        { filter: 'inboxes', events: 'none' },
        { filter: 'inboxes', events: 'none' },
      ],
    },
  ],
  ['no such event', { groups: [{ filter: 'personal', events: ['MessageNew'] }] }],
  ['filter', { groups: [{ filter: 'selected', events: 'none' }] }],
  ['no mailbox named', { groups: [{ filter: { subtree: [] }, events: 'none' }] }],
  ['unknown key "also"', { groups: [{ filter: { subtree: 'a', also: 'b' }, events: 'none' }] }],
  ['unknown key "stauts"', { stauts: true }],
  ['markSeen', { selected: { fetch: { source: true, markSeen: true } } }],
  ['no such item', { selected: { fetch: { subject: true } } }],
]

for (const [reason, request] of WRONG) {
  test(`${JSON.stringify(request)} is refused: ${reason}`, () => {
    const wrong = { code: 'ERR_IMAP_ARGUMENT', outcome: 'unsent', message: new RegExp(reason) }
    assert.throws(() => withPaths((at) => notify(request as NotifyRequest, at)), wrong)
  })
}

test('the states of the mailboxes watched are the items of the command', async (t) => {
  const { imap, plays, log } = await connected(t, { capabilities })
  const begun = imap.notify({
    status: true,
    groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }],
  })
  const polled = imap.status('Lists', ['messages'])
  await plays(`
    C: t1 NOTIFY SET STATUS (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge))
    C:
    S: * STATUS Lists (MESSAGES 4 UIDNEXT 9 UIDVALIDITY 7)
    S: * STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 8)
    S: t1 OK watching
  `)
  await plays(`
    C: t2 STATUS Lists (MESSAGES)
    S: * STATUS Lists (MESSAGES 5)
    S: t2 OK done
    S: * STATUS Lists (MESSAGES 6 UIDNEXT 11)
  `)
  assert.deepEqual(
    (await begun).map(({ mailbox, status }) => [mailbox, status.messages, status.uidValidity]),
    [
      ['Lists', 4, 7],
      ['INBOX', 0, 8],
    ],
  )
  assert.deepEqual(await polled, { messages: 5 })
  assert.equal(log.news('mailboxStatus').at(-1), 'mailboxStatus Lists messages=6 uidNext=11 by unsolicited')
})

test('RFC 5465 §5: events the server cannot tell are in the error', async (t) => {
  const { imap, plays } = await connected(t, { capabilities })
  const refused = imap.notify({ groups: [{ filter: 'personal', events: ['mailboxMetadataChange'] }] })
  await plays(`
    C: t1 NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (PERSONAL (MailboxMetadataChange))
    S: t1 NO [BADEVENT (MessageNew MessageExpunge FlagChange)] unsupported
  `)
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof CommandError)
    assert.deepEqual(error.typedCode, { name: 'BADEVENT', events: ['MessageNew', 'MessageExpunge', 'FlagChange'] })
    return true
  })
})

test('without NOTIFY there is nothing to ask', async (t) => {
  const { imap, plays } = await connected(t)
  await assert.rejects(imap.notify({}), { code: 'ERR_IMAP_CAPABILITY' })
  await plays('C:')
})

test('RFC 5465 §5.2: a new message is told once, with the row that came by itself', async (t) => {
  const open = await selected(t, { capabilities })
  const { plays, log } = open
  await watching(open, {}, 'NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))')
  log.news()
  await plays(`
    S: * 6 EXISTS
    S: * 6 FETCH (UID 9 FLAGS (\\Flagged))
    C: t1 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9)
    S: t1 OK done
  `)
  assert.deepEqual(log.news(), ['mailboxStatus INBOX messages=6 by unsolicited', 'messageNew INBOX 9 by unsolicited'])
  await plays(`
    S: * 7 EXISTS
    S: * 7 FETCH (UID 12 FLAGS ())
    C:
    S: * 7 FETCH (UID 12 FLAGS (\\Seen))
  `)
  assert.deepEqual(log.news(), [
    'mailboxStatus INBOX messages=7 by unsolicited',
    'messageNew INBOX 12 by unsolicited',
    'flagChange INBOX 12 (\\Seen) by unsolicited',
  ])
})

test('a message whose row did not come is told all the same, in whatever order the rows are', async (t) => {
  const open = await selected(t, { capabilities })
  const { plays, log } = open
  await watching(open, {}, 'NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))')
  log.news()
  await plays(`
    S: * 8 EXISTS
    S: * 8 FETCH (UID 11 FLAGS ())
    C: t1 UID FETCH 9:* (UID)
    S: * 6 FETCH (UID 9 FLAGS ())
    S: * 6 FETCH (UID 9)
    S: * 7 FETCH (UID 10)
    S: * 8 FETCH (UID 11)
    S: t1 OK done
  `)
  assert.deepEqual(log.news('messageNew'), [
    'messageNew INBOX 11 by unsolicited',
    'messageNew INBOX 9 by unsolicited',
    'messageNew INBOX 10 by unsolicited',
  ])
})

test('RFC 5465 §5.3: no command by sequence number while NOTIFY is in force, nor around it', async (t) => {
  const open = await selected(t, { capabilities })
  const { imap, plays } = open
  const before = imap.fetch('1', { flags: true }, { by: 'sequence' })
  const begun = imap.notify({})
  const behind = imap.fetch('2', { flags: true }, { by: 'sequence' })
  await plays(`
    C: t1 FETCH 1 (UID FLAGS)
    C:
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t1 OK done
    C: t2 NOTIFY SET (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange))
    C:
    S: t2 OK notify
    C:
  `)
  await before
  await begun
  await assert.rejects(behind, { code: 'ERR_IMAP_STATE', outcome: 'unsent' })
  await assert.rejects(imap.fetch('3', { flags: true }, { by: 'sequence' }), { code: 'ERR_IMAP_STATE' })
  await plays('S: * OK [NOTIFICATIONOVERFLOW] too much')
  void imap.fetch('3', { flags: true }, { by: 'sequence' })
  await plays('C: t3 FETCH 3 (UID FLAGS)')
})

test('RFC 5465 §5.4, §5.5: names made, renamed, removed; subscriptions begun and ended', async (t) => {
  const open = await connected(t, { capabilities })
  const { plays, log } = open
  await watching(open, NAMES, NAMES_WIRE)
  log.news()
  await plays(`
    S: * LIST () "/" New
    S: * LIST (\\Subscribed) "/" New
    S: * LIST () "/" New
    S: * LIST () "/" Newer ("OLDNAME" (New))
    S: * LIST (\\HasChildren) "/" Newer
    S: * LIST (\\NonExistent) "/" Newer
    S: * LIST () "/" New
  `)
  assert.deepEqual(log.news(), [
    'mailboxName New created by unsolicited',
    'subscriptionChange New by unsolicited',
    'subscriptionChange New by unsolicited',
    'mailboxName Newer renamed from New by unsolicited',
    'mailboxName Newer listed by unsolicited',
    'mailboxName Newer deleted by unsolicited',
    'mailboxName New created by unsolicited',
  ])
  const changes = log.events.flatMap((event) => (event.type === 'subscriptionChange' ? [event.subscribed] : []))
  assert.deepEqual(changes, [true, false])
})

test('what was listed before is known: a LIST line without \\Subscribed ends the subscription', async (t) => {
  const open = await connected(t, { capabilities })
  const { imap, plays, log } = open
  const listed = imap.list('*', { subscriptions: true })
  await plays(`
    C: t1 LIST "" "*" RETURN (SUBSCRIBED)
    S: * LIST (\\Subscribed) "/" Old
    S: t1 OK done
  `)
  await listed
  await watching(open, NAMES, NAMES_WIRE)
  log.news()
  await plays('S: * LIST () "/" Old')
  assert.deepEqual(log.news(), ['subscriptionChange Old by unsolicited'])
})

test('a removal told while a LIST runs is no row of that LIST', async (t) => {
  const open = await connected(t, { capabilities })
  const { imap, plays, log } = open
  await watching(open, NAMES, NAMES_WIRE)
  log.news()
  const listed = imap.list('*')
  await plays(`
    C: t1 LIST "" "*"
    S: * LIST () "/" Here
    S: * LIST (\\NonExistent) "/" Gone
    S: * LIST (\\NonExistent \\HasChildren) "/" Parent
    S: t1 OK done
  `)
  assert.deepEqual(
    (await listed).map(({ mailbox }) => mailbox),
    ['Here', 'Parent'],
  )
  assert.equal(log.news()[1], 'mailboxName Gone deleted by unsolicited')
})

test('overflow: the end of it, or some news lost', async (t) => {
  const open = await connected(t, { capabilities })
  const { plays, log } = open
  await plays('S: * NO NOTIFY error, before there is any')
  await watching(open, NAMES, NAMES_WIRE)
  log.news()
  await plays(`
    S: * NO NOTIFY error, some events may have got lost
    S: * OK [NOTIFICATIONOVERFLOW] too much
  `)
  const overflows = log.events.flatMap((event) => (event.type === 'notificationOverflow' ? [event.ended] : []))
  assert.deepEqual(overflows, [false, true])
})

test('STATUS of what is watched tells what the commands before have made of it', async (t) => {
  const { imap, plays } = await connected(t, { capabilities })
  void imap.append('a', 'x')
  void imap.notify({ status: true, groups: [{ filter: 'personal', events: ['messageNew', 'messageExpunge'] }] })
  await plays(`
    C: t1 APPEND a {1+}
    C: x
    C:
    S: t1 OK done
    C: t2 NOTIFY SET STATUS (SELECTED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge))
  `)
})

test('what LSUB told is subscribed, whether it is there or not', async (t) => {
  const open = await connected(t, { capabilities })
  const { imap, plays, log } = open
  await watching(open, NAMES, NAMES_WIRE)
  const told = imap.lsub('%')
  await plays(`
    C: t1 LSUB "" "%"
    S: * LSUB () "/" Old
    S: * LSUB (\\Noselect) "/" Parent
    S: t1 OK done
  `)
  await told
  log.news()
  await plays(`
    S: * LIST () "/" Old
    S: * LIST () "/" Parent
  `)
  assert.deepEqual(log.news(), ['subscriptionChange Old by unsolicited', 'mailboxName Parent created by unsolicited'])
})

test('the root of a namespace that is no mailbox is a row of LIST; a mailbox that is known and gone is none', async (t) => {
  const open = await connected(t, { capabilities })
  const { imap, plays, log } = open
  await watching(open, NAMES, NAMES_WIRE)
  const told = imap.list('%')
  await plays(`
    C: t1 LIST "" "%"
    S: * LIST (\\NonExistent \\HasNoChildren) "/" Shared
    S: * LIST () "/" Here
    S: t1 OK done
  `)
  assert.equal((await told).length, 2)
  log.news()
  const again = imap.list('%')
  await plays(`
    C: t2 LIST "" "%"
    S: * LIST (\\NonExistent \\HasNoChildren) "/" Here
    S: t2 OK done
  `)
  assert.equal((await again).length, 0)
  assert.equal(log.news().at(-1), 'mailboxName Here deleted by unsolicited')
})
