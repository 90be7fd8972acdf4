import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import { inspect } from 'node:util'
import { test } from 'node:test'
import type { TlsOptions } from '../../src/transport/transport.ts'
import { certificates, makeCertificate } from '../support/certificates.ts'
import { tcpPeer } from '../support/tcp-peer.ts'
import { open } from './recorder.ts'

const { authority } = certificates()
const mine = makeCertificate({ commonName: 'ada', issuer: authority })
const ca = authority.cert
const encrypted = createPrivateKey(mine.key).export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: 'hunter2',
}) as string

test('tls.cert and tls.key are what the server sees, encrypted or not', async (t) => {
  const { cert, key } = certificates().good
  for (const own of [
    { cert: mine.cert, key: mine.key },
    { cert: mine.cert, key: encrypted, passphrase: 'hunter2' },
  ]) {
    const asking = { cert, key, requestCert: true, rejectUnauthorized: true, ca }
    const direct = await tcpPeer(t, () => {}, asking)
    await open(t, { port: direct.port, security: 'tls', tls: { ca, ...own } })
    const { socket } = await direct.accepted()
    assert.equal((socket as TLSSocket).getPeerCertificate().subject.CN, 'ada')
  }
})

test('without them the server sees none', async (t) => {
  const { cert, key } = certificates().good
  const peer = await tcpPeer(t, () => {}, { cert, key, requestCert: true, rejectUnauthorized: false, ca })
  await open(t, { port: peer.port, security: 'tls', tls: { ca } })
  const { socket } = await peer.accepted()
  assert.equal((socket as TLSSocket).getPeerCertificate().subject, undefined)
})

const WRONG: Readonly<Record<string, TlsOptions>> = {
  'a certificate without a key': { cert: mine.cert },
  'a key without a certificate': { key: mine.key },
  'the key of another': { cert: mine.cert, key: authority.key },
  'something else': { cert: 'hunter2', key: 'hunter2' },
  'an encrypted key without its passphrase': { cert: mine.cert, key: encrypted },
  'an encrypted key with another passphrase': { cert: mine.cert, key: encrypted, passphrase: 'not hunter2' },
}

for (const [what, own] of Object.entries(WRONG)) {
  test(`${what} is a UsageError before anything is sent, and shows no secret`, async (t) => {
    for (const security of ['tls', 'starttls'] as const) {
      await assert.rejects(open(t, { port: 1, security, tls: { ca, ...own } }), (error: Error & { code: string }) => {
        assert.equal(error.code, 'ERR_IMAP_ARGUMENT')
        assert.match(error.message, /tls\.cert and tls\.key/)
        assert.doesNotMatch(inspect(error), /hunter2|PRIVATE/)
        return true
      })
    }
  })
}
