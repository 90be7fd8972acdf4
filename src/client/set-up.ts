/**
 * From the first octet to a session in which everything can be done.
 *
 *     greeting ─▶ [STARTTLS ─▶ TLS] ─▶ [CAPABILITY] ─▶ LOGIN + ENABLE ─▶ [CAPABILITY] ─▶ [ENABLE] ─▶ ready
 *                                                        └ the user's SELECT and first reads ride along
 *
 * Before TLS nothing but CAPABILITY and STARTTLS is written.
 */
import { Credentials, type Auth, type PasswordAuth } from '../auth/credentials.ts'
import { ConnectionError, CommandError, ImapError, ProtocolError, UsageError } from '../errors.ts'
import { hasCapability } from '../session/server/capabilities.ts'
import type { Command } from '../session/command.ts'
import { capability, enable, id, type IdParameters } from '../session/commands/any-state/basic.ts'
import { compress, login, starttls } from '../session/commands/any-state/login.ts'
import { authenticated, choices } from './logging-in.ts'
import type { Pump } from './pump.ts'
import type { CommandToken } from './token.ts'

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
  // A function that gives the credentials may want to see what the server can do.
  if (!session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
  const auth = await pump.unlessEnded(credentials.get('initial'))
  const ways = choices(pump, auth)
  if (ways[0].kind === 'login' && 'password' in auth) {
    if (session.profile.commandsBehindLogin && !identifiesFirst(pump)) return loginInOneWrite(pump, auth)
    await submit(pump, 'LOGIN', login(auth.user, auth.password))
  } else {
    await authenticated(pump, ways)
  }
  await loggedIn(pump)
}

/** LOGIN is plain on the wire: ENABLE, SELECT and the first reads can go out with it (RFC 9051 §6.3.1). */
async function loginInOneWrite(pump: Pump, { user, password }: PasswordAuth): Promise<void> {
  const { session } = pump
  const done = submit(pump, 'LOGIN', login(user, password))
  const names = wanted(pump)
  const early = names.length > 0 && hasCapability(session.capabilities, 'ENABLE')
  const enabling = early ? submit(pump, 'ENABLE', enable(names)) : undefined
  session.open()
  pump.flush()
  await done
  if (enabling === undefined) return loggedIn(pump)
  await enabled(pump, enabling, names)
  await askCapabilities(pump)
}

async function loggedIn(pump: Pump): Promise<void> {
  await askCapabilities(pump)
  if (identifiesFirst(pump)) await identify(pump)
  await enableLate(pump)
}

/** What was said with the login counts, but for servers that are known to say something else when asked. */
async function askCapabilities(pump: Pump): Promise<void> {
  const { capabilitiesKnown, profile } = pump.session
  if (!capabilitiesKnown || profile.asksCapabilitiesAgain) await submit(pump, 'CAPABILITY', capability())
}

/** What would be nice to have: a server that refuses it is used without. False when it was refused. */
async function unlessRefused(token: CommandToken<unknown>): Promise<boolean> {
  try {
    await token
    return true
  } catch (error) {
    // A SELECT of the user's has gone out with the login: ENABLE would come too late (RFC 9051 §6.3.1).
    const tooLate = error instanceof UsageError && error.code === 'ERR_IMAP_STATE'
    if (!(error instanceof CommandError) && !tooLate) throw error
    return false
  }
}

const IMAP4REV2 = 'IMAP4REV2'

/** Some refuse all of it for one name (quirk `enable-rev2-refused`). */
async function enabled(pump: Pump, token: CommandToken<unknown>, names: readonly string[]): Promise<void> {
  const rest = names.filter((name) => name.toUpperCase() !== IMAP4REV2)
  if ((await unlessRefused(token)) || rest.length === names.length || rest.length === 0) return
  if (pump.options.quirks?.['enable-rev2-refused'] === false) return
  await unlessRefused(submit(pump, 'ENABLE', enable(rest)))
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
  const names = wanted(pump).filter((name) => hasCapability(capabilities, name.toUpperCase()))
  if (names.length > 0 && hasCapability(capabilities, 'ENABLE')) {
    await enabled(pump, submit(pump, 'ENABLE', enable(names)), names)
  }
}

/** Servers ignore what they lack; the profile says what they only seem to have. */
function wanted({ options, session }: Pump): readonly string[] {
  return options.enable.filter((name) => !session.profile.without.includes(name.toUpperCase()))
}

/** Somebody else, or somebody once more, on the same connection (RFC 8437). It stays when the login is refused. */
export async function logInAgain(pump: Pump, auth: Auth): Promise<void> {
  if (!pump.session.unauthenticated) {
    throw new UsageError('reauthenticate: only after unauthenticate', 'ERR_IMAP_STATE')
  }
  if (pump.loggingIn) throw new UsageError('reauthenticate: another is under way', 'ERR_IMAP_STATE')
  pump.credentials = new Credentials(auth)
  pump.loggingIn = true
  await logIn(pump).finally(() => (pump.loggingIn = false))
  pump.session.settleIn()
  pump.flush()
}

/** Whoever answers ID may have an IMAP4rev2 that is better left alone (quirk `rev2-broken`), and ENABLE cannot be undone. */
function identifiesFirst({ options }: Pump): boolean {
  return options.id !== undefined && options.enable.some((name) => name.toUpperCase() === IMAP4REV2)
}

async function identify(pump: Pump): Promise<void> {
  const { session, options } = pump
  const identity = options.id ?? (session.profile.identifies ? OWN_NAME : undefined)
  if (identity !== undefined && session.capabilities.has('ID')) {
    await unlessRefused(submit(pump, 'ID', id(identity)))
  }
}

/** All we say of ourselves where somebody must be named. */
const OWN_NAME: IdParameters = { name: 'imaplex' }

async function settleIn(pump: Pump): Promise<void> {
  const { session, options } = pump
  if (!session.capabilitiesKnown) await submit(pump, 'CAPABILITY', capability())
  if (options.compress === true && session.capabilities.has('COMPRESS=DEFLATE')) {
    await unlessRefused(submit(pump, 'COMPRESS', compress()))
  }
  if (!identifiesFirst(pump)) await identify(pump)
  pump.tellConnected()
  session.settleIn()
  pump.flush()
}
