/** One line of the table of commands: what a method does on a server, or what it says on one that lacks it. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { ConnectionOptions, ImapConnection } from '../../../src/index.ts'
import { hasCapability } from '../../../src/session/server/capabilities.ts'
import { sharedDovecotWithAcl } from '../../support/dovecot.ts'
import { RawImap } from '../../support/raw-imap.ts'
import type { RealServer } from '../../support/servers/real-server.ts'
import type { ServerName } from '../../support/servers/shared.ts'
import { messages, openAccount } from '../account.ts'

export interface Scene {
  readonly t: TestContext
  readonly server: RealServer
  readonly on: ServerName
  readonly user: string
  /** Three messages `m1` to `m3` are in INBOX, nothing is selected. */
  readonly imap: ImapConnection
  /** The second pair of hands. */
  readonly raw: RawImap
  /** What a mailbox of one's own is called here. */
  readonly name: (...levels: readonly string[]) => string
}

export interface Row {
  /** `open` for what happens while the connection is made. */
  readonly method: Extract<keyof ImapConnection, string> | 'open'
  /** As on the wire; tells the rows of one method apart. */
  readonly command: string
  /** One of these is needed; every server has it when absent. */
  readonly needs?: readonly string[]
  /** The method does the same on servers without it. */
  readonly fallback?: true
  /** Checks what becomes of it on servers without it; that it is refused unsent unless given. */
  readonly lacking?: (scene: Scene) => Promise<void>
  /** Where the server announces it and does not do it right; the row is not run there. */
  readonly broken?: Partial<Record<ServerName, string>>
  /** Of the connection it runs on. */
  readonly options?: Partial<ConnectionOptions>
  /** Calls the method and checks the effect; `refused` when it has shown that the server lets nobody do it. */
  readonly run: (scene: Scene) => Promise<void | 'refused'>
}

export type Cell = 'exercised' | 'refused' | 'by fallback' | 'lacking' | 'broken'

/** `APPENDLIMIT=`: with any value. Ways to log in are told before login only. */
async function offers({ capabilities }: ImapConnection, { host, port }: RealServer, name: string): Promise<boolean> {
  if (name.startsWith('AUTH=')) {
    const raw = await RawImap.open({ host, port })
    const offered = await raw.has(name)
    await raw.close()
    return offered
  }
  return name.endsWith('=')
    ? [...capabilities].some((each) => each.startsWith(name))
    : hasCapability(capabilities, name)
}

async function offersOne(needs: readonly string[], imap: ImapConnection, server: RealServer): Promise<boolean> {
  const offered = await Promise.all(needs.map((name) => offers(imap, server, name)))
  return needs.length === 0 || offered.includes(true)
}

export async function runRow(t: TestContext, on: ServerName, row: Row): Promise<Cell | undefined> {
  if (row.broken?.[on] !== undefined) return 'broken'
  const account = await openAccount(t, {
    on: on === 'dovecot' ? sharedDovecotWithAcl : on,
    messages: messages(3),
    ...row.options,
  })
  if (account === undefined) return undefined
  const { server, user, imap, raw } = account
  const offered = await offersOne(row.needs ?? [], imap, server)
  const scene: Scene = { t, on, server, user, imap, raw, name: (...levels) => server.nameOf(...levels) }
  if (offered || row.fallback === true) {
    if ((await row.run(scene)) === 'refused') return 'refused'
    return offered ? 'exercised' : 'by fallback'
  }
  await (row.lacking?.(scene) ?? refusedUnsent(row, scene))
  return 'lacking'
}

async function refusedUnsent(row: Row, scene: Scene): Promise<void> {
  const code = row.needs?.[0]?.startsWith('AUTH=') === true ? 'ERR_IMAP_AUTHENTICATION' : 'ERR_IMAP_CAPABILITY'
  await assert.rejects(row.run(scene), { code, outcome: 'unsent' })
}
