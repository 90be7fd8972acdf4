import process from 'node:process'
import { ImapConnection } from '../../client/connection.ts'
import type { ImapEvent, ImapEventType } from '../../client/events.ts'
import { connectionOptions, printerOf, type GlobalOptions } from '../connect.ts'
import { CliUsageError } from '../exit-code.ts'
import { eventLine } from '../output/event-line.ts'
import { jsonLine } from '../output/json.ts'

export interface WatchOptions extends GlobalOptions {
  readonly types?: string
}

const TYPE_NAME = /^[a-z][A-Za-z]+$/

/** `imaplex watch URL [MAILBOX]`: every event as it happens, until interrupted or disconnected. */
export async function watch(url: string, mailbox: string, options: WatchOptions): Promise<void> {
  const types = options.types?.split(',').map((type) => type.trim())
  const wrong = types?.find((type) => !TYPE_NAME.test(type))
  if (wrong !== undefined) throw new CliUsageError(`--types: not the name of an event: ${JSON.stringify(wrong)}`)
  const imap = ImapConnection.start(await connectionOptions(url, options))
  const printer = printerOf(options)
  const interrupt = onInterrupt(imap)
  try {
    const events = imap.events(types === undefined ? {} : { types: [...(types as ImapEventType[]), 'disconnected'] })
    imap
      .examine(mailbox)
      .catch(
        (error: unknown) =>
          void (error instanceof Error && imap.closed
            ? undefined
            : process.stderr.write(`imaplex: ${String(error)}\n`)),
      )
    for await (const event of events) {
      const wanted = types === undefined || types.includes(event.type)
      if (wanted) printer.line(printer.json ? eventJson(event) : eventLine(event, new Date()))
      if (event.type === 'disconnected' && event.error !== undefined) throw event.error
    }
    await imap.ready
  } finally {
    process.off('SIGINT', interrupt)
    imap.close()
  }
}

/** The connection's clock means nothing outside it, so records carry the time of day. */
function eventJson(event: ImapEvent): string {
  return jsonLine({ ...event, at: new Date().toISOString() })
}

/** Once: an orderly end. Twice: at once. */
function onInterrupt(imap: ImapConnection): () => void {
  let interrupted = false
  const interrupt = (): void => {
    if (interrupted) process.exit(130)
    interrupted = true
    imap.logout().catch(() => imap.close())
  }
  process.on('SIGINT', interrupt)
  return interrupt
}
