/** An account of one's own on a shared server, Dovecot 2.3 unless another is named, seen by the library and by a second pair of hands. */
import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { ImapConnection, type ConnectionOptions } from '../../src/index.ts'
import type { RawImap } from '../support/raw-imap.ts'
import type { RealServer } from '../support/servers/real-server.ts'
import { sharedServer, type ServerName } from '../support/servers/shared.ts'

export interface Account {
  readonly server: RealServer
  readonly user: string
  readonly imap: ImapConnection
  /** Logged in, nothing selected. */
  readonly raw: RawImap
}

export function optionsFor(server: RealServer, user: string): ConnectionOptions {
  const { host, port, password } = server
  return { host, port, security: 'insecure-plaintext', auth: { user, password } }
}

export interface AccountOptions extends Partial<ConnectionOptions> {
  readonly on?: ServerName | ((t: TestContext) => Promise<RealServer | undefined>)
  /** In INBOX before anybody looks. */
  readonly messages?: readonly string[]
}

/** Undefined where there is no such server; the test is skipped then. */
export async function openAccount(
  t: TestContext,
  { on = 'dovecot', messages = [], ...options }: AccountOptions = {},
): Promise<Account | undefined> {
  const server = await (typeof on === 'string' ? sharedServer(t, on) : on(t))
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
