/** From options and a URL to a connection, and back out in an orderly way. */
import { readFile } from 'node:fs/promises'
import process from 'node:process'
import { ImapConnection } from '../client/connection.ts'
import type { ConnectionOptions } from '../client/options.ts'
import { Interrupted } from './exit-code.ts'
import { onInterrupt } from './interrupt.ts'
import { Printer } from './output/printer.ts'
import { credentials, type SecretOptions } from './secret.ts'
import { TraceFile } from './trace-file.ts'
import { parseTarget, proxyUrl } from './url.ts'

export interface GlobalOptions extends SecretOptions {
  readonly json?: true
  /** Commander's `--no-color`. */
  readonly color: boolean
  readonly ca?: string
  readonly proxy?: string
  /** Seconds. */
  readonly timeout?: number
  /** The file for a trace. */
  readonly trace?: string
}

/** What a command works with. */
export interface Workplace {
  readonly imap: ImapConnection
  readonly printer: Printer
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal
}

/** After Ctrl-C whatever is in flight may take this long to end in order. */
const LEAVE_MS = 2000

async function connectionOptions(url: string, options: GlobalOptions): Promise<ConnectionOptions> {
  const { user, ...target } = parseTarget(url)
  const tls = options.ca === undefined ? {} : { tls: { ca: await readFile(options.ca, 'utf8') } }
  const proxy = proxyUrl(options.proxy, process.env['IMAPLEX_PROXY'])
  return {
    ...target,
    ...tls,
    ...(proxy === undefined ? {} : { proxy }),
    ...(options.timeout === undefined ? {} : { connectTimeout: options.timeout * 1000 }),
    auth: await credentials(user, options),
  }
}

export function printerOf({ json, color }: GlobalOptions): Printer {
  return new Printer({ json: json === true, color })
}

/** A connection that has just begun to connect, and the trace of it, if one is wanted. */
export interface Started {
  readonly imap: ImapConnection
  /** Closes the connection, and the trace behind it. @throws what went wrong with its file */
  readonly close: () => Promise<void>
}

export async function start(url: string, options: GlobalOptions): Promise<Started> {
  const connection = await connectionOptions(url, options)
  const file = options.trace === undefined ? undefined : new TraceFile(options.trace)
  const imap = ImapConnection.start(connection)
  const written = file?.follow(imap, connection.host)
  return {
    imap,
    close: async () => {
      imap.close()
      await written
    },
  }
}

/**
 * Runs `work` on a connection and logs out, whatever happens. It starts before the connection is up, so that its first
 * commands travel with the login.
 */
export async function withConnection(
  url: string,
  options: GlobalOptions,
  work: (at: Workplace) => Promise<void>,
): Promise<void> {
  const { imap, close } = await start(url, options)
  const interruption = new AbortController()
  const stopListening = onInterrupt(() => interruption.abort(new Interrupted('interrupted')))
  const { signal } = interruption
  try {
    await unlessAborted(work({ imap, printer: printerOf(options), signal }), signal)
    await imap.logout()
  } catch (error) {
    if (signal.aborted) await Promise.race([imap.logout(), later(LEAVE_MS)]).catch(() => {})
    // A command that failed because nobody could log in is not the news.
    else await imap.ready
    throw error
  } finally {
    stopListening()
    await close()
  }
}

function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    work.then(resolve, reject)
  })
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

/** Reads in a mailbox opened for reading only; when that fails, this is the error. */
export async function inMailbox<T>({ imap, signal }: Workplace, mailbox: string, read: () => Promise<T>): Promise<T> {
  const opened = imap.examine(mailbox, { signal })
  try {
    return await read()
  } catch (error) {
    await opened
    throw error
  }
}
