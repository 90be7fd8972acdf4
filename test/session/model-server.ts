/**
 * An IMAP server over a model of mailboxes that does things in any order it is allowed to.
 *
 * It takes commands through a strict grammar, runs several at once, a step at a time, and answers them in
 * whatever order `choose` says; like Dovecot, it takes no care that a SEARCH runs behind the STORE sent before
 * it. What it does keep apart is what every server keeps apart: SELECT and its like stand alone, APPENDs come
 * in the order they were sent, and EXPUNGE is never told while a command with sequence numbers runs.
 */
import { NumberSet } from '../../src/codec/number-set.ts'
import { argument, CommandReader, type Arg, type ParsedCommand } from '../support/command-grammar.ts'

export interface ModelMessage {
  readonly uid: number
  readonly flags: Set<string>
  readonly text: string
}

export interface ModelMailbox {
  readonly uidValidity: number
  uidNext: number
  messages: ModelMessage[]
}

export interface ModelOptions {
  readonly capabilities: string
  /** Picks one of `count` things to do next; the last `open` of them go on with what has begun. */
  readonly choose: (count: number, open: number) => number
  /** SELECT of these is answered BAD and leaves everything as it was (Cyrus). */
  readonly unselectable?: readonly string[]
}

type Reply = string
type Step = Generator<void, Reply>

interface Running {
  readonly command: ParsedCommand
  readonly step: Step
}

/** Nothing runs beside these. */
const ALONE = /^(SELECT|EXAMINE|CLOSE|UNSELECT|LOGOUT|ENABLE)$/
/** EXPUNGE is not told while one of these runs (RFC 9051 §7.5.1). */
const BY_NUMBER = /^(FETCH|STORE|SEARCH)$/

export class ModelServer {
  readonly mailboxes: Map<string, ModelMailbox> = new Map()
  /** Commands in flight at most, over time. */
  deepest = 0
  readonly #options: ModelOptions
  readonly #reader: CommandReader
  readonly #queue: ParsedCommand[] = []
  #running: Running[] = []
  #replies: string[] = []
  #out = ''
  #selected: string | undefined
  /** UIDs by sequence number, as the client has been told. */
  #view: number[] = []
  readonly #qresync: boolean

  constructor(options: ModelOptions) {
    this.#options = options
    const { capabilities } = options
    this.#qresync = capabilities.includes('QRESYNC')
    const nonSynchronizing = capabilities.includes('LITERAL+') ? Infinity : 0
    this.#reader = new CommandReader({ utf8: false, nonSynchronizing, literal8: capabilities.includes('BINARY') })
  }

  addMailbox(name: string, texts: readonly string[], uidValidity = 7): ModelMailbox {
    const mailbox: ModelMailbox = { uidValidity, uidNext: 1, messages: [] }
    for (const text of texts) deliver(mailbox, text, [])
    this.mailboxes.set(name, mailbox)
    return mailbox
  }

  /** The UIDs of the selected mailbox, by number, as told; undefined when none is selected. */
  get view(): readonly number[] | undefined {
    return this.#selected === undefined ? undefined : this.#view
  }

  /** What the account holds, to compare. */
  snapshot(): unknown {
    return [...this.mailboxes].map(([name, { messages }]) => [
      name,
      messages.map(({ uid, flags, text }) => `${uid} ${text} ${[...flags].toSorted().join(' ')}`),
    ])
  }

  receive(octets: string): void {
    this.#reader.push(octets)
    for (let event = this.#reader.next(); event !== undefined; event = this.#reader.next()) {
      if (event.type === 'literal') {
        this.#reader.proceed()
        this.#out += '+ go on\r\n'
      } else if (event.type === 'command') this.#queue.push(event.command)
    }
    this.deepest = Math.max(this.deepest, this.#queue.length + this.#running.length + this.#replies.length)
  }

  /** Something is left to be done. */
  get busy(): boolean {
    return this.#out !== '' || this.#queue.length + this.#running.length + this.#replies.length > 0
  }

  /** Does one thing, and returns what it says meanwhile. */
  step(): string {
    const startable = this.#startable()
    const open = this.#running.length + this.#replies.length
    const choices = startable.length + open
    if (choices > 0) this.#do(startable, this.#options.choose(choices, open))
    const out = this.#out
    this.#out = ''
    return out
  }

  #do(startable: readonly ParsedCommand[], choice: number): void {
    if (choice < startable.length) return this.#start(startable[choice]!)
    const running = this.#running[choice - startable.length]
    if (running !== undefined) return this.#advance(running)
    const [reply] = this.#replies.splice(choice - startable.length - this.#running.length, 1)
    this.#out += `${reply}\r\n`
  }

