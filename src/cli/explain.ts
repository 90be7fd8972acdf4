/** What went wrong, in one line for people, with what to do about it where that is known. */
import { getSystemErrorMap } from 'node:util'
import { CommanderError } from 'commander'
import { AuthenticationError, ImapError, type ImapErrorCode } from '../errors.ts'
import { Interrupted } from './exit-code.ts'
import { escapeLine } from './output/escape.ts'
import { withoutSecrets } from './secret.ts'

const ADVICE: Partial<Readonly<Record<ImapErrorCode, string>>> = {
  ERR_IMAP_CERTIFICATE: '--ca FILE trusts a private authority',
  ERR_IMAP_NO_STARTTLS: 'imaps:// is TLS from the start; imap+insecure:// sends the password in clear text',
  ERR_IMAP_WRONG_PORT: 'imaps:// is TLS from the start, imap:// begins in clear text; they have different ports',
  ERR_IMAP_TIMEOUT: '--timeout SECONDS waits longer for the connection',
}

/** Empty when there is nothing to complain about, as after `--help`. */
export function explain(error: unknown): string {
  return escapeLine(withoutSecrets(withoutUrlPassword(message(error))))
}

function message(error: unknown): string {
  if (error instanceof Interrupted) return ''
  if (error instanceof CommanderError) return usage(error)
  if (error instanceof AuthenticationError && !error.retryable) {
    return `${error.message} (check the user name and the password or token)`
  }
  if (ImapError.is(error)) {
    const advice = ADVICE[error.code]
    return advice === undefined ? error.message : `${error.message} (${advice})`
  }
  if (isSystemError(error)) return systemError(error)
  return error instanceof Error ? error.message : String(error)
}

/** Commander repeats what was typed, and somebody may have typed a password. */
function usage(error: CommanderError): string {
  if (error.exitCode === 0 || error.code === 'commander.help') return ''
  const text = error.message.replace(/^error: /, '')
  if (error.code === 'commander.excessArguments') return text.replace(/: .*$/s, '.')
  return error.code === 'commander.unknownOption' ? unknownOption(text) : text
}

/** `--name=value` and `-xvalue` without their values. */
function unknownOption(text: string): string {
  const name = /'(--[^=']*|-.)/s.exec(text)?.[1] ?? ''
  if (/^--?p(?:ass(?:word|wd)?|w)?$/i.test(name)) {
    return 'there is no option for a password: everybody on this machine could read it; see --help for better ways'
  }
  return `unknown option '${name}' ${/\(Did you mean [^)]*\)/.exec(text)?.[0] ?? ''}`.trimEnd()
}

/** `imaps://me:secret@host` shows as `imaps://me:…@host`. */
function withoutUrlPassword(text: string): string {
  return text.replace(/(:\/\/[^\s:@/]*):\S*@/g, '$1:…@')
}

interface SystemError extends Error {
  readonly errno: number
  readonly path?: string
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'errno' in error
}

/** `message.eml: no such file or directory`. */
function systemError({ errno, path, message: text }: SystemError): string {
  const known = getSystemErrorMap().get(errno)?.[1]
  if (known === undefined) return text
  return path === undefined ? known : `${path}: ${known}`
}
