/**
 * Passwords and tokens come from a command, a file, the environment or a prompt; never from the command line,
 * where everybody on the machine could read them.
 */
import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import type { GivenAuth } from '../auth/credentials.ts'
import { CliUsageError } from './exit-code.ts'
import { prompt } from './prompt.ts'

export interface SecretOptions {
  readonly passwordCommand?: string
  readonly passwordFile?: string
  readonly tokenCommand?: string
  readonly tokenFile?: string
}

type Source = (options: SecretOptions) => string | undefined | Promise<string | undefined>

interface Named {
  readonly kind: 'password' | 'token'
  readonly read: Source
}

const FLAGS: Readonly<Record<keyof SecretOptions, Named>> = {
  passwordCommand: { kind: 'password', read: ({ passwordCommand }) => outputOf(passwordCommand!, 'password') },
  passwordFile: { kind: 'password', read: ({ passwordFile }) => contentOf(passwordFile!) },
  tokenCommand: { kind: 'token', read: ({ tokenCommand }) => outputOf(tokenCommand!, 'token') },
  tokenFile: { kind: 'token', read: ({ tokenFile }) => contentOf(tokenFile!) },
}

/** Options come before the environment, and that before a prompt. @throws CliUsageError when there is none to be had. */
export async function credentials(user: string, options: SecretOptions): Promise<GivenAuth> {
  const given = Object.keys(FLAGS).filter((flag) => options[flag as keyof SecretOptions] !== undefined)
  if (given.length > 1) throw new CliUsageError('give one of --password-command, --password-file, --token-…, not two')
  const flag = given.length === 0 ? undefined : FLAGS[given[0] as keyof SecretOptions]
  if (flag !== undefined) return auth(user, flag.kind, (await flag.read(options))!)
  const { IMAPLEX_TOKEN: token, IMAPLEX_PASSWORD: password } = process.env
  if (token) return auth(user, 'token', token)
  return auth(user, 'password', password || (await prompt(`Password for ${user}: `)))
}

/** Shorter ones would be found in every other word. */
const SHORTEST_HIDDEN = 4

/** A server may repeat what it was sent when it complains; nothing we print about it shows the secret. */
export function withoutSecrets(message: string): string {
  if (known === undefined || known.length < SHORTEST_HIDDEN) return message
  return quotings(known).reduce((text, secret) => text.replaceAll(secret, '…'), message)
}

/** As it is, as an IMAP quoted string has it, and either of them in JSON; the longest first. */
function quotings(secret: string): readonly string[] {
  const quoted = secret.replace(/["\\]/g, '\\$&')
  const forms = [JSON.stringify(quoted).slice(1, -1), quoted, JSON.stringify(secret).slice(1, -1), secret]
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

let known: string | undefined

function auth(user: string, kind: Named['kind'], secret: string): GivenAuth {
  if (secret === '') throw new CliUsageError(`the ${kind} is empty`)
  known = secret
  return kind === 'token' ? { user, accessToken: secret } : { user, password: secret }
}

/** Run by the shell, like mbsync's PassCmd; it may talk to the terminal, and what counts is the first line it prints. */
async function outputOf(command: string, kind: Named['kind']): Promise<string> {
  const child = spawn(command, { shell: true, stdio: ['inherit', 'pipe', 'inherit'], timeout: 120_000 })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [output, status] = await Promise.all([text(child.stdout), ended])
  if (status !== 0) throw new CliUsageError(`the ${kind} command failed with exit code ${status ?? 'none'}`)
  return firstLine(output)
}

async function contentOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { mode } = await file.stat()
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new CliUsageError(`${path} can be read by others; chmod 600 it first`)
    }
    return firstLine(await file.readFile('utf8'))
  } finally {
    await file.close()
  }
}

function firstLine(output: string): string {
  return output.split(/\r?\n/, 1)[0]!
}
