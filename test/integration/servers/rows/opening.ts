/** What happens while a connection is made. */
import assert from 'node:assert/strict'
import { ImapConnection, type ConnectionOptions } from '../../../../src/index.ts'
import { Dovecot } from '../../../support/dovecot.ts'
import { optionsFor } from '../../account.ts'
import type { Row, Scene } from '../row.ts'

async function opened({ t, server, user }: Scene, options: Partial<ConnectionOptions>): Promise<ImapConnection> {
  const imap = await ImapConnection.open({ ...optionsFor(server, user), ...options })
  t.after(() => imap.close())
  assert.equal((await imap.status('INBOX', ['messages'])).messages, 3)
  return imap
}

const tls = ({ server }: Scene): Partial<ConnectionOptions> => ({ host: 'localhost', tls: { ca: server.certificate } })

export const OPENING: readonly Row[] = [
  {
    method: 'open',
    command: 'LOGIN',
    async run(scene) {
      const { user, server } = scene
      await opened(scene, { auth: { user, password: server.password, mechanism: 'LOGIN' } })
    },
  },
  {
    method: 'open',
    command: 'AUTHENTICATE PLAIN',
    async run(scene) {
      const { user, server } = scene
      await opened(scene, {
        ...tls(scene),
        security: 'tls',
        port: server.tlsPort,
        auth: { user, password: server.password, mechanism: 'PLAIN' },
      })
    },
  },
  ...(['CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const).map((mechanism): Row => ({
    method: 'open',
    command: `AUTHENTICATE ${mechanism}`,
    needs: [`AUTH=${mechanism}`],
    async run(scene) {
      const { user, server } = scene
      await opened(scene, { auth: { user, password: server.password, mechanism } })
    },
  })),
  ...(['XOAUTH2', 'OAUTHBEARER'] as const).map((mechanism): Row => ({
    method: 'open',
    command: `AUTHENTICATE ${mechanism}`,
    needs: [`AUTH=${mechanism}`],
    async run(scene) {
      const { user, server } = scene
      const accessToken = server instanceof Dovecot ? server.accessToken(user) : 'none'
      await opened(scene, { auth: { user, accessToken, mechanism } })
    },
  })),
  {
    method: 'open',
    command: 'STARTTLS',
    async run(scene) {
      const imap = await opened(scene, { ...tls(scene), security: 'starttls' })
      assert.ok(imap.secure)
    },
  },
  {
    method: 'open',
    command: 'COMPRESS DEFLATE',
    needs: ['COMPRESS=DEFLATE'],
    fallback: true,
    async run(scene) {
      await opened(scene, { compress: true })
    },
  },
]
