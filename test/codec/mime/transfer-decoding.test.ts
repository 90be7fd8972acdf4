/** Transfer encodings are undone wherever the octets are cut. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isIdentity, transferDecoder } from '../../../src/codec/mime/transfer-decoding.ts'
import { runs } from '../../support/property.ts'

/** Decodes `encoded` in pieces of these sizes, then the rest at once. */
function decoded(encoding: string, encoded: Uint8Array, sizes: readonly number[] = []): Buffer {
  const decoder = transferDecoder(encoding)!
  const pieces: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    pieces.push(decoder.write(encoded.subarray(at, at + size)))
    at += size
  }
  pieces.push(decoder.write(encoded.subarray(at)), decoder.end())
  return Buffer.concat(pieces)
}

const text = (encoding: string, encoded: string): string =>
  decoded(encoding, Buffer.from(encoded, 'latin1')).toString('latin1')

const cuts = fc.array(fc.nat(7), { maxLength: 400 })

/** Any octets in quoted-printable, with soft breaks at random places. */
function quotedPrintable(octets: Uint8Array, breaks: readonly boolean[]): string {
  let encoded = ''
  for (const [i, octet] of octets.entries()) {
    const plain = octet > 0x20 && octet < 0x7f && octet !== 0x3d
    encoded += plain ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`
    if (breaks[i % Math.max(1, breaks.length)] === true) encoded += '=\r\n'
  }
  return encoded
}

test('base64 in lines comes out as it went in, however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), cuts, fc.integer({ min: 1, max: 76 }), (octets, sizes, width) => {
      const lines = Buffer.from(octets)
        .toString('base64')
        .replaceAll(new RegExp(`.{${width}}`, 'g'), '$&\r\n')
      assert.deepEqual(decoded('base64', Buffer.from(lines), sizes), Buffer.from(octets))
    }),
    runs(),
  )
})

test('quoted-printable comes out as it went in, however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), cuts, fc.array(fc.boolean()), (octets, sizes, breaks) => {
      const encoded = Buffer.from(quotedPrintable(octets, breaks))
      assert.deepEqual(decoded('quoted-printable', encoded, sizes), Buffer.from(octets))
    }),
    runs(),
  )
})

test('whatever comes for quoted-printable, where it is cut makes no difference', () => {
  const letters = fc.array(fc.constantFrom('=', ' ', '\t', '\r', '\n', 'A', 'f', 'z', '3'), { maxLength: 60 })
  fc.assert(
    fc.property(letters, cuts, (input, sizes) => {
      const encoded = Buffer.from(input.join(''))
      assert.deepEqual(decoded('quoted-printable', encoded, sizes), decoded('quoted-printable', encoded))
    }),
    runs(),
  )
})

for (const [what, encoding, encoded, wanted] of [
  ['RFC 2045 §6.8: what is not of the alphabet is passed over', 'base64', 'aG V!s\r\n\tbG8=\r\n', 'hello'],
  ['encoded pieces one behind the other are read each', 'base64', 'aGVs\r\nbG8=\r\nYQ==YWI=', 'helloaab'],
  ['missing padding costs nothing', 'base64', 'aGVsbG8', 'hello'],
  ['RFC 2045 §6.7: blanks at the end of a line go', 'quoted-printable', 'a \t\r\nb  ', 'a\r\nb'],
  ['blanks before a soft break stay, those behind it go', 'quoted-printable', 'a =  \r\nb', 'a b'],
  ['lines that end in LF alone', 'quoted-printable', 'a=\nb \nc', 'ab\nc'],
  ['hexadecimal in small letters', 'quoted-printable', '=c3=a9', '\u00c3\u00a9'],
  ['an "=" that begins nothing stands for itself', 'quoted-printable', 'a=b=zz=4', 'a=b=zz=4'],
  ['a soft break at the very end', 'quoted-printable', 'a=', 'a'],
] as const) {
  test(what, () => {
    assert.equal(text(encoding, encoded), wanted)
  })
}

test('blanks without end are not held', () => {
  const decoder = transferDecoder('quoted-printable')!
  let octets = 0
  for (let n = 0; n < 100; n++) octets += decoder.write(Buffer.alloc(1000, ' ')).length
  assert.ok(octets > 90_000, String(octets))
})

test('encodings by name', () => {
  assert.deepEqual(['7bit', '8BIT', 'binary', '', 'base64', 'x-uuencode'].map(isIdentity), [
    ...[true, true, true, true],
    ...[false, false],
  ])
  assert.equal(transferDecoder('x-uuencode'), undefined)
  assert.notEqual(transferDecoder('BASE64'), undefined)
})
