/** SCRAM-PLUS over real TLS: what both ends know of one connection, and what somebody between two of them does not. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import type { TLSSocket } from 'node:tls'
import type { PasswordMechanism } from '../../src/auth/credentials.ts'
import { AuthenticationError, ImapConnection, type TlsOptions } from '../../src/index.ts'
import { certificates, makeCertificate } from '../support/certificates.ts'
import { SaslPeer, type SaslPeerOptions } from '../support/sasl-peer.ts'
import { ScramServer, type ScramServerOptions } from '../support/scram-server.ts'
import { tcpPeer, type PeerSocket } from '../support/tcp-peer.ts'

const CREDENTIALS = { user: 'me', password: 'secret' }
const PLUS = 'IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS'

type Bindings = NonNullable<ScramServerOptions['bindings']>

/** The server's view of its TLS connection, by means of its own. */
function bindingsOf(socket: TLSSocket): { exporter: Buffer; endPoint: Buffer; unique: Buffer } {
  const { cert } = certificates().good
  const der = Buffer.from(cert.replace(/-----.*-----|\n/g, ''), 'base64')
  return {
    exporter: socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0)),
    endPoint: createHash('sha256').update(der).digest(),
    unique: socket.getPeerFinished()!,
  }
}

interface Server {
  readonly port: number
  /** The lines of every client, one list each. */
  readonly lines: (readonly string[])[]
}

/** A server whose SCRAM knows the bindings given. */
async function scramPeer(
  t: TestContext,
  capabilities: string,
  bindings: (socket: TLSSocket) => Bindings,
  tls: { readonly maxVersion?: 'TLSv1.2' } = {},
  settings: Partial<SaslPeerOptions> = {},
): Promise<Server> {
  const lines: (readonly string[])[] = []
  const { good } = certificates()
  const serve = (peer: PeerSocket): void => {
    const known = bindings(peer.socket as TLSSocket)
    const sasl = new SaslPeer({
      capabilities,
      send: (octets) => peer.send(octets),
      mechanism: (name) =>
        new ScramServer({
          hash: 'SHA-256',
          ...CREDENTIALS,
          announcesPlus: true,
          ...(name.endsWith('-PLUS') && { bindings: known }),
        }),
      ...settings,
    })
    lines.push(sasl.lines)
    peer.socket.on('data', (chunk: Buffer) => sasl.receive(chunk.toString('latin1')))
    sasl.greet()
  }
  const { port } = await tcpPeer(t, serve, { cert: good.cert, key: good.key, ...tls })
  return { port, lines }
}

async function logsIn(
  t: TestContext,
  port: number,
  mechanism?: PasswordMechanism,
  tls: TlsOptions = { ca: certificates().authority.cert },
): Promise<ImapConnection> {
  const auth = { ...CREDENTIALS, ...(mechanism !== undefined && { mechanism }) }
  const imap = await ImapConnection.open({ host: 'localhost', port, auth, tls })
  t.after(() => imap.close())
  return imap
}

/** The mechanisms tried, with the beginnings of their first messages. */
const tried = ({ lines }: Server): string[] =>
  lines.flat().flatMap((line) => {
    const [, name, mechanism = '', initial = ''] = line.split(' ')
    return name === 'AUTHENTICATE' ? [`${mechanism} ${atob(initial).split(',')[0]}`] : []
  })

test('TLS 1.3: SCRAM-SHA-256-PLUS bound by tls-exporter (RFC 9266)', async (t) => {
  const server = await scramPeer(t, PLUS, (socket) => ({ 'tls-exporter': bindingsOf(socket).exporter }))
  await logsIn(t, server.port)
  assert.deepEqual(tried(server), ['SCRAM-SHA-256-PLUS p=tls-exporter'])
})

test('TLS 1.2: bound by tls-unique (RFC 5929 §3)', async (t) => {
  const unique = (socket: TLSSocket): Bindings => ({ 'tls-unique': bindingsOf(socket).unique })
  const server = await scramPeer(t, PLUS, unique, { maxVersion: 'TLSv1.2' })
  await logsIn(t, server.port)
  assert.deepEqual(tried(server), ['SCRAM-SHA-256-PLUS p=tls-unique'])
})

