/** From the greeting to a connection that is ready: what is written when, and what is never written. */
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test, type TestContext } from 'node:test'
import type { Auth } from '../../src/auth/credentials.ts'
import { ImapError } from '../../src/errors.ts'
import { connected, MODERN, started, type Connected, type ScriptOptions } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const SECRET = 'secret-word'
const TOKEN = 'ya29.very-secret-token'

/** In the clear until STARTTLS. */
function starting(t: TestContext, options: ScriptOptions['options'] = {}): Connected {
  return started(t, { options: { security: 'starttls', ...options } })
}

/** Why it is not ready. Nothing secret may be in it, nor in anything written before TLS. */
async function failure({ imap, peer }: Connected): Promise<ImapError> {
  let error: unknown
  await imap.ready.catch((reason: unknown) => (error = reason))
  assert.ok(error instanceof ImapError, inspect(error))
  for (const secret of [SECRET, TOKEN, Buffer.from(`\0me\0${SECRET}`).toString('base64')]) {
    assert.ok(!inspect(error, { depth: 9 }).includes(secret), 'the error carries a secret')
    const clear = peer.target?.security === 'tls' ? '' : peer.written.slice(0, peer.tlsAt)
    assert.ok(!clear.includes(secret), 'a secret was written in the clear')
  }
  assert.equal(imap.closed, true)
  await drain()
  assert.ok(peer.closed, 'the transport is still open')
  return error
}

async function fails(connection: Connected, code: string, words = /./): Promise<void> {
  const error = await failure(connection)
  assert.equal(error.code, code)
  assert.match(error.message, words)
}

// --- STARTTLS ----------------------------------------------------------------------------------------

test('RFC 9051 §6.2.1: before TLS nothing but STARTTLS is written; after it all is asked anew', async (t) => {
  const connection = starting(t, { id: { name: 'imaplex' } })
  const { imap, peer, plays } = connection
  const opening = imap.select('INBOX')
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN ID LOGINDISABLED] hello
    C: t1 STARTTLS
    C:
    S: t1 OK go ahead
    C: t2 CAPABILITY
    C:
    S: * CAPABILITY IMAP4rev1
    S: t2 OK done
    C: t3 LOGIN "me" "${SECRET}"
    C: t4 SELECT INBOX
    S: t3 OK [CAPABILITY IMAP4rev1 ID] in
    C: t5 ID ("name" "imaplex")
    S: * 0 EXISTS
    S: t4 OK open
    S: * ID NIL
    S: t5 OK done
  `)
  await imap.ready
  await opening
  assert.equal(imap.secure, true)
  assert.equal(peer.written.slice(0, peer.tlsAt), 'A2 STARTTLS\r\n')
})

test('STARTTLS is tried even if the server does not announce it: somebody may have taken it out', async (t) => {
  const connection = starting(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
    C: t1 STARTTLS
    S: t1 BAD unknown command
    C:
  `)
  await fails(connection, 'ERR_IMAP_NO_STARTTLS', /refused STARTTLS/)
})

for (const [answer, code] of [
  ['t1 NO not today', 'ERR_IMAP_NO_STARTTLS'],
  ['t1 BAD what', 'ERR_IMAP_NO_STARTTLS'],
  ['t1 MAYBE later', 'ERR_IMAP_MALFORMED'],
  ['t1 BYE', 'ERR_IMAP_BYE'],
  ['+ go on', 'ERR_IMAP_ORDER'],
  ['* BYE leaving', 'ERR_IMAP_TIMEOUT'],
  ['zz OK go ahead', 'ERR_IMAP_ORDER'],
] as const) {
  test(`STARTTLS answered "${answer}" never leads to a login`, async (t) => {
    const connection = starting(t)
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello
      C: t1 STARTTLS
      S: ${answer}
      C:
    `)
    await connection.clock.pass(30_000)
    const error = await failure(connection)
    if (!answer.startsWith('* BYE')) assert.equal(error.code, code)
    assert.match(connection.peer.written, /^\S+ STARTTLS\r\n$/)
  })
}

for (const residue of ['* CAPABILITY IMAP4rev1 AUTH=PLAIN', 't2 OK done', '* BYE', ' ']) {
  test(`octets behind the OK of STARTTLS are fatal: ${JSON.stringify(residue)}`, async (t) => {
    const connection = starting(t)
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello
      C: t1 STARTTLS
      S: t1 OK go ahead
      S: ${residue}
    `)
    await fails(connection, 'ERR_IMAP_STARTTLS_INJECTION')
    assert.match(connection.peer.written, /^\S+ STARTTLS\r\n$/)
  })
}

