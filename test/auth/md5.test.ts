import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacMd5, md5 } from '../../src/auth/crypto/md5.ts'

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex')

test('MD5: the suite of RFC 1321 §A.5', () => {
  const suite = {
    '': 'd41d8cd98f00b204e9800998ecf8427e',
    a: '0cc175b9c0f1b6a831c399e269772661',
    abc: '900150983cd24fb0d6963f7d28e17f72',
    'message digest': 'f96b697d7cb7938d525a2f31aaf161d0',
    abcdefghijklmnopqrstuvwxyz: 'c3fcd3d76192e4007dfb496cca67e13b',
    ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789: 'd174ab98d277d9f5a5611c2c9f419d9f',
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890':
      '57edf4a22be3c955ac49da2e2107b67a',
  }
  for (const [text, digest] of Object.entries(suite)) assert.equal(hex(md5(Buffer.from(text))), digest)
})

test('MD5 and HMAC-MD5 of anything, keys longer than a block included, are what OpenSSL says', () => {
  const octets = fc.uint8Array({ maxLength: 300 })
  fc.assert(
    fc.property(octets, octets, (key, message) => {
      assert.equal(hex(md5(message)), createHash('md5').update(message).digest('hex'))
      assert.equal(hex(hmacMd5(key, message)), createHmac('md5', key).update(message).digest('hex'))
    }),
  )
})
