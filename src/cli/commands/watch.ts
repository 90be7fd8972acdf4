import type { ImapEvent, ImapEventType } from '../../client/events.ts'
import { printerOf, start, type GlobalOptions } from '../connect.ts'
import { eventTypes } from '../event-types.ts'
import { onInterrupt } from '../interrupt.ts'
import { eventLine } from '../output/event-line.ts'
import { jsonLine } from '../output/json.ts'
import { withoutSecrets } from '../secret.ts'

export interface WatchOptions extends GlobalOptions {
  readonly types?: string
}

/**
 * `imaplex watch URL [MAILBOX]`: every event as it happens, until Ctrl-C, which logs out, or the end of the connection,
 * whose error it fails with.
 */
export async function watch(url: string, mailbox: string, options: WatchOptions): Promise<void> {
  const wanted: ReadonlySet<ImapEventType> | undefined =
    options.types === undefined ? undefined : new Set(eventTypes(options.types))
  const { imap, close } = await start(url, options)
  const printer = printerOf(options)
  let failure: unknown
  const leave = (): void => void imap.logout().catch(() => imap.close())
  const stopListening = onInterrupt(leave)
  try {
    const events = imap.events(wanted === undefined ? {} : { types: [...wanted, 'disconnected'] })
    imap.examine(mailbox).catch((error: unknown) => {
      if (imap.closed) return
      failure = error
      leave()
    })
    for await (const event of events) {
      if (wanted?.has(event.type) !== false) {
        const line = printer.json ? eventJson(event) : eventLine(event, new Date(), printer)
        printer.line(withoutSecrets(line))
      }
      if (event.type === 'disconnected') failure ??= event.error
    }
    if (failure === undefined) return
    // A mailbox that was not opened because nobody could log in is not the news.
    await imap.ready
    throw failure
  } finally {
    stopListening()
    await close()
  }
}

/** The connection's clock means nothing outside it, so records carry the time of day. */
function eventJson(event: ImapEvent): string {
  return jsonLine({ ...event, at: new Date().toISOString() })
}
