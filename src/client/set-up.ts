/**
 * From the first octet to a session in which everything can be done.
 *
 *     greeting ─▶ [STARTTLS ─▶ TLS] ─▶ [CAPABILITY] ─▶ LOGIN + ENABLE ─▶ [CAPABILITY] ─▶ [ENABLE] ─▶ ready
 *                                                        └ the user's SELECT and first reads ride along
 *
 * Before TLS nothing but CAPABILITY and STARTTLS is written.
 */
import type { PasswordAuth } from '../auth/credentials.ts'
import { ConnectionError, CommandError, ImapError, ProtocolError } from '../errors.ts'
import type { Command } from '../session/command.ts'
import { capability, enable, id } from '../session/commands/any-state/basic.ts'
import { compress, login, starttls } from '../session/commands/any-state/login.ts'
import { authenticated, choices } from './logging-in.ts'
import type { Pump } from './pump.ts'
import type { CommandToken } from './token.ts'

/** RFC 7162 §3.2.3: with QRESYNC every flag change and every removal names its UID. Servers ignore what they lack. */
const WANTED = ['CONDSTORE', 'QRESYNC']

export async function setUp(pump: Pump): Promise<void> {
  const deadline = pump.clock.after(pump.options.connectTimeout, () => {
    const { host, port, connectTimeout } = pump.options
    const text = `${host}:${port} was not ready within ${connectTimeout} ms`
    const outcome = pump.session.greeting === undefined ? 'unsent' : 'unknown'
    pump.fail(new ConnectionError(text, 'ERR_IMAP_TIMEOUT', { outcome }))
  })
  try {
    await pump.connect()
    if (pump.options.security === 'starttls') await startTls(pump)
    await logIn(pump)
    await settleIn(pump)
  } catch (error) {
    throw pump.fail(
      error instanceof ImapError
        ? error
        : new ConnectionError('connecting failed', 'ERR_IMAP_CONNECT', { cause: error }),
    )
  } finally {
    deadline()
  }
}

function submit<Result>(pump: Pump, name: string, command: Command<Result>): CommandToken<Result> {
  return pump.submit<Result>(name, () => command, { setup: true })
}

async function startTls(pump: Pump): Promise<void> {
  if (pump.session.authenticated) {
    // RFC 9051 §7.1.4: PREAUTH leaves no way to STARTTLS, so somebody may be between us and the server.
    throw new ProtocolError('the server says PREAUTH before TLS', 'ERR_IMAP_PREAUTH', { outcome: 'unsent' })
  }
  try {
    await submit(pump, 'STARTTLS', starttls())
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const text = `${pump.options.host} refused STARTTLS: ${error.serverText}`
    throw new ConnectionError(text, 'ERR_IMAP_NO_STARTTLS', { outcome: 'unsent', cause: error })
  }
  await pump.layerChanged()
  pump.flush()
}

async function logIn(pump: Pump): Promise<void> {
  const { session, credentials } = pump
  if (session.authenticated) return welcomed(pump)
  const auth = await pump.unlessEnded(credentials.get('initial'))
  if (!session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
  const ways = choices(pump, auth)
  if (ways[0].kind === 'login' && 'password' in auth) return loginInOneWrite(pump, auth)
  await authenticated(pump, ways)
  await loggedIn(pump)
}

/** LOGIN is plain on the wire: ENABLE, SELECT and the first reads can go out with it (RFC 9051 §6.3.1). */
async function loginInOneWrite(pump: Pump, { user, password }: PasswordAuth): Promise<void> {
  const { session } = pump
  const done = submit(pump, 'LOGIN', login(user, password))
  const enabling = session.capabilities.has('ENABLE') ? submit(pump, 'ENABLE', enable(WANTED)) : undefined
  session.open()
  pump.flush()
  await done
  if (enabling === undefined) return loggedIn(pump)
  await unlessRefused(enabling)
  if (!session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
}

async function loggedIn(pump: Pump): Promise<void> {
  if (!pump.session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
  await enableLate(pump)
}

/** What would be nice to have: a server that refuses it is used without. */
async function unlessRefused(token: CommandToken<unknown>): Promise<void> {
  try {
    await token
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
  }
}

/** PREAUTH: there is nothing to log in to. */
async function welcomed(pump: Pump): Promise<void> {
  if (pump.transport?.secure !== true && pump.options.security !== 'insecure-plaintext') {
    throw new ProtocolError('the server says PREAUTH without TLS', 'ERR_IMAP_PREAUTH', { outcome: 'unsent' })
  }
  await loggedIn(pump)
}

async function enableLate(pump: Pump): Promise<void> {
  const { capabilities } = pump.session
  if (!capabilities.has('ENABLE') || !WANTED.some((name) => capabilities.has(name))) return
  await unlessRefused(submit(pump, 'ENABLE', enable(WANTED.filter((name) => capabilities.has(name)))))
}

async function settleIn(pump: Pump): Promise<void> {
  const { session, options } = pump
  if (!session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
  if (options.compress === true && session.capabilities.has('COMPRESS=DEFLATE')) {
    await unlessRefused(submit(pump, 'COMPRESS', compress()))
  }
  if (options.id !== undefined && session.capabilities.has('ID')) {
    await unlessRefused(submit(pump, 'ID', id(options.id)))
  }
  pump.tellConnected()
  session.settleIn()
  pump.flush()
}
