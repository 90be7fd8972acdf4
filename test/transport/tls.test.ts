import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { TLSSocket } from 'node:tls'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import type { TlsOptions } from '../../src/transport/transport.ts'
import { certificates, makeCertificate } from '../support/certificates.ts'
import type { Certificate } from '../support/certificates.ts'
import { tcpPeer } from '../support/tcp-peer.ts'
import { open } from './recorder.ts'

const run = promisify(execFile)

test('TLS 1.3 with a good certificate: secure, both directions, details for diagnostics', async (t) => {
  const { good } = certificates()
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), good)
  const { transport, recorder } = await open(t, { port: peer.port, security: 'tls' })
  await recorder.receives('* OK hello\r\n')
  transport.write(['a1 NOOP\r\n'])
  await (await peer.accepted()).receives('a1 NOOP\r\n')
  assert.equal(transport.secure, true)
  assert.equal(transport.tls?.protocol, 'TLSv1.3')
  assert.equal(transport.tls?.fingerprint256, good.fingerprint256)
  assert.match(transport.tls?.cipher ?? '', /^TLS_/)
  const der = Buffer.from(good.cert.replace(/-----.*-----|\n/g, ''), 'base64')
  assert.ok(der.equals(transport.tls!.certificate))
})

test('large input arrives whole over TLS', async (t) => {
  const sent = Buffer.alloc(
    2_000_000,
    Uint8Array.from({ length: 251 }, (_, i) => i),
  )
  const peer = await tcpPeer(t, (server) => server.send(sent), certificates().good)
  const { recorder } = await open(t, { port: peer.port, security: 'tls' })
  const chunks: Buffer[] = []
  recorder.onText = (_, chunk) => chunks.push(Buffer.from(chunk))
  await recorder.receivesOctets(sent.length)
  assert.ok(Buffer.concat(chunks).equals(sent))
})

const REFUSED: readonly [string, (known: ReturnType<typeof certificates>) => Certificate, string, RegExp][] = [
  ['an expired certificate', (known) => known.expired, 'localhost', /certificate of localhost:\d+ has expired$/],
  ['a certificate of tomorrow', (known) => known.early, 'localhost', /of localhost:\d+ is not valid yet/],
  ['a self-signed certificate', (known) => known.selfSigned, 'localhost', /of localhost:\d+ is self-signed/],
  ['another name', (known) => known.otherName, 'localhost', /is for DNS:other\.example, not for localhost$/],
  ['another name for an address', (known) => known.otherName, '127.0.0.1', /other\.example, not for 127\.0\.0\.1$/],
]

for (const [what, which, host, message] of REFUSED) {
  for (const security of ['tls', 'starttls'] as const) {
    test(`${what} is refused with ERR_IMAP_CERTIFICATE and its reason (${security})`, async (t) => {
      const certificate = which(certificates())
      const attempt = connectOrUpgrade(t, certificate, security, host, {})
      await assert.rejects(attempt, (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_IMAP_CERTIFICATE')
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /reject|dangerously|verif(y|ication)/i)
        return true
      })
    })
  }
}

test('an unknown authority is refused when no ca is given', async (t) => {
  const peer = await tcpPeer(t, () => {}, certificates().good)
  await assert.rejects(open(t, { port: peer.port, security: 'tls', tls: {} }), {
    code: 'ERR_IMAP_CERTIFICATE',
    message: /has an unknown issuer/,
  })
})

test('a self-signed certificate is fine when it is the ca', async (t) => {
  const { selfSigned } = certificates()
  const peer = await tcpPeer(t, () => {}, selfSigned)
  const trusting = { port: peer.port, security: 'tls', tls: { ca: [selfSigned.cert] } } as const
  assert.ok((await open(t, trusting)).transport.secure)
})

test('an upgraded connection to an address does not accept a certificate for "localhost"', async (t) => {
  const { authority } = certificates()
  const trap = makeCertificate({ commonName: 'localhost', names: ['localhost'], issuer: authority })
  for (const security of ['tls', 'starttls'] as const) {
    const attempt = connectOrUpgrade(t, trap, security, '127.0.0.1', {})
    await assert.rejects(attempt, { code: 'ERR_IMAP_CERTIFICATE', message: /not for 127\.0\.0\.1/ }, security)
  }
})

test('tls.servername is the name that is sent and checked instead of host', async (t) => {
  for (const security of ['tls', 'starttls'] as const) {
    const attempt = connectOrUpgrade(t, certificates().otherName, security, '127.0.0.1', {
      servername: 'other.example',
    })
    const server = await attempt
    assert.equal(server.servername, 'other.example')
    assert.equal(server.alpnProtocol, false)
  }
})

test('the server name sent is the host, and none for an address', async (t) => {
  for (const [host, servername] of [
    ['localhost', 'localhost'],
    ['LocalHost.', 'LocalHost'],
    ['127.0.0.1', false],
  ] as const) {
    for (const security of ['tls', 'starttls'] as const) {
      const attempt = connectOrUpgrade(t, certificates().good, security, host, {})
      assert.equal((await attempt).servername, servername, `${host} ${security}`)
    }
  }
})

