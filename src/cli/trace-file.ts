/** `--trace FILE`: what was in flight when, for ui.perfetto.dev or chrome://tracing. */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { ImapConnection } from '../client/connection.ts'
import { Trace, TRACED, type TraceEvent } from '../client/trace.ts'
import { jsonLine } from './output/json.ts'
import { withoutSecrets } from './secret.ts'
import { VERSION } from './version.ts'

/** What makes the file complete: each write puts its records in place of it, and it behind them. */
const TAIL = '\n]}\n'

/** However the program ends, killed included, the file is JSON and has all that was written. */
export class TraceFile {
  readonly #file: number
  /** Where the next record goes. */
  #end = 0
  #empty = true

  /** @throws when the file cannot be written */
  constructor(path: string) {
    this.#file = openSync(path, 'w')
    const head = `{"displayTimeUnit":"ms","otherData":{"program":"imaplex ${VERSION}"},"traceEvents":[`
    writeSync(this.#file, head + TAIL, 0)
    this.#end = Buffer.byteLength(head)
  }

  add(records: readonly TraceEvent[]): void {
    if (records.length === 0) return
    const lines = records.map((record) => withoutSecrets(jsonLine(record))).join(',\n')
    const octets = Buffer.from(`${this.#empty ? '' : ','}\n${lines}${TAIL}`)
    for (let written = 0; written < octets.length;) {
      written += writeSync(this.#file, octets, written, octets.length - written, this.#end + written)
    }
    this.#end += octets.length - TAIL.length
    this.#empty = false
  }

  /** Writes down all that happens until the connection's end; closes the file. Rejects where that fails, but only once asked. */
  follow(imap: ImapConnection, name: string): Promise<void> {
    const written = this.#follow(imap, new Trace({ name }))
    written.catch(() => {})
    return written
  }

  async #follow(imap: ImapConnection, trace: Trace): Promise<void> {
    try {
      this.add(trace.begin())
      for await (const event of imap.events({ types: TRACED, limit: Infinity })) this.add(trace.take(event))
    } finally {
      closeSync(this.#file)
    }
  }
}
