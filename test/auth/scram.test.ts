/** SCRAM: the examples of its RFCs, and everything a server might try. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import type { Mechanism } from '../../src/auth/mechanism.ts'
import { scramLimits } from '../../src/auth/mechanisms/scram-messages.ts'
import { scram, type ScramOptions } from '../../src/auth/mechanisms/scram.ts'
import { ProtocolError, UsageError } from '../../src/errors.ts'
import { ScramServer, type ScramServerOptions } from '../support/scram-server.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (octets: Uint8Array | undefined): string => new TextDecoder().decode(octets)

const EXAMPLES = [
  {
    name: 'SCRAM-SHA-1: the example of RFC 5802 §5',
    hash: 'SHA-1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    name: 'SCRAM-SHA-256: the example of RFC 7677 §3',
    hash: 'SHA-256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
  {
    name: 'SCRAM-SHA-512: a published example',
    hash: 'SHA-512',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first:
      'r=rOprNGfwEbeRWgbNEkqO02431b08-2f89-4bad-a4e6-80c0564ec865,s=Yin2FuHTt/M0kJWb0t9OI32n2VmOGi3m+JfjOvuDF88=,i=4096',
    final:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO02431b08-2f89-4bad-a4e6-80c0564ec865,p=Hc5yec3NmCD7t+kFRw4/3yD6/F3SQHc7AVYschRja+Bc3sbdjlA0eH1OjJc0DD4ghn1tnXN5/Wr6qm9xmaHt4A==',
    verifier: 'v=BQuhnKHqYDwQWS5jAw4sZed+C9KFUALsbrq81bB0mh+bcUUbbMPNNmBIupnS2AmyyDnG5CTBQtkjJ9kyY4kzmw==',
  },
] as const

for (const { name, hash, nonce, first, final, verifier } of EXAMPLES) {
  test(name, async () => {
    const mechanism = scram({ hash, nonce, user: 'user', password: 'pencil' })
    assert.equal(mechanism.name, `SCRAM-${hash}`)
    assert.equal(text(mechanism.initial()), `n,,n=user,r=${nonce}`)
    assert.equal(text(await mechanism.respond(utf8(first))), final)
    assert.equal((await mechanism.respond(utf8(verifier))).length, 0)
    mechanism.finish()
  })
}

const OPTIONS: ScramOptions = { hash: 'SHA-256', user: 'user', password: 'pencil', nonce: 'client' }

/** Runs a whole exchange; returns the client's side of it. */
async function exchange(options: Partial<ScramOptions>, server: ScramServer): Promise<Mechanism> {
  const mechanism = scram({ ...OPTIONS, ...options })
  let said: Uint8Array = mechanism.initial()!
  for (let challenge = server.answer(text(said)); challenge !== undefined; challenge = server.answer(text(said))) {
    said = await mechanism.respond(utf8(challenge))
  }
  return mechanism
}

test('a server that knows the password is believed, by every hash, with names that need escapes and with authzid', async () => {
  for (const hash of ['SHA-1', 'SHA-256', 'SHA-512'] as const) {
    const user = 'a,b=c,=2C'
    const server = new ScramServer({ hash, user, password: 'IX', nonce: '%!~' })
    const mechanism = await exchange({ hash, user, password: 'I\u00adX', authzid: 'x=y,z' }, server)
    mechanism.finish()
    assert.ok(server.accepted)
    assert.equal(server.authzid, 'x=y,z')
  }
})

test('the prepared forms of name and password are what is hashed (RFC 4013)', async () => {
  const server = new ScramServer({ hash: 'SHA-1', user: 'IX', password: 'a ª'.normalize('NFKC') })
  const mechanism = await exchange({ hash: 'SHA-1', user: '\u2168', password: 'a\u00a0\u00aa' }, server)
  mechanism.finish()
  assert.ok(server.accepted)
})

test('what SASLprep forbids is refused before anything is sent, without being repeated', () => {
  for (const [user, password] of [
    ['user', 'hunter\u0007two'],
    ['hunter\u0627two', 'pencil'],
    ['\u00ad', 'hunter'],
    ['', 'hunter'],
    ['user', ''],
  ] as const) {
    assert.throws(
      () => scram({ ...OPTIONS, user, password }),
      (error) => error instanceof UsageError && !inspect(error).includes('hunter'),
    )
  }
  assert.throws(() => scram({ ...OPTIONS, nonce: 'a,b' }), UsageError)
})

const exporter = new Uint8Array(32).fill(7)
const binding = { type: 'tls-exporter', data: async () => exporter } as const

