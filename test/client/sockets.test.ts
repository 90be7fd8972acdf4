/** On real sockets: cuts, certificates, and what is readable on the wire. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  ImapConnection,
  ImapError,
  type CommandToken,
  type ConnectionOptions,
  type ImapEvent,
} from '../../src/index.ts'
import { certificates } from '../support/certificates.ts'
import { tcpPeer, type PeerSocket, type TcpPeer } from '../support/tcp-peer.ts'

const PASSWORD = 'correct-horse-battery'
const CAPABILITIES = 'IMAP4rev1 LITERAL+ ESEARCH UIDPLUS'

/** An account with two messages, for one connection, whose every octet is counted; cut after `octets` of them. */
function account(peer: PeerSocket, octets = Infinity, cut: 'FIN' | 'RST' = 'FIN'): void {
  let left = octets
  let read = 0
  const say = (...lines: readonly string[]): void => {
    const said = lines.map((line) => `${line}\r\n`).join('')
    peer.send(said.slice(0, left))
    left -= said.length
    if (left > 0) return
    if (cut === 'FIN') peer.socket.end()
    else peer.socket.resetAndDestroy()
    left = 0
  }
  const answer = (line: string): void => {
    const [tag, ...words] = line.split(' ')
    const command = words.join(' ')
    if (command.startsWith('LOGIN')) say(`${tag} OK [CAPABILITY ${CAPABILITIES}] in`)
    else if (command.startsWith('SELECT'))
      say('* 2 EXISTS', '* OK [UIDVALIDITY 7] v', '* OK [UIDNEXT 9] n', `${tag} OK [READ-WRITE] open`)
    else if (command.startsWith('UID FETCH'))
      say('* 1 FETCH (UID 4 BODY[] {8}', 'hello)', ')', '* 2 FETCH (UID 8 BODY[] NIL)', `${tag} OK done`)
    else if (command.startsWith('UID SEARCH')) say(`* ESEARCH (TAG "${tag}") UID ALL 4,8`, `${tag} OK done`)
    else if (command.startsWith('LOGOUT')) {
      say('* BYE so long', `${tag} OK bye`)
      peer.socket.end()
    } else if (tag !== '' && command !== '') say(`${tag} OK done`)
  }
  peer.socket.on('data', () => {
    for (let end = peer.received.indexOf('\r\n', read); end >= 0; end = peer.received.indexOf('\r\n', read)) {
      const line = peer.received.slice(read, end)
      read = end + 2
      const literal = /\{(\d+)\+\}$/.exec(line)
      if (literal !== null) read += Number(literal[1]) + 2
      answer(line)
    }
  })
  say(`* OK [CAPABILITY ${CAPABILITIES}] hello`)
}

interface Ending {
  readonly token: CommandToken<unknown, unknown>
  readonly ends: unknown[]
}

/** Logs in, opens, reads, appends, leaves. */
async function session(
  port: number,
): Promise<{ readonly endings: readonly Ending[]; readonly events: readonly ImapEvent[] }> {
  const imap = ImapConnection.start({
    host: '127.0.0.1',
    port,
    security: 'insecure-plaintext',
    auth: { user: 'me', password: PASSWORD },
    connectTimeout: 5_000,
  })
  const events: ImapEvent[] = []
  const reading = (async () => {
    for await (const event of imap.events()) events.push(event)
  })()
  const tokens = [
    imap.select('INBOX'),
    imap.fetch('1:*', { source: true }),
    imap.search({ seen: true }),
    imap.append('Sent', 'x'),
  ]
  const endings = [...tokens, imap.logout()].map((token) => {
    const ends: unknown[] = []
    token.then(
      () => ends.push('done'),
      (error: unknown) => ends.push(error),
    )
    return { token: token as CommandToken<unknown, unknown>, ends }
  })
  await reading
  await imap.ready.catch(() => {})
  return { endings, events }
}

test('real sockets: a whole session, and every token is done', async (t) => {
  const { port } = await tcpPeer(t, (peer) => account(peer))
  const { endings } = await session(port)
  assert.deepEqual(
    endings.flatMap(({ ends }) => ends),
    ['done', 'done', 'done', 'done', 'done'],
  )
})

