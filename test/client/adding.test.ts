/** APPEND in its forms, REPLACE, and removing: what is written, and what is made of the answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError, UsageError, type ImapError } from '../../src/errors.ts'
import { connected, MODERN, selected } from '../support/scripted-peer.ts'

const SYNC = 'IMAP4rev1 UIDPLUS MULTIAPPEND CATENATE'
const PLUS = `${SYNC} LITERAL+`

async function failureOf(token: PromiseLike<unknown>): Promise<ImapError> {
  try {
    await token
  } catch (error) {
    return error as ImapError
  }
  throw new Error('it did not fail')
}

function outcomes(error: ImapError): readonly string[] {
  return (error.steps ?? []).map(({ name, outcome }) => `${name} ${outcome}`)
}

test('several messages are one command with MULTIAPPEND, each with its flags and date', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLUS })
  const added = imap.appendMany('Drafts', [
    { message: 'Subject: a', flags: ['\\Draft'] },
    { message: 'Subject: bb', date: new Date(Date.UTC(2020, 0, 2, 3, 4, 5)) },
  ])
  await plays(`
    C: t1 APPEND Drafts (\\Draft) {10+}
    C: Subject: a " 2-Jan-2020 03:04:05 +0000" {11+}
    C: Subject: bb
    S: t1 OK [APPENDUID 9 31,30] done
  `)
  assert.deepEqual(await added, { mailbox: 'Drafts', uidValidity: 9, atomic: true, uids: [31, 30] })
})

test('each literal of a command waits for its own "+"', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: SYNC })
  const added = imap.appendMany('Drafts', [{ message: 'one' }, { message: 'two!' }, { message: 'three' }])
  const next = imap.noop()
  await plays(`
    C: t1 APPEND Drafts {3}
    C:
    S: + go on
    C: one {4}
    C:
    S: + go on
    C: two! {5}
    C:
    S: + go on
    C: three
    C: t2 NOOP
    S: t1 OK [APPENDUID 9 30:32] done
    S: t2 OK done
  `)
  assert.deepEqual((await added).uids, [30, 31, 32])
  await next
})

test('a NO in place of a later "+" drops the rest and frees the line', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: SYNC })
  const added = imap.appendMany('Drafts', [{ message: 'one' }, { message: 'two!' }, { message: 'three' }])
  const next = imap.noop()
  await plays(`
    C: t1 APPEND Drafts {3}
    S: + go on
    C: one {4}
    S: t1 NO [OVERQUOTA] full
    C: t2 NOOP
    S: t2 OK done
  `)
  const error = await failureOf(added)
  assert.ok(error instanceof CommandError)
  assert.deepEqual([error.responseCode, error.outcome, error.steps], ['OVERQUOTA', 'answered', undefined])
  await next
})

test('without MULTIAPPEND the messages go one by one, in order and in one write', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 UIDPLUS LITERAL+' })
  const added = imap.appendMany('Drafts', [{ message: 'one' }, { message: 'two!', flags: ['\\Seen'] }])
  await plays(`
    C: t1 APPEND Drafts {3+}
    C: one
    C: t2 APPEND Drafts (\\Seen) {4+}
    C: two!
    S: t1 OK [APPENDUID 9 30] done
    S: t2 OK [APPENDUID 9 31] done
  `)
  assert.deepEqual(await added, { mailbox: 'Drafts', uidValidity: 9, atomic: false, uids: [30, 31] })
})

test('when one of several single APPENDs is refused, the error says which were taken', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 LITERAL+' })
  const added = imap.appendMany('Drafts', [{ message: 'one' }, { message: 'two!' }, { message: 'three' }])
  await plays(`
    C: t1 APPEND Drafts {3+}
    C: one
    C: t2 APPEND Drafts {4+}
    C: two!
    C: t3 APPEND Drafts {5+}
    C: three
    S: t1 OK done
    S: t2 NO [TOOBIG] too big
    S: t3 OK done
  `)
  const error = await failureOf(added)
  assert.ok(error instanceof CommandError && error.responseCode === 'TOOBIG')
  assert.deepEqual(outcomes(error), ['APPEND done', 'APPEND answered', 'APPEND done'])
  const atomic = await failureOf(imap.appendMany('Drafts', [{ message: 'one' }], { atomic: true }))
  assert.equal(atomic.code, 'ERR_IMAP_CAPABILITY')
})

test('an APPENDUID that does not count as many as there were messages is not guessed at', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLUS })
  const added = imap.appendMany('Drafts', [{ message: 'one' }, { message: 'two!' }])
  await plays(`
    C: t1 APPEND Drafts {3+}
    C: one {4+}
    C: two!
    S: t1 OK [APPENDUID 9 30] done
  `)
  assert.deepEqual(await added, { mailbox: 'Drafts', uidValidity: undefined, atomic: true, uids: undefined })
})

test('CATENATE puts text and stored parts together', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLUS })
  void imap.append(
    'Drafts',
    {
      catenate: [
        { mailbox: 'Entwürfe/a b', uid: 20, uidValidity: 385, section: 'HEADER' },
        'text',
        { mailbox: 'INBOX', uid: 7 },
        { url: '/x;UID=1/;SECTION="' },
      ],
    },
    { flags: ['\\Draft'] },
  )
  await plays(String.raw`
    C: t1 APPEND Drafts (\Draft) CATENATE (URL "/Entw%C3%BCrfe%2Fa%20b;UIDVALIDITY=385/;UID=20/;SECTION=HEADER" TEXT {4+}
    C: text URL "/INBOX/;UID=7" URL "/x;UID=1/;SECTION=\"")
  `)
})

test('CATENATE waits for what is to be taken from another mailbox', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: PLUS })
  void imap.append('Parts', 'one')
  void imap.append('Drafts', { catenate: [{ mailbox: 'Parts', uid: 7 }] })
  void imap.append('Drafts', 'two')
  await plays(`
    C: t1 APPEND Parts {3+}
    C: one
    C:
    S: t1 OK done
    C: t2 APPEND Drafts CATENATE (URL "/Parts/;UID=7")
    C: t3 APPEND Drafts {3+}
    C: two
  `)
})

test('a header in UTF-8 is announced once UTF8=ACCEPT is enabled, and not before', async (t) => {
  const { imap, plays, dialogue } = await connected(t, { capabilities: 'IMAP4rev1 LITERAL+ UTF8=ACCEPT' })
  void imap.append('Drafts', 'Subject: \u00e9')
  await plays('C: t1 APPEND Drafts {11+}\nC: Subject: \u00c3\u00a9\nS: t1 OK done')
  void imap.enable(['UTF8=ACCEPT'])
  void imap.append('Drafts', 'Subject: \u00e9')
  void imap.append('Drafts', 'Subject: e\r\n\r\n\u00e9')
  await plays(`
    C: t2 ENABLE UTF8=ACCEPT
    C:
    S: * ENABLED UTF8=ACCEPT
    S: t2 OK done
    C: t3 APPEND Drafts UTF8 (~{11+}
    C: Subject: \u00c3\u00a9)
    C: t4 APPEND Drafts {16+}
  `)
  assert.equal(dialogue.unread(), 'Subject: e\r\n\r\n\u00c3\u00a9\r\n')
})

test('what the server has said it will not take is not sent', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: 'IMAP4rev1 APPENDLIMIT=5 MULTIAPPEND LITERAL+' })
  const refused: [PromiseLike<unknown>, string][] = [
    [imap.append('Drafts', '123456'), 'ERR_IMAP_TOO_BIG'],
    [imap.appendMany('Drafts', [{ message: '1' }, { message: '123456' }]), 'ERR_IMAP_TOO_BIG'],
    [imap.append('Drafts', { catenate: ['1'] }), 'ERR_IMAP_CAPABILITY'],
    [imap.append('Drafts', 'a\0b'), 'ERR_IMAP_CAPABILITY'],
  ]
  for (const [token, code] of refused) {
    const error = await failureOf(token)
    assert.ok(error instanceof UsageError)
    assert.deepEqual([error.code, error.outcome], [code, 'unsent'], error.message)
  }
  void imap.append('Drafts', '12345')
  await plays('C: t1 APPEND Drafts {5+}\nC: 12345')
})

test('a message, a list or a part that is none is refused in the caller’s face', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLUS })
  const parts: unknown[] = [
    [],
    'text',
    [7],
    [null],
    ['a\0b'],
    [{ mailbox: 'a', uid: 0 }],
    [{ mailbox: 'a', uid: 1.5 }],
    [{ mailbox: 'a', uid: 1, uidValidity: 0 }],
    [{ mailbox: '', uid: 1 }],
    [{ mailbox: 'a\ud800', uid: 1 }],
    [{ mailbox: 'a', uid: 1, section: '1/;URLAUTH=x' }],
    [{ url: 'a\0' }],
    [{ url: 7 }],
  ]
  for (const catenate of parts) {
    const error = await failureOf(imap.append('Drafts', { catenate: catenate as readonly string[] }))
    assert.ok(error instanceof UsageError, String(error))
  }
  for (const message of ['', '\ud800', undefined, null, 7, new Uint8Array()]) {
    assert.ok((await failureOf(imap.append('Drafts', message as string))) instanceof UsageError)
    assert.ok((await failureOf(imap.appendMany('Drafts', [{ message: message as string }]))) instanceof UsageError)
  }
  assert.ok((await failureOf(imap.appendMany('Drafts', []))) instanceof UsageError)
  await plays('C:')
})

test('REPLACE tells of the new message before the old one goes (RFC 8508 §4.3)', async (t) => {
  const { imap, plays, log } = await selected(t, { capabilities: `${MODERN} REPLACE` })
  const replaced = imap.replace(8, 'INBOX', 'new', { flags: ['\\Draft'] })
  await plays(`
    C: t1 UID REPLACE 8 INBOX (\\Draft) {3}
    S: + go ahead
    C: new
    S: * OK [APPENDUID 7 9] Replacement Message ready
    S: * 6 EXISTS
    S: * VANISHED 8
    S: t1 OK done
    C: t2 UID FETCH 9:* (UID)
    S: * 5 FETCH (UID 9)
    S: t2 OK done
  `)
  assert.deepEqual(await replaced, { mailbox: 'INBOX', uidValidity: 7, uid: 9 })
  assert.deepEqual(log.news('messageNew', 'messageExpunge'), [
    'messageExpunge INBOX 8 by t1',
    'messageNew INBOX 9 by t1',
  ])
})

test('a message with a system flag of its own is sent when the server has agreed: Dovecot would run it as commands', async (t) => {
  const { imap, peer, plays } = await selected(t, { capabilities: MODERN })
  const strange = imap.append('INBOX', 'x1 CREATE Evil\r\n', { flags: ['\\Seen', '\\Strange'] })
  await plays(`
    C: t1 APPEND INBOX (\\Seen \\Strange) {16}
    S: t1 BAD Invalid system flag
  `)
  await assert.rejects(strange, { status: 'BAD' })
  const usual = imap.append('INBOX', 'new', { flags: ['\\SEEN', '$Strange'] })
  await plays(`
    C: t2 APPEND INBOX (\\SEEN $Strange) {3+}
    C: new
    S: t2 OK
  `)
  await usual
  assert.ok(!peer.written.includes('Evil'))
})

test('line ends in a URL are refused: servers repeat URLs in their answers', async (t) => {
  const { imap, peer } = await selected(t, { capabilities: `${MODERN} CATENATE URLAUTH` })
  const url = 'imap://a@b/INBOX/;UID=1;URLAUTH=anonymous\r\n* BYE'
  const refused = { code: 'ERR_IMAP_ARGUMENT', message: /visible ASCII/ }
  const before = peer.written
  await assert.rejects(imap.append('INBOX', { catenate: [{ url }] }), refused)
  await assert.rejects(imap.genUrlAuth([url]), refused)
  await assert.rejects(imap.urlFetch([url]), refused)
  assert.equal(peer.written, before)
})

test('a REPLACE that is refused has not sent the message, which servers would run as commands', async (t) => {
  const { imap, peer, plays } = await selected(t, { capabilities: `${MODERN} REPLACE` })
  const replaced = imap.replace(8, 'Nowhere', 'x1 CREATE Evil\r\n')
  await plays(`
    C: t1 UID REPLACE 8 Nowhere {16}
    S: t1 NO [TRYCREATE] no such mailbox
  `)
  await assert.rejects(replaced, { responseCode: 'TRYCREATE' })
  const next = imap.noop()
  await plays(`
    C: t2 NOOP
    S: t2 OK
  `)
  await next
  assert.ok(!peer.written.includes('Evil'))
})

test('without REPLACE the old message goes only when the new one is there', async (t) => {
  const { imap, plays } = await selected(t)
  const replaced = imap.replace(8, 'Drafts', 'new')
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) UID 8
    S: * ESEARCH (TAG "t1") UID ALL 8
    S: t1 OK done
    C: t2 APPEND Drafts {3+}
    C: new
    C:
    S: t2 OK [APPENDUID 9 30] done
    C: t3 UID STORE 8 +FLAGS.SILENT (\\Deleted)
    C:
    S: t3 OK done
    C: t4 UID EXPUNGE 8
    S: t4 OK done
  `)
  assert.deepEqual(await replaced, { mailbox: 'Drafts', uidValidity: 9, uid: 30 })
  const refused = imap.replace(5, 'Drafts', 'new')
  await plays(`
    C: t5 UID SEARCH RETURN (ALL) UID 5
    S: * ESEARCH (TAG "t5") UID ALL 5
    S: t5 OK done
    C: t6 APPEND Drafts {3+}
    C: new
    S: t6 NO [OVERQUOTA] full
    C:
  `)
  const error = await failureOf(refused)
  assert.deepEqual(outcomes(error), ['UID SEARCH done', 'APPEND answered', 'UID STORE unsent', 'UID EXPUNGE unsent'])
})

test('without REPLACE a message that is not there is not replaced by one more', async (t) => {
  const { imap, plays } = await selected(t)
  const replaced = imap.replace(4, 'Drafts', 'new')
  await plays(`
    C: t1 UID SEARCH RETURN (ALL) UID 4
    S: * ESEARCH (TAG "t1") UID
    S: t1 OK done
    C:
  `)
  const error = await failureOf(replaced)
  assert.ok(error instanceof UsageError)
  assert.match(error.message, /no message with UID 4/)
  const nowhere = await connected(t, { capabilities: MODERN })
  assert.equal((await failureOf(nowhere.imap.replace(4, 'Drafts', 'new'))).code, 'ERR_IMAP_STATE')
})

test('without REPLACE and UIDPLUS nothing is replaced', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: 'IMAP4rev1' })
  assert.equal((await failureOf(imap.replace(8, 'Drafts', 'new'))).code, 'ERR_IMAP_CAPABILITY')
  await plays('C:')
})

test('deleteMessages flags and removes the same messages, and no others', async (t) => {
  const { imap, plays, log } = await selected(t)
  const deleted = imap.deleteMessages('1:3')
  await plays(`
    C: t1 UID STORE 1:3 +FLAGS.SILENT (\\Deleted)
    C:
    S: t1 OK done
    C: t2 UID EXPUNGE 1:3
    S: * VANISHED 1:3
    S: t2 OK done
  `)
  assert.equal(String((await deleted).uids), '1:3')
  assert.equal(deleted.name, 'UID EXPUNGE')
  assert.deepEqual(log.news('messageExpunge'), ['messageExpunge INBOX 1:3 by t2'])
  const refused = imap.deleteMessages('5')
  await plays('C: t3 UID STORE 5 +FLAGS.SILENT (\\Deleted)\nS: t3 NO [NOPERM] no\nC:')
  assert.equal((await failureOf(refused)).code, 'ERR_IMAP_NO')
})

test('deleteMessages flags nothing where it could not remove it', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: 'IMAP4rev1' })
  assert.equal((await failureOf(imap.deleteMessages('1'))).code, 'ERR_IMAP_CAPABILITY')
  assert.equal((await failureOf(imap.expunge('1'))).code, 'ERR_IMAP_CAPABILITY')
  await plays('C:')
})

test('a COPY to a mailbox that is not there says so', async (t) => {
  const { imap, plays } = await selected(t)
  const copied = imap.copy('1', 'Nowhere')
  await plays('C: t1 UID COPY 1 Nowhere\nS: t1 NO [TRYCREATE] Unbekanntes Postfach')
  assert.match((await failureOf(copied)).message, /there is no such mailbox; it can be created/)
})

test('profile.without switches a capability off', async (t) => {
  const { imap, plays } = await selected(t, {
    capabilities: MODERN.replace(' MOVE', ' IMAP4rev2'),
    options: { profile: { without: ['MOVE'] } },
  })
  assert.deepEqual(
    ['MOVE', 'IMAP4REV2', 'SPECIAL-USE', 'UIDPLUS'].map((name) => imap.capabilities.has(name)),
    [false, false, true, true],
  )
  void imap.move('1', 'Archive')
  await plays('C: t1 UID COPY 1 Archive')
  for (const without of [['move'], ['LOGINDISABLED'], ['a b']]) {
    await assert.rejects(connected(t, { options: { profile: { without } } }), UsageError)
  }
})
