/** Authentication as a whole connection sees it: which mechanism, on what lines, and what is never done. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { inspect } from 'node:util'
import type { Auth } from '../../src/auth/credentials.ts'
import { ImapError } from '../../src/errors.ts'
import { SaslPeer, type SaslPeerOptions, type ServerRun } from '../support/sasl-peer.ts'
import { ScramServer, type ScramServerOptions } from '../support/scram-server.ts'
import { started, type Connected } from '../support/scripted-peer.ts'
import { drain } from '../support/virtual-clock.ts'

const PASSWORD = 'hunter2-hunter2'
const ME: Auth = { user: 'me', password: PASSWORD }
const base64 = (text: string): string => Buffer.from(text).toString('base64')

interface Met extends Connected {
  readonly sasl: SaslPeer
}

/** A connection to a server that has just greeted. */
async function meets(t: TestContext, auth: Auth, options: Omit<SaslPeerOptions, 'send'>): Promise<Met> {
  const connection = started(t, { options: { auth, randomNonce: () => 'fixed' } })
  const sasl = new SaslPeer({ ...options, send: (octets) => connection.peer.send(octets) })
  connection.peer.onWrite = (octets) => sasl.receive(octets)
  await drain()
  sasl.greet()
  return { ...connection, sasl }
}

/** Why it is not ready; no secret is in it, in whatever form. */
async function failure({ imap, peer }: Connected): Promise<ImapError> {
  const error: unknown = await imap.ready.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof ImapError, inspect(error))
  assert.ok(!inspect(error, { depth: 9 }).includes('hunter2'), 'the error carries the password')
  await drain()
  assert.ok(imap.closed && peer.closed)
  return error
}

const scramServer = (options: Partial<ScramServerOptions> = {}): ScramServer =>
  new ScramServer({ hash: 'SHA-256', user: 'me', password: PASSWORD, ...options })

/** The names of the mechanisms tried, in order. */
const tried = ({ sasl }: Met): string[] =>
  sasl.lines.flatMap((line) => (/^\S+ (?:AUTHENTICATE|LOGIN)/.test(line) ? [line.split(' ').slice(1).join(' ')] : []))

for (const hash of ['SHA-1', 'SHA-256', 'SHA-512'] as const) {
  for (const saslIr of [true, false]) {
    test(`SCRAM-${hash} ${saslIr ? 'with' : 'without'} SASL-IR (RFC 4959)`, async (t) => {
      const server = scramServer({ hash })
      const capabilities = `IMAP4rev1 AUTH=PLAIN AUTH=SCRAM-${hash}${saslIr ? ' SASL-IR' : ''}`
      const connection = await meets(t, ME, { capabilities, mechanism: () => server })
      await connection.imap.ready
      const first = base64('n,,n=me,r=fixed')
      assert.deepEqual(tried(connection), [`AUTHENTICATE SCRAM-${hash}${saslIr ? ` ${first}` : ''}`])
      assert.equal(connection.sasl.lines[1] === first, !saslIr)
      // the server's signature is answered with nothing
      assert.equal(connection.sasl.lines.at(-1), '')
      assert.ok(!connection.peer.written.includes(base64(PASSWORD)))
    })
  }
}

test('a refused SCRAM is not followed by anything weaker, and what the server said is in the error', async (t) => {
  const connection = await meets(
    t,
    { user: 'me', password: `not ${PASSWORD}` },
    {
      capabilities: 'IMAP4rev1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN SASL-IR',
      mechanism: () => scramServer(),
    },
  )
  const error = await failure(connection)
  assert.deepEqual([error.name, error.code], ['AuthenticationError', 'ERR_IMAP_AUTHENTICATION'])
  assert.match(error.message, /^AUTHENTICATE SCRAM-SHA-256 was refused: refused \(invalid-proof\)$/)
  assert.equal(tried(connection).length, 1)
})

test('a mechanism that is announced and said to be missing is not followed by a weaker one', async (t) => {
  const connection = await meets(t, ME, {
    capabilities: 'IMAP4rev1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN AUTH=LOGIN SASL-IR',
    mechanism: () => 'NO unsupported authentication mechanism',
  })
  assert.equal((await failure(connection)).code, 'ERR_IMAP_AUTHENTICATION')
  assert.equal(tried(connection).length, 1)
})

