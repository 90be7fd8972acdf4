/** What went wrong, in one line for people, with what to do about it where that is known. */
import { getSystemErrorMap } from 'node:util'
import { CommanderError } from 'commander'
import { AuthenticationError, ImapError, type ImapErrorCode } from '../errors.ts'
import { Interrupted } from './exit-code.ts'
import { escapeLine } from './output/escape.ts'
import { withoutSecrets } from './secret.ts'

const ADVICE: Partial<Readonly<Record<ImapErrorCode, string>>> = {
  ERR_IMAP_AUTHENTICATION: 'check the user name and the password or token',
  ERR_IMAP_NO_STARTTLS: 'imaps:// is TLS from the start; imap+insecure:// sends the password in clear text',
}

/** The library's options are options of the program under other names. */
const NAMES: readonly (readonly [option: string, name: string])[] = [
  ['tls.ca', '--ca FILE'],
  ["security: 'tls'", 'imaps://'],
  ["security: 'starttls'", 'imap://'],
  ["security: 'insecure-plaintext'", 'imap+insecure://'],
]

/** Empty when there is nothing to complain about, as after `--help`. */
export function explain(error: unknown): string {
  return escapeLine(withoutSecrets(withoutUrlPassword(message(error))))
}

function message(error: unknown): string {
  if (error instanceof Interrupted) return ''
  if (error instanceof CommanderError) return usage(error)
  if (ImapError.is(error)) return libraryError(error)
  if (isSystemError(error)) return systemError(error)
  return error instanceof Error ? error.message : String(error)
}

function libraryError(error: ImapError): string {
  const text = NAMES.reduce((message, [option, name]) => message.replaceAll(option, name), error.message)
  const retryable = error instanceof AuthenticationError && error.retryable
  const advice = retryable ? 'try again later' : ADVICE[error.code]
  return advice === undefined ? text : `${text} (${advice})`
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

/** Where an error and its causes come from, without their words but those of the causes. */
export function trace(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const cause = error instanceof Error ? error.cause : undefined
  if (cause === undefined) return frames.join('\n')
  return [...frames, `  because of: ${explain(cause)}`, trace(cause)].filter((line) => line !== '').join('\n')
}
