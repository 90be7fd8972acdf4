/** From options and a URL to a connection, and back out in an orderly way. */
import { readFile } from 'node:fs/promises'
import { ImapConnection } from '../client/connection.ts'
import type { ConnectionOptions } from '../client/options.ts'
import { Printer } from './output/printer.ts'
import { credentials, type SecretOptions } from './secret.ts'
import { parseTarget } from './url.ts'

export interface GlobalOptions extends SecretOptions {
  readonly json?: true
  /** Commander's `--no-color`. */
  readonly color: boolean
  readonly ca?: string
  /** Seconds. */
  readonly timeout?: number
}

export async function connectionOptions(url: string, options: GlobalOptions): Promise<ConnectionOptions> {
  const { user, ...target } = parseTarget(url)
  return {
    ...target,
    auth: await credentials(user, options),
    ...(options.ca === undefined ? {} : { tls: { ca: await readFile(options.ca, 'utf8') } }),
    ...(options.timeout === undefined ? {} : { connectTimeout: options.timeout * 1000 }),
  }
}

export function printerOf({ json, color }: GlobalOptions): Printer {
  return new Printer({ json: json === true, color })
}

/** Runs `work` on a connection and logs out, whatever happens. */
export async function withConnection(
  url: string,
  options: GlobalOptions,
  work: (imap: ImapConnection, printer: Printer) => Promise<void>,
): Promise<void> {
  const imap = ImapConnection.start(await connectionOptions(url, options))
  try {
    await imap.ready
    await work(imap, printerOf(options))
    await imap.logout()
  } finally {
    imap.close()
  }
}