test('the flag says what is bound, what could be, and what cannot', () => {
  const flags = [binding, 'unannounced', undefined] as const
  const first = flags.map((binding) => text(scram({ ...OPTIONS, binding }).initial()))
  assert.deepEqual(first, ['p=tls-exporter,,n=user,r=client', 'y,,n=user,r=client', 'n,,n=user,r=client'])
  assert.equal(scram({ ...OPTIONS, binding }).name, 'SCRAM-SHA-256-PLUS')
  assert.equal(scram({ ...OPTIONS, binding: 'unannounced' }).name, 'SCRAM-SHA-256')
})

test('a bound exchange succeeds on the same connection and fails between two', async () => {
  const same = new ScramServer({ hash: 'SHA-256', bindings: { 'tls-exporter': exporter } })
  const bound = await exchange({ binding }, same)
  bound.finish()
  const other = new ScramServer({ hash: 'SHA-256', bindings: { 'tls-exporter': new Uint8Array(32) } })
  const refused = await exchange({ binding }, other)
  assert.equal(refused.refusal, 'channel-bindings-dont-match')
  assert.throws(() => refused.finish(), { code: 'ERR_IMAP_SASL' })
})

test('a -PLUS taken out of the list on the way is noticed by the server', async () => {
  const server = new ScramServer({ hash: 'SHA-256', announcesPlus: true })
  const mechanism = await exchange({ binding: 'unannounced' }, server)
  assert.equal(mechanism.refusal, 'server-does-support-channel-binding')
  assert.ok(!server.accepted)
})

