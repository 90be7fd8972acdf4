/** Exit codes, after sysexits.h, so that scripts can tell what is worth trying again. */
import { CommanderError } from 'commander'
import { AuthenticationError, CommandError, ConnectionError, ProtocolError, UsageError } from '../errors.ts'

export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  unavailable: 69,
  io: 74,
  temporary: 75,
  protocol: 76,
  auth: 77,
  /** 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const

/** Wrong words on the command line. */
export class CliUsageError extends Error {
  override readonly name = 'CliUsageError'
}

/** What was asked for is not there. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError'
}

/** Ctrl-C. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

const TEMPORARY: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'THROTTLED', 'SERVERBUG'])

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return EXIT.interrupted
  // `--help` and `--version` end by an error, too.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (error instanceof CliUsageError) return EXIT.usage
  if (error instanceof AuthenticationError) return error.retryable ? EXIT.temporary : EXIT.auth
  if (error instanceof CommandError) return TEMPORARY.has(error.responseCode ?? '') ? EXIT.temporary : EXIT.failure
  if (error instanceof ConnectionError) return error.code === 'ERR_IMAP_TIMEOUT' ? EXIT.temporary : EXIT.unavailable
  if (error instanceof ProtocolError) return EXIT.protocol
  if (error instanceof UsageError) return error.code === 'ERR_IMAP_ARGUMENT' ? EXIT.usage : EXIT.failure
  if (error instanceof Error && 'syscall' in error) return EXIT.io
  return EXIT.failure
}
