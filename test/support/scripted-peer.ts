/**
 * Dialogues as tests write them:
 *
 *     C: t1 NOOP               what the client must have written next; `t1` stands for its tag from here on
 *     S: * 3 EXISTS            what the server says, and CRLF; `t1` is replaced by the tag
 *     S: t1 OK done
 *     C:                       nothing more was written
 *
 * Lines of the server that follow one another arrive in one chunk.
 */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { ImapConnection } from '../../src/client/connection.ts'
import type { ImapEvent } from '../../src/client/events.ts'
import type { ConnectionOptions } from '../../src/client/options.ts'
import type { EventOf } from '../../src/session/events.ts'
import { MemoryPeer, type MemoryPeerOptions } from './memory-transport.ts'
import { drain, VirtualClock } from './virtual-clock.ts'

export interface Wire {
  /** Octets the client has written since the last call. */
  take(): string
  send(octets: string): void
}

export class Dialogue {
  readonly #wire: Wire
  #written = ''
  readonly #tags: Map<string, string> = new Map()

  constructor(wire: Wire) {
    this.#wire = wire
  }

  /** What has been written and no `C:` line has named. */
  unread(): string {
    this.#written += this.#wire.take()
    return this.#written
  }

  /** How a command is called in the script. */
  nameOf(tag: string): string | undefined {
    for (const [name, known] of this.#tags) if (known === tag) return name
    return undefined
  }

  /** The names are free for other commands. */
  forget(...names: readonly string[]): void {
    for (const name of names) this.#tags.delete(name)
  }

  async plays(script: string): Promise<void> {
    await drain()
    let chunk = ''
    for (const line of script.split('\n').map((each) => each.trimStart())) {
      if (line.startsWith('S:')) {
        chunk += `${this.#resolve(line.slice(3))}\r\n`
        continue
      }
      await this.#send(chunk)
      chunk = ''
      if (line.startsWith('C:')) this.#expect(line.slice(3))
      else assert.equal(line, '', 'neither C: nor S:')
    }
    await this.#send(chunk)
  }

  async #send(chunk: string): Promise<void> {
    if (chunk !== '') this.#wire.send(chunk)
    await drain()
  }

