/** A server that reads what a connection writes by the strict grammar, keeps it, and answers. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { ImapConnection } from '../../src/client/connection.ts'
import type { ConnectionOptions } from '../../src/client/options.ts'
import { CommandReader, type Dialect, type ParsedCommand } from './command-grammar.ts'
import { MemoryPeer } from './memory-transport.ts'
import { drain, VirtualClock } from './virtual-clock.ts'

/** Every extension the library knows. */
export const ALL_CAPABILITIES: string = [
  'IMAP4rev1 LITERAL+ ENABLE IDLE NAMESPACE ID UNSELECT UIDPLUS SASL-IR UNAUTHENTICATE LANGUAGE I18NLEVEL=2 JMAPACCESS',
  'LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS LIST-METADATA SPECIAL-USE CREATE-SPECIAL-USE CHILDREN XLIST MAILBOX-REFERRALS',
  'STATUS=SIZE APPENDLIMIT OBJECTID METADATA METADATA-SERVER ACL RIGHTS=kxte QUOTA QUOTASET QUOTA=RES-STORAGE',
  'QUOTA=RES-MESSAGE URLAUTH URLAUTH=BINARY NOTIFY ESEARCH SEARCHRES CONDSTORE QRESYNC SORT SORT=DISPLAY ESORT',
  'THREAD=REFERENCES THREAD=ORDEREDSUBJECT THREAD=REFS CONTEXT=SEARCH CONTEXT=SORT PARTIAL MULTISEARCH WITHIN',
  'SEARCH=FUZZY FILTERS SAVEDATE PREVIEW BINARY MOVE MULTIAPPEND CATENATE REPLACE UIDBATCHES UTF8=ACCEPT UIDONLY',
  'ANNOTATE-EXPERIMENT-1 X-GM-EXT-1',
].join(' ')

/** Untagged lines, then what follows the tag; undefined for what the server says otherwise. */
export type Answer = (command: ParsedCommand) => readonly string[] | undefined

export interface StrictServerOptions {
  readonly capabilities?: string
  readonly dialect: Dialect
  readonly answer?: Answer
  readonly options?: Partial<ConnectionOptions>
}

export class StrictServer {
  readonly peer: MemoryPeer = new MemoryPeer()
  readonly clock: VirtualClock = new VirtualClock()
  readonly imap: ImapConnection
  /** What has been read and not been taken. */
  #commands: ParsedCommand[] = []
  /** What came inside a command: DONE, and the answers to challenges. */
  readonly lines: string[] = []
  /** What the server says in an AUTHENTICATE, in order. */
  challenges: string[] = []
  #conversation: ParsedCommand | undefined
  /** The first breach of the grammar. */
  #broken: unknown
  readonly #reader: CommandReader
  readonly #capabilities: string
  answer: Answer

  constructor(t: TestContext, { capabilities = ALL_CAPABILITIES, dialect, answer, options = {} }: StrictServerOptions) {
    this.#capabilities = capabilities
    this.#reader = new CommandReader(dialect)
    this.answer = answer ?? (() => undefined)
    this.peer.onWrite = (octets) => this.#read(octets)
    this.imap = ImapConnection.start({
      host: 'mail.example.org',
      auth: { user: 'me', password: 'secret-word' },
      transport: this.peer.connect,
      clock: this.clock,
      randomTag: () => 'A',
      ...options,
    })
    t.after(() => this.imap.close())
  }

  /** Logged in; with INBOX selected unless told otherwise. */
  static async connected(
    t: TestContext,
    options: StrictServerOptions & { readonly selects?: boolean },
  ): Promise<StrictServer> {
    const server = new StrictServer(t, options)
    await drain()
    server.peer.send(`* OK [CAPABILITY ${server.#capabilities}] ready\r\n`)
    await server.imap.ready
    if (options.selects !== false) await server.imap.select('INBOX')
    await drain()
    server.take()
    return server
  }

  /** What the client has written since the last call, all of it whole commands. */
  take(): readonly ParsedCommand[] {
    if (this.#broken !== undefined) throw this.#broken
    assert.equal(this.#reader.takeRest(), '', 'half a command')
    return this.#commands.splice(0)
  }

  #read(octets: string): void {
    if (this.#broken !== undefined) return
    try {
      this.#reader.push(octets)
      for (let event = this.#reader.next(); event !== undefined; event = this.#reader.next()) {
        if (event.type === 'command') this.#command(event.command)
        else if (event.type === 'line') this.#line(event.text)
        else {
          this.#reader.proceed()
          this.peer.send('+ go on\r\n')
        }
      }
    } catch (error) {
      this.#broken = error
      this.peer.reset()
    }
  }

  #line(text: string): void {
    this.lines.push(text)
    this.#converse(this.#conversation!)
  }

  /** Asks on while there is something to ask, then says OK. */
  #converse(command: ParsedCommand): void {
    const challenge = this.challenges.shift()
    this.#conversation = challenge === undefined ? undefined : command
    if (challenge === undefined) return this.peer.send(`${command.tag} OK done\r\n`)
    this.#reader.expectLine()
    this.peer.send(`+ ${challenge}\r\n`)
  }

  #command(command: ParsedCommand): void {
    this.#commands.push(command)
    if (command.name === 'IDLE') this.challenges = ['idling']
    if (this.challenges.length > 0) return this.#converse(command)
    const said = this.answer(command) ?? this.#usual(command)
    const lines = said.map((line, i) => (i < said.length - 1 ? line : `${command.tag} ${line}`))
    this.peer.send(lines.map((line) => `${line}\r\n`).join(''))
  }

  #usual({ name, args }: ParsedCommand): readonly string[] {
    switch (name) {
      case 'CAPABILITY':
        return [`* CAPABILITY ${this.#capabilities}`, 'OK told']
      case 'LOGIN':
      case 'AUTHENTICATE':
        return [`OK [CAPABILITY ${this.#capabilities}] in`]
      case 'ENABLE':
        return [`* ENABLED ${args.map((arg) => (arg.type === 'atom' ? arg.value : '')).join(' ')}`, 'OK on']
      case 'NAMESPACE':
        return ['* NAMESPACE (("" "/")) NIL NIL', 'OK told']
      case 'SELECT':
      case 'EXAMINE':
        return [
          ...OPENED,
          this.imap.selected === undefined ? '* OK open' : '* OK [CLOSED] closed',
          'OK [READ-WRITE] open',
        ].sort((a, b) => Number(b.includes('CLOSED')) - Number(a.includes('CLOSED')))
      case 'UID SEARCH':
        return ['* SEARCH 1 2 3', 'OK found']
      default:
        return ['OK done']
    }
  }
}

const OPENED: readonly string[] = [
  '* FLAGS (\\Seen \\Deleted)',
  '* 3 EXISTS',
  '* OK [UIDVALIDITY 7] valid',
  '* OK [UIDNEXT 4] next',
  '* OK [HIGHESTMODSEQ 9] highest',
]
