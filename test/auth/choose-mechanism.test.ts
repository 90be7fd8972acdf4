import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chooseMechanism } from '../../src/auth/choose-mechanism.ts'
import type { AuthContext } from '../../src/auth/choose-mechanism.ts'
import type { GivenAuth } from '../../src/auth/credentials.ts'
import { AuthenticationError, UsageError } from '../../src/errors.ts'

const ascii: GivenAuth = { user: 'me', password: 'secret' }
const unicode: GivenAuth = { user: 'me', password: 'gehéim' }
const token: GivenAuth = { user: 'me', accessToken: 'token' }

/** The word for what was chosen; `context` names capabilities after `tls` or `plaintext`. */
function choice(auth: GivenAuth, words: string): string {
  const [transport, ...capabilities] = words.split(' ')
  const chosen = chooseMechanism(auth, {
    capabilities: new Set(['IMAP4REV1', ...capabilities]),
    secure: transport === 'tls',
    plaintextAllowed: transport === 'plaintext',
  })
  return chosen.kind === 'login' ? 'LOGIN' : chosen.mechanism.name
}

const CHOICES: readonly [GivenAuth, string, string][] = [
  [ascii, 'tls AUTH=PLAIN AUTH=XOAUTH2 SASL-IR', 'LOGIN'],
  [ascii, 'tls', 'LOGIN'],
  [ascii, 'tls LOGINDISABLED AUTH=PLAIN', 'PLAIN'],
  [ascii, 'plaintext AUTH=PLAIN', 'LOGIN'],
  [unicode, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ user: 'jürgen', password: 'secret' }, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ ...ascii, mechanism: 'PLAIN' }, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls AUTH=PLAIN', 'LOGIN'],
  [token, 'tls AUTH=PLAIN AUTH=XOAUTH2', 'XOAUTH2'],
  [{ ...token, mechanism: 'XOAUTH2' }, 'tls LOGINDISABLED AUTH=XOAUTH2', 'XOAUTH2'],
]

for (const [auth, words, expected] of CHOICES) {
  test(`${JSON.stringify(auth)} on ${words}: ${expected}`, () => {
    assert.equal(choice(auth, words), expected)
  })
}

const REFUSALS: readonly [GivenAuth, string, RegExp][] = [
  [ascii, 'tls LOGINDISABLED AUTH=CRAM-MD5', /needs AUTH=PLAIN\): it offers AUTH=CRAM-MD5$/],
  [ascii, 'tls LOGINDISABLED', /it offers nothing$/],
  [unicode, 'tls AUTH=SCRAM-SHA-1', /it offers LOGIN AUTH=SCRAM-SHA-1$/],
  [{ ...ascii, mechanism: 'PLAIN' }, 'tls', /needs AUTH=PLAIN/],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls LOGINDISABLED AUTH=PLAIN', /needs LOGIN/],
  [{ ...unicode, mechanism: 'LOGIN' }, 'tls AUTH=PLAIN', /other than ASCII/],
  [token, 'tls AUTH=PLAIN AUTH=OAUTHBEARER', /an access token \(needs AUTH=XOAUTH2\)/],
]

for (const [auth, words, message] of REFUSALS) {
  test(`${JSON.stringify(auth)} on ${words}: nothing fits`, () => {
    assert.throws(
      () => choice(auth, words),
      (error) => {
        assert.ok(error instanceof AuthenticationError)
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /secret|gehéim|token$/)
        assert.equal(error.retryable, false)
        return true
      },
    )
  })
}

test('nothing is chosen without TLS, unless plaintext was asked for, whatever the server offers', () => {
  for (const auth of [ascii, unicode, token]) {
    assert.throws(
      () => choice(auth, 'starttls AUTH=PLAIN AUTH=XOAUTH2'),
      (error) => error instanceof UsageError && error.code === 'ERR_IMAP_STATE',
    )
  }
})

test('LOGIN is never chosen where LOGINDISABLED is, nor a mechanism that is not offered', () => {
  const capabilities = fc.subarray(['LOGINDISABLED', 'AUTH=PLAIN', 'AUTH=XOAUTH2', 'AUTH=LOGIN', 'SASL-IR'])
  const mechanism = fc.constantFrom<'LOGIN' | 'PLAIN' | undefined>('LOGIN', 'PLAIN', undefined)
  const auth = fc.oneof(
    fc.record({ user: fc.string({ minLength: 1 }), password: fc.string({ unit: 'grapheme', minLength: 1 }) }),
    fc.constant(token),
  )
  const context = fc.record({
    capabilities: capabilities.map((names) => new Set(names)),
    secure: fc.boolean(),
    plaintextAllowed: fc.boolean(),
  })
  fc.assert(
    fc.property(auth, mechanism, context, (auth, mechanism, context: AuthContext) => {
      const pinned = mechanism && 'password' in auth ? { ...auth, mechanism } : auth
      try {
        const chosen = chooseMechanism(pinned, context)
        assert.ok(context.secure || context.plaintextAllowed)
        const name = chosen.kind === 'login' ? 'LOGIN' : chosen.mechanism.name
        if (name === 'LOGIN') assert.ok(!context.capabilities.has('LOGINDISABLED'))
        else assert.ok(context.capabilities.has(`AUTH=${name}`))
        if (mechanism && 'password' in auth) assert.equal(name, mechanism)
      } catch (error) {
        assert.ok(error instanceof UsageError || error instanceof AuthenticationError)
      }
    }),
  )
})