  #expect(wanted: string): void {
    this.#written += this.#wire.take()
    if (wanted === '') return assert.equal(this.#written, '', 'something was written')
    const end = this.#written.indexOf('\r\n')
    assert.ok(end >= 0, `not written: ${wanted}; written: ${JSON.stringify(this.#written)}`)
    const line = this.#written.slice(0, end)
    const name = /^t\d+(?= )/.exec(wanted)?.[0]
    if (name !== undefined && !this.#tags.has(name)) this.#tags.set(name, line.slice(0, Math.max(0, line.indexOf(' '))))
    assert.equal(line, this.#resolve(wanted))
    this.#written = this.#written.slice(end + 2)
  }

  #resolve(line: string): string {
    return line.replaceAll(/\bt\d+\b/g, (name) => this.#tags.get(name) ?? name)
  }
}

/** An event in one line: its type, where, what, and which command of the script is its cause. */
export function describeEvent(event: EventOf<unknown>, dialogue: Dialogue): string {
  const parts: string[] = [event.type]
  if ('mailbox' in event && event.mailbox !== undefined) parts.push(event.mailbox)
  parts.push(...detailsOf(event))
  if ('cause' in event) parts.push('by', causeOf(event.cause, dialogue))
  return parts.join(' ')
}

function detailsOf(event: EventOf<unknown>): readonly string[] {
  switch (event.type) {
    case 'messageNew':
      return [String(event.uids)]
    case 'messageExpunge':
      return [String(event.uids), ...unidentified(event.unidentified), ...(event.earlier ? ['earlier'] : [])]
    case 'flagChange': {
      const flags = event.flags === undefined ? [] : [`(${event.flags.join(' ')})`]
      const modSeq = event.modSeq === undefined ? [] : [`modseq ${event.modSeq}`]
      return [String(event.uids), ...flags, ...modSeq, ...unidentified(event.unidentified)]
    }
    case 'fetch':
      return [String(event.uid)]
    case 'searchResult':
      return [String(event.response.type === 'search' ? event.response.numbers : event.response.all)]
    case 'mailboxStatus':
      return Object.entries(event.items).map(([item, value]) => `${item}=${String(value)}`)
    case 'mailboxFlags':
      return [`(${(event.flags ?? event.permanentFlags ?? []).join(' ')})`]
    case 'mailboxName':
      return event.oldName === undefined ? [event.change] : [event.change, 'from', event.oldName]
    case 'mailboxReset':
      return [`${event.previous} to ${event.uidValidity}`]
    case 'commandDone':
      return event.error === undefined ? [event.status] : [event.status, event.error.code]
    case 'bye':
    case 'alert':
    case 'notice':
      return [event.text]
    case 'degraded':
      return [event.what]
    case 'restored':
      return [event.what, String(event.commands)]
    case 'quirk':
      return [event.name, ...(event.active ? [] : ['off'])]
    case 'disconnected':
      return event.error === undefined ? [] : [event.error.code]
    case 'untagged': {
      const shown = JSON.stringify(Buffer.from(event.bytes).toString('latin1'))
      return event.malformed === undefined ? [shown] : [shown, 'malformed']
    }
    case 'progress':
      return [`${event.progress}/${event.goal}`]
    case 'serverReply':
      return [event.response.type]
    default:
      return []
  }
}

function unidentified(count: number): readonly string[] {
  return count === 0 ? [] : [`+${count}`]
}

function causeOf(cause: unknown, dialogue: Dialogue): string {
  if (cause === 'unsolicited') return cause
  const { tag, name } = cause as { readonly tag: string; readonly name?: string }
  return dialogue.nameOf(tag) ?? name ?? tag
}

const QUIET: ReadonlySet<string> = new Set([
  'commandQueued',
  'commandSent',
  'commandDone',
  'capabilities',
  'serverReply',
])

/** Everything that happened, in order. */
export class EventLog {
  readonly events: EventOf<unknown>[] = []
  readonly #dialogue: Dialogue
  #shown = 0

  constructor(dialogue: Dialogue) {
    this.#dialogue = dialogue
  }

  add(event: EventOf<unknown>): void {
    this.events.push(event)
  }

  /** What has happened since the last call, without the life of commands; or the events of some types only. */
  news(...types: readonly string[]): readonly string[] {
    const fresh = this.events.slice(this.#shown)
    this.#shown = this.events.length
    return fresh
      .filter(({ type }) => (types.length > 0 ? types.includes(type) : !QUIET.has(type)))
      .map((event) => describeEvent(event, this.#dialogue))
  }
}

/** What Dovecot announces, as far as it matters here. */
export const MODERN =
  'IMAP4rev1 LITERAL+ ENABLE IDLE UNSELECT NAMESPACE UIDPLUS LIST-EXTENDED LIST-STATUS ESEARCH CONDSTORE QRESYNC MOVE BINARY'
/** The same without what makes attribution easy. */
export const PLAIN = 'IMAP4rev1 UIDPLUS IDLE'

export interface Connected {
  readonly imap: ImapConnection
  readonly peer: MemoryPeer
  readonly clock: VirtualClock
  readonly log: EventLog
  readonly dialogue: Dialogue
  plays(script: string): Promise<void>
}

export interface ScriptOptions {
  readonly capabilities?: string
  readonly peer?: MemoryPeerOptions
  readonly options?: Partial<ConnectionOptions>
}

/** A connection at the very beginning: nothing has been said. */
export function started(t: TestContext, { peer: fault = {}, options = {} }: ScriptOptions = {}): Connected {
  const peer = new MemoryPeer(fault)
  const clock = new VirtualClock()
  const imap = ImapConnection.start({
    host: 'mail.example.org',
    auth: { user: 'me', password: 'secret-word' },
    transport: peer.connect,
    clock,
    randomTag: () => 'A',
    ...options,
  })
  let taken = 0
  const wire: Wire = {
    take() {
      const octets = peer.written.slice(taken)
      taken += octets.length
      return octets
    },
    send: (octets) => peer.send(octets),
  }
  const dialogue = new Dialogue(wire)
  const log = new EventLog(dialogue)
  void collect(imap, log)
  t.after(async () => {
    imap.close()
    await drain()
    assert.equal(clock.timers, 0, 'a timer outlived the connection')
  })
  return { imap, peer, clock, log, dialogue, plays: (script) => dialogue.plays(script) }
}

async function collect(imap: ImapConnection, log: EventLog): Promise<void> {
  for await (const event of imap.events({ limit: Infinity })) log.add(event as ImapEvent)
}

/** Logged in, QRESYNC enabled where the capabilities have it. */
export async function connected(t: TestContext, options: ScriptOptions = {}): Promise<Connected> {
  const connection = started(t, options)
  const capabilities = options.capabilities ?? MODERN
  await connection.plays(`S: * OK [CAPABILITY ${capabilities}] ready`)
  const enables = / ENABLE( |$)/.test(capabilities)
  await connection.plays(`
    C: t81 LOGIN "me" "secret-word"
    ${enables ? 'C: t82 ENABLE CONDSTORE QRESYNC' : ''}
    S: t81 OK [CAPABILITY ${capabilities}] in
    ${enables ? `S: * ENABLED ${/ QRESYNC( |$)/.test(capabilities) ? 'CONDSTORE QRESYNC' : ''}\nS: t82 OK enabled` : ''}
  `)
  await connection.imap.ready
  connection.log.news()
  return connection
}

export interface MailboxState {
  readonly mailbox?: string
  readonly uidValidity?: number
  readonly uids?: readonly number[]
  readonly uidNext?: number
}

/** INBOX with the messages 1, 2, 3, 5 and 8, unless told otherwise; its numbering known. */
export async function selected(t: TestContext, options: ScriptOptions & MailboxState = {}): Promise<Connected> {
  const connection = await connected(t, options)
  await open(connection, options, options.capabilities ?? MODERN)
  return connection
}

/** Opens a mailbox and answers as a server does. */
export async function open(
  { imap, plays, log, dialogue }: Connected,
  state: MailboxState,
  capabilities: string,
): Promise<void> {
  const { mailbox = 'INBOX', uidValidity = 7, uids = [1, 2, 3, 5, 8], uidNext = (uids.at(-1) ?? 0) + 1 } = state
  dialogue.forget('t90', 't91')
  const closes = imap.selected !== undefined && capabilities.includes('QRESYNC')
  const opening = imap.select(mailbox)
  await plays(`
    C: t90 SELECT ${mailbox}
    ${closes ? 'S: * OK [CLOSED] closed' : ''}
    S: * FLAGS (\\Seen \\Deleted)
    S: * ${uids.length} EXISTS
    S: * OK [UIDVALIDITY ${uidValidity}] valid
    S: * OK [UIDNEXT ${uidNext}] next
    S: t90 OK [READ-WRITE] open
  `)
  await opening
  if (!capabilities.includes('QRESYNC') && uids.length > 0) {
    const tagged = capabilities.includes('ESEARCH')
    await plays(`
      C: t91 UID SEARCH ${tagged ? 'RETURN (ALL) ' : ''}ALL
      S: * ${tagged ? `ESEARCH (TAG "t91") UID ALL ${uids.join(',')}` : `SEARCH ${uids.join(' ')}`}
      S: t91 OK done
    `)
  }
  log.news()
}