  #startable(): ParsedCommand[] {
    if (this.#running.some(({ command }) => ALONE.test(command.name))) return []
    const found: ParsedCommand[] = []
    let appending = this.#running.some(({ command }) => command.name === 'APPEND')
    for (const command of this.#queue) {
      const first = found.length === 0 && command === this.#queue[0]
      if (ALONE.test(command.name)) {
        if (first && this.#running.length === 0 && this.#replies.length === 0) found.push(command)
        break
      }
      if (command.name !== 'APPEND') found.push(command)
      else if (!appending) {
        found.push(command)
        appending = true
      }
    }
    return found
  }

  #start(command: ParsedCommand): void {
    this.#queue.splice(this.#queue.indexOf(command), 1)
    const running = { command, step: this.#run(command) }
    this.#running.push(running)
    this.#advance(running)
  }

  #advance(running: Running): void {
    const next = running.step.next()
    if (next.done !== true) return
    this.#running.splice(this.#running.indexOf(running), 1)
    if (!BY_NUMBER.test(running.command.name)) this.#sync()
    const reply = `${running.command.tag} ${next.value}`
    if (ALONE.test(running.command.name)) this.#out += `${reply}\r\n`
    else this.#replies.push(reply)
  }

  /** Tells what has come and gone in the selected mailbox. */
  #sync(): void {
    if (this.#selected === undefined || this.#running.some(({ command }) => BY_NUMBER.test(command.name))) return
    const uids = new Set(this.#box().messages.map(({ uid }) => uid))
    const gone = this.#view.filter((uid) => !uids.has(uid))
    if (this.#qresync && gone.length > 0) this.#say(`VANISHED ${NumberSet.from(gone)}`)
    for (const uid of gone) {
      const sequence = this.#view.indexOf(uid) + 1
      this.#view.splice(sequence - 1, 1)
      if (!this.#qresync) this.#say(`${sequence} EXPUNGE`)
    }
    if (uids.size <= this.#view.length) return
    this.#view = [...uids]
    this.#say(`${uids.size} EXISTS`)
  }

  #say(line: string): void {
    this.#out += `* ${line}\r\n`
  }

  #box(): ModelMailbox {
    return this.mailboxes.get(this.#selected!)!
  }

  // --- commands -------------------------------------------------------------------------------------

  *#run(command: ParsedCommand): Step {
    yield
    const name = command.name.replace('UID ', '')
    switch (name) {
      case 'NOOP':
        return 'OK done'
      case 'SELECT':
      case 'EXAMINE':
        return this.#select(mailboxAt(command, 0))
      case 'UNSELECT':
        this.#selected = undefined
        return 'OK closed'
      case 'CLOSE': {
        const box = this.#box()
        box.messages = box.messages.filter(({ flags }) => !flags.has('\\Deleted'))
        this.#selected = undefined
        return 'OK closed'
      }
      case 'STATUS':
        return this.#status(command)
      case 'LIST':
        for (const mailbox of this.mailboxes.keys()) this.#say(`LIST () "/" ${mailbox}`)
        return 'OK listed'
      case 'CREATE':
        if (this.mailboxes.has(mailboxAt(command, 0))) return 'NO [ALREADYEXISTS] there is one'
        this.addMailbox(mailboxAt(command, 0), [], 9)
        return 'OK created'
      case 'DELETE':
        return this.mailboxes.delete(mailboxAt(command, 0)) ? 'OK deleted' : 'NO [NONEXISTENT] there is none'
      case 'APPEND':
        return yield* this.#append(command)
      default:
        if (this.#selected === undefined) return 'BAD no mailbox selected'
        return yield* this.#inMailbox(name, command)
    }
  }

  *#inMailbox(name: string, command: ParsedCommand): Step {
    switch (name) {
      case 'SEARCH':
        return yield* this.#search(command)
      case 'FETCH':
        return yield* this.#fetch(command)
      case 'STORE':
        return yield* this.#store(command)
      case 'COPY':
      case 'MOVE':
        return yield* this.#copy(command, name === 'MOVE')
      case 'EXPUNGE':
        return yield* this.#expunge(command.name === 'UID EXPUNGE' ? command : undefined)
      default:
        return `BAD ${name} is unknown`
    }
  }

  #select(name: string): Reply {
    if (this.#options.unselectable?.includes(name)) return 'BAD not like this'
    const old = this.#selected
    this.#selected = undefined
    if (old !== undefined && this.#options.capabilities.includes('QRESYNC')) this.#say('OK [CLOSED] closed')
    const box = this.mailboxes.get(name)
    if (box === undefined) return 'NO [NONEXISTENT] there is none'
    this.#selected = name
    this.#view = box.messages.map(({ uid }) => uid)
    this.#say(`${box.messages.length} EXISTS`)
    this.#say(`OK [UIDVALIDITY ${box.uidValidity}] valid`)
    this.#say(`OK [UIDNEXT ${box.uidNext}] next`)
    return 'OK [READ-WRITE] open'
  }

  #status(command: ParsedCommand): Reply {
    const name = mailboxAt(command, 0)
    const box = this.mailboxes.get(name)
    if (box === undefined) return 'NO [NONEXISTENT] there is none'
    const values: Readonly<Record<string, number>> = {
      MESSAGES: box.messages.length,
      UIDNEXT: box.uidNext,
      UNSEEN: box.messages.filter(({ flags }) => !flags.has('\\Seen')).length,
    }
    const items = argument(command, 1, 'list').items.map((item) => (item as { value: string }).value)
    this.#say(`STATUS ${name} (${items.map((item) => `${item} ${values[item]}`).join(' ')})`)
    return 'OK counted'
  }

  *#append(command: ParsedCommand): Step {
    const box = this.mailboxes.get(mailboxAt(command, 0))
    if (box === undefined) return 'NO [TRYCREATE] there is none'
    yield
    const uid = deliver(box, argument(command, 3, 'string').value, flagsAt(command, 1))
    return `OK [APPENDUID ${box.uidValidity} ${uid}] appended`
  }

  *#search(command: ParsedCommand): Step {
    const keys = argument(command, 2, 'list').items
    const found: number[] = []
    for (const message of this.#box().messages.filter(({ uid }) => this.#view.includes(uid))) {
      if (keys.every((key) => matches(message, key))) found.push(message.uid)
      yield
    }
    const returns = argument(command, 0, 'list').items.length > 0
    const set = NumberSet.from(found)
    if (!returns) this.#say(`SEARCH${found.map((uid) => ` ${uid}`).join('')}`)
    else this.#say(`ESEARCH (TAG "${command.tag}") UID${set.isEmpty ? '' : ` ALL ${set}`}`)
    return 'OK searched'
  }

