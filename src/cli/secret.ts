/**
 * Passwords and tokens come from a command, a file, the environment or a prompt; never from the command line,
 * where everybody on the machine could read them.
 */
import { execFile } from 'node:child_process'
import { open } from 'node:fs/promises'
import process from 'node:process'
import { promisify } from 'node:util'
import type { GivenAuth } from '../auth/credentials.ts'
import { CliUsageError } from './exit-code.ts'

export interface SecretOptions {
  readonly passwordCommand?: string
  readonly passwordFile?: string
  readonly tokenCommand?: string
  readonly tokenFile?: string
}

/** @throws CliUsageError when there is none to be had. */
export async function credentials(user: string, options: SecretOptions): Promise<GivenAuth> {
  const accessToken = await secretFrom('IMAPLEX_TOKEN', options.tokenCommand, options.tokenFile)
  if (accessToken !== undefined) return { user, accessToken }
  const password = await secretFrom('IMAPLEX_PASSWORD', options.passwordCommand, options.passwordFile)
  return { user, password: password ?? (await prompt(`Password for ${user}: `)) }
}

async function secretFrom(variable: string, command?: string, file?: string): Promise<string | undefined> {
  if (command !== undefined) return await commandOutput(command)
  if (file !== undefined) return await fileContent(file)
  return process.env[variable] === '' ? undefined : process.env[variable]
}

/** Run by the shell, like mbsync's PassCmd; what counts is the first line it prints. */
async function commandOutput(command: string): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['/bin/sh', '-c']
  try {
    const { stdout } = await promisify(execFile)(shell[0]!, [...shell.slice(1), command], { timeout: 60_000 })
    return checked(firstLine(stdout), 'the password command printed nothing')
  } catch (error) {
    if (error instanceof CliUsageError) throw error
    throw new CliUsageError('the password command failed')
  }
}

async function fileContent(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { mode } = await file.stat()
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new CliUsageError(`${path} can be read by others; chmod 600 it first`)
    }
    return checked(firstLine(await file.readFile('utf8')), `${path} is empty`)
  } finally {
    await file.close()
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0]!
}

function checked(secret: string, complaint: string): string {
  if (secret === '') throw new CliUsageError(complaint)
  return secret
}

/** Asks on the terminal without showing what is typed. */
function prompt(question: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    return Promise.reject(
      new CliUsageError('no password: use --password-command, --password-file or IMAPLEX_PASSWORD, or a terminal'),
    )
  }
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let typed = ''
    const done = (settle: () => void): void => {
      stdin.off('data', onData).setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      settle()
    }
    const onData = (keys: string): void => {
      for (const key of keys) {
        if (key === '\r' || key === '\n') return done(() => resolve(typed))
        if (key === '\x03' || key === '\x04') return done(() => reject(new CliUsageError('no password given')))
        if (key === '\x7f' || key === '\b') typed = typed.slice(0, -1)
        else typed += key
      }
    }
    stdin.on('data', onData)
    stdin.resume()
  })
}
