import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { encodeBase64 } from '../../src/codec/text/base64.ts'
import type { Mechanism } from '../../src/auth/mechanism.ts'
import { anonymous } from '../../src/auth/mechanisms/anonymous.ts'
import { cramMd5 } from '../../src/auth/mechanisms/cram-md5.ts'
import { external } from '../../src/auth/mechanisms/external.ts'
import { saslLogin } from '../../src/auth/mechanisms/login.ts'
import { oauthBearer } from '../../src/auth/mechanisms/oauthbearer.ts'
import { plain } from '../../src/auth/mechanisms/plain.ts'
import { xoauth2 } from '../../src/auth/mechanisms/xoauth2.ts'
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
        [() => oauthBearer({ user, accessToken: secret, host: 'h', port: 1 }), 5],
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
      () => oauthBearer({ user: 'me', accessToken: secret, host: 'h', port: 1 }),
      () => cramMd5({ user: 'me', password: secret }),
      () => saslLogin({ user: 'me', password: secret }),
      () => anonymous(secret ?? ''),
      () => external(secret ?? ''),
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

test('XOAUTH2 answers a refusal with nothing and keeps what it said', async () => {
  const mechanism = xoauth2({ user: 'me', accessToken: 'token' })
  mechanism.initial()
  assert.equal(mechanism.refusal, undefined)
  const status = '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/","extra":{"a":1}}'
  assert.equal((await mechanism.respond(utf8(status))).length, 0)
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

test('any refusal of XOAUTH2 becomes a short printable line', async () => {
  const examples = ['', 'null', '[]', '"x"', '{', '{"status":{}}', '{"__proto__":{"status":"1"}}', '{"toString":"x"}']
  const control = JSON.stringify({ status: '\x1b]0;x\x07\r\n', scope: 'ü' })
  const refusals = fc.oneof(fc.json(), fc.string(), fc.constantFrom(...examples, control, '9'.repeat(5000)))
  await fc.assert(
    fc.asyncProperty(refusals, async (challenge) => {
      const mechanism = xoauth2({ user: 'me', accessToken: 'token' })
      mechanism.initial()
      await mechanism.respond(utf8(challenge))
      assert.match(mechanism.refusal ?? '', /^[\x20-\x7e]{1,300}$/)
    }),
  )
  const long = xoauth2({ user: 'me', accessToken: 'token' })
  long.initial()
  await long.respond(utf8(`{"status":"400"${' '.repeat(4096)}}`))
  assert.equal(long.refusal, 'a status that is too long')
})

test('secrets show neither in inspect nor in JSON', () => {
  for (const mechanism of [
    plain({ user: 'me', password: 'hunter2hunter2' }),
    xoauth2({ user: 'me', accessToken: 'hunter2hunter2' }),
    oauthBearer({ user: 'me', accessToken: 'hunter2hunter2', host: 'h', port: 1 }),
    cramMd5({ user: 'me', password: 'hunter2hunter2' }),
    saslLogin({ user: 'me', password: 'hunter2hunter2' }),
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

test('OAUTHBEARER: the example of RFC 7628 §4.1', () => {
  const mechanism = oauthBearer({
    user: 'user@example.com',
    accessToken: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==',
    host: 'server.example.com',
    port: 143,
  })
  const wire =
    'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB'
  assert.equal(encodeBase64(mechanism.initial()!), wire)
  mechanism.finish()
})

test('OAUTHBEARER: a refusal is answered with %x01 and kept, as in RFC 7628 §4.3', async () => {
  const mechanism = oauthBearer({ user: 'a=b,c', accessToken: 'token', host: 'mail.example.org', port: 993 })
  assert.match(
    text(mechanism.initial()),
    /^n,a=a=3Db=2Cc,\x01host=mail\.example\.org\x01port=993\x01auth=Bearer token\x01\x01$/,
  )
  const status =
    'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0='
  assert.deepEqual(await mechanism.respond(Buffer.from(status, 'base64')), Uint8Array.of(1))
  assert.equal(
    mechanism.refusal,
    'status invalid_token, scope example_scope, openid-configuration https://example.com/.well-known/openid-configuration',
  )
  assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER', message: /after it had refused/ })
})

test('CRAM-MD5: the example of RFC 2195 §2', async () => {
  const mechanism = cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' })
  assert.equal(mechanism.initial(), undefined)
  const challenge = utf8('<1896.697170952@postoffice.reston.mci.net>')
  assert.equal(text(await mechanism.respond(challenge)), 'tim b913a602c7eda7a495b4e6e7334d3890')
  mechanism.finish()
  assert.throws(() => mechanism.respond(challenge), { code: 'ERR_IMAP_ORDER' })
})

test('CRAM-MD5 answers no empty challenge and is not done without one', () => {
  const mechanism = cramMd5({ user: 'tim', password: 'secret' })
  assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER' })
  assert.throws(() => mechanism.respond(new Uint8Array()), { code: 'ERR_IMAP_SASL' })
})

test('LOGIN answers user and password in this order, whatever the server asks', async () => {
  for (const [first, second] of [
    ['Username:', 'Password:'],
    ['User Name\0', 'Password\0'],
    ['', ''],
    ['Password:', 'Username:'],
  ] as const) {
    const mechanism = saslLogin({ user: 'jürgen', password: 'gehéim' })
    assert.equal(mechanism.initial(), undefined)
    assert.equal(text(await mechanism.respond(utf8(first))), 'jürgen')
    assert.throws(() => mechanism.finish(), { code: 'ERR_IMAP_ORDER' })
    assert.equal(text(await mechanism.respond(utf8(second))), 'gehéim')
    mechanism.finish()
    assert.throws(() => mechanism.respond(utf8('Password:')), { code: 'ERR_IMAP_ORDER' })
  }
})

test('EXTERNAL and ANONYMOUS say one thing or nothing', () => {
  const said = (mechanism: Mechanism): string => `${mechanism.name} ${text(mechanism.initial())}`
  assert.equal(said(external()), 'EXTERNAL ')
  assert.equal(said(external('boss')), 'EXTERNAL boss')
  assert.equal(said(anonymous()), 'ANONYMOUS ')
  assert.equal(said(anonymous('sirhc')), 'ANONYMOUS sirhc')
  for (const trace of ['a\nb', '\x7f', 'x'.repeat(256), '\u0627a']) assert.throws(() => anonymous(trace), UsageError)
  assert.equal(said(anonymous('é'.repeat(255))).length, 'ANONYMOUS '.length + 255)
})
