/** An account of one's own on the shared Dovecot, seen by the library and by a second pair of hands. */
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { ImapConnection, type ConnectionOptions } from '../../src/index.ts'
import { sharedDovecot, type Dovecot } from '../support/dovecot.ts'
import type { RawImap } from '../support/raw-imap.ts'

export interface Account {
  readonly server: Dovecot
  readonly user: string
  readonly imap: ImapConnection
  /** Logged in, nothing selected. */
  readonly raw: RawImap
}

export function optionsFor(server: Dovecot, user: string): ConnectionOptions {
  const { host, port, password } = server
  return { host, port, security: 'insecure-plaintext', auth: { user, password } }
}

/** Undefined where there is no Dovecot; the test is skipped then. `messages` are in INBOX before anybody looks. */
export async function openAccount(
  t: TestContext,
  { messages = [], ...options }: Partial<ConnectionOptions> & { readonly messages?: readonly string[] } = {},
): Promise<Account | undefined> {
  const server = await sharedDovecot(t)
  if (server === undefined) return undefined
  const user = randomUUID()
  if (messages.length > 0) await server.deliver(user, 'INBOX', ...messages)
  const raw = await server.raw(user)
  t.after(() => raw.close())
  const imap = await ImapConnection.open({ ...optionsFor(server, user), ...options })
  t.after(() => imap.close())
  return { server, user, imap, raw }
}

/** A short message. */
export function message(subject: string, body = 'Hello.'): string {
  return `From: Ada Sender <ada@example.org>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.org>\r\n\r\n${body}\r\n`
}

export function messages(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => message(`m${n + 1}`))
}
