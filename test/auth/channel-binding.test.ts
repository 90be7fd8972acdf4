import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { certificateHash } from '../../src/auth/certificate-hash.ts'
import { channelBindings, type ChannelFacts } from '../../src/auth/channel-binding.ts'
import { certificates } from '../support/certificates.ts'

const der = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const whole = Buffer.concat(content)
  return Buffer.concat([Buffer.of(tag, whole.length), whole])
}
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const oid = (text: string): Buffer => der(6, hex(text))
const NULL = Buffer.of(5, 0)
const SHA384 = der(0x30, oid('608648016503040202'), NULL)

/** As much of a certificate as matters here. */
const signedWith = (...algorithm: readonly Uint8Array[]): Buffer =>
  der(0x30, der(0x30, der(2, Buffer.of(1))), der(0x30, ...algorithm), der(3, Buffer.of(0)))

const ALGORITHMS: readonly (readonly [string, Buffer, string | undefined])[] = [
  ['md5WithRSAEncryption', signedWith(oid('2a864886f70d010104'), NULL), 'SHA-256'],
  ['sha1WithRSAEncryption', signedWith(oid('2a864886f70d010105'), NULL), 'SHA-256'],
  ['sha256WithRSAEncryption', signedWith(oid('2a864886f70d01010b'), NULL), 'SHA-256'],
  ['sha384WithRSAEncryption', signedWith(oid('2a864886f70d01010c'), NULL), 'SHA-384'],
  ['sha512WithRSAEncryption', signedWith(oid('2a864886f70d01010d'), NULL), 'SHA-512'],
  ['ecdsa-with-SHA1', signedWith(oid('2a8648ce3d0401')), 'SHA-256'],
  ['ecdsa-with-SHA256', signedWith(oid('2a8648ce3d040302')), 'SHA-256'],
  ['ecdsa-with-SHA384', signedWith(oid('2a8648ce3d040303')), 'SHA-384'],
  ['ecdsa-with-SHA512', signedWith(oid('2a8648ce3d040304')), 'SHA-512'],
  ['RSASSA-PSS with SHA-384', signedWith(oid('2a864886f70d01010a'), der(0x30, der(0xa0, SHA384))), 'SHA-384'],
  ['RSASSA-PSS with its default, SHA-1', signedWith(oid('2a864886f70d01010a'), der(0x30)), 'SHA-256'],
  ['Ed25519, which has no hash of its own', signedWith(oid('2b6570')), undefined],
  ['no algorithm', der(0x30, der(0x30), der(0x30)), undefined],
  ['nothing', Buffer.alloc(0), undefined],
]

for (const [name, certificate, hash] of ALGORITHMS) {
  test(`the hash of a certificate signed with ${name}: ${hash ?? 'undefined'} (RFC 5929 §4.1)`, () => {
    assert.equal(certificateHash(certificate), hash)
  })
}

test('octets that are no certificate have no hash and do no harm', () => {
  const { good } = certificates()
  const whole = Buffer.from(good.cert.replace(/-----.*-----|\n/g, ''), 'base64')
  for (let cut = 0; cut < whole.length; cut++) assert.equal(certificateHash(whole.subarray(0, cut)), undefined)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => certificateHash(octets) !== null))
})

test('the bindings of a connection, the better first', async () => {
  const { good } = certificates()
  const certificate = Buffer.from(good.cert.replace(/-----.*-----|\n/g, ''), 'base64')
  const exporter = new Uint8Array(32).fill(1)
  const unique = new Uint8Array(12).fill(2)
  const types = (facts: ChannelFacts | undefined, greeting?: string): string =>
    channelBindings(facts, greeting)
      .map(({ type }) => type)
      .join(' ')
  const tls13: ChannelFacts = { protocol: 'TLSv1.3', certificate, exporter, unique }
  assert.equal(types(tls13), 'tls-exporter tls-server-end-point tls-unique')
  assert.equal(types(tls13, 'localhost Cyrus IMAP 3.10.2 server ready'), 'tls-unique tls-exporter tls-server-end-point')
  assert.equal(types({ protocol: 'TLSv1.2', certificate, unique }), 'tls-unique tls-server-end-point')
  const [first, second, third] = channelBindings(tls13)
  assert.equal(await third?.data(), unique)
  assert.equal(await first?.data(), exporter)
  assert.deepEqual(Buffer.from((await second?.data())!), createHash('sha256').update(certificate).digest())
  assert.equal(types({ protocol: 'TLSv1.3', certificate }), 'tls-server-end-point')
  assert.equal(types({ protocol: 'TLSv1.3', certificate: new Uint8Array() }), '')
  assert.equal(types(undefined), '')
})
