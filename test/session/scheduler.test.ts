import assert from 'node:assert/strict'
import { test } from 'node:test'
import { append } from '../../src/session/commands/changing/append.ts'
import { logout, noop } from '../../src/session/commands/any-state/basic.ts'
import { copy } from '../../src/session/commands/changing/copy.ts'
import { uidExpunge } from '../../src/session/commands/changing/expunge.ts'
import { fetch } from '../../src/session/commands/fetching/fetch.ts'
import { list } from '../../src/session/commands/mailboxes/list.ts'
import { compress } from '../../src/session/commands/any-state/login.ts'
import { create } from '../../src/session/commands/mailboxes/names.ts'
import { search } from '../../src/session/commands/searching/search.ts'
import { select } from '../../src/session/commands/mailboxes/select.ts'
import { status } from '../../src/session/commands/mailboxes/status.ts'
import { store } from '../../src/session/commands/changing/store.ts'
import type { Command } from '../../src/session/command.ts'
import type { Entry } from '../../src/session/entry.ts'
import type { Profile } from '../../src/session/server/profile.ts'
import { mustWait } from '../../src/session/scheduling/rules.ts'
import { MODERN, PLAIN } from '../support/scripted-peer.ts'
import { SessionPeer } from './session-peer.ts'

async function inbox(capabilities = MODERN, profile: Partial<Profile> = {}): Promise<SessionPeer> {
  const peer = SessionPeer.open(capabilities, { profile }, capabilities === PLAIN ? '' : 'QRESYNC')
  await peer.selects(select('INBOX', false), [1, 2, 3, 5, 8])
  if (capabilities === PLAIN) await peer.plays('C: t91 UID SEARCH ALL\nS: * SEARCH 1 2 3 5 8\nS: t91 OK done')
  peer.log.news()
  return peer
}

/** The names of the commands that have just been written. */
function written(peer: SessionPeer): readonly string[] {
  return peer
    .take()
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\S+ /, ''))
}

