import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeBase64, encodeBase64 } from '../../../src/codec/text/base64.ts'

test('RFC 4648 §10 examples', () => {
  const examples = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foob: 'Zm9vYg==',
    fooba: 'Zm9vYmE=',
    foobar: 'Zm9vYmFy',
  }
  for (const [text, encoded] of Object.entries(examples)) {
    assert.equal(encodeBase64(Buffer.from(text)), encoded)
    assert.deepEqual(decodeBase64(encoded), new Uint8Array(Buffer.from(text)))
  }
})

test('encoding agrees with Buffer, and decoding undoes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const text = encodeBase64(octets)
      assert.equal(text, Buffer.from(octets).toString('base64'))
      assert.deepEqual(decodeBase64(text), octets)
    }),
  )
})

test('what is not exactly base64 is refused', () => {
  const wrong = [
    '!!!=',
    'Z',
    'Zg',
    'Zg=',
    'Zg= =',
    'Zm9v\r\n',
    ' Zm9v',
    'Zm9v ',
    'Zg==Zg==',
    '====',
    '=Zg=',
    'Zm-_',
    'é===',
  ]
  for (const text of [...wrong, 'Zh==', 'Zm9=', 'Zm\u0139v']) assert.equal(decodeBase64(text), undefined, text)
})

test('whatever decodes encodes back to the same text', () => {
  const alphabet = 'ABCZabcz019+/=-_ \r\n\u0141'.split('')
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 12 }), (characters) => {
      const text = characters.join('')
      const octets = decodeBase64(text)
      if (octets !== undefined) assert.equal(encodeBase64(octets), text)
    }),
    { numRuns: 2000 },
  )
})
