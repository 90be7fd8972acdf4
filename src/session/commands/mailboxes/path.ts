/**
 * Mailboxes given as the components of a path: `['Lists', 'ietf']` is `Lists/ietf` on one server and
 * `INBOX.Lists.ietf` on another (RFC 2342, RFC 9051 §5.1, §6.3.10).
 */
import { UsageError } from '../../../errors.ts'
import type { Command } from '../../command.ts'
import type { Naming } from '../../server/naming.ts'
import type { MailboxArgument } from './mailbox.ts'

export type MailboxPath = readonly string[]

/** What the argument of a method becomes when it is known how this server makes names. */
export type At = (mailbox: MailboxArgument | MailboxPath) => MailboxArgument

/**
 * A command whose mailboxes may be given as paths: `make` passes each through its argument. Without a path it is what
 * `make` returns; with one, `make` is called again when the command is planned, so it must do nothing but check and
 * build.
 */
export function withPaths<Result, Item>(make: (at: At) => Command<Result, Item>): Command<Result, Item> {
  let hasPath = false
  const unresolved = make((mailbox) => {
    if (!isPath(mailbox)) return mailbox
    hasPath = true
    return checkedPath(mailbox).join('/')
  })
  if (!hasPath) return unresolved
  let resolved: Command<Result, Item> | undefined
  const resolve = (naming: Naming | undefined): Command<Result, Item> =>
    (resolved ??= make((mailbox) => (isPath(mailbox) ? nameOfPath(mailbox, naming) : mailbox)))
  return {
    name: unresolved.name,
    get mailbox() {
      return resolved?.mailbox
    },
    adapts: true,
    needsNaming: true,
    uidValidity: unresolved.uidValidity,
    compose: (facts, items) => resolve(facts.naming).compose?.(facts, items),
    plan: (facts) => resolve(facts.naming).plan(facts),
  }
}

function isPath(mailbox: MailboxArgument | MailboxPath): mailbox is MailboxPath {
  return Array.isArray(mailbox)
}

function checkedPath(path: MailboxPath): MailboxPath {
  if (path.length === 0) throw new UsageError('a mailbox path must have a component')
  for (const component of path) {
    if (typeof component !== 'string' || component === '') {
      throw new UsageError('the components of a mailbox path must be strings that are not empty')
    }
  }
  return path
}

/**
 * A path stands below the personal namespace, unless it begins with INBOX or with the prefix of a namespace: the
 * `path` of a list entry names the same mailbox again. @throws UsageError
 */
export function nameOfPath(path: MailboxPath, naming: Naming | undefined): string {
  const [first, ...below] = checkedPath(path)
  const inbox = first!.toUpperCase() === 'INBOX'
  const { personal, others } = naming ?? { personal: { prefix: '', delimiter: undefined }, others: [] }
  for (const { prefix, delimiter } of [personal, ...others]) {
    const name = path.join(delimiter ?? '')
    const within = name.startsWith(prefix) || name + (delimiter ?? '') === prefix
    if (prefix !== '' && within) return joined(path, delimiter)
  }
  if (inbox) return joined(['INBOX', ...below], personal.delimiter)
  return personal.prefix + joined(path, personal.delimiter)
}

function joined(path: MailboxPath, delimiter: string | null | undefined): string {
  if (delimiter === undefined || delimiter === null) {
    if (path.length === 1) return path[0]!
    const why = delimiter === null ? 'the server has no hierarchy' : 'the server does not tell what separates names'
    throw new UsageError(`mailbox path ${JSON.stringify(path)}: ${why}`, 'ERR_IMAP_CAPABILITY')
  }
  const wrong = path.find((component) => component.includes(delimiter))
  if (wrong === undefined) return path.join(delimiter)
  const text = `mailbox path: ${JSON.stringify(wrong)} has the server's hierarchy delimiter ${JSON.stringify(delimiter)}`
  throw new UsageError(text)
}
