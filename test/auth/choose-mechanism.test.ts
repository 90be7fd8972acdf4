import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chooseMechanism } from '../../src/auth/choose-mechanism.ts'
import type { AuthChoice, AuthContext } from '../../src/auth/choose-mechanism.ts'
import type { ChannelFacts } from '../../src/auth/channel-binding.ts'
import type { GivenAuth, PasswordMechanism } from '../../src/auth/credentials.ts'
import { AuthenticationError, UsageError } from '../../src/errors.ts'
import { certificates } from '../support/certificates.ts'

const ascii: GivenAuth = { user: 'me', password: 'secret' }
const unicode: GivenAuth = { user: 'me', password: 'gehéim' }
const token: GivenAuth = { user: 'me', accessToken: 'token' }

/** The word for what was chosen; `context` names capabilities after `tls` or `plaintext`. */
function choice(auth: GivenAuth, words: string): string {
  const [transport, ...capabilities] = words.split(' ')
  const chosen = chooseMechanism(auth, {
    ...elsewhere,
    capabilities: new Set(['IMAP4REV1', ...capabilities]),
    secure: transport !== 'plaintext' && transport !== 'starttls',
    plaintextAllowed: transport === 'plaintext',
    tls: TLS[transport ?? ''],
  })
  return chosen.map(described).join(', ')
}

const elsewhere = { host: 'mail.example.org', port: 993, nonce: () => 'nonce' }

/** The command LOGIN in so many words; of SCRAM the flag of its first message, too. */
function described(choice: AuthChoice): string {
  if (choice.kind === 'login') return 'LOGIN command'
  const mechanism = choice.start()
  assert.equal(mechanism.name, choice.name)
  const flag = choice.name.startsWith('SCRAM') ? Buffer.from(mechanism.initial()!).toString().split(',')[0]! : ''
  return [choice.name, flag].join(' ').trim()
}

const certificate = Buffer.from(certificates().good.cert.replace(/-----.*-----|\n/g, ''), 'base64')
/** `tls13` and `tls12` tell of themselves, `tls` does not. */
const TLS: Readonly<Record<string, ChannelFacts>> = {
  tls13: { protocol: 'TLSv1.3', certificate, exporter: new Uint8Array(32) },
  tls12: { protocol: 'TLSv1.2', certificate, exporter: undefined },
  strange: { protocol: 'TLSv1.2', certificate: new Uint8Array([1, 2, 3]) },
}

const CHOICES: readonly [GivenAuth, string, string][] = [
  [ascii, 'tls AUTH=PLAIN AUTH=XOAUTH2 SASL-IR', 'LOGIN command, PLAIN'],
  [ascii, 'tls', 'LOGIN command'],
  [ascii, 'tls LOGINDISABLED AUTH=PLAIN', 'PLAIN'],
  [ascii, 'tls LOGINDISABLED AUTH=LOGIN AUTH=PLAIN', 'PLAIN, LOGIN'],
  [ascii, 'tls LOGINDISABLED AUTH=LOGIN AUTH=CRAM-MD5', 'LOGIN'],
  [ascii, 'plaintext AUTH=PLAIN', 'LOGIN command, PLAIN'],
  [ascii, 'tls AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5', 'SCRAM-SHA-1 n'],
  [ascii, 'tls AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256', 'SCRAM-SHA-256 n'],
  [ascii, 'tls AUTH=SCRAM-SHA-512 AUTH=SCRAM-SHA-256', 'SCRAM-SHA-512 n'],
  [ascii, 'plaintext AUTH=SCRAM-SHA-256', 'SCRAM-SHA-256 n'],
  // what could be bound and is not offered bound says so
  [ascii, 'tls13 AUTH=SCRAM-SHA-512', 'SCRAM-SHA-512 y'],
  [ascii, 'tls12 AUTH=SCRAM-SHA-512', 'SCRAM-SHA-512 y'],
  [ascii, 'strange AUTH=SCRAM-SHA-512 AUTH=SCRAM-SHA-1-PLUS', 'SCRAM-SHA-512 n'],
  // bound is stronger than any hash
  [
    ascii,
    'tls13 AUTH=SCRAM-SHA-512 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-1-PLUS',
    'SCRAM-SHA-1-PLUS p=tls-exporter, SCRAM-SHA-1-PLUS p=tls-server-end-point',
  ],
  [ascii, 'tls12 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256-PLUS p=tls-server-end-point'],
  [
    ascii,
    'tls13 AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-512-PLUS AUTH=SCRAM-SHA-1-PLUS',
    'SCRAM-SHA-512-PLUS p=tls-exporter, SCRAM-SHA-512-PLUS p=tls-server-end-point',
  ],
  // named by the caller
  [{ ...ascii, mechanism: 'SCRAM-SHA-256' }, 'tls13 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256 n'],
  [{ ...ascii, mechanism: 'SCRAM-SHA-1' }, 'tls13 AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256', 'SCRAM-SHA-1 y'],
  [{ ...ascii, mechanism: 'CRAM-MD5' }, 'tls AUTH=CRAM-MD5 AUTH=SCRAM-SHA-1', 'CRAM-MD5'],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls LOGINDISABLED AUTH=PLAIN AUTH=LOGIN', 'LOGIN'],
  [{ ...unicode, mechanism: 'LOGIN' }, 'tls AUTH=LOGIN', 'LOGIN'],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls13 AUTH=SCRAM-SHA-256-PLUS AUTH=PLAIN', 'LOGIN command'],
  [{ ...ascii, authzid: 'boss' }, 'tls AUTH=PLAIN AUTH=LOGIN', 'PLAIN'],
  [{ ...ascii, authzid: 'boss' }, 'tls AUTH=PLAIN AUTH=SCRAM-SHA-1', 'SCRAM-SHA-1 n'],
  [{ external: true }, 'tls AUTH=PLAIN AUTH=EXTERNAL', 'EXTERNAL'],
  [{ anonymous: true }, 'tls AUTH=PLAIN AUTH=ANONYMOUS', 'ANONYMOUS'],
  [unicode, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ user: 'jürgen', password: 'secret' }, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ ...ascii, mechanism: 'PLAIN' }, 'tls AUTH=PLAIN', 'PLAIN'],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls AUTH=PLAIN', 'LOGIN command'],
  [token, 'tls AUTH=PLAIN AUTH=XOAUTH2', 'XOAUTH2'],
  [token, 'tls AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER', 'OAUTHBEARER, XOAUTH2'],
  [{ ...token, mechanism: 'OAUTHBEARER' }, 'tls AUTH=XOAUTH2 AUTH=OAUTHBEARER', 'OAUTHBEARER'],
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
  [unicode, 'tls AUTH=GSSAPI', /it offers LOGIN AUTH=GSSAPI$/],
  [{ ...ascii, mechanism: 'SCRAM-SHA-256' }, 'tls AUTH=SCRAM-SHA-1', /needs AUTH=SCRAM-SHA-256\)/],
  // a binding is asked for and there is none
  [{ ...ascii, mechanism: 'SCRAM-SHA-1-PLUS' }, 'tls AUTH=SCRAM-SHA-1-PLUS', /needs AUTH=SCRAM-SHA-1-PLUS\)/],
  [{ ...ascii, authzid: 'boss' }, 'tls AUTH=LOGIN', /needs AUTH=PLAIN\)/],
  [{ external: true, authzid: 'boss' }, 'tls AUTH=PLAIN', /a client certificate \(needs AUTH=EXTERNAL\)/],
  [{ anonymous: 'me@example.org' }, 'tls AUTH=PLAIN', /an anonymous login \(needs AUTH=ANONYMOUS\)/],
  [{ ...ascii, mechanism: 'PLAIN' }, 'tls', /needs AUTH=PLAIN/],
  [{ ...ascii, mechanism: 'LOGIN' }, 'tls LOGINDISABLED AUTH=PLAIN', /needs LOGIN/],
  [{ ...unicode, mechanism: 'LOGIN' }, 'tls AUTH=PLAIN', /other than ASCII/],
  [token, 'tls AUTH=PLAIN', /an access token \(needs AUTH=OAUTHBEARER or AUTH=XOAUTH2\)/],
  [{ ...token, mechanism: 'XOAUTH2' }, 'tls AUTH=OAUTHBEARER', /an access token \(needs AUTH=XOAUTH2\)/],
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

