/** Records the trace that the picture in the README is made from: the demo's ten callers on a real Dovecot, 50 ms away. */
import { setTimeout as sleep } from 'node:timers/promises'
import { callers, together, WAVES } from '../examples/demo/callers.ts'
import { ImapConnection, traceEvents, TRACED, type TraceEvent } from '../src/index.ts'
import { startDelayProxy } from '../test/support/delay-proxy.ts'
import { startDovecot, type Dovecot } from '../test/support/dovecot.ts'
import { bulkMessage } from '../test/support/mail.ts'

const ROUND_TRIP_MS = 50
const USER = 'picture'
const MESSAGES = { INBOX: 60, Sent: 12, Junk: 5, Drafts: 0, Lists: 40 } as const
/** The last of them works in INBOX. */
const WAVE = WAVES.length - 1
/** After the beginning, while everybody waits for answers. */
const ARRIVAL_MS = 75
const QUIET_MS = 400

/** The records of one wave; throws ServerUnavailable where there is no Dovecot. */
export async function recordTrace(): Promise<readonly TraceEvent[]> {
  const dovecot = await startDovecot()
  try {
    const link = await startDelayProxy({ port: dovecot.port, oneWayMs: ROUND_TRIP_MS / 2 })
    try {
      await prepare(dovecot)
      const { host, port } = link
      const auth = { user: USER, password: dovecot.password }
      return await record(dovecot, { host, port, security: 'insecure-plaintext', auth })
    } finally {
      await link.close()
    }
  } finally {
    await dovecot.stop()
  }
}

async function prepare(dovecot: Dovecot): Promise<void> {
  const raw = await dovecot.raw(USER)
  // refused for those that exist from the start
  for (const mailbox of Object.keys(MESSAGES)) await raw.command(`CREATE "${mailbox}"`)
  await raw.close()
  for (const [mailbox, count] of Object.entries(MESSAGES)) {
    const messages = Array.from({ length: count }, (_, n) => bulkMessage(n + 1, 1500 + (n % 5) * 400))
    if (count > 0) await dovecot.deliver(USER, mailbox, ...messages)
  }
}

async function record(
  dovecot: Dovecot,
  options: Parameters<typeof ImapConnection.open>[0],
): Promise<readonly TraceEvent[]> {
  await using imap = await ImapConnection.open(options)
  // Once without a witness: indexes exist after it, and code is compiled.
  await together(imap, callers(0), () => {})
  await sleep(QUIET_MS)
  const recording = new AbortController()
  const events = imap.events({ types: TRACED, limit: Infinity, signal: recording.signal })
  // Read as they come: what a queued command waits for is asked then.
  const records = collected(traceEvents(events, { name: 'ten callers, one connection' }))
  const wave = together(imap, callers(WAVE), () => {})
  await sleep(ARRIVAL_MS)
  await dovecot.deliver(USER, WAVES[WAVE]!, 'From: news@example.org\r\nSubject: news\r\n\r\nhello\r\n')
  await wave
  await sleep(QUIET_MS)
  recording.abort()
  return records
}

async function collected(events: AsyncIterable<TraceEvent>): Promise<readonly TraceEvent[]> {
  const all: TraceEvent[] = []
  for await (const event of events) all.push(event)
  return all
}
