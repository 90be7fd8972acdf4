import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { octetText, windows1252 } from '../../../src/codec/text/octet-text.ts'
import { textOfUtf8 } from '../../../src/codec/text/octets.ts'
import { isUtf8 } from '../../../src/codec/text/utf8.ts'
import { utf8 } from '../decode/parse.ts'

function asDecoderSays(octets: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'))
  } catch {
    return undefined
  }
}

/** Octets near the borders of what UTF-8 allows. */
const octet = fc.constantFrom(
  ...'\0aZ\x7f\x80\x8f\x90\x9f\xa0\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3\xf4\xf5\xff'.split(''),
)

test('octets are UTF-8 when a TextDecoder says so, and then their text is its text', () => {
  fc.assert(
    fc.property(fc.string({ unit: octet, maxLength: 6 }), fc.string({ unit: 'grapheme' }), (octets, text) => {
      for (const some of [octets, utf8(text), utf8(text) + octets, octets + utf8(text)]) {
        assert.equal(isUtf8(some), asDecoderSays(some) !== undefined)
        assert.equal(textOfUtf8(some), asDecoderSays(some))
      }
    }),
    { numRuns: 20_000 },
  )
})

test('windows-1252 is that of the Encoding Standard', () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  const octets = Buffer.from(all).toString('latin1')
  assert.equal(windows1252(octets), new TextDecoder('windows-1252').decode(all))
})

test('text is UTF-8 where it can be, else windows-1252', () => {
  assert.equal(octetText('plain'), 'plain')
  assert.equal(octetText(utf8('é😀')), 'é😀')
  assert.equal(octetText('\xe9\x80'), 'é€')
  assert.equal(octetText(`${utf8('é')}\xe9`), 'Ã©é')
  assert.equal(octetText('\xc0\xaf'), 'À¯', 'overlong')
})
