/**
 * The floor: commands written by hand, everything sendable in one write, and nothing done with the answers but finding
 * the tagged lines. No client can be faster than this by more than noise.
 */
import { readFile } from 'node:fs/promises'
import { connect, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { APPEND_MAILBOX, appendMessage, type Conditions, MIXED, type Peer, type Prepared } from './peer.ts'

const LF = 0x0a

class RawConnection {
  readonly socket: Socket
  /** Octets received since the last `expect`. */
  received = 0
  #missing = 0
  #bulk = false
  #tail: Buffer = Buffer.alloc(0)
  #done: PromiseWithResolvers<void> | undefined

  constructor(conditions: Conditions, onread: boolean = false) {
    const { host, port } = conditions
    if (onread) {
      const buffer = Buffer.alloc(256 << 10)
      const callback = (length: number): boolean => {
        this.#receive(buffer.subarray(0, length))
        return true
      }
      this.socket = connect({ host, port, onread: { buffer, callback } })
    } else {
      this.socket = connect({ host, port })
      this.socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    }
    this.socket.setNoDelay(true)
    this.socket.on('error', (error) => this.#done?.reject(error))
    this.socket.on('close', () => this.#done?.reject(new Error('the server closed the connection')))
  }

  /** Waits for `count` lines that start with one of our tags, or for the greeting or a "+". */
  expect(count: number, bulk: boolean = false): Promise<void> {
    this.#missing = count
    this.#bulk = bulk
    this.received = 0
    this.#done = Promise.withResolvers()
    return this.#done.promise
  }

  write(octets: string | Uint8Array): void {
    this.socket.write(octets)
  }

  /** Commands in one write; `bulk` looks only at the end of each chunk, where the one tagged line must be. */
  async commands(commands: readonly (string | Uint8Array)[], bulk: boolean = false): Promise<number> {
    const answered = this.expect(commands.length, bulk)
    this.write(
      Buffer.concat(
        commands.map((command, n) => Buffer.concat([Buffer.from(`T${n} `), Buffer.from(command), Buffer.from('\r\n')])),
      ),
    )
    await answered
    return commands.length
  }

  async close(): Promise<void> {
    this.#done = undefined
    this.socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.received += chunk.length
    if (this.#bulk) this.#lookAtEnd(chunk)
    else this.#lookAtLines(chunk)
  }

  #lookAtEnd(chunk: Buffer): void {
    const end = Buffer.concat([this.#tail, chunk.subarray(-256)]).toString('latin1')
    this.#tail = Buffer.from(chunk.subarray(-256))
    if (/\nT\d+ (OK|NO|BAD) [^\n]*\n$/.test(end)) this.#settle()
  }

  #lookAtLines(chunk: Buffer): void {
    const octets = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk
    let start = 0
    for (let end = octets.indexOf(LF); end >= 0; end = octets.indexOf(LF, start)) {
      const first = octets[start]
      // T: a tag; +: a continuation; "* OK" before the first command: the greeting
      if (first === 0x54 || first === 0x2b || (this.#missing === -1 && first === 0x2a)) this.#count(octets, start)
      start = end + 1
    }
    this.#tail = start === octets.length ? Buffer.alloc(0) : Buffer.from(octets.subarray(start))
  }

  #count(octets: Buffer, start: number): void {
    if (octets[start] === 0x54 && !/^T\d+ OK/.test(octets.toString('latin1', start, start + 12))) {
      this.#done?.reject(new Error(octets.toString('latin1', start, start + 200)))
    }
    if (this.#missing === -1 || --this.#missing === 0) this.#settle()
  }

  #settle(): void {
    this.#missing = 0
    this.#bulk = false
    this.#tail = Buffer.alloc(0)
    this.#done?.resolve()
  }
}

const GREETING = -1

async function loggedIn(conditions: Conditions, mailbox?: string, onread?: boolean): Promise<RawConnection> {
  const connection = new RawConnection(conditions, onread)
  await connection.expect(GREETING)
  await connection.commands([`LOGIN ${conditions.user} ${conditions.password}`])
  if (mailbox !== undefined) await connection.commands([`SELECT ${mailbox}`])
  return connection
}

const prepared = (connection: RawConnection, run: () => Promise<number>): Prepared => ({
  run,
  close: () => connection.close(),
})

/** One command with a long answer; gives its octets. */
function bulk(command: string, onread: boolean) {
  return async (conditions: Conditions): Promise<Prepared> => {
    const connection = await loggedIn(conditions, 'INBOX', onread)
    return prepared(connection, async () => {
      await connection.commands([command], true)
      return connection.received
    })
  }
}

const ENVELOPES = 'UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)'
const BODIES = 'UID FETCH 1:* BODY.PEEK[]'

const mixedCommands = (): string[] => [
  ...MIXED.status.map((mailbox) => `STATUS ${mailbox} (MESSAGES UNSEEN)`),
  'UID SEARCH RETURN (ALL) UNSEEN',
  'UID SEARCH RETURN (ALL) FLAGGED',
  `UID SEARCH RETURN (ALL) LARGER ${MIXED.searchLargerThan}`,
  `UID SEARCH RETURN (ALL) SINCE 10-Jan-2026`,
  ...MIXED.fetchUids.map((uid) => `UID FETCH ${uid} (FLAGS ENVELOPE)`),
  ...MIXED.storeUids.map((uid) => `UID STORE ${uid} +FLAGS (\\Flagged)`),
  ...MIXED.lists.map((pattern) => `LIST "" "${pattern}"`),
]

async function open(conditions: Conditions, eager: boolean): Promise<Prepared> {
  let connection: RawConnection | undefined
  return {
    run: async () => {
      connection = new RawConnection(conditions)
      await connection.expect(GREETING)
      const login = `LOGIN ${conditions.user} ${conditions.password}`
      if (eager) return connection.commands([login, 'SELECT INBOX'])
      return (await connection.commands([login])) + (await connection.commands(['SELECT INBOX']))
    },
    close: async () => connection?.close(),
  }
}

export const floor: Peer = {
  envelopes: bulk(ENVELOPES, false),
  bodies: bulk(BODIES, false),
  headers: async (conditions) => {
    const connection = await loggedIn(conditions, 'INBOX')
    const commands = Array.from(
      { length: conditions.count },
      (_, n) => `UID FETCH ${n + 1} (BODY.PEEK[HEADER.FIELDS (SUBJECT)])`,
    )
    return prepared(connection, () => connection.commands(commands))
  },
  status: async (conditions) => {
    const connection = await loggedIn(conditions)
    const commands = conditions.mailboxes.slice(0, conditions.count).map((name) => `STATUS ${name} (MESSAGES UNSEEN)`)
    return prepared(connection, () => connection.commands(commands))
  },
  mixed: async (conditions) => {
    const connection = await loggedIn(conditions, 'INBOX')
    return prepared(connection, () => connection.commands(mixedCommands()))
  },
  append: async (conditions) => {
    const connection = await loggedIn(conditions)
    const messages = Array.from({ length: conditions.count }, (_, n) => appendMessage(n))
    return prepared(connection, () =>
      connection.commands(
        messages.map((message) =>
          Buffer.concat([Buffer.from(`APPEND ${APPEND_MAILBOX} (\\Seen) {${message.length}+}\r\n`), message]),
        ),
      ),
    )
  },
  download: bulk('UID FETCH 2 BODY.PEEK[]', false),
  open: (conditions) => open(conditions, false),
  idle: async (conditions) => {
    const connection = await loggedIn(conditions, 'INBOX')
    const idling = connection.expect(1)
    connection.write('T0 IDLE\r\n')
    await idling
    await sleep(300)
    return prepared(connection, async () => {
      const answered = connection.expect(2)
      connection.write('DONE\r\nT1 STATUS box001 (MESSAGES)\r\n')
      await answered
      return 1
    })
  },
  parse: async ({ recording }) => {
    const octets = await readFile(recording)
    return { run: async () => splitOnly(octets), close: async () => undefined }
  },
}

export const floorOnread: Peer = { envelopes: bulk(ENVELOPES, true), bodies: bulk(BODIES, true) }

export const floorEager: Peer = { open: (conditions) => open(conditions, true) }

/** Finds the ends of responses in chunks of 64 KiB: lines and literals, nothing inside them. */
function splitOnly(octets: Buffer): number {
  let responses = 0
  let literal = 0
  let marker = 0
  for (let at = 0; at < octets.length; at += 65536) {
    const chunk = octets.subarray(at, at + 65536)
    let start = 0
    for (;;) {
      const skipped = Math.min(literal, chunk.length - start)
      literal -= skipped
      start += skipped
      if (literal > 0) break
      const end = chunk.indexOf(LF, start)
      if (end < 0) break
      marker = literalBefore(chunk, end)
      start = end + 1
      if (marker < 0) responses++
      else literal = marker
    }
  }
  return responses
}

/** The number in `{n}` before CRLF, or -1. A marker cut in two by a chunk's end is missed; the count hardly changes. */
function literalBefore(chunk: Buffer, end: number): number {
  if (chunk[end - 2] !== 0x7d) return -1
  const open = chunk.lastIndexOf(0x7b, end - 2)
  return open < 0 || end - open > 14 ? -1 : Number(chunk.toString('latin1', open + 1, end - 2))
}