const MECHANISMS: readonly PasswordMechanism[] = [
  'SCRAM-SHA-512-PLUS',
  'SCRAM-SHA-256-PLUS',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-512',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'CRAM-MD5',
  'PLAIN',
  'LOGIN',
]

test('nothing is chosen that is not offered, disabled, weaker than another offer, or not the one named', () => {
  const offers = ['LOGINDISABLED', 'SASL-IR', 'AUTH=XOAUTH2', 'AUTH=OAUTHBEARER', ...MECHANISMS.map((m) => `AUTH=${m}`)]
  const auth = fc.oneof(
    fc.record({ user: fc.string({ minLength: 1 }), password: fc.string({ unit: 'grapheme', minLength: 1 }) }),
    fc.constant(token),
  )
  const context = fc.record({
    capabilities: fc.subarray(offers).map((names) => new Set(names)),
    secure: fc.boolean(),
    plaintextAllowed: fc.boolean(),
    tls: fc.constantFrom(undefined, ...Object.values(TLS)),
  })
  const rank = (name: string): number => Math.min(MECHANISMS.indexOf(name as PasswordMechanism), 7)
  fc.assert(
    fc.property(
      auth,
      fc.option(fc.constantFrom(...MECHANISMS), { nil: undefined }),
      context,
      (auth, mechanism, given) => {
        const pinned = mechanism && 'password' in auth ? { ...auth, mechanism } : auth
        const context: AuthContext = { ...elsewhere, ...given }
        try {
          const chosen = chooseMechanism(pinned, context)
          assert.ok(context.secure || context.plaintextAllowed)
          for (const { kind, name } of chosen) {
            if (kind === 'login') assert.ok(!context.capabilities.has('LOGINDISABLED'))
            else assert.ok(context.capabilities.has(`AUTH=${name}`))
            if ('accessToken' in pinned) continue
            if (mechanism) assert.equal(name, mechanism)
            else assert.notEqual(name, 'CRAM-MD5')
            const stronger = MECHANISMS.slice(0, 6).filter((other) => rank(other) < rank(name))
            const possible = stronger.filter(
              (other) => !other.endsWith('-PLUS') || (context.tls?.certificate.length ?? 0) > 3,
            )
            if (!mechanism) assert.ok(!possible.some((other) => context.capabilities.has(`AUTH=${other}`)), name)
          }
        } catch (error) {
          assert.ok(error instanceof UsageError || error instanceof AuthenticationError)
        }
      },
    ),
  )
})