test('capabilities slipped in before the OK of STARTTLS, or in its code, are forgotten', async (t) => {
  const connection = starting(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello
    C: t1 STARTTLS
    S: * CAPABILITY IMAP4rev1 LITERAL+ ENABLE QRESYNC
    S: * ENABLED QRESYNC
    S: * 3 EXISTS
    S: t1 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR LOGINDISABLED] go ahead
    C: t2 CAPABILITY
    S: * CAPABILITY IMAP4rev1
    S: t2 OK done
    C: t3 LOGIN "me" "${SECRET}"
    S: t3 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
  assert.deepEqual([...connection.imap.capabilities], ['IMAP4REV1'])
  assert.deepEqual([...connection.imap.enabled], [])
})

test('RFC 9051 §7.1.4: PREAUTH where STARTTLS is required is refused, and nothing is written', async (t) => {
  const connection = starting(t)
  const append = connection.imap.append('Drafts', 'private')
  await connection.plays('S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello')
  await fails(connection, 'ERR_IMAP_PREAUTH')
  await assert.rejects(append, { outcome: 'unsent' })
  assert.equal(connection.peer.written, '')
})

test('a reply to STARTTLS before it was written is a forgery', async (t) => {
  const connection = starting(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello
    S: A1 OK go ahead
    S: A2 OK go ahead
  `)
  await fails(connection, 'ERR_IMAP_ORDER')
})

test('after a failed start nothing can be written any more, by any method', async (t) => {
  const connection = starting(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 STARTTLS
    S: t1 NO
  `)
  await failure(connection)
  const { imap, peer } = connection
  const before = peer.written
  for (const token of [imap.append('A', 'x'), imap.noop(), imap.select('A'), imap.logout(), imap.capability()]) {
    await assert.rejects(token, { outcome: 'unsent' })
  }
  assert.equal(peer.written, before)
})

test('a stall at any step ends at the one deadline', async (t) => {
  const steps = [
    'S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hello\nC: t1 STARTTLS',
    'S: t1 OK go ahead\nC: t2 CAPABILITY',
    `S: * CAPABILITY IMAP4rev1\nS: t2 OK\nC: t3 LOGIN "me" "${SECRET}"`,
    'S: t3 OK in\nC: t4 CAPABILITY',
  ]
  for (let reached = 0; reached <= steps.length; reached++) {
    const connection = starting(t, { connectTimeout: 10_000 })
    for (const step of steps.slice(0, reached)) {
      await connection.clock.pass(1_000)
      await connection.plays(step)
    }
    await connection.clock.pass(9_999 - reached * 1_000)
    assert.equal(connection.imap.closed, false)
    await connection.clock.pass(1)
    await fails(connection, 'ERR_IMAP_TIMEOUT')
  }
})

test('a transport that never connects ends at the deadline', async (t) => {
  const connection = started(t, { peer: { silent: true }, options: { connectTimeout: 5_000 } })
  await connection.clock.pass(5_000)
  let error: unknown
  await connection.imap.ready.catch((reason: unknown) => (error = reason))
  assert.ok(error instanceof ImapError)
  assert.equal(error.code, 'ERR_IMAP_TIMEOUT')
})

test('credentials that never come end at the deadline', async (t) => {
  const auth: Auth = () => new Promise(() => {})
  const connection = started(t, { options: { auth, connectTimeout: 5_000 } })
  await connection.plays('S: * OK [CAPABILITY IMAP4rev1] hello')
  await connection.clock.pass(5_000)
  await drain()
  const outcome = await Promise.race([
    connection.imap.ready.catch((e: unknown) => e),
    drain().then(() => 'still waiting'),
  ])
  assert.equal((outcome as ImapError).code, 'ERR_IMAP_TIMEOUT')
})

test('an aborted signal ends connecting', async (t) => {
  const abort = new AbortController()
  const connection = started(t, { options: { signal: abort.signal } })
  await connection.plays('S: * OK [CAPABILITY IMAP4rev1] hello')
  abort.abort('enough')
  await fails(connection, 'ERR_IMAP_CLOSED')
})

// --- greetings ---------------------------------------------------------------------------------------

