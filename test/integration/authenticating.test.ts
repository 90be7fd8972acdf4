/** Every mechanism on real servers, with the right secret and with a wrong one. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { PasswordMechanism } from '../../src/auth/credentials.ts'
import { AuthenticationError, ImapConnection, type Auth, type ConnectionOptions } from '../../src/index.ts'
import { makeCertificate } from '../support/certificates.ts'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import type { RealServer } from '../support/servers/real-server.ts'
import { sharedServer, type ServerName } from '../support/servers/shared.ts'

function over(server: RealServer | Dovecot, auth: Auth, options: Partial<ConnectionOptions> = {}): ConnectionOptions {
  return { host: 'localhost', port: server.tlsPort, auth, tls: { ca: server.certificate }, ...options }
}

/** Logs in and does something that only those who are in can do. */
async function getsIn(
  server: RealServer | Dovecot,
  auth: Auth,
  options: Partial<ConnectionOptions> = {},
): Promise<void> {
  const imap = await ImapConnection.open(over(server, auth, options))
  await imap.select('INBOX')
  await imap.logout()
  imap.close()
}

async function isRefused(
  server: RealServer | Dovecot,
  auth: Auth,
  options: Partial<ConnectionOptions> = {},
): Promise<void> {
  await assert.rejects(getsIn(server, auth, options), (error) => {
    assert.ok(error instanceof AuthenticationError, String(error))
    assert.equal(error.retryable, false)
    return true
  })
}

const SCRAM = ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS'] as const

/** What each server is configured to offer for passwords. -PLUS is `tls-exporter` on Dovecot, `tls-unique` on Cyrus. */
const OFFERED: readonly (readonly [ServerName, readonly PasswordMechanism[]])[] = [
  ['dovecot', ['LOGIN', 'PLAIN']],
  ['dovecot24', ['LOGIN', 'PLAIN', 'CRAM-MD5', ...SCRAM]],
  ['cyrus', ['LOGIN', 'PLAIN', 'CRAM-MD5', ...SCRAM]],
]

for (const [name, mechanisms] of OFFERED) {
  for (const mechanism of mechanisms) {
    test(`${name}: ${mechanism} with the password, and with a wrong one`, async (t) => {
      const server = await sharedServer(t, name)
      if (server === undefined) return
      const user = randomUUID()
      for (const security of ['tls', 'starttls'] as const) {
        const port = security === 'tls' ? server.tlsPort : server.port
        await getsIn(server, { user, password: server.password, mechanism }, { security, port })
      }
      await isRefused(server, { user, password: 'another', mechanism })
    })
  }

  test(`${name}: the strongest way is found without help, at the first try`, async (t) => {
    const server = await sharedServer(t, name)
    if (server === undefined) return
    const imap = ImapConnection.start(over(server, { user: randomUUID(), password: server.password }))
    t.after(() => imap.close())
    const events = imap.events({ types: ['commandDone'] })
    await imap.ready
    imap.close()
    const done: string[] = []
    for await (const event of events) if (event.type === 'commandDone') done.push(`${event.cause.name} ${event.status}`)
    assert.equal(
      done.find((each) => /LOGIN|AUTHENTICATE/.test(each)),
      mechanisms.length > 2 ? 'AUTHENTICATE OK' : 'LOGIN OK',
    )
  })
}

const authority = makeCertificate({ commonName: 'imaplex test clients', authority: true })

/** A Dovecot that offers all it has: to those with our certificate, a master user and anybody, too. */
async function offersEverything(t: TestContext): Promise<Dovecot | undefined> {
  if ((await sharedDovecot(t)) === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'imaplex-authority-'))
  t.after(() => rmSync(folder, { recursive: true }))
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'authority.pem'), authority.cert)
  const server = await startDovecot({
    settings: `
      auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer external anonymous
      auth_anonymous_username = somebody
      auth_ssl_username_from_cert = yes
      auth_ssl_require_client_cert = no
      ssl_cert_username_field = commonName
      ssl_verify_client_cert = yes
      ssl_require_crl = no
      ssl_ca = <${join(folder, 'authority.pem')}
      passdb {
        driver = static
        mechanisms = external
        args = nopassword=y
      }
      passdb {
        driver = static
        master = yes
        args = password=master
      }`,
  })
  t.after(() => server.stop())
  return server
}

test('Dovecot: SCRAM, CRAM-MD5, LOGIN by SASL, OAUTHBEARER, XOAUTH2, EXTERNAL, ANONYMOUS, and acting for others', async (t) => {
  const server = await offersEverything(t)
  if (server === undefined) return
  const user = randomUUID()
  const { password } = server

  const mechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'CRAM-MD5', 'PLAIN', 'LOGIN'] as const
  for (const mechanism of mechanisms) {
    await getsIn(server, { user, password, mechanism })
    await isRefused(server, { user, password: 'another', mechanism })
  }
  for (const mechanism of ['XOAUTH2', 'OAUTHBEARER'] as const) {
    await getsIn(server, { user, accessToken: server.accessToken(user), mechanism })
    await isRefused(server, { user, accessToken: server.accessToken(user, -60), mechanism })
  }
  await getsIn(server, { anonymous: true })
  await getsIn(server, { anonymous: 'me@example.org' })

  const { cert, key } = makeCertificate({ commonName: user, issuer: authority })
  const tls = { ca: server.certificate, cert, key }
  await getsIn(server, { external: true }, { tls })
  await getsIn(server, { external: true }, { tls, port: server.port, security: 'starttls' })
  await isRefused(server, { external: true })
  await isRefused(server, { external: true, authzid: randomUUID() }, { tls })

  await getsIn(server, { user: 'admin', password: 'master', authzid: user, mechanism: 'PLAIN' })
  await isRefused(server, { user: 'admin', password: 'another', authzid: user, mechanism: 'PLAIN' })
})
