/**
 * LIST on servers that lack an extension it needs: the same entries from several commands. LIST, LSUB and XLIST go out
 * together, what is asked of each mailbox goes out together behind them: two round trips.
 */
import { CommandError } from '../../../errors.ts'
import { hasCapability, requireCapability } from '../../capabilities.ts'
import type { Command, Facts, ItemSink } from '../../command.ts'
import { attempt, gatherAll, type Composition } from '../../composition.ts'
import { withUsesByName } from './list-collector.ts'
import type { ListEntry } from './list-entry.ts'
import { lsub, needsOf, oneList, rlist, rlsub, xlist, type ListOptions, type ListRequest } from './one-list.ts'
import { isSelectable } from './special-use.ts'
import { requireStatusItems, status } from './status.ts'

/** Undefined where one LIST will do. @throws UsageError for what cannot be told without the extension. */
export function listLadder(
  request: ListRequest,
  { capabilities }: Facts,
  items: ItemSink<ListEntry>,
): Composition<void> | undefined {
  const has = (name: string): boolean => hasCapability(capabilities, name)
  const viaXlist = wantsUses(request.options) && !has('SPECIAL-USE') && has('XLIST')
  if (!viaXlist && needsOf(request).every((any) => any.some(has))) return undefined
  requireWhatNothingReplaces(request.options, capabilities)
  return climb(request, has, viaXlist, items)
}

function wantsUses({ specialUse, specialUses }: ListOptions): boolean {
  return specialUse === true || specialUses === true
}

function requireWhatNothingReplaces(options: ListOptions, capabilities: ReadonlySet<string>): void {
  const { recursiveMatch, children, remote, status: wanted } = options
  if (recursiveMatch === true) requireCapability('LIST recursiveMatch', capabilities, 'LIST-EXTENDED')
  if (children === true) requireCapability('LIST children', capabilities, 'LIST-EXTENDED', 'CHILDREN')
  if (remote === true) requireCapability('LIST remote', capabilities, 'LIST-EXTENDED', 'MAILBOX-REFERRALS')
  if (wanted !== undefined) requireStatusItems(wanted, capabilities)
}

function* climb(
  { patterns, options }: ListRequest,
  has: (name: string) => boolean,
  viaXlist: boolean,
  items: ItemSink<ListEntry>,
): Composition<void> {
  const extended = has('LIST-EXTENDED')
  const { reference = '', remote = false, subscribed = false, subscriptions = false } = options
  const listed = extended
    ? [oneList({ patterns, options: whatItCan(options, has) })]
    : patterns.map((pattern) =>
        remote ? rlist(pattern, reference) : oneList({ patterns: [pattern], options: { reference } }),
      )
  const asksSubscriptions = !extended && (subscribed || subscriptions)
  const lsubs = asksSubscriptions ? patterns.map((each) => (remote ? rlsub : lsub)(each, reference)) : []
  const xlists = viaXlist ? patterns.map((each) => xlist(each, reference)) : []
  const answers = yield* gatherAll([...listed, ...lsubs, ...xlists])
  let entries = once(answers.slice(0, listed.length))
  if (asksSubscriptions) {
    const told = once(answers.slice(listed.length, listed.length + lsubs.length))
    entries = withSubscriptions(entries, told, subscribed)
  }
  entries = withUsesOf(entries, answers.slice(listed.length + lsubs.length).flat())
  if (wantsUses(options)) entries = withUsesByName(entries)
  if (options.specialUse === true) entries = entries.filter(({ specialUse }) => specialUse !== undefined)
  if (options.status !== undefined && !has('LIST-STATUS')) entries = yield* withStatus(entries, options.status)
  for (const entry of entries) items.push(entry, 0)
}

/** One command for all that this server's LIST can do. */
function whatItCan(options: ListOptions, has: (name: string) => boolean): ListOptions {
  const { status: wanted, specialUse, specialUses, ...rest } = options
  return {
    ...rest,
    ...(wanted !== undefined && has('LIST-STATUS') ? { status: wanted } : {}),
    ...(has('SPECIAL-USE') ? { specialUse: specialUse ?? false, specialUses: specialUses ?? false } : {}),
  }
}

/** Several patterns may match one name. */
function once(lists: readonly (readonly ListEntry[])[]): readonly ListEntry[] {
  return [...new Map(lists.flat().map((entry) => [keyOf(entry), entry])).values()]
}

function keyOf({ mailbox, wireName }: ListEntry): string {
  return wireName ?? mailbox
}

/**
 * As LIST-EXTENDED tells it (RFC 5258 §3.1): `\Subscribed`, and `\NonExistent` for what LIST does not know. In LSUB
 * `\Noselect` marks a parent that is not subscribed itself (RFC 3501 §6.3.9).
 */
function withSubscriptions(
  entries: readonly ListEntry[],
  told: readonly ListEntry[],
  only: boolean,
): readonly ListEntry[] {
  const subscribed = new Map(
    told.filter(({ attributes }) => isSelectable(attributes)).map((each) => [keyOf(each), each]),
  )
  const marked = entries.map((entry) =>
    subscribed.delete(keyOf(entry)) ? { ...entry, attributes: [...entry.attributes, '\\Subscribed'] } : entry,
  )
  if (!only) return marked
  const gone = [...subscribed.values()].map((entry) => ({ ...entry, attributes: ['\\Subscribed', '\\NonExistent'] }))
  return [...marked.filter(({ attributes }) => attributes.at(-1) === '\\Subscribed'), ...gone]
}

/** XLIST calls INBOX by a name in the language of its user. */
function withUsesOf(entries: readonly ListEntry[], told: readonly ListEntry[]): readonly ListEntry[] {
  if (told.length === 0) return entries
  const byName = new Map(told.map((each) => [each.specialUse === '\\Inbox' ? 'INBOX' : keyOf(each), each]))
  return entries.map((entry) => {
    const { specialUse, specialUseSource } = byName.get(keyOf(entry)) ?? entry
    return entry.specialUse === undefined ? { ...entry, specialUse, specialUseSource } : entry
  })
}

/** As LIST-STATUS tells it: a mailbox whose STATUS the server refuses is listed without (RFC 5819 §2). */
function* withStatus(
  entries: readonly ListEntry[],
  wanted: NonNullable<ListOptions['status']>,
): Composition<readonly ListEntry[]> {
  const commands = new Map(
    entries.flatMap((entry) => (isSelectable(entry.attributes) ? [[entry, status(entry, wanted)] as const] : [])),
  )
  const told = yield* whereAllowed(commands)
  return entries.map((entry) => ({ ...entry, status: told.get(entry) }))
}

/** NO is an answer about this mailbox; BAD is about the command. @throws CommandError */
function* whereAllowed<Result>(
  commands: ReadonlyMap<ListEntry, Command<Result>>,
): Composition<ReadonlyMap<ListEntry, Result>> {
  if (commands.size === 0) return new Map()
  const results = yield* attempt([...commands.values()])
  const told = new Map<ListEntry, Result>()
  for (const [i, entry] of [...commands.keys()].entries()) {
    const result = results[i]!
    if (result.ok) told.set(entry, result.value)
    else if (!(result.error instanceof CommandError) || result.error.status === 'BAD') throw result.error
  }
  return told
}