const CHEATS: Readonly<Record<string, NonNullable<ScramServerOptions['cheat']>>> = {
  'a nonce that is not ours': { first: (first) => first.replace('fixed', 'other') },
  'too few iterations': { first: (first) => first.replace('4096', '1') },
  'too many iterations': { first: (first) => first.replace('4096', '2147483647') },
  'an extension that must be understood': { first: (first) => `m=x,${first}` },
  'a wrong signature': { final: () => 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=' },
}

for (const [what, cheat] of Object.entries(CHEATS)) {
  test(`${what}: the exchange is cancelled and the connection ends, whatever the server says then`, async (t) => {
    for (const refusal of ['BAD cancelled', 'OK never mind']) {
      const connection = await meets(t, ME, {
        capabilities: 'IMAP4rev1 AUTH=SCRAM-SHA-256 AUTH=PLAIN SASL-IR',
        mechanism: () => scramServer({ cheat }),
      })
      connection.peer.onWrite = (octets) => {
        if (octets === '*\r\n') connection.peer.send(`${connection.sasl.lines[0]!.split(' ')[0]} ${refusal}\r\n`)
        else connection.sasl.receive(octets)
      }
      const selecting = connection.imap.select('INBOX')
      const error = await failure(connection)
      assert.deepEqual([error.name, error.code], ['ProtocolError', 'ERR_IMAP_SASL'], refusal)
      assert.ok(connection.peer.written.endsWith('\r\n*\r\n'), 'not cancelled, or something was written after it')
      if (cheat.first !== undefined) assert.equal(connection.sasl.lines.length, 1)
      await assert.rejects(async () => await selecting, ImapError)
    }
  })
}

test('OK without a proof that the server knows the password logs nobody in', async (t) => {
  const atOnce: ServerRun = { accepted: true, answer: () => undefined }
  const takesBack = { final: () => 'e=other-error' }
  for (const run of [atOnce, scramServer({ hash: 'SHA-1', cheat: takesBack })]) {
    const connection = await meets(t, ME, { capabilities: 'IMAP4rev1 AUTH=SCRAM-SHA-1 SASL-IR', mechanism: () => run })
    const selecting = connection.imap.select('INBOX')
    const error = await failure(connection)
    assert.deepEqual([error.name, error.code], ['ProtocolError', 'ERR_IMAP_SASL'])
    assert.match(error.message, /accepted SCRAM-SHA-1 without a proof/)
    assert.ok(!/SELECT|CAPABILITY|ENABLE/.test(connection.peer.written))
    await assert.rejects(async () => await selecting, ImapError)
  }
})

test('"+" or OK in the time that an answer takes breaks the order', async (t) => {
  for (const more of ['+ cj1maXhlZA==', 't1 OK [CAPABILITY IMAP4rev1] in']) {
    const connection = started(t, { options: { auth: ME, randomNonce: () => 'fixed' } })
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR] hello
      C: t1 AUTHENTICATE SCRAM-SHA-256 ${base64('n,,n=me,r=fixed')}
      S: + ${base64('r=fixedserver,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')}
      S: ${more}
    `)
    assert.equal((await failure(connection)).code, 'ERR_IMAP_ORDER', more)
  }
})

test('a refusal in the time that an answer takes is a refusal, and the answer is not sent any more', async (t) => {
  const connection = started(t, { options: { auth: ME, randomNonce: () => 'fixed' } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR] hello
    C: t1 AUTHENTICATE SCRAM-SHA-256 ${base64('n,,n=me,r=fixed')}
    S: + ${base64('r=fixedserver,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')}
    S: t1 NO [UNAVAILABLE] later
  `)
  const error = await failure(connection)
  assert.deepEqual([error.code, (error as { retryable?: boolean }).retryable], ['ERR_IMAP_AUTHENTICATION', true])
  assert.equal(connection.dialogue.unread(), '')
})