  *#fetch(command: ParsedCommand): Step {
    const items = argument(command, 1, 'list').items
    for (const uid of this.#named(command)) {
      const message = this.#box().messages.find((each) => each.uid === uid)
      if (message === undefined || !this.#view.includes(uid)) continue
      this.#say(`${this.#view.indexOf(uid) + 1} FETCH (${items.map((item) => valueOf(message, item)).join(' ')})`)
      yield
    }
    return 'OK fetched'
  }

  *#store(command: ParsedCommand): Step {
    const operation = argument(command, 2, 'atom').value
    const given = flagsAt(command, 3)
    for (const uid of this.#named(command)) {
      const message = this.#box().messages.find((each) => each.uid === uid)
      if (message === undefined || !this.#view.includes(uid)) continue
      if (operation === 'FLAGS') message.flags.clear()
      for (const flag of given) {
        if (operation.startsWith('-')) message.flags.delete(flag)
        else message.flags.add(flag)
      }
      this.#say(`${this.#view.indexOf(uid) + 1} FETCH (UID ${uid} FLAGS (${[...message.flags].join(' ')}))`)
      yield
    }
    return 'OK stored'
  }

  *#copy(command: ParsedCommand, moves: boolean): Step {
    const source = this.#box()
    const target = this.mailboxes.get(mailboxAt(command, 1))
    if (target === undefined) return 'NO [TRYCREATE] there is none'
    const wanted = new Set(this.#named(command))
    const copied: number[] = []
    const made: number[] = []
    for (const message of source.messages.filter(({ uid }) => wanted.has(uid))) {
      copied.push(message.uid)
      made.push(deliver(target, message.text, [...message.flags]))
      yield
    }
    const code = `[COPYUID ${target.uidValidity} ${NumberSet.from(copied)} ${NumberSet.from(made)}]`
    if (!moves) return copied.length === 0 ? 'OK nothing to copy' : `OK ${code} copied`
    if (copied.length > 0) this.#say(`OK ${code} moved`)
    source.messages = source.messages.filter(({ uid }) => !copied.includes(uid))
    return 'OK moved'
  }

