import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Credentials } from '../../src/auth/credentials.ts'
import type { Auth, GivenAuth } from '../../src/auth/credentials.ts'
import { UsageError } from '../../src/errors.ts'

test('credentials given as an object are what is got, whatever the caller does to it later', async () => {
  const auth = { user: 'me', password: 'secret', mechanism: 'PLAIN' } as const
  const given: { user: string; password: string; mechanism: 'PLAIN' } = { ...auth }
  const credentials = new Credentials(given)
  given.password = ''
  assert.deepEqual(await credentials.get('initial'), auth)
  assert.equal(credentials.renewable, false)
  assert.deepEqual(await new Credentials({ user: 'me', accessToken: 't' }).get('rejected'), {
    user: 'me',
    accessToken: 't',
  })
})

test('a function is asked with the reason, each time anew', async () => {
  const reasons: string[] = []
  const credentials = new Credentials((reason) => {
    reasons.push(reason)
    return { user: 'me', accessToken: `token ${reasons.length}` }
  })
  assert.equal(credentials.renewable, true)
  assert.deepEqual(await credentials.get('initial'), { user: 'me', accessToken: 'token 1' })
  assert.deepEqual(await credentials.get('expired'), { user: 'me', accessToken: 'token 2' })
  assert.deepEqual(reasons, ['initial', 'expired'])
})

test('who asks while the function runs shares its answer', async () => {
  let calls = 0
  let answer: (auth: GivenAuth) => void = () => {}
  const credentials = new Credentials(() => {
    calls++
    return new Promise((resolve) => (answer = resolve))
  })
  const both = [credentials.get('initial'), credentials.get('rejected')]
  answer({ user: 'me', password: 'secret' })
  const [first, second] = await Promise.all(both)
  assert.equal(first, second)
  assert.equal(calls, 1)
})

test('what the function throws comes through untouched, and does not stick', async () => {
  const reason = new Error('no network')
  let failing = true
  const credentials = new Credentials(() => {
    if (failing) throw reason
    return { user: 'me', password: 'secret' }
  })
  await assert.rejects(credentials.get('initial'), reason)
  failing = false
  assert.deepEqual(await credentials.get('initial'), { user: 'me', password: 'secret' })
})

test('anything that is no credentials is a UsageError that repeats no secret', async () => {
  const wrong: unknown[] = [
    undefined,
    null,
    'me:hunter2',
    {},
    { user: 'me' },
    { password: 'hunter2' },
    { user: '', password: 'hunter2' },
    { user: 'me', password: '' },
    { user: 'me', password: 7 },
    { user: 'me', password: 'hunter2', accessToken: 'hunter2' },
    { user: 'me', password: 'hunter2', mechanism: 'XOAUTH2' },
    { user: 'me', accessToken: 'hunter2', mechanism: 'PLAIN' },
    { user: 'me', password: 'hunter2', mechanism: 'NTLM' },
    { user: 'me', password: 'hunter2', mechanism: 'scram-sha-1' },
    { user: 'me', password: 'hunter2', authzid: '' },
    { user: 'me', password: 'hunter2', authzid: 'boss', mechanism: 'LOGIN' },
    { user: 'me', password: 'hunter2', authzid: 'boss', mechanism: 'CRAM-MD5' },
    { user: 'me', accessToken: 'hunter2', authzid: 'boss' },
    { user: 'me', password: 'hunter2', external: true },
    { external: 'hunter2' },
    { external: false },
    { external: true, user: 'me' },
    { external: true, mechanism: 'EXTERNAL' },
    { anonymous: '' },
    { anonymous: false },
    { anonymous: true, authzid: 'boss' },
    { user: 'me', password: 'hunter2', pass: 'hunter2' },
  ]
  const refused = (error: unknown): boolean => error instanceof UsageError && !inspect(error).includes('hunter2')
  for (const auth of wrong) {
    assert.throws(() => new Credentials(auth as Auth), refused, JSON.stringify(auth))
    await assert.rejects(new Credentials(() => auth as GivenAuth).get('initial'), refused, JSON.stringify(auth))
  }
})

test('kept credentials show neither in inspect nor in JSON', () => {
  for (const auth of [
    { user: 'me', password: 'hunter2' },
    { user: 'me', accessToken: 'hunter2' },
  ]) {
    const credentials = new Credentials(auth)
    assert.doesNotMatch(inspect(credentials, { showHidden: true }) + JSON.stringify({ credentials }), /hunter2/)
  }
})

test('every kind of credentials is kept as it was given', async () => {
  const kinds: Auth[] = [
    { user: 'me', password: 'secret', authzid: 'boss' },
    { user: 'me', password: 'secret', authzid: 'boss', mechanism: 'SCRAM-SHA-256-PLUS' },
    { user: 'me', password: 'secret', mechanism: 'CRAM-MD5' },
    { user: 'me', accessToken: 'token', mechanism: 'OAUTHBEARER' },
    { external: true },
    { external: true, authzid: 'boss' },
    { anonymous: true },
    { anonymous: 'me@example.org' },
  ]
  for (const auth of kinds) {
    assert.deepEqual(await new Credentials(auth).get('initial'), auth)
    assert.deepEqual(await new Credentials(() => auth as GivenAuth).get('initial'), auth)
  }
  const undefinedCounts = { user: 'me', password: 'secret', accessToken: undefined, mechanism: undefined }
  assert.deepEqual(await new Credentials(undefinedCounts as object as Auth).get('initial'), {
    user: 'me',
    password: 'secret',
  })
})