/** What a server might say first, and why it is not answered. */
const FIRST_CHEATS: readonly (readonly [string, (first: string) => string, RegExp])[] = [
  ['a nonce that is not ours', (first) => first.replace('r=client', 'r=Client'), /nonce/],
  ['our nonce alone', (first) => first.replace('r=clientserver', 'r=client'), /nonce/],
  ['a shorter nonce', (first) => first.replace('r=clientserver', 'r=clien'), /nonce/],
  ['no nonce', (first) => first.replace('r=clientserver,', ''), /first message/],
  ['an empty nonce', (first) => first.replace('clientserver', ''), /first message/],
  ['a nonce with a space', (first) => first.replace('server', 'ser ver'), /first message/],
  ['one iteration', (first) => first.replace('4096', '1'), /asks for 1 iterations/],
  ['one iteration too few', (first) => first.replace('4096', '4095'), /asks for 4095/],
  ['one too many', (first) => first.replace('4096', String(scramLimits.most + 1)), /asks for 1000001/],
  ['the largest number', (first) => first.replace('4096', '2147483647'), /asks for 2147483647/],
  ['a number without end', (first) => first.replace('4096', '9'.repeat(5000)), /asks for 9{20} /],
  ['no iterations', (first) => first.replace('4096', '0'), /first message/],
  ['a negative count', (first) => first.replace('4096', '-4096'), /first message/],
  ['hexadecimal', (first) => first.replace('4096', '0x4096'), /first message/],
  ['an exponent', (first) => first.replace('4096', '4e3'), /first message/],
  ['no count', (first) => first.replace(',i=4096', ''), /first message/],
  ['a salt that is no base64', (first) => first.replace('gQ==', 'gQ='), /salt/],
  ['no salt', (first) => first.replace(/s=[^,]*/, 's='), /first message/],
  ['another order', (first) => first.split(',').reverse().join(','), /first message/],
  ['an extension that must be understood', (first) => `m=hash,${first}`, /an extension of SCRAM/],
  ['nothing', () => '', /first message/],
  ['its last message', () => 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=', /first message/],
]

for (const [what, first, message] of FIRST_CHEATS) {
  test(`a server that sends ${what} gets no proof`, async () => {
    await assert.rejects(exchange({}, new ScramServer({ hash: 'SHA-256', cheat: { first } })), (error) => {
      assert.ok(error instanceof ProtocolError)
      assert.deepEqual([error.code, error.message.includes('pencil')], ['ERR_IMAP_SASL', false])
      assert.match(error.message, message)
      return true
    })
  })
}

test('a huge count is refused at once, not computed', async () => {
  const before = performance.now()
  const server = new ScramServer({ hash: 'SHA-512', cheat: { first: (first) => first.replace('4096', '4294967295') } })
  await assert.rejects(exchange({ hash: 'SHA-512' }, server))
  assert.ok(performance.now() - before < 1000)
})

test('the bounds are those given, and both ends are inside', async () => {
  const run = (iterations: number): Promise<Mechanism> =>
    exchange({ limits: { least: 10, most: 20 } }, new ScramServer({ hash: 'SHA-256', iterations }))
  for (const iterations of [10, 20]) (await run(iterations)).finish()
  for (const iterations of [9, 21]) await assert.rejects(run(iterations), { code: 'ERR_IMAP_SASL' })
})

test('extensions that need not be understood are not', async () => {
  const cheat = { final: (final: string) => `${final},x=unknown` }
  const mechanism = await exchange({}, new ScramServer({ hash: 'SHA-256', cheat }))
  mechanism.finish()
})

const longer = (final: string): string =>
  `v=${Buffer.concat([Buffer.from(final.slice(2), 'base64'), Buffer.of(0)]).toString('base64')}`

const FINAL_CHEATS: readonly (readonly [string, (final: string) => string, RegExp])[] = [
  ['another signature', () => 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', /does not know the password/],
  [
    'part of a signature',
    (final) => `v=${Buffer.from(final.slice(2), 'base64').subarray(0, 8).toString('base64')}`,
    /does not know/,
  ],
  ['the right signature and more', longer, /does not know the password/],
  ['an empty signature', () => 'v=', /last message/],
  ['a signature that is no base64', () => 'v=abc', /last message/],
  ['nothing', () => '', /last message/],
  ['its first message again', () => 'r=clientserver,s=AAAA,i=4096', /last message/],
]

for (const [what, final, message] of FINAL_CHEATS) {
  test(`a server that ends with ${what} is not believed`, async () => {
    const server = new ScramServer({ hash: 'SHA-256', cheat: { final } })
    await assert.rejects(exchange({}, server), { name: 'ProtocolError', code: 'ERR_IMAP_SASL', message })
  })
}

test('success without a verified signature is an error, wherever the server stops', async () => {
  const first = (server: ScramServer, mechanism: Mechanism): Uint8Array =>
    utf8(server.answer(text(mechanism.initial()))!)
  const fresh = scram(OPTIONS)
  assert.throws(() => fresh.finish(), { code: 'ERR_IMAP_SASL' })
  const begun = scram(OPTIONS)
  begun.initial()
  assert.throws(() => begun.finish(), { code: 'ERR_IMAP_SASL' })
  const proved = scram(OPTIONS)
  await proved.respond(first(new ScramServer({ hash: 'SHA-256' }), proved))
  assert.throws(() => proved.finish(), { name: 'ProtocolError', message: /without a proof/ })
})

test('the words of a refusal come through, printable and short', async () => {
  const wrong = await exchange({ password: 'crayon' }, new ScramServer({ hash: 'SHA-256' }))
  assert.equal(wrong.refusal, 'invalid-proof')
  assert.throws(() => wrong.finish(), { code: 'ERR_IMAP_SASL' })
  const unknown = await exchange({ user: 'nobody' }, new ScramServer({ hash: 'SHA-256' }))
  assert.equal(unknown.refusal, 'unknown-user')
  const cheat = { final: () => `e=\x1b]0;${'x'.repeat(5000)}` }
  const odd = await exchange({}, new ScramServer({ hash: 'SHA-256', cheat }))
  assert.match(odd.refusal!, /^\?\]0;x{1,300}$/)
  await assert.rejects(async () => await odd.respond(utf8('v=AAAA')), { code: 'ERR_IMAP_ORDER' })
})

test('no challenge is answered before the first message, after the last, or twice at once', async () => {
  const early = scram(OPTIONS)
  await assert.rejects(async () => await early.respond(utf8('r=client1,s=AAAA,i=4096')), { code: 'ERR_IMAP_ORDER' })
  const done = await exchange({}, new ScramServer({ hash: 'SHA-256' }))
  await assert.rejects(async () => await done.respond(utf8('v=AAAA')), { code: 'ERR_IMAP_ORDER' })
  const twice = scram(OPTIONS)
  const first = new ScramServer({ hash: 'SHA-256' }).answer(text(twice.initial()))!
  const answered = twice.respond(utf8(first))
  await assert.rejects(async () => await twice.respond(utf8(first)), { code: 'ERR_IMAP_ORDER' })
  await answered
})

test('whatever comes as a challenge, nothing but a right signature succeeds', async () => {
  const challenge = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.constantFrom('r=client', 'v=', 'e=', 'm=', 's=', 'i='), fc.string()).map((parts) => parts.join('')),
  )
  const limits = { least: 1, most: 2 }
  await fc.assert(
    fc.asyncProperty(challenge, challenge, async (first, final) => {
      const mechanism = scram({ ...OPTIONS, limits })
      mechanism.initial()
      for (const said of [first, final]) {
        await Promise.resolve(mechanism.respond(utf8(said))).catch((error: unknown) =>
          assert.ok(error instanceof ProtocolError),
        )
      }
      assert.throws(() => mechanism.finish(), ProtocolError)
    }),
  )
})

test('password, proof and keys show neither in inspect nor in JSON', async () => {
  const server = new ScramServer({ hash: 'SHA-256', password: 'hunter2hunter2' } satisfies ScramServerOptions)
  const mechanism = await exchange({ password: 'hunter2hunter2' }, server)
  const shown = inspect(mechanism, { showHidden: true, depth: 9 }) + JSON.stringify(mechanism)
  assert.doesNotMatch(shown, /hunter2|p=|v=/)
  assert.ok(mechanism.secrets.includes('hunter2hunter2'))
})
