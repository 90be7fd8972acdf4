/**
 * A private Dovecot on loopback, for tests, demo and benchmarks.
 *
 * It has its own temporary folder, ports, certificate and account, any user name logs in with the password `pw`, and
 * it ends with the process that started it, however that ends.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { dovecotConfig, oauth2Config, TOKEN_KEY, TOKEN_KEY_FILE } from './dovecot-config.ts'
import { appendAll, type SampleMessage } from './mail.ts'
import { freePorts, LOOPBACK } from './ports.ts'
import { RawImap } from './raw-imap.ts'

export interface DovecotOptions {
  /** Where it keeps its files; a new temporary folder when absent. One that is given is kept at the end. */
  readonly folder?: string
  /** Such as `mdbox:~/mail`; default `maildir:~/mail`. */
  readonly mailLocation?: string
  /** Further lines of configuration. */
  readonly settings?: string
}

/** Why there is no Dovecot here. */
export class DovecotUnavailable extends Error {
  override readonly name = 'DovecotUnavailable'
}

const START_MS = 10_000
const STOP_MS = 3_000
const PASSWORD = 'pw'

export class Dovecot {
  readonly host: string = LOOPBACK
  readonly port: number
  readonly tlsPort: number
  /** What every user name logs in with. */
  readonly password: string = PASSWORD
  /** PEM; it is for localhost and 127.0.0.1. */
  readonly certificate: string
  readonly folder: string
  readonly #guard: ChildProcess
  readonly #keepFolder: boolean
  readonly #atExit = (): void => this.#endNow()

  constructor(guard: ChildProcess, folder: string, ports: readonly number[], keepFolder: boolean) {
    this.#guard = guard
    this.folder = folder
    this.#keepFolder = keepFolder
    const [port, tlsPort] = ports
    this.port = port!
    this.tlsPort = tlsPort!
    this.certificate = readFileSync(join(folder, 'tls', 'certificate.pem'), 'utf8')
    process.once('exit', this.#atExit)
  }

  /** What its log says; for messages of failing tests. */
  get log(): string {
    const path = join(this.folder, 'log', 'dovecot.log')
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }

  /** An access token for XOAUTH2 and OAUTHBEARER: a JWT (HS256) that Dovecot checks itself. */
  accessToken(user: string, secondsValid: number = 3600): string {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const now = Math.floor(Date.now() / 1000)
    const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: user, iat: now, exp: now + secondsValid })}`
    return `${content}.${createHmac('sha256', TOKEN_KEY).update(content).digest('base64url')}`
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

  async stop(): Promise<void> {
    process.removeListener('exit', this.#atExit)
    if (this.#guard.exitCode === null && this.#guard.signalCode === null) {
      const gone = new Promise((resolve) => this.#guard.once('exit', resolve))
      this.#guard.ref()
      this.#end()
      const timer = setTimeout(() => signalGroup(this.#guard, 'SIGKILL'), STOP_MS)
      await gone
      clearTimeout(timer)
    }
    this.#removeFolder()
  }

  /** Without waiting: the process is about to be over. */
  #endNow(): void {
    this.#end()
    this.#removeFolder()
  }

  /** An orderly end takes Dovecot a second; mail that is thrown away needs none. */
  #end(): void {
    signalGroup(this.#guard, this.#keepFolder ? 'SIGTERM' : 'SIGKILL')
  }

  #removeFolder(): void {
    if (!this.#keepFolder) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  }
}

/** The guard leads a process group of its own, with Dovecot and its children in it. */
function signalGroup(guard: ChildProcess, name: NodeJS.Signals): void {
  if (guard.pid === undefined) return
  try {
    process.kill(-guard.pid, name)
  } catch {
    // gone already
  }
}

function toSample(message: SampleMessage | Uint8Array | string): SampleMessage {
  if (typeof message !== 'string' && !(message instanceof Uint8Array)) return message
  return { name: '', bytes: Buffer.from(message), flags: [], internalDate: new Date() }
}

/** Starts a Dovecot of one's own; installs it first where it is missing and that is possible. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const program = findProgram('dovecot') ?? installDovecot()
  requireVersion(program)
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(program, options)
    } catch (error) {
      // somebody else may have taken a port between our look and its start
      if (attempt === 3 || !(error instanceof Error) || !/Address already in use/.test(error.message)) throw error
    }
  }
}

async function start(program: string, options: DovecotOptions): Promise<Dovecot> {
  const account = unprivilegedAccount()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'imaplex-dovecot-'))
  const ports = await freePorts(2)
  const [port, tlsPort] = ports
  for (const name of ['', 'run', 'state', 'log', 'home', 'tls', dirname(TOKEN_KEY_FILE)]) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  chmodSync(folder, 0o755)
  makeCertificate(join(folder, 'tls'))
  writeFileSync(join(folder, TOKEN_KEY_FILE), Buffer.from(TOKEN_KEY).toString('base64'))
  writeFileSync(join(folder, 'oauth2.conf'), oauth2Config(folder))
  writeFileSync(
    join(folder, 'dovecot.conf'),
    dovecotConfig({
      folder,
      port: port!,
      tlsPort: tlsPort!,
      account,
      mailLocation: options.mailLocation ?? 'maildir:~/mail',
      extra: options.settings ?? '',
    }),
  )
  if (account.isOther && spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]).status !== 0) {
    throw new Error(`cannot give ${folder} to ${account.user}`)
  }
  const guard = spawnGuarded(program, folder, account, options.folder !== undefined)
  try {
    await untilGreeting(port!, guard, folder)
  } catch (error) {
    guard.stdin?.end()
    const log = join(folder, 'log', 'dovecot.log')
    const said = [log, join(folder, 'log', 'output.log')].map((file) =>
      existsSync(file) ? readFileSync(file, 'utf8') : '',
    )
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${said.join('')}`, { cause: error })
  }
  return new Dovecot(guard, folder, ports, options.folder !== undefined)
}