for (const greeting of [
  '* NO hello',
  '* BAD hello',
  '* XYZ',
  '+ hi',
  'A1 OK hi',
  '* 3 EXISTS',
  '* CAPABILITY IMAP4rev1',
  'HTTP/1.1 400 Bad Request',
  'SSH-2.0-OpenSSH_9.2p1',
  '220 mail.example.org ESMTP',
  '+OK POP3 ready',
  '',
]) {
  test(`a greeting that is none ends the connection: ${JSON.stringify(greeting)}`, async (t) => {
    const connection = started(t)
    await connection.plays(`S: ${greeting}`)
    await fails(connection, 'ERR_IMAP_GREETING')
    assert.equal(connection.peer.written, '')
  })
}

test('BYE as the greeting is the server’s refusal, in its words', async (t) => {
  const connection = started(t)
  await connection.plays('S: * BYE too many connections')
  await fails(connection, 'ERR_IMAP_BYE', /too many connections/)
  assert.equal(connection.peer.written, '')
})

test('a connection closed before the greeting', async (t) => {
  const connection = started(t)
  await drain()
  connection.peer.finish()
  await fails(connection, 'ERR_IMAP_CLOSED')
})

test('a TLS record where a greeting was expected names the wrong port', async (t) => {
  const connection = starting(t)
  await drain()
  connection.peer.send('\x15\x03\x01\x00\x02\x02\x46')
  await fails(connection, 'ERR_IMAP_WRONG_PORT', /speaks TLS/)
})

test('more than a hundred lines before login end the connection', async (t) => {
  const connection = started(t)
  await connection.plays('S: * OK [CAPABILITY IMAP4rev1] hello')
  await connection.plays('S: * 3 EXISTS\n'.repeat(101))
  await fails(connection, 'ERR_IMAP_LIMIT')
})

test('RFC 9051 §11.3: what is no business of anybody’s before login changes nothing', async (t) => {
  const connection = started(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    S: * LIST () "/" evil
    S: * 3 EXISTS
    S: * 1 FETCH (UID 1 FLAGS ())
    S: * SEARCH 1
    S: * ENABLED QRESYNC
    C: t1 LOGIN "me" "${SECRET}"
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
  assert.deepEqual([...connection.imap.enabled], [])
  assert.deepEqual(connection.log.news(), ['connected'])
})

// --- logging in --------------------------------------------------------------------------------------

test('a wrong password: who refused, why, and that trying again is useless', async (t) => {
  const connection = started(t)
  const opening = connection.imap.select('INBOX')
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "${SECRET}"
    C: t2 SELECT INBOX
    S: t1 NO [AUTHENTICATIONFAILED] wrong
  `)
  const error = await failure(connection)
  assert.deepEqual(
    [error.name, error.code, (error as { retryable?: boolean }).retryable],
    ['AuthenticationError', 'ERR_IMAP_AUTHENTICATION', false],
  )
  await assert.rejects(opening)
})

for (const [text, retryable] of [
  ['[UNAVAILABLE] backend down', true],
  ['[LIMIT] too many simultaneous connections', true],
  ['[AUTHENTICATIONFAILED] no', false],
  ['no', false],
] as const) {
  test(`a login refused with ${text} is ${retryable ? 'worth' : 'not worth'} another try`, async (t) => {
    const connection = started(t)
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1] hello
      C: t1 LOGIN "me" "${SECRET}"
      S: t1 NO ${text}
    `)
    assert.equal(((await failure(connection)) as { retryable?: boolean }).retryable, retryable)
  })
}

test('LOGINDISABLED: PLAIN instead, with SASL-IR in one round trip', async (t) => {
  const connection = started(t)
  const plain = Buffer.from(`\0me\0${SECRET}`).toString('base64')
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=PLAIN SASL-IR] hello
    C: t1 AUTHENTICATE PLAIN ${plain}
    C:
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
})

test('LOGINDISABLED and no mechanism: nothing is sent, and the offer is named', async (t) => {
  const connection = started(t)
  await connection.plays('S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] hello')
  await fails(connection, 'ERR_IMAP_AUTHENTICATION', /AUTH=GSSAPI/)
  assert.equal(connection.peer.written, '')
})

