import { CommandLine } from '../../../codec/encode/command-line.ts'
import type { OctetSource } from '../../../codec/encode/octet-source.ts'
import { numberAt } from '../../../codec/uid-map.ts'
import type { Tagged } from '../../../codec/values.ts'
import { UsageError } from '../../../errors.ts'
import { hasCapability, requireCapability } from '../../server/capabilities.ts'
import type { Command, Facts, Plan } from '../../command.ts'
import { together, type Composition } from '../../composing/composition.ts'
import { footprint, membersOf, nameOf } from '../../footprint.ts'
import { mailboxKey, type MailboxArgument } from '../mailboxes/mailbox.ts'
import { AppendMessage, type AppendOptions, type MessageContent } from './append-data.ts'

/** Where the message went; both undefined when the server has no UIDPLUS (RFC 4315). */
export interface AppendResult {
  readonly mailbox: string
  readonly uidValidity: number | undefined
  readonly uid: number | undefined
}

/** One of several messages. */
export interface AppendItem extends AppendOptions {
  readonly message: MessageContent
}

export interface AppendManyOptions {
  /** All or nothing, or not at all: without MULTIAPPEND a `UsageError`. */
  readonly atomic?: boolean
}

export interface AppendManyResult {
  readonly mailbox: string
  readonly uidValidity: number | undefined
  /** It was one command, which could only succeed or fail as a whole. */
  readonly atomic: boolean
  /** In the order of the messages; undefined when the server has no UIDPLUS. */
  readonly uids: readonly number[] | undefined
}

/** APPEND (RFC 9051 §6.3.12). CRLF line ends are the caller's affair. */
export function append(
  mailbox: MailboxArgument,
  message: MessageContent | OctetSource,
  options: AppendOptions,
): Command<AppendResult> {
  const adding = appending(mailbox, [new AppendMessage('APPEND', message, options)])
  return {
    name: 'APPEND',
    mailbox: adding.key,
    // Whether the literal must be synchronizing depends on the capabilities.
    adapts: true,
    plan: (facts) =>
      adding.plan(facts, ({ code }) => {
        const known = code?.name === 'APPENDUID' ? code : undefined
        return { mailbox: adding.key, uidValidity: known?.uidValidity, uid: known?.uids.min }
      }),
  }
}

/** APPEND of several messages: one command with MULTIAPPEND (RFC 3502), else as many as there are. */
export function appendMany(
  mailbox: MailboxArgument,
  items: readonly AppendItem[],
  { atomic = false }: AppendManyOptions,
): Command<AppendManyResult> {
  if (!Array.isArray(items) || items.length === 0) throw new UsageError('APPEND: expected a list of messages')
  for (const item of items as readonly unknown[]) checkItem(item)
  const adding = appending(
    mailbox,
    items.map(({ message, ...options }) => new AppendMessage('APPEND', message, options)),
  )
  return {
    name: 'APPEND',
    mailbox: adding.key,
    adapts: true,
    compose(facts) {
      if (hasCapability(facts.capabilities, 'MULTIAPPEND')) return undefined
      if (atomic) requireCapability('APPEND of several messages', facts.capabilities, 'MULTIAPPEND')
      return oneByOne(mailbox, items)
    },
    plan: (facts) =>
      adding.plan(facts, ({ code }) => {
        const known = code?.name === 'APPENDUID' && code.uids.size === items.length ? code : undefined
        const uids = known === undefined ? undefined : items.map((_, place) => numberAt(known.order, place)!)
        return { mailbox: adding.key, uidValidity: known?.uidValidity, atomic: true, uids }
      }),
  }
}

const ITEM: readonly string[] = ['message', 'flags', 'date'] satisfies readonly (keyof AppendItem)[]

function checkItem(item: unknown): void {
  if (typeof item !== 'object' || item === null) throw new UsageError('APPEND: expected objects with a message')
  const unknown = Object.keys(item).find((key) => !ITEM.includes(key))
  if (unknown !== undefined) throw new UsageError(`APPEND: unknown property ${JSON.stringify(unknown.slice(0, 40))}`)
}

function* oneByOne(mailbox: MailboxArgument, items: readonly AppendItem[]): Composition<AppendManyResult> {
  const results = yield* together(items.map(({ message, ...options }) => append(mailbox, message, options)))
  const { mailbox: key, uidValidity } = results[0]!
  const uids = results.map(({ uid }) => uid)
  const complete = uids.every((uid) => uid !== undefined) && results.every((each) => each.uidValidity === uidValidity)
  return { mailbox: key, uidValidity, atomic: false, uids: complete ? (uids as readonly number[]) : undefined }
}

interface Appending {
  readonly key: string
  plan<Result>(facts: Facts, finish: (reply: Tagged) => Result): Plan<Result>
}

function appending(mailbox: MailboxArgument, messages: readonly AppendMessage[]): Appending {
  const key = mailboxKey(mailbox)
  const line = (utf8: boolean): CommandLine => {
    const built = new CommandLine('APPEND').mailbox(mailbox)
    for (const message of messages) message.addTo(built, utf8 && message.hasUtf8Header)
    return built
  }
  const plain = line(false)
  const relative = messages.some((message) => message.dependsOnSelection)
  return {
    key,
    plan(facts, finish) {
      for (const message of messages) message.check(facts)
      return {
        line: plain,
        ...utf8Form(messages, facts, () => line(true)),
        footprint: footprint({
          mutates: true,
          selection: facts.mailbox === key || relative ? 'reads' : 'ignores',
          reads: [nameOf(key), ...messages.flatMap((message) => message.reads)],
          adds: [membersOf(key)],
        }),
        collector: { finish },
      }
    },
  }
}

/** An ENABLE on its way is answered when the command is written. */
export function utf8Form(
  messages: readonly AppendMessage[],
  { enabled }: Facts,
  line: () => CommandLine,
): Pick<Plan<unknown>, 'lateLine'> {
  if (!messages.some((message) => message.hasUtf8Header)) return {}
  return { lateLine: () => (enabled.has('UTF8=ACCEPT') ? line() : undefined) }
}