interface Account {
  readonly user: string
  readonly group: string
  readonly uid: number
  readonly gid: number
  /** Not the account we run as. */
  readonly isOther: boolean
}

/** Dovecot refuses to serve mail as root. */
function unprivilegedAccount(): Account {
  const { uid, gid, username } = userInfo()
  if (uid !== 0) return { user: username, group: output('id', '-gn'), uid, gid, isOther: false }
  const nobody = {
    user: 'nobody',
    uid: Number(output('id', '-u', 'nobody')),
    gid: Number(output('id', '-g', 'nobody')),
  }
  return { ...nobody, group: output('id', '-gn', 'nobody'), isOther: true }
}

function output(program: string, ...args: readonly string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout.trim()
}

/**
 * Dovecot below a shell that ends it when our end of the pipe closes. That happens even when this process is killed,
 * so no server is ever left behind, nor its folder.
 */
function spawnGuarded(program: string, folder: string, account: Account, keepFolder: boolean): ChildProcess {
  const script = `
    ulimit -n "$(ulimit -Hn)" 2>/dev/null
    exec 3<&0 </dev/null
    "$1" -F -c "$2" 3<&- & server=$!
    { read -r _ <&3; kill -TERM $server; } & guard=$!
    wait $server; status=$?
    kill $guard 2>/dev/null
    if [ -n "$3" ]; then rm -rf "$3"; fi
    exit $status`
  const log = openSync(join(folder, 'log', 'output.log'), 'w')
  const guard = spawn(
    '/bin/bash',
    ['-c', script, 'dovecot-guard', program, join(folder, 'dovecot.conf'), ...(keepFolder ? [] : [folder])],
    {
      stdio: ['pipe', log, log],
      detached: true, // Ctrl-C reaches us alone, and we stop it in order
      ...(account.isOther && { uid: account.uid, gid: account.gid }),
    },
  )
  closeSync(log)
  guard.unref()
  if (guard.stdin !== null && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref()
  guard.stdin?.on('error', () => undefined)
  return guard
}

async function untilGreeting(port: number, guard: ChildProcess, folder: string): Promise<void> {
  const deadline = performance.now() + START_MS
  while (performance.now() < deadline) {
    if (guard.exitCode !== null || guard.signalCode !== null) throw new Error('Dovecot did not start')
    if (existsSync(join(folder, 'run', 'master.pid')) && (await greets(port))) return
    await sleep(10)
  }
  throw new Error(`Dovecot said nothing on its port for ${START_MS} ms`)
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
  })
}

/** A self-signed certificate for this machine's loopback. */
function makeCertificate(folder: string): void {
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
  if (status !== 0) throw new DovecotUnavailable(`openssl made no certificate: ${error?.message ?? stderr}`)
  chmodSync(key, 0o644)
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function requireVersion(program: string): void {
  const version = output(program, '--version')
  if (!version.startsWith('2.3.')) {
    throw new DovecotUnavailable(`${program} is version ${version || 'unknown'}; these tests configure Dovecot 2.3`)
  }
}

const POLICY = '/usr/sbin/policy-rc.d'

/** Debian's package, without starting the system's own Dovecot. */
function installDovecot(): string {
  const how = 'install it (Debian: apt-get install dovecot-imapd openssl)'
  if (userInfo().uid !== 0 || findProgram('apt-get') === undefined)
    throw new DovecotUnavailable(`no Dovecot here: ${how}`)
  console.error('Installing dovecot-imapd …')
  const ownPolicy = !existsSync(POLICY)
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const apt = (...args: readonly string[]): boolean => {
      const { status, stdout, stderr } = spawnSync('apt-get', args, {
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      if (status !== 0) console.error(`apt-get ${args.join(' ')}:\n${stdout}${stderr}`)
      return status === 0
    }
    apt('update', '-qq')
    if (!apt('install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd', 'openssl')) {
      throw new DovecotUnavailable(`apt-get could not install Dovecot: ${how}`)
    }
  } finally {
    if (ownPolicy) unlinkSync(POLICY)
  }
  const program = findProgram('dovecot')
  if (program === undefined) throw new DovecotUnavailable(`no Dovecot here: ${how}`)
  return program
}

let shared: Promise<Dovecot> | undefined

/**
 * The one Dovecot that all tests of a run use; each test takes a user name of its own. Where there can be none the test
 * is skipped with the reason, in CI it fails.
 *
 * ```ts
 * const server = await sharedDovecot(t)
 * if (server === undefined) return
 * ```
 */
export async function sharedDovecot(t: TestContext): Promise<Dovecot | undefined> {
  shared ??= startDovecot()
  try {
    return await shared
  } catch (error) {
    if (!(error instanceof DovecotUnavailable) || process.env['CI'] === 'true') throw error
    t.skip(`needs a real server: ${error.message}`)
    return undefined
  }
}