  *#expunge(command: ParsedCommand | undefined): Step {
    const box = this.#box()
    const named = command === undefined ? undefined : new Set(this.#named(command))
    yield
    box.messages = box.messages.filter(({ uid, flags }) => !flags.has('\\Deleted') || named?.has(uid) === false)
    return 'OK expunged'
  }

  /** The UIDs of the messages a command names, by number or UID. */
  #named(command: ParsedCommand): readonly number[] {
    const byUid = command.name.startsWith('UID')
    const all = byUid ? this.#view : this.#view.map((_, i) => i + 1)
    const set = new Set(all.filter((n) => inSet(argument(command, 0, 'set').value, n, all.at(-1) ?? 0)))
    return byUid ? [...set] : this.#view.filter((_, i) => set.has(i + 1))
  }
}

function deliver(box: ModelMailbox, text: string, flags: readonly string[]): number {
  const uid = box.uidNext++
  box.messages.push({ uid, flags: new Set(flags), text })
  return uid
}

function inSet(set: string, n: number, largest: number): boolean {
  return set.split(',').some((part) => {
    const ends = part.split(':').map((end) => (end === '*' ? largest : Number(end)))
    return Math.min(...ends) <= n && n <= Math.max(...ends)
  })
}

function matches({ uid, flags }: ModelMessage, key: Arg): boolean {
  if (key.type !== 'key')
    return key.type === 'list' && key.items.every((each) => matches({ uid, flags, text: '' }, each))
  const [operand] = key.args
  switch (key.name) {
    case 'ALL':
      return true
    case 'SEEN':
    case 'UNSEEN':
      return flags.has('\\Seen') === (key.name === 'SEEN')
    case 'DELETED':
    case 'UNDELETED':
      return flags.has('\\Deleted') === (key.name === 'DELETED')
    case 'KEYWORD':
    case 'UNKEYWORD':
      return flags.has((operand as { value: string }).value) === (key.name === 'KEYWORD')
    case 'UID':
      return inSet((operand as { value: string }).value, uid, 2 ** 32)
    default:
      throw new Error(`the model knows no ${key.name}`)
  }
}

function valueOf(message: ModelMessage, item: Arg): string {
  if (item.type === 'section') return `BODY[] {${message.text.length}}\r\n${message.text}`
  const name = (item as { value: string }).value
  if (name === 'UID') return `UID ${message.uid}`
  if (name === 'FLAGS') return `FLAGS (${[...message.flags].join(' ')})`
  if (name === 'RFC822.SIZE') return `RFC822.SIZE ${message.text.length}`
  throw new Error(`the model knows no ${name}`)
}

function mailboxAt(command: ParsedCommand, index: number): string {
  return argument(command, index, 'mailbox').value
}

function flagsAt(command: ParsedCommand, index: number): string[] {
  return argument(command, index, 'list').items.map((flag) => (flag as { value: string }).value)
}

/** Whole commands, what was sent last first. */
export const lastFirst = (count: number): number => count - 1
/** Everything begins before anything ends. */
export const allAtOnce = (): number => 0
/** One after the other. */
export const inOrder = (count: number, open: number): number => (open > 0 ? count - 1 : 0)
