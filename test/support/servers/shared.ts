/** One server of each kind for all tests of a run, started when the first test wants it. */
import type { TestContext } from 'node:test'
import { sharedDovecot } from '../dovecot.ts'
import { courier } from './courier.ts'
import { cyrus } from './cyrus.ts'
import { startInRoot, type ChrootServer } from './debian-root.ts'
import { dovecot24 } from './dovecot24.ts'
import { orSkip, type RealServer } from './real-server.ts'

/** Those that are unpacked, not installed. */
export const UNPACKED = { cyrus, courier, dovecot24 } as const satisfies Record<string, ChrootServer>

export type ServerName = 'dovecot' | keyof typeof UNPACKED

export const SERVER_NAMES: readonly ServerName[] = ['dovecot', 'dovecot24', 'cyrus', 'courier']

const shared: Map<ServerName, Promise<RealServer>> = new Map()

/**
 * Each test takes a user name of its own; every name logs in with the password `pw`. Where the server cannot be had
 * the test is skipped with the reason, in CI it fails.
 *
 * ```ts
 * const server = await sharedServer(t, 'cyrus')
 * if (server === undefined) return
 * ```
 */
export async function sharedServer(t: TestContext, name: ServerName): Promise<RealServer | undefined> {
  if (name === 'dovecot') return sharedDovecot(t)
  let started = shared.get(name)
  if (started === undefined) shared.set(name, (started = startInRoot(UNPACKED[name])))
  return orSkip(t, started)
}