test('without SASL-IR the response waits for the "+" (RFC 4959)', async (t) => {
  const connection = started(t, { options: { auth: { user: 'me', password: SECRET, mechanism: 'PLAIN' } } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello
    C: t1 AUTHENTICATE PLAIN
    C:
    S: + 
    C: ${Buffer.from(`\0me\0${SECRET}`).toString('base64')}
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
})

test('the error challenge of XOAUTH2 is answered with an empty line, and its words are in the error', async (t) => {
  const connection = started(t, { options: { auth: { user: 'me', accessToken: TOKEN } } })
  const challenge = Buffer.from('{"status":"400","schemes":"bearer","scope":"https://mail.example.org/"}').toString(
    'base64',
  )
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hello
    C: t1 AUTHENTICATE XOAUTH2 ${Buffer.from(`user=me\x01auth=Bearer ${TOKEN}\x01\x01`).toString('base64')}
    S: + ${challenge}
  `)
  assert.equal(connection.dialogue.unread(), '\r\n')
  await connection.plays('S: t1 NO failed')
  await fails(connection, 'ERR_IMAP_AUTHENTICATION', /400/)
})

test('a challenge that is no base64 gives the exchange up, whatever the server says to that', async (t) => {
  for (const reply of ['BAD cancelled', 'NO cancelled', 'OK [CAPABILITY IMAP4rev1] never mind']) {
    const connection = started(t, { options: { auth: { user: 'me', password: SECRET, mechanism: 'PLAIN' } } })
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello
      C: t1 AUTHENTICATE PLAIN ${Buffer.from(`\0me\0${SECRET}`).toString('base64')}
      S: + !!!
      C: *
      S: t1 ${reply}
    `)
    // It is not about the password, so nobody shall be told to look for another one.
    await fails(connection, 'ERR_IMAP_SASL', /no base64/)
  }
})

test('a "+" before AUTHENTICATE is never kept for it', async (t) => {
  const connection = started(t, { options: { auth: { user: 'me', password: SECRET, mechanism: 'PLAIN' } } })
  await connection.plays(`
    S: * OK hello
    S: + early
  `)
  await fails(connection, 'ERR_IMAP_ORDER')
  assert.ok(!connection.peer.written.includes('AUTHENTICATE'))
})

test('nothing travels with AUTHENTICATE: Cyrus throws it away', async (t) => {
  const connection = started(t, { options: { auth: { user: 'me', password: SECRET, mechanism: 'PLAIN' } } })
  const opening = connection.imap.select('INBOX')
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR ENABLE QRESYNC] hello
    C: t1 AUTHENTICATE PLAIN ${Buffer.from(`\0me\0${SECRET}`).toString('base64')}
    C:
    S: t1 OK [CAPABILITY IMAP4rev1 ENABLE QRESYNC] in
  `)
  assert.match(connection.dialogue.unread(), /ENABLE/)
  void opening.catch(() => {})
})

test('capabilities of before the login do not count after it (RFC 9051 §6.2.2)', async (t) => {
  const connection = started(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 ESEARCH LITERAL+] hello
    C: t1 LOGIN "me" "${SECRET}"
    S: t1 OK in
    C: t2 CAPABILITY
  `)
  assert.deepEqual([...connection.imap.capabilities], [])
  await connection.plays(`
    S: * CAPABILITY IMAP4rev1 MOVE
    S: t2 OK done
  `)
  await connection.imap.ready
  assert.deepEqual([...connection.imap.capabilities], ['IMAP4REV1', 'MOVE'])
})

test('a server that refuses ENABLE is used without', async (t) => {
  const connection = started(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 ENABLE QRESYNC] hello
    C: t1 LOGIN "me" "${SECRET}"
    C: t2 ENABLE CONDSTORE QRESYNC
    S: t1 OK [CAPABILITY IMAP4rev1 ENABLE QRESYNC] in
    S: t2 BAD unknown extension
  `)
  await connection.imap.ready
  assert.deepEqual([...connection.imap.enabled], [])
})

test('PREAUTH over TLS is as good as a login: QRESYNC is enabled, lines may be long', async (t) => {
  const connection = started(t)
  const opening = connection.imap.select('INBOX')
  await connection.plays(`
    S: * PREAUTH [CAPABILITY ${MODERN}] welcome
    C: t1 ENABLE CONDSTORE QRESYNC
    S: * ENABLED CONDSTORE QRESYNC
    S: t1 OK done
    C: t2 SELECT INBOX
    S: * 0 EXISTS
    S: t2 OK open
  `)
  await connection.imap.ready
  await opening
  assert.ok(connection.imap.enabled.has('QRESYNC'))
  await connection.plays(`S: * OK ${'x'.repeat(100_000)}`)
  assert.equal(connection.imap.closed, false)
})

test('ENABLE that is offered after the login only is too late for a SELECT that went out with it; nothing breaks', async (t) => {
  const connection = started(t)
  const opening = connection.imap.select('INBOX')
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "${SECRET}"
    C: t2 SELECT INBOX
    S: t1 OK [CAPABILITY ${MODERN}] in
    S: * 0 EXISTS
    S: t2 OK open
    C:
  `)
  await connection.imap.ready
  await opening
  assert.deepEqual([...connection.imap.enabled], [])
})