test('a server that lacks the first binding is asked with the next, down to that of its certificate', async (t) => {
  const endPoint = (socket: TLSSocket): Bindings => ({ 'tls-server-end-point': bindingsOf(socket).endPoint })
  for (const [first, tls] of [
    ['tls-exporter', {}],
    ['tls-unique', { maxVersion: 'TLSv1.2' }],
  ] as const) {
    const server = await scramPeer(t, PLUS, endPoint, tls)
    await logsIn(t, server.port)
    assert.deepEqual(tried(server), [`SCRAM-SHA-256-PLUS p=${first}`, 'SCRAM-SHA-256-PLUS p=tls-server-end-point'])
  }
})

test('a server that knows none of them gets no unbound proof instead', async (t) => {
  const server = await scramPeer(t, PLUS, () => ({ 'of its own': Buffer.alloc(12) }))
  await assert.rejects(logsIn(t, server.port), (error) => {
    assert.ok(error instanceof AuthenticationError)
    assert.match(error.message, /unsupported-channel-binding-type/)
    return true
  })
  assert.deepEqual(tried(server), [
    'SCRAM-SHA-256-PLUS p=tls-exporter',
    'SCRAM-SHA-256-PLUS p=tls-server-end-point',
    'SCRAM-SHA-256-PLUS p=tls-unique',
  ])
})

test('a server that refuses a binding without a word is asked with the next, and never with a proof (Cyrus)', async (t) => {
  const messages: string[] = []
  const run = { accepted: false, answer: (message: string) => void messages.push(message) }
  const settings = { mechanism: () => run, refusal: 'NO bad protocol / cancel' }
  const server = await scramPeer(t, PLUS, () => ({}), {}, settings)
  await assert.rejects(logsIn(t, server.port), /bad protocol/)
  assert.deepEqual(
    messages.map((message) => message.split(',')[0]),
    ['p=tls-exporter', 'p=tls-server-end-point', 'p=tls-unique'],
  )
  const busy = await scramPeer(t, PLUS, () => ({}), {}, { ...settings, refusal: 'NO [UNAVAILABLE] later' })
  await assert.rejects(logsIn(t, busy.port), /later/)
  assert.equal(tried(busy).length, 1)
})

test('somebody between two TLS connections cannot hand the proof on', async (t) => {
  const server = await scramPeer(t, PLUS, () => ({ 'tls-exporter': Buffer.alloc(32, 1) }))
  await assert.rejects(logsIn(t, server.port), (error) => {
    assert.ok(error instanceof AuthenticationError)
    assert.match(error.message, /channel-bindings-dont-match/)
    return true
  })
  assert.equal(tried(server).length, 1)
})

test('a certificate of somebody between is not the one that the server knows', async (t) => {
  const { authority } = certificates()
  const theirs = makeCertificate({ commonName: 'localhost', names: ['localhost'], issuer: authority })
  const der = Buffer.from(theirs.cert.replace(/-----.*-----|\n/g, ''), 'base64')
  const known = createHash('sha256').update(der).digest()
  const server = await scramPeer(t, PLUS, () => ({ 'tls-server-end-point': known }), { maxVersion: 'TLSv1.2' })
  await assert.rejects(logsIn(t, server.port), /channel-bindings-dont-match/)
})

test('-PLUS taken out of the list on the way: the server notices (RFC 5802 §6)', async (t) => {
  const stripped = 'IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN'
  const server = await scramPeer(t, stripped, () => ({}))
  await assert.rejects(logsIn(t, server.port), /server-does-support-channel-binding/)
  assert.deepEqual(tried(server), ['SCRAM-SHA-256 y'])
})

test('who asks for SCRAM without -PLUS by name does not claim that it was not offered', async (t) => {
  const server = await scramPeer(t, PLUS, () => ({}))
  await logsIn(t, server.port, 'SCRAM-SHA-256')
  assert.deepEqual(tried(server), ['SCRAM-SHA-256 n'])
})
