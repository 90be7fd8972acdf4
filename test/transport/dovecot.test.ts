import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { encodeBase64, decodeBase64 } from '../../src/codec/text/base64.ts'
import { chooseMechanism } from '../../src/auth/choose-mechanism.ts'
import type { GivenAuth } from '../../src/auth/credentials.ts'
import type { Security } from '../../src/transport/transport.ts'
import { sharedDovecot } from '../support/dovecot.ts'
import type { Dovecot } from '../support/dovecot.ts'
import { open } from './recorder.ts'
import type { Opened } from './recorder.ts'

test('Dovecot: STARTTLS, PLAIN, COMPRESS, commands and LOGOUT', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  const opened = await dial(t, dovecot, 'starttls')
  await command(opened, 't1 STARTTLS')
  await opened.transport.startTls(new Uint8Array())
  assert.equal(opened.transport.tls?.protocol, 'TLSv1.3')
  await authenticate(opened, { user: 'transport', password: dovecot.password, mechanism: 'PLAIN' })
  await command(opened, 't3 COMPRESS DEFLATE')
  opened.transport.compress(new Uint8Array())
  for (let i = 0; i < 50; i++) await command(opened, `n${i} NOOP`)
  opened.transport.write(['t4 LOGOUT\r\n'])
  assert.equal(await opened.recorder.closed, undefined)
  assert.match(opened.recorder.text, /\* BYE.*\r\nt4 OK/)
})

test('Dovecot: XOAUTH2 with a good token, and the words of the refusal of a bad one', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  const good = await dial(t, dovecot, 'tls')
  await authenticate(good, { user: 'transport', accessToken: dovecot.accessToken('transport') })
  good.transport.destroy()

  const bad = await dial(t, dovecot, 'tls')
  const refused = authenticate(bad, { user: 'transport', accessToken: dovecot.accessToken('transport', -60) })
  await assert.rejects(refused, /^Error: t2 NO.*; status \d+/)
})

test('Dovecot: TLS to the plaintext port is told at once, plaintext to the TLS port gets no greeting', async (t) => {
  const dovecot = await sharedDovecot(t)
  if (dovecot === undefined) return
  const { port, tlsPort } = dovecot
  const tls = { ca: dovecot.certificate }
  await assert.rejects(open(t, { port, security: 'tls', tls }), { code: 'ERR_IMAP_WRONG_PORT' })
  const { transport, recorder } = await open(t, { port: tlsPort })
  transport.write(['a1 CAPABILITY\r\n'])
  await recorder.closed
  assert.equal(recorder.text.includes('* OK'), false)
})

async function dial(t: TestContext, dovecot: Dovecot, security: Security): Promise<Opened> {
  const port = security === 'tls' ? dovecot.tlsPort : dovecot.port
  const opened = await open(t, { port, security, tls: { ca: dovecot.certificate } })
  await opened.recorder.receives('\r\n')
  return opened
}

/** Sends one line and waits for its tagged OK. */
async function command({ transport, recorder }: Opened, line: string): Promise<void> {
  transport.write([line, '\r\n'])
  await recorder.receives(`\r\n${line.split(' ')[0]} OK`)
}

/** AUTHENTICATE without SASL-IR, by whatever fits; rejects with the tagged line and what the mechanism was told. */
async function authenticate({ transport, recorder }: Opened, auth: GivenAuth): Promise<void> {
  const capabilities = new Set(['AUTH=PLAIN', 'AUTH=XOAUTH2'])
  const [choice] = chooseMechanism(auth, {
    capabilities,
    secure: transport.secure,
    plaintextAllowed: false,
    host: 'localhost',
    port: 993,
    nonce: () => 'nonce',
  })
  if (choice.kind === 'login') throw new Error('a mechanism was expected')
  const mechanism = choice.start()
  let at = recorder.text.length
  let started = false
  transport.write([`t2 AUTHENTICATE ${mechanism.name}\r\n`])
  for (;;) {
    await recorder.receives('\r\n', at)
    const end = recorder.text.indexOf('\r\n', at)
    const line = recorder.text.slice(at, end)
    at = end + 2
    if (line.startsWith('t2 OK')) return mechanism.finish()
    if (line.startsWith('t2 ')) throw new Error(`${line}; ${mechanism.refusal}`)
    if (!line.startsWith('+ ')) continue
    const challenge = decodeBase64(line.slice(2))
    assert.ok(challenge)
    transport.write([encodeBase64(started ? await mechanism.respond(challenge) : mechanism.initial()!), '\r\n'])
    started = true
  }
}