test('a connection lost in the time that an answer takes is lost', async (t) => {
  const connection = started(t, { options: { auth: ME, randomNonce: () => 'fixed' } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR] hello
    C: t1 AUTHENTICATE SCRAM-SHA-256 ${base64('n,,n=me,r=fixed')}
  `)
  connection.peer.send(`+ ${base64('r=fixedserver,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')}\r\n`)
  connection.peer.reset()
  assert.equal((await failure(connection)).code, 'ERR_IMAP_CLOSED')
})

test('a connection that ends after any octet of the server fails with the reason, and nobody is logged in', async (t) => {
  const transcript = async (at: number): Promise<number> => {
    const cut = { direction: 'toClient', at, kind: 'fin' } as const
    const connection = started(t, { peer: { cut }, options: { auth: ME, randomNonce: () => 'fixed' } })
    const sasl = new SaslPeer({
      capabilities: 'IMAP4rev1 AUTH=SCRAM-SHA-256 SASL-IR',
      mechanism: () => scramServer(),
      send: (octets) => connection.peer.send(octets),
    })
    connection.peer.onWrite = (octets) => sasl.receive(octets)
    await drain()
    sasl.greet()
    if (at === Infinity) await connection.imap.ready
    else assert.match((await failure(connection)).code, /^ERR_IMAP_(CLOSED|CONNECT)$/)
    return connection.peer.sent
  }
  const whole = await transcript(Infinity)
  assert.ok(whole > 200)
  for (let at = 1; at < whole; at++) await transcript(at)
})

test('whatever the server repeats of what we said does not get into the error', async (t) => {
  for (const mechanism of ['SCRAM-SHA-256', 'PLAIN', 'CRAM-MD5'] as const) {
    const said: string[] = []
    const run: ServerRun = mechanism === 'CRAM-MD5' ? cramServer() : scramServer({ password: 'another' })
    const connection = started(t, { options: { auth: { user: 'me', password: PASSWORD, mechanism } } })
    const sasl = new SaslPeer({
      capabilities: `IMAP4rev1 AUTH=${mechanism} SASL-IR`,
      mechanism: () => (mechanism === 'PLAIN' ? { accepted: false, answer: () => undefined } : run),
      send: (octets) =>
        connection.peer.send(octets.replace('refused', said.map((each) => `${each} ${atob(each)}`).join(' '))),
    })
    connection.peer.onWrite = (octets) => {
      said.push(
        ...octets
          .trim()
          .split(' ')
          .slice(-1)
          .filter((word) => /^[\w+/]{8,}=*$/.test(word)),
      )
      sasl.receive(octets)
    }
    await drain()
    sasl.greet()
    const error = await failure(connection)
    assert.ok(said.length > 0)
    for (const each of said) {
      const proof = /p=(.*)/.exec(atob(each))?.[1] ?? / ([0-9a-f]{32})$/.exec(atob(each))?.[1] ?? each
      assert.ok(!inspect(error, { depth: 9 }).includes(each), mechanism)
      assert.ok(!inspect(error, { depth: 9 }).includes(proof), mechanism)
    }
    assert.match(error.message, /<secret>/)
  }
})

test('an alert or a BYE that repeats the password shows it neither as event nor as error', async (t) => {
  for (const auth of [ME, { ...ME, mechanism: 'PLAIN' }] as const) {
    const connection = started(t, { options: { auth } })
    await connection.plays('S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hello')
    connection.peer.send(`* NO [ALERT] no ${PASSWORD}\r\n* BYE ${PASSWORD} is wrong\r\n`)
    connection.peer.finish()
    const error = await failure(connection)
    assert.equal(error.code, 'ERR_IMAP_BYE')
    assert.match(error.message, /<secret> is wrong/)
    const news = connection.log.news().join('\n')
    assert.match(news, /alert/)
    assert.ok(!news.includes('hunter2'), news)
  }
})

test('what repeats the password in a response code, or as the quoted string it was, shows it nowhere', async (t) => {
  for (const reply of ['NO [X-ECHO "a\\"word"] no', 'NO [BADURL "a\\"word"] no', 'BAD LOGIN "me" "a\\"word"?']) {
    const connection = started(t, { options: { auth: { user: 'me', password: 'a"word' } } })
    await connection.plays(`
      S: * OK [CAPABILITY IMAP4rev1] ready
      C: t1 LOGIN "me" "a\\"word"
      S: * OK [X-ECHO "a\\"word"] hm
      S: t1 ${reply}
    `)
    const shown = inspect([await failure(connection), connection.log.events], { depth: 9 })
    assert.match(shown, /<secret>/)
    assert.doesNotMatch(shown, /a\\*"word/, reply)
  }
})

// --- quirks ------------------------------------------------------------------------------------------

test('BAD to an initial response: once more without it (Coremail)', async (t) => {
  let asked = 0
  const connection = await meets(
    t,
    { ...ME, mechanism: 'PLAIN' },
    {
      capabilities: 'IMAP4rev1 AUTH=PLAIN SASL-IR',
      mechanism: () => (asked++ === 0 ? 'BAD Parse command error' : { accepted: true, answer: () => undefined }),
    },
  )
  await connection.imap.ready
  const response = base64(`\0me\0${PASSWORD}`)
  assert.deepEqual(tried(connection), [`AUTHENTICATE PLAIN ${response}`, 'AUTHENTICATE PLAIN'])
  assert.equal(connection.sasl.lines[2], response)
})

test('what was submitted before is not lost by an attempt that is followed by another', async (t) => {
  const { imap, plays } = started(t, { options: { auth: { ...ME, mechanism: 'PLAIN' } } })
  const early = imap.noop()
  await plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] ready
    C: t1 AUTHENTICATE PLAIN ${base64(`\0me\0${PASSWORD}`)}
    S: t1 BAD Parse command error
    C: t2 AUTHENTICATE PLAIN
    S: +${' '}
    C: ${base64(`\0me\0${PASSWORD}`)}
    S: t2 OK [CAPABILITY IMAP4rev1] in
    C: t3 NOOP
    S: t3 OK done
  `)
  await early
})

test('BAD again: that is the answer', async (t) => {
  const connection = await meets(
    t,
    { ...ME, mechanism: 'PLAIN' },
    { capabilities: 'IMAP4rev1 AUTH=PLAIN SASL-IR', mechanism: () => 'BAD no' },
  )
  assert.equal((await failure(connection)).code, 'ERR_IMAP_AUTHENTICATION')
  assert.equal(tried(connection).length, 2)
})

test('PLAIN announced and missing: the SASL mechanism LOGIN, which shows no less (Sina, QQ)', async (t) => {
  for (const reply of ['NO Unsupported authentication mechanism', 'NO [CANNOT] mechanism not available']) {
    const connection = await meets(
      t,
      { user: 'me', password: `${PASSWORD} é` },
      {
        capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR',
        mechanism: (name) => (name === 'PLAIN' ? reply : loginServer('Username:', 'Password:')),
      },
    )
    await connection.imap.ready
    assert.deepEqual(
      tried(connection).map((line) => line.split(' ')[1]),
      ['PLAIN', 'LOGIN'],
    )
    assert.deepEqual(
      connection.sasl.lines
        .slice(1, 4)
        .map((line) => atob(line))
        .slice(1),
      ['me', Buffer.from(`${PASSWORD} é`).toString('latin1')],
    )
  }
})

test('a refusal of the password is final, even where the same could be sent in another way', async (t) => {
  for (const reply of [
    'NO [AUTHENTICATIONFAILED] mechanism not supported for you',
    'NO Invalid user or password',
    'NO login failed',
    'NO [UNAVAILABLE] not supported now',
    'NO',
  ]) {
    const connection = await meets(
      t,
      { user: 'me', password: `${PASSWORD} é` },
      { capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN SASL-IR', mechanism: () => reply },
    )
    await failure(connection)
    assert.equal(tried(connection).length, 1, reply)
  }
})

test('a mechanism that was named is the only one, missing or not', async (t) => {
  const connection = await meets(
    t,
    { ...ME, mechanism: 'PLAIN' },
    { capabilities: 'IMAP4rev1 AUTH=PLAIN AUTH=LOGIN', mechanism: () => 'NO mechanism not supported' },
  )
  await failure(connection)
  assert.deepEqual(tried(connection), ['AUTHENTICATE PLAIN'])
})

// --- the other mechanisms -----------------------------------------------------------------------------

/** Asks two questions. */
function loginServer(...questions: readonly string[]): ServerRun {
  const left = [...questions]
  return {
    accepted: true,
    speaksFirst: true,
    answer: () => left.shift(),
  }
}

const CHALLENGE = '<1.2@mail.example.org>'

/** Does not like the answer, whatever it is. */
function cramServer(): ServerRun {
  const left = [CHALLENGE]
  return { accepted: false, speaksFirst: true, answer: () => left.shift() }
}

test('CRAM-MD5 where it is asked for, and never otherwise', async (t) => {
  const connection = started(t, { options: { auth: { ...ME, mechanism: 'CRAM-MD5' } } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1 SASL-IR] hello
    C: t1 AUTHENTICATE CRAM-MD5
    S: + ${base64(CHALLENGE)}
    C: ${base64(`me ${createHmac('md5', PASSWORD).update(CHALLENGE).digest('hex')}`)}
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
  const other = started(t, { options: { auth: ME } })
  await other.plays('S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5] hello')
  assert.match((await failure(other)).message, /it offers AUTH=CRAM-MD5/)
  assert.equal(other.peer.written, '')
})

test('the SASL mechanism LOGIN with questions that are no base64', async (t) => {
  const connection = started(t, { options: { auth: { ...ME, mechanism: 'LOGIN' } } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=LOGIN SASL-IR] hello
    C: t1 AUTHENTICATE LOGIN
    S: + Username?
    C: ${base64('me')}
    S: + Password, please:
    C: ${base64(PASSWORD)}
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await connection.imap.ready
})

test('OAUTHBEARER names host and port, and answers the error with %x01 (RFC 7628 §3.2.3)', async (t) => {
  const connection = started(t, { options: { auth: { user: 'me', accessToken: PASSWORD } } })
  await connection.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR] hello
    C: t1 AUTHENTICATE OAUTHBEARER ${base64(`n,a=me,\x01host=mail.example.org\x01port=993\x01auth=Bearer ${PASSWORD}\x01\x01`)}
    S: + ${base64('{"status":"invalid_token","scope":"mail"}')}
    C: AQ==
    S: t1 NO failed
  `)
  assert.match((await failure(connection)).message, /\(status invalid_token, scope mail\)/)
})

test('EXTERNAL and ANONYMOUS with nothing to say: "=" in the command, an empty line without SASL-IR', async (t) => {
  for (const [auth, name] of [
    [{ external: true }, 'EXTERNAL'],
    [{ anonymous: true }, 'ANONYMOUS'],
  ] as const) {
    const quick = started(t, { options: { auth } })
    await quick.plays(`
      S: * OK [CAPABILITY IMAP4rev1 AUTH=${name} SASL-IR] hello
      C: t1 AUTHENTICATE ${name} =
      S: t1 OK [CAPABILITY IMAP4rev1] in
    `)
    await quick.imap.ready
    const slow = started(t, { options: { auth } })
    await slow.plays(`
      S: * OK [CAPABILITY IMAP4rev1 AUTH=${name}] hello
      C: t1 AUTHENTICATE ${name}
      S: + 
    `)
    assert.equal(slow.dialogue.unread(), '\r\n')
    await slow.plays('S: t1 OK [CAPABILITY IMAP4rev1] in')
    await slow.imap.ready
  }
  const named = started(t, { options: { auth: { external: true, authzid: 'boss' } } })
  await named.plays(`
    S: * OK [CAPABILITY IMAP4rev1 AUTH=EXTERNAL SASL-IR] hello
    C: t1 AUTHENTICATE EXTERNAL ${base64('boss')}
    S: t1 OK [CAPABILITY IMAP4rev1] in
  `)
  await named.imap.ready
})

test('OK before the initial response was asked for is an error', async (t) => {
  for (const auth of [
    { ...ME, mechanism: 'PLAIN' },
    { user: 'me', accessToken: PASSWORD },
    { external: true },
  ] as const) {
    const connection = started(t, { options: { auth } })
    await connection.plays('S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=EXTERNAL] hello')
    const tag = connection.peer.written.split(' ')[0]
    connection.peer.send(`${tag} OK [CAPABILITY IMAP4rev1] in\r\n`)
    assert.equal((await failure(connection)).code, 'ERR_IMAP_ORDER')
  }
})

test('where SCRAM is not offered LOGIN goes out in one write with what follows; where it is, alone', async (t) => {
  const quick = started(t, { options: { auth: ME } })
  void quick.imap.select('INBOX').catch(() => {})
  await quick.plays('S: * OK [CAPABILITY IMAP4rev1 ENABLE AUTH=PLAIN AUTH=LOGIN] hello')
  assert.equal(quick.peer.writes.length, 1)
  assert.match(quick.peer.written, /^\S+ LOGIN .*\r\n\S+ ENABLE .*\r\n\S+ SELECT INBOX\r\n$/)
  const pinned = started(t, { options: { auth: { ...ME, mechanism: 'LOGIN' } } })
  void pinned.imap.select('INBOX').catch(() => {})
  await pinned.plays('S: * OK [CAPABILITY IMAP4rev1 ENABLE AUTH=SCRAM-SHA-256] hello')
  assert.match(pinned.peer.written, /^\S+ LOGIN .*\r\n\S+ ENABLE .*\r\n\S+ SELECT INBOX\r\n$/)
  const strong = started(t, { options: { auth: ME } })
  void strong.imap.select('INBOX').catch(() => {})
  await strong.plays('S: * OK [CAPABILITY IMAP4rev1 ENABLE AUTH=SCRAM-SHA-256 SASL-IR] hello')
  assert.match(strong.peer.written, /^\S+ AUTHENTICATE SCRAM-SHA-256 \S+\r\n$/)
})
