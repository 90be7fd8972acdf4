/** Mailboxes given by the components of their path. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { UsageError } from '../../src/errors.ts'
import { connected, MODERN, PLAIN, selected, started } from '../support/scripted-peer.ts'

const COURIER = 'S: * NAMESPACE (("INBOX." ".")) NIL (("#shared." ".")("shared/" "/"))'

test('a path stands below the personal namespace, with the delimiter of the server', async (t) => {
  const { imap, plays } = await connected(t)
  const counts = imap.status(['Lists', 'ietf'], ['messages'])
  await plays(`
    C: t1 NAMESPACE
    C:
    ${COURIER}
    S: t1 OK done
    C: t2 STATUS INBOX.Lists.ietf (MESSAGES)
    S: * STATUS INBOX.Lists.ietf (MESSAGES 4)
    S: t2 OK done
  `)
  assert.deepEqual(await counts, { messages: 4 })
  assert.equal(counts.mailbox, 'INBOX.Lists.ietf')
})

test('the namespace is asked for once for all paths, and commands keep their order meanwhile', async (t) => {
  const { imap, plays } = await connected(t)
  void imap.create(['A', 'b'])
  void imap.subscribe(['A', 'b'])
  void imap.rename(['A', 'b'], ['C'])
  void imap.noop()
  await plays(`
    C: t1 NAMESPACE
    C:
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t1 OK done
    C: t2 CREATE A/b
    C: t3 NOOP
    C:
    S: t2 OK done
    C: t4 SUBSCRIBE A/b
    S: t3 OK done
    S: t4 OK done
    C: t5 RENAME A/b C
    S: t5 OK done
  `)
  void imap.delete(['C'])
  await plays('C: t6 DELETE C')
})

test('a namespace that somebody asked for is not asked for again', async (t) => {
  const { imap, plays } = await connected(t)
  void imap.namespace()
  await plays(`
    C: t1 NAMESPACE
    S: * NAMESPACE (("Mail/" "/")) NIL NIL
    S: t1 OK done
  `)
  void imap.select(['Lists'])
  await plays('C: t2 SELECT Mail/Lists')
})

test('INBOX, and what begins with the prefix of a namespace, stand where they are', async (t) => {
  const { imap, plays } = await connected(t)
  const paths = [
    ['inbox'],
    ['INBOX', 'Sent'],
    ['Sent'],
    ['#shared', 'news'],
    ['shared', 'a.b'],
    ['#sharedness'],
    ['Sent', 'INBOX'],
  ]
  paths.forEach((path) => void imap.unsubscribe(path))
  await plays(`
    C: t1 NAMESPACE
    ${COURIER}
    S: t1 OK done
    C: t2 UNSUBSCRIBE INBOX
    C: t3 UNSUBSCRIBE INBOX.Sent
    C: t5 UNSUBSCRIBE "#shared.news"
    C: t6 UNSUBSCRIBE shared/a.b
    C: t7 UNSUBSCRIBE "INBOX.#sharedness"
    C: t8 UNSUBSCRIBE INBOX.Sent.INBOX
    C:
    S: t3 OK done
    C: t4 UNSUBSCRIBE INBOX.Sent
  `)
})

test('without NAMESPACE the delimiter comes from LIST', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: PLAIN })
  void imap.create(['A', 'b'])
  await plays(`
    C: t1 LIST "" ""
    S: * LIST (\\Noselect) "." ""
    S: t1 OK done
    C: t2 CREATE A.b
  `)
})

test('where NAMESPACE is refused or tells of no personal mailboxes, LIST is asked', async (t) => {
  for (const answer of ['S: t1 NO no', 'S: * NAMESPACE NIL NIL (("#news." "."))\nS: t1 OK done']) {
    const { imap, plays } = await connected(t)
    void imap.create(['A', 'b'])
    await plays(`
      C: t1 NAMESPACE
      ${answer}
      C: t2 LIST "" ""
      S: * LIST () "/" ""
      S: t2 OK done
      C: t3 CREATE A/b
    `)
  }
})

test('a path of one component needs no delimiter, a longer one fails unsent without', async (t) => {
  for (const [answer, reason] of [
    ['S: t1 NO no', /does not tell/],
    ['S: * LIST () NIL ""\nS: t1 OK done', /no hierarchy/],
  ] as const) {
    const { imap, plays } = await connected(t, { capabilities: PLAIN })
    const deep = imap.create(['A', 'b'])
    const flat = imap.create(['A'])
    await plays(`
      C: t1 LIST "" ""
      ${answer}
      C: t2 CREATE A
      S: t2 OK done
    `)
    await assert.rejects(deep, reason)
    assert.equal((await flat).mailbox, 'A')
  }
})

test('a component that holds the delimiter is refused, and other mistakes before anything is asked', async (t) => {
  const { imap, plays } = await connected(t)
  for (const path of [[], [''], ['A', ''], ['A', 5 as never], ['A', '\n'], ['A\0']]) {
    const error = await imap.create(path).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    assert.ok(error instanceof UsageError, JSON.stringify(path))
  }
  await plays('C:')
  const wrong = imap.create(['A/b', 'c'])
  await plays(`
    C: t1 NAMESPACE
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t1 OK done
    C:
  `)
  await assert.rejects(
    wrong,
    (error) => error instanceof UsageError && /"A\/b" has .* delimiter "\/"/.test(error.message),
  )
})

test('a path that waits can be cancelled, and what is behind it goes on', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: MODERN })
  const wanted = imap.status(['A'], ['messages'])
  const other = imap.status('B', ['messages'])
  await plays('C: t1 NAMESPACE')
  wanted.cancel()
  await assert.rejects(wanted, /cancelled/)
  await plays(`
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t1 OK done
    C: t2 STATUS B (MESSAGES)
    S: * STATUS B (MESSAGES 1)
    S: t2 OK done
  `)
  assert.deepEqual(await other, { messages: 1 })
})

test('reads behind a SELECT of a path travel with it', async (t) => {
  const { imap, plays } = await connected(t)
  void imap.select(['Lists', 'ietf'])
  void imap.search({ seen: false })
  await plays(`
    C: t1 NAMESPACE
    C:
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t1 OK done
    C: t2 SELECT Lists/ietf
    C: t3 UID SEARCH RETURN (ALL) UNSEEN
  `)
})

test('a command of several steps takes a path, too', async (t) => {
  const { imap, plays } = await selected(t, { capabilities: MODERN.replace(' MOVE', '') })
  void imap.move('5', ['Old', 'mail'])
  await plays(`
    C: t1 NAMESPACE
    S: * NAMESPACE (("" ".")) NIL NIL
    S: t1 OK done
    C: t2 UID COPY 5 Old.mail
  `)
})

test('where several mailboxes are named, each may be a path', async (t) => {
  const { imap, plays } = await connected(t, { capabilities: `${MODERN} MULTISEARCH` })
  void imap.multiSearch({ seen: false }, { in: [{ mailboxes: ['A', ['B', 'c']] }, { subtree: [['D']] }] })
  await plays(`
    C: t1 NAMESPACE
    S: * NAMESPACE (("" ".")) NIL NIL
    S: t1 OK done
    C: t2 ESEARCH IN (MAILBOXES (A B.c) SUBTREE (D)) RETURN (ALL) UNSEEN
  `)
})

test('a LOGOUT that is cancelled leaves the namespace to be asked for', async (t) => {
  const { imap, plays } = started(t)
  const before = imap.namespace()
  const holding = imap.noop()
  const leaving = imap.logout()
  const made = imap.create(['x'])
  const refused = assert.rejects(leaving, { code: 'ERR_IMAP_CANCELLED' })
  await plays(`
    S: * OK [CAPABILITY ${MODERN}] ready
    C: t1 LOGIN "me" "secret-word"
    C: t2 ENABLE CONDSTORE QRESYNC
    S: t1 OK [CAPABILITY ${MODERN}] in
    S: t2 OK enabled
    C: t3 NAMESPACE
    C: t4 NOOP
  `)
  leaving.cancel()
  await plays(`
    S: t3 NO not now
    S: t4 OK done
    C: t5 NAMESPACE
    S: * NAMESPACE (("" "/")) NIL NIL
    S: t5 OK done
    C: t6 CREATE x
    S: t6 OK done
  `)
  await assert.rejects(before)
  await Promise.all([holding, refused, made])
})