for (const cut of ['FIN', 'RST'] as const) {
  test(`real sockets: ${cut} at places all over the session settles each token once, and the sockets are gone`, async (t) => {
    let octets = 0
    const server: TcpPeer = await tcpPeer(t, (peer) => account(peer, octets, cut))
    for (octets = 1; octets < 480; octets += 37) {
      const { endings, events } = await session(server.port)
      for (const { token, ends } of endings) {
        assert.equal(ends.length, 1, `${token.name}, ${octets} octets`)
        const [end] = ends
        assert.ok(end === 'done' || ImapError.is(end), `${token.name}, ${octets} octets: ${String(end)}`)
      }
      assert.equal(events.at(-1)?.type, 'disconnected')
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.ok(server.sockets.every(({ destroyed, readableEnded }) => destroyed || readableEnded))
  })
}

// --- TLS ---------------------------------------------------------------------------------------------

async function opening(port: number, options: Partial<ConnectionOptions>): Promise<ImapError> {
  const auth = { user: 'me', password: PASSWORD }
  const imap = ImapConnection.start({ host: 'localhost', port, auth, connectTimeout: 3_000, ...options })
  let error: unknown
  await imap.ready.catch((reason: unknown) => (error = reason))
  assert.ok(ImapError.is(error), String(error))
  assert.ok(!`${error.message}${error.stack}`.includes(PASSWORD))
  return error
}

async function tlsServer(
  t: TestContext,
  name: 'good' | 'expired' | 'early' | 'otherName' | 'selfSigned',
): Promise<TcpPeer> {
  const { cert, key } = certificates()[name]
  return tcpPeer(t, (peer) => account(peer), { cert, key })
}

for (const [name, words] of [
  ['expired', /expired/],
  ['early', /not valid yet/],
  ['otherName', /localhost/],
  ['selfSigned', /self-signed/],
] as const) {
  test(`a certificate that is ${name} ends connecting before anything is said`, async (t) => {
    const server = await tlsServer(t, name)
    const error = await opening(server.port, { tls: { ca: certificates().authority.cert } })
    assert.equal(error.code, 'ERR_IMAP_CERTIFICATE')
    assert.match(error.message, words)
  })
}

test('a plaintext client of a TLS port is told the likely cause at the deadline', async (t) => {
  const server = await tlsServer(t, 'good')
  const error = await opening(server.port, { security: 'insecure-plaintext', connectTimeout: 200 })
  assert.equal(error.code, 'ERR_IMAP_TIMEOUT')
})

test('STARTTLS: on the wire only the command can be read, everything else is TLS', async (t) => {
  const { good, authority } = certificates()
  const peers: PeerSocket[] = []
  const clear: string[] = []
  const server = await tcpPeer(t, (peer) => {
    peers.push(peer)
    peer.send('* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n')
    void (async () => {
      await peer.receives('STARTTLS\r\n')
      clear.push(peer.received)
      peer.send(`${peer.received.split(' ')[0]} OK go\r\n`)
      const secured = await peer.startTls(good)
      await secured.receives('CAPABILITY\r\n')
      const tag = secured.received.split(' ')[0]
      secured.send(`* CAPABILITY ${CAPABILITIES}\r\n${tag} OK done\r\n`)
      await secured.receives('LOGIN')
      const login = secured.received.split('\r\n')[1]!
      assert.ok(login.includes(PASSWORD))
      secured.send(`${login.split(' ')[0]} OK [CAPABILITY ${CAPABILITIES}] in\r\n`)
    })()
  })
  const imap = await ImapConnection.open({
    host: 'localhost',
    port: server.port,
    security: 'starttls',
    auth: { user: 'me', password: PASSWORD },
    tls: { ca: authority.cert },
  })
  assert.equal(imap.secure, true)
  assert.equal(imap.tls?.fingerprint256, good.fingerprint256)
  assert.match(clear.join(''), /^\S+ STARTTLS\r\n$/)
  imap.close()
})
