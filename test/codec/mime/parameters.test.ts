import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodedParameters } from '../../../src/codec/mime/parameters.ts'

/** Parameters as sent, and what they mean. */
const ANSWERS: readonly (readonly [sent: Record<string, string>, meant: Record<string, string>])[] = [
  [{ charset: 'utf-8' }, { charset: 'utf-8' }],
  // RFC 2231 §3, §4, §4.1
  [{ 'url*0': 'ftp://', 'url*1': 'cs.utk.edu/pub/a.tar' }, { url: 'ftp://cs.utk.edu/pub/a.tar' }],
  [{ 'title*': "us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A" }, { title: 'This is ***fun***' }],
  [
    {
      'title*0*': "us-ascii'en'This%20is%20even%20more%20",
      'title*1*': '%2A%2A%2Afun%2A%2A%2A%20',
      'title*2': "isn't it!",
    },
    { title: "This is even more ***fun*** isn't it!" },
  ],
  // In any order, as far as none is missing.
  [{ 'a*2': 'z', 'a*0': 'x', 'a*1': 'y', 'a*4': 'lost' }, { a: 'xyz' }],
  [
    { 'a*1': 'y', 'a*2*': '%20' },
    { 'a*1': 'y', 'a*2*': '%20' },
  ],
  // A character split between sections.
  [{ 'a*0*': "utf-8''%E2%82", 'a*1*': '%AC' }, { a: '€' }],
  [{ 'filename*': "iso-8859-1'en'%A3%20rates" }, { filename: '£ rates' }],
  [{ 'filename*': "gb18030''%C4%E3%BA%C3" }, { filename: '你好' }],
  [{ 'filename*': "ISO-2022-JP''%1B%24B%46%7C%4B%5C%1B%28B" }, { filename: '日本' }],
  // The form that can say more counts, wherever it stands.
  [{ filename: 'EURO rates', 'filename*': "UTF-8''%e2%82%ac%20rates" }, { filename: '€ rates' }],
  [{ 'filename*': "UTF-8''%e2%82%ac%20rates", filename: 'EURO rates' }, { filename: '€ rates' }],
  [{ 'a*0': 'x', 'a*': "utf-8''y" }, { a: 'y' }],
  // RFC 2047 §5 forbids these, and they are everywhere.
  [{ name: '=?utf-8?B?4oKs?= rates' }, { name: '€ rates' }],
  [{ 'name*0': '=?utf-8?Q?Gr=C3', 'name*1': '=BC=C3=9Fe?=' }, { name: 'Grüße' }],
  // Senders who got it half right.
  [{ 'a*': 'plain' }, { a: 'plain' }],
  [{ 'a*': '%E2%82%AC' }, { a: '€' }],
  [{ 'a*': "''%E2%82%AC" }, { a: '€' }],
  [{ 'a*': "no-such-charset''%E2%82%AC%zz%" }, { a: '€%zz%' }],
  [{ 'a*': "utf-8''%E9t%E9" }, { a: '\ufffdt\ufffd' }],
  [{ 'a*': 'día' }, { a: 'día' }],
  [{ 'a*': "utf-8'x" }, { a: "utf-8'x" }],
  [
    { __proto__: 'x', 'a**': '1', '*': '2', 'a*x': '3' },
    { 'a**': '1', '*': '2', 'a*x': '3' },
  ],
]

for (const [sent, meant] of ANSWERS) {
  test(`${JSON.stringify(sent)}`, () => {
    assert.deepEqual(Object.fromEntries(decodedParameters(new Map(Object.entries(sent)))), meant)
  })
}

test('whatever is encoded as RFC 2231 has it, in sections of any length, comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const octets = [...new TextEncoder().encode(text)].map((octet) => `%${octet.toString(16).padStart(2, '0')}`)
      const sections = new Map<string, string>()
      for (let at = 0; at < octets.length; at += length) {
        const prefix = at === 0 ? "utf-8'de'" : ''
        sections.set(`x*${sections.size}*`, prefix + octets.slice(at, at + length).join(''))
      }
      assert.equal(decodedParameters(sections).get('x'), text)
    }),
  )
})

test('any names and values are read without an exception, and no name is lost', () => {
  const piece = fc.constantFrom('a', '*', '0', '1', "'", '%', '%41', '=?utf-8?q?', '?=', '\ud800', 'é')
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(fc.dictionary(text, text), (sent) => {
      const meant = decodedParameters(new Map(Object.entries(sent)))
      for (const name of Object.keys(sent)) {
        const bare = /^([^*]+)(\*\d{1,4})?\*?$/.exec(name)?.[1] ?? name
        assert.ok(meant.has(name) || meant.has(bare), name)
      }
    }),
    { numRuns: 500 },
  )
})
