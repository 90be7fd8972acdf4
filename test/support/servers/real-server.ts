/** What all real servers have in common: private, on loopback, one folder each, and `pw` is the password of everybody. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { appendAll, type SampleMessage } from '../mail.ts'
import { LOOPBACK } from '../ports.ts'
import { RawImap } from '../raw-imap.ts'
import type { Guard } from './guard.ts'

/** Why there is no such server here. */
export class ServerUnavailable extends Error {
  override readonly name = 'ServerUnavailable'
}

export const PASSWORD = 'pw'
const START_MS = 20_000

/** How the names of one's own mailboxes are made (RFC 2342). */
export interface Naming {
  readonly prefix: string
  readonly separator: string
}

export interface Running {
  readonly guard: Guard
  readonly folder: string
  readonly port: number
  readonly tlsPort: number
  /** PEM. */
  readonly certificate: string
  /** No prefix and `/` when absent. */
  readonly naming?: Naming
}

export class RealServer {
  readonly host: string = LOOPBACK
  readonly port: number
  readonly tlsPort: number
  /** What every user name logs in with. */
  readonly password: string = PASSWORD
  /** PEM; it is for localhost and 127.0.0.1. */
  readonly certificate: string
  readonly folder: string
  readonly naming: Naming
  readonly #guard: Guard

  constructor({ guard, folder, port, tlsPort, certificate, naming }: Running) {
    this.#guard = guard
    this.folder = folder
    this.port = port
    this.tlsPort = tlsPort
    this.certificate = certificate
    this.naming = naming ?? { prefix: '', separator: '/' }
  }

  /** What its log says; for messages of failing tests. */
  get log(): string {
    return this.#guard.log
  }

  /** What the mailbox `A` or `A`, below it `B`, … is called here. */
  nameOf(...levels: readonly string[]): string {
    return this.naming.prefix + levels.join(this.naming.separator)
  }

  /** A second pair of hands: a connection that is logged in and knows nothing of the library under test. */
  raw(user: string): Promise<RawImap> {
    return RawImap.open({ host: this.host, port: this.port, user, password: PASSWORD })
  }

  /** Puts messages into a mailbox over a connection of its own, as a delivery would. */
  async deliver(
    user: string,
    mailbox: string,
    ...messages: readonly (SampleMessage | Uint8Array | string)[]
  ): Promise<void> {
    const imap = await this.raw(user)
    try {
      await appendAll(imap, mailbox, messages.map(toSample))
    } finally {
      await imap.close()
    }
  }

  stop(): Promise<void> {
    return this.#guard.stop()
  }
}

function toSample(message: SampleMessage | Uint8Array | string): SampleMessage {
  if (typeof message !== 'string' && !(message instanceof Uint8Array)) return message
  return { name: '', bytes: Buffer.from(message), flags: [], internalDate: new Date() }
}

/** Waits until it greets; when it does not, its guard is told to end it, and the error has what it logged. */
export async function untilGreeting(name: string, { guard, port }: Running): Promise<void> {
  const deadline = performance.now() + START_MS
  let problem = `${name} said nothing on its port for ${START_MS} ms`
  while (performance.now() < deadline) {
    if (await greets(port)) return
    if (guard.ended) {
      problem = `${name} did not start`
      break
    }
    await sleep(10)
  }
  await guard.stop()
  throw new Error(`${problem}\n${guard.log}`)
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK)
    const settle = (answer: boolean): void => {
      resolve(answer)
      socket.destroy()
    }
    socket.setTimeout(2000, () => settle(false))
    socket.once('data', (chunk) => settle(String(chunk).startsWith('* OK')))
    socket.once('error', () => settle(false))
    socket.once('end', () => settle(false))
  })
}

/**
 * The server that all tests of a run use; each test takes a user name of its own. Where there can be none the test is
 * skipped with the reason, in CI it fails.
 *
 * ```ts
 * const server = await sharedCyrus(t)
 * if (server === undefined) return
 * ```
 */
export async function orSkip<Server>(t: TestContext, shared: Promise<Server>): Promise<Server | undefined> {
  try {
    return await shared
  } catch (error) {
    if (!(error instanceof ServerUnavailable) || process.env['CI'] === 'true') throw error
    t.skip(`needs a real server: ${error.message}`)
    return undefined
  }
}

/** Tries again when somebody else has taken a port between our look and its start. */
export async function withFreshPorts<Server>(start: () => Promise<Server>): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === 3 || !(error instanceof Error) || !/[Aa]ddress already in use/.test(error.message)) throw error
    }
  }
}

/** A self-signed certificate for this machine's loopback: `certificate.pem` and `key.pem`. */
export function makeCertificate(folder: string): void {
  const certificate = join(folder, 'certificate.pem')
  const key = join(folder, 'key.pem')
  if (existsSync(certificate)) return
  const { status, stderr, error } = spawnSync(
    'openssl',
    // prettier-ignore
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout', key, '-out', certificate],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new ServerUnavailable(`openssl made no certificate: ${error?.message ?? stderr}`)
  chmodSync(key, 0o644)
}
