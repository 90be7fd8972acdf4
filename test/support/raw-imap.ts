/**
 * IMAP by hand: writes octets, splits what comes back into lines with their literals, waits for a tag.
 * For putting mail into a real server and for asking it, without the library under test, what is true.
 */
import { connect, type Socket } from 'node:net'

export interface RawReply {
  readonly status: 'OK' | 'NO' | 'BAD'
  /** The tagged line, without CRLF, octets as Latin-1. */
  readonly line: string
  /** The untagged lines before it, literals included. */
  readonly untagged: readonly string[]
}

const TIMEOUT_MS = 60_000

export class RawImap {
  readonly #socket: Socket
  #octets: Buffer = Buffer.alloc(0)
  /** Where the search for the end of the line goes on. */
  #searched = 0
  #lines: string[] = []
  #waiting: PromiseWithResolvers<void> | undefined
  #ended = false
  #tags = 0
  #capabilities: Promise<readonly string[]> | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    for (const event of ['error', 'close'] as const) {
      socket.on(event, () => {
        this.#ended = true
        this.#waiting?.resolve()
      })
    }
  }

  /** Connects and waits for the greeting; logs in where a user is given. */
  static async open(options: { host: string; port: number; user?: string; password?: string }): Promise<RawImap> {
    const imap = new RawImap(connect(options.port, options.host))
    try {
      const greeting = await imap.line()
      if (!greeting.startsWith('* OK')) throw new Error(`not an IMAP greeting: ${greeting}`)
      if (options.user !== undefined) await imap.ok(`LOGIN "${options.user}" "${options.password ?? 'pw'}"`)
      return imap
    } catch (error) {
      imap.#socket.destroy()
      throw error
    }
  }

  /** What the server announces now, asked once. */
  async has(capability: string): Promise<boolean> {
    this.#capabilities ??= this.ok('CAPABILITY').then(({ untagged }) => untagged.join(' ').toUpperCase().split(' '))
    return (await this.#capabilities).includes(capability)
  }

  /** One command, in pieces of text (one octet a character) or octets; a piece that ends in `{n}` waits for "+". */
  async command(...parts: readonly (string | Uint8Array)[]): Promise<RawReply> {
    const tag = `r${++this.#tags}`
    const untagged: string[] = []
    const write = [`${tag} `, ...parts, '\r\n']
    for (;;) {
      const pause = write.findIndex((part) => typeof part === 'string' && /\{\d+\}\r\n$/.test(part)) + 1
      this.write(...write.splice(0, pause === 0 ? write.length : pause))
      for (;;) {
        const line = await this.line()
        const [, found, status] = /^(\S+) (OK|NO|BAD)\b/.exec(line) ?? []
        if (found === tag) return { status: status as RawReply['status'], line, untagged }
        if (pause > 0 && line.startsWith('+')) break
        untagged.push(line)
      }
    }
  }

  /** The same, and anything but OK is an error. */
  async ok(...parts: readonly (string | Uint8Array)[]): Promise<RawReply> {
    const reply = await this.command(...parts)
    if (reply.status !== 'OK') throw new Error(`${String(parts[0]).slice(0, 80)}: ${reply.line}`)
    return reply
  }

  write(...parts: readonly (string | Uint8Array)[]): void {
    this.#socket.cork()
    for (const part of parts) this.#socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part)
    this.#socket.uncork()
  }

  /** The next line, literals included, octets as Latin-1. */
  async line(timeoutMs: number = TIMEOUT_MS): Promise<string> {
    let timer: NodeJS.Timeout | undefined
    try {
      while (this.#lines.length === 0) {
        if (this.#ended) throw new Error('the server closed the connection')
        this.#waiting = Promise.withResolvers<void>()
        const { reject, promise } = this.#waiting
        timer ??= setTimeout(() => reject(new Error(`the server said nothing for ${timeoutMs} ms`)), timeoutMs)
        await promise
      }
      return this.#lines.shift()!
    } finally {
      clearTimeout(timer)
      this.#waiting = undefined
    }
  }

  async close(): Promise<void> {
    if (!this.#ended) await this.command('LOGOUT').catch(() => undefined)
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#octets = this.#octets.length > 0 ? Buffer.concat([this.#octets, chunk]) : chunk
    for (;;) {
      const end = this.#octets.indexOf('\n', this.#searched)
      if (end < 0) break
      const tail = this.#octets.toString('latin1', Math.max(0, end - 24), end)
      const literal = /\{(\d+)\+?\}\r?$/.exec(tail)
      if (literal !== null) {
        const after = end + 1 + Number(literal[1])
        if (this.#octets.length < after) break
        this.#searched = after
        continue
      }
      this.#lines.push(this.#octets.toString('latin1', 0, end).replace(/\r$/, ''))
      this.#octets = this.#octets.subarray(end + 1)
      this.#searched = 0
    }
    if (this.#lines.length > 0) this.#waiting?.resolve()
  }
}
