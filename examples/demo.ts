/**
 * `npm run demo`: ten callers on one connection to a real Dovecot, 50 ms away, while mail arrives. Shows the tokens
 * in flight and the event stream, and then what the same commands take one at a time.
 */
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventLine } from '../src/cli/output/event-line.ts'
import { ImapConnection, type ImapEvent } from '../src/index.ts'
import { startDelayProxy } from '../test/support/delay-proxy.ts'
import { DovecotUnavailable, startDovecot, type Dovecot } from '../test/support/dovecot.ts'
import { bulkMessage } from '../test/support/mail.ts'
import { callers, oneAtATime, together } from './demo/callers.ts'
import { Screen } from './demo/screen.ts'
import { Spans } from './demo/spans.ts'
import { waterfall } from './demo/waterfall.ts'

const ROUND_TRIP_MS = 50
const MESSAGES = 60
const WAVES = 4
const SHOWN_EVENTS = 6
const USER = 'demo'

const quiet: ReadonlySet<string> = new Set([
  'commandQueued',
  'commandSent',
  'commandDone',
  'fetch',
  'mailboxStatus',
  'mailboxFlags',
])

async function main(): Promise<void> {
  const screen = new Screen()
  const dovecot = await server()
  const link = await startDelayProxy({ port: dovecot.port, oneWayMs: ROUND_TRIP_MS / 2 })
  try {
    await prepare(dovecot)
    await show(screen, dovecot, { host: link.host, port: link.port })
  } finally {
    await link.close()
    await dovecot.stop()
  }
}

async function server(): Promise<Dovecot> {
  try {
    return await startDovecot()
  } catch (error) {
    if (!(error instanceof DovecotUnavailable)) throw error
    console.error(`The demo needs a Dovecot: ${error.message}\nOn Debian: apt-get install dovecot-imapd`)
    process.exit(69)
  }
}

async function prepare(dovecot: Dovecot): Promise<void> {
  const raw = await dovecot.raw(USER)
  await raw.ok('CREATE Archive')
  await raw.close()
  await dovecot.deliver(USER, 'INBOX', ...Array.from({ length: MESSAGES }, (_, n) => bulkMessage(n)))
}

async function show(screen: Screen, dovecot: Dovecot, link: { host: string; port: number }): Promise<void> {
  const spans = new Spans()
  const events: string[] = []
  const options = { ...link, security: 'insecure-plaintext', auth: { user: USER, password: dovecot.password } } as const
  const imap = await ImapConnection.open(options)
  const reading = read(imap, spans, events)
  await imap.select('INBOX')

  const drawing = setInterval(
    () => screen.draw(spans.since(performance.now() - 1500), performance.now(), 1500, events),
    50,
  )
  const waves: { from: number; to: number }[] = []
  for (let wave = 0; wave < WAVES; wave++) {
    const from = performance.now()
    const work = together(imap, callers(wave), (token, label) => spans.name(token.tag, label))
    await dovecot.deliver(USER, 'INBOX', `From: news@example.org\r\nSubject: news ${wave}\r\n\r\nhello\r\n`)
    await work
    waves.push({ from, to: performance.now() })
    await sleep(900)
  }
  clearInterval(drawing)

  const last = waves.at(-1)!
  const margin = (last.to - last.from) * 0.02
  const shown = spans.since(last.from).filter(({ queued, done }) => queued <= last.to && done !== undefined)
  screen.print(
    `Ten callers, ${shown.length} commands, one connection, ${ROUND_TRIP_MS} ms round trip (· queued, ━ on the wire):`,
    '',
    ...waterfall(shown, { from: last.from, to: last.to + margin, width: screen.width, style: screen.style }),
    '',
    ...events,
    '',
  )
  await compare(screen, options, waves, shown.length, spans.mostInFlight)
  await imap.logout()
  await reading
}

async function read(imap: ImapConnection, spans: Spans, events: string[]): Promise<void> {
  for await (const event of imap.events()) {
    spans.take(event)
    if (isNews(event)) events.push(eventLine(event, new Date()))
    if (events.length > SHOWN_EVENTS) events.shift()
  }
}

function isNews(event: ImapEvent): boolean {
  return (
    !quiet.has(event.type) &&
    event.type !== 'searchResult' &&
    event.type !== 'mailboxName' &&
    event.type !== 'serverReply'
  )
}

async function compare(
  screen: Screen,
  options: Parameters<typeof ImapConnection.open>[0],
  waves: readonly { from: number; to: number }[],
  commands: number,
  most: number,
): Promise<void> {
  const together = Math.min(...waves.map(({ from, to }) => to - from))
  const imap = await ImapConnection.open(options)
  await imap.select('INBOX')
  const from = performance.now()
  await oneAtATime(imap, callers(WAVES))
  const serial = performance.now() - from
  await imap.logout()
  screen.print(
    `${commands} commands together      ${together.toFixed(0).padStart(5)} ms, up to ${most} in flight`,
    `the same, one at a time   ${serial.toFixed(0).padStart(5)} ms: ${(serial / together).toFixed(1)} times as long`,
  )
}

await main()
