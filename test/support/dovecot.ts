/**
 * A private Dovecot on loopback, for tests, demo and benchmarks.
 *
 * It has its own temporary folder, ports, certificate and account, any user name logs in with the password `pw`, and
 * it ends with the process that started it, however that ends.
 */
import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { TestContext } from 'node:test'
import { ACCESS_CONTROL, dovecotConfig, oauth2Config, TOKEN_KEY, TOKEN_KEY_FILE } from './dovecot-config.ts'
import { freePorts } from './ports.ts'
import { Guard } from './servers/guard.ts'
import {
  makeCertificate,
  orSkip,
  RealServer,
  ServerUnavailable,
  untilGreeting,
  withFreshPorts,
} from './servers/real-server.ts'

export interface DovecotOptions {
  /** Where it keeps its files; a new temporary folder when absent. One that is given is kept at the end. */
  readonly folder?: string
  /** Such as `mdbox:~/mail`; default `maildir:~/mail`. */
  readonly mailLocation?: string
  /** Further lines of configuration. */
  readonly settings?: string
}

export class Dovecot extends RealServer {
  /** An access token for XOAUTH2 and OAUTHBEARER: a JWT (HS256) that Dovecot checks itself. */
  accessToken(user: string, secondsValid: number = 3600): string {
    const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const now = Math.floor(Date.now() / 1000)
    // Dovecot's clock stands still while it has nothing to do, and a token from the future is not valid.
    const claims = { sub: user, iat: now - 120, exp: now + secondsValid }
    const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
    return `${content}.${createHmac('sha256', TOKEN_KEY).update(content).digest('base64url')}`
  }
}

/** Starts a Dovecot of one's own; installs it first where it is missing and that is possible. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const program = findProgram('dovecot') ?? installDovecot()
  requireVersion(program)
  return withFreshPorts(() => start(program, options))
}

async function start(program: string, options: DovecotOptions): Promise<Dovecot> {
  const account = unprivilegedAccount()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'imaplex-dovecot-'))
  const [port, tlsPort] = await freePorts(2)
  for (const name of ['', 'run', 'state', 'log', 'home', 'tls', dirname(TOKEN_KEY_FILE)]) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  chmodSync(folder, 0o755)
  makeCertificate(join(folder, 'tls'))
  writeFileSync(join(folder, TOKEN_KEY_FILE), Buffer.from(TOKEN_KEY).toString('base64'))
  writeFileSync(join(folder, 'oauth2.conf'), oauth2Config(folder))
  const config = join(folder, 'dovecot.conf')
  writeFileSync(
    config,
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
  const guard = new Guard({
    command: [program, '-F', '-c', config],
    output: join(folder, 'log', 'dovecot.log'),
    ...(options.folder === undefined && { folder }),
    ...(account.isOther && { account: { uid: account.uid, gid: account.gid } }),
  })
  const certificate = readFileSync(join(folder, 'tls', 'certificate.pem'), 'utf8')
  const running = { guard, folder, port: port!, tlsPort: tlsPort!, certificate }
  await untilGreeting('Dovecot', running)
  return new Dovecot(running)
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

function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

function requireVersion(program: string): void {
  const version = output(program, '--version')
  if (!version.startsWith('2.3.')) {
    throw new ServerUnavailable(`${program} is version ${version || 'unknown'}; these tests configure Dovecot 2.3`)
  }
}

const POLICY = '/usr/sbin/policy-rc.d'

/** Debian's package, without starting the system's own Dovecot. */
function installDovecot(): string {
  const how = 'install it (Debian: apt-get install dovecot-imapd openssl)'
  if (userInfo().uid !== 0 || findProgram('apt-get') === undefined)
    throw new ServerUnavailable(`no Dovecot here: ${how}`)
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
      throw new ServerUnavailable(`apt-get could not install Dovecot: ${how}`)
    }
  } finally {
    if (ownPolicy) unlinkSync(POLICY)
  }
  const program = findProgram('dovecot')
  if (program === undefined) throw new ServerUnavailable(`no Dovecot here: ${how}`)
  return program
}

let shared: Promise<Dovecot> | undefined

/** The one Dovecot that all tests of a run use; each test takes a user name of its own. */
export async function sharedDovecot(t: TestContext): Promise<Dovecot | undefined> {
  shared ??= startDovecot()
  return orSkip(t, shared)
}

let withAccessControl: Promise<Dovecot> | undefined

/** As `sharedDovecot`, with ACL and URLAUTH. */
export async function sharedDovecotWithAcl(t: TestContext): Promise<Dovecot | undefined> {
  withAccessControl ??= startDovecot({ settings: ACCESS_CONTROL })
  return orSkip(t, withAccessControl)
}
