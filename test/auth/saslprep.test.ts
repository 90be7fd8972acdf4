import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { isFitTrace, saslprep } from '../../src/auth/saslprep.ts'
import { UsageError } from '../../src/errors.ts'

const EXAMPLES: readonly (readonly [string, string, string])[] = [
  ['I\u00adX', 'IX', 'SOFT HYPHEN mapped to nothing'],
  ['user', 'user', 'no transformation'],
  ['USER', 'USER', 'case preserved'],
  ['\u00aa', 'a', 'output is NFKC, input in ISO 8859-1'],
  ['\u2168', 'IX', 'output is NFKC'],
]

for (const [given, prepared, what] of EXAMPLES) {
  test(`RFC 4013 §3: ${what}`, () => assert.equal(saslprep('password', given), prepared))
}

for (const [given, what] of [
  ['\u0007', 'a prohibited character'],
  ['\u06271', 'right-to-left text that ends otherwise'],
] as const) {
  test(`RFC 4013 §3: ${what} is an error`, () => {
    assert.throws(() => saslprep('password', given), UsageError)
  })
}

const MORE: readonly (readonly [string, string | undefined])[] = [
  ['a\u00a0b\u3000c\u2009d', 'a b c d'],
  ['a\u200bb', 'a b'],
  ['\ufeffa\u200d\ufe0fb', 'ab'],
  ['pa\u0308ss', 'p\u00e4ss'],
  ['\uff41', 'a'],
  ['\u0627\u0644', '\u0627\u0644'],
  ['\u0627 1 \u0644', '\u0627 1 \u0644'],
  ['\u0627a\u0644', undefined],
  ['1\u0627', undefined],
  ['\u05d0\u05d1!', undefined],
  ['\u00ad', undefined],
  ['\x00', undefined],
  ['tab\there', undefined],
  ['\x7f', undefined],
  ['\u0085', undefined],
  ['\u2028', undefined],
  ['\ue000', undefined],
  ['\ufdd0', undefined],
  ['\u{10ffff}', undefined],
  ['\ud800', undefined],
  ['\ufffd', undefined],
  ['\u2ff0', undefined],
  ['\u200e', undefined],
  ['\u0341', '\u0301'],
  ['\u{e0041}', undefined],
  // younger than Unicode 3.2
  ['\u{1f600}', '\u{1f600}'],
]

test('what is mapped, forbidden and let through', () => {
  for (const [given, prepared] of MORE) {
    if (prepared === undefined) assert.throws(() => saslprep('password', given), UsageError, inspect(given))
    else assert.equal(saslprep('password', given), prepared, inspect(given))
  }
})

test('printable ASCII stays as it is, and what is prepared stays prepared', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ minLength: 1 }), (any, ascii) => {
      assert.equal(saslprep('password', ascii), ascii)
      try {
        const once = saslprep('password', any)
        assert.equal(saslprep('password', once), once)
      } catch (error) {
        assert.ok(error instanceof UsageError)
        assert.match(error.message, /^SASLprep \(RFC 4013\) does not allow this password: [a-z -]+$/)
      }
    }),
  )
})

test('a trace may be any text without controls; nothing in it is mapped (RFC 4505 §3)', () => {
  for (const fit of ['me@example.org', 'sirhc', 'a\u00a0\u00ad\u2ff0']) assert.ok(isFitTrace(fit), inspect(fit))
  for (const unfit of ['a\nb', '\x7f', '\ue000', '\u0627a', '\ufdd0']) assert.ok(!isFitTrace(unfit), inspect(unfit))
})