function codeOf(peer: SessionPeer, entry: Entry): unknown {
  try {
    peer.resultOf(entry)
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test('later commands overtake one that is blocked', async () => {
  const peer = await inbox()
  peer.submit(store('1:3', { add: ['k'] }, {}))
  peer.submit(search({ keyword: 'k' }))
  peer.submit(fetch('1:3', { envelope: true }, {}))
  peer.submit(status('Archive', ['messages']))
  assert.deepEqual(written(peer), [
    'UID STORE 1:3 +FLAGS (k)',
    'UID FETCH 1:3 (UID ENVELOPE)',
    'STATUS Archive (MESSAGES)',
  ])
})

test('what is not blocked is written at once, in the order of submission', async () => {
  const peer = await inbox()
  for (const uid of [5, 1, 3]) peer.submit(fetch(uid, { flags: true }, {}))
  assert.deepEqual(written(peer), ['UID FETCH 5 (UID FLAGS)', 'UID FETCH 1 (UID FLAGS)', 'UID FETCH 3 (UID FLAGS)'])
})

test('a command never overtakes an earlier one it conflicts with, even if that one is still queued', async () => {
  const peer = await inbox()
  const first = peer.submit(store('1:3', { add: ['k'] }, {}))
  peer.submit(store('3:5', { add: ['k'] }, {}))
  peer.submit(store('5:8', { add: ['k'] }, {}))
  assert.deepEqual(written(peer), ['UID STORE 1:3 +FLAGS (k)'])
  peer.send(`${first.tag} OK done\r\n`)
  assert.deepEqual(written(peer), ['UID STORE 3:5 +FLAGS (k)'])
})

test('nothing starves: a change goes out although reads keep coming', async () => {
  const peer = await inbox()
  const first = peer.submit(fetch('1:3', { flags: true }, {}))
  written(peer)
  const change = peer.submit(store('1:3', { add: ['k'] }, {}))
  const reads = [1, 2, 3].map((uid) => peer.submit(fetch(uid, { flags: true }, {})))
  assert.deepEqual(written(peer), [], 'reads submitted later do not pass the change')
  peer.send(`${first.tag} OK done\r\n`)
  assert.deepEqual(written(peer), ['UID STORE 1:3 +FLAGS (k)'])
  peer.send(`${change.tag} OK done\r\n`)
  assert.equal(written(peer).length, reads.length)
})

test('what a command waits for is found without comparing it with everything, and nothing is missed', async () => {
  const peer = await inbox()
  const commands = [
    () => noop(),
    () => fetch('1:3', { flags: true }, {}),
    () => fetch('5', { envelope: true }, {}),
    () => fetch('1:2', { size: true }, { by: 'sequence' }),
    () => search({ seen: true }),
    () => store('2:5', { add: ['k'] }, {}),
    () => copy('1', 'A', {}),
    () => uidExpunge('3:8', {}),
    () => append('A', 'x', {}),
    () => status('A', ['messages']),
    () => status('B', ['unseen']),
    () => list('*', {}),
    () => list('Lists/%', {}),
    () => list('News/%', { status: ['messages'] }),
    () => create('A'),
    () => select('B', false),
    () => select('INBOX', false),
  ] as readonly (() => Command<unknown, never>)[]
  const entries: Entry[] = []
  let state = 7
  for (let i = 0; i < 300; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    entries.push(peer.submit(commands[state % commands.length]!()))
  }
  for (const [place, later] of entries.entries()) {
    const wanted = entries.slice(0, place).flatMap((earlier) => {
      const wait = mustWait(earlier.plan!.footprint, later.plan!.footprint, undefined)
      return wait === undefined ? [] : [`${earlier.tag} ${wait.rule} ${wait.until}`]
    })
    const found = [...(later.blockers ?? [])].map(([{ tag }, { rule, until }]) => `${tag} ${rule} ${until}`)
    assert.deepEqual(found.toSorted(), wanted.toSorted(), later.command.name)
  }
})

test('R8: a command with `after` waits for the OK, and is written then', async () => {
  const peer = await inbox()
  const copied = peer.submit(copy('1:3', 'Archive', {}))
  peer.submit(status('Lists', ['messages']), [copied])
  assert.deepEqual(written(peer), ['UID COPY 1:3 Archive'])
  peer.send(`${copied.tag} OK done\r\n`)
  assert.deepEqual(written(peer), ['STATUS Lists (MESSAGES)'])
})

test('R8: after NO the whole chain fails unsent', async () => {
  const peer = await inbox()
  const copied = peer.submit(copy('1:3', 'Nowhere', {}))
  const flagged = peer.submit(store('1:3', { add: ['\\Deleted'] }, {}), [copied])
  const expunged = peer.submit(uidExpunge('1:3', {}), [flagged])
  written(peer)
  peer.send(`${copied.tag} NO [TRYCREATE] no such mailbox\r\n`)
  assert.deepEqual(written(peer), [])
  assert.deepEqual([codeOf(peer, flagged), codeOf(peer, expunged)], ['ERR_IMAP_DEPENDENCY', 'ERR_IMAP_DEPENDENCY'])
})

test('R8: a command that needs one which has already failed is refused, one that needs a done one is sent', async () => {
  const peer = await inbox()
  const failed = peer.submit(create('Lists'))
  const done = peer.submit(noop())
  written(peer)
  peer.send(`${failed.tag} NO no\r\n${done.tag} OK done\r\n`)
  const refused = peer.submit(status('Lists', ['messages']), [failed])
  peer.submit(status('Archive', ['messages']), [done])
  assert.deepEqual(written(peer), ['STATUS Archive (MESSAGES)'])
  assert.equal(codeOf(peer, refused), 'ERR_IMAP_DEPENDENCY')
})

test('R8: a command that needs a cancelled one fails unsent', async () => {
  const peer = await inbox()
  const blocker = peer.submit(store('1', { add: ['k'] }, {}))
  const first = peer.submit(store('1', { remove: ['k'] }, {}))
  const second = peer.submit(status('Archive', ['messages']), [first])
  written(peer)
  peer.session.cancel(first)
  assert.equal(codeOf(peer, second), 'ERR_IMAP_DEPENDENCY')
  peer.send(`${blocker.tag} OK done\r\n`)
  assert.deepEqual(written(peer), [])
})

test('R9: no more commands than the window are in flight', async () => {
  const peer = await inbox(MODERN, { window: 3 })
  const all = [1, 2, 3, 5, 8].map((uid) => peer.submit(fetch(uid, { flags: true }, {})))
  assert.equal(written(peer).length, 3)
  peer.send(`${all[1]!.tag} OK done\r\n`)
  assert.deepEqual(written(peer), ['UID FETCH 5 (UID FLAGS)'])
  assert.equal(peer.session.queuedCount, 1)
})

test('R9: no more octets than the window are in flight, but one large command may travel alone', async () => {
  const peer = await inbox(MODERN, { windowOctets: 200 })
  const large = peer.submit(append('Archive', 'x'.repeat(500), {}))
  peer.submit(noop())
  assert.match(peer.take(), /^A\d+ APPEND Archive \{500\+\}\r\nx{500}\r\n$/)
  peer.send(`${large.tag} OK done\r\n`)
  for (let i = 0; i < 20; i++) peer.submit(status(`Lists/number${i}`, ['messages']))
  const together = written(peer).length
  assert.ok(together > 1 && together < 20, `${together} in flight`)
})

for (const [refusal, why] of [
  ['NO [THROTTLED] slower please', 'by its code'],
  ['NO Request is throttled.', 'by Exchange’s words'],
  ['BAD [UNAVAILABLE] too much', 'by code in a BAD'],
] as const) {
  test(`R9: the window is halved when the server asks to slow down, ${why}`, async () => {
    const peer = await inbox(MODERN, { window: 8 })
    const all = Array.from({ length: 20 }, (_, i) => peer.submit(fetch(i + 1, { flags: true }, {})))
    assert.equal(written(peer).length, 8)
    peer.send(`${all[0]!.tag} ${refusal}\r\n`)
    assert.deepEqual(peer.log.news('degraded'), ['degraded window'])
    assert.equal(written(peer).length, 0)
    for (const entry of all.slice(1, 4)) peer.send(`${entry.tag} OK done\r\n`)
    assert.equal(written(peer).length, 0, 'four are still in flight')
    peer.send(`${all[4]!.tag} OK done\r\n`)
    assert.equal(written(peer).length, 1)
  })
}

test('R9: an OK that says it is throttled slows down, too', async () => {
  const peer = await inbox(MODERN, { window: 8 })
  const all = Array.from({ length: 20 }, (_, i) => peer.submit(fetch(i + 1, { flags: true }, {})))
  written(peer)
  peer.send(`${all[0]!.tag} OK Success [THROTTLED]\r\n`)
  assert.deepEqual(peer.log.news('degraded'), ['degraded window'])
})

test('R9: in peace the window grows again, and every step is told', async () => {
  const peer = await inbox(MODERN, { window: 8 })
  const all = Array.from({ length: 20 }, (_, i) => peer.submit(fetch(i + 1, { flags: true }, {})))
  written(peer)
  for (const i of [0, 1, 2]) peer.send(`${all[i]!.tag} NO [THROTTLED] slower\r\n`)
  for (let i = 3; i < 8; i++) peer.send(`${all[i]!.tag} OK done\r\n`)
  assert.equal(written(peer).length, 1)
  peer.log.news()
  peer.now += 29_999
  peer.send(`${all[8]!.tag} OK done\r\n`)
  assert.equal(written(peer).length, 1)
  for (const [width, at] of [
    [2, 9],
    [4, 10],
  ] as const) {
    peer.now += 30_000
    for (let i = at; i < at + width / 2; i++) peer.send(`${all[i]!.tag} OK done\r\n`)
    assert.equal(written(peer).length, width)
  }
  assert.deepEqual(peer.log.news('restored'), ['restored window 2', 'restored window 4'])
})

test('R9: for the time a server suggests nothing is sent but LOGOUT', async () => {
  const peer = await inbox(MODERN)
  const first = peer.submit(status('A', ['messages']))
  written(peer)
  peer.send(`${first.tag} BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds\r\n`)
  assert.deepEqual(peer.log.news('degraded'), ['degraded window', 'degraded pause'])
  const waiting = peer.submit(status('B', ['messages']))
  assert.deepEqual(written(peer), [])
  assert.equal(peer.session.deadline(), peer.now + 92415)
  peer.now += 92414
  peer.session.tick(peer.now)
  assert.deepEqual(written(peer), [])
  peer.now++
  peer.session.tick(peer.now)
  assert.deepEqual(written(peer), ['STATUS B (MESSAGES)'])
  assert.deepEqual(peer.log.news('restored'), ['restored pause 1'])
  peer.send(`${waiting.tag} NO Suggested Backoff Time: 999999999 milliseconds\r\n`)
  peer.submit(logout())
  assert.deepEqual(written(peer), ['LOGOUT'], 'whoever leaves need not wait')
})

test('R9: an ordinary refusal does not slow anything down', async () => {
  const peer = await inbox(MODERN, { window: 2 })
  const [first] = [1, 2, 3, 5].map((uid) => peer.submit(fetch(uid, { flags: true }, {})))
  written(peer)
  peer.send(`${first!.tag} NO [EXPUNGEISSUED] gone\r\n`)
  assert.deepEqual(peer.log.news('degraded'), [])
  assert.equal(written(peer).length, 1)
})

test('R1 (RFC 9051 §5.5): nothing is written between a synchronizing literal and its end', async () => {
  const peer = await inbox(PLAIN)
  const appended = peer.submit(append('Archive', 'hello', {}))
  peer.submit(noop())
  await peer.plays(`
    C: t1 APPEND Archive {5}
    C:
    S: * OK still here
    C:
    S: + go ahead
    C: hello
    C: t2 NOOP
    S: t2 OK done
    S: t1 OK [APPENDUID 9 4] done
  `)
  assert.deepEqual(peer.resultOf(appended), { mailbox: 'Archive', uidValidity: 9, uid: 4 })
})

test('R1: commands before the literal may still be running when it is negotiated', async () => {
  const peer = await inbox(PLAIN)
  const rows = peer.submit(fetch('1', { flags: true }, {}))
  peer.submit(append('Archive', 'hello', {}))
  await peer.plays(`
    C: t1 UID FETCH 1 (UID FLAGS)
    C: t2 APPEND Archive {5}
    S: + go ahead
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t1 OK done
    C: hello
    S: t2 OK done
  `)
  assert.equal(peer.itemsOf(rows).length, 1)
})

for (const refusal of ['NO [TRYCREATE] no such mailbox', 'BAD what?']) {
  test(`R1: ${refusal.split(' ')[0]} in place of "+" frees the line, and the literal is never sent`, async () => {
    const peer = await inbox(PLAIN)
    const appended = peer.submit(append('Nowhere', 'hello', {}))
    peer.submit(noop())
    await peer.plays(`
      C: t1 APPEND Nowhere {5}
      S: t1 ${refusal}
      C: t2 NOOP
      C:
      S: t2 OK done
    `)
    assert.match(String(codeOf(peer, appended)), /^ERR_IMAP_(NO|BAD)$/)
  })
}

test('R1: OK in place of "+" is a forgery and ends the connection', async () => {
  const peer = await inbox(PLAIN)
  const appended = peer.submit(append('Archive', 'hello', {}))
  await peer.plays(`
    C: t1 APPEND Archive {5}
    S: t1 OK [APPENDUID 9 4] done
    C:
  `)
  const result = peer.results.get(appended)
  assert.ok(result?.ok === false)
  assert.deepEqual(peer.log.news('disconnected'), ['disconnected ERR_IMAP_ORDER'])
  assert.equal((result.error as { outcome?: string }).outcome, 'unsent')
})

test('R1: a "+" that nobody waits for ends the connection: it could free a later literal too early', async () => {
  const peer = await inbox(PLAIN)
  await peer.plays('S: + surprise')
  assert.deepEqual(peer.log.news('disconnected'), ['disconnected ERR_IMAP_ORDER'])
})

test('R1: a "+" that comes late, behind the NO, never releases the next literal', async () => {
  const peer = await inbox(PLAIN)
  peer.submit(append('Nowhere', 'hello', {}))
  await peer.plays(`
    C: t1 APPEND Nowhere {5}
    S: t1 NO [TRYCREATE] no
    S: + too late
    C:
  `)
  assert.deepEqual(peer.log.news('disconnected'), ['disconnected ERR_IMAP_ORDER'])
})

test('R2: LOGOUT is written when everything before it is answered', async () => {
  const peer = await inbox()
  peer.submit(noop())
  peer.submit(logout())
  await peer.plays(`
    C: t1 NOOP
    C:
    S: t1 OK done
    C: t2 LOGOUT
  `)
})

test('R2 (RFC 4978 §3): COMPRESS travels alone, and nothing follows it until the layer is in place', async () => {
  const peer = await inbox(`${MODERN} COMPRESS=DEFLATE`)
  peer.submit(noop())
  peer.submit(compress())
  peer.submit(status('A', ['messages']))
  await peer.plays(`
    C: t1 NOOP
    C:
    S: t1 OK done
    C: t2 COMPRESS DEFLATE
    C:
    S: t2 OK deflating
    C:
  `)
  peer.session.layerReady('deflate')
  await peer.plays('C: t3 STATUS A (MESSAGES)')
})

test('two synchronizing literals in one command each wait for their own "+"', async () => {
  const peer = await inbox(PLAIN)
  peer.submit(search({ subject: 'a\u00e4', body: 'b\u00df' }))
  await peer.plays(`
    C: t1 UID SEARCH CHARSET UTF-8 SUBJECT {3}
    C:
    S: + one
    C: a\u00c3\u00a4 BODY {3}
    C:
    S: + two
    C: b\u00c3\u009f
    S: * SEARCH 3
    S: t1 OK done
  `)
})