test('a pinned fingerprint must match, besides everything else', async (t) => {
  const { good, selfSigned, expired } = certificates()
  for (const security of ['tls', 'starttls'] as const) {
    const pins = ['AB'.repeat(32), good.fingerprint256.replaceAll(':', '').toLowerCase()]
    await connectOrUpgrade(t, good, security, 'localhost', { fingerprint256: pins })
    const wrong = connectOrUpgrade(t, good, security, 'localhost', { fingerprint256: selfSigned.fingerprint256 })
    await assert.rejects(wrong, {
      code: 'ERR_IMAP_CERTIFICATE',
      message: /fingerprint .* is not in tls\.fingerprint256/,
    })
    const stale = connectOrUpgrade(t, expired, security, 'localhost', { fingerprint256: expired.fingerprint256 })
    await assert.rejects(stale, { code: 'ERR_IMAP_CERTIFICATE', message: /has expired/ })
  }
})

test('a pin holds on the third connection as on the first: no session is resumed', async (t) => {
  const { good } = certificates()
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), good)
  const tls = { ca: certificates().authority.cert, fingerprint256: good.fingerprint256 }
  for (let i = 0; i < 3; i++) {
    const { recorder, transport } = await open(t, { port: peer.port, security: 'tls', tls })
    await recorder.receives('hello')
    const { socket } = await peer.accepted()
    assert.ok(socket instanceof TLSSocket && !socket.isSessionReused())
    assert.equal(transport.tls?.fingerprint256, good.fingerprint256)
    transport.destroy()
  }
})

test('verification can be switched off in so many words, and a pin still holds then', async (t) => {
  const { expired, selfSigned } = certificates()
  const off = { dangerouslyAllowInvalidCertificate: true } as const
  const allowed = connectOrUpgrade(t, expired, 'tls', 'localhost', off)
  assert.ok(await allowed)
  const pinned = { ...off, fingerprint256: selfSigned.fingerprint256 }
  assert.ok(await connectOrUpgrade(t, selfSigned, 'starttls', '127.0.0.1', pinned))
  await assert.rejects(connectOrUpgrade(t, expired, 'tls', 'localhost', pinned), {
    code: 'ERR_IMAP_CERTIFICATE',
    message: /fingerprint/,
  })
})

test('NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment has no effect', async (t) => {
  const peer = await tcpPeer(t, (server) => server.send('* OK hello\r\n'), certificates().selfSigned)
  const script = new URL('./child/connect-tls.ts', import.meta.url).pathname
  for (const value of ['0', '1']) {
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: value }
    const { stdout } = await run(process.execPath, [script, String(peer.port)], { env })
    assert.equal(stdout.trim(), 'ERR_IMAP_CERTIFICATE', value)
  }
})

test('TLS 1.1 is not spoken, and TLS 1.2 only if allowed', async (t) => {
  const { good } = certificates()
  const old = { cert: good.cert, key: good.key, ciphers: 'DEFAULT@SECLEVEL=0' }
  const eleven = await tcpPeer(t, () => {}, { ...old, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })
  await assert.rejects(open(t, { port: eleven.port, security: 'tls' }), {
    code: 'ERR_IMAP_TLS',
    message: /offers no version of TLS from TLSv1\.2 on/,
  })
  const twelve = await tcpPeer(t, () => {}, { ...old, maxVersion: 'TLSv1.2' })
  const { transport } = await open(t, { port: twelve.port, security: 'tls' })
  assert.equal(transport.tls?.protocol, 'TLSv1.2')
  const tls = { ca: certificates().authority.cert, minVersion: 'TLSv1.3' } as const
  await assert.rejects(open(t, { port: twelve.port, security: 'tls', tls }), {
    code: 'ERR_IMAP_TLS',
    message: /from TLSv1\.3 on/,
  })
})

for (const greeting of [
  '* OK ready\r\n',
  '* BYE no\r\n',
  'HTTP/1.1 400 Bad Request\r\n\r\n',
  'SSH-2.0-x\r\n',
  '\0'.repeat(64),
]) {
  test(`TLS to a port that says ${JSON.stringify(greeting.slice(0, 12))} is ERR_IMAP_WRONG_PORT at once`, async (t) => {
    const peer = await tcpPeer(t, (server) => server.send(greeting))
    await assert.rejects(open(t, { port: peer.port, security: 'tls' }), {
      name: 'ConnectionError',
      code: 'ERR_IMAP_WRONG_PORT',
      message: /^127\.0\.0\.1:\d+ does not speak TLS: this port speaks plaintext; use security: 'starttls'/,
    })
  })
}

test('a server that closes or resets during the handshake is ERR_IMAP_TLS', async (t) => {
  for (const leave of ['end', 'resetAndDestroy'] as const) {
    const peer = await tcpPeer(t, ({ socket }) => socket.once('data', () => socket[leave]()))
    await assert.rejects(open(t, { port: peer.port, security: 'tls' }), {
      code: 'ERR_IMAP_TLS',
      message: /closed the connection during the TLS handshake/,
    })
  }
})

/** The server's socket once TLS stands; rejects with what connecting or upgrading rejects with. */
async function connectOrUpgrade(
  t: TestContext,
  certificate: Certificate,
  security: 'tls' | 'starttls',
  host: string,
  tls: TlsOptions,
): Promise<TLSSocket> {
  const peer = await tcpPeer(t, () => {}, security === 'tls' ? certificate : undefined)
  const trusting = { ca: certificates().authority.cert, ...tls }
  const { transport } = await open(t, { port: peer.port, security, host, tls: trusting })
  const server = await peer.accepted()
  if (security === 'tls') return server.socket as TLSSocket
  const upgraded = server.startTls(certificate)
  upgraded.catch(() => {})
  await transport.startTls(new Uint8Array())
  return (await upgraded).socket as TLSSocket
}
