import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { encodeBase64 } from '../../src/codec/text/base64.ts'
import { plain } from '../../src/auth/plain.ts'
import { xoauth2 } from '../../src/auth/xoauth2.ts'
import { ImapError, UsageError } from '../../src/errors.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (octets: Uint8Array | undefined): string => new TextDecoder().decode(octets)

test('PLAIN: the examples of RFC 4616 §4', () => {
  assert.equal(text(plain({ user: 'tim', password: 'tanstaaftanstaaf' }).initial()), '\0tim\0tanstaaftanstaaf')
  const proxied = plain({ authzid: 'Ursel', user: 'Kurt', password: 'xipj3plmq' })
  assert.equal(text(proxied.initial()), 'Ursel\0Kurt\0xipj3plmq')
})

test('PLAIN is UTF-8', () => {
  assert.deepEqual(plain({ user: 'ü', password: '😀' }).initial(), utf8('\0ü\0😀'))
})

test('XOAUTH2: the example of its specification', () => {
  const mechanism = xoauth2({
    user: 'someuser@example.com',
    accessToken: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
  })
  const wire =
    'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=='
  assert.equal(encodeBase64(mechanism.initial()!), wire)
})

test('no credential can smuggle a separator: the octets have exactly the fields that were given', () => {
  const credential = fc.string({
    unit: fc.constantFrom('a', '\0', '\x01', 'ü', '😀', '\ud800', ' ', '='),
    maxLength: 6,
  })
  fc.assert(
    fc.property(credential, credential, credential, (authzid, user, secret) => {
      for (const [make, separators] of [
        [() => plain({ authzid, user, password: secret }), 2],
        [() => xoauth2({ user, accessToken: secret }), 3],
      ] as const) {
        let octets: Uint8Array | undefined
        try {
          octets = make().initial()
        } catch (error) {
          assert.ok(error instanceof UsageError)
          continue
        }
        assert.equal(octets!.filter((octet) => octet === 0 || octet === 1).length, separators)
        assert.ok(text(octets).includes(secret))
      }
    }),
  )
})

test('empty credentials, control characters and half surrogates are refused without being repeated', () => {
  for (const secret of ['', 'pass\0word', 'pass\x01word', 'pass\ud800word', 7 as never, undefined as never]) {
    for (const make of [
      () => plain({ user: 'me', password: secret }),
      () => plain({ user: secret, password: 'x' }),
      () => xoauth2({ user: 'me', accessToken: secret }),
      () => xoauth2({ user: secret, accessToken: 'x' }),
    ]) {
      assert.throws(make, (error) => {
        assert.ok(error instanceof UsageError)
        assert.doesNotMatch(inspect(error), /pass.word/)
        return true
      })
    }
  }
})

test('PLAIN has no challenge, and no success before the credentials', () => {
  const mechanism = plain({ user: 'me', password: 'secret' })
  assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER' })
  mechanism.initial()
  mechanism.finish()
  assert.throws(() => mechanism.respond(utf8('more')), { name: 'ProtocolError', code: 'ERR_IMAP_ORDER' })
})

test('XOAUTH2 answers a refusal with nothing and keeps what it said', () => {
  const mechanism = xoauth2({ user: 'me', accessToken: 'token' })
  mechanism.initial()
  assert.equal(mechanism.refusal, undefined)
  const status = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/","extra":{"a":1}}'
  assert.equal(mechanism.respond(utf8(status)).length, 0)
  assert.equal(mechanism.refusal, 'status 400, schemes Bearer, scope https://mail.google.com/')
  assert.throws(() => mechanism.respond(utf8(status)), { code: 'ERR_IMAP_ORDER' })
  assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER', message: /after it had refused/ })
})

test('XOAUTH2 accepts no challenge and no success before the token was sent', () => {
  const mechanism = xoauth2({ user: 'me', accessToken: 'token' })
  assert.throws(() => mechanism.respond(new Uint8Array()), { code: 'ERR_IMAP_ORDER' })
  assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER' })
  mechanism.initial()
  mechanism.finish()
})

test('any refusal of XOAUTH2 becomes a short printable line', () => {
  const examples = ['', 'null', '[]', '"x"', '{', '{"status":{}}', '{"__proto__":{"status":"1"}}', '{"toString":"x"}']
  const control = JSON.stringify({ status: '\x1b]0;x\x07\r\n', scope: 'ü' })
  const refusals = fc.oneof(fc.json(), fc.string(), fc.constantFrom(...examples, control, '9'.repeat(5000)))
  fc.assert(
    fc.property(refusals, (challenge) => {
      const mechanism = xoauth2({ user: 'me', accessToken: 'token' })
      mechanism.initial()
      mechanism.respond(utf8(challenge))
      assert.match(mechanism.refusal ?? '', /^[\x20-\x7e]{1,300}$/)
    }),
  )
  const long = xoauth2({ user: 'me', accessToken: 'token' })
  long.initial()
  long.respond(utf8(`{"status":"400"${' '.repeat(4096)}}`))
  assert.equal(long.refusal, 'a status that is too long')
})

test('secrets show neither in inspect nor in JSON', () => {
  for (const mechanism of [
    plain({ user: 'me', password: 'hunter2hunter2' }),
    xoauth2({ user: 'me', accessToken: 'hunter2hunter2' }),
  ]) {
    mechanism.initial()
    const shown = inspect(mechanism, { showHidden: true, depth: 9 }) + JSON.stringify(mechanism)
    const octets = Buffer.from('hunter2hunter2')
    for (const form of ['hunter2', octets.toString('base64').slice(0, 12), [...octets.subarray(0, 6)].join(', ')]) {
      assert.ok(!shown.includes(form), shown)
    }
    assert.ok(!ImapError.is(mechanism))
  }
})
