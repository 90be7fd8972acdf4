/**
 * `npm run demo`: ten callers on one connection to a real Dovecot, 50 ms away, while mail arrives. Shows the tokens
 * in flight and the event stream, and then what the same commands take one at a time.
 */
import { constants } from 'node:os'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventLine } from '../src/cli/output/event-line.ts'
import { ImapConnection, type ImapEvent } from '../src/index.ts'
import { startDelayProxy } from '../test/support/delay-proxy.ts'
import { startDovecot, type Dovecot } from '../test/support/dovecot.ts'
import { ServerUnavailable } from '../test/support/servers/real-server.ts'
import { bulkMessage } from '../test/support/mail.ts'
import { callers, oneAtATime, together, WAVES, type Started } from './demo/callers.ts'
import { Screen } from './demo/screen.ts'
import { Spans, type Span } from './demo/spans.ts'
import { elapsed, summary } from './demo/summary.ts'
import { clip, waterfall } from './demo/waterfall.ts'

const ROUND_TRIP_MS = 50
const MESSAGES = { INBOX: 60, Lists: 40, Archive: 40, Sent: 12, Junk: 5, Drafts: 0 } as const
const USER = 'demo'
const SHOWN_EVENTS = 8
const DRAW_EVERY_MS = 25
/** Between waves: time to look, and for news to arrive. Where nobody looks there is no need. */
const PAUSE_MS = { live: 1250, plain: 300 }
/** After the beginning of a wave. */
const ARRIVAL_MS = 70
/** The time axis of a live page. */
const WAVE_MS = 260
const SERIAL_MS = 1400
const EX_UNAVAILABLE = 69
const LEGEND = `${ROUND_TRIP_MS} ms away (· queued, ━ on the wire)`

/** What the picture tells by itself, and answers to commands that say nothing about the mailbox. */
const NOT_NEWS: ReadonlySet<ImapEvent['type']> = new Set<ImapEvent['type']>([
  'commandQueued',
  'commandSent',
  'commandDone',
  'fetch',
  'mailboxClosed',
  'mailboxFlags',
  'mailboxName',
  'mailboxStatus',
  'searchResult',
  'serverReply',
])

type Options = Parameters<typeof ImapConnection.open>[0]

/** One connection and what its event stream has told. */
class Watched {
  readonly imap: ImapConnection
  readonly spans: Spans = new Spans()
  readonly news: string[] = []
  readonly #reading: Promise<void>

  private constructor(imap: ImapConnection) {
    this.imap = imap
    this.#reading = this.#read()
  }

  static async open(options: Options): Promise<Watched> {
    return new Watched(await ImapConnection.open(options))
  }

  readonly started: Started = (token, label) => this.spans.submitted(token.tag, label, performance.now())

  async [Symbol.asyncDispose](): Promise<void> {
    await this.imap[Symbol.asyncDispose]()
    await this.#reading
  }

  async #read(): Promise<void> {
    for await (const event of this.imap.events()) {
      this.spans.take(event)
      if (!NOT_NEWS.has(event.type)) this.news.push(eventLine(event, new Date(performance.timeOrigin + event.at)))
      if (this.news.length > SHOWN_EVENTS) this.news.shift()
    }
  }
}

async function main(): Promise<void> {
  const screen = new Screen()
  // What is open ends with the process, Dovecot and its folder included. Ctrl-C comes twice: from the terminal and npm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]))
  }
  process.once('exit', () => screen.end())

  const dovecot = await server()
  if (dovecot === undefined) return
  try {
    const link = await startDelayProxy({ port: dovecot.port, oneWayMs: ROUND_TRIP_MS / 2 })
    try {
      await prepare(dovecot)
      const auth = { user: USER, password: dovecot.password }
      await show(screen, dovecot, { host: link.host, port: link.port, security: 'insecure-plaintext', auth })
    } finally {
      await link.close()
    }
  } finally {
    await dovecot.stop()
  }
}

async function server(): Promise<Dovecot | undefined> {
  try {
    return await startDovecot()
  } catch (error) {
    if (!(error instanceof ServerUnavailable)) throw error
    console.error(`The demo shows a real server, a private Dovecot 2.3 on this machine: ${error.message}`)
    console.error('To get one: apt-get install dovecot-imapd openssl (Debian 12, Ubuntu 24.04)')
    process.exitCode = EX_UNAVAILABLE
    return undefined
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

async function show(screen: Screen, dovecot: Dovecot, options: Options): Promise<void> {
  await using connection = await Watched.open(options)
  const { imap, spans, news, started } = connection
  let wave: readonly Span[] = []
  for (const [number, mailbox] of WAVES.entries()) {
    const before = spans.count
    const title = `Wave ${number + 1} of ${WAVES.length}: ten callers, one connection, ${LEGEND}`
    const drawing = live(screen, title, connection, WAVE_MS)
    try {
      const work = together(imap, callers(number), started)
      await Promise.all([work, arrival(dovecot, mailbox, number)])
      await sleep(screen.live ? PAUSE_MS.live : PAUSE_MS.plain)
      wave = spans.after(before)
    } finally {
      clearInterval(drawing)
    }
  }
  const last = [...news]
  const oneByOne = await inTurns(screen, options)
  printPicture(screen, wave, last, oneByOne)
}

/** Mail from elsewhere, into the mailbox that everybody is working in. */
async function arrival(dovecot: Dovecot, mailbox: string, number: number): Promise<void> {
  await sleep(ARRIVAL_MS)
  await dovecot.deliver(USER, mailbox, `From: news@example.org\r\nSubject: news ${number}\r\n\r\nhello\r\n`)
}

/** The commands of the last wave again, on a connection of their own. */
async function inTurns(screen: Screen, options: Options): Promise<readonly Span[]> {
  await using connection = await Watched.open(options)
  const { imap, spans, started } = connection
  const drawing = live(screen, `The same, one at a time, ${LEGEND}`, connection, SERIAL_MS)
  try {
    await oneAtATime(imap, callers(WAVES.length - 1), started)
    await sleep(screen.live ? PAUSE_MS.live : PAUSE_MS.plain)
    return spans.after(0)
  } finally {
    clearInterval(drawing)
  }
}

/** Keeps the page of one wave up to date. */
function live(screen: Screen, title: string, { spans, news }: Watched, stretch: number): NodeJS.Timeout | undefined {
  if (!screen.live) return undefined
  const from = performance.now()
  const before = spans.count
  return setInterval(() => {
    const now = performance.now()
    const shown = spans.after(before)
    const latest = Math.max(from + stretch, ...shown.map(({ done }) => done ?? now))
    screen.draw({ title, spans: shown, from, to: latest, now, events: news })
  }, DRAW_EVERY_MS)
}

function printPicture(screen: Screen, wave: readonly Span[], news: readonly string[], oneByOne: readonly Span[]): void {
  const { width, style } = screen
  const from = Math.min(...wave.map(({ queued }) => queued))
  const to = from + elapsed(wave)
  screen.print(
    clip(`Ten callers, ${wave.length} commands, one connection, ${LEGEND}:`, width),
    '',
    ...waterfall(wave, { from, to, width, style }),
    '',
    ...news.map((line) => clip(line, width)),
    '',
    ...summary(wave, oneByOne),
  )
}

await main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