test('commands submitted before the connection is up go out with the login, changes behind its OK', async (t) => {
  const connection = started(t)
  const { imap, peer, plays } = connection
  const opening = imap.select('INBOX')
  const rows = imap.fetch('1', { flags: true })
  const change = imap.store('1', { add: ['k'] })
  await plays(`S: * OK [CAPABILITY ${MODERN}] hello`)
  assert.equal(peer.writes.length, 1, 'one write')
  await plays(`
    C: t1 LOGIN "me" "${SECRET}"
    C: t2 ENABLE CONDSTORE QRESYNC
    C: t3 SELECT INBOX
    C: t4 UID FETCH 1 (UID FLAGS)
    C:
    S: t1 OK [CAPABILITY ${MODERN}] in
    S: * ENABLED CONDSTORE QRESYNC
    S: t2 OK done
    S: * 1 EXISTS
    S: * OK [UIDVALIDITY 7] valid
    S: * OK [UIDNEXT 2] next
    S: t3 OK [READ-WRITE] open
    C:
    S: * 1 FETCH (UID 1 FLAGS ())
    S: t4 OK done
    C: t5 UID STORE 1 +FLAGS (k)
    S: t5 OK done
  `)
  await Promise.all([imap.ready, opening, rows, change])
})

test('COMPRESS comes behind the login, alone on the line (RFC 4978)', async (t) => {
  const connection = started(t, { options: { compress: true } })
  const { imap, peer, plays } = connection
  const found = imap.status('A', ['messages', 'highestModSeq'])
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "${SECRET}"
    S: t1 OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE CONDSTORE] in
    C: t2 COMPRESS DEFLATE
    C:
    S: t2 OK deflating
    C: t3 STATUS A (MESSAGES HIGHESTMODSEQ)
    S: * STATUS A (MESSAGES 1 HIGHESTMODSEQ 2)
    S: t3 OK done
  `)
  await imap.ready
  assert.equal(peer.compressed, true)
  assert.equal((await found).messages, 1)
})

test('a server that refuses COMPRESS is used without', async (t) => {
  const connection = started(t, { options: { compress: true } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "${SECRET}"
    S: t1 OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] in
    C: t2 COMPRESS DEFLATE
    S: t2 NO not now
  `)
  await connection.imap.ready
  assert.equal(connection.peer.compressed, false)
})

test('connected and disconnected are events', async (t) => {
  const connection = started(t)
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1] hello
    C: t1 LOGIN "me" "${SECRET}"
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
  const [up] = connection.log.events.filter(({ type }) => type === 'connected')
  assert.ok(up?.type === 'connected')
  assert.deepEqual([up.secure, up.greeting], [true, 'hello'])
  connection.imap.close()
  await drain()
  assert.deepEqual(connection.log.news('disconnected'), ['disconnected ERR_IMAP_CLOSED'])
})

test('a connection says nothing secret about itself', async (t) => {
  const { imap } = await connected(t)
  assert.ok(!inspect(imap, { depth: 20, showHidden: true }).includes(SECRET))
  assert.ok(!JSON.stringify(imap).includes(SECRET))
})

for (const [what, greeting, options] of [
  ['Courier', 'Courier-IMAP ready.', {}],
  ['a profile', 'hello', { profile: { commandsBehindLogin: false } }],
] as const) {
  test(`LOGIN travels alone for ${what}`, async (t) => {
    const connection = starting(t, { security: 'insecure-plaintext', ...options })
    const selected = connection.imap.select('INBOX')
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1 ENABLE] ${greeting}
      C: t1 LOGIN "me" "${SECRET}"
    `)
    assert.equal(connection.dialogue.unread(), '')
    await connection.plays(`
      S: t1 OK [CAPABILITY IMAP4rev1 ENABLE] in
      C: t2 SELECT INBOX
      S: * 0 EXISTS
      S: t2 OK
    `)
    assert.equal((await selected).messages, 0)
  })
}
